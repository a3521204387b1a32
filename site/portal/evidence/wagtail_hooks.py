from django.urls import URLPattern, path
from wagtail import hooks

from portal.evidence import cms


@hooks.register("register_admin_urls")
def evidence_urls() -> list[URLPattern]:
    return [
        path("evidence/<str:public_id>/", cms.redact, name="evidence_redact"),
        path("evidence/<str:public_id>/canvas", cms.canvas, name="evidence_canvas"),
        path("evidence/<str:public_id>/film", cms.film, name="evidence_film"),
        path("evidence/<str:public_id>/preview", cms.preview, name="evidence_preview"),
        path(
            "evidence/<str:public_id>/original", cms.original, name="evidence_original"
        ),
    ]
