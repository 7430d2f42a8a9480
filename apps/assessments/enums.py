"""Choices of the yearly assessment with their Vietnamese labels, and how an assessment goes from hand to hand."""

from django.db.models import TextChoices

from apps.core.workflow import Step


class Purpose(TextChoices):
    """What a set of criteria is for: a yearly class by points, or a title that is recognised or not."""

    RATING = "rating", "xếp loại hằng năm"
    RECOGNITION = "recognition", "công nhận danh hiệu"


class SetState(TextChoices):
    DRAFT = "draft", "bản dự thảo"
    PUBLISHED = "published", "đã ban hành"


class CapMode(TextChoices):
    """What happens when a deciding unit gives the top class to a greater share than the set allows."""

    WARN = "warn", "cảnh báo"
    BLOCK = "block", "không cho quyết định"


class Method(TextChoices):
    """How a criterion is scored."""

    GRADED = "graded", "chọn mức"
    RATIO = "ratio", "tỷ lệ × điểm tối đa"
    FREE = "free", "cho điểm"
    YES_NO = "yes_no", "đạt, không đạt"


class Measure(TextChoices):
    """What the registers know of a unit's year. Ratios are from 0 to 1."""

    MEETINGS_RATIO = "meetings_ratio", "tỷ lệ kỳ sinh hoạt đã tổ chức"
    ATTENDANCE_RATIO = "attendance_ratio", "tỷ lệ đoàn viên dự sinh hoạt"
    WORKS_LEVEL = "works_level", "công trình (2), phần việc (1) hoàn thành trong năm"
    WORKS_PROJECT = "works_project", "số công trình thanh niên hoàn thành"
    WORKS_TASK = "works_task", "số phần việc thanh niên hoàn thành"
    NEW_MEMBERS = "new_members", "số đoàn viên mới kết nạp"
    INTRODUCED = "introduced", "số đoàn viên ưu tú giới thiệu cho Đảng"
    ON_TIME_RATIO = "on_time_ratio", "tỷ lệ quý gửi số liệu đúng hạn"
    SILENT_MONTHS = "silent_months", "số tháng liền không sinh hoạt"
    SECRETARY_VACANT = "secretary_vacant", "khuyết bí thư (1), có bí thư (0)"
    QUARTERS_RECORDED = "quarters_recorded", "số quý mọi chi đoàn đã gửi số liệu"
    REGULAR_BRANCHES_RATIO = "regular_branches_ratio", "tỷ lệ chi đoàn sinh hoạt đủ kỳ"
    SECRETARIES_RATIO = "secretaries_ratio", "tỷ lệ chi đoàn có bí thư"
    GOOD_BRANCHES_RATIO = "good_branches_ratio", "tỷ lệ chi đoàn xếp loại hoàn thành tốt trở lên"
    WEAK_BRANCHES = "weak_branches", "không còn chi đoàn yếu (2), giảm so với năm trước (1)"
    REPORT_ON_TIME_RATIO = "report_on_time_ratio", "tỷ lệ báo cáo lên cấp trên đúng hạn"


RATIOS = frozenset(
    {
        Measure.MEETINGS_RATIO,
        Measure.ATTENDANCE_RATIO,
        Measure.ON_TIME_RATIO,
        Measure.REGULAR_BRANCHES_RATIO,
        Measure.SECRETARIES_RATIO,
        Measure.GOOD_BRANCHES_RATIO,
        Measure.REPORT_ON_TIME_RATIO,
    }
)


# Why a measure is not known, for the sentence "hệ thống chưa tính được vì …".
NOT_ALL_HANDED_OVER = "chưa đủ số liệu quý của năm"
NOT_ALL_RATED = "còn chi đoàn chưa có quyết định xếp loại"
UNKNOWN_BECAUSE = {
    Measure.GOOD_BRANCHES_RATIO: NOT_ALL_RATED,
    Measure.WEAK_BRANCHES: "chưa đủ kết quả xếp loại chi đoàn của hai năm",
    Measure.REPORT_ON_TIME_RATIO: "chưa có báo cáo nào đến hạn được ghi nhận",
}


class ClassCode(TextChoices):
    """What a class is, whatever a set calls it."""

    EXCELLENT = "excellent", "hoàn thành xuất sắc"
    GOOD = "good", "hoàn thành tốt"
    DONE = "done", "hoàn thành"
    FAILED = "failed", "không hoàn thành"


class RoundState(TextChoices):
    OPEN = "open", "đang mở"
    CLOSED = "closed", "đã đóng"


class AssessmentState(TextChoices):
    REGISTERED = "registered", "đã đăng ký"
    DRAFT = "draft", "đang tự chấm"
    SUBMITTED = "submitted", "chờ thẩm định"
    RETURNED = "returned", "trả lại để sửa"
    APPRAISED = "appraised", "chờ quyết định"
    DECIDED = "decided", "đã quyết định"


class AssessmentAct(TextChoices):
    REGISTER = "register", "Đăng ký"
    ASSIGN = "assign", "Phân công theo dõi"
    SUBMIT = "submit", "Gửi thẩm định"
    SEND_BACK = "send_back", "Trả lại để sửa"
    APPRAISE = "appraise", "Thẩm định xong"
    TAKE_BACK = "take_back", "Mở lại thẩm định"
    DECIDE = "decide", "Quyết định, công nhận"
    APPEAL = "appeal", "Xem xét lại"


ASSESSMENT_STEPS = (
    Step(AssessmentState.REGISTERED, AssessmentAct.ASSIGN, AssessmentState.DRAFT, "đoàn cấp trên"),
    Step(AssessmentState.DRAFT, AssessmentAct.SUBMIT, AssessmentState.SUBMITTED, "đơn vị tự chấm"),
    Step(AssessmentState.RETURNED, AssessmentAct.SUBMIT, AssessmentState.SUBMITTED, "đơn vị tự chấm"),
    Step(AssessmentState.SUBMITTED, AssessmentAct.SEND_BACK, AssessmentState.RETURNED, "đoàn thẩm định"),
    Step(AssessmentState.SUBMITTED, AssessmentAct.APPRAISE, AssessmentState.APPRAISED, "đoàn thẩm định"),
    Step(AssessmentState.APPRAISED, AssessmentAct.TAKE_BACK, AssessmentState.SUBMITTED, "đoàn thẩm định"),
    Step(AssessmentState.APPRAISED, AssessmentAct.DECIDE, AssessmentState.DECIDED, "đoàn cấp trên"),
    Step(AssessmentState.DECIDED, AssessmentAct.APPEAL, AssessmentState.SUBMITTED, "đoàn cấp trên"),
)
OPEN_STATES = (AssessmentState.DRAFT, AssessmentState.RETURNED)
