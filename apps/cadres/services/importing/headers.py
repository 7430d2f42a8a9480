"""Finding the head of a list: below title rows, over one to three rows, with merged cells; and guessing its columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.cadres.enums import ListColumn
from apps.core.legacy_fonts import LegacyFont, converted
from apps.core.vietnamese import fold, nfc
from apps.files.services import Sheet

HEAD_WITHIN, DEEPEST = 30, 3  # rows
KNOWN = {
    ListColumn.FULL_NAME: "ho va ten|ho ten|ho va ten can bo|ho chu dem va ten|ho va ten khai sinh|ten can bo",
    ListColumn.FAMILY_NAME: "ho dem|ho va dem|ho va ten dem|ho va chu dem|ho lot|ho",
    ListColumn.GIVEN_NAME: "ten",
    ListColumn.BORN_ON: "ngay sinh|ngay thang nam sinh|sinh ngay|nam sinh|ngay thang sinh",
    ListColumn.SEX: "gioi tinh|nam nu|nam/nu|gioi",
    ListColumn.ETHNIC_GROUP: "dan toc",
    ListColumn.HOME: "que quan|nguyen quan",
    ListColumn.UNIT: "don vi|don vi cong tac|noi cong tac|co so doan|doan co so|xa phuong thi tran|xa|don vi doan",
    ListColumn.POSITION: "chuc danh|chuc vu|chuc vu doan|chuc danh doan|chuc danh chuc vu|chuc vu hien nay",
    ListColumn.STARTS_ON: "ngay giu chuc|giu chuc tu ngay|ngay bo nhiem|tu ngay|thoi gian giu chuc|ngay giu chuc vu",
    ListColumn.ENGAGEMENT: "loai hinh|loai hinh can bo",
    ListColumn.ORIGIN: "hinh thuc|hinh thuc giu chuc",
    ListColumn.DECISION_NUMBER: "so quyet dinh|quyet dinh|so qd|quyet dinh so|quyet dinh bo nhiem",
    ListColumn.DECISION_ON: "ngay quyet dinh|ngay qd|ngay ky",
    ListColumn.EDUCATION: "trinh do chuyen mon|chuyen mon|trinh do|trinh do dao tao|trinh do chuyen mon nghiep vu|"
                          "hoc van",
    ListColumn.POLITICAL_THEORY: "ly luan chinh tri|llct|trinh do llct|trinh do ly luan chinh tri|ly luan",
    ListColumn.PARTY_JOINED_ON: "ngay vao dang|ngay ket nap dang|vao dang|ngay vao dang csvn",
    ListColumn.UNION_JOINED_ON: "ngay vao doan|vao doan|ngay ket nap doan",
    ListColumn.PHONE: "dien thoai|so dien thoai|sdt|dt|di dong|dien thoai di dong",
    ListColumn.EMAIL: "thu dien tu|email|e mail|dia chi thu dien tu",
}  # fmt: skip
BORN = KNOWN[ListColumn.BORN_ON].split("|")
COLUMN_OF = {
    **{alias: column for column, aliases in KNOWN.items() for alias in aliases.split("|")},
    **{f"{alias} nam": ListColumn.BORN_ON_MALE for alias in BORN},
    **{f"{alias} nu": ListColumn.BORN_ON_FEMALE for alias in BORN},
}
TELLING = 6  # letters: a shorter beginning of a head tells nothing


@dataclass(frozen=True)
class Head:
    """`labels` by column; the people begin in row `first_row`, counted from 0."""

    labels: list[str]
    first_row: int

    def guess(self, remembered: Mapping[str, str]) -> list[str]:
        """For each column what it seems to hold, each thing once; what was chosen before for a head counts first."""
        chosen: list[str] = []
        for label in self.labels:
            key = header_key(label)
            column = remembered[key] if key in remembered else guessed(label)
            chosen.append(column if column not in chosen else "")
        return chosen


def find_head(sheet: Sheet, remembered: Mapping[str, str]) -> Head | None:
    """The rows that name the most columns, a name of people among them; of equal ones the fewest, then the first."""
    filled = _filled(sheet)
    best, most = None, 0
    for depth in range(1, DEEPEST + 1):
        for start in range(min(HEAD_WITHIN, len(filled))):
            head = Head(_labels(filled[start : start + depth]), start + depth)
            if (count := _named(head, remembered)) > most:
                best, most = head, count
    return best


def header_key(label: str) -> str:
    """A head as it is remembered: without accents, signs and case, whatever font it was typed in."""
    return " ".join(re.findall(r"[a-z0-9/]+", fold(_readable(label))))[:120]


def guessed(label: str) -> str:
    whole = header_key(label)
    parts = whole.split(" / ")
    for text in (parts[-1], whole.replace(" / ", " ")):
        if text in COLUMN_OF:
            return COLUMN_OF[text]
    text = parts[-1]
    begun = [alias for alias in COLUMN_OF if len(alias) >= TELLING and text.startswith(f"{alias} ")]
    return COLUMN_OF[max(begun, key=len)] if begun else ""


def people_rows(sheet: Sheet) -> list[list[Any]]:
    """The rows, each cell of a block that is merged downwards holding what its first one holds."""
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if left == right and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row.extend([None] * (left + 1 - len(row)))
                row[left] = rows[top][left]
    return rows


def _named(head: Head, remembered: Mapping[str, str]) -> int:
    """How many columns are known; none of a row that is a title alone or names nobody."""
    found = {column for column in head.guess(remembered) if column}
    is_head = len(set(head.labels) - {""}) > 1 and found & {ListColumn.FULL_NAME, ListColumn.GIVEN_NAME}
    return len(found) if is_head else 0


def _filled(sheet: Sheet) -> list[list[Any]]:
    """The first rows with the text of a merged cell in every cell that it covers."""
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [row + [None] * (width - len(row)) for row in sheet.rows[: HEAD_WITHIN + DEEPEST]]
    for top, left, bottom, right in sheet.merged:
        if top < len(rows) and left < width:
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return rows


def _labels(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Column by column what stands there from top to bottom, the same text once: "Trình độ / Chuyên môn"."""
    columns = zip(*rows, strict=True)
    return [
        " / ".join(dict.fromkeys(_text(cell) for cell in column if cell is not None)) for column in columns
    ]


def _text(cell: Any) -> str:
    return " ".join(nfc(str(cell)).split()) if isinstance(cell, str | int | float) else ""


def _readable(label: str) -> str:
    turned = [text for font in LegacyFont if (text := converted(label, font))]
    known = [
        text for text in turned if set(_words(text)) & {word for alias in COLUMN_OF for word in alias.split()}
    ]
    return (known or turned or [label])[0]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", fold(text))
