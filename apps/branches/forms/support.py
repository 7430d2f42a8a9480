"""Forms of plans of support, and the filters of the board of weak branches and of the list of plans."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms

from apps.branches.enums import SupportResult, WeakReason
from apps.branches.queries.support import ENDED, OVERDUE, RUNNING
from apps.branches.queries.weak import Counts, Filters, Plans
from apps.core.forms import LARGEST_ID, day_field, version_field
from apps.units.models import Sector, Unit

REASONS = {
    "khong-hoan-thanh": WeakReason.RATED,
    "khuyet-bi-thu": WeakReason.NO_SECRETARY,
    "it-doan-vien": WeakReason.SMALL,
    "khong-sinh-hoat": WeakReason.SILENT,
}
PLANS = [
    ("", "Tất cả"),
    (Plans.NONE, "chưa có kế hoạch"),
    (Plans.RUNNING, "đang hỗ trợ"),
    (Plans.OVERDUE, "kế hoạch quá hạn"),
]
STATES = [("", "Tất cả"), (RUNNING, "đang hỗ trợ"), (OVERDUE, "quá hạn"), (ENDED, "đã kết thúc")]
ADDRESS = {
    "unit": "don-vi", "sector": "khoi", "reason": "vi-sao", "plan": "ke-hoach", "shown": "xem", "state": "trang-thai",
}  # fmt: skip
UNCLEAR = "chua-ro"


class UnitFilterForm(forms.Form):
    """Filters in the address, one of them a unit; what cannot be read leaves its error and filters nothing."""

    unit = forms.IntegerField(
        label="Đơn vị", required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, user: Any, today: date) -> None:
        super().__init__(data)
        self.user, self.today = user, today
        self.chosen: Unit | None = None

    def add_prefix(self, field_name: str) -> str:
        return ADDRESS.get(field_name, field_name)

    def clean_unit(self) -> int | None:
        unit_id = self.cleaned_data["unit"]
        if unit_id:
            seen = Unit.objects.visible_to(self.user, self.today).named(self.today)
            self.chosen = seen.filter(pk=unit_id).first()
            if self.chosen is None:
                raise forms.ValidationError("Không có đơn vị này trong phạm vi của đồng chí.")
        return unit_id

    def value(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() or name in self.cleaned_data else None

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields if name != "shown")


class WeakFilterForm(UnitFilterForm):
    reason = forms.ChoiceField(label="Vì sao", required=False)
    sector = forms.ModelChoiceField(
        label="Khối", required=False, queryset=Sector.objects.all(), empty_label="Mọi khối"
    )
    plan = forms.ChoiceField(label="Kế hoạch hỗ trợ", required=False, choices=PLANS)
    shown = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: Any, today: date, knows_ratings: bool = False) -> None:
        super().__init__(data, user=user, today=today)
        reasons = [
            (slug, kind.label) for slug, kind in REASONS.items() if knows_ratings or kind != WeakReason.RATED
        ]
        self.fields["reason"].choices = [("", "Mọi lý do"), *reasons]  # type: ignore[attr-defined]
        if data.get(ADDRESS["shown"]) == UNCLEAR:
            del self.fields["reason"], self.fields["plan"]

    def count(self, counts: Counts) -> None:
        """What stands above the list: (reason, how many, where they are listed) of the reasons that the board knows."""
        offered = dict(self.fields["reason"].choices) if "reason" in self.fields else {}  # type: ignore[attr-defined]
        self.by_reason = [
            (kind, counts.by_reason[kind], self.href(reason=slug))
            for slug, kind in REASONS.items()
            if slug in offered
        ]
        self.unclear_href = self.href(shown=UNCLEAR, reason="", plan="")

    def href(self, **changes: str) -> str:
        """The same place, other filters, the first page."""
        names = {
            name: self.data.get(ADDRESS[name], "") for name in ("unit", "sector", "reason", "plan", "shown")
        }
        return "?" + urlencode({ADDRESS[name]: value for name, value in (names | changes).items() if value})

    def read(self) -> Filters:
        sector = self.value("sector")
        return Filters(
            unit_id=self.value("unit"),
            sector=sector.pk if sector else "",
            reason=REASONS[reason] if (reason := self.value("reason")) else "",
            plan=self.value("plan") or "",
            is_unclear=self.value("shown") == UNCLEAR,
        )


class PlanFilterForm(UnitFilterForm):
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=STATES)


class AidForm(forms.Form):
    """Who helps, with what, until when; `supporter_id` is chosen from people found by name."""

    supporter_id = forms.IntegerField(
        label="Cán bộ phụ trách",
        min_value=1,
        max_value=LARGEST_ID,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Chọn cán bộ phụ trách."
        ),
    )
    measures = forms.CharField(
        label="Việc làm",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi việc một dòng; ví dụ: dự sinh hoạt tháng 7, giới thiệu nguồn bí thư.",
        error_messages={"required": "Ghi việc sẽ làm để hỗ trợ chi đoàn."},
    )
    due_on = day_field("Hạn xong", required=True, help_text="Tính cả ngày này.")

    def aid(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("supporter_id", "measures", "due_on")}


class NewPlanForm(AidForm):
    starts_on = day_field("Bắt đầu từ ngày", required=True, help_text="Lý do yếu được xét vào ngày này.")
    field_order = ["supporter_id", "measures", "starts_on", "due_on"]

    def given(self) -> dict[str, Any]:
        return {"aid": self.aid(), "starts_on": self.cleaned_data["starts_on"]}


class EditPlanForm(AidForm):
    version = version_field()

    def given(self) -> dict[str, Any]:
        return {"aid": self.aid(), "version": self.cleaned_data["version"]}


class EndPlanForm(forms.Form):
    ended_on = day_field("Kết thúc ngày", required=True)
    result = forms.ChoiceField(
        label="Kết quả",
        choices=[("", "Chọn kết quả"), *SupportResult.choices],
        error_messages={"required": "Chọn kết quả."},
    )
    note = forms.CharField(
        label="Nhận xét",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Điều gì có tác dụng, điều gì chưa.",
    )
    version = version_field()

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
