from django.urls import path

from apps.jobs import views

app_name = "jobs"
urlpatterns = [
    path("viec/", views.index, name="index"),
    path("viec/<int:job_id>/", views.job, name="job"),
    path("viec/<int:job_id>/tien-do/", views.progress, name="progress"),
    path("viec/<int:job_id>/thu-lai/", views.retry, name="retry"),
    path("viec/cho-gui/", views.waiting, name="waiting"),
    path("viec/cho-gui/ma/", views.token, name="token"),
    path("healthz", views.healthz, name="healthz"),
]
