"""Workbooks that registers give out: plain sheets with a head that says what, of which day, by whom, for what.

Pure: the same sheets and provenance give the same bytes. Text is written as text, whatever it begins with; a number
stays a number; what nobody knows is "—" and never 0.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property

import xlsxwriter
from django.http import HttpResponse
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from apps.core.vietnamese import MISSING

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r")
FACE = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
CELL = FACE | {"border": 1, "border_color": "#8A94A6"}
SUNKEN = "#F0F3F7"
FULL = {"num_format": '"● "0', "bg_color": "#0B57B7", "font_color": "#FFFFFF"}
LIGHT = {"num_format": '"○ "0', "bg_color": "#E8F0FB", "font_color": "#0B57B7"}
LINE_HEIGHT = 15  # points, of the face's size
LETTER = 0.9  # of a digit, in which widths are told
MARGIN = 0.4  # inches: a wide Biểu stays readable on A4
PAGE = 240  # digits across, at the smallest that can be read; what is wider goes on beside


@dataclass(frozen=True)
class Mark:
    """A filled cell of a picture: a number with a dot before it, ● on a dark ground or ○ on a light one."""

    count: int
    is_full: bool


Value = str | int | Decimal | date | Mark | None


@dataclass(frozen=True)
class Provenance:
    """Of every sheet. `lines`: unit, day, person, purpose; `at`: when it was asked for."""

    lines: Sequence[str]
    author: str
    at: datetime


@dataclass(frozen=True)
class TableSheet:
    """`heads`: (group, head) of each column, the group empty where there is none; `decimals` of number columns."""

    name: str
    title: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[float]
    bold_rows: frozenset[int] = frozenset()
    decimals: dict[int, int] = field(default_factory=dict)
    note: str = ""

    @cached_property
    def counted(self) -> set[int]:
        """The columns that hold numbers or days."""
        known = (int, Decimal, date, Mark)
        return {place for row in self.rows for place, value in enumerate(row) if isinstance(value, known)}


def attached(content: bytes, name: str) -> HttpResponse:
    """The download; `name` in plain letters."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


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


def workbook(sheets: Sequence[TableSheet], provenance: Provenance) -> bytes:
    """The bytes of the .xlsx file."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties(
        {
            "created": provenance.at.astimezone(UTC).replace(tzinfo=None),
            "author": provenance.author,
            "title": sheets[0].title,
        }
    )
    look = Looks(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, provenance, look)
    book.close()
    return made.getvalue()


def _write(page: Worksheet, sheet: TableSheet, provenance: Provenance, look: Looks) -> None:
    _line(page, 0, sheet.title, sheet, look, bold=True, font_size=14)
    for place, line in enumerate(provenance.lines, start=1):
        _line(page, place, line, sheet, look)
    first = len(provenance.lines) + 2
    below = _heads(page, sheet, first, look)
    for row, values in enumerate(sheet.rows):
        properties = _of_row(sheet, row)
        for column, value in enumerate(values):
            deeper = {"indent": 1} if 0 in sheet.bold_rows and not column and not properties["bold"] else {}
            _value(page, below + row, column, value, sheet, look, **properties, **deeper)
    if sheet.note:
        _line(page, below + len(sheet.rows) + 1, sheet.note, sheet, look, italic=True)
    _arrange(page, sheet, first, below)


def _line(page: Worksheet, row: int, text: str, sheet: TableSheet, look: Looks, **properties: object) -> None:
    """Across the table, on as many lines as it takes: nothing runs out of the printed page."""
    properties = FACE | properties
    size = float(str(properties["font_size"])) / float(str(FACE["font_size"]))
    lines = math.ceil(len(text) * size * LETTER / sum(sheet.widths))
    if lines > 1:
        properties["text_wrap"] = True
        page.set_row(row, LINE_HEIGHT * size * lines)
        if len(sheet.widths) > 1:
            page.merge_range(row, 0, row, len(sheet.widths) - 1, "", look(**properties))
    write_text(page, row, 0, text, look, **properties)


def _heads(page: Worksheet, sheet: TableSheet, row: int, look: Looks) -> int:
    """One row of heads, or two where there are groups; the first row below them."""
    properties = CELL | {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": SUNKEN,
    }
    has_groups = any(group for group, _ in sheet.heads)
    start, lines = 0, 1
    while has_groups and start < len(sheet.heads):
        group = sheet.heads[start][0]
        end = start
        while group and end + 1 < len(sheet.heads) and sheet.heads[end + 1][0] == group:
            end += 1
        open_below = {} if group else {"bottom": 0}
        if end > start:
            page.merge_range(row, start, row, end, "", look(**properties, **open_below))
        write_text(page, row, start, group, look, **properties, **open_below)
        lines = max(lines, math.ceil(len(group) * LETTER / sum(sheet.widths[start : end + 1])))
        start = end + 1
    if lines > 1:  # Excel finds the height of no merged cell by itself
        page.set_row(row, LINE_HEIGHT * lines)
    for column, (group, text) in enumerate(sheet.heads):
        open_above = {"top": 0} if has_groups and not group else {}
        write_text(page, row + has_groups, column, text, look, **properties, **open_above)
    return row + 1 + has_groups


def _of_row(sheet: TableSheet, row: int) -> dict[str, object]:
    """Sums are bold; the one over all, which comes last, is sunken too."""
    is_bold, is_last = row in sheet.bold_rows, row == len(sheet.rows) - 1
    return {**CELL, "bold": is_bold, **({"bg_color": SUNKEN} if is_bold and is_last else {})}


def _value(
    page: Worksheet, row: int, column: int, value: Value, sheet: TableSheet, look: Looks, **properties: object
) -> None:
    aside = {**properties, "align": "right", "indent": 1}
    if isinstance(value, str):
        write_text(page, row, column, value, look, **properties, text_wrap=True)
    elif value is None:
        page.write_string(row, column, MISSING, look(**(aside if column in sheet.counted else properties)))
    elif isinstance(value, Mark):
        page.write_number(row, column, value.count, look(**{**aside, **(FULL if value.is_full else LIGHT)}))
    elif isinstance(value, date):
        page.write_datetime(row, column, value, look(**aside, num_format="dd/mm/yyyy"))
    else:
        places = sheet.decimals.get(column, 0)
        page.write_number(
            row, column, value, look(**aside, num_format="#,##0" + "." * bool(places) + "0" * places)
        )


def write_text(page: Worksheet, row: int, column: int, text: str, look: Looks, **properties: object) -> None:
    """A string, and marked as one: it stays a string when somebody edits the cell."""
    marked = {"quote_prefix": True} if text.startswith(RISKY) else {}
    page.write_string(row, column, text, look(**properties, **marked))


def _arrange(page: Worksheet, sheet: TableSheet, first: int, below: int) -> None:
    """Widths, what stays in sight, filters of a list, and A4 across, as wide as the paper."""
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.hide_gridlines(2)
    page.freeze_panes(below, 1)
    if sheet.rows and not sheet.bold_rows:
        page.autofilter(below - 1, 0, below + len(sheet.rows) - 1, len(sheet.heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=2 * MARGIN)
    page.fit_to_pages(math.ceil(sum(sheet.widths) / PAGE), 0)
    page.repeat_columns(0)
    page.repeat_rows(first, below - 1)
    page.set_footer(f"&L{sheet.title.replace('&', '&&')}&RTrang &P/&N")
