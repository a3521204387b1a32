"""Without a bank there is nothing to ask: the loader leaves no half contest."""

import pytest

from portal.demo.context import Context
from quizzes.contests.demo.contests import load_contests
from quizzes.contests.models import Contest


@pytest.mark.django_db
def test_without_questions_no_contest_is_made():
    load_contests(Context())

    assert not Contest.objects.exists()
