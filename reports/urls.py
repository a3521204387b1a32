from django.urls import include, path

urlpatterns = [
    path("complaints/", include("reports.complaints.resident.urls")),
    path("", include("reports.complaints.public.urls")),
    path("", include("reports.standards.public.urls")),
    path("", include("reports.inspections.public.urls")),
    path("", include("reports.notices.public.urls")),
    path("u/", include("reports.notices.unit_page.urls")),
    path("", include("reports.lists.public.urls")),
    path("u/", include("reports.lists.unit_page.urls")),
    path("", include("reports.exposures.public.urls")),
    path("u/", include("reports.exposures.unit_page.urls")),
    path("u/", include("reports.complaints.unit_page.urls")),
    path("open311/v2/", include("reports.complaints.open311.urls")),
]
