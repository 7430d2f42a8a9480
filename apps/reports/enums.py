"""States and acts of a quarterly report, and its transition table."""

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
OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)
