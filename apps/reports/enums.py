"""States and acts of a quarterly report and of its rows, and their transition tables."""

from django.db.models import TextChoices

from apps.core.workflow import Step


class ReportState(TextChoices):
    DRAFT = "draft", "bản nháp"
    SUBMITTED = "submitted", "đã nộp"
    RETURNED = "returned", "trả lại để sửa"
    APPROVED = "approved", "đã duyệt"


class ReportAct(TextChoices):
    SUBMIT = "submit", "Nộp báo cáo"
    SEND_BACK = "send_back", "Trả lại để sửa"
    APPROVE = "approve", "Duyệt báo cáo"


class RowState(TextChoices):
    """Whose turn a row is: the commune's until it hands over, or until the district takes the row over."""

    OPEN = "open", "xã đang nhập"
    HANDED_OVER = "handed_over", "đã bàn giao"
    TAKEN_OVER = "taken_over", "huyện nhập thay"


class RowAct(TextChoices):
    HAND_OVER = "hand_over", "Bàn giao"
    TAKE_OVER = "take_over", "Nhập thay"
    GIVE_BACK = "give_back", "Trả dòng cho xã"


class FindingKind(TextChoices):
    STRENGTH = "STRENGTH", "Kết quả nổi bật"
    LIMITATION = "LIMITATION", "Hạn chế"
    CAUSE = "CAUSE", "Nguyên nhân"
    PROPOSAL = "PROPOSAL", "Kiến nghị"


class Punctuality(TextChoices):
    """They add up to the reports expected; judged by the first submission."""

    ON_TIME = "on_time", "đúng hạn"
    LATE = "late", "trễ hạn"
    MISSING = "missing", "quá hạn chưa nộp"
    PENDING = "pending", "chưa đến hạn"


REPORT_STEPS = (
    Step(ReportState.DRAFT, ReportAct.SUBMIT, ReportState.SUBMITTED, "đơn vị báo cáo"),
    Step(ReportState.RETURNED, ReportAct.SUBMIT, ReportState.SUBMITTED, "đơn vị báo cáo"),
    Step(ReportState.SUBMITTED, ReportAct.SEND_BACK, ReportState.RETURNED, "cấp duyệt"),
    Step(ReportState.SUBMITTED, ReportAct.APPROVE, ReportState.APPROVED, "cấp duyệt"),
)
ROW_STEPS = (
    Step(RowState.OPEN, RowAct.HAND_OVER, RowState.HANDED_OVER, "Đoàn cấp xã"),
    Step(RowState.OPEN, RowAct.TAKE_OVER, RowState.TAKEN_OVER, "đơn vị báo cáo"),
    Step(RowState.HANDED_OVER, RowAct.GIVE_BACK, RowState.OPEN, "đơn vị báo cáo"),
    Step(RowState.TAKEN_OVER, RowAct.GIVE_BACK, RowState.OPEN, "đơn vị báo cáo"),
)
OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)
