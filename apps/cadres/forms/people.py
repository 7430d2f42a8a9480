"""A person's file: facts, and the levels of education and political theory held."""

from collections.abc import Iterable
from typing import Any

from django import forms

from apps.cadres.enums import Education, PoliticalTheory, QualificationKind, Sex
from apps.cadres.models import Cadre, Qualification
from apps.cadres.services import FACTS, Held
from apps.core.forms import day_field, unit_field

UNKNOWN = ("", "Chưa rõ")
EMPTY_LEVELS = 2
MOST_LEVELS = 12


class CadreForm(forms.Form):
    full_name = forms.CharField(
        label="Họ và tên", max_length=120, error_messages={"required": "Ghi họ và tên."}
    )
    born_on = day_field("Ngày sinh", help_text="Thiếu ngày sinh thì không xét được độ tuổi.")
    sex = forms.ChoiceField(label="Giới tính", required=False, choices=[UNKNOWN, *Sex.choices])
    ethnic_group = forms.CharField(label="Dân tộc", required=False, max_length=40)
    home = forms.CharField(label="Quê quán", required=False, max_length=160)
    union_joined_on = day_field("Ngày vào Đoàn")
    party_joined_on = day_field("Ngày vào Đảng")
    phone = forms.CharField(
        label="Điện thoại", required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label="Thư điện tử", required=False, max_length=254)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class NewCadreForm(CadreForm):
    unit_id = unit_field("Đơn vị quản lý hồ sơ")


class EditCadreForm(CadreForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


LEVELS = [
    ("", "—"),
    *(
        (
            str(kind.label).capitalize(),
            [(f"{kind}-{level}", f"{str(kind.label).capitalize()}: {level.label}") for level in scale],
        )
        for kind, scale in (
            (QualificationKind.EDUCATION, Education),
            (QualificationKind.POLITICAL_THEORY, PoliticalTheory),
        )
    ),
]


class LevelForm(forms.Form):
    """One level; without a level the line is not kept."""

    level = forms.ChoiceField(label="Trình độ", required=False, choices=LEVELS)
    obtained_on = day_field("Có từ ngày")
    field = forms.CharField(label="Chuyên ngành, nơi đào tạo", required=False, max_length=160)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("obtained_on") or cleaned.get("field")) and not cleaned.get("level"):
            self.add_error("level", "Chọn trình độ, hoặc xóa cả dòng.")
        return cleaned

    def held(self) -> Held | None:
        kind, _, level = self.cleaned_data.get("level", "").partition("-")
        if not level:
            return None
        return Held(
            kind, int(level), self.cleaned_data.get("obtained_on"), self.cleaned_data.get("field", "")
        )


LevelFormSet = forms.formset_factory(
    LevelForm, extra=EMPTY_LEVELS, max_num=MOST_LEVELS, absolute_max=MOST_LEVELS
)


def levels_held(formset: Any) -> list[Held]:
    return [held for form in formset if (held := form.held())]


def facts_of(cadre: Cadre) -> dict[str, Any]:
    return {name: getattr(cadre, name) for name in FACTS} | {"version": cadre.version}


def levels_of(rows: Iterable[Qualification]) -> list[dict[str, Any]]:
    return [
        {"level": f"{row.kind}-{row.level}", "obtained_on": row.obtained_on, "field": row.field}
        for row in rows
    ]
