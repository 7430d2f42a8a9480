"""Positions held, in half-open ranges of days, and how many there should be."""

from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.cadres.enums import Ending, Engagement, Origin, StandardGroup
from apps.cadres.models.person import Cadre
from apps.core.constraints import one_of
from apps.units.models import Membership, Unit, UnitAncestry, no_two_at_once


class Position(models.Model):
    """A chức danh. `is_single`: one holder a unit; its code is then the seat. `in_committee`: sits in the BCH.

    `is_cadre`: whoever holds it is a cán bộ Đoàn (Quy chế 289, Điều 1), also without being full-time.
    """

    code = models.CharField("mã", max_length=30, primary_key=True)
    name = models.CharField("tên gọi", max_length=80)
    rank = models.PositiveSmallIntegerField("thứ tự", unique=True)
    is_single = models.BooleanField("mỗi đơn vị một người", default=False)
    in_committee = models.BooleanField("thuộc Ban Chấp hành", default=False)
    in_standing = models.BooleanField("thuộc Ban Thường vụ", default=False)
    needs_plan = models.BooleanField("phải có quy hoạch", default=False)
    is_cadre = models.BooleanField("là cán bộ Đoàn", default=False)

    class Meta:
        verbose_name = "chức danh"
        verbose_name_plural = "chức danh"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.name


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def held_on(self, day: date) -> "AppointmentQuerySet":
        return self.filter(validity__contains=day)

    def at_or_below(self, unit_id: int, day: date) -> "AppointmentQuerySet":
        """In the unit and in all that stood below it on that day."""
        below = UnitAncestry.objects.filter(ancestor_id=unit_id, validity__contains=day)
        return self.filter(unit_id__in=below.values("descendant_id"))

    def visible_to(self, user: Any, at: date) -> "AppointmentQuerySet":
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        seen = UnitAncestry.objects.filter(ancestor_id__in=mine, validity__contains=at)
        return self.filter(unit_id__in=seen.values("descendant_id"))


@pghistory.track()
class Appointment(models.Model):
    """One person in one position of one unit, from a day to a day. Never overwritten: it ends, and another begins."""

    cadre = models.ForeignKey(
        Cadre, verbose_name="cán bộ", on_delete=models.PROTECT, related_name="appointments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="appointments"
    )
    position = models.ForeignKey(
        Position, verbose_name="chức danh", on_delete=models.PROTECT, related_name="appointments"
    )
    seat = models.CharField("ghế", max_length=30, blank=True)
    validity = DateRangeField("thời gian giữ chức")
    engagement = models.CharField("loại hình", max_length=10, choices=Engagement)
    is_concurrent = models.BooleanField("kiêm nhiệm", default=False)
    is_main = models.BooleanField("chức danh chính", default=True)
    group = models.CharField(
        "diện áp dụng tiêu chuẩn", max_length=10, choices=StandardGroup, default=StandardGroup.GENERAL
    )
    origin = models.CharField("hình thức", max_length=12, choices=Origin)
    decision_number = models.CharField("số quyết định", max_length=80, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    ending = models.CharField("lý do thôi giữ chức", max_length=12, choices=Ending, blank=True)
    ending_decision = models.CharField("quyết định thôi giữ chức", max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField("ghi lúc", db_default=Now())

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "việc giữ chức"
        verbose_name_plural = "việc giữ chức"
        ordering = ["-validity", "position__rank"]
        constraints = [
            one_of("engagement", Engagement, "cadres_appointment_engagement_known"),
            one_of("group", StandardGroup, "cadres_appointment_group_known"),
            one_of("origin", Origin, "cadres_appointment_origin_known"),
            models.CheckConstraint(
                condition=Q(ending="", validity__upper_inf=True)
                | Q(ending__in=Ending.values, validity__upper_inf=False),
                name="cadres_appointment_ends_with_reason",
                violation_error_message="Thôi giữ chức phải có ngày và lý do.",
            ),
            ExclusionConstraint(
                name="cadres_appointment_one_a_seat",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=~Q(seat=""),
                violation_error_message="Chức danh này của đơn vị đã có người giữ trong thời gian ấy.",
            ),
            ExclusionConstraint(
                name="cadres_appointment_one_main",
                expressions=[("cadre", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
                condition=Q(is_main=True),
                violation_error_message="Cán bộ đã có chức danh chính khác trong thời gian ấy.",
            ),
            no_two_at_once(
                ["cadre", "unit", "position"],
                "cadres_appointment_once",
                "Cán bộ đã giữ chức danh này ở đơn vị ấy trong thời gian ấy.",
            ),
        ]
        indexes = [GistIndex(fields=["unit", "validity"], name="cadres_appointment_at_unit")]

    def __str__(self) -> str:
        return f"{self.cadre_id} {self.position_id} {self.unit_id}"


class Quota(models.Model):
    """How many holders of a position a unit should have; vacant = quota − present."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(
        Position, verbose_name="chức danh", on_delete=models.PROTECT, related_name="+"
    )
    seats = models.PositiveSmallIntegerField("định biên")
    validity = DateRangeField("có hiệu lực")
    source = models.CharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "định biên chức danh"
        verbose_name_plural = "định biên chức danh"
        constraints = [
            no_two_at_once(
                ["unit", "position"],
                "cadres_quota_one_at_once",
                "Đơn vị đã có định biên chức danh này trong thời gian ấy.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.position_id}: {self.seats}"


class StaffQuota(models.Model):
    """Full-time posts assigned to a unit (biên chế chuyên trách được giao)."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    posts = models.PositiveSmallIntegerField("biên chế được giao")
    validity = DateRangeField("có hiệu lực")
    source = models.CharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "biên chế chuyên trách"
        verbose_name_plural = "biên chế chuyên trách"
        constraints = [
            no_two_at_once(
                ["unit"], "cadres_staffquota_one_at_once", "Đơn vị đã có biên chế trong thời gian ấy."
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.posts}"
