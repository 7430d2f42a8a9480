"""What surrounds the text: paper, heading, title, signature, footer (HD 29-HD/TWĐTN-VP; facts.md)."""

from datetime import date

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from apps.core.vietnamese import moment
from apps.reviews.documents.writing import FACE, page_number, paragraph, rule, run
from apps.reviews.queries.content import Content
from apps.reviews.queries.outline import directive_words, issuer_words, unbroken

PORTRAIT, LANDSCAPE = (Mm(210), Mm(297)), (Mm(297), Mm(210))
FOOTER = 9


def set_up(made: Docx) -> None:
    """A4, margins 20/20/30/20 mm, Times New Roman 14 pt."""
    lay_out(made.sections[0])
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(14)
    faces = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), FACE)
    normal.paragraph_format.space_after = Pt(0)


def lay_out(section: Section, *, is_landscape: bool = False) -> None:
    section.page_width, section.page_height = LANDSCAPE if is_landscape else PORTRAIT
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = (Mm(20), Mm(20)) if is_landscape else (Mm(30), Mm(20))
    section.header_distance = section.footer_distance = Mm(10)


def heading(made: Docx, content: Content) -> None:
    """Left: who issues, ***, number. Right: the Union's name with its rule, place and date. Below: the title."""
    style = content.style
    lines = [line for line in (style["parent_line"], style["issuer_line"]) if line]
    table = made.add_table(rows=len(lines) + 2, cols=2)
    _divide(table, 64, 96)
    left, right = table.columns[0].cells, table.columns[1].cells
    for place, line in enumerate(lines):
        _line(left[place], line, size=14, bold=place == len(lines) - 1)
    _line(left[len(lines)], "***", size=14)
    _line(left[len(lines) + 1], f"Số:        {style['suffix']}", size=14)
    union = _line(right[0], "ĐOÀN TNCS HỒ CHÍ MINH", size=15, bold=True)
    rule(union, side="bottom", left=11, right=11)
    _line(right[len(lines) + 1], _place_and_date(content), size=14, italic=True)
    _title(made, content)


def _divide(table: Table, *widths: float) -> None:
    """Column widths in mm; Word reads them from the cells, LibreOffice from the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _line(cell: _Cell, text: str, *, size: float, bold: bool = False, italic: bool = False) -> Paragraph:
    made = cell.paragraphs[0]
    made.paragraph_format.alignment = ALIGN.CENTER
    run(made, text, size=size, bold=bold, italic=italic)
    return made


def _place_and_date(content: Content) -> str:
    """Hưng Yên, ngày 23 tháng 11 năm 2021; blanks until the document has its day."""
    place, dated = content.style["place"], content.data["dated_on"]
    if not dated:
        return f"{place}, ngày     tháng     năm {content.range[-1].year}"
    day = date.fromisoformat(dated)
    return f"{place}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def _title(made: Docx, content: Content) -> None:
    paragraph(made, "BÁO CÁO", size=16, bold=True, align=ALIGN.CENTER, before=18)
    lines = title_lines(content)
    for line in lines:
        paragraph(made, unbroken(content, line), bold=True, align=ALIGN.CENTER)
    last = paragraph(made, "", align=ALIGN.CENTER, before=8, after=12)
    last.paragraph_format.line_spacing = Pt(2)
    rule(last, side="top", left=60, right=60, space=4)


def title_lines(content: Content) -> list[str]:
    """Sơ kết việc thực hiện Kết luận số … / và Kết luận số … / của … / (từ quý … đến hết quý …)"""
    kind = "Tổng kết" if content.data["kind"] == "final" else "Sơ kết"
    named = [directive_words(row) for row in content.directives]
    issuers = list(dict.fromkeys(issuer_words(row) for row in content.directives))
    lines = [f"{kind} việc thực hiện {named[0]}", *(f"và {name}" for name in named[1:])]
    lines += [f"của {' và '.join(issuers)}"]
    if content.quarter(content.range[-1].slug).parents.get(content.scope) is not None:
        lines.append(f"tại {content.units[content.scope].name}")
    return [*lines, f"({content.range_words})"]


def signature(made: Docx, content: Content) -> None:
    """Left: where it goes; right: in whose name, which office, who."""
    style = content.style
    paragraph(made, "")
    table = made.add_table(rows=1, cols=2)
    _divide(table, 68, 92)
    left, right = table.rows[0].cells
    run(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    recipients = [line.strip() for line in style["recipients"].splitlines() if line.strip()]
    for place, line in enumerate(recipients):
        end = "." if place == len(recipients) - 1 else ";"
        paragraph(left, f"- {line}{end}", size=11, align=ALIGN.LEFT)
    _line(right, style["authority_line"], size=14, bold=True)
    paragraph(right, style["signer_title"], bold=True, align=ALIGN.CENTER, after=64)
    paragraph(right, style["signer_name"], bold=True, align=ALIGN.CENTER)


def footers(made: Docx, content: Content, *, texts_sha256: str) -> None:
    """The only trace of the system: a thin line with cut-off time and the short hashes of snapshot and texts."""
    words = [
        *(["Dữ liệu minh họa"] if content.is_demo else []),
        f"Số liệu chốt {moment(content.taken_at).replace(',', ' ngày')}",
        f"ảnh chụp {content.sha256[:8]}",
        f"lời văn {texts_sha256[:8]}",
    ]
    for section in made.sections:
        section.footer.is_linked_to_previous = False
        line = section.footer.paragraphs[0]
        line.style = made.styles["Normal"]
        sides = (section.page_width, section.left_margin, section.right_margin)
        width = 2 * (sides[0] or 0) - sum(side or 0 for side in sides)
        line.paragraph_format.tab_stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT)
        rule(line, side="top", space=4)
        run(line, " · ".join(words) + "\t", size=FOOTER)
        page_number(line, size=FOOTER)
        for piece in line.runs:
            piece.font.color.rgb = RGBColor(0x46, 0x54, 0x68)
