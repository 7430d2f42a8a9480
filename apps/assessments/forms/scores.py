"""Forms of the unit, the appraiser and the decider: one criterion, one gate, one paper, one step at a time."""

from decimal import Decimal
from typing import Any

from django import forms

from apps.assessments.forms.fields import (
    NumberField,
    file_field,
    id_field,
    text_field,
    version_field,
)
from apps.assessments.services import Answer, Document, Proof
from apps.core.forms import day_field

YES_NO = [("yes", "Có"), ("no", "Không")]


class VersionForm(forms.Form):
    version = version_field()

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ScoreForm(VersionForm):
    """One of: a grade, a share in percent, points, yes or no; none of them leaves it to the registers."""

    grade_id = id_field()
    percent = NumberField(label="Tỷ lệ đạt (%)", required=False)
    points = NumberField(label="Điểm", required=False)
    is_met = forms.ChoiceField(choices=YES_NO, required=False)
    note = text_field("Thuyết minh", 500)

    def clean_percent(self) -> Decimal | None:
        percent: Decimal | None = self.cleaned_data["percent"]
        if percent is not None and percent > 100:
            raise forms.ValidationError("Tỷ lệ từ 0 đến 100 %.")
        return percent

    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        answer = Answer(
            grade_id=cleaned["grade_id"],
            ratio=None if cleaned["percent"] is None else cleaned["percent"] / 100,
            points=cleaned["points"],
            is_met={"yes": True, "no": False}.get(cleaned["is_met"]),
            note=cleaned["note"],
        )
        return {"version": cleaned["version"], "answer": answer}


class GateForm(VersionForm):
    is_hit = forms.ChoiceField(choices=YES_NO, error_messages={"required": "Chọn có hoặc không."})
    note = text_field("Thuyết minh", 500)

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"is_hit": self.cleaned_data["is_hit"] == "yes"}


class AppraiseGateForm(VersionForm):
    is_hit = forms.ChoiceField(choices=YES_NO, error_messages={"required": "Chọn có hoặc không."})
    reason = text_field("Lý do", 500)

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"is_hit": self.cleaned_data["is_hit"] == "yes"}


class PointsForm(VersionForm):
    """An own score beside another one, with its reason."""

    points = NumberField(label="Điểm", error_messages={"required": "Ghi điểm."})
    reason = text_field("Lý do", 500)


class ReturnForm(VersionForm):
    note = text_field("Cần sửa gì", 500, required="Ghi cần sửa gì.")


class ReasonForm(VersionForm):
    reason = text_field("Lý do", 500, required="Ghi lý do.", widget=forms.Textarea(attrs={"rows": 3}))


class SendBackForm(VersionForm):
    reason = text_field("Lời nhắn chung", 500, widget=forms.Textarea(attrs={"rows": 2}))


class EvidenceForm(forms.Form):
    """A file (a picture from the camera too), or a document by number and day."""

    criterion_id = id_field()
    upload = file_field("Ảnh hoặc tệp")
    document_number = text_field("Số, ký hiệu văn bản", 80)
    document_on = day_field("Ngày văn bản")
    title = text_field("Tên minh chứng", 200)

    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        names = ("upload", "document_number", "document_on", "title")
        return {
            "criterion_id": cleaned["criterion_id"],
            "proof": Proof(**{name: cleaned[name] for name in names}),
        }


class MinutesForm(forms.Form):
    upload = file_field("Biên bản của chi đoàn", required=True)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class FollowerForm(VersionForm):
    follower_id = forms.TypedChoiceField(
        label="Cán bộ theo dõi", coerce=int, error_messages={"required": "Chọn cán bộ theo dõi."}
    )

    def __init__(self, *given: Any, people: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["follower_id"].choices = [("", "Chọn cán bộ"), *people]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """The document, and which assessments it decides, each with the version that was seen ("12:4")."""

    decision_number = text_field("Số quyết định", 80, required="Ghi số quyết định.")
    decision_on = day_field("Ngày quyết định", required=True)
    chosen = forms.MultipleChoiceField(error_messages={"required": "Chọn ít nhất một đơn vị."})

    def __init__(self, *given: Any, rows: list[Any], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["chosen"].choices = [(key_of(row), str(row.pk)) for row in rows]  # type: ignore[attr-defined]
        self.fields["chosen"].error_messages["invalid_choice"] = (
            "Một bản đánh giá vừa được sửa; đồng chí xem lại danh sách rồi chọn lại."
        )

    def given(self) -> dict[str, Any]:
        pairs = [key.split(":") for key in self.cleaned_data["chosen"]]
        return {
            "versions": {int(pk): int(version) for pk, version in pairs},
            "document": Document(self.cleaned_data["decision_number"], self.cleaned_data["decision_on"]),
        }


def key_of(row: Any) -> str:
    return f"{row.pk}:{row.version}"
