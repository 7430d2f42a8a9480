"""Forms of what is recorded for one person: a course, days at the grassroots, a rating, a placement."""

from datetime import date
from typing import Any

from django import forms

from apps.cadres.enums import PlacementState, RatingClass, TrainingKind, VisitKind
from apps.cadres.models import Placement, Training
from apps.cadres.services import PLACEMENT_ORDER
from apps.core.forms import day_field, unit_field

OF_A_NEW_COURSE = ("unit_id", "title", "kind", "starts_on", "ends_on")


class TrainingForm(forms.Form):
    """Into a course that is recorded already, or into a new one."""

    training = forms.ModelChoiceField(
        label="Lớp đã ghi",
        required=False,
        queryset=Training.objects.none(),
        empty_label="Lớp chưa ghi: ghi ở dưới",
        help_text="Chọn lớp có sẵn để không ghi một lớp hai lần.",
    )
    title = forms.CharField(label="Tên lớp", max_length=200, error_messages={"required": "Ghi tên lớp."})
    kind = forms.ChoiceField(
        label="Loại",
        choices=[("", "Chọn loại"), *TrainingKind.choices],
        error_messages={"required": "Chọn loại."},
    )
    unit_id = unit_field("Đơn vị tổ chức")
    organised_by = forms.CharField(
        label="Cơ quan tổ chức, nếu ngoài Đoàn",
        required=False,
        max_length=160,
        help_text="Ví dụ Trường Chính trị tỉnh.",
    )
    starts_on = day_field("Từ ngày", required=True)
    ends_on = day_field("Đến ngày", required=True)
    cost = forms.DecimalField(
        label="Kinh phí (triệu đồng)",
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=1,
        localize=True,
    )
    result = forms.CharField(label="Kết quả", required=False, max_length=80)

    def __init__(self, *args: Any, courses: Any, cadre_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cadre_id = cadre_id
        self.fields["training"].queryset = courses  # type: ignore[attr-defined]
        self.fields["training"].label_from_instance = named  # type: ignore[attr-defined]
        if self.data.get("training"):
            for name in OF_A_NEW_COURSE:
                self.fields[name].required = False

    def given(self) -> dict[str, Any]:
        """What `development.take_part` wants, by its argument names."""
        names = ("title", "kind", "organised_by", "starts_on", "ends_on", "cost")
        course = {name: self.cleaned_data[name] for name in names}
        course["organiser_id"] = self.cleaned_data["unit_id"]
        participants = [(self.cadre_id, self.cleaned_data["result"])]
        return {"training": self.cleaned_data["training"], "course": course, "participants": participants}


def named(training: Training) -> str:
    return f"{training.title} ({training.starts_on:%d/%m/%Y})"


class VisitForm(forms.Form):
    unit_id = unit_field("Cơ sở đến")
    kind = forms.ChoiceField(label="Hình thức", choices=VisitKind.choices)
    starts_on = day_field("Từ ngày", required=True)
    days = forms.DecimalField(
        label="Số ngày",
        max_digits=4,
        decimal_places=1,
        localize=True,
        help_text="Nửa ngày ghi 0,5.",
        error_messages={"required": "Ghi số ngày đã đi.", "invalid": "Ghi số ngày, ví dụ 2 hoặc 2,5."},
    )
    note = forms.CharField(label="Nội dung", required=False, max_length=300)

    def given(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return values | {"place_id": values.pop("unit_id")}


class RatingForm(forms.Form):
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    rating = forms.ChoiceField(label="Xếp loại", choices=[("", "Chọn mức"), *RatingClass.choices])
    guide = forms.CharField(
        label="Theo hướng dẫn",
        max_length=80,
        help_text="Số, ký hiệu; ví dụ HD 33-HD/TWĐTN-BTC.",
        error_messages={"required": "Ghi số, ký hiệu hướng dẫn xếp loại."},
    )
    decided_on = day_field("Ngày quyết định")

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlacementForm(forms.Form):
    proposal = forms.CharField(
        label="Hướng bố trí",
        max_length=300,
        help_text="Ví dụ: chuyển sang cơ quan khối Đảng cùng cấp.",
        error_messages={"required": "Ghi hướng bố trí."},
    )
    due_on = day_field("Hạn")

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AdvanceForm(forms.Form):
    state = forms.ChoiceField(label="Bước tiếp theo")
    done_on = day_field("Bố trí từ ngày", help_text="Chỉ ghi khi đã bố trí.")
    result = forms.CharField(label="Kết quả", required=False, max_length=300)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = PLACEMENT_ORDER.index(PlacementState(placement.state))
        steps = [(step.value, step.label) for step in PLACEMENT_ORDER[place + 1 :]]
        self.fields["state"].choices = steps  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def years_before(today: date) -> dict[str, int]:
    """Ratings are decided at the end of a year: before December the last one is meant."""
    return {"year": today.year if today.month == 12 else today.year - 1}
