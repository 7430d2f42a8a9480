"""A commune's or district's own list of branches from Excel: tried for real and rolled back, then all of it or nothing.

A row is a branch, known by commune and name. What a cell leaves empty stays as it is; what already is so is no
change, so that the same file a second time changes nothing. Raises NotAllowed or ValidationError.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.branches.enums import BRANCH_KINDS, COMMUNE_KIND, PlaceKind, VillageKind
from apps.branches.models import BranchQuarter, Coverage, MeetingPlace, Village
from apps.branches.permissions import KEEP
from apps.branches.queries import FIELDS, label_of
from apps.branches.queries.sheets import PLACE_HEADS
from apps.branches.services.entry import save_numbers
from apps.branches.services.places import set_coverage, set_meeting_place, set_sector
from apps.branches.services.register import found_branch
from apps.branches.services.units import unit_for
from apps.branches.services.villages import add_village
from apps.core.exceptions import NotAllowed, Stale
from apps.core.trials import SAME, BadCell, Finding, Trial
from apps.core.vietnamese import fold, parse_number
from apps.directives.models import Period
from apps.files.services import read_listing
from apps.units.models import Sector, Unit

MOST_ROWS = 300
COMMUNE, NAME, SECTOR, VILLAGES, PLACE, PLACE_AT = PLACE_HEADS
NO_HEAD = f"Không thấy dòng tiêu đề có cột “{NAME}”: dùng tệp mẫu hoặc tệp đã xuất từ đây."
FOUND, CHANGED = "lập mới", "cập nhật"
Row = dict[str, str]
_KNOWN = {fold(head): head for head in (*PLACE_HEADS, *(label_of(name) for name in FIELDS))}


@dataclass(frozen=True)
class Order:
    """Who brings the list in for which unit, from which day on which decision; `period`: of the numbers."""

    actor: User
    unit_id: int
    effective_on: date
    decision_number: str
    decision_on: date | None
    period: Period | None
    now: datetime
    today: date


def read_list(workbook: IO[bytes]) -> list[Row]:
    """{head: text} of every row below the head, with its row number under ""."""
    listing = read_listing(workbook, _is_head)
    if listing is None:
        raise ValidationError(NO_HEAD)
    heads = [_KNOWN.get(fold(text), "") for text in listing.heads]
    rows = [row for number, texts in listing.rows if (row := _row(heads, number, texts))]
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"Mỗi lần nhập tối đa {MOST_ROWS} chi đoàn: chia thành nhiều tệp.")
    if not rows:
        raise ValidationError("Danh sách không có chi đoàn nào.")
    return rows


def try_list(order: Order, rows: Sequence[Row]) -> Trial:
    """What the list would do. Everything really happens, then it is rolled back."""
    with transaction.atomic():
        trial = _bring_in(order, rows)
        transaction.set_rollback(True)
    return trial


@transaction.atomic
def import_list(order: Order, rows: Sequence[Row]) -> Trial:
    """All of it or nothing; ValidationError when the register has changed so that a row no longer stands."""
    trial = _bring_in(order, rows)
    if trial.findings:
        raise ValidationError("Sổ đã thay đổi từ lúc kiểm tra: tải tệp lên lại để xem.")
    unit = Unit.objects.get(pk=order.unit_id)
    change = {"found": trial.count(FOUND), "changed": trial.count(CHANGED)}
    record(actor=order.actor, act="branches.import_list", subject=unit, chain=unit.pk, change=change)
    return trial


def _bring_in(order: Order, rows: Sequence[Row]) -> Trial:
    unit_for(order.actor, KEEP, order.unit_id, order.today)
    trial, communes, seen = Trial(), _communes(order), set()
    for row in rows:
        number = int(row[""])
        try:
            commune = _commune(row, communes)
            key = (commune.pk, fold(row.get(NAME, "")))
            if key in seen:
                raise BadCell("Trùng dòng", NAME, "Chi đoàn này đã có ở một dòng trên.")
            seen.add(key)
            with transaction.atomic():
                trial.outcomes.append((number, row.get(NAME, ""), _bring_in_row(order, commune, row)))
        except BadCell as bad:
            trial.findings.append(bad.in_row(number))
        except (ValidationError, NotAllowed, Stale) as refused:
            reasons = getattr(refused, "messages", None) or [str(refused)]
            trial.findings.append(Finding("Chưa ghi được", number, NAME, " ".join(reasons)))
    return trial


def _bring_in_row(order: Order, commune: Unit, row: Row) -> str:
    name = row.get(NAME, "")
    if not name:
        raise BadCell("Thiếu", NAME, "Ghi tên chi đoàn.")
    sector, kind = _sector(row), _kind(row)
    villages = _villages(order, commune, row)
    branch = _branches(commune, order).get(fold(name))
    if branch is None:
        branch = _found(order, commune, row, sector, kind, villages or [])
        _put_numbers(order, branch, row)
        return FOUND
    changed = _update(order, branch, sector, kind, row.get(PLACE_AT, ""), villages)
    changed |= _put_numbers(order, branch, row)
    return CHANGED if changed else SAME


def _found(
    order: Order, commune: Unit, row: Row, sector: Sector | None, kind: str, villages: Sequence[Village]
) -> Unit:
    if sector is None:
        raise BadCell("Thiếu", SECTOR, "Chi đoàn mới phải có khối.")
    return found_branch(
        commune_id=commune.pk, name=row[NAME], sector=sector, village_ids=[one.pk for one in villages],
        place_kind=kind, place_description=row.get(PLACE_AT, ""), actor=order.actor, today=order.today,
        decision_number=order.decision_number, decision_on=order.decision_on, effective_on=order.effective_on,
    ).unit  # fmt: skip


def _update(
    order: Order, branch: Unit, sector: Sector | None, kind: str, at: str, villages: Sequence[Village] | None
) -> bool:
    """Only what differs on the day of the list begins anew."""
    day = order.effective_on
    who: dict[str, Any] = {
        "actor": order.actor, "branch_id": branch.pk, "starts_on": day, "today": order.today,
    }  # fmt: skip
    changed = False
    if sector and not branch.sectors.filter(validity__contains=day, sector=sector).exists():
        set_sector(sector=sector, **who)
        changed = True
    place = MeetingPlace.objects.filter(branch=branch, validity__contains=day).first()
    if kind and (place is None or (place.kind, place.description) != (kind, at)):
        set_meeting_place(kind=kind, description=at, **who)
        changed = True
    served = set(
        Coverage.objects.filter(branch=branch, validity__contains=day).values_list("village_id", flat=True)
    )
    if villages is not None and {one.pk for one in villages} != served:
        set_coverage(village_ids=[one.pk for one in villages], **who)
        changed = True
    return changed


def _put_numbers(order: Order, branch: Unit, row: Row) -> bool:
    """The numbers of the order's quarter that differ from those that stand; an empty cell says nothing."""
    told = {name: _number(row[label_of(name)], name) for name in FIELDS if row.get(label_of(name))}
    if not told or order.period is None:
        return False
    entry = BranchQuarter.objects.filter(branch=branch, period=order.period).first()
    numbers = {name: value for name, value in told.items() if entry is None or getattr(entry, name) != value}
    if not numbers:
        return False
    save_numbers(
        numbers=numbers, shown={}, version=entry.version if entry else 1, actor=order.actor,
        branch_id=branch.pk, period_id=order.period.pk, now=order.now, today=order.today,
    )  # fmt: skip
    return True


def _communes(order: Order) -> dict[str, Unit]:
    found = Unit.objects.under(order.unit_id, order.effective_on).open_on(order.effective_on)
    named = found.filter(kind_id=COMMUNE_KIND).named(order.effective_on)
    return {fold(str(unit)): unit for unit in named}


def _commune(row: Row, communes: Mapping[str, Unit]) -> Unit:
    text = row.get(COMMUNE, "")
    if not text and len(communes) == 1:
        return next(iter(communes.values()))
    if fold(text) not in communes:
        said = f"Không có Đoàn cơ sở “{text}” trong đơn vị này." if text else "Ghi tên Đoàn cơ sở."
        raise BadCell("Không nhận ra" if text else "Thiếu", COMMUNE, said)
    return communes[fold(text)]


def _branches(commune: Unit, order: Order) -> dict[str, Unit]:
    found = Unit.objects.children_of(commune.pk, order.effective_on).filter(kind_id__in=BRANCH_KINDS)
    return {fold(str(unit)): unit for unit in found.named(order.effective_on)}


def _sector(row: Row) -> Sector | None:
    text = row.get(SECTOR, "")
    known = {fold(one.name): one for one in Sector.objects.all()}
    if text and fold(text) not in known:
        raise BadCell("Không nhận ra", SECTOR, f"Khối ghi một trong: {', '.join(map(str, known.values()))}.")
    return known.get(fold(text))


def _kind(row: Row) -> str:
    text = row.get(PLACE, "")
    known = {fold(str(one.label)): one for one in PlaceKind}
    if text and fold(text) not in known:
        labels = ", ".join(str(one.label) for one in PlaceKind)
        raise BadCell("Không nhận ra", PLACE, f"Nơi sinh hoạt ghi một trong: {labels}.")
    return str(known[fold(text)]) if text else ""


def _villages(order: Order, commune: Unit, row: Row) -> list[Village] | None:
    """Those of the cell, separated by semicolons; one that the commune has not yet is added. None: nothing is said."""
    names = [" ".join(part.split()) for part in row.get(VILLAGES, "").split(";") if part.strip()]
    if not names:
        return None
    there = Village.objects.there_on(order.effective_on).filter(commune=commune)
    known = {fold(village.name): village for village in there}
    return [known.get(fold(name)) or _add(order, commune, name) for name in names]


def _add(order: Order, commune: Unit, name: str) -> Village:
    is_street = fold(name).startswith(("to dan pho", "tdp", "to "))
    return add_village(
        actor=order.actor,
        commune_id=commune.pk,
        kind=VillageKind.STREET_GROUP if is_street else VillageKind.VILLAGE,
        name=name,
        starts_on=order.effective_on,
        today=order.today,
    )


def _number(text: str, name: str) -> Any:
    try:
        if name == "has_books":
            return {"co": True, "chua": False}[fold(text)]
        return parse_number(text, 1) if name == "resources" else int(parse_number(text, 0))
    except KeyError:
        raise BadCell("Không nhận ra", label_of(name), "Ghi “có” hoặc “chưa”.") from None
    except ValueError as wrong:
        raise BadCell("Không phải số", label_of(name), str(wrong)) from None


def _is_head(texts: Sequence[str]) -> bool:
    """A row that names branches and something of them."""
    heads = {_KNOWN[fold(text)] for text in texts if fold(text) in _KNOWN}
    return NAME in heads and len(heads) > 1


def _row(heads: Sequence[str], number: int, texts: Sequence[str]) -> Row | None:
    told = zip(heads, texts, strict=False)  # cells beyond the heads belong to no column
    row = {head: text for head, text in told if head and text not in {"", "—"}}
    return {**row, "": str(number)} if NAME in row or len(row) > 1 else None
