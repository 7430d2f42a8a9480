"""Paragraphs and tables in the face and sizes of the form. Tables are written as XML, because they are long."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FACE = "Times New Roman"
INDENT = Mm(12.7)
TWIPS_PER_MM = 56.6929


def paragraph(
    where: Any,
    text: str = "",
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: Any = ALIGN.JUSTIFY,
    indent: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Paragraph:
    """`where` is a document or a cell. `indent`: first line; `keep`: stays with the next paragraph."""
    made = where.add_paragraph()
    shape = made.paragraph_format
    shape.alignment = align
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = 1.15
    shape.keep_with_next = keep or None
    if indent:
        shape.first_line_indent = INDENT
    if text:
        run(made, text, size=size, bold=bold, italic=italic)
    return made


def run(made: Paragraph, text: str, *, size: float, bold: bool = False, italic: bool = False) -> None:
    piece = made.add_run(text)
    piece.font.size = Pt(size)
    piece.font.bold = bold or None
    piece.font.italic = italic or None


def rule(made: Paragraph, *, side: str, left: float = 0, right: float = 0, space: int = 1) -> None:
    """A thin line above or below a paragraph, `left` and `right` mm shorter than the column."""
    made.paragraph_format.left_indent, made.paragraph_format.right_indent = Mm(left), Mm(right)
    borders = OxmlElement("w:pBdr")
    borders.append(_element(f"w:{side}", val="single", sz="6", space=str(space), color="000000"))
    properties = made._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


@dataclass(frozen=True)
class Grid:
    """A table to be written: widths in mm, head rows of (text, columns spanned), rows of texts, which rows are bold."""

    widths: Sequence[float]
    heads: Sequence[Sequence[tuple[str, int]]]
    rows: Sequence[Sequence[str]]
    bold_rows: frozenset[int] = frozenset()
    wide_rows: frozenset[int] = frozenset()
    left_columns: frozenset[int] = field(default_factory=lambda: frozenset({0}))
    size: float = 12
    is_kept_whole: bool = False


def grid(made: Docx, table: Grid) -> None:
    """A bordered table whose head rows repeat on every page; a wide row is one bold cell over all
    columns and stays with the row it heads. Where groups stand over the heads the first head takes both rows."""
    element = OxmlElement("w:tbl")
    element.append(_properties())
    element.append(_columns(table.widths))
    is_grouped = len(table.heads) > 1
    for place, head in enumerate(table.heads):
        cells = [(text, span, "center", True) for text, span in head]
        merge = ("continue" if place else "restart") if is_grouped else ""
        element.append(_row(cells, table, is_head=True, keep=True, merge=merge))
    for place, row in enumerate(table.rows):
        bold = place in table.bold_rows
        keep = place in table.wide_rows or (table.is_kept_whole and place < len(table.rows) - 1)
        cells = [(text, 1, _side(table, column), bold) for column, text in enumerate(row)]
        if place in table.wide_rows:
            cells = [(row[0], len(table.widths), "left", True)]
        element.append(_row(cells, table, keep=keep))
    made.element.body._insert_tbl(element)


def _side(table: Grid, column: int) -> str:
    return "left" if column in table.left_columns else "right"


def _properties() -> Any:
    properties = OxmlElement("w:tblPr")
    properties.append(_element("w:tblW", w="5000", type="pct"))
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="60", type="dxa"))
    properties.append(margins)
    return properties


def _columns(widths: Sequence[float]) -> Any:
    columns = OxmlElement("w:tblGrid")
    for width in widths:
        columns.append(_element("w:gridCol", w=str(round(width * TWIPS_PER_MM))))
    return columns


def _row(
    cells: Sequence[tuple[str, int, str, bool]],
    table: Grid,
    *,
    keep: bool,
    is_head: bool = False,
    merge: str = "",
) -> Any:
    """`keep`: stays on the page of the next row; `merge`: of the first cell with the one below, or above, it."""
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    start = 0
    for text, span, side, bold in cells:
        width = sum(table.widths[start : start + span])
        cell = _cell(text, span, side, bold, width, table.size, keep)
        if merge and not start:
            cell.tcPr.insert_element_before(_element("w:vMerge", val=merge), "w:vAlign")
        row.append(cell)
        start += span
    return row


def _cell(text: str, span: int, side: str, bold: bool, width: float, size: float, keep: bool) -> Any:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    properties.append(_element("w:tcW", w=str(round(width * TWIPS_PER_MM)), type="dxa"))
    if span > 1:
        properties.append(_element("w:gridSpan", val=str(span)))
    properties.append(_element("w:vAlign", val="center"))
    cell.append(properties)
    cell.append(_cell_paragraph(text, side, bold, size, keep))
    return cell


def _cell_paragraph(text: str, side: str, bold: bool, size: float, keep: bool) -> Any:
    made = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    if keep:
        properties.append(OxmlElement("w:keepNext"))
    properties.append(_element("w:spacing", before="20", after="20"))
    properties.append(_element("w:jc", val=side))
    mark = OxmlElement("w:rPr")
    mark.append(_element("w:sz", val=str(round(size * 2))))
    properties.append(mark)
    made.append(properties)
    piece = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    if bold:
        look.append(OxmlElement("w:b"))
    look.append(_element("w:sz", val=str(round(size * 2))))
    piece.append(look)
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    piece.append(words)
    made.append(piece)
    return made


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def page_number(made: Paragraph, *, size: float) -> None:
    """The field PAGE."""
    for kind in ("begin", None, "end"):
        piece = made.add_run()
        piece.font.size = Pt(size)
        if kind:
            piece._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            words = OxmlElement("w:instrText")
            words.text = "PAGE"
            piece._r.append(words)
