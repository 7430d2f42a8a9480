from django.urls import path

from apps.dashboard.views import audit, permissions

app_name = "dashboard"
urlpatterns = [
    path("nhat-ky/", audit.audit, name="audit"),
    path("quyen-han/", permissions.permissions, name="permissions"),
]
