"""Annexes A (indicators by quarter), B (units compared), C (the reports that were used), D, E (registers)."""

from collections.abc import Sequence
from datetime import datetime

from docx.document import Document as Docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from apps.core.vietnamese import moment
from apps.reports.enums import Punctuality
from apps.reviews.documents.body import cell_text
from apps.reviews.documents.frame import lay_out
from apps.reviews.documents.writing import Grid, grid, paragraph
from apps.reviews.queries.content import Content
from apps.reviews.queries.outline import REGISTERS, annexes
from apps.reviews.queries.registers import CountTable, register_tables
from apps.reviews.queries.tables import Line, by_period, by_unit, in_chunks

WIDTH = 257.0
SIZE = 9
QUARTERS, UNITS = 7, 12
FIRST = 48.0
NOBODY = "Sổ chưa ghi gì cho biểu này."
NOTE = (
    "Ô trống: không đến kỳ hoặc không thu ở đơn vị đó. “—”: chưa có số liệu. Số phát sinh trong kỳ được cộng qua các "
    "quý; số tại ngày chốt và số người không trùng lấy ở kỳ cuối. “Độ phủ” là số đơn vị có số liệu "
    "trên số đơn vị phải có."
)


def write(made: Docx, content: Content) -> None:
    tables = {"A": _by_period, "B": _by_unit, "C": _reports}
    for annex in annexes(content):
        _new_section(made)
        _head(made, f"PHỤ LỤC {annex.letter}", annex.title)
        if annex.letter in REGISTERS:
            _register(made, content, REGISTERS[annex.letter])
        else:
            tables[annex.letter](made, content)


def _new_section(made: Docx) -> None:
    """A landscape page of its own; the paragraph that ends the section before takes no room."""
    lay_out(made.add_section(WD_SECTION.NEW_PAGE), is_landscape=True)
    end = made.paragraphs[-1]
    end.paragraph_format.line_spacing = Pt(1)


def _head(made: Docx, label: str, title: str) -> None:
    paragraph(made, label, bold=True, align=ALIGN.CENTER, keep=True)
    paragraph(made, title, bold=True, align=ALIGN.CENTER, after=6, keep=True)


def _note(made: Docx, text: str) -> None:
    paragraph(made, text, size=10, italic=True, align=ALIGN.LEFT, before=4, after=4)


def _by_period(made: Docx, content: Content) -> None:
    for quarters in in_chunks(content.range, QUARTERS):
        heads = ["Mã", "Chỉ tiêu", "ĐVT", *(quarter.numeral for quarter in quarters)]
        heads += ["Giai đoạn", "Thay đổi", "Mục tiêu", "Độ phủ"]
        each = (WIDTH - 20 - 55 - 17 - 75) / len(quarters)
        widths = [20, 55, 17, *[each] * len(quarters), 18, 17, 20, 20]
        rows, wide = _grouped(
            content,
            by_period(content, quarters),
            lambda line: [*line.cells, line.total, line.change, line.target, line.coverage],
        )
        _table(made, heads, widths, rows, wide)
        _note(made, NOTE)
    _note(
        made,
        "Thay đổi: so với kỳ liền trước; số phát sinh so từ đầu năm với cùng kỳ năm trước. Tỷ lệ: điểm phần trăm; "
        "số tổng: chỉ ghi khi cả hai kỳ đủ đơn vị.",
    )


def _by_unit(made: Docx, content: Content) -> None:
    for units in in_chunks(content.children, UNITS):
        heads = ["Mã", "Chỉ tiêu", "ĐVT", *(unit.short_name for unit in units), "Chung"]
        each = (WIDTH - 20 - 50 - 16 - 17) / max(len(units), 1)
        widths = [20, 50, 16, *[each] * len(units), 17]
        rows, wide = _grouped(content, by_unit(content, units), lambda line: [*line.cells, line.total])
        _table(made, heads, widths, rows, wide, size=8)
        _note(made, NOTE)


def _grouped(content: Content, lines: Sequence[Line], cells) -> tuple[list[list[str]], frozenset[int]]:  # type: ignore[no-untyped-def]
    """Rows with a wide row before each section; which rows are the wide ones."""
    titles = {row["code"]: row["title"] for row in content.sections}
    rows: list[list[str]] = []
    wide = set()
    section = ""
    for line in lines:
        if line.indicator.section != section:
            section = line.indicator.section
            wide.add(len(rows))
            rows.append([titles[section]])
        named = [line.indicator.code, line.indicator.name, line.indicator.unit_of_measure]
        rows.append([*named, *map(cell_text, cells(line))])
    return rows, frozenset(wide)


def _table(
    made: Docx,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    wide: frozenset[int] = frozenset(),
    *,
    left: frozenset[int] = frozenset({0, 1, 2}),
    size: float = SIZE,
) -> None:
    head = [[(text, 1) for text in heads]]
    grid(made, Grid(widths, head, rows, wide_rows=wide, left_columns=left, size=size))


def _reports(made: Docx, content: Content) -> None:
    """Every report of the range: when it came, its receipt, the version used, who approved it, its SHA-256."""
    heads = ["Kỳ", "Đơn vị", "Nộp lúc", "Hạn", "Biên nhận", "Bản", "Người duyệt", "Duyệt lúc", "SHA-256"]
    widths = [16, 49, 32, 24, 34, 16, 36, 32, 18]
    rows = []
    for report in content.expected_reports + content.own_reports:
        version = report["version"] or {}
        rows.append(
            [
                content.quarter(report["period"]).numeral,
                content.units[report["unit"]].name,
                _at(report["submitted_at"]),
                Punctuality(report["punctuality"]).label,
                report["receipt"] or "",
                str(version.get("number", "chưa có")),
                version.get("approved_by", ""),
                _at(version.get("approved_at")),
                version.get("sha256", "")[:8],
            ]
        )
    _table(made, heads, widths, rows, left=frozenset(range(9)), size=8)
    heads_of_log = "; ".join(
        f"chuỗi {row['chain'] or 'hệ thống'}: {row['hash'][:12] or 'trống'}" for row in content.data["audit"]
    )
    _note(made, f"Đầu nhật ký lúc chốt số liệu: {heads_of_log}. SHA-256 của ảnh chụp: {content.sha256}.")


def _at(value: str | None) -> str:
    return moment(datetime.fromisoformat(value)) if value else ""


def _register(made: Docx, content: Content, part: str) -> None:
    """The register's Biểu, each under its title, with what it counts below."""
    found = register_tables(content, part)
    if found is None:
        return
    _note(made, found.source)
    for table in found.tables:
        _count_table(made, table)


def _count_table(made: Docx, table: CountTable) -> None:
    title = f"Biểu {table.number}. {table.title}"
    paragraph(made, title, size=12, bold=True, align=ALIGN.LEFT, before=8, after=4, keep=True)
    each = (WIDTH - FIRST) / len(table.heads)
    heads = [[(table.first_head, 1), *table.groups], [("", 1), *((head, 1) for head in table.heads)]]
    rows = [[row.name, *row.cells] for row in table.rows]
    bold = frozenset(place for place, row in enumerate(table.rows) if row.is_sum)
    widths = [FIRST, *[each] * len(table.heads)]
    grid(made, Grid(widths, heads, rows, bold_rows=bold, size=8, is_kept_whole=True))
    _note(made, table.note if rows else NOBODY)
