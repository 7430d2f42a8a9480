"""Forms of rounds: opening one, correcting its dates, what the list of one shows."""

from typing import Any

from django import forms

from apps.assessments.enums import AssessmentState
from apps.assessments.forms.fields import moment_field, text_field, version_field, whole
from apps.assessments.models import CriteriaSet
from apps.assessments.queries.rounds import Asked
from apps.assessments.services import Calendar
from apps.core.forms import day_field

CALENDAR = tuple(Calendar.__annotations__)


class CalendarForm(forms.Form):
    title = text_field("Tên đợt", 200, required="Ghi tên đợt đánh giá.")
    self_due_at = moment_field("Hạn tự chấm")
    appraise_due_at = moment_field("Hạn thẩm định")
    decide_due_at = moment_field("Hạn quyết định")
    is_proposed = forms.BooleanField(label="Thời hạn đề xuất, chưa có văn bản", required=False, initial=True)

    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        calendar = Calendar(**{name: cleaned[name] for name in CALENDAR})
        return {"calendar": calendar} | {name: cleaned[name] for name in cleaned if name not in CALENDAR}


class RoundForm(CalendarForm):
    """A new round; which set, which year."""

    set_id = forms.ModelChoiceField(
        label="Bộ tiêu chí",
        queryset=CriteriaSet.objects.published(),
        empty_label="Chọn bộ tiêu chí",
        error_messages={"required": "Chọn bộ tiêu chí."},
    )
    year = forms.IntegerField(
        label="Năm đánh giá",
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Ghi năm, ví dụ 2021."
        ),
    )
    opens_on = day_field("Mở từ ngày", required=True)
    field_order = ["set_id", "year", "title", "opens_on"]

    def given(self) -> dict[str, Any]:
        return super().given() | {"set_id": self.cleaned_data["set_id"].pk}


class RoundEditForm(CalendarForm):
    version = version_field()


class QueueForm(forms.Form):
    """What the list is asked for, in the address."""

    buoc = forms.ChoiceField(
        label="Bước", choices=[("", "mọi bước"), *AssessmentState.choices], required=False
    )
    khac = forms.BooleanField(label="Chỉ bản có chênh lệch", required=False)

    def asked(self) -> Asked:
        """What cannot be read is not asked."""
        self.is_valid()
        return Asked(
            step=self.cleaned_data.get("buoc") or "",
            only_differing=bool(self.cleaned_data.get("khac")),
            below=whole(self.data.get("duoi")),
        )
