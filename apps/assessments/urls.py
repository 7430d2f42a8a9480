"""Đánh giá, xếp loại."""

from django.urls import path

from apps.assessments.views import appraising, criteria, deciding, papers, rounds, scoring

app_name = "assessments"

urlpatterns = [
    path("", rounds.index, name="index"),
    path("dot/moi/", rounds.round_new, name="round_new"),
    path("dot/<int:round_id>/", rounds.board, name="round"),
    path("dot/<int:round_id>/sua/", rounds.round_edit, name="round_edit"),
    path("dot/<int:round_id>/bo-sung/", rounds.round_add, name="round_add"),
    path("dot/<int:round_id>/dong/", rounds.round_close, name="round_close"),
    path("dot/<int:round_id>/dang-ky/<int:unit_id>/", rounds.register, name="register"),
    path("dot/<int:round_id>/quyet-dinh/", deciding.decide, name="decide"),
    path("<int:assessment_id>/", papers.paper, name="paper"),
    path("<int:assessment_id>/minh-chung/", papers.viewer, name="viewer"),
    path("<int:assessment_id>/minh-chung/<int:evidence_id>/", papers.evidence, name="evidence"),
    path("<int:assessment_id>/bien-ban/", papers.minutes, name="minutes"),
    path("<int:assessment_id>/quyet-dinh/<int:ordinal>/", papers.decision, name="decision"),
    path("<int:assessment_id>/tu-cham/", scoring.form, name="score_form"),
    path("<int:assessment_id>/tu-cham/<int:criterion_id>/", scoring.score, name="score"),
    path("<int:assessment_id>/tu-cham/dieu-kien/<int:gate_id>/", scoring.gate, name="answer_gate"),
    path("<int:assessment_id>/tu-cham/minh-chung/", scoring.attach, name="attach"),
    path("<int:assessment_id>/tu-cham/minh-chung/<int:evidence_id>/go/", scoring.withdraw, name="withdraw"),
    path("<int:assessment_id>/tu-cham/bien-ban/", scoring.attach_minutes, name="attach_minutes"),
    path("<int:assessment_id>/gui/", scoring.submit, name="submit"),
    path("<int:assessment_id>/phan-cong/", appraising.assign, name="assign"),
    path("<int:assessment_id>/tham-dinh/", appraising.form, name="appraise_form"),
    path("<int:assessment_id>/tham-dinh/<int:criterion_id>/", appraising.score, name="appraise_score"),
    path("<int:assessment_id>/tham-dinh/<int:criterion_id>/tra/", appraising.mark, name="mark_return"),
    path("<int:assessment_id>/tham-dinh/dieu-kien/<int:gate_id>/", appraising.gate, name="appraise_gate"),
    path("<int:assessment_id>/tham-dinh/dong-y/", appraising.accept, name="accept_rest"),
    path("<int:assessment_id>/tham-dinh/tra-lai/", appraising.send_back, name="send_back"),
    path("<int:assessment_id>/tham-dinh/xong/", appraising.finish, name="appraise"),
    path("<int:assessment_id>/mo-lai/", appraising.take_back, name="take_back"),
    path("<int:assessment_id>/quyet-dinh/muc/<int:criterion_id>/", deciding.overrule, name="overrule"),
    path("<int:assessment_id>/xem-xet-lai/", deciding.appeal, name="appeal"),
    path("tieu-chi/", criteria.index, name="criteria"),
    path("tieu-chi/<int:set_id>/", criteria.criteria_set, name="criteria_set"),
    path("tieu-chi/<int:set_id>/chep/", criteria.copy, name="criteria_copy"),
    path("tieu-chi/<int:set_id>/sua/", criteria.describe, name="criteria_describe"),
    path("tieu-chi/<int:set_id>/muc/moi/", criteria.criterion_new, name="criterion_new"),
    path("tieu-chi/<int:set_id>/muc/<int:row_id>/", criteria.criterion_edit, name="criterion_edit"),
    path("tieu-chi/<int:set_id>/muc/<int:row_id>/bo/", criteria.criterion_remove, name="criterion_remove"),
    path("tieu-chi/<int:set_id>/hang/<int:row_id>/", criteria.class_edit, name="class_edit"),
    path("tieu-chi/<int:set_id>/dieu-kien/moi/", criteria.gate_new, name="gate_new"),
    path("tieu-chi/<int:set_id>/dieu-kien/<int:row_id>/", criteria.gate_edit, name="gate_edit"),
    path("tieu-chi/<int:set_id>/dieu-kien/<int:row_id>/bo/", criteria.gate_remove, name="gate_remove"),
    path("tieu-chi/<int:set_id>/bo/", criteria.discard, name="criteria_discard"),
    path("tieu-chi/<int:set_id>/xem-truoc/", criteria.preview, name="criteria_preview"),
]
