"""Django's admin in this house: reference data, searched without accents, kept by services, never deleted."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.templatetags import admin_list
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.forms import RangeWidget
from django.db import models
from django.http import HttpRequest

from apps.core.ranges import in_words
from apps.core.vietnamese import day as written
from apps.core.vietnamese import fold, nfc

admin.site.site_header = "Quản trị danh mục"
admin.site.site_title = "Kết luận 07 · 08"
admin.site.index_title = "Danh mục, kỳ và biểu mẫu"
admin.site.empty_value_display = "—"
admin.site.enable_nav_sidebar = False


def yes_or_no(value: bool | None) -> str:
    return "—" if value is None else "có" if value else "không"


# Django's icons tell a screen reader "True" and "False".
admin_list._boolean_icon = yes_or_no  # type: ignore[attr-defined]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"placeholder": "23/11/2021", "autocomplete": "off", "size": 12})


class DayRangeWidget(RangeWidget):
    """The first day and the day before which it ends; without the second it has no end."""

    template_name = "admin/day_range.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(day_input(), attrs)


# Plain inputs: Django's calendars bring scripts and strings of their own.
PLAIN: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"widget": day_input()},
    models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"placeholder": "17:00", "size": 8})},
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput(
            format="%H:%M %d/%m/%Y",
            attrs={"placeholder": "17:00 10/10/2021", "autocomplete": "off", "size": 20},
        ),
    },
    models.DecimalField: {"localize": True},
    DateRangeField: {"widget": DayRangeWidget()},
}


class Folded(models.Func):
    """A column in lower case without accents (`vi_fold`, made by the first migration of units)."""

    function = "vi_fold"
    output_field = models.TextField()


def without_side_doors(field: Any) -> Any:
    """No buttons beside a choice that open another entry in a window of its own; the empty choice in words."""
    if getattr(field, "empty_label", None):
        field.empty_label = "tất cả" if not field.required else "Chọn …"
    for door in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
        if hasattr(getattr(field, "widget", None), door):
            setattr(field.widget, door, False)
    return field


class KeptAdmin(admin.ModelAdmin):
    """`keep(actor=, entry=, rows=, changed=)` is the service that saves an entry with its rows and audits it."""

    keep: Callable[..., Any]
    # What may not change once the entry exists, because figures or reports already rest on it.
    fixed_fields: Sequence[str] = ()
    actions = None
    list_per_page = 50
    list_max_show_all = 100
    formfield_overrides = PLAIN

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="có hiệu lực", ordering="validity")
    def days(self, entry: Any) -> str:
        """The days of a dated entry."""
        return in_words(entry.validity)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """In the order of the model, fixed ones too."""
        return self.fields or [
            field.name for field in self.opts.fields if field.editable and not field.auto_created
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = self.fixed_fields if obj else ()
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Every word typed must stand in one of `search_fields`, whatever its accents."""
        fields = {f"folded_{place}": Folded(models.F(name)) for place, name in enumerate(self.search_fields)}
        found = queryset.alias(**fields)
        for word in fold(nfc(search_term)).split():
            found = found.filter(
                models.Q(*((f"{name}__contains", word) for name in fields), _connector=models.Q.OR)
            )
        return found, False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the entry is saved together with its rows, so that the audit is the last statement."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        rows = [row for formset in formsets for row in formset.save(commit=False)]
        type(self).keep(
            actor=person(request), entry=form.instance, rows=rows, changed=changes(form, formsets)
        )


class RowsInline(admin.TabularInline):
    """Rows of an entry: added and changed with it, never deleted."""

    extra = 0
    can_delete = False
    formfield_overrides = PLAIN
    select_related: Sequence[str] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(*self.select_related)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))
        if field and not isinstance(field.widget, DayRangeWidget):
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label  # a cell's only label is the head of its column
        return field


class FixedRowsInline(RowsInline):
    """Rows that are given once, with the entry, and stay as they are."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None


class AddOnlyAdmin(KeptAdmin):
    """History is not edited: a change is a new row."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DatedForm(forms.ModelForm):
    """`starts_on` in place of a range: what is in force ends there."""

    starts_on = forms.DateField(
        label="Từ ngày", widget=day_input(), help_text="Mức đang dùng kết thúc trước ngày này."
    )
    of: tuple[str, ...] = ()  # of what there is one at a time

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = {name: cleaned.get(name) for name in self.of}
        if "starts_on" in cleaned and None not in given.values():
            self._check_later(given, cleaned["starts_on"])
        return cleaned

    def _check_later(self, given: dict[str, Any], starts_on: date) -> None:
        later = self._meta.model.objects.filter(validity__startswith__gte=starts_on, **given)
        if row := later.order_by("-validity").first():
            since = written(row.validity.lower)
            self.add_error("starts_on", f"Đã có mức từ ngày {since}: chọn ngày sau đó.")


class DatedAdmin(AddOnlyAdmin):
    """`act(actor=, <argument>=, starts_on=)` is the service. A change is a new row from a day on."""

    act: Callable[..., None]
    argument = "quota"
    readonly_fields = ("days",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = list(self.form._meta.fields or ())
        return ["days" if obj else "starts_on", *given]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        given = {self.argument: form.instance, "starts_on": form.cleaned_data["starts_on"]}
        type(self).act(actor=person(request), **given)


class SeenAdmin(AddOnlyAdmin):
    """What the system lays out itself: to be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


def person(request: HttpRequest) -> Any:
    """Who is at work; the admin has already turned away whoever is not signed in."""
    return request.user


def changes(form: Any, formsets: Any) -> dict[str, Any]:
    """{field: new value} of the entry, and of its rows as "row model.field"; the audit keeps the names alone."""
    changed = {name: form.cleaned_data[name] for name in form.changed_data}
    for formset in formsets:
        model = formset.model._meta.model_name
        for row in formset.forms:
            changed |= {f"{model}.{name}": row.cleaned_data.get(name) for name in row.changed_data}
    return changed
