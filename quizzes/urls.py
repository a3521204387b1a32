from django.urls import include, path

urlpatterns = [
    path("quizzes/", include("quizzes.practice.public.urls")),
    path("contests/", include("quizzes.contests.public.urls")),
    path("", include("quizzes.judging.public.urls")),
    path("", include("quizzes.boards.public.urls")),
    path("", include("quizzes.certificates.public.urls")),
    path("", include("quizzes.certificates.private.urls")),
    path("", include("quizzes.draws.public.urls")),
    path("", include("quizzes.live.public.urls")),
    path("activities/", include("quizzes.events.public.urls")),
]
