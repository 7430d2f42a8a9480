"""Routes of the indicators and of "Số này từ đâu"."""

from django.urls import path

from apps.indicators import views

app_name = "indicators"
urlpatterns = [
    path("chi-tieu/", views.index, name="index"),
    path("chi-tieu/<str:code>/", views.detail, name="detail"),
    path("so-lieu/<str:code>/<int:unit_id>/<slug:period>/", views.source, name="source"),
]
