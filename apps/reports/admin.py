"""Forms, their texts and deadlines. Reports themselves change by their workflow alone, never here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin import KeptAdmin, RowsInline
from apps.core.clock import db_now
from apps.reports import services
from apps.reports.models import Deadline, FormUnitKind, ReportForm, TextItem
from apps.units.services import keep_entry


class FormUnitKindInline(RowsInline):
    model = FormUnitKind

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TextItemForm(forms.ModelForm):
    """An item keeps what it asks about: texts already written answer it."""

    class Meta:
        model = TextItem
        fields = ("section", "kind", "position", "is_required")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("section", "kind"):
            self.fields[name].disabled = bool(self.instance.pk)


class TextItemInline(RowsInline):
    model = TextItem
    form = TextItemForm


@admin.register(ReportForm)
class ReportFormAdmin(KeptAdmin):
    """A form's code, version and layout stay: frozen reports name them."""

    keep = staticmethod(keep_entry)
    list_display = ("name", "code", "version", "days")
    search_fields = ("name", "code")
    fields = ("code", "version", "name", "layout", "days", "register_from", "branches_from")
    fixed_fields = ("code", "version", "layout", "days")
    inlines = (FormUnitKindInline, TextItemInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Deadline)
class DeadlineAdmin(KeptAdmin):
    list_display = ("period", "form", "due_at", "rows_due_at", "is_proposed")
    list_filter = ("period__year", "is_proposed")
    list_select_related = ("period", "form")
    fixed_fields = ("form", "period")
    ordering = ("-period__start_on",)

    @staticmethod
    def keep(**given: Any) -> None:
        services.set_deadline(deadline=given.pop("entry"), now=db_now(), **given)
