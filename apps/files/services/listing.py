"""A list in a workbook: the row of heads, wherever it stands, and the rows below it as a person reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from apps.core.vietnamese import nfc
from apps.files.services.reading import read_sheets

HEAD_WITHIN = 30


@dataclass(frozen=True)
class Listing:
    """`head_row` and the numbers of `rows` count from 1, as Excel shows them."""

    head_row: int
    heads: list[str]
    rows: list[tuple[int, list[str]]]


def read_listing(workbook: IO[bytes], is_head: Callable[[Sequence[str]], bool]) -> Listing | None:
    """Of the first sheet with such a row near its beginning; rows without any text are left out."""
    for sheet in read_sheets(workbook):
        for place, cells in enumerate(sheet.rows[:HEAD_WITHIN], start=1):
            heads = [text_of(cell) for cell in cells]
            if is_head(heads):
                below = enumerate(sheet.rows[place:], start=place + 1)
                told = [(number, [text_of(cell) for cell in row]) for number, row in below]
                return Listing(place, heads, [(number, row) for number, row in told if any(row)])
    return None


def text_of(cell: Any) -> str:
    """What a person sees; a number the Vietnamese way."""
    if isinstance(cell, float):
        return f"{cell:.12g}".replace(".", ",")
    return " ".join(nfc(str(cell)).split()) if cell is not None else ""
