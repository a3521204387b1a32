"""What a process reads once, since it never changes: the content of a wording."""

from functools import lru_cache

from quizzes.bank.content import Content
from quizzes.bank.models import QuestionVersion


@lru_cache(maxsize=2000)
def content_of(version_pk: int) -> Content:
    """Return the options with the key: never into a page that is still asked (Q1)."""
    kind, content = QuestionVersion.objects.values_list("kind", "content").get(
        pk=version_pk
    )
    return Content.from_json(kind, content)
