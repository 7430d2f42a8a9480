"""Forms of a district's own list: the workbook, and what its columns hold."""

from typing import Any

from django import forms

from apps.cadres.enums import Engagement, ListColumn, Origin
from apps.cadres.models import ListImport
from apps.cadres.services.importing.cells import text_of
from apps.cadres.services.importing.rows import letters
from apps.core.forms import unit_field
from apps.files.enums import FileKind
from apps.files.services import check_upload

LEFT_OUT = [("", "Không nhập"), *ListColumn.choices]
SAMPLE = 60  # letters


def only_workbooks(upload: Any) -> None:
    if not (upload.name or "").lower().endswith(f".{FileKind.XLSX}"):
        raise forms.ValidationError(
            "Chỉ nhận danh sách dạng .xlsx; đồng chí mở tệp, lưu thành .xlsx rồi tải lên lại."
        )


class ListForm(forms.Form):
    unit_id = unit_field("Danh sách của đơn vị")
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        validators=[only_workbooks, check_upload],
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Chọn tệp danh sách."},
    )


class ColumnsForm(forms.Form):
    """One choice a column, `cot-0` …; what a position needs and the list may not say."""

    engagement = forms.ChoiceField(
        label="Loại hình, khi bảng không ghi",
        required=False,
        choices=[("", "Bảng có ghi"), *Engagement.choices],
    )
    origin = forms.ChoiceField(
        label="Hình thức giữ chức, khi bảng không ghi",
        required=False,
        choices=[("", "Bảng có ghi"), *Origin.choices],
    )
    turns_fonts = forms.BooleanField(label="Đổi chữ gõ bằng phông TCVN3, VNI sang Unicode", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any, *, listing: ListImport) -> None:
        names = ("engagement", "origin", "turns_fonts", "version")
        super().__init__(data, initial={name: getattr(listing, name) for name in names})
        self._listing = listing
        for place, label in enumerate(listing.labels):
            name = label or f"cột {letters(place)} (không có tên)"
            self.fields[f"cot-{place}"] = forms.ChoiceField(
                label=name, required=False, choices=LEFT_OUT, initial=listing.columns[place]
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The columns of the page: letter, field, what stands in the first row that says something."""
        return [
            {"letter": letters(place), "field": self[f"cot-{place}"], "sample": self._sample(place)}
            for place in range(len(self._listing.labels))
        ]

    def columns(self) -> list[str]:
        return [self.cleaned_data[f"cot-{place}"] for place in range(len(self._listing.labels))]

    def rules(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("engagement", "origin", "turns_fonts")}

    def _sample(self, place: int) -> str:
        cells = (row[place] for row in self._listing.rows or [] if place < len(row))
        return next((text_of(cell)[:SAMPLE] for cell in cells if cell is not None), "")


class AgreeForm(forms.Form):
    """That the list is to be recorded as it was shown; `anyway`: also those who may be in the register already."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    anyway = forms.BooleanField(required=False)

    def __init__(self, *args: Any, alike_count: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anyway"].required = bool(alike_count)
        self.fields["anyway"].label = f"Tôi đã xem {alike_count} trường hợp có thể trùng: là người khác"
        self.fields["anyway"].error_messages["required"] = (
            "Xem từng hồ sơ có thể trùng, rồi đánh dấu vào ô này."
        )
