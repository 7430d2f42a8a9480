"""How far a worksheet reaches. Readers allocate the whole rectangle, so two far cells are a bomb of 1,7 kB."""

import re
from dataclasses import dataclass
from functools import lru_cache

from apps.files.gate.limits import MAX_COLUMNS, MAX_ROWS
from apps.files.gate.refusals import Refusal, refused

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True)
class Extent:
    """The greatest column and row of any cell in any sheet, counted from 1; 0 when there is no cell."""

    columns: int = 0
    rows: int = 0

    def united(self, other: "Reach") -> "Extent":
        return Extent(max(self.columns, other.columns), max(self.rows, other.rows))


class Reach:
    """Follows the cells of one sheet; `<dimension>` is not believed, a cell without reference follows the last."""

    def __init__(self) -> None:
        self.columns = self.rows = 0
        self._row = self._column = 0

    def follow(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell(attributes.get("r"))
        elif tag == "row":
            self._start_row(attributes.get("r"))

    def _start_row(self, reference: str | None) -> None:
        if reference and not _ROW.fullmatch(reference):
            raise refused(Refusal.BROKEN)
        self._row = int(reference) if reference else self._row + 1
        self._column = 0

    def _cell(self, reference: str | None) -> None:
        self._column, row = _place(reference) if reference else (self._column + 1, self._row)
        self.columns, self.rows = max(self.columns, self._column), max(self.rows, row, self._row)
        if self.columns > MAX_COLUMNS or self.rows > MAX_ROWS:
            raise refused(Refusal.TOO_WIDE)


def _place(reference: str) -> tuple[int, int]:
    found = _CELL.fullmatch(reference)
    if not found:
        raise refused(Refusal.BROKEN)
    return _column(found[1]), int(found[2])


@lru_cache(maxsize=MAX_COLUMNS)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
