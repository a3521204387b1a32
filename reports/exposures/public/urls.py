from django.urls import path, register_converter

from reports.exposures.public import flags, views

app_name = "exposures"


class Count:
    """A number from one on, without leading noughts: each page has one address."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Count, "exposure_count")

CASE = "exposures/<exposure_count:batch>/<exposure_count:number>"
urlpatterns = [
    path("exposures/", views.exposure_list, name="list"),
    path("exposures/<exposure_count:batch>/", views.batch, name="batch"),
    path("exposures/<exposure_count:batch>/print/", views.batch_print, name="print"),
    path(f"{CASE}/", views.exposure, name="exposure"),
    path(f"{CASE}/exposure.json", views.exposure_json, name="json"),
    path(f"{CASE}/card.png", views.card, name="card"),
    path(f"{CASE}/flag/", flags.flag, name="flag"),
    path("corrections/", views.corrections, name="corrections"),
]
