"""The filters of the list of branches, from the address. What cannot be read filters nothing."""

from typing import Any

from django import forms

from apps.branches.queries import Filters, Lacking
from apps.core.vietnamese import nfc
from apps.units.models import Sector

# Names in the address are Vietnamese.
ADDRESS = {"text": "tim", "sector": "khoi", "lacking": "can-xem"}


class FilterForm(forms.Form):
    text = forms.CharField(label="Tìm tên", required=False, max_length=80)
    sector = forms.ModelChoiceField(
        label="Khối", required=False, queryset=Sector.objects.all(), empty_label="Mọi khối"
    )
    lacking = forms.ChoiceField(
        label="Cần xem",
        required=False,
        choices=[("", "Tất cả"), *((one.value, one.label) for one in Lacking)],
    )

    def add_prefix(self, field_name: str) -> str:
        return ADDRESS.get(field_name, field_name)

    def read(self, unit_id: int) -> Filters:
        self.is_valid()
        found: dict[str, Any] = self.cleaned_data
        return Filters(
            unit_id=unit_id,
            sector=found["sector"].pk if found.get("sector") else "",
            lacking=found.get("lacking") or "",
            text=nfc(found.get("text") or ""),
        )

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.values())
