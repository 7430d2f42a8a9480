"""Judged appointments as Python reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection

from apps.cadres.queries.verdicts import JUDGED, JUDGED_BY_SET


@dataclass(frozen=True)
class Judged:
    """One appointment held on `day`, what its standard asks, what is known of the person, and the verdict.

    `over_age_on`: the first day past the age limit. `standard_id` None: nobody entered a standard for this position,
    kind of unit and group; a single empty limit means the same of that one test.
    """

    day: date
    appointment_id: int
    cadre_id: int
    unit_id: int
    kind_id: str
    position_id: str
    engagement: str
    is_concurrent: bool
    is_main: bool
    group: str
    origin: str
    since: date
    until: date | None
    born_on: date | None
    education: int | None
    theory: int | None
    first_on: date | None
    standard_id: int | None
    age_max: int | None
    first_age_max: int | None
    first_age_basis: str | None
    education_min: int | None
    theory_min: int | None
    source: str | None
    regulation: str | None
    counting: str
    over_age_on: date | None
    first_over_on: date | None
    age_test: str
    first_age_test: str
    education_test: str
    theory_test: str
    verdict: str

    @property
    def rule(self) -> str:
        """Quy chế 289, Điều 10"""
        return f"{self.regulation}, {self.source}" if self.source else ""


COLUMNS = ", ".join(f'"{field.name}"' for field in fields(Judged) if field.name != "day")


def judged(day: date, chosen: str = "true", parameters: Mapping[str, Any] | None = None) -> list[Judged]:
    """The appointments held on `day` for which `chosen` holds (SQL, see `verdicts.py`), judged; one statement."""
    return _read(JUDGED, day, chosen, parameters or {})


def judged_by_set(set_id: int, day: date, chosen: str, parameters: Mapping[str, Any]) -> list[Judged]:
    """The same as if only that set were in force; one statement."""
    return _read(JUDGED_BY_SET, day, chosen, {**parameters, "set": set_id})


def judged_cadre(cadre_id: int, day: date) -> list[Judged]:
    """Everything one person holds on that day, the main position first."""
    found = judged(day, "a.cadre_id = %(cadre)s", {"cadre": cadre_id})
    return sorted(found, key=lambda row: not row.is_main)


def _read(expression: str, day: date, chosen: str, parameters: Mapping[str, Any]) -> list[Judged]:
    statement = f"SELECT {COLUMNS} FROM ({expression.format(chosen=chosen)}) judged ORDER BY appointment_id"
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parameters, "day": day})
        return [Judged(day, *row) for row in cursor.fetchall()]
