"""What is asked before scores are taken out, and the workbook of scores that is brought in."""

from typing import Any

from django import forms

from apps.assessments.forms.fields import text_field
from apps.assessments.services import read_scores
from apps.core.packing import packed, unpacked
from apps.files.services import check_upload

SALT = "assessments.scores"


class ExportForm(forms.Form):
    purpose = text_field("Mục đích sử dụng", 300, required="Ghi mục đích sử dụng.")
    purpose.help_text = "Ví dụ: phục vụ họp Ban Thường vụ tháng 12. In ở đầu tệp và ghi lại cùng lần xuất."


class ScoresForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        validators=[check_upload],
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp điểm."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if upload := cleaned.get("file"):
            try:
                self.told = read_scores(upload)
            except forms.ValidationError as refused:
                self.add_error("file", refused)
        return cleaned

    def packed(self, round_id: int) -> str:
        return packed(SALT, round_id, self.told)


class StartForm(forms.Form):
    told = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, round_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.round_id = round_id

    def clean_told(self) -> Any:
        return unpacked(SALT, self.round_id, self.cleaned_data["told"])
