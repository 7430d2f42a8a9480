"""The text of a PDF's pages, as far as it takes to find a stamp that stands alone.

Strings are placed by the page's matrices and put together to lines. Their codes are read by every
character map of the file in turn: which font they belong to does not matter, for no other map
makes a stamp of them by chance. Scanned pages have no text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import hypot, isfinite

from apps.files.gate.limits import MAX_PDF_FONTS, MAX_PDF_TEXT
from apps.files.gate.stamps import MAX_LENGTH, refuse_stamp

Matrix = tuple[float, float, float, float, float, float]
Map = dict[bytes, str]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_NUMBER = rb"[-+.0-9]{1,16}"
_STRING = rb"\((?:[^()\\]|\\.){0,2000}+\)|<[0-9A-Fa-f\s]{0,4000}+>"
# Numbers and what is done with them, shown strings, and words alone; operators that move nothing are passed over.
_OPERATION = re.compile(
    rb"(?<![-+.0-9])(?P<numbers>(?:%(n)s\s{1,4}){1,6}+)(?P<operator>[A-Za-z]{1,3})"
    rb"|\[(?P<array>(?:%(s)s|[-+.0-9\s]){0,2000}+)\]\s{0,4}TJ\b"
    rb"|(?P<string>%(s)s)\s{0,4}(?:Tj\b|(?P<next>['\"]))"
    rb"|\b(?P<word>q|Q|BT)\b|(?P<newline>T\*)" % {b"n": _NUMBER, b"s": _STRING},
    re.S,
)
_MOVING = {b"cm", b"Tm", b"Td", b"TD", b"Tf", b"TL"}
_STRINGS = re.compile(_STRING, re.S)
_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|(.))", re.S)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
_HEX = rb"<([0-9A-Fa-f\s]{1,64})>\s*"
_CHAR, _RANGE = re.compile(_HEX * 2), re.compile(_HEX * 2 + rb"(?:<([0-9A-Fa-f\s]{1,64})>|\[([^\]]*)\])")
_MAX_RANGE = 256  # a range may not cross the last byte


@dataclass(frozen=True)
class Piece:
    """One string, where it begins, and how large it is written."""

    x: float
    y: float
    size: float
    codes: bytes


class PdfText:
    """Collects the contents and character maps of one file."""

    def __init__(self) -> None:
        self._contents: list[bytes] = []
        self._maps: list[Map] = []
        self._left = MAX_PDF_TEXT

    def add(self, stream: bytes) -> None:
        if b"beginbf" in stream and len(self._maps) < MAX_PDF_FONTS:
            self._maps.append(read_map(stream))
        elif b"BT" in stream and self._left > 0:
            self._contents.append(stream[: self._left])
            self._left -= len(stream)

    def refuse_stamps(self) -> None:
        """Raises ValidationError when a line is a stamp in any of the file's fonts."""
        rows = [row for content in self._contents for row in rows_of(content)]
        for width in {width_of(font) for font in self._maps}:
            fonts = [font for font in self._maps if width_of(font) == width]
            for line in {line for row in rows for line in lines_of(row, width)}:
                for font in fonts:
                    refuse_stamp(decoded(line, font))


def rows_of(content: bytes) -> Iterable[list[Piece]]:
    """The strings of a page by height, from left to right."""
    rows: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces_of(content):
        if isfinite(piece.x + piece.y):
            rows[round(piece.y)].append(piece)
    for row in rows.values():
        row.sort(key=lambda piece: piece.x)
    return rows.values()


def lines_of(row: list[Piece], width: int) -> Iterator[bytes]:
    """The codes of a row, cut at wide gaps: columns side by side are lines of their own.

    Where a string ends is a guess, for no letter widths are read: 0,6 of its size for each code of `width` bytes.
    """
    line, end = b"", row[0].x
    for piece in row:
        if piece.x > end + 2 * piece.size:
            yield line[: width * (MAX_LENGTH + 1)]
            line = b""
        line += piece.codes
        end = max(end, piece.x + 0.6 * piece.size * len(piece.codes) / width)
    yield line[: width * (MAX_LENGTH + 1)]


class Pen:
    """Where the next string goes."""

    def __init__(self) -> None:
        self._page, self._line = _IDENTITY, _IDENTITY
        self._size, self._leading = 12.0, 0.0
        self._saved: list[Matrix] = []

    def write(self, codes: bytes) -> Piece:
        _, _, across, up, x, y = multiplied(self._line, self._page)
        return Piece(x, y, abs(self._size) * hypot(across, up), codes)

    def do(self, word: bytes) -> None:
        if word == b"BT":
            self._line = _IDENTITY
        elif word == b"q":
            self._saved.append(self._page)
        elif self._saved:
            self._page = self._saved.pop()

    def set(self, operator: bytes, values: tuple[float, ...]) -> None:
        match operator, values:
            case b"cm", (a, b, c, d, e, f):
                self._page = multiplied((a, b, c, d, e, f), self._page)
            case b"Tm", (a, b, c, d, e, f):
                self._line = (a, b, c, d, e, f)
            case b"Td", (x, y):
                self._move(x, y)
            case b"TD", (x, y):
                self._leading = -y
                self._move(x, y)
            case b"Tf", (size,):
                self._size = size
            case b"TL", (leading,):
                self._leading = leading

    def next_line(self) -> None:
        self._move(0, -self._leading)

    def _move(self, x: float, y: float) -> None:
        self._line = multiplied((1, 0, 0, 1, x, y), self._line)


def pieces_of(content: bytes) -> Iterator[Piece]:
    """Every shown string of a page's content, placed."""
    pen = Pen()
    for found in _OPERATION.finditer(content):
        if found["operator"] in _MOVING:
            pen.set(found["operator"], numbers(found["numbers"]))
        elif found["word"]:
            pen.do(found["word"])
        elif found["newline"] or found["next"]:
            pen.next_line()
        if shown := found["array"] or found["string"]:
            yield pen.write(b"".join(string(text[0]) for text in _STRINGS.finditer(shown)))


def numbers(text: bytes) -> tuple[float, ...]:
    """Whatever is no number counts as 0, as viewers do."""
    return tuple(map(_number, text.split()))


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def multiplied(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def string(literal: bytes) -> bytes:
    """The bytes of `(…)` or `<…>`."""
    if literal.startswith(b"<"):
        return unhex(literal[1:-1])
    return _ESCAPED.sub(_unescaped, literal[1:-1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 255])
    return _LETTERS.get(found[2], found[2]) if found[2] else b""


def unhex(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii"))


def read_map(stream: bytes) -> Map:
    """Which text each code stands for (a ToUnicode CMap)."""
    found: Map = {}
    for block in _CHARS.finditer(stream):
        found |= {unhex(code): _text(unhex(text)) for code, text in _CHAR.findall(block[1])}
    for block in _RANGES.finditer(stream):
        for first, last, text, texts in _RANGE.findall(block[1]):
            found |= _range(unhex(first), unhex(last), text, texts)
    return found


def _range(first: bytes, last: bytes, text: bytes, texts: bytes) -> Map:
    start = int.from_bytes(first, "big")
    count = min(int.from_bytes(last, "big") - start + 1, _MAX_RANGE)
    codes = [(start + step).to_bytes(len(first) + 1, "big")[1:] for step in range(count)]
    if texts:
        return dict(
            zip(codes, (_text(unhex(item)) for item in re.findall(rb"<([^>]*)>", texts)), strict=False)
        )
    base = _text(unhex(text))
    return (
        {code: base[:-1] + chr((ord(base[-1]) + step) % 0x110000) for step, code in enumerate(codes)}
        if base
        else {}
    )


def _text(codes: bytes) -> str:
    return codes.decode("utf-16-be", "replace")


def width_of(font: Map) -> int:
    """How many bytes its codes have."""
    return max(map(len, font), default=1)


def decoded(line: bytes, font: Map) -> str:
    """A code that the map does not know becomes a letter that is in no stamp."""
    width = width_of(font)
    return "".join(font.get(line[at : at + width], "X") for at in range(0, len(line), width))
