"""What the Biểu share: their shape, who is counted where, and sums by level.

Units are given as ids: those of the scope that the register knows on the day (`coverage`). Everybody is counted once,
at the main position; who holds several without a main one, at the first in the order of positions.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection

from apps.cadres.queries.verdicts import JUDGED

Cell = int | Decimal | None
Counts = Mapping[str, Any]
NO_POSITION = "Không rõ chức danh"
TOTAL = "Tổng cộng"

# {a}: an appointment held on %(day)s that is the one at which its holder is counted.
COUNTED = """{a}.id = (
      SELECT other.id FROM cadres_appointment other JOIN cadres_position r ON r.code = other.position_id
      WHERE other.cadre_id = {a}.cadre_id AND other.validity @> {day}::date
      ORDER BY other.is_main DESC, r.rank, other.id LIMIT 1)"""
PEOPLE = JUDGED.format(chosen=f"a.unit_id = ANY(%(units)s) AND {COUNTED.format(a='a', day='%(day)s')}")
# The last days of the years from %(first)s to %(day)s, the running year up to %(day)s.
YEARS = """
years AS (
  SELECT year, least(make_date(year, 12, 31), %(day)s::date) AS last_day
  FROM generate_series(extract(year FROM %(first)s::date)::int, extract(year FROM %(day)s::date)::int) AS year
)"""


@dataclass(frozen=True)
class Column:
    """`key`: of the counts; heads with the same `group` stand under it."""

    group: str
    head: str
    key: str
    decimals: int = 0


@dataclass(frozen=True)
class Line:
    """`is_sum`: of a level or of all, and not of one position. A cell is None where nobody knows."""

    name: str
    cells: tuple[Cell, ...]
    is_sum: bool = False


@dataclass(frozen=True)
class CountTable:
    """One Biểu: counts alone, no person and no typed word in it."""

    number: str
    title: str
    first_head: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class Span:
    """`units` counted, from `first` to `day`, both included; flows are of all these days, the rest of the last one."""

    units: Collection[int]
    first: date
    day: date


def counts(statement: str, span: Span) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"units": list(span.units), "first": span.first, "day": span.day}
        cursor.execute(statement, asked)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def lines(
    rows: Sequence[Counts],
    columns: Sequence[Column],
    finish: Callable[[Counts], Counts] = lambda sums: sums,
    *,
    has_total: bool = True,
) -> tuple[Line, ...]:
    """Rows (`level`, `name`, counts) in order: each level as a sum over its rows, then all; `finish` adds ratios.

    Without `has_total` where the same people stand under several levels (years).
    """
    found: list[Line] = []
    for level, inside in groupby(rows, key=lambda row: row["level"]):
        group = list(inside)
        found.append(line(level, finish(summed(group)), columns, is_sum=True))
        found += [line(row["name"], finish(row), columns) for row in group]
    if rows and has_total:
        found.append(line(TOTAL, finish(summed(rows)), columns, is_sum=True))
    return tuple(found)


def line(name: str, found: Counts, columns: Iterable[Column], *, is_sum: bool = False) -> Line:
    return Line(name, tuple(found[column.key] for column in columns), is_sum)


def summed(rows: Iterable[Counts]) -> dict[str, Any]:
    """The known parts added; None where no part is known."""
    found: dict[str, Any] = {}
    for row in rows:
        for key, value in row.items():
            if isinstance(value, int | Decimal):
                found[key] = (found.get(key) or 0) + value
            else:
                found.setdefault(key, None)
    return found
