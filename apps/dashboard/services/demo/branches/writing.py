"""Writing the drawn branches down in bulk: units and their dated rows, villages, quarters."""

from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.branches.enums import EntryState
from apps.branches.models import (
    BranchMeeting,
    BranchQuarter,
    Coverage,
    MeetingPlace,
    Village,
    YouthWork,
)
from apps.core.vietnamese import sort_key
from apps.dashboard.services.demo.branches.ground import FIRST_DAY, Branch, Ground
from apps.dashboard.services.demo.branches.quarters import Entry
from apps.units.enums import UnitAct
from apps.units.models import Unit, UnitEvent, UnitName, UnitParent, UnitSector
from apps.units.services import rebuild_ancestry

BATCH = 5000


def write_grounds(grounds: list[Ground]) -> None:
    branches = [branch for ground in grounds for branch in ground.branches]
    units = [Unit(kind_id="BRANCH", opened_on=one.opened_on, closed_on=one.closed_on) for one in branches]
    for branch, unit in zip(branches, Unit.objects.bulk_create(units), strict=True):
        branch.unit = unit
    UnitName.objects.bulk_create(
        UnitName(
            unit_id=one.pk,
            name=one.name,
            short_name=one.short_name,
            sort_key=sort_key(one.short_name),
            validity=_life(one),
        )
        for one in branches
    )
    UnitParent.objects.bulk_create(
        UnitParent(unit_id=one.pk, parent_id=one.commune.pk, validity=_life(one)) for one in branches
    )
    UnitSector.objects.bulk_create(
        UnitSector(unit_id=one.pk, sector_id=one.sector, validity=_life(one)) for one in branches
    )
    UnitEvent.objects.bulk_create(event for one in branches for event in _events(one))
    rebuild_ancestry()
    _write_places(grounds, branches)


def _life(branch: Branch) -> DateRange:
    return DateRange(branch.opened_on, branch.closed_on)


def _events(branch: Branch) -> Iterable[UnitEvent]:
    """What changed since the first day has its decision."""
    decided = {"unit_id": branch.pk, "decision_number": "12-QĐ/ĐTN (minh họa)"}
    if branch.opened_on > FIRST_DAY:
        summary = f"Thành lập “{branch.name}”."
        yield UnitEvent(act=UnitAct.FOUND, effective_on=branch.opened_on, summary=summary, **decided)
    if branch.closed_on:
        summary = f"“{branch.name}” kết thúc hoạt động, nhập vào chi đoàn bên cạnh."
        yield UnitEvent(act=UnitAct.CLOSE, effective_on=branch.closed_on, summary=summary, **decided)


def _write_places(grounds: list[Ground], branches: list[Branch]) -> None:
    always = DateRange(FIRST_DAY, None)
    hamlets = [(ground.commune, hamlet) for ground in grounds for hamlet in ground.hamlets]
    villages = [
        Village(
            commune_id=commune.pk, kind=one.kind, name=one.name, sort_key=sort_key(one.name), validity=always
        )
        for commune, one in hamlets
    ]
    for (_, hamlet), row in zip(hamlets, Village.objects.bulk_create(villages), strict=True):
        hamlet.row = row
    Coverage.objects.bulk_create(
        Coverage(village=hamlet.row, branch_id=one.pk, validity=DateRange(since, one.closed_on))
        for one in branches
        for hamlet, since in one.served
    )
    MeetingPlace.objects.bulk_create(
        MeetingPlace(branch_id=one.pk, kind=one.place, description="", validity=_life(one))
        for one in branches
    )


def write_entries(entries: list[Entry]) -> None:
    """Handed over at the end: a quarter that is takes no further row."""
    rows = BranchQuarter.objects.bulk_create((_row(entry) for entry in entries), batch_size=BATCH)
    BranchMeeting.objects.bulk_create(
        (
            BranchMeeting(quarter=row, **vars(meeting))
            for row, entry in zip(rows, entries, strict=True)
            for meeting in entry.meetings
        ),
        batch_size=BATCH,
    )
    YouthWork.objects.bulk_create(
        (
            YouthWork(quarter=row, **vars(work))
            for row, entry in zip(rows, entries, strict=True)
            for work in entry.works
        ),
        batch_size=BATCH,
    )
    handed = [row.pk for row in rows if row.first_handed_over_at]
    BranchQuarter.objects.filter(pk__in=handed).update(state=EntryState.HANDED_OVER)


def _row(entry: Entry) -> BranchQuarter:
    return BranchQuarter(
        branch_id=entry.branch.pk,
        period=entry.period,
        first_handed_over_at=entry.handed_over_at,
        **entry.numbers,
    )
