"""Files as offices send them: each is taken, stored and given back."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from PIL import Image
from pypdf import PdfWriter

from tests.files.bad_others import by_lines
from tests.files.cases import Case
from tests.files.makers import (
    SHEET,
    S,
    cells,
    docx,
    empty_png,
    object_stream,
    paragraph,
    pdf,
    picture,
    relation,
    relations,
    saved,
    sheet,
    shown,
    stream,
    text_pdf,
    word_parts,
    written_docx,
    written_xlsx,
    xlsx,
    zipped,
)


def blank_pdf(act: Callable[[PdfWriter], object] = lambda writer: None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    act(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_chart() -> bytes:
    book = Workbook()
    for number in range(5):
        book.active.append([number, number * 2])
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, max_col=2, min_row=1, max_row=5))
    book.active.add_chart(chart, "D2")
    book.active.merge_cells("A7:C7")
    book.active["A8"] = "=SUM(A1:A5)"
    book.active["A8"].hyperlink = "https://x.example"
    book.active.oddHeader.center.text = "Bảo mật"
    return saved(book)


def turned() -> bytes:
    """A photograph that says it lies on its side, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (40, 30), exif=exif, comment=b"Quang Ninh")


def sixteen_bits() -> bytes:
    return saved(Image.new("I;16", (20, 20), 40_000), "PNG")


PAPERS = [
    Case("bare", "a.pdf", pdf),
    Case("by pypdf", "a.pdf", blank_pdf),
    Case(
        "with an outline",
        "a.pdf",
        lambda: blank_pdf(lambda writer: writer.add_outline_item(title="Phần 1", page_number=0)),
    ),
    Case(
        "with a title", "a.pdf", lambda: blank_pdf(lambda writer: writer.add_metadata({"/Title": "Kế hoạch"}))
    ),
    Case("of pictures, by Pillow", "scan.pdf", lambda: saved(Image.new("L", (900, 1200), 255), "PDF")),
    Case("with object streams", "a.pdf", lambda: pdf(object_stream(b"<</Type/Outlines/First 4 0 R>>"))),
    Case("with a link", "a.pdf", lambda: pdf(b"<</Subtype/Link/A<</S/URI/URI(https://x.example)>>>>")),
    Case("that opens at a page", "a.pdf", lambda: pdf(b"<</OpenAction[3 0 R/Fit]>>")),
    Case("with names that only begin alike", "a.pdf", lambda: pdf(b"<</EncryptMetadata true/JSX/Launcher>>")),
    Case(
        "the short name by chance in a picture",
        "a.pdf",
        lambda: pdf(stream(b"\x01/JS \x02", b"/Filter/DCTDecode", deflate=False)),
    ),
    Case(
        "saved again by an editor",
        "a.pdf",
        lambda: pdf(tail=b"%%EOF\n") + b"4 0 obj\n<<>>\nendobj\nxref\n%%EOF\r\n\0",
    ),
    Case(
        "bí mật in a sentence",
        "a.pdf",
        lambda: text_pdf(shown("công tác bí", 80, 700) + shown("MẬT", 165, 700) + shown("và", 200, 700)),
    ),
    Case("BÍ MẬT as a heading", "a.pdf", lambda: text_pdf(by_lines("BẬT", "BÔ MẬT ĐÔ"))),
    Case("with a name decomposed", "Ke\u0302\u0301 hoạch.PDF", pdf),
    Case("with a very long name", "Kế hoạch " * 40 + ".pdf", pdf),
    Case("with a folder before its name", "C:\\Users\\Lan\\Kế hoạch.pdf", pdf),
    Case("called after guarding secrets", "BÁO CÁO BẢO MẬT thông tin.pdf", pdf),
    Case("called mật in small letters", "Ong mật.pdf", pdf),
]
RUNNING = "Bảo vệ bí mật nhà nước; tài liệu đóng dấu MẬT gửi theo đường riêng"
TEXTS = [
    Case("bare", "a.docx", docx),
    Case("by python-docx", "a.docx", lambda: written_docx("Kế hoạch", table=True, picture=True, header=True)),
    Case(
        "bí mật in a sentence",
        "a.docx",
        lambda: written_docx(RUNNING, "Mật độ dân số", "BẢO MẬT", "Mật", "mật"),
    ),
    Case(
        "MẬT within a paragraph of runs",
        "a.docx",
        lambda: docx(paragraph("Tài liệu ", "MẬT", " thì không gửi")),
    ),
    Case(
        "300 pictures",
        "a.docx",
        lambda: docx(more={f"word/media/{n}.png": picture("PNG") for n in range(300)}),
    ),
    Case(
        "a link",
        "a.docx",
        lambda: docx(
            more={
                "word/_rels/document.xml.rels": relations(
                    relation("hyperlink", "https://x.example", outside="External")
                )
            }
        ),
    ),
    Case("a folder of its own in the zip", "a.docx", lambda: docx(more={"word/": b""})),
    Case("without compression", "a.docx", lambda: zipped(word_parts(), kind=zipfile.ZIP_STORED)),
    Case(
        "a font and drawings",
        "a.docx",
        lambda: docx(
            more={
                "word/fonts/font1.odttf": b"\x12" * 64,
                "word/media/a.emf": b"\x01\0\0\0" + bytes(40),
                "word/media/a.svg": "<svg/>",
            }
        ),
    ),
    Case(
        "a picture of another sort than its name",
        "a.docx",
        lambda: docx(more={"word/media/a.png": picture("JPEG")}),
    ),
    Case(
        "the date as a field",
        "a.docx",
        lambda: docx("<w:p><w:r><w:instrText> DATE \\@ </w:instrText></w:r></w:p>"),
    ),
    Case(
        "cells elsewhere than in sheets",
        "a.docx",
        lambda: docx(more={"customXml/item1.xml": '<a><row r="x"/><c r="XFD1"/></a>'}),
    ),
]
BOOKS = [
    Case("bare", "a.xlsx", xlsx),
    Case("by openpyxl, with chart, formula, merged cells", "a.xlsx", with_chart),
    Case("ten sheets", "a.xlsx", lambda: written_xlsx([["Xã", 12, 3.5, None, True]] * 50, sheets=10)),
    Case("200 columns", "a.xlsx", lambda: xlsx(cells("GR20000"))),
    Case(
        "200 columns without reference", "a.xlsx", lambda: xlsx("<row>" + "<c><v>1</v></c>" * 200 + "</row>")
    ),
    Case("20.000 rows", "a.xlsx", lambda: xlsx("<row><c><v>7</v></c></row>" * 20_000)),
    Case(
        "a far dimension that is not true",
        "a.xlsx",
        lambda: xlsx(more={SHEET: f'<worksheet {S}><dimension ref="A1:XFD1048576"/></worksheet>'}),
    ),
    Case("in UTF-16", "a.xlsx", lambda: xlsx(more={SHEET: sheet(cells("B2")).encode("utf-16")})),
    Case(
        "a printer's settings",
        "a.xlsx",
        lambda: xlsx(more={"xl/printerSettings/printerSettings1.bin": b"C\0a\0n\0o\0n\0"}),
    ),
    Case(
        "a header",
        "a.xlsx",
        lambda: xlsx(
            more={
                SHEET: f"<worksheet {S}><headerFooter><oddHeader>&amp;CBẢO MẬT</oddHeader></headerFooter></worksheet>"
            }
        ),
    ),
    Case("MẬT among other words", "a.xlsx", lambda: written_xlsx([["Bí MẬT", "MẬT ong", "Mật"]])),
]
PICTURES = [
    *[
        Case(f"mode {mode}", "a.png", lambda mode=mode: picture("PNG", mode=mode))
        for mode in ("1", "L", "LA", "P", "RGB", "RGBA")
    ],
    Case("sixteen bits", "a.png", sixteen_bits),
    Case("with a note inside", "a.png", lambda: picture("PNG") + b"<script>"),
    Case("39 million points", "a.png", lambda: empty_png(7800, 5000)),
    *[
        Case(f"mode {mode}", "a.jpg", lambda mode=mode: picture("JPEG", mode=mode))
        for mode in ("L", "RGB", "CMYK")
    ],
    Case("progressive", "a.JPEG", lambda: picture("JPEG", (300, 200), progressive=True)),
    Case("turned, with a place", "IMG_0001.JPG", turned),
    Case("with a zip behind it", "a.jpg", lambda: picture("JPEG") + docx()),
]
GOOD = PAPERS + TEXTS + BOOKS + PICTURES
