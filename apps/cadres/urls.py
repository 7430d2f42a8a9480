"""The register of cadres."""

from django.urls import path

from apps.cadres.views import (
    decisions,
    development,
    forecast,
    lists,
    merging,
    people,
    posts,
    staffing,
    standards,
    succession,
)

app_name = "cadres"

urlpatterns = [
    path("", lists.index, name="index"),
    path("moi/", people.new, name="new"),
    path("du-bao/", forecast.forecast, name="forecast"),
    path("don-vi/<int:unit_id>/", staffing.board, name="board"),
    path("tieu-chuan/", standards.index, name="standards"),
    path("tieu-chuan/<int:set_id>/", standards.standard_set, name="standard_set"),
    path("tieu-chuan/<int:set_id>/chep/", standards.copy, name="standard_copy"),
    path("tieu-chuan/<int:set_id>/van-ban/", standards.describe, name="standard_describe"),
    path("tieu-chuan/<int:set_id>/dong/moi/", standards.row_new, name="standard_new"),
    path("tieu-chuan/<int:set_id>/dong/<int:row_id>/", standards.row_edit, name="standard_edit"),
    path("tieu-chuan/<int:set_id>/dong/<int:row_id>/bo/", standards.row_remove, name="standard_remove"),
    path("tieu-chuan/<int:set_id>/bo/", standards.discard, name="standard_discard"),
    path("tieu-chuan/<int:set_id>/xem-truoc/", standards.preview, name="standard_preview"),
    path("tieu-chuan/<int:set_id>/het-hieu-luc/", standards.end, name="standard_end"),
    path("tieu-chuan/<int:set_id>/sua-loi/", standards.correct, name="standard_correct"),
    path("<int:cadre_id>/", people.cadre, name="cadre"),
    path("<int:cadre_id>/cap-nhat/", people.edit, name="edit"),
    path("<int:cadre_id>/lich-su/", people.history, name="history"),
    path("<int:cadre_id>/gop/", merging.merge, name="merge"),
    path("<int:cadre_id>/giu-chuc/", posts.appoint, name="appoint"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/thoi/", posts.end, name="end"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/chuyen/", posts.move, name="move"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/sua-loi/", posts.correct, name="correct"),
    path("<int:cadre_id>/giu-chuc/<int:appointment_id>/quyet-dinh/", decisions.attach, name="attach"),
    path("<int:cadre_id>/quyet-dinh/<int:paper_id>/", decisions.decision, name="decision"),
    path("<int:cadre_id>/quyet-dinh/<int:paper_id>/go/", decisions.withdraw, name="withdraw"),
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
