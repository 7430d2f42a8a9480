"""Forms of what cadres ask of their own data. What cannot stand is refused by the services."""

from typing import Any

from django import forms

from apps.cadres.enums import DataRequestKind
from apps.core.forms import day_field


class DataRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label="Yêu cầu",
        choices=[("", "Chọn yêu cầu"), *DataRequestKind.choices],
        error_messages={"required": "Chọn yêu cầu."},
    )
    received_on = day_field("Ngày nhận", required=True)
    reason = forms.CharField(
        label="Nội dung, lý do", max_length=300, error_messages={"required": "Ghi nội dung, lý do."}
    )

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SettleForm(forms.Form):
    answered_on = day_field("Đã trả lời ngày")
    finished_on = day_field("Đã hoàn thành ngày", help_text="Để trống nếu còn phải làm.")
    outcome = forms.CharField(label="Kết quả", required=False, max_length=300)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AnonymiseForm(forms.Form):
    """`version`: that of the file when what will be removed was shown."""

    typed_name = forms.CharField(
        label="Họ và tên, gõ lại để xác nhận",
        max_length=120,
        error_messages={"required": "Gõ họ và tên để xác nhận."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CopyForm(forms.Form):
    """In which form the copy is wanted: to read, or for another machine."""

    dang = forms.ChoiceField(choices=[("html", "bản đọc"), ("json", "bản cho máy")])

    def read(self) -> str:
        return self.cleaned_data["dang"] if self.is_valid() else "html"
