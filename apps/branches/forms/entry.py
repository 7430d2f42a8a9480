"""Forms of a quarter's entry: few fields each, saved one by one. Each carries all that its act needs."""

from typing import Any, cast

from django import forms

from apps.branches.enums import MeetingMode, Moment, WorkKind
from apps.branches.models import BranchMeeting, YouthWork
from apps.branches.queries import GROUPS, EntryPage, label_of, written
from apps.branches.services import Meeting, Work
from apps.core.forms import LARGEST_ID, day_field
from apps.core.vietnamese import parse_number
from apps.files.services import check_upload

LARGEST = 2**31 - 1


class CountField(forms.CharField):
    """A number typed the Vietnamese way; an empty box is None, never zero."""

    def __init__(self, *, decimals: int = 0, **more: Any) -> None:
        mode = "decimal" if decimals else "numeric"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(required=False, max_length=20, widget=widget, **more)
        self.decimals = decimals

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            found = parse_number(text, self.decimals)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        if found > LARGEST:
            raise forms.ValidationError("Số quá lớn.")
        return found if self.decimals else int(found)

    def validate(self, value: Any) -> None:
        """Length and blanks were dealt with above."""

    def run_validators(self, value: Any) -> None:
        """A number has no length."""


class YesNoField(forms.TypedChoiceField):
    def __init__(self, **more: Any) -> None:
        choices = [("", "chưa ghi"), ("1", "có"), ("0", "chưa")]
        super().__init__(
            required=False, choices=choices, coerce=lambda text: text == "1", empty_value=None, **more
        )


def field_of(name: str) -> forms.Field:
    """The box of a column."""
    label = label_of(name)
    if name == "has_books":
        return YesNoField(label=label)
    return CountField(label=label, decimals=1 if name == "resources" else 0)


class NumbersForm(forms.Form):
    """One group of numbers. `was-…`: what the page showed, so that nobody is overwritten unseen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)

    def __init__(self, data: Any, *, page: EntryPage, group: str) -> None:
        self.group, self.page = group, page
        self.title, self.names = GROUPS[group]
        initial = {name: self._initial(name) for name in self.names} | {"version": page.version}
        super().__init__(data, initial=initial, auto_id=f"id_{group}_%s")
        self.fields |= {name: field_of(name) for name in self.names}

    def _initial(self, name: str) -> Any:
        value = self.page.shown(name)
        if name == "has_books":
            return "" if value is None else str(int(value))
        return written(value)

    def boxes(self) -> list[tuple[Any, str, str]]:
        """(bound field, the last quarter's number, what the page showed)"""
        return [(self[name], self.page.last(name), self._initial(name)) for name in self.names]

    def given(self) -> dict[str, Any]:
        shown = {name: self._shown(name) for name in self.names}
        numbers = {name: self.cleaned_data[name] for name in self.names}
        return {"numbers": numbers, "shown": shown, "version": self.cleaned_data["version"]}

    def _shown(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self.data.get(f"was-{name}", ""))
        except forms.ValidationError:
            return None

    def renewed(self, page: EntryPage) -> "NumbersForm":
        """The refused form on the page as it stands now: saving it again means knowing of the other change."""
        self.page = page
        if getattr(self, "is_stale", False):
            self.data = {**self.data.dict(), "version": str(page.version)}  # type: ignore[attr-defined]
        return self


class RowForm(forms.Form):
    row_id = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=LARGEST_ID)


class MeetingForm(RowForm):
    held_on = day_field("Ngày sinh hoạt", required=True)
    mode = forms.ChoiceField(
        label="Hình thức", choices=MeetingMode.choices, error_messages={"required": "Chọn hình thức."}
    )
    topic = forms.CharField(
        label="Nội dung", max_length=200, error_messages={"required": "Ghi nội dung sinh hoạt."}
    )
    expected = CountField(
        label="Đoàn viên phải dự", help_text="Điền sẵn: tổng số đoàn viên trừ người đi làm ăn xa."
    )
    present = CountField(label="Đoàn viên dự")
    is_thematic = forms.BooleanField(label="Sinh hoạt chuyên đề, chủ điểm", required=False)

    def given(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in Meeting.__annotations__}
        return {"meeting": cast(Meeting, told), "meeting_id": self.cleaned_data["row_id"]}


class WorkForm(RowForm):
    kind = forms.ChoiceField(
        label="Loại", choices=WorkKind.choices, error_messages={"required": "Chọn loại."}
    )
    title = forms.CharField(
        label="Tên công trình, phần việc", max_length=200, error_messages={"required": "Ghi tên."}
    )
    value = CountField(label="Giá trị (triệu đồng)", decimals=1)
    completed_on = day_field("Hoàn thành ngày", help_text="Để trống nếu chưa xong.")
    accepted_by = forms.CharField(label="Đơn vị nghiệm thu", required=False, max_length=160)

    def given(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in Work.__annotations__}
        return {"work": cast(Work, told), "work_id": self.cleaned_data["row_id"]}


class PictureForm(forms.Form):
    moment = forms.ChoiceField(label="Lúc chụp", choices=Moment.choices)
    upload = forms.FileField(
        label="Ảnh",
        help_text="JPG hoặc PNG; nơi chụp, máy chụp ghi trong ảnh được bỏ đi.",
        validators=[check_upload],
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": "Chọn ảnh."},
    )

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NoForm(forms.Form):
    """Of an act that asks for nothing but its address."""

    def __init__(self, data: Any, **given: Any) -> None:
        super().__init__(data)
        self._given = given

    def given(self) -> dict[str, Any]:
        return self._given


class NoMeetingForm(forms.Form):
    no_meeting = forms.TypedChoiceField(
        choices=[("1", "có"), ("0", "không")], coerce=lambda text: text == "1", widget=forms.HiddenInput
    )

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class HandOverForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    accepts_missing = forms.BooleanField(
        label="Gửi khi còn ô trống: các ô ấy là chưa có số liệu", required=False
    )
    no_meeting = forms.CharField(required=False, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("version", "accepts_missing")}


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="Lý do trả lại", max_length=300, error_messages={"required": "Ghi lý do trả lại."}
    )

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def meeting_values(meeting: BranchMeeting | None, page: EntryPage) -> dict[str, Any]:
    """A meeting to put right, or a new one with those who have to come."""
    if meeting is None:
        return {"expected": written(page.expected)}
    counts = {name: written(getattr(meeting, name)) for name in ("expected", "present")}
    kept = {name: getattr(meeting, name) for name in ("held_on", "mode", "topic", "is_thematic")}
    return {"row_id": meeting.pk, **kept, **counts}


def work_values(work: YouthWork | None) -> dict[str, Any]:
    if work is None:
        return {}
    kept = {name: getattr(work, name) for name in ("kind", "title", "completed_on", "accepted_by")}
    return {"row_id": work.pk, "value": written(work.value), **kept}


def fresh(page: EntryPage, meeting_id: str, work_id: str) -> dict[str, Any]:
    """The forms of the page beside the numbers; with an id, to put that meeting or work right."""
    meetings = page.entry.meetings.all() if page.entry else []
    works = page.entry.works.all() if page.entry else []
    meeting = next((row for row in meetings if str(row.pk) == meeting_id), None)
    work = next((row for row in works if str(row.pk) == work_id), None)
    return {
        "meeting_form": MeetingForm(initial=meeting_values(meeting, page), auto_id="id_meeting_%s"),
        "work_form": WorkForm(initial=work_values(work), auto_id="id_work_%s"),
        "hand_form": HandOverForm(initial={"version": page.version}, auto_id="id_hand_%s"),
        "back_form": SendBackForm(auto_id="id_back_%s"),
        "is_meeting_open": meeting is not None,
        "is_work_open": work is not None,
    }
