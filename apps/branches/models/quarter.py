"""A branch's quarter: who belongs to it as at the cut-off, what it did. An empty number is unknown, never zero."""

from datetime import date
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.branches.enums import EntryAct, EntryState, MeetingMode, Moment, WorkKind
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.directives.models import Period
from apps.files.models import StoredFile
from apps.units.models import Membership, Unit, UnitAncestry

# As at the cut-off; a part is not greater than its whole.
MEMBERS = (
    "members_female",
    "members_ethnic",
    "members_religious",
    "members_party",
    "members_away",
    "members_verified",
)
YOUTH = ("youth_female", "youth_ethnic", "youth_religious")
# Of the quarter's days.
COUNTS = ("received", "new_members", "introduced", "admitted", "one_plus_one", "participations")
NUMBERS = ("members", *MEMBERS, "youth", *YOUTH, *COUNTS)


def count(verbose: str) -> "models.PositiveIntegerField[Any, Any]":
    return models.PositiveIntegerField(verbose, null=True, blank=True)


def part_of(part: str, whole: str, sentence: str) -> models.CheckConstraint:
    """A part may be known without its whole; where both are, it is not greater."""
    return models.CheckConstraint(
        condition=Q(**{part: None}) | Q(**{whole: None}) | Q(**{f"{part}__lte": F(whole)}),
        name=f"branches_quarter_{part}_within",
        violation_error_message=sentence,
    )


class BranchQuarterQuerySet(models.QuerySet["BranchQuarter"]):
    def visible_to(self, user: Any, at: date) -> "BranchQuarterQuerySet":
        """Of branches at or below a unit where the user has a role on that day."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        seen = UnitAncestry.objects.filter(ancestor_id__in=mine, validity__contains=at)
        return self.filter(branch_id__in=seen.values("descendant_id"))

    def handed_over(self) -> "BranchQuarterQuerySet":
        return self.filter(state=EntryState.HANDED_OVER)


class BranchQuarter(models.Model):
    """One branch in one quarter. Punctuality goes by the first hand-over, which stays when it is sent back."""

    branch = models.ForeignKey(
        Unit, verbose_name="chi đoàn", on_delete=models.PROTECT, related_name="branch_quarters"
    )
    period = models.ForeignKey(Period, verbose_name="quý", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("trạng thái", max_length=8, choices=EntryState, default=EntryState.DRAFT)
    members = count("tổng số đoàn viên")
    members_female = count("đoàn viên nữ")
    members_ethnic = count("đoàn viên dân tộc thiểu số")
    members_religious = count("đoàn viên theo tôn giáo")
    members_party = count("đoàn viên là đảng viên")
    members_away = count("đoàn viên đi làm ăn xa")
    members_verified = count("đoàn viên có hồ sơ trên phần mềm quốc gia")
    youth = count("thanh niên trên địa bàn")
    youth_female = count("thanh niên nữ")
    youth_ethnic = count("thanh niên dân tộc thiểu số")
    youth_religious = count("thanh niên theo tôn giáo")
    received = count("đoàn viên sinh hoạt nơi cư trú mới tiếp nhận")
    new_members = count("đoàn viên mới kết nạp")
    introduced = count("đoàn viên ưu tú giới thiệu cho Đảng")
    admitted = count("đoàn viên được kết nạp Đảng")
    one_plus_one = count("người thực hiện 1+1, tính từ đầu năm")
    participations = count("lượt đoàn viên, thanh niên tham gia hoạt động")
    resources = models.DecimalField(
        "nguồn lực huy động (triệu đồng)",
        max_digits=10,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    has_books = models.BooleanField("đủ sổ sách, biên bản", null=True, blank=True)
    no_meeting = models.BooleanField("quý này không sinh hoạt", default=False)
    version = models.PositiveIntegerField("phiên bản", default=1)
    first_handed_over_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    recorded_by = by("người ghi sau cùng", null=True)
    recorded_at = models.DateTimeField("ghi lúc", db_default=Now())

    objects = BranchQuarterQuerySet.as_manager()

    class Meta:
        verbose_name = "quý của chi đoàn"
        verbose_name_plural = "quý của chi đoàn"
        ordering = ["-period__start_on", "branch_id"]
        constraints = [
            one_of("state", EntryState, "branches_quarter_state_known"),
            models.UniqueConstraint(
                fields=["branch", "period"],
                name="branches_quarter_once",
                violation_error_message="Chi đoàn đã có số liệu của quý này.",
            ),
            models.CheckConstraint(
                condition=Q(resources=None) | Q(resources__gte=0),
                name="branches_quarter_resources_not_negative",
                violation_error_message="Nguồn lực huy động không thể là số âm.",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.DRAFT) | Q(first_handed_over_at__isnull=False),
                name="branches_quarter_handed_over_has_time",
                violation_error_message="Số liệu đã gửi phải có lúc gửi.",
            ),
            *(
                part_of(name, "members", "Một nhóm đoàn viên không thể nhiều hơn tổng số đoàn viên.")
                for name in MEMBERS
            ),
            *(
                part_of(name, "youth", "Một nhóm thanh niên không thể nhiều hơn tổng số thanh niên.")
                for name in YOUTH
            ),
            part_of("members", "youth", "Đoàn viên không thể nhiều hơn thanh niên trên địa bàn."),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.period_id}"


class EntryStep(models.Model):
    """One hand-over or return, with its reason."""

    quarter = models.ForeignKey(
        BranchQuarter, verbose_name="quý của chi đoàn", on_delete=models.PROTECT, related_name="steps"
    )
    act = models.CharField("việc", max_length=10, choices=EntryAct)
    reason = models.CharField("lý do", max_length=300, blank=True)
    by = by("người làm")
    at = models.DateTimeField("lúc", db_default=Now())

    class Meta:
        verbose_name = "bước của số liệu chi đoàn"
        verbose_name_plural = "bước của số liệu chi đoàn"
        ordering = ["pk"]
        constraints = [one_of("act", EntryAct, "branches_entrystep_act_known")]

    def __str__(self) -> str:
        return f"{self.quarter_id} {self.act}"


class BranchMeeting(models.Model):
    """A meeting of the branch. `expected`: members who had to come, without those registered as working far away."""

    quarter = models.ForeignKey(
        BranchQuarter, verbose_name="quý của chi đoàn", on_delete=models.PROTECT, related_name="meetings"
    )
    held_on = models.DateField("ngày sinh hoạt")
    mode = models.CharField("hình thức", max_length=10, choices=MeetingMode)
    topic = models.CharField("nội dung", max_length=200)
    is_thematic = models.BooleanField("sinh hoạt chuyên đề, chủ điểm", default=False)
    expected = count("đoàn viên phải dự")
    present = count("đoàn viên dự")

    class Meta:
        verbose_name = "buổi sinh hoạt"
        verbose_name_plural = "buổi sinh hoạt"
        ordering = ["held_on", "pk"]
        constraints = [
            one_of("mode", MeetingMode, "branches_meeting_mode_known"),
            models.CheckConstraint(
                condition=Q(present=None) | Q(expected=None) | Q(present__lte=F("expected")),
                name="branches_meeting_present_within",
                violation_error_message="Số người dự không thể nhiều hơn số phải dự.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter_id} {self.held_on}"


class YouthWork(models.Model):
    """A công trình or phần việc. It counts in its quarter once it is completed; `value` in triệu đồng."""

    quarter = models.ForeignKey(
        BranchQuarter, verbose_name="quý của chi đoàn", on_delete=models.PROTECT, related_name="works"
    )
    kind = models.CharField("loại", max_length=8, choices=WorkKind)
    title = models.CharField("tên công trình, phần việc", max_length=200)
    value = models.DecimalField(
        "giá trị (triệu đồng)",
        max_digits=10,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    completed_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    accepted_by = models.CharField("đơn vị nghiệm thu", max_length=160, blank=True)

    class Meta:
        verbose_name = "công trình, phần việc thanh niên"
        verbose_name_plural = "công trình, phần việc thanh niên"
        ordering = ["pk"]
        constraints = [
            one_of("kind", WorkKind, "branches_work_kind_known"),
            models.CheckConstraint(
                condition=Q(accepted_by="") | Q(completed_on__isnull=False),
                name="branches_work_accepted_when_done",
                violation_error_message="Đã nghiệm thu thì phải có ngày hoàn thành.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WorkPicture(models.Model):
    """A picture of a work before or after; taken off again, it stays, without being shown."""

    work = models.ForeignKey(
        YouthWork, verbose_name="công trình, phần việc", on_delete=models.PROTECT, related_name="pictures"
    )
    file = models.OneToOneField(StoredFile, verbose_name="ảnh", on_delete=models.PROTECT, related_name="+")
    moment = models.CharField("lúc chụp", max_length=6, choices=Moment)
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ảnh công trình, phần việc"
        verbose_name_plural = "ảnh công trình, phần việc"
        ordering = ["pk"]
        constraints = [one_of("moment", Moment, "branches_workpicture_moment_known")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.moment}"
