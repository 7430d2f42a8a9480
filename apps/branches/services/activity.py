"""What a branch did in a quarter: its meetings, its works with their pictures. Sent twice, it stands there once.

Raises NotAllowed, ValidationError (a day outside the quarter, more people than had to come, what the gate of `files`
refuses) or Stale (the quarter was handed over).
"""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.branches.models import BranchMeeting, BranchQuarter, WorkPicture, YouthWork
from apps.branches.services.quarters import Entry, log, open_quarter, touch, within
from apps.core.constraints import refused_in_words
from apps.core.vietnamese import nfc
from apps.files.enums import FileKind
from apps.files.services import store

MOST_PICTURES = 6
PICTURES = {FileKind.PNG, FileKind.JPEG}
SHOWN_AT = {"branches_meeting_present_within": "present", "branches_work_accepted_when_done": "completed_on"}
GONE = "Dòng này không còn trong quý."


class Meeting(TypedDict):
    held_on: date
    mode: str
    topic: str
    is_thematic: bool
    expected: int | None
    present: int | None


class Work(TypedDict):
    kind: str
    title: str
    value: Decimal | None
    completed_on: date | None
    accepted_by: str


@transaction.atomic
def save_meeting(*, meeting: Meeting, meeting_id: int | None = None, **entry: Unpack[Entry]) -> BranchMeeting:
    """A new meeting, or the one of that id as it is told now; the very same one again is the one that stands."""
    quarter = open_quarter(entry)
    within(quarter.period, meeting["held_on"], "held_on", entry["today"])
    if quarter.no_meeting:
        raise ValidationError("Đã xác nhận quý này không sinh hoạt: bỏ xác nhận ấy trước.")
    return _save(
        BranchMeeting,
        entry,
        quarter,
        meeting_id,
        "save_meeting",
        {**meeting, "topic": _clean(meeting["topic"])},
    )


@transaction.atomic
def remove_meeting(*, meeting_id: int, **entry: Unpack[Entry]) -> None:
    quarter = open_quarter(entry)
    _remove(entry, quarter, quarter.meetings.filter(pk=meeting_id), "remove_meeting")


@transaction.atomic
def save_work(*, work: Work, work_id: int | None = None, **entry: Unpack[Entry]) -> YouthWork:
    """A new công trình or phần việc, or the one of that id as it is told now."""
    quarter = open_quarter(entry)
    within(quarter.period, work["completed_on"], "completed_on", entry["today"])
    told = {**work, "title": _clean(work["title"]), "accepted_by": _clean(work["accepted_by"])}
    return _save(YouthWork, entry, quarter, work_id, "save_work", told)


@transaction.atomic
def remove_work(*, work_id: int, **entry: Unpack[Entry]) -> None:
    """A work of which there are pictures stays."""
    quarter = open_quarter(entry)
    if WorkPicture.objects.filter(work_id=work_id, work__quarter=quarter).exists():
        raise ValidationError("Đã có ảnh của công trình, phần việc này: sửa lại nội dung thay vì bỏ.")
    _remove(entry, quarter, quarter.works.filter(pk=work_id), "remove_work")


@transaction.atomic
def add_picture(*, work_id: int, moment: str, upload: UploadedFile, **entry: Unpack[Entry]) -> WorkPicture:
    """A picture of the work before or after, encoded anew; the same picture again is the one that stands."""
    quarter = open_quarter(entry)
    work = quarter.works.filter(pk=work_id).first()
    if work is None:
        raise ValidationError(GONE)
    shown = work.pictures.filter(withdrawn_at=None)
    if shown.count() >= MOST_PICTURES:
        raise ValidationError({"upload": f"Mỗi công trình, phần việc có tối đa {MOST_PICTURES} ảnh."})
    file = store(user=entry["actor"], upload=upload, now=entry["now"])
    if file.kind not in PICTURES:
        raise ValidationError({"upload": "Chỉ nhận ảnh JPG hoặc PNG."})
    if twin := shown.filter(file__sha256=file.sha256, moment=moment).first():
        transaction.set_rollback(True)
        return twin
    picture = WorkPicture.objects.create(work=work, file=file, moment=moment)
    touch(entry, quarter)
    log(entry, "add_picture", picture, {"moment": moment, "file": file.sha256})
    return picture


@transaction.atomic
def withdraw_picture(*, picture_id: int, **entry: Unpack[Entry]) -> None:
    """The picture is shown no more; that it was there stays."""
    quarter = open_quarter(entry)
    found = WorkPicture.objects.filter(pk=picture_id, work__quarter=quarter, withdrawn_at=None)
    if picture := found.first():
        found.update(withdrawn_at=entry["now"])
        log(entry, "withdraw_picture", picture, {"withdrawn_at": entry["now"]})


def _save(
    model: Any, entry: Entry, quarter: BranchQuarter, row_id: int | None, act: str, told: dict[str, Any]
) -> Any:
    rows = model.objects.filter(quarter=quarter)
    row = rows.filter(pk=row_id).first() if row_id else rows.filter(**told).first() or model(quarter=quarter)
    if row is None:
        raise ValidationError(GONE)
    changed = {name: value for name, value in told.items() if row.pk is None or getattr(row, name) != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.full_clean(exclude={"quarter"}, validate_constraints=False)
    with refused_in_words(model, SHOWN_AT):
        row.save()
    touch(entry, quarter)
    log(entry, act, row, changed)
    return row


def _remove(entry: Entry, quarter: BranchQuarter, rows: Any, act: str) -> None:
    """Gone already, it is gone."""
    if row := rows.first():
        rows.delete()
        touch(entry, quarter)
        log(entry, act, row, {"removed": row.pk})


def _clean(text: str) -> str:
    return " ".join(nfc(text).split())
