"""What is asked before something is taken out of the register; the address says of whom (`views.exports`)."""

from datetime import date
from typing import Any

from django import forms

from apps.cadres.enums import ExportKind
from apps.core.forms import day_field


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label="Mục đích sử dụng",
        max_length=300,
        help_text="Ví dụ: phục vụ họp Ban Thường vụ tháng 11. In ở đầu tệp và ghi lại cùng lần xuất.",
        error_messages={"required": "Ghi mục đích sử dụng.", "max_length": "Đồng chí ghi tối đa 300 ký tự."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, day in (("first", today.replace(month=1, day=1)), ("day", today)):
            if name in self.fields:
                self.fields[name].initial = f"{day:%d/%m/%Y}"

    def asked(self) -> dict[str, str]:
        """The days, as JSON keeps them."""
        days = {name: self.cleaned_data[name] for name in ("first", "day") if name in self.fields}
        return {name: day.isoformat() for name, day in days.items()}


class OverAgeForm(ExportForm):
    day = day_field("Xét ngày", required=True)


class TablesForm(ExportForm):
    first = day_field("Số phát sinh từ ngày", required=True)
    day = day_field("Tính đến ngày", required=True)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("first"), found.get("day")
        if first and last and first > last:
            self.add_error("day", "Ngày cuối không được trước ngày đầu.")
        return found


FORMS: dict[str, type[ExportForm]] = {
    ExportKind.LIST: ExportForm,
    ExportKind.TABLES: TablesForm,
    ExportKind.OVER_AGE: OverAgeForm,
    ExportKind.FORECAST: ExportForm,
}
