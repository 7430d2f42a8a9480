"""The filters of the list, from the address. What cannot be read leaves its error and filters nothing."""

from datetime import date
from typing import Any

from django import forms

from apps.cadres.models import Position
from apps.cadres.queries.lists import IN_A_PLAN, IN_NO_PLAN, AgeBand, Filters, Shown
from apps.core.forms import LARGEST_ID, day_field
from apps.units.models import Unit

# Names in the address are Vietnamese.
ADDRESS = {
    "unit": "don-vi", "position": "chuc-danh", "shown": "nhan-dinh", "age": "tuoi", "text": "tim",
    "plan": "quy-hoach", "day": "ngay",
}  # fmt: skip
PLANS = [("", "Tất cả"), (IN_A_PLAN, "đang trong quy hoạch"), (IN_NO_PLAN, "chưa trong quy hoạch")]


class FilterForm(forms.Form):
    text = forms.CharField(
        label="Tìm tên",
        required=False,
        max_length=80,
        error_messages={"max_length": "Đồng chí gõ tối đa 80 ký tự."},
    )
    unit = forms.IntegerField(
        label="Đơn vị", required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )
    position = forms.ModelChoiceField(
        label="Chức danh", required=False, queryset=Position.objects.all(), empty_label="Mọi chức danh"
    )
    shown = forms.ChoiceField(label="Nhận định", required=False, choices=[("", "Tất cả"), *Shown.choices])
    age = forms.ChoiceField(label="Độ tuổi", required=False, choices=[("", "Mọi độ tuổi"), *AgeBand.choices])
    plan = forms.ChoiceField(label="Quy hoạch", required=False, choices=PLANS)
    day = day_field("Xét ngày")

    def __init__(self, data: Any, *, user: Any, today: date, is_private: bool) -> None:
        """`is_private`: whether ages and days may be asked for."""
        super().__init__(data)
        self.user, self.today = user, today
        self.chosen: Unit | None = None
        if not is_private:
            del self.fields["age"], self.fields["day"]

    def add_prefix(self, field_name: str) -> str:
        return ADDRESS.get(field_name, field_name)

    def clean_unit(self) -> int | None:
        unit_id = self.cleaned_data["unit"]
        if unit_id:
            seen = Unit.objects.visible_to(self.user, self.today).named(self.today)
            self.chosen = seen.filter(pk=unit_id).first()
            if self.chosen is None:
                raise forms.ValidationError("Không có đơn vị này trong phạm vi của đồng chí.")
        return unit_id

    def read(self) -> Filters:
        self.is_valid()
        found = self.cleaned_data
        position = found.get("position")
        return Filters(
            day=found.get("day") or self.today,
            unit_id=found.get("unit"),
            position=position.code if position else "",
            **{name: found.get(name) or "" for name in ("shown", "age", "text", "plan")},
        )

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)
