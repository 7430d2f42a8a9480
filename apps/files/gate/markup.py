"""XML as a stream: expat in chunks, with bounds on what it may hold. A document type (entities) is refused."""

from typing import IO, Any
from xml.parsers import expat

from apps.files.gate.limits import CHUNK, MAX_DEPTH, MAX_ELEMENTS, MAX_TOKEN
from apps.files.gate.refusals import Refusal, refused


class Budget:
    """How many elements may still come, over all parts of one package."""

    def __init__(self) -> None:
        self._left = MAX_ELEMENTS

    def spend(self, elements: int) -> None:
        self._left -= elements
        if self._left < 0:
            raise refused(Refusal.BOMB)


class Part:
    """Reads one XML part; subclasses look at its elements (names without prefix). Called a million times: kept lean."""

    def __init__(self) -> None:
        self._depth = self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def text(self, text: str) -> None: ...

    def read(self, stream: IO[bytes], budget: Budget) -> None:
        """Raises ValidationError for XML that is broken, holds a document type, or outgrows its bounds."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            self._feed(parser, stream, budget)
        except expat.ExpatError:
            raise refused(Refusal.BROKEN) from None

    def _feed(self, parser: Any, stream: IO[bytes], budget: Budget) -> None:
        """The bounds are looked at after every chunk: what one chunk may do beyond them is small."""
        fed = 0
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            budget.spend(self._elements)
            self._elements = 0
            if self._depth > MAX_DEPTH or fed - max(0, parser.CurrentByteIndex) > MAX_TOKEN:
                raise refused(Refusal.BOMB)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        self.start(name[name.find(":") + 1 :], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name[name.find(":") + 1 :])


def _refuse_doctype(*_: object) -> None:
    raise refused(Refusal.STRANGE_PART)
