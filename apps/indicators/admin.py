"""The catalogue: elements and where they are collected, indicators, rules, targets; slots to be looked at."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest

from apps.core.admin import AddOnlyAdmin, FixedRowsInline, KeptAdmin, RowsInline, SeenAdmin, day_input, person
from apps.core.clock import today
from apps.core.vietnamese import day as written
from apps.core.vietnamese import number
from apps.directives.models import Period
from apps.indicators import services
from apps.indicators.models import (
    Element,
    ElementUnitKind,
    Fact,
    Indicator,
    IndicatorSlot,
    IndicatorTerm,
    JudgingRule,
    Layout,
    Rule,
    RuleTerm,
    Slot,
    Target,
)
from apps.units.models import Unit
from apps.units.services import keep_entry


class UnitKindForm(forms.ModelForm):
    """An element may cease to be collected at a kind only after the last quarter with approved figures of it."""

    class Meta:
        model = ElementUnitKind
        fields = ("unit_kind", "validity")

    def clean_validity(self) -> Any:
        validity = self.cleaned_data["validity"]
        if validity is None or validity.lower is None:
            raise ValidationError("Ghi ngày đầu tiên.")
        if self.instance.pk and validity.upper and (last := self.last_approved()) and validity.upper <= last:
            raise ValidationError(f"Đã có số liệu được duyệt đến {written(last)}: chọn ngày sau đó.")
        return validity

    def last_approved(self) -> date | None:
        layouts = self.instance.element.slots.values("layout_id")
        periods = Period.objects.filter(pk__in=Fact.objects.filter(layout_id__in=layouts).values("period_id"))
        return periods.order_by("end_on").values_list("end_on", flat=True).last()


class UnitKindInline(RowsInline):
    model = ElementUnitKind
    form = UnitKindForm


@admin.display(description="Nhóm", ordering="section__position")
def group(entry: Element | Indicator) -> str:
    return entry.section.short_title


@admin.register(Element)
class ElementAdmin(KeptAdmin):
    """What figures already rest on (kind, decimals, frequency, source) stays; another sort is a new element."""

    keep = staticmethod(services.keep_in_catalogue)
    list_display = ("code", "name", "unit_of_measure", "kind", "frequency", group, "is_proposed")
    list_filter = (
        "kind",
        "frequency",
        "source",
        "is_proposed",
        "unit_kinds__unit_kind",
        "section__directive",
    )
    list_select_related = ("section",)
    search_fields = ("code", "name", "short_name")
    fixed_fields = ("code", "kind", "decimals", "frequency", "source")
    inlines = (UnitKindInline,)


class TermInline(FixedRowsInline):
    model = IndicatorTerm
    select_related = ("element",)


@admin.register(Indicator)
class IndicatorAdmin(KeptAdmin):
    """A formula stays as it is: past reviews were computed by it. Another formula is a new indicator."""

    keep = staticmethod(services.keep_in_catalogue)
    list_display = ("code", "name", "unit_of_measure", "direction", group, "is_headline", "is_proposed")
    list_filter = ("direction", "is_headline", "is_proposed", "section__directive")
    list_select_related = ("section",)
    search_fields = ("code", "name", "short_name")
    fixed_fields = ("code", "factor")
    inlines = (TermInline,)


class RuleTermInline(RowsInline):
    model = RuleTerm


@admin.register(Rule)
class RuleAdmin(KeptAdmin):
    keep = staticmethod(keep_entry)
    list_display = ("code", "kind", "element", "message")
    list_filter = ("kind",)
    list_select_related = ("element",)
    search_fields = ("code", "message", "element__name")
    fixed_fields = ("code",)
    inlines = (RuleTermInline,)


class TargetForm(forms.ModelForm):
    class Meta:
        model = Target
        fields = ("indicator", "unit", "year", "value", "source", "reason")
        localized_fields = ("value",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same = {name: cleaned.get(name) for name in ("indicator", "unit", "year")}
        if Target.objects.filter(**same).exists() and not cleaned.get("reason"):
            self.add_error("reason", "Đã có chỉ tiêu giao cho năm này: nêu lý do thay đổi.")
        return cleaned


@admin.register(Target)
class TargetAdmin(AddOnlyAdmin):
    """A target is never edited: another one for the same year is a new row with its reason; the last counts."""

    form = TargetForm
    list_display = ("indicator", "unit_name", "year", "amount", "source", "reason", "recorded_at")
    list_filter = ("year", "is_illustrative")
    list_select_related = ("indicator", "recorded_by")
    search_fields = ("indicator__code", "indicator__name", "source")

    def get_fields(self, request: HttpRequest, obj: Target | None = None) -> Any:
        recorded = ("recorded_by", "recorded_at") if obj else ()
        return (*TargetForm.Meta.fields, *recorded)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related(named_units())

    @admin.display(description="Mức giao", ordering="value")
    def amount(self, target: Target) -> str:
        return number(target.value, target.indicator.decimals if target.value % 1 else 0)

    @admin.display(description="Đơn vị")
    def unit_name(self, target: Target) -> str:
        return str(target.unit) if target.unit_id else "tất cả"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.open_on(today()).named(today())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in TargetForm.Meta.fields}
        form.instance.pk = services.set_target(actor=person(request), **given).pk


def named_units() -> Any:
    return Prefetch("unit", queryset=Unit.objects.named(today()))


class JudgingRuleForm(forms.ModelForm):
    starts_on = forms.DateField(
        label="Từ ngày", widget=day_input(), help_text="Quy ước đang dùng kết thúc trước ngày này."
    )

    class Meta:
        model = JudgingRule
        fields = ("near_percent", "source", "is_proposed")

    def clean_starts_on(self) -> date:
        starts_on: date = self.cleaned_data["starts_on"]
        if JudgingRule.objects.filter(validity__startswith__gte=starts_on).exists():
            raise ValidationError("Đã có quy ước từ ngày này hoặc sau đó: chọn ngày muộn hơn.")
        return starts_on


@admin.register(JudgingRule)
class JudgingRuleAdmin(AddOnlyAdmin):
    form = JudgingRuleForm
    readonly_fields = ("days",)
    list_display = ("__str__", "days", "source", "is_proposed")

    def get_fields(self, request: HttpRequest, obj: JudgingRule | None = None) -> Any:
        given = ("near_percent", "source", "is_proposed")
        return ("days", *given) if obj else ("starts_on", *given)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        services.set_judging_rule(
            actor=person(request), rule=form.instance, starts_on=form.cleaned_data["starts_on"]
        )


class SlotInline(FixedRowsInline):
    model = Slot
    select_related = ("element",)


class IndicatorSlotInline(FixedRowsInline):
    model = IndicatorSlot
    select_related = ("indicator",)


@admin.register(Layout)
class LayoutAdmin(SeenAdmin):
    """Slots are given by the system, once, at the end: old figures keep their meaning."""

    list_display = ("name", "code")
    inlines = (SlotInline, IndicatorSlotInline)
