from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameConfig(AppConfig):
    name = "portal.frame"
    label = "frame"
    verbose_name = _("网站框架")
