"""Forms of the acts on positions. What cannot stand is refused by the services; here texts become days and choices."""

from typing import Any, cast

from django import forms

from apps.cadres.enums import DecisionKind, Ending, Engagement, Origin, StandardGroup
from apps.cadres.forms.fields import scan_field
from apps.cadres.models import Appointment, Position
from apps.cadres.services import Post
from apps.core.forms import day_field, unit_field
from apps.core.ranges import first_day

POST = tuple(Post.__annotations__)


class PostForm(forms.Form):
    """A position from a day on."""

    unit_id = unit_field("Đơn vị")
    position = forms.ModelChoiceField(
        label="Chức danh",
        queryset=Position.objects.all(),
        empty_label="Chọn chức danh",
        error_messages={"required": "Chọn chức danh."},
    )
    starts_on = day_field("Giữ chức từ ngày", required=True)
    origin = forms.ChoiceField(
        label="Hình thức",
        choices=[("", "Chọn hình thức"), *Origin.choices],
        error_messages={"required": "Chọn hình thức."},
    )
    engagement = forms.ChoiceField(label="Loại hình", choices=Engagement.choices)
    group = forms.ChoiceField(label="Diện áp dụng tiêu chuẩn", choices=StandardGroup.choices)
    decision_number = forms.CharField(label="Số quyết định", required=False, max_length=80)
    decision_on = day_field("Ngày quyết định")
    scan = scan_field()
    is_main = forms.BooleanField(label="Là chức danh chính", required=False, initial=True)
    is_concurrent = forms.BooleanField(label="Kiêm nhiệm (còn việc chính khác)", required=False)

    def given(self) -> dict[str, Any]:
        """What the service wants, by its argument names."""
        cleaned = self.cleaned_data
        post = cast(Post, {name: cleaned[name] for name in POST})
        return {"post": post} | {
            name: value for name, value in cleaned.items() if name not in (*POST, "scan")
        }


class WithScanForm(forms.Form):
    """The file itself is handed on by the view, with the moment at which it came."""

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "scan"}


class EndForm(WithScanForm):
    ends_on = day_field(
        "Thôi giữ chức từ ngày",
        required=True,
        help_text="Ngày đầu tiên không còn giữ chức danh.",
    )
    ending = forms.ChoiceField(
        label="Lý do",
        choices=[("", "Chọn lý do"), *Ending.choices],
        error_messages={"required": "Chọn lý do."},
    )
    decision_number = forms.CharField(label="Số quyết định", required=False, max_length=80)
    scan = scan_field()


class AttachForm(WithScanForm):
    kind = forms.ChoiceField(label="Loại quyết định", choices=DecisionKind.choices)
    scan = scan_field(required=True)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Lý do gỡ", max_length=300, error_messages={"required": "Ghi lý do gỡ tệp."}
    )

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CorrectForm(PostForm):
    """Everything of one appointment where it stands, but no paper. `version`: of the file when the page was opened."""

    scan = None  # type: ignore[assignment]  # leaves the field out

    ends_on = day_field("Thôi giữ chức từ ngày", help_text="Để trống nếu còn giữ chức.")
    ending = forms.ChoiceField(
        label="Lý do thôi", required=False, choices=[("", "Còn giữ chức"), *Ending.choices]
    )
    ending_decision = forms.CharField(label="Quyết định thôi giữ chức", required=False, max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def values_of(row: Appointment) -> dict[str, Any]:
    """The appointment as the form shows it."""
    more = {
        "unit_id": str(row.unit_id),
        "starts_on": first_day(row.validity),
        "ends_on": row.validity.upper,
        "ending": row.ending,
        "ending_decision": row.ending_decision,
    }
    return {name: getattr(row, name) for name in POST} | more
