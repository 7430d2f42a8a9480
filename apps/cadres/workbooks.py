"""Workbooks of the register: plain sheets with a head that says what, of which day, by whom and for what purpose.

Pure: the same sheets and head give the same bytes. Text is written as text, whatever it begins with; a number stays a
number; what nobody knows is "—" and never 0.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from apps.core.vietnamese import MISSING

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | Decimal | date | None
RISKY = ("=", "+", "-", "@", "\t", "\r")
FACE = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
CELL = FACE | {"border": 1, "border_color": "#8A94A6"}


@dataclass(frozen=True)
class Head:
    """Of every sheet. `lines`: unit, day, person, purpose; `at`: when it was asked for."""

    lines: Sequence[str]
    author: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """`heads`: (group, head) of each column, the group empty where there is none; `decimals` of number columns."""

    name: str
    title: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[float]
    bold_rows: frozenset[int] = frozenset()
    decimals: dict[int, int] = field(default_factory=dict)
    note: str = ""


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def workbook(sheets: Sequence[Sheet], head: Head) -> bytes:
    """The bytes of the .xlsx file."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties(
        {
            "created": head.at.astimezone(UTC).replace(tzinfo=None),
            "author": head.author,
            "title": sheets[0].title,
        }
    )
    look = Looks(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, head, look)
    book.close()
    return made.getvalue()


def _write(page: Worksheet, sheet: Sheet, head: Head, look: Looks) -> None:
    _text(page, 0, 0, sheet.title, look, **FACE | {"bold": True, "font_size": 14})
    for place, line in enumerate(head.lines, start=1):
        _text(page, place, 0, line, look, **FACE)
    first = len(head.lines) + 2
    below = _heads(page, sheet, first, look)
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            _value(page, below + row, column, value, sheet, look, bold=row in sheet.bold_rows)
    if sheet.note:
        _text(page, below + len(sheet.rows) + 1, 0, sheet.note, look, **FACE | {"italic": True})
    _print(page, sheet, first, below)


def _heads(page: Worksheet, sheet: Sheet, row: int, look: Looks) -> int:
    """One row of heads, or two where there are groups; the first row below them."""
    properties = CELL | {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#F0F3F7",
    }
    has_groups = any(group for group, _ in sheet.heads)
    start = 0
    while has_groups and start < len(sheet.heads):
        group = sheet.heads[start][0]
        end = start
        while end + 1 < len(sheet.heads) and sheet.heads[end + 1][0] == group:
            end += 1
        if end > start:
            page.merge_range(row, start, row, end, "", look(**properties))
        _text(page, row, start, group, look, **properties)
        start = end + 1
    for column, (_, text) in enumerate(sheet.heads):
        _text(page, row + has_groups, column, text, look, **properties)
    return row + 1 + has_groups


def _value(
    page: Worksheet, row: int, column: int, value: Value, sheet: Sheet, look: Looks, *, bold: bool
) -> None:
    properties: dict[str, object] = {**CELL, "bold": bold, "text_wrap": isinstance(value, str)}
    if value is None:
        page.write_string(row, column, MISSING, look(**properties, align="right"))
    elif isinstance(value, str):
        _text(page, row, column, value, look, **properties)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, look(**properties, num_format="dd/mm/yyyy"))
    else:
        places = sheet.decimals.get(column, 0)
        page.write_number(
            row, column, value, look(**properties, num_format="#,##0" + "." * bool(places) + "0" * places)
        )


def _text(page: Worksheet, row: int, column: int, text: str, look: Looks, **properties: object) -> None:
    """A string, and marked as one: it stays a string when somebody edits the cell."""
    marked = {"quote_prefix": True} if text.startswith(RISKY) else {}
    page.write_string(row, column, text, look(**properties, **marked))


def _print(page: Worksheet, sheet: Sheet, first: int, below: int) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.freeze_panes(below, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(first, below - 1)
    page.set_footer("&R&P/&N")
