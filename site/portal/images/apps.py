from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImagesConfig(AppConfig):
    name = "portal.images"
    label = "images"
    verbose_name = _("图片和文件")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete
        from wagtail.signals import page_unpublished

        from portal.images.models import Attachment, Picture
        from portal.images.uses import refuse_to_delete
        from portal.images.withdrawing import withdraw_files

        page_unpublished.connect(withdraw_files, dispatch_uid="images")
        for model in (Picture, Attachment):
            pre_delete.connect(refuse_to_delete, sender=model)
