"""One block of a sheet as a grid: columns, the row of sums, rows of cells with what stands beside and beneath them.

Pure shaping: no SQL. Numbers leave here as Vietnamese text, so that templates only print.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from apps.core.vietnamese import ROMAN, number
from apps.directives.models import Period
from apps.indicators.enums import ElementKind, Frequency, RuleKind
from apps.reports.queries.arithmetic import Mismatch
from apps.reports.queries.boxes import Box, Check, register_name
from apps.reports.queries.sheet import Entry, Sheet, SheetRow

WITHIN = {Frequency.QUARTER: "trong quý", Frequency.HALF: "trong 6 tháng", Frequency.YEAR: "trong năm"}


@dataclass(frozen=True)
class Column:
    """A box, or (`is_opening`) the balance it started from, which is computed."""

    box: Box
    label: str
    when: str
    is_opening: bool = False


@dataclass(frozen=True)
class Refused:
    """What was typed into a box and why it was not saved."""

    text: str
    message: str


@dataclass(frozen=True)
class Said:
    """What a register says of a box, beside what stands there. `state`:

    waiting (nothing stands there yet), asks (another number stands there, `was` is what was confirmed), confirmed,
    disputed (for `reason`).
    """

    register: str
    state: str
    text: str
    stated: str
    was: str = ""
    reason: str = ""

    @property
    def asks(self) -> bool:
        return self.state == "asks"

    @property
    def sentence(self) -> str:
        """What the person is asked, or was answered."""
        if self.state == "disputed":
            return f"ghi {self.stated}, {self.register} ghi {self.text}"
        if self.was and self.was != self.text:
            return f"số trong {self.register} đã đổi từ {self.was} thành {self.text}"
        if self.can_keep:
            return f"{self.register} ghi {self.text}; đồng chí nêu lý do ghi {self.stated}"
        return f"{self.register} ghi {self.text}, chờ đồng chí xác nhận"

    @property
    def hint(self) -> str:
        """For the box itself."""
        if self.state == "waiting":
            return f"{self.says}. Nhấn Enter để xác nhận, hoặc gõ số khác."
        return f"Số từ {self.register}" if self.state == "confirmed" else self.says

    @property
    def says(self) -> str:
        return f"{self.register.capitalize()} ghi {self.text}"

    @property
    def can_keep(self) -> bool:
        return bool(self.stated) and self.stated != self.text


@dataclass(frozen=True)
class Cell:
    """`state`: void, computed, empty, absent or typed. `last` is the value of the due quarter before, as text."""

    state: str
    column: Column
    id: str = ""
    text: str = ""
    last: str = ""
    last_label: str = ""
    reason: str = ""
    is_changed: bool = False
    error: str = ""
    mismatches: tuple[Mismatch, ...] = ()
    notes: tuple[str, ...] = ()
    said: Said | None = None

    @property
    def code(self) -> str:
        return self.column.box.code

    @property
    def is_wrong(self) -> bool:
        """Refused, or does not add up and nobody said why."""
        return bool(self.error) or (bool(self.mismatches) and not self.reason)

    @property
    def is_left(self) -> bool:
        """Waits for a number, or for an answer to the register's."""
        return self.state == "empty" or (self.said is not None and self.said.asks)

    @property
    def has_remark(self) -> bool:
        answered = self.said is not None and self.said.state in {"asks", "disputed"}
        return bool(self.error or self.mismatches or self.notes) or answered

    @property
    def stated(self) -> str:
        return number(self.mismatches[0].stated, self.column.box.decimals)

    @property
    def fixes(self) -> list[str]:
        """The numbers that would put it right, as text, each once."""
        decimals = self.column.box.decimals
        return list(
            dict.fromkeys(number(item.fix, decimals) for item in self.mismatches if item.fix is not None)
        )


@dataclass(frozen=True)
class Conflict:
    """One box of a row that two people changed: both sides, for the page to show beside each other."""

    label: str
    mine: str
    theirs: str
    changed: bool = True


@dataclass(frozen=True)
class GridRow:
    row: SheetRow
    cells: tuple[Cell, ...]
    can_edit: bool
    seen: str
    conflicts: tuple[Conflict, ...] = ()
    is_stale: bool = False

    @property
    def missing_count(self) -> int:
        return sum(cell.is_left for cell in self.cells)

    @property
    def wrong_count(self) -> int:
        return sum(cell.is_wrong for cell in self.cells)

    @property
    def refused_count(self) -> int:
        return sum(bool(cell.error) for cell in self.cells)

    @property
    def has_remarks(self) -> bool:
        return any(cell.has_remark for cell in self.cells)

    @property
    def state(self) -> dict[str, str]:
        """Icon, word and tone of the row in this block."""
        if self.wrong_count:
            return {"icon": "exclamation-circle-fill", "label": f"{self.wrong_count} lỗi", "tone": "bad"}
        if self.missing_count:
            return {"icon": "pencil", "label": f"còn {self.missing_count} ô", "tone": "info"}
        if returned := sum(bool(cell.notes) for cell in self.cells):
            return {"icon": "arrow-return-left", "label": f"{returned} ô trả lại", "tone": "warn"}
        return {"icon": "check-lg", "label": "đủ", "tone": "ok"}


@dataclass(frozen=True)
class SumCell:
    text: str
    last: str
    coverage: str
    column: Column


@dataclass(frozen=True)
class Grid:
    columns: tuple[Column, ...]
    sums: tuple[SumCell, ...]
    rows: tuple[GridRow, ...]

    @property
    def unit_count(self) -> int:
        return sum(not row.row.is_own for row in self.rows)

    @property
    def full_count(self) -> int:
        return sum(not (row.row.is_own or row.missing_count or row.wrong_count) for row in self.rows)

    @property
    def has_own(self) -> bool:
        return any(row.row.is_own for row in self.rows)

    @property
    def is_wide(self) -> bool:
        """More columns than a desk's width holds: the table scrolls sideways."""
        return len(self.columns) > 11

    @property
    def is_tight(self) -> bool:
        return len(self.columns) > 8


@dataclass(frozen=True)
class Desk:
    """Who looks at the sheet, and what lies on top of the saved figures.

    `editable`: ids of the units whose rows may be typed; `refused` and `notes` by (unit id, element code);
    `stale`: of a row that was changed meanwhile, what this person typed, by element code.
    """

    period: Period
    editable: frozenset[int] = frozenset()
    refused: Mapping[tuple[int, str], Refused] = field(default_factory=dict)
    notes: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    stale: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def blocks(sheet: Sheet) -> list[str]:
    """The names of the blocks in which some row has a box, in the order of the form."""
    asked = {box.block for row in sheet.rows for box in row.boxes}
    return [name for name in dict.fromkeys(box.block for box in sheet.boxes) if name in asked]


def grid(sheet: Sheet, block: str, desk: Desk) -> Grid:
    """The block's columns that some row is asked for, and the rows that have a box in it."""
    rows = [row for row in sheet.rows if any(box.block == block for box in row.boxes)]
    asked = {box.element_id for row in rows for box in row.boxes}
    boxes = [box for box in sheet.boxes if box.block == block and box.element_id in asked]
    columns = _columns(boxes, sheet.checks, desk.period)
    shaped = tuple(_grid_row(row, columns, desk) for row in rows)
    return Grid(columns, tuple(_sum(column, rows) for column in columns), shaped)


def _columns(boxes: Sequence[Box], checks: Sequence[Check], period: Period) -> tuple[Column, ...]:
    """The opening balance stands before the first flow of its rule."""
    by_id = {box.element_id: box for box in boxes}
    openings = {
        check.terms[0][1]: by_id[check.target]
        for check in checks
        if check.kind == RuleKind.BALANCE and check.target in by_id
    }
    columns = []
    for box in boxes:
        if box.element_id in openings:
            target = openings[box.element_id]
            before = f"ƒ từ {quarter_label(target, period)}"
            columns.append(Column(target, target.short_name.replace("cuối kỳ", "đầu kỳ"), before, True))
        columns.append(Column(box, box.short_name, when(box, period)))
    return tuple(columns)


def when(box: Box, period: Period) -> str:
    """ "tại 30/9" for a stock, "trong quý" for the rest."""
    cutoff = period.cutoff_on
    return f"tại {cutoff.day}/{cutoff.month}" if box.kind == ElementKind.STOCK else WITHIN[box.frequency]


def quarter_label(box: Box, period: Period) -> str:
    """ "quý II", with the year when it is another one."""
    year, ordinal = box.previous
    return f"quý {ROMAN[ordinal]}" if year == period.year else f"quý {ROMAN[ordinal]}/{year}"


def _grid_row(row: SheetRow, columns: Sequence[Column], desk: Desk) -> GridRow:
    asked = {box.element_id for box in row.boxes}
    cells = tuple(
        _cell(row, column, desk) if column.box.element_id in asked else Cell("void", column)
        for column in columns
    )
    conflicts = tuple(_conflicts(row, desk.stale.get(row.unit_id, {})))
    return GridRow(
        row,
        cells,
        can_edit=row.unit_id in desk.editable,
        seen=seen(row),
        conflicts=conflicts,
        is_stale=row.unit_id in desk.stale,
    )


def _conflicts(row: SheetRow, typed: Mapping[str, str]) -> Iterator[Conflict]:
    for box in row.boxes:
        theirs = short(row.entries.get(box.element_id), box)
        if box.code in typed and typed[box.code] != theirs:
            yield Conflict(box.short_name, typed[box.code] or "(trống)", theirs or "(trống)")


def _cell(row: SheetRow, column: Column, desk: Desk) -> Cell:
    box = column.box
    before = row.previous.get(box.element_id)
    if column.is_opening:
        return Cell("computed", column, text=number(before, box.decimals))
    entry = row.entries.get(box.element_id)
    refused = desk.refused.get((row.unit_id, box.code))
    typed = refused.text if refused else desk.stale.get(row.unit_id, {}).get(box.code)
    text = "" if entry is None or entry.value is None else number(entry.value, box.decimals)
    return Cell(
        state=_state(entry, typed),
        column=column,
        id=f"o-{row.unit_id}-{box.code}",
        text=text if typed is None else typed,
        last="" if before is None else number(before, box.decimals),
        last_label=quarter_label(box, desk.period),
        reason=(entry.absent or entry.kept) if entry else "",
        is_changed=entry is not None and entry.value is not None and entry.value != before,
        error=refused.message if refused else "",
        mismatches=tuple(item for item in row.mismatches if item.element_id == box.element_id),
        notes=desk.notes.get((row.unit_id, box.code), ()),
        said=_said(row, box, entry),
    )


def _said(row: SheetRow, box: Box, entry: Entry | None) -> Said | None:
    """Of an open report what the register says today; of a closed one what it said when the cell was confirmed."""
    known = row.register.get(box.element_id, entry.register if entry else None)
    if known is None:
        return None
    register, text = register_name(box.code), number(known, box.decimals)
    if entry is None:
        return Said(register, "waiting", text, "")
    stated = "" if entry.value is None else number(entry.value, box.decimals)
    if row.asks(box.element_id):
        was = "" if entry.register is None else number(entry.register, box.decimals)
        return Said(register, "asks", text, stated, was=was)
    return Said(register, "disputed" if entry.dispute else "confirmed", text, stated, reason=entry.dispute)


def _state(entry: Entry | None, typed: str | None) -> str:
    if typed:
        return "typed"
    if entry is None:
        return "empty"
    return "absent" if entry.value is None else "typed"


def _sum(column: Column, rows: Sequence[SheetRow]) -> SumCell:
    """Sums over the rows that gave a number; fewer than all of them is said beside it, never filled with 0."""
    box = column.box
    asked = [row for row in rows if box in row.boxes]
    before = [row.previous.get(box.element_id) for row in asked]
    now = before if column.is_opening else [row.values.get(box.element_id) for row in asked]
    given = [value for value in now if value is not None]
    return SumCell(
        text=number(sum(given, Decimal(0)), box.decimals) if given else "—",
        last="" if column.is_opening else _total(before, box),
        coverage="" if len(given) == len(asked) else f"{len(given)}/{len(asked)} {noun(asked)}",
        column=column,
    )


def noun(rows: Sequence[SheetRow]) -> str:
    """What the rows are called when counted."""
    return "đơn vị" if any(row.is_own for row in rows) else "xã"


def _total(values: Sequence[Decimal | None], box: Box) -> str:
    """Last quarter's sum, shown only when every unit gave it."""
    given = [value for value in values if value is not None]
    return number(sum(given, Decimal(0)), box.decimals) if given and len(given) == len(values) else ""


def seen(row: SheetRow) -> str:
    """A row's figures in the order of its boxes, in short: what a page shows when it is submitted."""
    return ";".join(short(row.entries.get(box.element_id), box) for box in row.boxes)


def short(entry: Entry | None, box: Box) -> str:
    if entry is None:
        return ""
    return "không có số liệu" if entry.value is None else number(entry.value, box.decimals)
