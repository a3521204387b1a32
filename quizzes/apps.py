from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("文明答题")

    def ready(self) -> None:
        from quizzes.bank.registering import register_bank
        from quizzes.boards.registering import register_boards
        from quizzes.certificates.registering import register_certificates
        from quizzes.contests.registering import register_contests
        from quizzes.draws.registering import register_draws
        from quizzes.events.registering import register_events
        from quizzes.judging.registering import register_judging
        from quizzes.live.registering import register_live
        from quizzes.practice.registering import register_practice
        from quizzes.statistics.registering import register_statistics

        register_bank()
        register_practice()
        register_live()
        register_events()
        register_contests()
        register_boards()
        register_judging()
        register_certificates()
        register_draws()
        register_statistics()
        # The CMS shows who is named where: never by a question or an answer. And no
        # answer waits for that index.
        for model in self.get_models():
            setattr(model, "wagtail_reference_index_ignore", True)  # noqa: B010
