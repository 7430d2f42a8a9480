"""Who may do what with an assessment. `assessment` comes from `Assessment.objects.with_lineage(day)`.

The unit scores itself, or the one above it from its minutes; the appraiser's unit, or one above that, appraises; the
decider's unit, or one above that, decides. Nobody appraises a score that they entered.
"""

from typing import Any

from apps.assessments.enums import AssessmentState
from apps.assessments.models import Assessment, AssessmentRound
from apps.core.exceptions import NotAllowed
from apps.units.enums import Relation, Role
from apps.units.models import Unit
from apps.units.permissions import Act, check, check_anywhere

OWN, BELOW = frozenset({Relation.OWN}), frozenset({Relation.BELOW})
SEEING = OWN | BELOW
ABOVE = {Role.COMMUNE_SECRETARY: BELOW, Role.DISTRICT_SECRETARY: BELOW, Role.ORGANISATION: BELOW}

VIEW = Act(
    "assessments.view",
    "Xem kết quả đánh giá, xếp loại: điểm, minh chứng, quyết định",
    {
        Role.STANDING: SEEING,
        Role.ORGANISATION: SEEING,
        Role.DISTRICT_SECRETARY: SEEING,
        Role.COMMUNE_SECRETARY: SEEING,
        Role.BRANCH_SECRETARY: OWN,
        Role.VIEWER: SEEING,
    },
    "Đồng chí không xem được kết quả đánh giá của đơn vị này.",
)
SCORE = Act(
    "assessments.score",
    "Đăng ký, tự chấm, gửi thẩm định; ghi hộ chi đoàn theo biên bản",
    {Role.BRANCH_SECRETARY: OWN, Role.COMMUNE_SECRETARY: SEEING},
    "Chỉ đơn vị được đánh giá tự chấm, hoặc Đoàn cơ sở ghi hộ chi đoàn theo biên bản.",
)
APPRAISE = Act(
    "assessments.appraise",
    "Phân công theo dõi, thẩm định, trả lại bản tự chấm (của mình chấm thì không)",
    ABOVE,
    "Chỉ đoàn cấp trên được giao thẩm định bản đánh giá này.",
)
DECIDE = Act(
    "assessments.decide",
    "Quyết định xếp loại, công nhận",
    ABOVE,
    "Chỉ đoàn cấp trên được quyết định xếp loại đơn vị này.",
)
APPEAL = Act(
    "assessments.appeal",
    "Mở lại một kết quả đã quyết định để xem xét lại",
    ABOVE,
    "Chỉ đoàn cấp trên được mở lại kết quả đã quyết định.",
)
MANAGE = Act(
    "assessments.manage",
    "Mở, sửa, đóng đợt đánh giá; soạn, ban hành bộ tiêu chí",
    {Role.ORGANISATION: SEEING},
    "Chỉ cán bộ Ban Tổ chức – Kiểm tra được mở, đóng đợt đánh giá và soạn bộ tiêu chí.",
)
ACTS = (VIEW, SCORE, APPRAISE, DECIDE, APPEAL, MANAGE)
ROUTES: dict[str, Act | None] = {
    "assessments:index": VIEW,
    "assessments:round": VIEW,
    "assessments:paper": VIEW,
    "assessments:viewer": VIEW,
    "assessments:evidence": VIEW,
    "assessments:minutes": VIEW,
    "assessments:decision": VIEW,
    "assessments:latest_results": VIEW,
    "assessments:results": VIEW,
    "assessments:workbook_new": VIEW,
    "assessments:workbook": None,  # any signed-in person, who finds only own exports (`ScoreExport.objects.visible_to`)
    "assessments:workbook_file": None,
    "assessments:criteria": VIEW,
    "assessments:criteria_set": VIEW,
    "assessments:register": SCORE,
    "assessments:score_form": SCORE,
    "assessments:score": SCORE,
    "assessments:answer_gate": SCORE,
    "assessments:attach": SCORE,
    "assessments:withdraw": SCORE,
    "assessments:attach_minutes": SCORE,
    "assessments:submit": SCORE,
    "assessments:template": SCORE,
    "assessments:import": SCORE,
    "assessments:import_start": SCORE,
    "assessments:assign": APPRAISE,
    "assessments:appraise_form": APPRAISE,
    "assessments:appraise_score": APPRAISE,
    "assessments:mark_return": APPRAISE,
    "assessments:appraise_gate": APPRAISE,
    "assessments:accept_rest": APPRAISE,
    "assessments:send_back": APPRAISE,
    "assessments:appraise": APPRAISE,
    "assessments:take_back": APPRAISE,
    "assessments:decide": DECIDE,
    "assessments:overrule": DECIDE,
    "assessments:appeal": APPEAL,
    "assessments:round_new": MANAGE,
    "assessments:round_edit": MANAGE,
    "assessments:round_add": MANAGE,
    "assessments:round_close": MANAGE,
    "assessments:criteria_copy": MANAGE,
    "assessments:criteria_describe": MANAGE,
    "assessments:criterion_new": MANAGE,
    "assessments:criterion_edit": MANAGE,
    "assessments:criterion_remove": MANAGE,
    "assessments:class_edit": MANAGE,
    "assessments:gate_new": MANAGE,
    "assessments:gate_edit": MANAGE,
    "assessments:gate_remove": MANAGE,
    "assessments:criteria_discard": MANAGE,
    "assessments:criteria_preview": MANAGE,
}
PUBLIC: frozenset[str] = frozenset()


def check_can_view_any(user: Any) -> None:
    check_anywhere(VIEW, user)


def check_can_score_any(user: Any) -> None:
    check_anywhere(SCORE, user)


def check_can_decide_any(user: Any) -> None:
    check_anywhere(DECIDE, user)


def check_can_manage(user: Any) -> None:
    check_anywhere(MANAGE, user)


def check_can_view(user: Any, assessment: Assessment) -> None:
    _check(VIEW, user, assessment, assessment.lineage)


def check_can_register(user: Any, unit: Unit, within: AssessmentRound) -> None:
    """`unit` with its lineage."""
    check(SCORE, user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    if not within.is_open:
        raise NotAllowed("Đợt đánh giá đã đóng.")


def check_can_score(user: Any, assessment: Assessment) -> None:
    _check(SCORE, user, assessment, assessment.lineage)
    _check_round(assessment)
    if assessment.state == AssessmentState.REGISTERED:
        raise NotAllowed("Đoàn cấp trên chưa phân công cán bộ theo dõi.")
    if not assessment.is_open:
        raise NotAllowed("Bản đánh giá đã gửi thẩm định, không tự chấm tiếp được.")


def check_can_assign(user: Any, assessment: Assessment) -> None:
    _check(APPRAISE, user, assessment, assessment.appraiser_lineage)
    _check_round(assessment)
    _check_state(assessment, AssessmentState.REGISTERED, "Đơn vị đã được phân công người theo dõi.")


def check_can_appraise(user: Any, assessment: Assessment) -> None:
    _check(APPRAISE, user, assessment, assessment.appraiser_lineage)
    _check_round(assessment)
    _check_not_scorer(user, assessment)
    _check_state(assessment, AssessmentState.SUBMITTED, "Bản đánh giá không ở bước chờ thẩm định.")


def check_can_take_back(user: Any, assessment: Assessment) -> None:
    _check(APPRAISE, user, assessment, assessment.appraiser_lineage)
    _check_round(assessment)
    _check_not_scorer(user, assessment)
    _check_state(assessment, AssessmentState.APPRAISED, "Bản đánh giá không ở bước chờ quyết định.")


def check_can_decide(user: Any, assessment: Assessment) -> None:
    _check(DECIDE, user, assessment, assessment.decider_lineage)
    _check_round(assessment)
    _check_state(assessment, AssessmentState.APPRAISED, "Bản đánh giá chưa thẩm định xong.")


def check_can_overrule(user: Any, assessment: Assessment) -> None:
    """A score other than the appraised one: not by whoever scored for the unit."""
    check_can_decide(user, assessment)
    _check_not_scorer(user, assessment)


def check_can_appeal(user: Any, assessment: Assessment) -> None:
    """In a closed round too: an appeal reopens this one assessment."""
    _check(APPEAL, user, assessment, assessment.decider_lineage)
    _check_state(assessment, AssessmentState.DECIDED, "Bản đánh giá chưa có quyết định.")


def _check(act: Act, user: Any, assessment: Assessment, lineage: list[int]) -> None:
    check(act, user, lineage=lineage, unit_id=assessment.unit_id)


def _check_round(assessment: Assessment) -> None:
    """What was decided once may be taken up again after the round was closed."""
    if not assessment.round.is_open and not assessment.was_decided:
        raise NotAllowed("Đợt đánh giá đã đóng.")


def _check_state(assessment: Assessment, state: AssessmentState, reason: str) -> None:
    if assessment.state != state:
        raise NotAllowed(reason)


def _check_not_scorer(user: Any, assessment: Assessment) -> None:
    if user.pk in assessment.scorer_ids:
        raise NotAllowed("Đồng chí đã chấm bản này cho đơn vị, nên người khác thẩm định.")
