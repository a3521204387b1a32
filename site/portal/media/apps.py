from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "portal.media"
    label = "media"
    verbose_name = _("视频")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from portal.images.uses import refuse_to_delete
        from portal.media.models import Recording

        pre_delete.connect(refuse_to_delete, sender=Recording)
