from quizzes.events.models.activities import Activity, Result
from quizzes.events.models.sign_ups import SignUp, SignUpContact, SignUpMessage

__all__ = ["Activity", "Result", "SignUp", "SignUpContact", "SignUpMessage"]
