"""Forms of models worth copying. What cannot stand is refused by the services; here texts become days and choices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from apps.branches.enums import PracticeState
from apps.branches.queries.practices import Filters
from apps.branches.services import MOST_PICTURES
from apps.core.forms import LARGEST_ID, day_field, unit_field, version_field
from apps.files.services import check_upload
from apps.units.models import Sector

DESCRIPTION = ("title", "sector", "problem", "method", "outcome", "started_on")
ADDRESS = {"sector": "khoi", "place_id": "noi", "state": "trang-thai"}


class PicturesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures at once; each is asked for at the gate."""

    def __init__(self, **more: Any) -> None:
        help_text = f"PNG, JPG, mỗi ảnh tối đa {settings.UPLOAD_MAX_BYTES // 2**20} MB, nhiều nhất {MOST_PICTURES} ảnh."
        widget = PicturesInput(attrs={"accept": ".png,.jpg,.jpeg", "multiple": True})
        super().__init__(label="Ảnh", help_text=help_text, widget=widget, **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not uploads:
            raise forms.ValidationError("Chọn ảnh.")
        for upload in uploads:
            check_upload(upload)
        return list(uploads)


class DescriptionForm(forms.Form):
    title = forms.CharField(
        label="Tên mô hình", max_length=160, error_messages={"required": "Ghi tên mô hình."}
    )
    sector = forms.ModelChoiceField(
        label="Khối", required=False, queryset=Sector.objects.all(), empty_label="Mọi khối"
    )
    started_on = day_field("Bắt đầu từ ngày", required=True)
    problem = forms.CharField(
        label="Giải quyết việc gì",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi việc mô hình giải quyết."},
    )
    method = forms.CharField(
        label="Cách làm",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Để đơn vị khác làm theo được: ai làm, từng bước, cần gì.",
        error_messages={"required": "Ghi cách làm."},
    )
    outcome = forms.CharField(
        label="Kết quả", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def description(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DESCRIPTION}


class NominateForm(DescriptionForm):
    unit_id = unit_field("Đơn vị làm mô hình")
    pictures = PicturesField(required=False)
    caption = forms.CharField(label="Chú thích ảnh", required=False, max_length=160)


class EditPracticeForm(DescriptionForm):
    version = version_field()

    def given(self) -> dict[str, Any]:
        return {"description": self.description(), "version": self.cleaned_data["version"]}


class PicturesForm(forms.Form):
    pictures = PicturesField(required=True)
    caption = forms.CharField(label="Chú thích ảnh", required=False, max_length=160)


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Ý kiến của cấp tỉnh",
        choices=[("", "Chọn ý kiến"), ("yes", "Đề nghị nhân rộng"), ("no", "Chưa đề nghị nhân rộng")],
        error_messages={"required": "Chọn ý kiến."},
    )
    note = forms.CharField(
        label="Vì sao, lưu ý khi làm theo",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chưa đề nghị thì phải ghi vì sao, để đơn vị sửa và giới thiệu lại.",
    )
    version = version_field()

    def given(self) -> dict[str, Any]:
        is_recommended = self.cleaned_data["verdict"] == "yes"
        return {"is_recommended": is_recommended} | {
            name: self.cleaned_data[name] for name in ("note", "version")
        }


class AdoptForm(forms.Form):
    unit_id = unit_field("Đơn vị áp dụng")
    adopted_on = day_field("Áp dụng từ ngày", required=True)
    outcome = forms.CharField(
        label="Kết quả", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Có thể ghi sau.",
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AdoptionForm(forms.Form):
    adopted_on = day_field("Áp dụng từ ngày", required=True)
    outcome = forms.CharField(
        label="Kết quả", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    ended_on = day_field("Thôi áp dụng từ ngày", help_text="Để trống nếu đang làm.")
    version = version_field()

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class GalleryForm(forms.Form):
    """Filters in the address; what cannot be read filters nothing."""

    sector = forms.ModelChoiceField(
        label="Khối", required=False, queryset=Sector.objects.all(), empty_label="Mọi khối"
    )
    place_id = forms.TypedChoiceField(
        label="Huyện, khối trực thuộc", required=False, coerce=int, empty_value=None
    )
    state = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "Đang giới thiệu"), *PracticeState.choices],
    )

    def add_prefix(self, field_name: str) -> str:
        return ADDRESS.get(field_name, field_name)

    def read(self) -> Filters:
        """The places are known once the gallery is read: until then any number is one."""
        self.is_valid()
        found, place = self.cleaned_data, str(self.data.get(ADDRESS["place_id"], ""))
        is_number = place.isascii() and place.isdigit() and int(place) <= LARGEST_ID
        return Filters(
            sector=found["sector"].pk if found.get("sector") else "",
            place_id=int(place) if is_number else None,
            state=found.get("state") or "",
        )

    def offer(self, places: Sequence[tuple[int, str]]) -> None:
        self.fields["place_id"].choices = [("", "Mọi nơi"), *places]  # type: ignore[attr-defined]

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in ADDRESS.values())
