"""Forms of the editor of standards. What cannot stand is refused by the services."""

from datetime import date
from typing import Any, cast

from django import forms

from apps.cadres.enums import Education, FirstAgeBasis, PoliticalTheory, StandardGroup
from apps.cadres.models import Position, Standard, StandardSet
from apps.cadres.models.standard import AGE_REFUSED, AGES
from apps.cadres.services import Document, Limits
from apps.core.forms import day_field, day_input
from apps.core.ranges import first_day
from apps.core.vietnamese import MISSING
from apps.core.vietnamese import day as written
from apps.units.models import UnitKind

DOCUMENT = tuple(Document.__annotations__)
LIMITS = tuple(Limits.__annotations__)
NOT_FOUND = "chưa tìm thấy quy định"


def short_text(label: str, longest: int, *, required: str = "", **more: Any) -> forms.CharField:
    sentences = {"required": required, "max_length": f"Ghi tối đa {longest} ký tự."}
    return forms.CharField(
        label=label, max_length=longest, required=bool(required), error_messages=sentences, **more
    )


def age_field(label: str) -> forms.IntegerField:
    sentences = {"invalid": "Ghi số tuổi, ví dụ 35.", "min_value": AGE_REFUSED, "max_value": AGE_REFUSED}
    lowest, highest = AGES
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=lowest,
        max_value=highest,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=sentences,
    )


def level_field(label: str, scale: Any) -> forms.TypedChoiceField:
    choices = [("", NOT_FOUND), *((level, f"từ {name}") for level, name in scale.choices)]
    return forms.TypedChoiceField(label=label, choices=choices, required=False, coerce=int, empty_value=None)


class VersionForm(forms.Form):
    """`version`: that of the set when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def given(self) -> dict[str, Any]:
        """What the service wants, by its argument names."""
        return dict(self.cleaned_data)


class DocumentForm(VersionForm):
    """By which document a set holds, since when."""

    code = short_text("Số, ký hiệu", 80, required="Ghi số, ký hiệu của văn bản.")
    short_name = short_text("Tên gọn", 80, required="Ghi tên gọn, ví dụ Quy chế 289.")
    title = short_text("Tên văn bản", 300, required="Ghi tên văn bản.")
    issued_by = short_text("Cơ quan ban hành", 200)
    issued_on = day_field("Ngày ban hành")
    starts_on = day_field(
        "Xét từ ngày", required=True, help_text="Ngày đầu tiên theo bộ này; bộ cũ hết từ hôm trước."
    )
    note = short_text("Ghi chú", 1000, widget=forms.Textarea(attrs={"rows": 3}))

    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        document = cast(Document, {name: cleaned[name] for name in DOCUMENT})
        rest = {name: value for name, value in cleaned.items() if name not in DOCUMENT}
        return {"document": document} | rest


class CopyForm(DocumentForm):
    """A new set: nobody else has a version of it yet."""

    version = None  # type: ignore[assignment]


class RowForm(VersionForm):
    """One row of a draft."""

    position = forms.ModelChoiceField(
        label="Chức danh",
        queryset=Position.objects.all(),
        empty_label="Chọn chức danh",
        error_messages={"required": "Chọn chức danh."},
    )
    unit_kind = forms.ModelChoiceField(
        label="Cấp",
        queryset=UnitKind.objects.all(),
        empty_label="Chọn cấp",
        error_messages={"required": "Chọn cấp."},
    )
    group = forms.ChoiceField(label="Diện", choices=StandardGroup.choices)
    source = short_text("Điều khoản", 80, required="Ghi điều khoản, ví dụ Điều 10.")
    age_max = age_field("Tuổi giữ chức không quá")
    first_age_max = age_field("Tuổi lần đầu không quá")
    first_age_basis = forms.ChoiceField(label="Tuổi lần đầu tính từ", choices=FirstAgeBasis.choices)
    education_min = level_field("Trình độ chuyên môn", Education)
    theory_min = level_field("Lý luận chính trị", PoliticalTheory)
    is_proposed = forms.BooleanField(label="Đề xuất, chưa được xác nhận", required=False)

    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        limits = cast(Limits, {name: cleaned[name] for name in LIMITS})
        return {"limits": limits, "version": cleaned["version"]}


class EndForm(VersionForm):
    ends_on = day_field(
        "Hết hiệu lực từ ngày",
        help_text="Ngày đầu tiên không còn theo bộ này. Để trống nếu chưa có ngày hết hiệu lực.",
    )
    end_reason = short_text("Căn cứ", 300, required="Ghi căn cứ, hoặc lý do.")


class CorrectForm(VersionForm):
    reason = short_text("Lý do sửa", 300, required="Ghi lý do sửa.")


class PreviewForm(forms.Form):
    """`ngay`: the day on which verdicts are compared."""

    ngay = forms.DateField(
        label="Xem ngày",
        required=False,
        widget=day_input(),
        error_messages={"invalid": "Ghi ngày như 23/11/2021."},
    )

    def __init__(self, data: Any, *, days: Any) -> None:
        super().__init__(data)
        self.days = days

    def clean_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["ngay"]
        if day and day not in self.days:
            since = written(first_day(self.days))
            raise forms.ValidationError(f"Bộ này xét từ ngày {since}: chọn ngày trong thời gian ấy.")
        return day

    def read(self, usual: date) -> date:
        """A day that cannot be read leaves its error beside the field and counts as the usual one."""
        self.is_valid()
        return self.cleaned_data.get("ngay") or usual


def document_of(found: StandardSet) -> dict[str, Any]:
    """The set as the form shows it."""
    more = {"starts_on": first_day(found.validity), "version": found.version}
    return {name: getattr(found, name) for name in DOCUMENT} | more


def limits_of(row: Standard) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in LIMITS}
    return shown | {"position": row.position_id, "unit_kind": row.unit_kind_id, "version": row.set.version}


def differences(form: forms.Form) -> list[dict[str, str]]:
    """After a stale page: each field as typed and as it stands now, where the two differ."""
    rows = [
        (field, _words(field, field.value()), _words(field, field.initial)) for field in form.visible_fields()
    ]
    return [
        {"label": str(field.label), "mine": mine, "theirs": theirs}
        for field, mine, theirs in rows
        if mine != theirs
    ]


def _words(field: forms.BoundField, value: Any) -> str:
    if isinstance(value, date):
        return written(value)
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return choices.get("" if value is None else str(value), str(value or MISSING))
