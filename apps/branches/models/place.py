"""Where branches are: villages and street groups of a commune, which branch serves them, where it meets."""

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from apps.branches.enums import PlaceKind, VillageKind
from apps.core.constraints import one_of
from apps.units.models import Unit, no_two_at_once


class VillageQuerySet(models.QuerySet["Village"]):
    def there_on(self, day: date) -> "VillageQuerySet":
        return self.filter(validity__contains=day)


class Village(models.Model):
    """A thôn or tổ dân phố of a commune-level union. One without a `Coverage` on a day has no branch on that day."""

    commune = models.ForeignKey(
        Unit, verbose_name="Đoàn cơ sở", on_delete=models.PROTECT, related_name="villages"
    )
    kind = models.CharField("loại", max_length=10, choices=VillageKind)
    name = models.CharField("tên thôn, tổ dân phố", max_length=120)
    sort_key = models.CharField("khóa sắp xếp", max_length=500)
    validity = DateRangeField("có từ ngày, đến ngày")

    objects = VillageQuerySet.as_manager()

    class Meta:
        verbose_name = "thôn, tổ dân phố"
        verbose_name_plural = "thôn, tổ dân phố"
        ordering = ["sort_key", "pk"]
        constraints = [
            one_of("kind", VillageKind, "branches_village_kind_known"),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="branches_village_has_name",
                violation_error_message="Ghi tên thôn, tổ dân phố.",
            ),
            no_two_at_once(
                ["commune", "name"],
                "branches_village_name_once",
                "Đoàn cơ sở đã có thôn, tổ dân phố tên này trong thời gian ấy.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """Which branch serves a village, from a day to a day; a joint branch (chi đoàn ghép) serves several."""

    village = models.ForeignKey(
        Village, verbose_name="thôn, tổ dân phố", on_delete=models.PROTECT, related_name="coverages"
    )
    branch = models.ForeignKey(
        Unit, verbose_name="chi đoàn", on_delete=models.PROTECT, related_name="coverages"
    )
    validity = DateRangeField("phụ trách từ ngày, đến ngày")

    class Meta:
        verbose_name = "địa bàn của chi đoàn"
        verbose_name_plural = "địa bàn của chi đoàn"
        constraints = [
            no_two_at_once(
                ["village"],
                "branches_coverage_one_branch_at_once",
                "Thôn, tổ dân phố này đã thuộc chi đoàn khác trong thời gian ấy.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.branch_id}"


class MeetingPlace(models.Model):
    """Where a branch meets, from a day to a day."""

    branch = models.ForeignKey(
        Unit, verbose_name="chi đoàn", on_delete=models.PROTECT, related_name="meeting_places"
    )
    kind = models.CharField("nơi sinh hoạt", max_length=10, choices=PlaceKind)
    description = models.CharField("địa điểm", max_length=200, blank=True)
    validity = DateRangeField("từ ngày, đến ngày")

    class Meta:
        verbose_name = "nơi sinh hoạt"
        verbose_name_plural = "nơi sinh hoạt"
        constraints = [
            one_of("kind", PlaceKind, "branches_meetingplace_kind_known"),
            no_two_at_once(
                ["branch"],
                "branches_meetingplace_one_at_once",
                "Chi đoàn đã ghi nơi sinh hoạt khác trong thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.kind}"
