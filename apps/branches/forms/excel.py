"""The workbook of a list of branches, and from which day and on which decision it counts."""

from typing import Any

from django import forms

from apps.branches.forms.acts import DecidedForm
from apps.branches.services import Row, read_list
from apps.core.packing import packed, unpacked
from apps.files.services import check_upload

SALT = "branches.list"


class ListForm(DecidedForm):
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        validators=[check_upload],
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp danh sách."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if upload := cleaned.get("file"):
            try:
                self.rows = read_list(upload)
            except forms.ValidationError as refused:
                self.add_error("file", refused)
        return cleaned

    def packed(self, unit_id: int) -> str:
        return packed(SALT, unit_id, self.rows)


class StartForm(DecidedForm):
    rows = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit_id = unit_id

    def clean_rows(self) -> list[Row]:
        return list(unpacked(SALT, self.unit_id, self.cleaned_data["rows"]))
