"""What is done with and for cadres: courses, days at the grassroots, yearly ratings, placements, discipline, seats."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from apps.cadres.enums import PlacementState, RatingClass, SeatKind, TrainingKind, VisitKind
from apps.cadres.models.person import Cadre
from apps.core.constraints import one_of
from apps.units.models import Unit, UnitKind, no_two_at_once


def of_cadre(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Cadre, verbose_name="cán bộ", on_delete=models.PROTECT, related_name=related_name
    )


def of_unit(verbose_name: str) -> models.ForeignKey:
    return models.ForeignKey(Unit, verbose_name=verbose_name, on_delete=models.PROTECT, related_name="+")


class Training(models.Model):
    """A course. It counts in the quarter in which it began."""

    title = models.CharField("tên lớp", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=TrainingKind)
    organiser = of_unit("đơn vị tổ chức")
    organised_by = models.CharField("cơ quan tổ chức, nếu ngoài Đoàn", max_length=160, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    cost = models.DecimalField(
        "kinh phí (triệu đồng)", max_digits=10, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = "lớp bồi dưỡng"
        verbose_name_plural = "lớp bồi dưỡng"
        ordering = ["-starts_on"]
        constraints = [
            one_of("kind", TrainingKind, "cadres_training_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cadres_training_ends_after_start",
                violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingParticipant(models.Model):
    """`unit` is where the person served when the course began: the figure stays there."""

    training = models.ForeignKey(
        Training, verbose_name="lớp", on_delete=models.PROTECT, related_name="participants"
    )
    cadre = of_cadre("trainings")
    unit = of_unit("đơn vị khi dự lớp")
    result = models.CharField("kết quả", max_length=80, blank=True)

    class Meta:
        verbose_name = "người dự lớp"
        verbose_name_plural = "người dự lớp"
        constraints = [
            models.UniqueConstraint(
                fields=["training", "cadre"],
                name="cadres_trainingparticipant_once",
                violation_error_message="Cán bộ đã có trong danh sách lớp này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.training_id} {self.cadre_id}"


class FieldVisit(models.Model):
    """Days at the grassroots ("1+2")."""

    cadre = of_cadre("field_visits")
    unit = of_unit("đơn vị của cán bộ khi đi")
    place = of_unit("cơ sở đến")
    kind = models.CharField("hình thức", max_length=10, choices=VisitKind)
    starts_on = models.DateField("từ ngày")
    days = models.DecimalField("số ngày", max_digits=4, decimal_places=1)
    note = models.CharField("nội dung", max_length=300, blank=True)

    class Meta:
        verbose_name = "lần đi cơ sở"
        verbose_name_plural = "lần đi cơ sở"
        ordering = ["-starts_on"]
        constraints = [
            one_of("kind", VisitKind, "cadres_fieldvisit_kind_known"),
            models.CheckConstraint(
                condition=Q(days__gt=0, days__lte=366),
                name="cadres_fieldvisit_days_possible",
                violation_error_message="Số ngày phải lớn hơn 0 và không quá một năm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id} {self.starts_on}"


class FieldVisitRule(models.Model):
    """Required days a year for full-time cadres of a kind of unit (60 or 30, by province: docs/facts.md)."""

    unit_kind = models.ForeignKey(UnitKind, verbose_name="cấp", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    days = models.PositiveSmallIntegerField("số ngày phải đi")
    source = models.CharField("căn cứ", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "mức ngày đi cơ sở"
        verbose_name_plural = "mức ngày đi cơ sở"
        ordering = ["-year", "unit_kind__rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_kind", "year"],
                name="cadres_fieldvisitrule_once",
                violation_error_message="Đã có mức của cấp này trong năm ấy.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_kind_id} {self.year}: {self.days}"


class CadreRating(models.Model):
    """The yearly class, with the guide it followed; `unit` is where the person was rated."""

    cadre = of_cadre("ratings")
    unit = of_unit("đơn vị xếp loại")
    year = models.PositiveSmallIntegerField("năm")
    rating = models.CharField("xếp loại", max_length=10, choices=RatingClass)
    guide = models.CharField("theo hướng dẫn", max_length=80)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "xếp loại cán bộ"
        verbose_name_plural = "xếp loại cán bộ"
        ordering = ["-year"]
        constraints = [
            one_of("rating", RatingClass, "cadres_cadrerating_rating_known"),
            models.UniqueConstraint(
                fields=["cadre", "year"],
                name="cadres_cadrerating_once_a_year",
                violation_error_message="Cán bộ đã được xếp loại trong năm này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id} {self.year}"


class Placement(models.Model):
    """The plan for an over-age cadre, and what came of it."""

    cadre = of_cadre("placements")
    unit = of_unit("đơn vị lập phương án")
    state = models.CharField("tình trạng", max_length=10, choices=PlacementState)
    proposal = models.CharField("hướng bố trí", max_length=300)
    due_on = models.DateField("hạn", null=True, blank=True)
    done_on = models.DateField("bố trí từ ngày", null=True, blank=True)
    result = models.CharField("kết quả", max_length=300, blank=True)

    class Meta:
        verbose_name = "phương án bố trí"
        verbose_name_plural = "phương án bố trí"
        ordering = ["-id"]
        constraints = [
            one_of("state", PlacementState, "cadres_placement_state_known"),
            models.CheckConstraint(
                condition=Q(state=PlacementState.DONE, done_on__isnull=False)
                | (~Q(state=PlacementState.DONE) & Q(done_on=None)),
                name="cadres_placement_done_with_day",
                violation_error_message="Đã bố trí thì phải có ngày, và chỉ khi đó.",
            ),
        ]

    def __str__(self) -> str:
        return self.proposal


class Discipline(models.Model):
    cadre = of_cadre("disciplines")
    unit = of_unit("đơn vị khi bị kỷ luật")
    decided_on = models.DateField("ngày quyết định")
    form = models.CharField("hình thức", max_length=80)
    decision_number = models.CharField("số quyết định", max_length=80, blank=True)

    class Meta:
        verbose_name = "kỷ luật"
        verbose_name_plural = "kỷ luật"
        ordering = ["-decided_on"]

    def __str__(self) -> str:
        return self.form


class PublicSeat(models.Model):
    """A seat in an elected body or a Party committee."""

    cadre = of_cadre("public_seats")
    kind = models.CharField("loại", max_length=16, choices=SeatKind)
    body = models.CharField("tên cơ quan", max_length=160)
    validity = DateRangeField("thời gian")

    class Meta:
        verbose_name = "tham gia cơ quan dân cử, cấp ủy"
        verbose_name_plural = "tham gia cơ quan dân cử, cấp ủy"
        constraints = [
            one_of("kind", SeatKind, "cadres_publicseat_kind_known"),
            no_two_at_once(
                ["cadre", "kind", "body"],
                "cadres_publicseat_once",
                "Cán bộ đã tham gia cơ quan này trong thời gian ấy.",
            ),
        ]

    def __str__(self) -> str:
        return self.body
