"""Directives, their sections, periods, and the rule for cut-offs and deadlines."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from apps.core.admin import AddOnlyAdmin, KeptAdmin, day_input, person
from apps.directives import services
from apps.directives.models import Directive, Period, ReportingRule, Section
from apps.units.services import keep_entry


@admin.register(Directive)
class DirectiveAdmin(KeptAdmin):
    keep = staticmethod(keep_entry)
    list_display = ("number", "title", "issuer", "issued_on")
    search_fields = ("number", "title", "issuer")
    fixed_fields = ("code",)


@admin.register(Section)
class SectionAdmin(KeptAdmin):
    keep = staticmethod(keep_entry)
    list_display = ("title", "directive", "parent", "position", "is_proposed")
    list_filter = ("directive", "is_proposed")
    list_select_related = ("directive", "parent")
    search_fields = ("code", "title", "short_title")
    fixed_fields = ("code", "directive")


class YearForm(forms.ModelForm):
    """A new year brings its quarters, half-years and the year itself."""

    year = forms.IntegerField(
        label="Năm",
        min_value=2019,
        max_value=2100,
        help_text="Thêm bốn quý, hai kỳ 6 tháng và cả năm; ngày chốt theo quy ước đang dùng.",
    )

    class Meta:
        model = Period
        fields = ("year",)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if Period.objects.filter(year=year).exists():
            raise ValidationError(f"Năm {year} đã có các kỳ.")
        return year


class CutoffForm(forms.ModelForm):
    """The database holds it too; said here because the fixed days are not fields of this form."""

    class Meta:
        model = Period
        fields = ("cutoff_on",)

    def clean_cutoff_on(self) -> date:
        cutoff_on: date = self.cleaned_data["cutoff_on"]
        if not self.instance.start_on < cutoff_on <= self.instance.end_on:
            raise ValidationError("Ngày chốt phải nằm trong kỳ.")
        return cutoff_on


@admin.register(Period)
class PeriodAdmin(KeptAdmin):
    """Periods follow the calendar; only the cut-off of one may be set apart."""

    keep = staticmethod(keep_entry)
    list_display = ("label", "kind", "start_on", "end_on", "cutoff_on")
    list_filter = ("kind", "year")
    fields = ("kind", "year", "ordinal", "start_on", "end_on", "cutoff_on")
    fixed_fields = ("kind", "year", "ordinal", "start_on", "end_on")

    @admin.display(description="Kỳ", ordering="start_on")
    def label(self, period: Period) -> str:
        return period.label

    def get_fields(self, request: HttpRequest, obj: Period | None = None) -> Any:
        return self.fields if obj else ("year",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=CutoffForm if obj else YearForm, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)
            return
        opened = services.open_year(actor=person(request), year=form.instance.year)
        form.instance.pk = opened[0].pk
        form.instance.refresh_from_db()


RULE_FIELDS = (
    "cutoff_rule", "deadline_day", "deadline_time", "rows_day", "rows_time", "source", "is_proposed",
)  # fmt: skip


class ReportingRuleForm(forms.ModelForm):
    starts_on = forms.DateField(
        label="Từ ngày",
        widget=day_input(),
        help_text="Quy ước đang dùng kết thúc trước ngày này; kỳ kết thúc từ ngày này theo quy ước mới.",
    )

    class Meta:
        model = ReportingRule
        fields = RULE_FIELDS

    def clean_starts_on(self) -> Any:
        starts_on = self.cleaned_data["starts_on"]
        if ReportingRule.objects.filter(validity__startswith__gte=starts_on).exists():
            raise ValidationError("Đã có quy ước từ ngày này hoặc sau đó: chọn ngày muộn hơn.")
        return starts_on


@admin.register(ReportingRule)
class ReportingRuleAdmin(AddOnlyAdmin):
    """The 15th–14th rule is a switch: a new rule from a day on; earlier ones stay as history."""

    form = ReportingRuleForm
    readonly_fields = ("days",)
    list_display = ("__str__", "days", "deadline_time", "source", "is_proposed")

    def get_fields(self, request: HttpRequest, obj: ReportingRule | None = None) -> Any:
        return ("days", *RULE_FIELDS) if obj else ("starts_on", *RULE_FIELDS)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        counted = services.set_reporting_rule(
            actor=person(request), rule=form.instance, starts_on=form.cleaned_data["starts_on"]
        )
        self.message_user(
            request,
            f"{counted} kỳ có ngày chốt mới. Hạn nộp đã đặt giữ nguyên; sửa ở mục Hạn nộp.",
            messages.INFO,
        )
