"""States and acts of a sơ kết."""

from django.db.models import TextChoices

from apps.core.workflow import Step


class ReviewKind(TextChoices):
    INTERIM = "interim", "sơ kết"
    FINAL = "final", "tổng kết"


class ReviewState(TextChoices):
    BUILDING = "building", "đang lập"
    DRAFT = "draft", "dự thảo"
    PRESENTED = "presented", "đã trình"
    APPROVED = "approved", "đã duyệt"


class ReviewAct(TextChoices):
    BUILD = "build", "Lập xong"
    PRESENT = "present", "Trình Thường trực"
    SEND_BACK = "send_back", "Trả lại để sửa"
    APPROVE = "approve", "Duyệt sơ kết"


REVIEW_STEPS = (
    Step(ReviewState.BUILDING, ReviewAct.BUILD, ReviewState.DRAFT, "hệ thống"),
    Step(
        ReviewState.DRAFT,
        ReviewAct.PRESENT,
        ReviewState.PRESENTED,
        "Ban Tổ chức – Kiểm tra",
    ),
    Step(
        ReviewState.PRESENTED,
        ReviewAct.SEND_BACK,
        ReviewState.DRAFT,
        "Thường trực Tỉnh đoàn",
    ),
    Step(
        ReviewState.PRESENTED,
        ReviewAct.APPROVE,
        ReviewState.APPROVED,
        "Thường trực Tỉnh đoàn",
    ),
)
