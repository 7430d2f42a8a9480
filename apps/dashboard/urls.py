"""Routes of the pages that gather from every floor."""

from django.urls import path

from apps.dashboard.views import audit, home, permissions, search

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("tim/", search.search, name="search"),
    path("nhat-ky/", audit.audit, name="audit"),
    path("quyen-han/", permissions.permissions, name="permissions"),
]
