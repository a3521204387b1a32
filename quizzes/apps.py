from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("文明答题")

    def ready(self) -> None:
        # The CMS shows who is named where: never by a question or an answer. And no
        # answer waits for that index.
        for model in self.get_models():
            setattr(model, "wagtail_reference_index_ignore", True)  # noqa: B010
