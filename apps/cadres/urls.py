"""The register of cadres."""

from django.urls import path

from apps.cadres.views import lists, merging, people, posts

app_name = "cadres"

urlpatterns = [
    path("", lists.index, name="index"),
    path("moi/", people.new, name="new"),
    path("<int:cadre_id>/", people.cadre, name="cadre"),
    path("<int:cadre_id>/cap-nhat/", people.edit, name="edit"),
    path("<int:cadre_id>/lich-su/", people.history, name="history"),
    path("<int:cadre_id>/gop/", merging.merge, name="merge"),
    path("<int:cadre_id>/giu-chuc/", posts.appoint, name="appoint"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/thoi/", posts.end, name="end"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/chuyen/", posts.move, name="move"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/sua-loi/", posts.correct, name="correct"),
]
