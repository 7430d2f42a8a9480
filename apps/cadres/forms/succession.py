"""Forms of quy hoạch. What cannot stand is refused by the services."""

from datetime import date
from typing import Any

from django import forms

from apps.cadres.enums import Readiness
from apps.cadres.models import Position
from apps.core.forms import LARGEST_ID, day_field, day_input

READINESS = [("", "Chọn mức"), *Readiness.choices]
CHOOSE_READINESS = {"required": "Chọn mức sẵn sàng."}
CHOOSE_PERSON = "Chọn một người trong danh sách."


class ActForm(forms.Form):
    def given(self) -> dict[str, Any]:
        """What the service wants, by its argument names."""
        return dict(self.cleaned_data)


class DayForm(forms.Form):
    """`ngay`: the day that is shown."""

    ngay = forms.DateField(label="Xem ngày", required=False, widget=day_input())

    def read(self, today: date) -> date:
        """A day that cannot be read leaves its error beside the field and counts as today."""
        self.is_valid()
        return self.cleaned_data.get("ngay") or today


class OpenPlanForm(ActForm):
    position = forms.ModelChoiceField(
        label="Chức danh",
        queryset=Position.objects.filter(needs_plan=True),
        empty_label="Chọn chức danh",
        error_messages={"required": "Chọn chức danh."},
    )
    starts_on = day_field("Nhiệm kỳ từ ngày", required=True)
    ends_on = day_field(
        "Đến trước ngày",
        required=True,
        help_text="Ngày đầu tiên của nhiệm kỳ sau.",
    )


class ReviewForm(ActForm):
    reviewed_on = day_field("Ngày rà soát", required=True)
    decision_number = forms.CharField(label="Văn bản", required=False, max_length=80)
    note = forms.CharField(label="Kết quả", required=False, max_length=300)


class CandidateForm(ActForm):
    cadre_id = forms.IntegerField(
        label="Cán bộ",
        min_value=1,
        max_value=LARGEST_ID,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), CHOOSE_PERSON),
    )
    readiness = forms.ChoiceField(label="Mức sẵn sàng", choices=READINESS, error_messages=CHOOSE_READINESS)
    starts_on = day_field("Đưa vào từ ngày", required=True)
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)


class ReadinessForm(ActForm):
    readiness = forms.ChoiceField(label="Mức sẵn sàng", choices=READINESS, error_messages=CHOOSE_READINESS)
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)


class RemoveForm(ActForm):
    ends_on = day_field(
        "Ra khỏi quy hoạch từ ngày",
        required=True,
        help_text="Ngày đầu tiên không còn trong quy hoạch.",
    )
    note = forms.CharField(label="Lý do", required=False, max_length=300)
