"""Reference data of the register: positions, định biên, biên chế, congresses, days at the grassroots, age counting."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from apps.cadres import services
from apps.cadres.models import AgeRule, Congress, FieldVisitRule, Position, Quota, StaffQuota
from apps.core.admin import DatedAdmin, DatedForm, KeptAdmin
from apps.core.clock import today
from apps.core.vietnamese import fold, nfc
from apps.units.models import Unit, UnitName
from apps.units.services import keep_entry


@admin.register(Position)
class PositionAdmin(KeptAdmin):
    """Code and seat stay: appointments, their constraint and the standards rest on them."""

    keep = staticmethod(keep_entry)
    list_display = ("code", "name", "rank", "is_single", "in_committee", "in_standing", "needs_plan")
    search_fields = ("code", "name")
    fixed_fields = ("code", "is_single")


@admin.register(FieldVisitRule)
class FieldVisitRuleAdmin(KeptAdmin):
    keep = staticmethod(keep_entry)
    list_display = ("unit_kind", "year", "days", "source", "is_proposed")
    list_filter = ("year", "unit_kind")
    list_select_related = ("unit_kind",)
    search_fields = ("source", "unit_kind__name")
    fixed_fields = ("unit_kind", "year")


class QuotaForm(DatedForm):
    of = ("unit", "position")

    class Meta:
        model = Quota
        fields = ("unit", "position", "seats", "source")


class StaffQuotaForm(DatedForm):
    of = ("unit",)

    class Meta:
        model = StaffQuota
        fields = ("unit", "posts", "source")


class AgeRuleForm(DatedForm):
    class Meta:
        model = AgeRule
        fields = ("counting", "source", "is_proposed")


class OfUnit(admin.ModelAdmin):
    """Rows of units, under the names that these have today."""

    def get_queryset(self, request: HttpRequest) -> Any:
        named = Prefetch("unit", queryset=Unit.objects.named(today()))
        return super().get_queryset(request).prefetch_related(named)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By any name that the unit has had; a join would show a unit of two names twice."""
        names = UnitName.objects.filter(search_key__contains=fold(nfc(search_term)))
        return queryset.filter(unit_id__in=names.values("unit_id")), False

    @admin.display(description="Đơn vị")
    def unit_name(self, row: Quota | StaffQuota | Congress) -> str:
        return str(row.unit)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.open_on(today()).named(today())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Quota)
class QuotaAdmin(OfUnit, DatedAdmin):
    act = staticmethod(services.set_quota)
    form = QuotaForm
    list_display = ("unit_name", "position", "seats", "days", "source")
    list_filter = ("position", "unit__kind")
    list_select_related = ("position",)
    search_fields = ("unit__names__name", "source")


@admin.register(StaffQuota)
class StaffQuotaAdmin(OfUnit, DatedAdmin):
    act = staticmethod(services.set_staff_quota)
    form = StaffQuotaForm
    list_display = ("unit_name", "posts", "days", "source")
    list_filter = ("unit__kind",)
    search_fields = ("unit__names__name", "source")


@admin.register(Congress)
class CongressAdmin(OfUnit, KeptAdmin):
    """The forecast offers the next one as its horizon."""

    keep = staticmethod(keep_entry)
    list_display = ("unit_name", "meets_on", "is_proposed", "source")
    list_filter = ("is_proposed", "unit__kind")
    search_fields = ("unit__names__name", "source")
    fixed_fields = ("unit",)


@admin.register(AgeRule)
class AgeRuleAdmin(DatedAdmin):
    act = staticmethod(services.set_age_rule)
    argument = "rule"
    form = AgeRuleForm
    list_display = ("counting", "days", "source", "is_proposed")
