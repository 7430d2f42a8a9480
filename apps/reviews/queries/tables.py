"""Tables of a review as rows of numbers: one indicator by level and quarter, the annexes; for page and document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from apps.reviews.queries.content import FLOW, Content, Indicator, Quarter, UnitName
from apps.reviews.queries.numbers import Number, Reference, UnknownReference, resolve
from apps.reviews.queries.parts import levels

Cell = Number | None
Item = TypeVar("Item")


@dataclass(frozen=True)
class Row:
    """`name` at the head of the row; None: not due, or not asked there. `is_total`: the scope itself."""

    name: str
    cells: list[Cell]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """`groups`: (title, number of columns) over `heads`; both without the first column."""

    groups: list[tuple[str, int]]
    heads: list[str]
    rows: list[Row]


def found(content: Content, code: str, face: str, subject: str = "", quarter: str = "") -> Cell:
    """The number, or None where the snapshot has none."""
    try:
        return resolve(content, Reference(code, face, subject, quarter))
    except UnknownReference:
        return None


def changed(content: Content, indicator: Indicator, face: str, subject: str = "") -> Cell:
    """The signed change; None where totals of different units would be compared."""
    cell = found(content, indicator.code, face, subject)
    if cell is None or cell.change is None or indicator.is_rate:
        return cell
    return cell if cell.figure.is_complete and cell.change.since.is_complete else None


def shown_quarters(content: Content, indicator: Indicator, most: int) -> list[Quarter]:
    """First and last due quarter of the range and, between them, as many year ends as there is room for."""
    due = [content.quarter(figure.period_slug) for figure in indicator.in_range]
    if len(due) <= most:
        return due
    between = [quarter for quarter in due[1:-1] if quarter.ordinal == 4]
    rest = [quarter for quarter in due[1:-1] if quarter.ordinal != 4]
    chosen = (between[::-1] + rest[::-1])[: most - 2]
    return [quarter for quarter in due if quarter in (due[0], due[-1], *chosen)]


def indicator_table(content: Content, indicator: Indicator, most: int = 4) -> Table:
    """Levels as rows, quarters as columns (a rate: its fraction too), the change over the range at the end."""
    quarters = shown_quarters(content, indicator, most)
    faces = ["fraction", "bare"] if indicator.is_rate else ["bare"]
    unit = indicator.unit_of_measure
    last = quarters[-1].slug if quarters else ""
    kinds = levels(content, indicator, last) if last else []
    change = (
        "signed_start" if indicator.pair("start") else "signed_year_ago" if indicator.kind != FLOW else ""
    )
    subjects = [(kind, content.kinds[kind]) for kind in kinds] if len(kinds) > 1 else []
    rows = [_row(content, indicator, name, kind, quarters, faces, change) for kind, name in subjects]
    scope = content.units[content.scope].name
    rows.append(
        _row(content, indicator, "Tất cả các cấp" if subjects else scope, "", quarters, faces, change)
    )
    has_change = any(row.cells[-1] for row in rows) if change else False
    if change and not has_change:
        rows = [Row(row.name, row.cells[:-1], row.is_total) for row in rows]
    groups = [(quarter.label, len(faces)) for quarter in quarters]
    heads = [unit if face == "bare" else "số" for _ in quarters for face in faces]
    if has_change:
        groups.append(("Thay đổi", 1))
        heads.append("điểm" if unit == "%" else unit)
    return Table(groups, heads, rows)


def _row(
    content: Content,
    indicator: Indicator,
    name: str,
    kind: str,
    quarters: Sequence[Quarter],
    faces: Sequence[str],
    change: str,
) -> Row:
    cells = [
        found(content, indicator.code, face, kind, quarter.slug) for quarter in quarters for face in faces
    ]
    if change:
        cells.append(changed(content, indicator, change, kind))
    return Row(name, cells, not kind)


@dataclass(frozen=True)
class Line:
    """One indicator in an annex."""

    indicator: Indicator
    cells: list[Cell]
    total: Cell
    target: Cell
    change: Cell
    coverage: Cell


def by_period(content: Content, quarters: Sequence[Quarter]) -> list[Line]:
    """Annex A: value per quarter, of the range, target, change against the due quarter before, coverage."""
    return [
        Line(
            row,
            [found(content, row.code, "bare", "", quarter.slug) for quarter in quarters],
            found(content, row.code, "bare"),
            found(content, row.code, "target"),
            changed(content, row, "signed_to_date" if row.kind == FLOW else "signed_previous"),
            found(content, row.code, "coverage"),
        )
        for row in content.indicators.values()
    ]


def by_unit(content: Content, units: Sequence[UnitName]) -> list[Line]:
    """Annex B: the value of the range per child of the scope; None where the figure is not asked."""
    return [
        Line(
            row,
            [_asked(found(content, row.code, "bare", str(unit.id))) for unit in units],
            found(content, row.code, "bare"),
            found(content, row.code, "target"),
            None,
            None,
        )
        for row in content.indicators.values()
    ]


def _asked(cell: Cell) -> Cell:
    return cell if cell and cell.figure.expected else None


def in_chunks(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Columns of a wide table, cut into even pieces of at most `most`."""
    pieces = -(-len(items) // most) or 1
    size = -(-len(items) // pieces) or 1
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]
