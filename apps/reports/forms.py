"""What the pages of a report post: rows of figures, the submission as it was seen, reasons of a return, more time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from apps.reports.services import Note, Typed

NUMBER, ABSENT, KEPT, DISPUTED, PUT, DROP = "so-", "vang-", "giu-", "khac-", "ghi-", "bo-"
SEEN = "cu-"
REASON = "ly-do-"


def whole(text: str | None) -> int | None:
    """A whole number out of a query or a hidden field; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


@dataclass(frozen=True)
class RowPost:
    """One posted row: version of the row on the page, block, whether it stood alone, and the boxes by code.

    `seen`: what stood in the boxes that were typed without network.
    """

    version: int
    block: int | None
    is_single: bool
    cells: dict[str, Typed]
    seen: dict[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """The numbers as typed, to be shown again when the row was not saved."""
        return {code: typed.text for code, typed in self.cells.items() if typed.text is not None}


def row_post(data: QueryDict) -> RowPost:
    """`so-CODE` a number, `vang-CODE` why there is none, `giu-CODE` why it stays, `ghi-CODE` a number to put.

    `khac-CODE` why it is not the register's; `bo-CODE` empties a box. `kc=CODE`, `gl=CODE` and `lk=CODE` say that
    the reason was asked for, though it is empty.
    `cu-CODE` what stood in the box when it was typed without network.
    `ghi-de` carries the version that the person chose to write over.
    """
    version = whole(data.get("ghi-de")) or whole(data.get("phien-ban")) or 0
    codes = dict.fromkeys(_codes(data))
    return RowPost(
        version=version,
        block=whole(data.get("phan")),
        is_single=data.get("kieu") == "dong",
        cells={code: _typed(data, code) for code in codes},
        seen={name.removeprefix(SEEN): str(data[name]) for name in data if name.startswith(SEEN)},
    )


def _codes(data: QueryDict) -> Iterator[str]:
    for name in data:
        for prefix in (NUMBER, ABSENT, KEPT, DISPUTED, PUT, DROP):
            if name.startswith(prefix) and name != "ghi-de":
                yield name.removeprefix(prefix)


def _typed(data: QueryDict, code: str) -> Typed:
    if DROP + code in data:
        return Typed(text="")
    absent, asked = data.get(ABSENT + code), data.get("kc") == code
    return Typed(
        text=data.get(PUT + code, data.get(NUMBER + code)),
        absent=absent if absent or asked else None,
        kept=data.get(KEPT + code) or (None if data.get("gl") != code else ""),
        dispute=data.get(DISPUTED + code) or (None if data.get("lk") != code else ""),
    )


def seen_of(data: QueryDict) -> dict[str, str]:
    """What stood on the page that was submitted: rows and texts by field name."""
    return {name: str(data[name]).replace("\r\n", "\n") for name in data if name.startswith("thay-")}


def key_of(data: QueryDict) -> UUID | None:
    """The idempotency key of the page; None when somebody tampered with it."""
    try:
        return UUID(data.get("khoa", ""))
    except ValueError:
        return None


def notes_of(data: QueryDict) -> list[Note]:
    """The reasons of a return: `ly-do-<unit>-<code>` (a figure), `ly-do-loi-<item>` (a text); empty ones left out."""
    found = {name: str(data[name]) for name in data if name.startswith(REASON)}
    return [note for name, reason in found.items() if reason.strip() for note in _note(name, reason)]


def _note(name: str, reason: str) -> Iterator[Note]:
    place, _, code = name.removeprefix(REASON).partition("-")
    if place == "loi":
        yield Note(reason, item_id=whole(code))
    else:
        yield Note(reason, unit_id=whole(place), code=code)


class RowReasonForm(forms.Form):
    """Why a row is taken over, or given back; the commune reads it."""

    reason = forms.CharField(
        label="Lý do",
        help_text="Xã đọc được lý do này trên trang của dòng.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Đồng chí nêu lý do; xã đọc được lý do này."},
    )


class ExtensionForm(forms.Form):
    """A later deadline and its reason; whether it is late enough is judged by the service."""

    day = forms.DateField(
        label="Đến ngày",
        widget=forms.DateInput(attrs={"placeholder": "23/11/2021", "autocomplete": "off"}),
        error_messages={"required": "Đồng chí ghi ngày của hạn mới.", "invalid": "Ghi ngày như 23/11/2021."},
    )
    time = forms.TimeField(
        label="Lúc",
        initial=time(17),
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "17:00", "autocomplete": "off"}),
        error_messages={"required": "Đồng chí ghi giờ của hạn mới.", "invalid": "Ghi giờ như 17:00."},
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Đồng chí nêu lý do gia hạn."},
    )

    @property
    def due_at(self) -> datetime:
        """The new deadline, in local time."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))

    def add_refusals(self, refusals: ValidationError) -> None:
        """Shows the service's refusals beside their fields."""
        for name, messages in refusals.message_dict.items():
            self.add_error("day" if name == "due_at" else name, messages)
