"""Branches and their quarters for the tests, in a line each: rows as the register's acts leave them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from apps.assessments.models import Assessment, AssessmentRound, CriteriaSet
from apps.branches.models import BranchMeeting, BranchQuarter
from apps.cadres.models import Appointment
from apps.core.vietnamese import sort_key
from apps.directives.models import Period
from apps.units.models import Unit, UnitName, UnitParent, UnitSector
from apps.units.services.ancestry import rebuild_ancestry
from tests.cadres.people import appoint, cadre

SINCE = date(2019, 1, 1)


def branches(
    commune: Unit, names: Iterable[str], *, opened_on: date = SINCE, kind: str = "BRANCH"
) -> list[Unit]:
    """Founded on that day below the commune."""
    validity, names = DateRange(opened_on, None), list(names)
    units = Unit.objects.bulk_create(Unit(kind_id=kind, opened_on=opened_on) for _ in names)
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=name, short_name=name, sort_key=sort_key(name), validity=validity)
        for unit, name in zip(units, names, strict=True)
    )
    UnitParent.objects.bulk_create(UnitParent(unit=unit, parent=commune, validity=validity) for unit in units)
    rebuild_ancestry(root_id=commune.pk)
    return units


def branch(commune: Unit, name: str = "Chi đoàn thôn Trung", **more: Any) -> Unit:
    return branches(commune, [name], **more)[0]


def quarter(
    unit: Unit, slug: str, *, met: Sequence[tuple[int, int]] | None = (), state: str = "handed", **more: Any
) -> BranchQuarter:
    """Handed over, unless told; `met`: (expected, present) of its meetings, None when it says that there was none."""
    period = Period.objects.get(slug=slug)
    given = {"first_handed_over_at": timezone.now(), "no_meeting": met is None, "members": 12} | more
    row = BranchQuarter.objects.create(branch=unit, period=period, **given)
    for place, (expected, present) in enumerate(met or ()):
        day = period.start_on + timedelta(days=5 + 30 * place)
        BranchMeeting.objects.create(
            quarter=row, held_on=day, mode="in_person", topic="Sinh hoạt", expected=expected, present=present
        )
    row.state = state
    row.save(update_fields=["state"])
    return row


def put_right(unit: Unit, slug: str, *, has_met: bool = True, **changes: Any) -> None:
    """The quarter sent back, put right and handed over again; `has_met`: its meetings stay."""
    row = BranchQuarter.objects.filter(branch=unit, period__slug=slug)
    row.update(state="draft")
    if not has_met:
        BranchMeeting.objects.filter(quarter__in=row).delete()
        changes |= {"no_meeting": True}
    row.update(**changes)
    row.update(state="handed")


def secretary(unit: Unit, since: date = SINCE, until: date | None = None) -> Appointment:
    return appoint(cadre(unit, name="Bùi Văn Bí Thư"), "SECRETARY", since, until)


def sound(unit: Unit) -> Unit:
    """A branch with nothing to say against it on 30/9/2021: a secretary, twelve members, meetings each quarter."""
    secretary(unit)
    for slug in ("2021-q1", "2021-q2", "2021-q3"):
        quarter(unit, slug, met=[(12, 10)])
    return unit


def rated(unit: Unit, code: str, on: date, year: int = 2020) -> None:
    """Decided on that day, in the round of that year."""
    due = timezone.make_aware(datetime(year, 12, 5, 17))
    criteria = CriteriaSet.objects.published().get(code="CD-DBDC")
    dates = {"appraise_due_at": due + timedelta(days=1), "decide_due_at": due + timedelta(days=2)}
    told = {"title": f"Xếp loại {year}", "opens_on": due.date(), "self_due_at": due}
    within, _ = AssessmentRound.objects.get_or_create(set=criteria, year=year, defaults=told | dates)
    Assessment.objects.create(
        round=within, unit=unit, state="decided", appraiser_unit=unit, decider_unit=unit, appraised_points=30,
        decided_points=30, class_code=code, decision_number="05-QĐ/ĐTN", decision_on=on,
    )  # fmt: skip


def in_sector(unit: Unit, code: str) -> None:
    UnitSector.objects.create(unit=unit, sector_id=code, validity=DateRange(SINCE, None))
