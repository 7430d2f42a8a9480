"""Forms of the acts on branches and villages. What cannot stand is refused by the services."""

from collections.abc import Sequence
from typing import Any

from django import forms

from apps.branches.enums import PlaceKind, VillageKind
from apps.core.forms import day_field
from apps.units.models import Sector

Choices = Sequence[tuple[int, str]]


class ActForm(forms.Form):
    """An act from a day on."""

    def given(self) -> dict[str, Any]:
        """What the service wants, by its argument names."""
        return dict(self.cleaned_data)


class DecidedForm(ActForm):
    """An act on a decision."""

    effective_on = day_field("Có hiệu lực từ ngày", required=True)
    decision_number = forms.CharField(
        label="Số quyết định, nghị quyết",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "05-QĐ/ĐTN", "autocomplete": "off"}),
        error_messages={"required": "Ghi số quyết định, nghị quyết của việc này."},
    )
    decision_on = day_field("Ngày quyết định")


class NameForm(DecidedForm):
    name = forms.CharField(
        label="Tên chi đoàn",
        max_length=160,
        widget=forms.TextInput(attrs={"placeholder": "Chi đoàn thôn An Bình", "autocomplete": "off"}),
        error_messages={"required": "Ghi tên chi đoàn."},
    )
    field_order: Sequence[str] = ("name",)


class CloseForm(DecidedForm):
    """Ends everything; asks for no more than the decision."""


class SectorForm(ActForm):
    sector = forms.ModelChoiceField(
        label="Khối",
        queryset=Sector.objects.all(),
        empty_label="Chọn khối",
        error_messages={"required": "Chọn khối."},
    )
    starts_on = day_field("Từ ngày", required=True)


class VillagesForm(ActForm):
    """`villages`: those of the commune on the shown day; a page fetched by somebody else's hand finds no other."""

    villages = forms.TypedMultipleChoiceField(
        label="Thôn, tổ dân phố",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chọn thôn, tổ dân phố trong danh sách."},
    )

    def __init__(self, *args: Any, villages: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["villages"].choices = villages  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        given = super().given()
        return given | {"village_ids": given.pop("villages")}


class CoverageForm(VillagesForm):
    starts_on = day_field(
        "Từ ngày",
        required=True,
        help_text="Từ ngày này chi đoàn phụ trách đúng những nơi đã chọn.",
    )


class PlaceFields(forms.Form):
    place_kind = forms.ChoiceField(
        label="Nơi sinh hoạt",
        choices=[("", "Chọn nơi sinh hoạt"), *PlaceKind.choices],
        error_messages={"required": "Chọn nơi sinh hoạt."},
    )
    place_description = forms.CharField(label="Địa điểm", required=False, max_length=200)


class PlaceForm(PlaceFields, ActForm):
    starts_on = day_field("Từ ngày", required=True)

    def given(self) -> dict[str, Any]:
        given = super().given()
        return {
            "kind": given["place_kind"],
            "description": given["place_description"],
            "starts_on": given["starts_on"],
        }


class FoundForm(VillagesForm, PlaceFields, NameForm):
    sector = SectorForm.base_fields["sector"]
    field_order = ("name", "sector", "villages", "place_kind", "place_description", "effective_on")


class VillageForm(ActForm):
    kind = forms.ChoiceField(label="Loại", choices=VillageKind.choices)
    name = forms.CharField(
        label="Tên", max_length=120, error_messages={"required": "Ghi tên thôn, tổ dân phố."}
    )
    starts_on = day_field("Có từ ngày", required=True)


class VillageRenameForm(ActForm):
    name = forms.CharField(
        label="Tên mới", max_length=120, error_messages={"required": "Ghi tên thôn, tổ dân phố."}
    )
    starts_on = day_field("Đổi tên từ ngày", help_text="Để trống nếu chỉ sửa lỗi gõ.")


class VillageCloseForm(ActForm):
    ends_on = day_field(
        "Kết thúc từ ngày", required=True, help_text="Ngày đầu tiên không còn thôn, tổ dân phố này."
    )
