from django.urls import path, register_converter
from django.urls.converters import StringConverter

from quizzes.live.public import views


class PinConverter(StringConverter):
    regex = "[0-9]{6}"


register_converter(PinConverter, "live_pin")
app_name = "live"

urlpatterns = [
    path("live/", views.start, name="start"),
    path("live/<live_pin:pin>/", views.enter, name="join"),
    path("live/<live_pin:pin>/state.json", views.state, name="state"),
    path("live/<live_pin:pin>/p/<str:token>/", views.play, name="play"),
]
