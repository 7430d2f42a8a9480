"""The workbook of a list of branches, and from which day and on which decision it counts."""

from typing import Any

from django import forms
from django.core import signing

from apps.branches.forms.acts import DecidedForm
from apps.branches.services import Row, read_list
from apps.files.services import check_upload

SALT, HOURS = "branches.list", 4


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
        """What was tried, signed, so that it can be brought in without sending the file again; nothing is kept here."""
        return signing.dumps([unit_id, self.rows], salt=SALT, compress=True)


class StartForm(DecidedForm):
    rows = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit_id = unit_id

    def clean_rows(self) -> list[Row]:
        try:
            unit_id, rows = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=HOURS * 3600)
        except signing.BadSignature:
            unit_id, rows = 0, []
        if unit_id != self.unit_id:
            raise forms.ValidationError("Lần kiểm tra này đã quá lâu: tải tệp lên lại.")
        return list(rows)
