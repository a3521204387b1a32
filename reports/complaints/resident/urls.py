from django.urls import path, register_converter

from reports.complaints.resident import (
    act_views,
    form_views,
    receipt_views,
    track_views,
)

app_name = "resident"


class TicketNumber:
    """A public number, e.g. LX2026-000123."""

    regex = "[A-Z]{1,8}[0-9]{4}-[0-9]{6,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TicketNumber, "ticket_number")

urlpatterns = [
    path("new/", form_views.new, name="new"),
    path("new/photo/", form_views.send_file, name="send_file"),
    path("new/nearby/", form_views.nearby, name="nearby"),
    path("done/", receipt_views.done, name="done"),
    path("done/followed/", receipt_views.followed, name="followed"),
    path("track/", track_views.track, name="track"),
    path("track/mine/", track_views.mine, name="mine"),
    path("track/mine/copy.json", track_views.copy, name="copy"),
    path("track/mine/leave/", track_views.leave, name="leave"),
    path("track/mine/picture/<slug:public_id>/", track_views.picture, name="picture"),
    path("track/mine/<slug:verb>/", act_views.act, name="act"),
    path("track/<ticket_number:number>/", track_views.track, name="track_number"),
]
