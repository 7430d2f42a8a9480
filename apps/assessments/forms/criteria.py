"""Forms of the editor of criteria."""

from decimal import Decimal
from typing import Any, cast

from django import forms

from apps.assessments.enums import CapMode, ClassCode, Measure, Method
from apps.assessments.forms.fields import NumberField, text_field, version_field
from apps.assessments.models import CriteriaSet, Criterion, Gate
from apps.assessments.services import CriterionRow, GateRow, GradeRow, Heading
from apps.core.canonical import plain
from apps.core.vietnamese import parse_number

HEADING = tuple(Heading.__annotations__)
CRITERION = tuple(CriterionRow.__annotations__)
GATE = tuple(GateRow.__annotations__)
NO_MEASURE = ("", "không, chấm tay")
GRADES_HELP = (
    "Mỗi mức một dòng: mức | điểm | khi số đo từ. Ví dụ: Từ 90 % đoàn viên | 10 | 0,9. Phần cuối có thể bỏ."
)


class RevisionForm(forms.Form):
    """`version`: the draft's revision when the page was opened."""

    version = version_field()

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CopyForm(forms.Form):
    def given(self) -> dict[str, Any]:
        return {}


class HeadingForm(RevisionForm):
    title = text_field("Tên bộ tiêu chí", 200, required="Ghi tên bộ tiêu chí.")
    starts_on_year = forms.IntegerField(
        label="Dùng từ năm",
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Ghi năm, ví dụ 2022."
        ),
    )
    document = text_field("Văn bản ban hành", 300)
    source = text_field("Căn cứ", 300, required="Ghi căn cứ.")
    top_cap_percent = forms.IntegerField(
        label="Hạng cao nhất không quá (%)",
        required=False,
        min_value=1,
        max_value=100,
        help_text="Của số đơn vị một cấp quyết định; để trống là không có mức trần.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Mức trần từ 1 đến 100 %."),
    )
    top_cap_mode = forms.ChoiceField(label="Khi vượt mức trần", choices=CapMode.choices)
    is_proposed = forms.BooleanField(label="Đề xuất, chưa có văn bản", required=False)

    def given(self) -> dict[str, Any]:
        heading = cast(Heading, {name: self.cleaned_data[name] for name in HEADING})
        return {"heading": heading, "version": self.cleaned_data["version"]}


class CriterionForm(RevisionForm):
    code = text_field("Mã", 12, required="Ghi mã, ví dụ CD1.1.")
    section = text_field("Mặt", 160, required="Ghi mặt của tiêu chí.")
    text = text_field("Nội dung", 300, required="Ghi nội dung tiêu chí.")
    max_points = NumberField(label="Điểm tối đa", error_messages={"required": "Ghi điểm tối đa."})
    method = forms.ChoiceField(label="Cách chấm", choices=Method.choices)
    measure = forms.ChoiceField(
        label="Hệ thống tính theo", choices=[NO_MEASURE, *Measure.choices], required=False
    )
    grades = forms.CharField(
        label="Các mức", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=GRADES_HELP
    )
    evidence = text_field("Minh chứng cần có", 200)
    needs_evidence = forms.BooleanField(label="Bắt buộc có minh chứng", required=False)

    def clean_grades(self) -> list[GradeRow]:
        lines = [line for line in self.cleaned_data["grades"].splitlines() if line.strip()]
        return [_grade(line) for line in lines]

    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        row = cast(CriterionRow, {name: cleaned[name] for name in CRITERION})
        grades = cleaned["grades"] if cleaned["method"] == Method.GRADED else []
        return {"row": row, "grades": grades, "version": cleaned["version"]}


def _grade(line: str) -> GradeRow:
    text, *numbers = (part.strip() for part in line.split("|"))
    if not text or len(text) > 160 or not 1 <= len(numbers) <= 2:
        raise forms.ValidationError(f"Không đọc được dòng “{line.strip()}”. {GRADES_HELP}")
    try:
        points = parse_number(numbers[0], 2)
        at_least = parse_number(numbers[1], 4) if len(numbers) == 2 and numbers[1] else None
    except ValueError as refused:
        raise forms.ValidationError(f"Dòng “{line.strip()}”: {refused}") from None
    return {"text": text, "points": points, "at_least": at_least}


class ClassForm(RevisionForm):
    name = text_field("Tên hạng", 80, required="Ghi tên hạng.")
    min_points = NumberField(label="Từ số điểm", error_messages={"required": "Ghi số điểm."})


class GateForm(RevisionForm):
    code = text_field("Mã", 12, required="Ghi mã, ví dụ CD-K1.")
    text = text_field("Điều kiện", 300, required="Ghi điều kiện.")
    highest_class = forms.ChoiceField(label="Vướng thì không quá hạng", choices=ClassCode.choices)
    measure = forms.ChoiceField(
        label="Hệ thống tính theo", choices=[("", "không, đơn vị trả lời"), *Measure.choices], required=False
    )
    at_least = NumberField(label="Khi số đo từ", decimals=4, required=False)
    source = text_field("Căn cứ", 200)

    def given(self) -> dict[str, Any]:
        row = cast(GateRow, {name: self.cleaned_data[name] for name in GATE})
        return {"row": row, "version": self.cleaned_data["version"]}


def heading_of(found: CriteriaSet) -> dict[str, Any]:
    return {name: getattr(found, name) for name in HEADING} | {"version": found.revision}


def criterion_of(row: Criterion) -> dict[str, Any]:
    lines = [
        " | ".join(
            [
                grade.text,
                _number(grade.points),
                *([_number(grade.at_least)] if grade.at_least is not None else []),
            ]
        )
        for grade in row.grades.all()
    ]
    return {name: getattr(row, name) for name in CRITERION} | {"grades": "\n".join(lines)}


def gate_of(row: Gate) -> dict[str, Any]:
    return {name: getattr(row, name) for name in GATE}


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value).replace(".", ",")
