"""Names, PDFs and pictures that must be refused, each with its reason."""

import base64
import io
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from apps.files.gate import Refusal as R
from apps.files.gate.limits import MAX_BYTES
from tests.files.cases import Case
from tests.files.makers import (
    codes,
    docx,
    empty_png,
    object_stream,
    pdf,
    picture,
    shown,
    stream,
    text_pdf,
    zipped,
)

OBJECTS = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def name(file: str, reason: R) -> Case:
    return Case("by its name", file, pdf, reason)


def paper(label: str, reason: R, *objects: bytes, page: bytes = b"") -> Case:
    return Case(label, "quyet-dinh.pdf", lambda: pdf(*objects, page=page), reason)


def hidden(label: str, reason: R, content: bytes, **how: object) -> Case:
    return paper(label, reason, object_stream(content, **how))  # type: ignore[arg-type]


def written(change: str, *arguments: object) -> bytes:
    """By pypdf, as an ordinary program would."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    getattr(writer, change)(*arguments)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def a85(content: bytes) -> bytes:
    return base64.a85encode(zlib.compress(content)) + b"~>"


def in_two_blocks(stored: bytes, squeezed: bytes) -> bytes:
    """A zlib stream whose first half can be read as it is."""
    plain, small = zlib.compressobj(0, wbits=-15), zlib.compressobj(9, wbits=-15)
    head = plain.compress(stored) + plain.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + head + small.compress(squeezed) + small.flush()


def broken(content: bytes) -> bytes:
    """Readers show what comes before the fault."""
    small = zlib.compressobj(9, wbits=-15)
    return b"\x78\x9c" + small.compress(content) + small.flush(zlib.Z_FULL_FLUSH) + b"\xff" * 50


def by_lines(*lines: str, width: int = 2) -> bytes:
    """LibreOffice's way: one text object, moved down line by line."""
    code = b"%%0%dx" % (2 * width)
    shows = [b"<" + b"".join(code % one for one in codes(line)) + b"> Tj\n" for line in lines]
    return b"BT /F1 14 Tf 80 700 Td " + b"0 -20 TD ".join(shows) + b"ET\n"


def animated() -> bytes:
    target = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 100, 200)]
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    return target.getvalue()


NAMES = [
    *[
        name(file, R.NOT_TAKEN)
        for file in (
            "a.exe",
            "a.bat",
            "a.html",
            "a.svg",
            "a.gif",
            "a.heic",
            "a.txt",
            "a.csv",
            "a.pptx",
            "a.pdf.exe",
            "a.js",
            "quyết định",
            ".pdf",
            "a.pdf.",
            "a.odt",
            "a.docx\u202efdp.exe",
        )
    ],
    *[name(file, R.OLD_OFFICE) for file in ("a.doc", "A.XLS")],
    *[name(file, R.PACKED) for file in ("a.zip", "a.rar", "a.7z")],
    *[
        name(file, R.STAMPED)
        for file in (
            "MẬT - Kế hoạch.pdf",
            "Kế hoạch (TỐI MẬT).pdf",
            "KH-MẬT-12.pdf",
            "TUYỆT_MẬT.pdf",
            "MẬT Kế hoạch.pdf",
            "12 MA\u0302\u0323T.pdf",
        )
    ],
]
DEVICES = [
    Case("empty", "a.pdf", lambda: b"", R.EMPTY),
    Case("too big", "a.pdf", lambda: pdf() + bytes(MAX_BYTES), R.TOO_BIG),
    Case("a page of the web", "a.pdf", lambda: b"<html>%PDF-1.4 %%EOF", R.MISMATCH),
    Case("a program", "a.pdf", lambda: b"MZ" + pdf(), R.MISMATCH),
    Case("a docx renamed", "a.pdf", docx, R.MISMATCH),
    Case("cut off", "a.pdf", lambda: pdf()[:-20], R.BROKEN),
    Case("a zip behind it", "a.pdf", lambda: pdf() + zipped({"a": b"b"}), R.BROKEN),
    Case("header and end alone", "a.pdf", lambda: b"%PDF-1.4\n%%EOF", R.BROKEN),
    Case("locked by pypdf", "a.pdf", lambda: written("encrypt", "mat-khau", None, True, 128), R.LOCKED),
    Case("locked", "a.pdf", lambda: pdf(tail=b"trailer<</Encrypt 5 0 R>>%%EOF"), R.LOCKED),
    Case(
        "script by pypdf",
        "a.pdf",
        lambda: written("add_open_action", JavaScript("app.alert(1)")),
        R.PDF_SCRIPT,
    ),
    Case("attachment by pypdf", "a.pdf", lambda: written("add_attachment", "a.txt", b"x"), R.PDF_ATTACHMENT),
    paper("script", R.PDF_SCRIPT, SCRIPT),
    paper("script on opening", R.PDF_SCRIPT, b"<</OpenAction<</S /JavaScript /JS 5 0 R>>>>"),
    paper("script with an escaped letter", R.PDF_SCRIPT, b"<</S/J#61vaScript>>"),
    paper("script all in escapes", R.PDF_SCRIPT, b"<</S/#4a#61#76#61#53#63#72#69#70#74>>"),
    paper("script in capital escapes", R.PDF_SCRIPT, b"<</S/#4AavaScript>>"),
    paper("the short name alone", R.PDF_SCRIPT, b"<</JS(app.alert\\(1\\))>>"),
    paper("the short name escaped", R.PDF_SCRIPT, b"<</J#53 (x)>>"),
    paper("script of a page", R.PDF_SCRIPT, page=b"/AA<</O<</S/JavaScript/JS(x)>>>>"),
    hidden("script in an object stream", R.PDF_SCRIPT, SCRIPT),
    hidden("escaped script in an object stream", R.PDF_SCRIPT, b"<</S/J#61vaScript>>"),
    hidden("the short name in an object stream", R.PDF_SCRIPT, b"<</JS(x)>>"),
    hidden("script at a chunk's edge", R.PDF_SCRIPT, b" " * (64 * 1024 - 9) + SCRIPT),
    hidden("launch in an object stream", R.PDF_ACTION, b"<</S/Launch/F(cmd.exe)>>"),
    paper(
        "script in an object stream that says it is a picture",
        R.PDF_SCRIPT,
        stream(SCRIPT, b"/Subtype/Image/Filter/FlateDecode"),
    ),
    paper(
        "script in letters",
        R.PDF_SCRIPT,
        stream(
            zlib.compress(SCRIPT).hex().encode() + b">",
            b"/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]",
            deflate=False,
        ),
    ),
    paper(
        "script deflated and in letters",
        R.PDF_SCRIPT,
        stream(a85(b"9 0 " + SCRIPT), b"/N 1/First 4/Filter[/ASCII85Decode/FlateDecode]", deflate=False),
    ),
    paper("script behind a false end", R.PDF_SCRIPT, b"%stream\n" + SCRIPT + b"\nendstream"),
    paper(
        "script behind an end inside of the deflated",
        R.PDF_SCRIPT,
        stream(in_two_blocks(b"9 0 \nendstream\n", SCRIPT), OBJECTS, deflate=False),
    ),
    paper(
        "script with a wrong checksum",
        R.PDF_SCRIPT,
        stream(zlib.compress(SCRIPT)[:-4] + b"1234", OBJECTS, deflate=False),
    ),
    paper("script before the deflated breaks", R.PDF_SCRIPT, stream(broken(SCRIPT), OBJECTS, deflate=False)),
    paper(
        "letters that are none", R.PDF_HIDDEN, stream(b"\xff\xfe", b"/Filter/ASCIIHexDecode", deflate=False)
    ),
    paper("letters of 85 that are none", R.PDF_HIDDEN, stream(b"\xff\xfe{}", b"/Filter/A85", deflate=False)),
    paper("LZW", R.PDF_HIDDEN, object_stream(b"x", b"/Filter/LZWDecode", deflate=False)),
    paper("LZW escaped", R.PDF_HIDDEN, object_stream(b"x", b"/Filter/LZW#44ecode", deflate=False)),
    paper("run lengths", R.PDF_HIDDEN, object_stream(b"x", b"/Filter/RunLengthDecode", deflate=False)),
    paper("deflated twice", R.PDF_HIDDEN, object_stream(b"x", b"/Filter[/FlateDecode/FlateDecode]")),
    paper(
        "objects behind a predictor",
        R.PDF_HIDDEN,
        object_stream(b"x", b"/Filter/FlateDecode/DecodeParms<</Predictor 12>>"),
    ),
    paper("a filter that stands elsewhere", R.PDF_HIDDEN, object_stream(b"x", b"/Filter 7 0 R")),
    paper("launch", R.PDF_ACTION, b"<</S/Launch/F(cmd.exe)>>"),
    paper("another file", R.PDF_ACTION, b"<</S/GoToR/F(\\\\\\\\x.example\\\\a)>>"),
    paper("an embedded file", R.PDF_ACTION, b"<</S/GoToE/T<</R/C>>>>"),
    paper("data sent out", R.PDF_ACTION, b"<</S/SubmitForm/F(http://x.example)>>"),
    paper("data taken in", R.PDF_ACTION, b"<</S/ImportData/F(x)>>"),
    paper("an attachment", R.PDF_ATTACHMENT, b"<</Type/EmbeddedFile>>"),
    paper("an attachment on a page", R.PDF_ATTACHMENT, b"<</Subtype/FileAttachment>>"),
    paper("a portfolio", R.PDF_ATTACHMENT, b"<</Collection<</View/T>>>>"),
    paper("a dynamic form", R.PDF_SCRIPT, b"<</AcroForm<</XFA 5 0 R>>>>"),
    paper("media", R.PDF_SCRIPT, b"<</Subtype/RichMedia>>"),
    paper("a rendition", R.PDF_SCRIPT, b"<</S/Rendition>>"),
    Case(
        "inflates without end", "a.pdf", lambda: pdf(*[stream(bytes(30 * 2**20))] * 5), R.BOMB, is_slow=True
    ),
]
PAPERS_STAMPED = [
    Case("stamp", "a.pdf", lambda: text_pdf(shown("MẬT", 80, 700)), R.STAMPED),
    Case("stamp by ranges", "a.pdf", lambda: text_pdf(shown("TỐI MẬT", 80, 700), ranges=True), R.STAMPED),
    Case(
        "stamp beside the place",
        "a.pdf",
        lambda: text_pdf(shown("MẬT", 80, 700) + shown("ngày 12/3/2021", 300, 700)),
        R.STAMPED,
    ),
    Case(
        "stamp in two pieces",
        "a.pdf",
        lambda: text_pdf(shown("TUYỆT", 80, 700) + shown("MẬT", 128, 700)),
        R.STAMPED,
    ),
    Case("stamp decomposed", "a.pdf", lambda: text_pdf(shown("MA\u0323\u0302T", 80, 700)), R.STAMPED),
    Case(
        "stamp under a matrix",
        "a.pdf",
        lambda: text_pdf(
            b"q .1 0 0 .1 0 0 cm\n" + shown("MẬT", 800, 7000, 140) + b"Q\n" + shown("ngày", 80, 650)
        ),
        R.STAMPED,
    ),
    Case("stamp after a move", "a.pdf", lambda: text_pdf(by_lines("TINH", "MẬT", "12-KH")), R.STAMPED),
    Case(
        "stamp of one byte a letter", "a.pdf", lambda: text_pdf(by_lines("MẬT", width=1), width=1), R.STAMPED
    ),
]
PICTURES = [
    Case("a JPG renamed", "a.png", lambda: picture("JPEG"), R.MISMATCH),
    Case("a PNG renamed", "a.jpg", lambda: picture("PNG"), R.MISMATCH),
    Case("a GIF renamed", "a.png", lambda: picture("GIF"), R.MISMATCH),
    Case("a WebP renamed", "a.jpeg", lambda: picture("WEBP"), R.MISMATCH),
    Case("a page of the web", "a.png", lambda: b"<svg onload=alert(1)>", R.MISMATCH),
    Case("cut off", "a.png", lambda: picture("PNG", (400, 400))[:-40], R.BROKEN),
    Case("cut off", "a.jpg", lambda: picture("JPEG", (400, 400))[:-400], R.BROKEN),
    Case("empty", "a.png", lambda: b"", R.EMPTY),
    Case("41 million points", "a.png", lambda: empty_png(8200, 5000), R.TOO_MANY_PIXELS),
    Case("100 million points", "a.png", lambda: empty_png(10_000, 10_000), R.TOO_MANY_PIXELS),
    Case("900 million points", "a.png", lambda: empty_png(30_000, 30_000), R.TOO_MANY_PIXELS, is_slow=True),
    Case("41 million points", "a.jpg", lambda: picture("JPEG", (8200, 5000), "L"), R.TOO_MANY_PIXELS),
    Case("it moves", "a.png", animated, R.ANIMATED),
]

OTHERS = NAMES + DEVICES + PAPERS_STAMPED + PICTURES
