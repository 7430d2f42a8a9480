"""All routes, app by app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("apps.accounts.urls")),
    path("", include("apps.jobs.urls")),
    path("", include("apps.units.urls")),
    path("", include("apps.indicators.urls")),
    path("can-bo/", include("apps.cadres.urls")),
    path("chi-doan/", include("apps.branches.urls")),
    path("danh-gia/", include("apps.assessments.urls")),
    path("bao-cao/", include("apps.reports.urls")),
    path("", include("apps.reviews.urls")),
    path("", include("apps.dashboard.urls")),
    path("quan-tri/", admin.site.urls),
]
