"""A report as a sheet: rows, boxes, what is typed, what the registers know, what is missing, what does not add up.

Five SQL statements whatever the number of rows. Services judge completeness by it, pages are shaped from it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.core.canonical import canonical, sha256
from apps.directives.enums import PeriodKind
from apps.reports.computed import known_figures
from apps.reports.models import Report, ReportRow, ReportValue
from apps.reports.queries.arithmetic import Mismatch, mismatches
from apps.reports.queries.boxes import Box, Check, Quarter, boxes, checks
from apps.units.models import UnitCode, UnitName


@dataclass(frozen=True)
class Entry:
    """A number, or the reason why there is none; `kept` says why a number stays that does not add up.

    `register`: what the register said when the number was confirmed, or disputed for the reason `dispute`.
    """

    value: Decimal | None = None
    absent: str = ""
    kept: str = ""
    register: Decimal | None = None
    dispute: str = ""


@dataclass
class SheetRow:
    """One unit's row, by element id: `entries` hold what is typed, `previous` the value of the due quarter before,
    `register` what a register knows today.
    """

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
    register: dict[int, Decimal] = field(default_factory=dict)

    @property
    def values(self) -> dict[int, Decimal | None]:
        return {element_id: entry.value for element_id, entry in self.entries.items()}

    @cached_property
    def missing(self) -> list[Box]:
        """Boxes with neither a number nor a reason, of which no register knows anything."""
        known = self.entries.keys() | self.register.keys()
        return [box for box in self.boxes if box.element_id not in known]

    @cached_property
    def unconfirmed(self) -> list[Box]:
        """Boxes that the register answers and the person has not: not yet, or for another number than today's."""
        return [box for box in self.boxes if self.asks(box.element_id)]

    @property
    def left(self) -> list[Box]:
        """Everything that waits for a person, in the order of the form."""
        waiting = {box.element_id for box in (*self.missing, *self.unconfirmed)}
        return [box for box in self.boxes if box.element_id in waiting]

    def asks(self, element_id: int) -> bool:
        if element_id not in self.register:
            return False
        entry = self.entries.get(element_id)
        return entry is None or entry.register != self.register[element_id]

    @property
    def confirmable(self) -> list[Box]:
        """Of the unconfirmed, those in which confirming writes over no number that a person chose against it."""
        return [box for box in self.unconfirmed if self._may_confirm(box.element_id)]

    def _may_confirm(self, element_id: int) -> bool:
        entry = self.entries.get(element_id)
        if entry is None or entry.value == self.register[element_id]:
            return True
        return entry.register is not None and entry.value == entry.register

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
        return sum(box.element_id in row.entries for row in self.rows for box in row.boxes)

    @property
    def missing_count(self) -> int:
        return sum(len(row.missing) for row in self.rows)

    @property
    def unconfirmed_count(self) -> int:
        return sum(len(row.unconfirmed) for row in self.rows)

    @property
    def left_count(self) -> int:
        return self.missing_count + self.unconfirmed_count

    @property
    def unsettled_count(self) -> int:
        return sum(len(row.unsettled) for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return not self.left_count and not self.unsettled_count

    @property
    def register_count(self) -> int:
        """Figures taken from a register, the disputed ones among them."""
        return sum(entry.register is not None for entry in self._entries)

    @property
    def disputed_count(self) -> int:
        return sum(bool(entry.dispute) for entry in self._entries)

    @property
    def _entries(self) -> list[Entry]:
        return [entry for row in self.rows for entry in row.entries.values()]

    def row_of(self, unit_id: int) -> SheetRow | None:
        return next((row for row in self.rows if row.unit_id == unit_id), None)


def sheet(report: Report, unit_ids: Collection[int] | None = None) -> Sheet:
    """The report's sheet, or only the rows of `unit_ids` of it. Needs `report.period` and `report.form` loaded."""
    asked = boxes(report)
    rules = checks(asked)
    rows = _rows(report, asked, rules, unit_ids)
    _fill_values(report, asked, rows)
    _fill_register(report, rows)
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


VALUE = (
    "row__unit_id", "element_id", "row__report__period__year", "row__report__period__ordinal",
    "value", "absent_reason", "kept_reason", "register_value", "dispute_reason",
)  # fmt: skip


def _fill_values(report: Report, asked: tuple[Box, ...], rows: list[SheetRow]) -> None:
    """What is typed, and what stood in the due quarter before; one statement.

    Before goes by unit, not by report: a commune keeps its last figures when it moves to another district.
    """
    by_unit = {row.unit_id: row for row in rows}
    due_before: dict[int, Quarter] = {box.element_id: box.previous for box in asked}
    typed = ReportValue.objects.filter(row_id__in=[row.id for row in rows]).values_list(*VALUE)
    before = _values_of(set(due_before.values()), report, by_unit).values_list(*VALUE)
    this_quarter = (report.period.year, report.period.ordinal)
    for unit_id, element_id, year, ordinal, *stored in typed.union(before, all=True):
        if (year, ordinal) == this_quarter:
            by_unit[unit_id].entries[element_id] = Entry(*stored)
        elif due_before.get(element_id) == (year, ordinal):
            by_unit[unit_id].previous[element_id] = stored[0]


def _values_of(
    quarters: Collection[Quarter], report: Report, unit_ids: Collection[int]
) -> QuerySet[ReportValue]:
    if not quarters:
        return ReportValue.objects.none()
    chosen = Q()
    for year, ordinal in quarters:
        chosen |= Q(row__report__period__year=year, row__report__period__ordinal=ordinal)
    return ReportValue.objects.filter(
        chosen,
        row__unit_id__in=unit_ids,
        row__report__form__code=report.form.code,
        row__report__period__kind=PeriodKind.QUARTER,
    )


def _fill_register(report: Report, rows: list[SheetRow]) -> None:
    known = known_figures(report, {row.unit_id: {box.code for box in row.boxes} for row in rows})
    for row in rows:
        figures = known.get(row.unit_id, {})
        row.register = {
            box.element_id: figures[box.code] for box in row.boxes if box.is_computed and box.code in figures
        }


def register_seal(rows: Iterable[SheetRow]) -> str:
    """Stands for what the registers say of these rows: who confirms sends back the one of the page."""
    figures = {str(row.unit_id): {str(key): value for key, value in row.register.items()} for row in rows}
    return sha256(canonical(figures))[:16]
