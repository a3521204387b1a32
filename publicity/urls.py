from datetime import date, datetime

from django.urls import path, register_converter

from publicity import clause_views, views
from publicity.newsroom.preview_links import preview
from publicity.posters import views as posters
from publicity.useful import useful

app_name = "publicity"


class DayConverter:
    """A calendar day in an address, e.g. `2026-03-01`; an impossible day is a 404."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m-%d}"


register_converter(DayConverter, "day")

urlpatterns = [
    path("preview/<str:token>/", preview, name="preview"),
    path("regulations/", views.regulations, name="regulations"),
    path("regulations/<slug:slug>/", views.regulation, name="regulation"),
    path(
        "regulations/<slug:slug>/<day:effective_on>/",
        views.regulation_version,
        name="regulation_version",
    ),
    path(
        "posters/clause/<slug:slug>/<slug:anchor>/",
        posters.clause_choices,
        name="clause_poster_choices",
    ),
    path(
        "posters/clause/<slug:slug>/<slug:anchor>.pdf",
        posters.clause_poster,
        name="clause_poster",
    ),
    path("posters/page/<int:pk>/", posters.page_choices, name="page_poster_choices"),
    path("posters/page/<int:pk>.pdf", posters.page_poster, name="page_poster"),
    path("knowledge/useful/<int:pk>/", useful, name="useful"),
    path(
        "regulations/<slug:slug>/<day:effective_on>/<slug:anchor>/",
        clause_views.clause_version,
        name="clause_version",
    ),
    path("regulations/<slug:slug>/<slug:anchor>/", clause_views.clause, name="clause"),
    path("c/<int:key>/<slug:place>/", clause_views.short, name="clause_short"),
]
