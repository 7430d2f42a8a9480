"""PDF without a parser: a parser believes the file's own index, and every viewer believes it in another way.

The bytes are searched for the names of what a PDF can do beyond showing pages: in the file itself and
in all that inflates after the word `stream`. So objects are found however the index hides them.
"""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from apps.files.gate.limits import CHUNK, MAX_PDF_INFLATED, MAX_PDF_STREAMS, MAX_PDF_TEXT_PART
from apps.files.gate.pdf_text import PdfText
from apps.files.gate.refusals import Refusal, refused

_NAMES = {
    Refusal.LOCKED: ("Encrypt",),
    Refusal.PDF_SCRIPT: ("JavaScript", "Rendition", "XFA", "RichMedia"),
    Refusal.PDF_ACTION: ("Launch", "GoToR", "GoToE", "SubmitForm", "ImportData"),
    Refusal.PDF_ATTACHMENT: ("EmbeddedFile", "EmbeddedFiles", "FileAttachment", "Collection"),
}
_REASONS = {name.encode(): reason for reason, names in _NAMES.items() for name in names}
_SHORT = {
    b"JS": Refusal.PDF_SCRIPT
}  # comes about by chance in compressed pictures: looked for in objects alone
_END_OF_NAME = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%])"
_OVERLAP = 64  # bytes that are searched again with the next chunk: the longest name, every letter as #xx

_STREAM = re.compile(rb"stream[ \t]*(?:\r\n|\n|\r)")
_END = b"endstream"
_OBJECT = re.compile(rb"\d\s+obj\b")
_PAGE = re.compile(rb"/Pages?" + _END_OF_NAME)
_NAME = re.compile(rb"/(\w+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTER_ELSEWHERE = re.compile(rb"/Filter\s*\d+\s+\d+\s+R")
_DEFLATED = {bytes([8 + 16 * window]) for window in range(8)}  # first byte of a zlib stream
_LETTERS_85, _LETTERS_16 = {b"ASCII85Decode", b"A85"}, {b"ASCIIHexDecode", b"AHx"}
_UNREAD = {b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL", b"Crypt"}
_UNREAD_BEFORE_OBJECTS = {b"DecodeParms", b"DP", b"F"}


def _pattern(names: Iterable[bytes]) -> re.Pattern[bytes]:
    """Any of the names, any letter of it written as #xx."""
    spelled = [b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name) for name in names]
    first = b"".join({name[:1] for name in names})
    return re.compile(b"/(?=[#" + first + b"])(" + b"|".join(spelled) + b")" + _END_OF_NAME)


_ANYWHERE, _IN_OBJECTS = _pattern(_REASONS), _pattern(_REASONS | _SHORT)


def check_pdf(file: IO[bytes]) -> None:
    """Raises ValidationError for what is no whole PDF, does more than show pages, or carries a stamp."""
    file.seek(0)
    data = file.read()
    _check_frame(data)
    search, text = Search(), PdfText()
    search.through([data], _ANYWHERE)
    search.through([b" ".join(_outside_streams(data))], _IN_OBJECTS)
    for stream in _streams(data):
        text.add(stream.searched(search))
    if not search.has_found_pages:
        raise refused(Refusal.BROKEN)
    text.refuse_stamps()


class Search:
    """For forbidden names, within a bound on all that is inflated for it."""

    def __init__(self) -> None:
        self.has_found_pages = False
        self._left = MAX_PDF_INFLATED

    def spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise refused(Refusal.BOMB)

    def through(self, chunks: Iterable[bytes], forbidden: re.Pattern[bytes]) -> bytes:
        """Raises ValidationError at a forbidden name; gives back the beginning, for its text."""
        kept, beginning = b"", bytearray()
        for chunk in chunks:
            self._look_at(kept + chunk, forbidden)
            kept = (kept + chunk)[-_OVERLAP:]
            beginning += chunk[: MAX_PDF_TEXT_PART - len(beginning)]
        self._look_at(kept + b" ", forbidden)
        return bytes(beginning)

    def _look_at(self, data: bytes, forbidden: re.Pattern[bytes]) -> None:
        if hit := forbidden.search(data):
            raise refused((_REASONS | _SHORT)[_plain(hit[1])])
        self.has_found_pages = self.has_found_pages or bool(_PAGE.search(data))


@dataclass(frozen=True)
class Stream:
    """What stands before the word `stream`, and where in the file its content begins."""

    dictionary: bytes
    data: bytes
    start: int

    def searched(self, search: Search) -> bytes:
        """The beginning of what it holds; raises ValidationError at a forbidden name, or when it cannot be read."""
        names = set(_NAME.findall(self.dictionary))
        has_objects = b"First" in names
        is_unread = names & _UNREAD or (has_objects and names & _UNREAD_BEFORE_OBJECTS)
        if (
            is_unread
            or _FILTER_ELSEWHERE.search(self.dictionary)
            or self.dictionary.count(b"FlateDecode") > 1
        ):
            raise refused(Refusal.PDF_HIDDEN)
        forbidden = _IN_OBJECTS if has_objects else _ANYWHERE
        inflated = _inflated(self._without_letters(names, search), search)
        return search.through(inflated, forbidden) or self._as_it_stands(search)

    def _without_letters(self, names: set[bytes], search: Search) -> memoryview:
        """Letters are decoded; the end of anything else is where inflating ends."""
        try:
            if names & _LETTERS_85:
                return memoryview(base64.a85decode(self._up_to(b"~>", search)))
            if names & _LETTERS_16:
                return memoryview(bytes.fromhex(self._up_to(b">", search).decode("ascii")))
        except ValueError:
            raise refused(Refusal.PDF_HIDDEN) from None
        return memoryview(self.data)[self.start :]

    def _up_to(self, end: bytes, search: Search) -> bytes:
        place = self.data.find(end, self.start)
        letters = self.data[self.start : place if place >= 0 else None]
        search.spend(len(letters))
        return letters

    def _as_it_stands(self, search: Search) -> bytes:
        most = self.start + MAX_PDF_TEXT_PART
        end = self.data.find(_END, self.start, most)
        search.spend((end if end >= 0 else most) - self.start)
        return self.data[self.start : max(self.start, end)]


def _check_frame(data: bytes) -> None:
    """Header first and end mark last: no other file stands before or behind."""
    if not data.startswith(b"%PDF-"):
        raise refused(Refusal.MISMATCH)
    if not data.rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF"):
        raise refused(Refusal.BROKEN)


def _streams(data: bytes) -> Iterator[Stream]:
    last = 0
    for count, keyword in enumerate(_STREAM.finditer(data)):
        if count > MAX_PDF_STREAMS:
            raise refused(Refusal.BOMB)
        yield Stream(_OBJECT.split(_plain(data[last : keyword.start()]))[-1], data, keyword.end())
        last = keyword.end()


def _outside_streams(data: bytes) -> Iterator[bytes]:
    place = 0
    while keyword := _STREAM.search(data, place):
        yield data[place : keyword.start()]
        end = data.find(_END, keyword.end())
        place = end + len(_END) if end >= 0 else len(data)
    yield data[place:]


def _inflated(data: memoryview, search: Search) -> Iterator[bytes]:
    """In small pieces, as far as it goes; nothing when it is not deflated. Checksums are ignored, as by viewers."""
    if bytes(data[:1]) not in _DEFLATED:
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(2, len(data), CHUNK):
        pending = bytes(data[place : place + CHUNK])
        while pending and not inflater.eof:
            before = inflater.copy()
            try:
                piece = inflater.decompress(pending, CHUNK)
            except zlib.error:
                yield _until_it_breaks(before, pending)
                return
            left = inflater.unconsumed_tail
            search.spend(len(piece) + len(pending) - len(left) - len(inflater.unused_data))
            yield piece
            pending = left
        if inflater.eof:
            return


def _until_it_breaks(inflater: Any, pending: bytes) -> bytes:
    found = bytearray()
    try:
        for place in range(len(pending)):
            found += inflater.decompress(pending[place : place + 1], CHUNK)
    except zlib.error:
        pass
    return bytes(found)


def _plain(data: bytes) -> bytes:
    """Names with their #xx read."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)
