"""Acts on models worth copying: nominated with pictures, judged by the province, adopted by other units, withdrawn.

Each: permission, lock, change, audit (names of fields alone). Raises NotAllowed, ValidationError (what the gate of
`files` refuses stands beside `pictures`) or Stale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.branches.enums import PRACTICE_STEPS, PracticeAct, PracticeState
from apps.branches.models import Adoption, Practice, PracticePicture, PracticeStep
from apps.branches.permissions import NOMINATE, RECOMMEND, check_unit
from apps.core.constraints import refused_in_words
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc
from apps.core.workflow import advance
from apps.files.enums import FileKind
from apps.files.services import store
from apps.units.models import Sector, Unit
from apps.units.permissions import Act
from apps.units.queries import nearest_day

PICTURES = (FileKind.PNG, FileKind.JPEG)
MOST_PICTURES = 8
STALE = "Người khác vừa sửa mô hình này; điều đồng chí đã ghi vẫn còn bên dưới."
STANDS = "Mô hình đã được đề nghị nhân rộng hoặc thôi giới thiệu thì không sửa nữa."
NO_STEP = "Mô hình đang ở trạng thái khác, không làm được việc này; mời đồng chí xem lại trang."
OWN = "Đơn vị giới thiệu mô hình đã làm mô hình ấy, không ghi là áp dụng."
NOT_OFFERED = "Mô hình này không còn được giới thiệu, không ghi thêm nơi áp dụng."
BESIDE = {"branches_practice_described": "method", "branches_practice_declined_with_reason": "note"}
BESIDE_ADOPTION = {"branches_adoption_once": "unit_id", "branches_adoption_ends_after_start": "ended_on"}


class Description(TypedDict):
    """What a model is, in words of its unit."""

    title: str
    sector: Sector | None
    problem: str
    method: str
    outcome: str
    started_on: date


@dataclass(frozen=True)
class Album:
    """Pictures as they were handed in, and when; one caption for all of them."""

    uploads: Sequence[UploadedFile]
    at: datetime
    caption: str = ""


@transaction.atomic
def nominate(*, actor: User, unit_id: int, description: Description, album: Album, today: date) -> Practice:
    """By the unit that does it, or by whoever keeps that unit."""
    unit = _asked(NOMINATE, actor, unit_id, today)
    practice = Practice(unit=unit, nominated_by=actor)
    change = _describe(practice, description, today)
    _save(practice)
    change |= _keep(practice, actor, album)
    record(actor=actor, act="branches.nominate", subject=practice, chain=unit.pk, change=change)
    return practice


@transaction.atomic
def edit_practice(
    *, actor: User, practice_id: int, version: int, description: Description, today: date
) -> Practice:
    """While it is nominated; one that was declined is nominated again by being changed."""
    practice = _locked(NOMINATE, actor, practice_id, today)
    if practice.state not in (PracticeState.NOMINATED, PracticeState.DECLINED):
        raise ValidationError(STANDS)
    if practice.version != version:
        raise Stale(STALE)
    if change := _describe(practice, description, today):
        if practice.state == PracticeState.DECLINED:
            _step(practice, PracticeAct.NOMINATE_AGAIN, actor)
            practice.note = ""
        practice.version += 1
        _save(practice)
        record(
            actor=actor, act="branches.edit_practice", subject=practice, chain=practice.unit_id, change=change
        )
    return practice


@transaction.atomic
def judge_practice(
    *, actor: User, practice_id: int, version: int, is_recommended: bool, note: str, today: date
) -> Practice:
    """The province recommends it to all, or says why not yet."""
    practice = _locked(RECOMMEND, actor, practice_id, today)
    if practice.version != version:
        raise Stale(STALE)
    practice.note = nfc(note)
    _step(practice, PracticeAct.RECOMMEND if is_recommended else PracticeAct.DECLINE, actor, practice.note)
    practice.version += 1
    _save(practice)
    change = {"state": practice.state, "note": practice.note}
    record(
        actor=actor, act="branches.judge_practice", subject=practice, chain=practice.unit_id, change=change
    )
    return practice


@transaction.atomic
def withdraw_practice(*, actor: User, practice_id: int, today: date) -> Practice:
    """Shown to its own line of units alone from then on; who adopted it goes on."""
    practice = _locked(NOMINATE, actor, practice_id, today)
    _step(practice, PracticeAct.WITHDRAW, actor)
    practice.version += 1
    _save(practice)
    change = {"state": practice.state}
    record(
        actor=actor, act="branches.withdraw_practice", subject=practice, chain=practice.unit_id, change=change
    )
    return practice


@transaction.atomic
def add_practice_pictures(*, actor: User, practice_id: int, album: Album, today: date) -> Practice:
    practice = _locked(NOMINATE, actor, practice_id, today)
    if not album.uploads:
        raise ValidationError({"pictures": "Chọn ảnh."})
    change = _keep(practice, actor, album)
    record(
        actor=actor,
        act="branches.add_practice_pictures",
        subject=practice,
        chain=practice.unit_id,
        change=change,
    )
    return practice


@transaction.atomic
def withdraw_practice_picture(*, actor: User, picture_id: int, today: date, now: datetime) -> PracticePicture:
    """Shown no more; the row stays."""
    picture = PracticePicture.objects.get(pk=picture_id)
    practice = _locked(NOMINATE, actor, picture.practice_id, today)
    picture = PracticePicture.objects.select_for_update().get(pk=picture_id)
    if picture.withdrawn_at:
        raise ValidationError("Ảnh này đã được gỡ.")
    picture.withdrawn_at = now
    picture.save(update_fields=["withdrawn_at"])
    change = {"withdrawn_at": now}
    record(
        actor=actor,
        act="branches.withdraw_practice_picture",
        subject=picture,
        chain=practice.unit_id,
        change=change,
    )
    return picture


@transaction.atomic
def adopt(
    *, actor: User, practice_id: int, unit_id: int, adopted_on: date, outcome: str, today: date
) -> Adoption:
    """By another unit than the nominating one, once. Whether the actor sees the model was asked at the door."""
    unit = _asked(NOMINATE, actor, unit_id, today)
    practice = Practice.objects.select_for_update().get(pk=practice_id)
    if practice.unit_id == unit.pk:
        raise ValidationError({"unit_id": OWN})
    if practice.state not in (PracticeState.NOMINATED, PracticeState.RECOMMENDED):
        raise ValidationError(NOT_OFFERED)
    adoption = Adoption(practice=practice, unit=unit, recorded_by=actor)
    change = _put(adoption, {"adopted_on": adopted_on, "ended_on": None, "outcome": nfc(outcome)}, today)
    change |= {"unit": unit.pk}
    record(actor=actor, act="branches.adopt", subject=adoption, chain=unit.pk, change=change)
    return adoption


@transaction.atomic
def update_adoption(
    *,
    actor: User,
    adoption_id: int,
    version: int,
    adopted_on: date,
    ended_on: date | None,
    outcome: str,
    today: date,
) -> Adoption:
    """How it went, from when, and whether it was given up; nothing changed: nothing written."""
    adoption = Adoption.objects.select_for_update().get(pk=adoption_id)
    _asked(NOMINATE, actor, adoption.unit_id, today)
    if adoption.version != version:
        raise Stale(STALE)
    given = {"adopted_on": adopted_on, "ended_on": ended_on, "outcome": nfc(outcome)}
    if change := _put(adoption, given, today):
        record(
            actor=actor,
            act="branches.update_adoption",
            subject=adoption,
            chain=adoption.unit_id,
            change=change,
        )
    return adoption


def _asked(act: Act, actor: User, unit_id: int, today: date) -> Unit:
    """The unit, when the actor may do this with it. Open today: only such units do something new."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise ValidationError({"unit_id": "Không có đơn vị này; chọn lại trong danh sách."})
    unit = Unit.objects.with_lineage(nearest_day(unit, today)).get(pk=unit_id)
    check_unit(act, actor, unit)
    return unit


def _locked(act: Act, actor: User, practice_id: int, today: date) -> Practice:
    practice = Practice.objects.select_for_update().get(pk=practice_id)
    _asked(act, actor, practice.unit_id, today)
    return practice


def _describe(practice: Practice, description: Description, today: date) -> dict[str, Any]:
    """Sets what differs and returns it by field name."""
    if description["started_on"] > today:
        raise ValidationError({"started_on": "Ngày bắt đầu không thể sau hôm nay."})
    given = {name: nfc(value) if isinstance(value, str) else value for name, value in description.items()}
    return _set(practice, given)


def _set(row: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in given.items() if row.pk is None or getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


def _step(practice: Practice, act: PracticeAct, actor: User, note: str = "") -> None:
    step = advance(PRACTICE_STEPS, state=practice.state, act=act, refusal=NO_STEP)
    practice.state = step.next_state
    PracticeStep.objects.create(practice=practice, act=act, note=note, by=actor)


def _save(practice: Practice) -> None:
    practice.full_clean(exclude={"unit", "sector", "nominated_by"}, validate_constraints=False)
    with refused_in_words(Practice, BESIDE):
        practice.save()


def _keep(practice: Practice, actor: User, album: Album) -> dict[str, Any]:
    """The pictures with the act, or neither: rolled back, no file stays."""
    shown = practice.pictures.filter(withdrawn_at=None).count()
    if shown + len(album.uploads) > MOST_PICTURES:
        raise ValidationError(
            {"pictures": f"Mỗi mô hình nhiều nhất {MOST_PICTURES} ảnh; đang có {shown} ảnh."}
        )
    kept = []
    for upload in album.uploads:
        try:
            file = store(user=actor, upload=upload, now=album.at)
        except ValidationError as refused:
            raise ValidationError({"pictures": refused.messages}) from None
        if file.kind not in PICTURES:
            raise ValidationError({"pictures": "Chỉ nhận ảnh PNG, JPG."})
        PracticePicture.objects.create(practice=practice, file=file, caption=nfc(album.caption))
        kept.append(file.sha256)
    return {"pictures": kept} if kept else {}


def _put(adoption: Adoption, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Saves what differs and returns it by field name."""
    for name in ("adopted_on", "ended_on"):
        if given[name] and given[name] > today:
            raise ValidationError({name: "Ngày này không thể sau hôm nay."})
    if changed := _set(adoption, given):
        adoption.version += adoption.pk is not None
        adoption.full_clean(exclude={"practice", "unit", "recorded_by"}, validate_constraints=False)
        with refused_in_words(Adoption, BESIDE_ADOPTION):
            adoption.save()
    return changed
