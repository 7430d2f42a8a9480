"""What the forecast is asked for, from the address. What cannot be read leaves its error and counts as not asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import TextChoices

from apps.cadres.models import Position
from apps.cadres.queries import birthday
from apps.core.forms import LARGEST_ID, day_field
from apps.core.vietnamese import day as written

ADDRESS = {
    "unit": "don-vi",
    "position": "chuc-danh",
    "day": "ngay",
    "until": "den-ngay",
    "months": "thang",
    "table": "bang",
}
MONTHS = ("12", "24", "36")
FURTHEST = 10  # years; further ahead nobody knows the rules


class Table(TextChoices):
    """Which of the two lists stands under the picture."""

    VACANCIES = "khuyet", "Chức danh khuyết"
    PASSING = "qua-tuoi", "Cán bộ quá tuổi"


@dataclass(frozen=True)
class Asked:
    unit_id: int | None
    position: Position | None
    day: date
    horizon: date
    table: Table
    months: str


class ForecastForm(forms.Form):
    unit = forms.IntegerField(
        label="Đơn vị", required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )
    position = forms.ModelChoiceField(
        label="Chức danh", required=False, queryset=Position.objects.all(), empty_label="Mọi chức danh"
    )
    day = day_field("Tính từ ngày")
    until = day_field("Đến ngày")
    months = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[(months, months) for months in MONTHS]
    )
    table = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=Table.choices)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def add_prefix(self, field_name: str) -> str:
        return ADDRESS.get(field_name, field_name)

    @property
    def spans(self) -> list[dict[str, str]]:
        """The usual horizons, each with the address that asks for it."""
        return [{"months": months, "address": self._address(thang=months)} for months in MONTHS]

    def address_until(self, until: date) -> str:
        return self._address(**{"den-ngay": written(until)})

    def _address(self, **horizon: str) -> str:
        kept = {name: text for name, text in self.data.items() if name not in {"den-ngay", "thang", "page"}}
        return urlencode(kept | horizon)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        first = self.cleaned_data.get("day") or self.today
        if until and not first < until <= birthday(first, FURTHEST):
            raise forms.ValidationError(f"Ngày phải sau ngày tính, không quá {FURTHEST} năm.")
        return until

    def read(self) -> Asked:
        self.is_valid()
        found = self.cleaned_data
        day, until = found.get("day") or self.today, found.get("until")
        months = "" if until else found.get("months") or "12"
        horizon = until or birthday(day, int(months) // 12)
        table = Table(found.get("table") or Table.VACANCIES)
        return Asked(found.get("unit"), found.get("position"), day, horizon, table, months)
