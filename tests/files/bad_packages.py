"""docx and xlsx that must be refused, each with its reason."""

import io
import zipfile
import zlib

from apps.files.gate import Refusal as R
from apps.files.gate.limits import MAX_BYTES, MAX_MEMBERS, MEGABYTE
from tests.files.cases import Case
from tests.files.makers import (
    BODY,
    BOOK,
    SHEET,
    SHEETS,
    TYPE,
    TYPES,
    WORD,
    Parts,
    S,
    W,
    cells,
    docx,
    paragraph,
    picture,
    relation,
    relations,
    sheet,
    types,
    word_parts,
    xlsx,
    zipped,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
RELS = "word/_rels/document.xml.rels"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
VBA = "application/vnd.ms-office.vbaProject"
DEEP = "<a>" * 60_000 + "</a>" * 60_000


def word(label: str, reason: R, more: Parts | None = None, body: str = "<w:p/>", **values: str) -> Case:
    return Case(label, "ke-hoach.docx", lambda: docx(body, more, **values), reason)


def book(label: str, reason: R, rows: str = "", more: Parts | None = None, **values: str) -> Case:
    return Case(label, "bieu.xlsx", lambda: xlsx(rows, more, **values), reason)


def locked(content: bytes, bits: int) -> bytes:
    """The flag of encryption set on every member, in both places where it stands."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + offset : place + offset + 2] = bits.to_bytes(2, "little")
            place = changed.find(mark, place + 4)
    return bytes(changed)


def twice(name: str) -> bytes:
    target = io.BytesIO(docx())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("a.xml", "<a/>")
        archive.filelist[-1].filename = name
    return target.getvalue()


def lying(content: bytes, claimed: int) -> bytes:
    """The directory says another size of the body."""
    changed = bytearray(content)
    place = changed.find(b"PK\x01\x02")
    while changed[place + 46 : place + 46 + len(BODY)] != BODY.encode():
        place = changed.find(b"PK\x01\x02", place + 4)
    changed[place + 24 : place + 28] = claimed.to_bytes(4, "little")
    return bytes(changed)


def spoilt(content: bytes) -> bytes:
    """One byte inside of the first member's data is another."""
    changed = bytearray(content)
    changed[content.find(b"PK\x01\x02") - 20] ^= 0xFF
    return bytes(changed)


def with_comment(content: bytes) -> bytes:
    return content[:-2] + b"\x05\x00abcde"


def implicit(count: int) -> str:
    return "<row>" + "<c><v>1</v></c>" * count + "</row>"


FRAMES = [
    Case("macro by extension", "bao-cao.docm", docx, R.MACRO),
    Case("macro workbook by extension", "bieu.xlsm", xlsx, R.MACRO),
    Case("macro template by extension", "mau.dotm", docx, R.MACRO),
    Case("too big", "a.docx", lambda: docx() + bytes(MAX_BYTES), R.TOO_BIG),
    Case("old Word renamed", "cu.docx", lambda: OLE, R.OLD_OFFICE),
    Case("old Excel renamed", "cu.xlsx", lambda: OLE, R.OLD_OFFICE),
    Case("password", "a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), R.LOCKED),
    Case("encrypted members", "a.docx", lambda: locked(docx(), 1), R.LOCKED),
    Case("strongly encrypted members", "a.xlsx", lambda: locked(xlsx(), 0x40), R.LOCKED),
    Case("docx renamed xlsx", "a.xlsx", docx, R.MISMATCH),
    Case("xlsx renamed docx", "a.docx", xlsx, R.MISMATCH),
    Case("any zip renamed", "a.docx", lambda: zipped({"a.xml": "<a/>"}), R.MISMATCH),
    Case("text renamed", "a.docx", lambda: b"Xin chao", R.MISMATCH),
    Case("bytes before the zip", "a.docx", lambda: b"MZ" + docx(), R.MISMATCH),
    Case("bytes behind the zip", "a.docx", lambda: docx() + b"<script>", R.BROKEN),
    Case("a comment of the zip", "a.docx", lambda: with_comment(docx()), R.BROKEN),
    Case("cut off", "a.docx", lambda: docx()[:-30], R.BROKEN),
    Case("a spoilt byte", "a.docx", lambda: spoilt(zipped(word_parts(), kind=zipfile.ZIP_STORED)), R.BROKEN),
    Case("empty zip", "a.docx", lambda: zipped({}), R.MISMATCH),
    Case(
        "too many members",
        "a.docx",
        lambda: docx(more=dict.fromkeys(map(str, range(MAX_MEMBERS)), b"")),
        R.BOMB,
    ),
    Case(
        "a directory of long names",
        "a.docx",
        lambda: docx(more={"x" * 60_000 + str(n): b"" for n in range(20)}),
        R.BOMB,
    ),
    Case(
        "a member that inflates a thousandfold",
        "a.docx",
        lambda: docx(more={"a.xml": bytes(20 * MEGABYTE)}),
        R.BOMB,
    ),
    Case("a gigabyte claimed", "a.docx", lambda: lying(docx(), 2**30), R.BOMB),
    Case("many members that inflate", "a.xlsx", lambda: xlsx(more=many_spaces()), R.BOMB, is_slow=True),
    Case("a size that is a lie", "a.docx", lambda: lying(docx(), 10), R.BROKEN),
    Case(
        "another compression", "a.docx", lambda: zipped(word_parts(), kind=zipfile.ZIP_BZIP2), R.STRANGE_PART
    ),
    Case("one name twice", "a.docx", lambda: twice(BODY), R.STRANGE_PART),
    Case("one name twice but for capitals", "a.docx", lambda: twice(BODY.upper()), R.STRANGE_PART),
    word("an absolute path", R.STRANGE_PART, {"/etc/cron.d/a.xml": "<a/>"}),
    word("a path upwards", R.STRANGE_PART, {"word/../../a.xml": "<a/>"}),
    word("a path upwards, Windows", R.STRANGE_PART, {"word\\..\\a.xml": "<a/>"}),
    word("a drive", R.STRANGE_PART, {"C:/a.xml": "<a/>"}),
    word("broken XML", R.BROKEN, {BODY: "<w:document>"}),
    word("no XML at all", R.BROKEN, {"word/styles.xml": b"\x00\x01\x02"}),
    word("entities", R.STRANGE_PART, {"word/a.xml": '<!DOCTYPE a [<!ENTITY x "xx">]><a>&x;</a>'}),
    word(
        "an entity from outside",
        R.STRANGE_PART,
        {"word/a.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'},
    ),
    word("nested too deep", R.BOMB, {"word/a.xml": DEEP}),
    Case("an endless tag", "a.docx", lambda: docx(more={"word/a.xml": f'<a b="{noise()}"/>'}), R.BOMB),
    Case(
        "too many elements",
        "a.xlsx",
        lambda: xlsx(more=many_elements()),
        R.BOMB,
        is_slow=True,
    ),
]


def noise() -> str:
    """More than a megabyte of letters that hardly deflate, the same at every run."""
    return "".join(f"{zlib.crc32(b'%d' % number):08x}" for number in range(MEGABYTE // 7))


def many_spaces() -> Parts:
    """Each within every bound, too much together."""
    return {f"xl/{number}.xml": "<a/>" + " " * (MEGABYTE - 4) for number in range(129)}


def many_elements() -> Parts:
    return {f"xl/{number}.xml": f"<r>{'<a/>' * 250_000}</r>" for number in range(9)}


MACROS = [
    word("a macro project", R.MACRO, {"word/vbaProject.bin": OLE}),
    book("a macro project in a workbook", R.MACRO, more={"xl/vbaProject.bin": OLE}),
    word("a macro project elsewhere", R.MACRO, {"customXml/VBAPROJECT.bin": OLE}),
    word("docm renamed", R.MACRO, main=MACRO_WORD),
    book("xlsm renamed", R.MACRO, main=MACRO_BOOK),
    word(
        "a macro project by type",
        R.MACRO,
        {TYPES: types(BODY, WORD, f'<Default Extension="x" ContentType="{VBA}"/>')},
    ),
    word("a macro project by relationship", R.MACRO, {RELS: relations(relation("vbaProject", "data.xml"))}),
    book("a macro sheet", R.MACRO, more={"xl/macrosheets/sheet1.xml": sheet()}),
    book(
        "a macro sheet by type",
        R.MACRO,
        more={
            TYPES: types(
                BOOK,
                SHEETS,
                '<Override PartName="/xl/a.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>',
            )
        },
    ),
]
NESTED = [
    word("an embedded workbook", R.NESTED, {"word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()}),
    word("an embedded object", R.NESTED, {"word/embeddings/oleObject1.bin": OLE}),
    book("an embedded document", R.NESTED, more={"xl/embeddings/a.docx": docx()}),
    word("ActiveX", R.NESTED, {"word/activeX/activeX1.xml": "<a/>"}),
    word("an object by relationship", R.NESTED, {RELS: relations(relation("oleObject", "x.xml"))}),
    word("a control by relationship", R.NESTED, {RELS: relations(relation("control", "x.xml"))}),
    word("a package by relationship", R.NESTED, {RELS: relations(relation("package", "x.xml"))}),
    word("another document by relationship", R.NESTED, {RELS: relations(relation("aFChunk", "x.xml"))}),
    word("a zip named as a picture", R.NESTED, {"word/media/a.png": zipped({"a": b"b"})}),
    word("a program named as a picture", R.NESTED, {"word/media/a.png": b"MZ" + bytes(100)}),
    word("a PDF named as a picture", R.NESTED, {"word/media/a.jpeg": b"%PDF-1.4"}),
    word("a RAR", R.NESTED, {"word/media/a.rar": b"Rar!\x1a\x07\x00"}),
    word("RTF", R.NESTED, {"word/afchunk.rtf": b"{\\rtf1 x}"}),
    book(
        "an object named as a printer's settings",
        R.NESTED,
        more={"xl/printerSettings/printerSettings1.bin": OLE},
    ),
    book(
        "an object type",
        R.NESTED,
        more={
            TYPES: types(
                BOOK,
                SHEETS,
                '<Default Extension="x" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>',
            )
        },
    ),
]
STRANGE = [
    word("a video", R.STRANGE_PART, {"word/media/a.mp4": b"\0\0\0\x18ftypmp42"}),
    word("a script", R.STRANGE_PART, {"word/a.js": b"alert(1)"}),
    word("text named as a picture", R.STRANGE_PART, {"word/media/a.png": b"alert(1)"}),
    word("a binary of no known sort", R.STRANGE_PART, {"word/a.bin": b"\x05\x06\x07"}),
    word("a picture under another name", R.STRANGE_PART, {"word/media/a.dat": picture("PNG")}),
    word("template renamed", R.MISMATCH, main=f"{TYPE}.wordprocessingml.template.main+xml"),
    word("the main part under another type", R.MISMATCH, main="application/xml"),
    Case("no list of types", "a.docx", lambda: zipped({BODY: f"<w:document {W}/>"}), R.MISMATCH),
    Case("no main part", "a.docx", lambda: zipped({TYPES: types(BODY, WORD)}), R.MISMATCH),
]
OUTSIDE = [
    word(
        "a picture from the web",
        R.OUTSIDE,
        {RELS: relations(relation("image", "http://x.example/a.png", outside="External"))},
    ),
    word(
        "a template from outside",
        R.OUTSIDE,
        {
            "word/_rels/settings.xml.rels": relations(
                relation("attachedTemplate", "file:///C:/a.dotm", outside="External")
            )
        },
    ),
    word(
        "outside in small letters",
        R.OUTSIDE,
        {RELS: relations(relation("image", "http://x.example/a.png", outside="external"))},
    ),
    word("a frame", R.OUTSIDE, {RELS: relations(relation("frame", "http://x.example", outside="External"))}),
    book(
        "another workbook",
        R.OUTSIDE,
        more={
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                relation("externalLinkPath", "khac.xlsx", outside="External")
            )
        },
    ),
    book(
        "DDE",
        R.OUTSIDE,
        more={
            "xl/externalLinks/externalLink1.xml": f'<externalLink {S}><ddeLink ddeService="cmd"/></externalLink>'
        },
    ),
    word(
        "a dynamic field in pieces",
        R.OUTSIDE,
        body="<w:p><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\windows</w:instrText></w:p>",
    ),
    word("a simple dynamic field", R.OUTSIDE, body='<w:p><w:fldSimple w:instr=" dde x y"/></w:p>'),
    word(
        "a hyperlink type that only ends alike",
        R.OUTSIDE,
        {RELS: relations(relation("xhyperlink", "http://x.example", outside="External"))},
    ),
]
SHEETS_TOO_WIDE = [
    book("two far cells", R.TOO_WIDE, cells("A1", "XFD1048576")),
    book("201 columns", R.TOO_WIDE, cells("GS1")),
    book("20.001 rows", R.TOO_WIDE, cells("A20001")),
    book("201 cells without reference", R.TOO_WIDE, implicit(201)),
    book("20.001 rows without reference", R.TOO_WIDE, implicit(1) * 20_001),
    book("cells that follow a far one", R.TOO_WIDE, '<row><c r="GR1"/><c/></row>'),
    book("a row number alone", R.TOO_WIDE, '<row r="20001"><c/></row>'),
    book("a small cell in a far row", R.TOO_WIDE, '<row r="30000"><c r="A1"/></row>'),
    book(
        "a prefix",
        R.TOO_WIDE,
        more={SHEET: '<x:worksheet xmlns:x="a"><x:row><x:c r="XFD1"/></x:row></x:worksheet>'},
    ),
    book("in the second sheet", R.TOO_WIDE, more={"xl/worksheets/sheet2.xml": sheet(cells("XFD1"))}),
    book("a sheet under another name", R.TOO_WIDE, more={"xl/media/image1.png": sheet(cells("XFD1"))}),
    book("a sheet in UTF-16", R.TOO_WIDE, more={SHEET: sheet(cells("XFD1")).encode("utf-16")}),
    book(
        "a sheet in UTF-16 under another name",
        R.TOO_WIDE,
        more={"xl/a.bin": sheet(cells("XFD1")).encode("utf-16")},
    ),
    book("a reference in entities", R.TOO_WIDE, '<row><c r="&#88;FD1"/></row>'),
    book("no reference at all", R.BROKEN, cells("$A$1")),
    book("a row that is no number", R.BROKEN, '<row r="١"><c/></row>'),
]
TABBED = "<w:p><w:r><w:t>MẬT</w:t><w:tab/><w:t>Hưng Yên, ngày 12/3/2021</w:t></w:r></w:p>"
BOXED = (
    f"<w:p><w:r><w:t>Xem </w:t><w:txbxContent>{paragraph('MẬT')}</w:txbxContent><w:t>hình</w:t></w:r></w:p>"
)
STAMPED = [
    word("stamp", R.STAMPED, body=paragraph("MẬT")),
    word("stamp in runs", R.STAMPED, body=paragraph("T", "ỐI", " M", "ẬT")),
    word("stamp decomposed", R.STAMPED, body=paragraph("TUYE\u0302\u0323T MA\u0302\u0323T")),
    word("stamp spaced", R.STAMPED, body=paragraph("T U Y Ệ T   M Ậ T")),
    word("stamp framed", R.STAMPED, body=paragraph(" * [ TỐI MẬT ] * ")),
    word("stamp beside the place", R.STAMPED, body=TABBED),
    word(
        "stamp on a line of its own",
        R.STAMPED,
        body="<w:p><w:r><w:t>TỈNH ĐOÀN</w:t><w:br/><w:t>MẬT</w:t></w:r></w:p>",
    ),
    word("stamp in a text box", R.STAMPED, body=BOXED),
    word("stamp in a header", R.STAMPED, {"word/header1.xml": f"<w:hdr {W}>{paragraph('MẬT')}</w:hdr>"}),
    word(
        "stamp in a footnote",
        R.STAMPED,
        {"word/footnotes.xml": f"<w:footnotes {W}>{paragraph('TUYỆT MẬT')}</w:footnotes>"},
    ),
    book("stamp in a cell", R.STAMPED, '<row><c t="inlineStr"><is><t>MẬT</t></is></c></row>'),
    book(
        "stamp among shared strings",
        R.STAMPED,
        more={"xl/sharedStrings.xml": f"<sst {S}><si><r><t>TỐI </t></r><r><t>MẬT</t></r></si></sst>"},
    ),
    book("stamp as a formula's value", R.STAMPED, '<row><c t="str"><f>A1</f><v>MẬT</v></c></row>'),
    book(
        "stamp in a sheet's header",
        R.STAMPED,
        more={
            SHEET: f'<worksheet {S}><oddHeader>&amp;C&amp;"Arial,Bold"&amp;14MẬT&amp;R12/3</oddHeader></worksheet>'
        },
    ),
    book(
        "stamp in a comment",
        R.STAMPED,
        more={"xl/comments1.xml": f"<comments {S}><text><r><t>MẬT</t></r></text></comments>"},
    ),
]

PACKAGES = FRAMES + MACROS + NESTED + STRANGE + OUTSIDE + SHEETS_TOO_WIDE + STAMPED
