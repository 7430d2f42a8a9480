"""Small registers drawn by chance: gaps, drafts, moves and closings in every place where a figure could go wrong."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.enums import MeetingMode, PlaceKind, VillageKind, WorkKind
from apps.branches.models import (
    COUNTS,
    Adoption,
    BranchMeeting,
    BranchQuarter,
    Coverage,
    MeetingPlace,
    Practice,
    Village,
    YouthWork,
)
from apps.cadres.enums import Ending, Engagement, Origin, TrainingKind
from apps.cadres.models import Appointment, Cadre, Training, TrainingParticipant
from apps.directives.models import Period
from apps.units.models import Unit, UnitName, UnitParent, UnitSector
from apps.units.services import rebuild_ancestry

FIRST = date(2020, 7, 1)


def some_day(rng: Random, first: date = FIRST, days: int = 500) -> date:
    return first + timedelta(days=rng.randrange(days))


def draw_register(rng: Random, communes: list[Unit], officer: User) -> None:
    """Branches of every sector below the communes; some move, close, or were never entered."""
    branches = [_branch(rng, communes, number) for number in range(rng.randint(6, 14))]
    rebuild_ancestry()
    for commune in communes:
        _villages(rng, commune, branches)
    known: list[Cadre] = []
    periods = list(Period.objects.filter(kind="quarter", year__in=[2020, 2021]))
    for branch in branches:
        _secretary(rng, branch, known)
        if rng.random() < 0.9:
            kind = rng.choice(PlaceKind.values)
            MeetingPlace.objects.create(branch=branch, kind=kind, validity=DateRange(FIRST, None))
        for period in periods:
            if rng.random() < 0.93:
                _quarter(rng, branch, period)
    if rng.random() < 0.7:
        _practices(rng, [*communes, *branches], officer)


def _branch(rng: Random, communes: list[Unit], number: int) -> Unit:
    opened_on = FIRST if rng.random() < 0.6 else some_day(rng)
    closed_on = opened_on + timedelta(days=rng.randint(20, 400)) if rng.random() < 0.25 else None
    branch = Unit.objects.create(kind_id="BRANCH", opened_on=opened_on, closed_on=closed_on)
    name = f"Chi đoàn {number}"
    UnitName.objects.create(
        unit=branch, name=name, short_name=name, sort_key=name, validity=DateRange(opened_on, closed_on)
    )
    for span, parent in _spans(rng, opened_on, closed_on, communes):
        UnitParent.objects.create(unit=branch, parent=parent, validity=span)
    for span, sector in _spans(rng, opened_on, closed_on, ["RURAL", "URBAN", "RURAL", "SCHOOL"]):
        if rng.random() < 0.97:
            UnitSector.objects.create(unit=branch, sector_id=sector, validity=span)
    return branch


def _spans(rng: Random, first: date, last: date | None, choices: list[Any]) -> list[tuple[DateRange, Any]]:
    """One value for life, or another from a day on."""
    change = first + timedelta(days=rng.randint(1, 300))
    if rng.random() < 0.8 or (last and change >= last):
        return [(DateRange(first, last), rng.choice(choices))]
    return [(DateRange(first, change), rng.choice(choices)), (DateRange(change, last), rng.choice(choices))]


def _villages(rng: Random, commune: Unit, branches: list[Unit]) -> None:
    for number in range(rng.randint(0, 4)):
        end = some_day(rng, date(2021, 1, 1), 300) if rng.random() < 0.2 else None
        village = Village.objects.create(
            commune=commune, kind=VillageKind.VILLAGE, name=f"Thôn {number}", sort_key=str(number),
            validity=DateRange(FIRST, end),
        )  # fmt: skip
        if rng.random() < 0.7:
            span = DateRange(some_day(rng, FIRST, 200), end)
            if span.upper is None or span.lower < span.upper:
                Coverage.objects.create(village=village, branch=rng.choice(branches), validity=span)


def _secretary(rng: Random, branch: Unit, known: list[Cadre]) -> None:
    """Now and then somebody heads two branches."""
    since = branch.opened_on + timedelta(days=rng.randint(0, 200))
    until = since + timedelta(days=rng.randint(10, 300)) if rng.random() < 0.4 else None
    for span in (DateRange(since, until), DateRange(until, None) if until and rng.random() < 0.5 else None):
        if span is None or rng.random() < 0.15:
            continue
        new = Cadre(full_name="Nguyễn Văn Thử", sort_key="t", unit=branch)
        cadre = rng.choice(known) if known and rng.random() < 0.3 else new
        if cadre is new:
            cadre.save()
            known.append(cadre)
        position = rng.choice(["SECRETARY", "SECRETARY", "COMMITTEE_MEMBER"])
        Appointment.objects.create(
            cadre=cadre, unit=branch, position_id=position,
            validity=span, engagement=Engagement.VOLUNTARY, origin=rng.choice(Origin.values),
            is_main=cadre is new,
            seat="SECRETARY" if position == "SECRETARY" else "", ending=Ending.LEFT if span.upper else "",
        )  # fmt: skip
        if rng.random() < 0.6:
            starts_on = some_day(rng)
            course = Training.objects.create(
                title="Lớp",
                kind=TrainingKind.SKILLS,
                organiser=branch,
                starts_on=starts_on,
                ends_on=starts_on,
            )
            TrainingParticipant.objects.create(training=course, cadre=cadre, unit=branch)


def _quarter(rng: Random, branch: Unit, period: Period) -> None:
    members = rng.randint(4, 30)
    numbers: dict[str, Any] = {name: rng.randint(0, 5) for name in COUNTS}
    numbers |= {
        "members": members,
        "youth": members + rng.randint(0, 20),
        "members_verified": rng.randint(0, 4),
    }
    numbers |= {"resources": rng.randint(0, 30), "has_books": rng.random() < 0.7}
    if rng.random() < 0.1:
        numbers[rng.choice(list(numbers))] = None
    is_handed = rng.random() < 0.93
    row = BranchQuarter.objects.create(
        branch=branch, period=period,
        first_handed_over_at=timezone.make_aware(datetime(2021, 1, 4)) if is_handed else None, **numbers,
    )  # fmt: skip
    for _ in range(rng.randint(0, 5)):
        expected = rng.randint(3, 20) if rng.random() < 0.98 else None
        BranchMeeting.objects.create(
            quarter=row, held_on=period.start_on, mode=rng.choice(MeetingMode.values), topic="Họp",
            is_thematic=rng.random() < 0.4, expected=expected,
            present=rng.randint(0, 3) if rng.random() < 0.98 else None,
        )  # fmt: skip
    for _ in range(rng.randint(0, 2)):
        done = period.start_on if rng.random() < 0.7 else None
        YouthWork.objects.create(
            quarter=row, kind=rng.choice(WorkKind.values), title="Việc", completed_on=done,
            accepted_by="MTTQ" if done and rng.random() < 0.6 else "",
        )  # fmt: skip
    if is_handed:
        BranchQuarter.objects.filter(pk=row.pk).update(state="handed")


def _practices(rng: Random, units: list[Unit], officer: User) -> None:
    for number in range(3):
        practice = Practice.objects.create(
            unit=units[0],
            title=f"Mô hình {number}",
            problem="Việc",
            method="Làm",
            started_on=FIRST,
            nominated_by=officer,
        )
        for unit in rng.sample(units[1:], 3):
            Adoption.objects.create(
                practice=practice, unit=unit, adopted_on=some_day(rng), recorded_by=officer
            )
