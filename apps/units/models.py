"""Units through time: identity in `Unit`; name, code and parent as dated rows; ancestry as a cache of the edges."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.core.fields import by
from apps.units.enums import Role, UnitAct


def no_two_at_once(fields: list[str], name: str, message: str) -> ExclusionConstraint:
    """No two rows that agree in `fields` may overlap in `validity`."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            ("validity", RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,
    )


class Unaccent(models.Func):
    """The immutable wrapper made in migration 0001: lower case, no accents."""

    function = "vi_fold"
    output_field = models.TextField()


class UnitKind(models.Model):
    """A level or kind of unit. Kinds are data: nothing in the code asks for a depth."""

    code = models.CharField("mã", max_length=30, primary_key=True)
    name = models.CharField("tên gọi", max_length=80)
    rank = models.PositiveSmallIntegerField("thứ tự", unique=True)

    class Meta:
        verbose_name = "loại đơn vị"
        verbose_name_plural = "loại đơn vị"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def open_on(self, day: date) -> "UnitQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)

    def under(self, unit_id: int, at: date) -> "UnitQuerySet":
        """The unit itself and all that stood below it on that day."""
        return self.filter(
            pk__in=UnitAncestry.objects.filter(ancestor_id=unit_id, validity__contains=at).values(
                "descendant_id"
            )
        )

    def children_of(self, unit_id: int, at: date) -> "UnitQuerySet":
        return self.filter(
            pk__in=UnitParent.objects.filter(parent_id=unit_id, validity__contains=at).values("unit_id")
        ).open_on(at)

    def named(self, at: date) -> "UnitQuerySet":
        """Adds `name`, `short_name`, `sort_key` and `code` as they were on that day, and sorts by name."""
        names = UnitName.objects.filter(unit_id=models.OuterRef("pk"), validity__contains=at)
        codes = UnitCode.objects.filter(unit_id=models.OuterRef("pk"), validity__contains=at)
        return self.annotate(
            name=models.Subquery(names.values("name")[:1]),
            short_name=models.Subquery(names.values("short_name")[:1]),
            sort_key=models.Subquery(names.values("sort_key")[:1]),
            code=models.Subquery(codes.values("code")[:1]),
        ).order_by("kind__rank", "sort_key", "pk")

    def with_lineage(self, at: date) -> "UnitQuerySet":
        """Adds `lineage`: the ids of the unit and of all above it on that day, for permission checks."""
        return self.annotate(lineage=lineage_of("pk", at))

    def visible_to(self, user: Any, at: date) -> "UnitQuerySet":
        """What stands on that day at or below a unit where the user has a role; closed units as on their last day."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        seen = UnitAncestry.objects.filter(ancestor_id__in=mine).filter(
            Q(validity__contains=at)
            | Q(
                descendant__closed_on__lte=at,
                validity__endswith=F("descendant__closed_on"),
            )
        )
        return self.filter(pk__in=seen.values("descendant_id"))


def lineage_of(outer: str, at: Any) -> models.expressions.Combinable:
    """An array of ancestor ids (the unit itself included) of the unit in column `outer`, on day `at`."""
    return ArraySubquery(
        UnitAncestry.objects.filter(descendant_id=models.OuterRef(outer), validity__contains=at).values(
            "ancestor_id"
        )
    )


class Unit(models.Model):
    """One organisation of the Union, the same from founding to closing, whatever its name, code or parent."""

    kind = models.ForeignKey(UnitKind, verbose_name="loại", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("hoạt động từ ngày")
    closed_on = models.DateField("kết thúc từ ngày", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="units_unit_closed_after_opened",
                violation_error_message="Ngày kết thúc phải sau ngày thành lập.",
            ),
        ]

    def __str__(self) -> str:
        return str(getattr(self, "name", None) or f"đơn vị {self.pk}")


class UnitName(models.Model):
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="names")
    name = models.CharField("tên", max_length=160)
    short_name = models.CharField("tên gọn", max_length=80)
    sort_key = models.CharField("khóa sắp xếp", max_length=330)
    search_key = models.GeneratedField(
        expression=Unaccent(F("name")), output_field=models.TextField(), db_persist=True
    )
    validity = DateRangeField("có hiệu lực")

    class Meta:
        verbose_name = "tên đơn vị"
        verbose_name_plural = "tên đơn vị"
        constraints = [
            no_two_at_once(
                ["unit"],
                "units_unitname_one_at_once",
                "Đơn vị đã có tên khác trong thời gian này.",
            )
        ]
        indexes = [GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="units_unitname_search")]

    def __str__(self) -> str:
        return self.name


class UnitCode(models.Model):
    """A code is a key only together with its date: 11953 was Hiến Nam, then Phố Hiến."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="codes")
    code = models.CharField("mã", max_length=20)
    validity = DateRangeField("có hiệu lực")

    class Meta:
        verbose_name = "mã đơn vị"
        verbose_name_plural = "mã đơn vị"
        constraints = [
            no_two_at_once(
                ["unit"],
                "units_unitcode_one_at_once",
                "Đơn vị đã có mã khác trong thời gian này.",
            ),
            no_two_at_once(
                ["code"],
                "units_unitcode_code_free",
                "Mã này đang thuộc đơn vị khác trong thời gian ấy.",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class UnitParent(models.Model):
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(
        Unit, verbose_name="đơn vị cấp trên", on_delete=models.PROTECT, related_name="+"
    )
    validity = DateRangeField("có hiệu lực")

    class Meta:
        verbose_name = "quan hệ cấp trên"
        verbose_name_plural = "quan hệ cấp trên"
        constraints = [
            no_two_at_once(
                ["unit"],
                "units_unitparent_one_at_once",
                "Đơn vị đã có cấp trên khác trong thời gian này.",
            ),
            models.CheckConstraint(
                condition=~Q(unit=F("parent")),
                name="units_unitparent_not_itself",
                violation_error_message="Đơn vị không thể là cấp trên của chính mình.",
            ),
        ]
        indexes = [GistIndex(fields=["parent", "validity"], name="units_unitparent_children")]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"


class Sector(models.Model):
    """A khối. `is_residential`: its branches are those of Conclusion 08, in villages and streets."""

    code = models.CharField("mã", max_length=30, primary_key=True)
    name = models.CharField("tên gọi", max_length=80)
    rank = models.PositiveSmallIntegerField("thứ tự", unique=True)
    is_residential = models.BooleanField("địa bàn dân cư", default=False)

    class Meta:
        verbose_name = "khối"
        verbose_name_plural = "khối"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.name


class UnitSector(models.Model):
    """To which khối a unit belongs, from a day to a day."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="sectors")
    sector = models.ForeignKey(Sector, verbose_name="khối", on_delete=models.PROTECT, related_name="+")
    validity = DateRangeField("có hiệu lực")

    class Meta:
        verbose_name = "khối của đơn vị"
        verbose_name_plural = "khối của đơn vị"
        constraints = [
            no_two_at_once(
                ["unit"], "units_unitsector_one_at_once", "Đơn vị đã thuộc khối khác trong thời gian này."
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.sector_id}"


class UnitAncestry(models.Model):
    """Cache of the edges, rebuilt in each act's transaction: who stood above whom, how far, and when."""

    ancestor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="descendants")
    descendant = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ancestors")
    depth = models.PositiveSmallIntegerField("khoảng cách")
    validity = DateRangeField("có hiệu lực")

    class Meta:
        verbose_name = "quan hệ trên dưới"
        verbose_name_plural = "quan hệ trên dưới"
        indexes = [
            models.Index(fields=["ancestor", "descendant"], name="units_ancestry_down"),
            models.Index(fields=["descendant", "ancestor"], name="units_ancestry_up"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"


class UnitEvent(models.Model):
    """One named act on a unit: what, from which day, on whose decision."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="events")
    act = models.CharField("việc", max_length=12, choices=UnitAct)
    effective_on = models.DateField("có hiệu lực từ")
    decision_number = models.CharField("số quyết định", max_length=80)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    summary = models.CharField("nội dung", max_length=400)
    recorded_by = by("người ghi", null=True)
    recorded_at = models.DateTimeField("ghi lúc", db_default=Now())

    class Meta:
        verbose_name = "mốc của đơn vị"
        verbose_name_plural = "mốc của đơn vị"
        ordering = ["-effective_on", "-id"]
        constraints = [one_of("act", UnitAct, "units_unitevent_act_known")]

    def __str__(self) -> str:
        return self.summary


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, at: date) -> "MembershipQuerySet":
        return self.filter(validity__contains=at)


def latest_name_of(unit_column: str) -> models.Subquery:
    """The name of the unit in that column, the last one it had: right for closed units too."""
    names = UnitName.objects.filter(unit_id=models.OuterRef(unit_column))
    return models.Subquery(names.order_by("-validity").values("name")[:1])


class Membership(models.Model):
    """A person's role in a unit, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người dùng",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField("vai trò", max_length=24, choices=Role)
    validity = DateRangeField("thời gian")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò của người dùng"
        verbose_name_plural = "vai trò của người dùng"
        constraints = [
            one_of("role", Role, "units_membership_role_known"),
            no_two_at_once(
                ["user", "unit", "role"],
                "units_membership_once",
                "Người này đã giữ vai trò ấy trong thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        """Neither accepted nor revoked nor expired."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A one-use link that makes an account with one role. Only the hash of its token is kept."""

    email = models.EmailField("thư điện tử")
    full_name = models.CharField("họ và tên", max_length=120)
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    role = models.CharField("vai trò", max_length=24, choices=Role)
    token_hash = models.CharField("mã khóa của liên kết", max_length=64, unique=True)
    expires_at = models.DateTimeField("hết hạn lúc")
    invited_by = by("người mời")
    created_at = models.DateTimeField("mời lúc", db_default=Now())
    accepted_at = models.DateTimeField("nhận lúc", null=True, blank=True)
    accepted_by = by("tài khoản", null=True, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
        ordering = ["-id"]
        constraints = [
            one_of("role", Role, "units_invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="units_invitation_accepted_whole",
                violation_error_message="Lời mời đã nhận phải có tài khoản và thời điểm nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} <{self.email}>"
