"""Files as other people's programs write them, and as nobody should: every byte is made here."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument"
WORD = f"{TYPE}.wordprocessingml.document.main+xml"
SHEETS = f"{TYPE}.spreadsheetml.sheet.main+xml"
WORKSHEET = f"{TYPE}.spreadsheetml.worksheet+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPES, BODY, BOOK, SHEET = (
    "[Content_Types].xml",
    "word/document.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
)
Parts = dict[str, bytes | str]


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", content)
    file._name = name  # as the browser sent it, before Django cleans it
    return file


# --- packages ---
def zipped(parts: Parts, *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def types(main: str, kind: str, *more: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/>{"".join(more)}</Types>'
    )


def relations(*items: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(items)}</Relationships>'


def relation(kind: str, target: str, *, outside: str = "") -> str:
    mode = f' TargetMode="{outside}"' if outside else ""
    return (
        f'<Relationship Id="r{zlib.crc32(target.encode())}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    )


def word_parts(body: str = "<w:p/>", **more: bytes | str) -> Parts:
    return {
        TYPES: types(BODY, WORD),
        "_rels/.rels": relations(relation("officeDocument", BODY)),
        BODY: f"<w:document {W}><w:body>{body}</w:body></w:document>",
    } | more


def docx(body: str = "<w:p/>", more: Parts | None = None, *, main: str = WORD) -> bytes:
    return zipped(word_parts(body) | {TYPES: types(BODY, main)} | (more or {}))


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def xlsx(rows: str = "", more: Parts | None = None, *, main: str = SHEETS) -> bytes:
    parts: Parts = {
        TYPES: types(BOOK, main, f'<Override PartName="/{SHEET}" ContentType="{WORKSHEET}"/>'),
        "_rels/.rels": relations(relation("officeDocument", BOOK)),
        BOOK: f'<workbook {S}><sheets><sheet name="A" sheetId="1"/></sheets></workbook>',
        SHEET: sheet(rows),
    }
    return zipped(parts | (more or {}))


def sheet(rows: str = "") -> str:
    return f'<worksheet {S}><dimension ref="A1:B2"/><sheetData>{rows}</sheetData></worksheet>'


def cells(*references: str) -> str:
    return "".join(f'<row><c r="{reference}"><v>1</v></c></row>' for reference in references)


def written_docx(*paragraphs: str, **extras: bool) -> bytes:
    """By python-docx."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if extras.get("table"):
        document.add_table(3, 4).cell(0, 0).text = "Đơn vị"
    if extras.get("picture"):
        document.add_picture(io.BytesIO(picture("PNG")))
    if extras.get("header"):
        document.sections[0].header.paragraphs[0].text = "ĐOÀN TNCS HỒ CHÍ MINH"
    return saved(document)


def written_xlsx(rows: Iterable[Iterable[object]], sheets: int = 1) -> bytes:
    """By openpyxl."""
    book = Workbook(write_only=True)
    rows = [list(row) for row in rows]
    for number in range(sheets):
        page = book.create_sheet(f"Trang {number}")
        for row in rows:
            page.append(row)
    return saved(book)


# --- PDF ---
def pdf(*objects: bytes, page: bytes = b"", tail: bytes = b"%%EOF\n") -> bytes:
    """A catalogue, a page tree, a page with `page` in its dictionary, then the given objects from number 4 on."""
    every = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]" + page + b">>",
        *objects,
    ]
    written, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(every, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(every) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        bytes(written) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (len(every) + 1, start) + tail
    )


def stream(content: bytes, dictionary: bytes = b"/Filter/FlateDecode", *, deflate: bool = True) -> bytes:
    body = zlib.compress(content) if deflate else content
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (dictionary, len(body), body)


def object_stream(
    content: bytes, dictionary: bytes = b"/Filter/FlateDecode", *, deflate: bool = True
) -> bytes:
    return stream(b"9 0 " + content + b" ", b"/Type/ObjStm/N 1/First 4" + dictionary, deflate=deflate)


def shown(text: str, x: int, y: int, size: int = 14) -> bytes:
    """Word's way: each run placed by its own matrix, two bytes a letter, kerning between them."""
    letters = b"".join(b"<%04x>-3" % code for code in codes(text))
    return b"BT /F1 %d Tf 1 0 0 1 %d %d Tm [%s] TJ ET\n" % (size, x, y, letters)


def codes(text: str) -> list[int]:
    """A font of its own numbering: 3 for the first letter of the alphabet that `font_map` lists, and so on."""
    return [LETTERS.index(letter) + 3 for letter in text]


LETTERS = sorted(
    set("ABCDĐEÊGHIKLMNOÔƠPQRSTUVXYaăâbcdđeêghiklmnoôơpqrstuưvxy")
    | set("ẬỐỆàáảãạậấầẩẫíìịóòọộốồớờợúùụứừựýỳ 0123456789/-.,\u0302\u0323")
)


def font_map(*, ranges: bool = False, width: int = 2) -> bytes:
    code = b"<%%0%dx>" % (2 * width)
    chars = [
        (code % (place + 3), letter.encode("utf-16-be").hex().encode())
        for place, letter in enumerate(LETTERS)
    ]
    lines = [b"%s %s <%s>" % (one, one, text) if ranges else b"%s <%s>" % (one, text) for one, text in chars]
    word = b"range" if ranges else b"char"
    return b"%d beginbf%s\n%s\nendbf%s" % (len(lines), word, b"\n".join(lines), word)


def text_pdf(content: bytes, *, ranges: bool = False, width: int = 2) -> bytes:
    page = b"/Contents 4 0 R/Resources<</Font<</F1 6 0 R>>>>"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 5 0 R>>"
    return pdf(stream(content), stream(font_map(ranges=ranges, width=width)), font, page=page)


# --- pictures ---
def saved(thing: Any, *options: object, **named: object) -> bytes:
    target = io.BytesIO()
    thing.save(target, *options, **named)
    return target.getvalue()


def picture(form: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    return saved(Image.new(mode, size, color=1), form, **options)


def empty_png(width: int, height: int) -> bytes:
    """Black, one bit a pixel: of any size, in few bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    deflater = zlib.compressobj()
    line = bytes(1 + (width + 7) // 8)
    rows = b"".join(deflater.compress(line) for _ in range(height)) + deflater.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
