from quizzes.certificates.models.certificates import Certificate as Certificate
