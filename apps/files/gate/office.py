"""docx and xlsx: what parts the package has, what they are, where they point, and what they say.

Every part is looked at, not only those that the package's own lists name: what begins like XML is read as XML.
"""

import re
import zlib
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from apps.files.enums import CONTENT_TYPES, FileKind
from apps.files.gate.archive import open_archive
from apps.files.gate.markup import Budget, Part
from apps.files.gate.refusals import Refusal, refused
from apps.files.gate.sheets import Extent, Reach
from apps.files.gate.stamps import refuse_stamp

TYPES = "/[Content_Types].xml"
MAIN = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}

_PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"II\xbc",
    b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0", b"\x02\0\x09\0",
)  # fmt: skip
_FILES_OF_THEIR_OWN = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"%PDF", b"{\\rtf",
)  # fmt: skip
_XML_NAME = re.compile(r"\.(xml|rels|vml|svg)$")
_PICTURE_NAME = re.compile(r"\.(png|jpe?g|jfif|gif|bmp|tiff?|wdp|emf|wmf)$")
# Fonts, signatures and settings of a printer have no form of their own.
_OPAQUE_NAME = re.compile(r"\.(odttf|sigs)$|/printersettings/[^/]+\.bin$")
# In names of parts, in their types and in the types of relationships.
_MACRO = re.compile(r"macroenabled|vbaproject|vbadata|macrosheet")
_NESTED = re.compile(r"/embeddings/|activex|oleobject|/(control|package|afchunk)$")
_DYNAMIC_FIELD = re.compile(r"\bDDE(AUTO)?\b", re.I)

_HEADERS = {f"{which}{end}" for which in ("odd", "even", "first") for end in ("Header", "Footer")}
_HEADER_CODE = re.compile(
    r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[A-Z])'
)  # fonts and places inside of a sheet's header
_LINES = {"p", "si", "is", "text"} | _HEADERS
_TEXTS = {"t"} | _HEADERS
_CELLS = {"row", "c", "v"}
_BREAKS = {"br", "cr", "tab"}


def check_office(file: IO[bytes], kind: FileKind) -> Extent:
    """Raises ValidationError for whatever is refused; says how far the sheets reach (0 × 0 for a docx)."""
    with open_archive(file) as archive:
        package = Package(kind)
        try:
            for member in archive.infolist():
                package.look_at(archive, member)
        except (BadZipFile, EOFError, OSError, NotImplementedError, zlib.error):
            raise refused(Refusal.BROKEN) from None
        package.check_main_part()
    return package.extent


class Package:
    """What is known after some parts have been looked at."""

    def __init__(self, kind: FileKind) -> None:
        self.extent = Extent()
        self._main, self._main_type = "/" + MAIN[kind], CONTENT_TYPES[kind] + ".main+xml"
        self._types: dict[str, str] = {}
        self._names: set[str] = set()
        self._budget = Budget()

    def look_at(self, archive: ZipFile, member: ZipInfo) -> None:
        name = "/" + member.filename
        self._names.add(name)
        _refuse_by_word(name)
        if member.is_dir():
            return
        with archive.open(member) as stream:
            head = stream.peek(16)[:16]  # type: ignore[attr-defined]  # zipfile's streams have it
            if _XML_NAME.search(name.lower()) or _looks_like_xml(head):
                self._read(name, stream)
            else:
                _check_opaque(name.lower(), head)

    def check_main_part(self) -> None:
        """The main part is there and is declared as what the extension says."""
        if self._main not in self._names or self._types.get(self._main) != self._main_type:
            raise refused(Refusal.MISMATCH)

    def _read(self, name: str, stream: IO[bytes]) -> None:
        part = OfficePart()
        part.read(stream, self._budget)
        self.extent = self.extent.united(part.reach)
        if name == TYPES:
            self._types = part.types


class OfficePart(Part):
    """One XML part of any sort: types, relationships, cells and lines of text are picked out as they pass."""

    def __init__(self) -> None:
        super().__init__()
        self.types: dict[str, str] = {}
        self.reach = Reach()
        self._is_sheet: bool | None = None
        self._lines: list[list[str]] = []
        self._fields: list[str] = []
        self._tag = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._tag = tag
        if self._is_sheet is None:
            self._is_sheet = tag == "worksheet"
        if self._is_sheet and tag in _CELLS:
            self.reach.follow(tag, attributes)
            return
        self._look_at(tag, attributes)
        if tag in _LINES:
            self._lines.append([])
        elif tag in _BREAKS and self._lines:
            self._lines[-1].append("\n")

    def text(self, text: str) -> None:
        if self._tag in _TEXTS and self._lines:
            self._lines[-1].append(text)
        elif self._tag == "v" and self._is_sheet:
            refuse_stamp(text)
        elif self._tag == "instrText":
            self._fields.append(text)

    def end(self, tag: str) -> None:
        self._tag = ""
        if tag in _LINES and self._lines:
            line = "".join(self._lines.pop())
            refuse_stamp(_HEADER_CODE.sub("\n", line) if tag in _HEADERS else line)
        if tag == "p" and self._fields:
            _refuse_dynamic("".join(self._fields))
            self._fields.clear()

    def _look_at(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"Override", "Default"}:
            self._look_at_type(attributes)
        elif tag == "Relationship":
            _check_relationship(attributes)
        elif tag in {"ddeLink", "oleLink"}:
            raise refused(Refusal.OUTSIDE)
        elif tag == "fldSimple":
            _refuse_dynamic(attributes.get("w:instr", ""))

    def _look_at_type(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        _refuse_by_word(kind)
        self.types[attributes.get("PartName", "")] = kind


def _check_relationship(attributes: dict[str, str]) -> None:
    """Links that a person clicks may lead outside; nothing else may."""
    kind = attributes.get("Type", "")
    _refuse_by_word(kind)
    if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith("/hyperlink"):
        raise refused(Refusal.OUTSIDE)


def _refuse_by_word(name: str) -> None:
    if _MACRO.search(name.lower()):
        raise refused(Refusal.MACRO)
    if _NESTED.search(name.lower()):
        raise refused(Refusal.NESTED)


def _refuse_dynamic(field: str) -> None:
    if _DYNAMIC_FIELD.search(field):
        raise refused(Refusal.OUTSIDE)


def _looks_like_xml(head: bytes) -> bool:
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _check_opaque(name: str, head: bytes) -> None:
    if head.startswith(_FILES_OF_THEIR_OWN):
        raise refused(Refusal.NESTED)
    is_picture = _PICTURE_NAME.search(name) and head.startswith(_PICTURES)
    if not is_picture and not _OPAQUE_NAME.search(name):
        raise refused(Refusal.STRANGE_PART)
