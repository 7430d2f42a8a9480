"""A report as a sheet: rows, boxes, what is typed, what stood there before, what is missing, what does not add up.

Five SQL statements whatever the number of rows. Services judge completeness by it, pages are shaped from it.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.directives.enums import PeriodKind
from apps.reports.models import Report, ReportRow, ReportValue
from apps.reports.queries.arithmetic import Mismatch, mismatches
from apps.reports.queries.boxes import Box, Check, Quarter, boxes, checks
from apps.units.models import UnitCode, UnitName


@dataclass(frozen=True)
class Entry:
    """A number, or the reason why there is none; `kept` says why a number stays that does not add up."""

    value: Decimal | None = None
    absent: str = ""
    kept: str = ""


@dataclass
class SheetRow:
    """One unit's row: `entries` by element id hold what is typed, `previous` the value of the due quarter before."""

    id: int
    unit_id: int
    name: str
    short_name: str
    code: str
    unit_kind: str
    version: int
    is_own: bool
    boxes: tuple[Box, ...]
    checks: tuple[Check, ...]
    entries: dict[int, Entry] = field(default_factory=dict)
    previous: dict[int, Decimal | None] = field(default_factory=dict)

    @property
    def values(self) -> dict[int, Decimal | None]:
        return {element_id: entry.value for element_id, entry in self.entries.items()}

    @cached_property
    def missing(self) -> list[Box]:
        """Boxes with neither a number nor a reason."""
        return [box for box in self.boxes if box.element_id not in self.entries]

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        decimals = {box.element_id: box.decimals for box in self.boxes}
        return mismatches(self.checks, self.values, self.previous, decimals)

    @cached_property
    def unsettled(self) -> list[Mismatch]:
        """Mismatches that nobody has given a reason for."""
        return [item for item in self.mismatches if not self.entries[item.element_id].kept]


@dataclass(frozen=True)
class Sheet:
    """`boxes` of all kinds of units; `rows` with the reporting unit's own row first."""

    boxes: tuple[Box, ...]
    checks: tuple[Check, ...]
    rows: tuple[SheetRow, ...]

    @property
    def box_count(self) -> int:
        return sum(len(row.boxes) for row in self.rows)

    @property
    def filled_count(self) -> int:
        return self.box_count - self.missing_count

    @property
    def missing_count(self) -> int:
        return sum(len(row.missing) for row in self.rows)

    @property
    def unsettled_count(self) -> int:
        return sum(len(row.unsettled) for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return not self.missing_count and not self.unsettled_count

    def row_of(self, unit_id: int) -> SheetRow | None:
        return next((row for row in self.rows if row.unit_id == unit_id), None)


def sheet(report: Report, unit_ids: Collection[int] | None = None) -> Sheet:
    """The report's sheet, or only the rows of `unit_ids` of it. Needs `report.period` and `report.form` loaded."""
    asked = boxes(report)
    rules = checks(asked)
    rows = _rows(report, asked, rules, unit_ids)
    _fill_entries(rows)
    _fill_previous(report, asked, rows)
    return Sheet(asked, rules, tuple(rows))


def _rows(
    report: Report, asked: tuple[Box, ...], rules: tuple[Check, ...], unit_ids: Collection[int] | None
) -> list[SheetRow]:
    found = named_rows(report) if unit_ids is None else named_rows(report).filter(unit_id__in=unit_ids)
    rows = []
    for row in found:
        own_boxes = tuple(box for box in asked if row.unit.kind_id in box.kinds)
        targets = {box.element_id for box in own_boxes}
        rows.append(
            SheetRow(
                id=row.pk,
                unit_id=row.unit_id,
                name=row.unit_name,
                short_name=row.unit_short_name,
                code=row.unit_code or "",
                unit_kind=row.unit.kind_id,
                version=row.version,
                is_own=row.unit_id == report.unit_id,
                boxes=own_boxes,
                checks=tuple(rule for rule in rules if rule.target in targets),
            )
        )
    return sorted(rows, key=lambda row: not row.is_own)


def named_rows(report: Report) -> QuerySet[ReportRow]:
    """The rows of a report with `unit_name`, `unit_short_name` and `unit_code` of the period's last day, by name."""
    at = report.period.end_on
    names = UnitName.objects.filter(unit_id=OuterRef("unit_id"), validity__contains=at)
    codes = UnitCode.objects.filter(unit_id=OuterRef("unit_id"), validity__contains=at)
    added: dict[str, Any] = {
        "unit_name": Subquery(names.values("name")[:1]),
        "unit_short_name": Subquery(names.values("short_name")[:1]),
        "unit_code": Subquery(codes.values("code")[:1]),
        "sort_key": Subquery(names.values("sort_key")[:1]),
    }
    rows = ReportRow.objects.filter(report=report).select_related("unit").annotate(**added)
    return rows.order_by("unit__kind__rank", "sort_key", "unit_id")


def _fill_entries(rows: list[SheetRow]) -> None:
    by_id = {row.id: row for row in rows}
    typed = ReportValue.objects.filter(row_id__in=by_id).values_list(
        "row_id", "element_id", "value", "absent_reason", "kept_reason"
    )
    for row_id, element_id, value, absent, kept in typed:
        by_id[row_id].entries[element_id] = Entry(value, absent, kept)


def _fill_previous(report: Report, asked: tuple[Box, ...], rows: list[SheetRow]) -> None:
    """By unit, not by report: a commune keeps its last figures when it moves to another district."""
    due_before: dict[int, Quarter] = {box.element_id: box.previous for box in asked}
    if not due_before:
        return
    by_unit = {row.unit_id: row for row in rows}
    quarters = Q()
    for year, ordinal in set(due_before.values()):
        quarters |= Q(row__report__period__year=year, row__report__period__ordinal=ordinal)
    before = ReportValue.objects.filter(
        quarters,
        row__unit_id__in=by_unit,
        row__report__form__code=report.form.code,
        row__report__period__kind=PeriodKind.QUARTER,
    ).values_list(
        "row__unit_id", "element_id", "row__report__period__year", "row__report__period__ordinal", "value"
    )
    for unit_id, element_id, year, ordinal, value in before:
        if due_before.get(element_id) == (year, ordinal):
            by_unit[unit_id].previous[element_id] = value
