"""The register of cadres."""

from django.urls import path

from apps.cadres.views import development, forecast, lists, merging, people, posts, staffing, succession

app_name = "cadres"

urlpatterns = [
    path("", lists.index, name="index"),
    path("moi/", people.new, name="new"),
    path("du-bao/", forecast.forecast, name="forecast"),
    path("don-vi/<int:unit_id>/", staffing.board, name="board"),
    path("<int:cadre_id>/", people.cadre, name="cadre"),
    path("<int:cadre_id>/cap-nhat/", people.edit, name="edit"),
    path("<int:cadre_id>/lich-su/", people.history, name="history"),
    path("<int:cadre_id>/gop/", merging.merge, name="merge"),
    path("<int:cadre_id>/giu-chuc/", posts.appoint, name="appoint"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/thoi/", posts.end, name="end"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/chuyen/", posts.move, name="move"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/sua-loi/", posts.correct, name="correct"),
    path("<int:cadre_id>/boi-duong/moi/", development.training_new, name="training_new"),
    path("<int:cadre_id>/di-co-so/moi/", development.visit_new, name="visit_new"),
    path("<int:cadre_id>/xep-loai/moi/", development.rating_new, name="rating_new"),
    path("<int:cadre_id>/bo-tri/", development.placement_new, name="placement_new"),
    path("don-vi/<int:unit_id>/quy-hoach/", succession.plan, name="plan"),
    path("don-vi/<int:unit_id>/quy-hoach/moi/", succession.plan_open, name="plan_open"),
    path("don-vi/<int:unit_id>/quy-hoach/ra-soat/", succession.review_new, name="review_new"),
    path("quy-hoach/<int:plan_id>/them/", succession.candidate_new, name="candidate_new"),
    path("quy-hoach/nguoi/<int:candidate_id>/", succession.candidate, name="candidate"),
    path("quy-hoach/nguoi/<int:candidate_id>/dua-ra/", succession.candidate_remove, name="candidate_remove"),
]
