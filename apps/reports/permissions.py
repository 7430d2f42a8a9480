"""Who may do what with a report. The same checks guard the services, grey the buttons and give their tooltips.

`report` comes from `Report.objects.with_lineage()` (and `with_due()` where a deadline matters).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.core.exceptions import NotAllowed, refusal
from apps.core.vietnamese import moment
from apps.reports.enums import ReportState, RowAct
from apps.reports.models import Report
from apps.units.enums import Relation, Role
from apps.units.permissions import Act, check, is_granted, relations
from apps.units.queries import acting

if TYPE_CHECKING:
    from apps.reports.queries import Sheet

NO_SUCH_STEP = {
    RowAct.HAND_OVER: "Dòng đã bàn giao, hoặc cấp huyện đang nhập thay.",
    RowAct.TAKE_OVER: "Xã đã bàn giao dòng này, hoặc đồng chí đã nhận nhập thay.",
    RowAct.GIVE_BACK: "Dòng này xã đang nhập, không có gì để trả.",
}
OWN, BELOW, ROW = Relation.OWN, Relation.BELOW, Relation.ROW
READERS = (Role.STANDING, Role.ORGANISATION, Role.DISTRICT_SECRETARY, Role.COMMUNE_SECRETARY, Role.VIEWER)

INDEX = Act(
    "reports.index",
    "Xem tình hình nộp báo cáo",
    {role: frozenset({OWN, BELOW, ROW}) for role in READERS},
    "Đồng chí không có phần việc trong báo cáo quý.",
)
VIEW = Act(
    "reports.view",
    "Xem báo cáo (Đoàn cấp xã: dòng của mình)",
    {role: frozenset({OWN, BELOW, ROW}) for role in READERS},
    "Đồng chí không xem được báo cáo này.",
)
VIEW_WHOLE = Act(
    "reports.view_whole",
    "Xem mọi dòng, lịch sử, biên nhận và bản đã duyệt của báo cáo",
    {role: frozenset({OWN, BELOW}) for role in READERS},
    "Đồng chí chỉ xem được dòng của đơn vị mình.",
)
EDIT = Act(
    "reports.edit",
    "Nhập mọi dòng và phần lời của báo cáo",
    {Role.DISTRICT_SECRETARY: frozenset({OWN}), Role.ORGANISATION: frozenset({OWN})},
    "Chỉ đơn vị báo cáo được nhập báo cáo này.",
)
EDIT_ROW = Act(
    "reports.edit_row",
    "Nhập một dòng của báo cáo (Đoàn cấp xã: dòng của mình)",
    {**EDIT.grants, Role.COMMUNE_SECRETARY: frozenset({ROW})},
    "Đồng chí chỉ được nhập dòng của đơn vị mình.",
)
SUBMIT = Act(
    "reports.submit",
    "Nộp báo cáo",
    EDIT.grants,
    "Chỉ đơn vị báo cáo được nộp báo cáo này.",
)
HAND_OVER = Act(
    "reports.hand_over",
    "Bàn giao dòng của mình cho cấp huyện",
    {Role.COMMUNE_SECRETARY: frozenset({ROW})},
    "Chỉ Đoàn cấp xã được bàn giao dòng của đơn vị mình.",
)
SETTLE_ROW = Act(
    "reports.settle_row",
    "Nhập thay dòng của xã, trả dòng cho xã",
    EDIT.grants,
    "Chỉ đơn vị báo cáo được nhập thay hoặc trả dòng cho xã.",
)
APPROVERS = {Role.ORGANISATION: frozenset({BELOW}), Role.STANDING: frozenset({OWN, BELOW})}
SEND_BACK = Act(
    "reports.send_back",
    "Trả lại báo cáo để sửa",
    APPROVERS,
    "Chỉ cấp duyệt được trả lại báo cáo này.",
)
APPROVE = Act(
    "reports.approve",
    "Duyệt báo cáo",
    APPROVERS,
    "Chỉ cấp duyệt được duyệt báo cáo này; báo cáo của Tỉnh đoàn do Thường trực duyệt.",
)
EXTEND = Act(
    "reports.extend",
    "Gia hạn nộp báo cáo",
    APPROVERS,
    "Chỉ cấp duyệt được gia hạn cho báo cáo này.",
)
ACTS = (INDEX, VIEW, VIEW_WHOLE, EDIT, EDIT_ROW, HAND_OVER, SETTLE_ROW, SUBMIT, SEND_BACK, APPROVE, EXTEND)

ROUTES: dict[str, Act | None] = {
    "reports:index": INDEX,
    "reports:period": INDEX,
    "reports:report": VIEW,
    "reports:save_row": EDIT_ROW,
    "reports:hand_over": HAND_OVER,
    "reports:hand_overs": VIEW_WHOLE,
    "reports:take_over": SETTLE_ROW,
    "reports:give_back": SETTLE_ROW,
    "reports:copy_previous": EDIT_ROW,
    "reports:confirm_register": EDIT_ROW,
    "reports:save_text": EDIT,
    "reports:submit": SUBMIT,
    "reports:receipt": VIEW_WHOLE,
    "reports:history": VIEW_WHOLE,
    "reports:version": VIEW_WHOLE,
    "reports:send_back": SEND_BACK,
    "reports:approve": APPROVE,
    "reports:extend": EXTEND,
}
PUBLIC: frozenset[str] = frozenset()


def _check(act: Act, user: Any, report: Report) -> None:
    """The role alone."""
    check(act, user, lineage=report.lineage, unit_id=report.unit_id, row_unit_ids=report.row_unit_ids)


def check_can_view(user: Any, report: Report) -> None:
    _check(VIEW, user, report)


def check_can_view_whole(user: Any, report: Report) -> None:
    _check(VIEW_WHOLE, user, report)


def visible_rows(user: Any, report: Report) -> frozenset[int] | None:
    """Ids of the units whose rows the person sees; None means all of them."""
    held = _relations(user, report)
    if is_granted(VIEW_WHOLE, held):
        return None
    return frozenset(_own_rows(user, report))


def _relations(user: Any, report: Report) -> set[tuple[Role, Relation]]:
    return relations(user, report.lineage, report.unit_id, report.row_unit_ids)


def _own_rows(user: Any, report: Report) -> set[int]:
    return {unit_id for unit_id, _ in acting(user)} & set(report.row_unit_ids)


def check_can_edit_row(user: Any, report: Report, unit_id: int) -> None:
    """The reporting unit edits every row, a commune its own alone, and only while the report is open."""
    if unit_id not in report.row_unit_ids:
        raise NotAllowed("Đơn vị này không có dòng trong báo cáo.")
    check(
        EDIT_ROW,
        user,
        lineage=report.lineage,
        unit_id=report.unit_id,
        row_unit_ids={unit_id},
    )
    _check_open(report)
    if refusal(_check, EDIT, user, report):
        _check_row_open(report, unit_id)


def _check_row_open(report: Report, unit_id: int) -> None:
    """A commune writes its row until it hands over, and not while the district has taken the row over."""
    if unit_id in report.handed_over_unit_ids:
        raise NotAllowed("Dòng đã bàn giao. Muốn sửa, đồng chí đề nghị cấp huyện trả dòng.")
    if unit_id in report.taken_over_unit_ids:
        raise NotAllowed("Cấp huyện đang nhập thay dòng này. Muốn nhập, đồng chí đề nghị cấp huyện trả dòng.")


def check_can_hand_over(user: Any, report: Report, unit_id: int) -> None:
    """The commune alone, while it may write the row; completeness is judged with the sheet."""
    check(HAND_OVER, user, lineage=report.lineage, unit_id=report.unit_id, row_unit_ids={unit_id})
    check_can_edit_row(user, report, unit_id)


def check_row_complete(sheet: "Sheet") -> None:
    """The one row of the sheet has everything that a submission asks of it."""
    if not sheet.is_complete:
        raise NotAllowed(f"Chưa bàn giao được: {gaps(sheet)}.")


def check_can_settle_row(user: Any, report: Report, unit_id: int) -> None:
    """Taking over and giving back, while the report is open; the unit's own row has nobody to be given back to."""
    _check(SETTLE_ROW, user, report)
    if unit_id == report.unit_id or unit_id not in report.row_unit_ids:
        raise NotAllowed("Đây không phải dòng của một Đoàn cấp xã.")
    _check_open(report)


def settle_refusal(user: Any, report: Report) -> str:
    """Why nobody's row may be taken over or given back by this person now; empty when rows may."""
    return refusal(_check, SETTLE_ROW, user, report) or refusal(_check_open, report)


def check_can_edit(user: Any, report: Report) -> None:
    """Texts and all rows."""
    _check(EDIT, user, report)
    _check_open(report)


def _check_open(report: Report) -> None:
    if report.state == ReportState.APPROVED:
        raise NotAllowed("Báo cáo đã duyệt, không sửa được nữa.")
    if not report.is_open:
        raise NotAllowed("Báo cáo đã nộp, đang chờ duyệt. Muốn sửa, đề nghị cấp duyệt trả lại.")


def check_may_submit(user: Any, report: Report) -> None:
    """The role alone; whether the report is open and complete is judged when it is submitted."""
    _check(SUBMIT, user, report)


def check_can_submit(user: Any, report: Report, sheet: "Sheet") -> None:
    check_may_submit(user, report)
    check_not_yet_submitted(report)
    check_complete(sheet)


def check_not_yet_submitted(report: Report) -> None:
    if not report.is_open and report.submitted_at:
        raise NotAllowed(f"Báo cáo đã nộp lúc {moment(report.submitted_at)}.")


def check_complete(sheet: "Sheet") -> None:
    """Every box has a number or a reason, every mismatch is put right or explained, every register is answered."""
    if not sheet.is_complete:
        raise NotAllowed(f"Chưa nộp được: {gaps(sheet)}.")


def gaps(sheet: "Sheet") -> str:
    """ "3 ô trống (Dân Tiến 1, Nhuế Dương 2), 1 phép tính chưa khớp (Đồng Tiến)" """
    empty = [f"{row.short_name} {len(row.missing)}" for row in sheet.rows if row.missing]
    asked = [f"{row.short_name} {len(row.unconfirmed)}" for row in sheet.rows if row.unconfirmed]
    wrong = [row.short_name for row in sheet.rows if row.unsettled]
    parts = []
    if empty:
        parts.append(f"{sheet.missing_count} ô trống ({', '.join(empty)})")
    if asked:
        parts.append(f"{sheet.unconfirmed_count} số từ sổ chờ xác nhận ({', '.join(asked)})")
    if wrong:
        parts.append(f"{sheet.unsettled_count} phép tính chưa khớp ({', '.join(wrong)})")
    return ", ".join(parts)


def check_can_send_back(user: Any, report: Report) -> None:
    _check(SEND_BACK, user, report)
    _check_submitted(report)


def check_can_approve(user: Any, report: Report) -> None:
    """Nobody approves what they submitted, in this round or an earlier one."""
    _check(APPROVE, user, report)
    _check_submitted(report)
    if user.pk in report.submitter_ids:
        raise NotAllowed("Người đã nộp báo cáo không tự duyệt báo cáo ấy.")


def _check_submitted(report: Report) -> None:
    if report.state == ReportState.APPROVED:
        raise NotAllowed("Báo cáo đã duyệt.")
    if report.state != ReportState.SUBMITTED:
        raise NotAllowed("Báo cáo chưa nộp, hoặc đang trả lại để sửa.")


def check_can_extend(user: Any, report: Report) -> None:
    _check(EXTEND, user, report)
    if report.first_submitted_at:
        raise NotAllowed("Báo cáo đã nộp, không cần gia hạn.")


@dataclass(frozen=True)
class Rights:
    """What one person may do with one report, and why not: an empty refusal means yes."""

    editable: frozenset[int]  # ids of the units whose rows may be typed
    edit_refusal: str
    sees_whole: bool
    is_reporter: bool
    is_approver: bool
    submit_refusal: str
    send_back_refusal: str
    approve_refusal: str
    extend_refusal: str


def rights(user: Any, report: Report, sheet: "Sheet") -> Rights:
    """All the refusals a page needs; `sheet` holds the rows that the person sees."""
    edit_refusal = refusal(check_can_edit, user, report)
    rows = frozenset(row.unit_id for row in sheet.rows)
    editable = rows if not edit_refusal else _editable_rows(user, report, rows)
    return Rights(
        editable=editable,
        edit_refusal=edit_refusal,
        sees_whole=visible_rows(user, report) is None,
        is_reporter=not refusal(check_may_submit, user, report),
        is_approver=not refusal(_check, APPROVE, user, report),
        submit_refusal=refusal(check_can_submit, user, report, sheet),
        send_back_refusal=refusal(check_can_send_back, user, report),
        approve_refusal=refusal(check_can_approve, user, report),
        extend_refusal=refusal(check_can_extend, user, report),
    )


def any_row_is_editable(user: Any, report: Report) -> bool:
    return bool(_editable_rows(user, report, frozenset(report.row_unit_ids)))


def _editable_rows(user: Any, report: Report, rows: frozenset[int]) -> frozenset[int]:
    return frozenset(unit_id for unit_id in rows if not refusal(check_can_edit_row, user, report, unit_id))
