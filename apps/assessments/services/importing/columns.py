"""The heads of a workbook of scores, and its rows as they travel from the trial to the import."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import IO, Any

from django.core.exceptions import ValidationError

from apps.assessments.models import Criterion
from apps.assessments.queries.scorable import MOST
from apps.files.services import Listing, read_listing

KEY, NAME, STATE, VERSION = "Mã bản", "Đơn vị", "Bước", "Lần sửa"
FIXED = (KEY, NAME, STATE, VERSION)
NO_HEAD = f"Không thấy dòng tiêu đề có cột “{KEY}”, “{NAME}”, “{VERSION}”: dùng tệp mẫu tải từ đợt này."


def note_head(criterion: Criterion) -> str:
    """Where to say why the score is another than the one that the registers give."""
    return f"{criterion.code} thuyết minh"


def read_scores(workbook: IO[bytes]) -> dict[str, Any]:
    """A `Listing` as plain JSON. Raises ValidationError with the gate's sentence, or without such a table."""
    listing = read_listing(workbook, lambda heads: {KEY, NAME, VERSION} <= set(heads))
    if listing is None:
        raise ValidationError(NO_HEAD)
    if not listing.rows:
        raise ValidationError("Tệp không có đơn vị nào.")
    if len(listing.rows) > MOST:
        raise ValidationError(f"Mỗi lần nhập tối đa {MOST} đơn vị.")
    return asdict(listing)


def listing_of(told: dict[str, Any]) -> Listing:
    return Listing(told["head_row"], told["heads"], [(number, texts) for number, texts in told["rows"]])


def cell_name(place: int, row: int) -> str:
    """0, 9 → A9; 27, 9 → AB9"""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def texts_by_head(heads: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """What the row says, under its heads; "—" and an empty cell say nothing."""
    told = zip(heads, texts, strict=False)  # cells beyond the heads belong to no column
    return {head: text for head, text in told if head and text not in {"", "—"}}
