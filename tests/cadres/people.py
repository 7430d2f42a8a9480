"""Cadres for the tests, in a line each."""

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres.enums import Education, Engagement, Origin, PoliticalTheory, QualificationKind, Readiness
from apps.cadres.models import (
    Appointment,
    Cadre,
    Qualification,
    Quota,
    SuccessionCandidate,
    SuccessionPlan,
    name_key,
)
from apps.units.models import Unit

TERM = DateRange(date(2017, 1, 1), date(2027, 1, 1))


def cadre(
    unit: Unit,
    born_on: date | None = date(1990, 5, 17),
    *,
    education: Education | None = Education.UNIVERSITY,
    theory: PoliticalTheory | None = PoliticalTheory.INTERMEDIATE,
    name: str = "Nguyễn Văn Minh Họa",
    **more: Any,
) -> Cadre:
    """A person whose file the unit keeps, with qualifications held since ever."""
    person = Cadre.objects.create(full_name=name, sort_key=name_key(name), unit=unit, born_on=born_on, **more)
    held = {QualificationKind.EDUCATION: education, QualificationKind.POLITICAL_THEORY: theory}
    Qualification.objects.bulk_create(
        Qualification(cadre=person, kind=kind, level=level)
        for kind, level in held.items()
        if level is not None
    )
    return person


def appoint(
    person: Cadre,
    position: str,
    since: date,
    until: date | None = None,
    *,
    unit: Unit | None = None,
    **more: Any,
) -> Appointment:
    """The person in a position, at the unit that keeps the file unless another is named."""
    defaults = {
        "engagement": Engagement.FULL_TIME,
        "origin": Origin.ELECTED,
        "ending": "left" if until else "",
    }
    return Appointment.objects.create(
        cadre=person,
        unit=unit or person.unit,
        position_id=position,
        seat=position if position == "SECRETARY" else "",
        validity=DateRange(since, until),
        **(defaults | more),
    )


def quota(unit: Unit, position: str, count: int = 1) -> None:
    Quota.objects.create(
        unit=unit, position_id=position, seats=count, validity=DateRange(date(2019, 1, 1), None), source="thử"
    )


def plan(unit: Unit, position: str, *people: Cadre, readiness: str = Readiness.NOW) -> None:
    made, _ = SuccessionPlan.objects.get_or_create(unit=unit, position_id=position, term=TERM)
    for person in people:
        SuccessionCandidate.objects.create(plan=made, cadre=person, readiness=readiness, validity=TERM)
