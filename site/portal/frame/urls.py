from django.urls import path

from portal.frame import machines, views

app_name = "frame"
urlpatterns = [
    path("sitemap/", views.site_map, name="site_map"),
    path("go/", views.leave, name="leave"),
    path("sitemap.xml", machines.site_map, name="site_map_file"),
    path("sitemap-<slug:key>-<int:number>.xml", machines.site_map_part),
    path("robots.txt", machines.robots),
    path(".well-known/security.txt", machines.security),
    path("favicon.ico", machines.favicon),
]
