"""Forms of the reviews: what is asked for, a changed text, a reason."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError

from apps.core.clock import today
from apps.directives.models import Directive, Period
from apps.reports.enums import ReportState
from apps.reports.models import Report
from apps.reviews.enums import ReviewKind
from apps.reviews.queries.prose import unknown
from apps.reviews.queries.spoken import spoken, stored
from apps.reviews.services.requesting import check_request
from apps.reviews.services.writing import LONGEST
from apps.units.models import Unit


class PeriodField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DirectiveField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}: {obj.title}"


class RequestForm(forms.Form):
    """Directives, range, scope; the same checks as the service."""

    kind = forms.ChoiceField(label="Loại", choices=ReviewKind.choices, initial=ReviewKind.INTERIM)
    directives = DirectiveField(
        label="Văn bản", queryset=Directive.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một văn bản để sơ kết."},
    )  # fmt: skip
    from_period = PeriodField(label="Từ quý", queryset=Period.objects.none(), empty_label=None)
    to_period = PeriodField(label="Đến hết quý", queryset=Period.objects.none(), empty_label=None)
    scope = UnitField(label="Phạm vi", queryset=Unit.objects.none(), empty_label=None)
    basis = forms.ModelChoiceField(
        label="Căn cứ sơ kết",
        queryset=Directive.objects.none(),
        required=False,
        help_text="Văn bản yêu cầu sơ kết; in ở câu mở đầu.",
    )
    dated_on = forms.DateField(
        label="Ngày của văn bản",
        required=False,
        help_text="Để trống nếu chưa ký: văn bản in chỗ trống để ghi ngày.",
        widget=forms.DateInput(attrs={"placeholder": "23/11/2021", "inputmode": "numeric"}),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = today()
        fields: dict[str, Any] = self.fields
        fields["directives"].queryset = Directive.objects.filter(sections__isnull=False).distinct()
        fields["basis"].queryset = Directive.objects.filter(sections__isnull=True)
        for name in ("from_period", "to_period"):
            fields[name].queryset = Period.objects.quarters().filter(start_on__lte=now)
        fields["scope"].queryset = reviewed_units(user, now)
        if not self.is_bound:
            self.initial = {**usual(now), **self.initial}
        self.helper = _helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            asked = (
                list(cleaned["directives"]),
                cleaned["from_period"],
                cleaned["to_period"],
                cleaned["scope"].pk,
            )
            check_request(*asked)
        return cleaned


def reviewed_units(user: Any, day: date) -> Any:
    """Units that report by themselves, of those the person sees."""
    reporting = Report.objects.values("unit_id")
    return Unit.objects.visible_to(user, day).filter(pk__in=reporting).named(day)


def usual(day: date) -> dict[str, Any]:
    """All directives, from the first quarter with approved reports to the last, on the newest order to review."""
    approved = Report.objects.filter(state=ReportState.APPROVED)
    quarters = Period.objects.quarters().filter(pk__in=approved.values("period_id")).order_by("start_on")
    return {
        "directives": Directive.objects.filter(sections__isnull=False).distinct(),
        "from_period": quarters.first(),
        "to_period": quarters.last(),
        "basis": Directive.objects.filter(sections__isnull=True, issued_on__lte=day).last(),
    }


def _helper() -> FormHelper:
    helper = FormHelper()
    helper.form_class = "form"
    helper.layout = Layout(
        "directives",
        Row(Column("from_period"), Column("to_period")),
        "scope",
        Row(Column("kind"), Column("dated_on")),
        "basis",
        Div(
            Submit("submit", "Lập sơ kết", css_class="button button--primary"),
            HTML(""),
            css_class="form-actions",
        ),
    )
    return helper


class TextForm(forms.Form):
    """One block's text; `base` is the revision the person saw."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="Lời văn",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16, "class": "input"}),
        help_text="Mỗi dòng là một đoạn. Số trong ngoặc kép nhọn lấy từ ảnh chụp, ví dụ {{KL07-2.2|giá trị}}.",
    )

    def __init__(self, content: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content

    def clean_body(self) -> str:
        typed = stored(str(self.cleaned_data["body"]))
        if wrong := unknown(self.content, typed):
            raise ValidationError(f"Ảnh chụp số liệu không có số nào tên {spoken(', '.join(wrong[:3]))}.")
        return typed


class NoteForm(forms.Form):
    """Why a review goes back."""

    note = forms.CharField(
        label="Lý do trả lại", max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        error_messages={"required": "Đồng chí nêu lý do trả lại."},
    )  # fmt: skip
