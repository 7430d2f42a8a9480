"""From the cells of a list to people: what each row says, and what of it cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from apps.cadres.enums import STOPPING, ListColumn, Sex, Trouble
from apps.cadres.models import ListImport, Position
from apps.cadres.services.importing.cells import BadCell, parse, text_of
from apps.cadres.services.importing.places import Places
from apps.core.legacy_fonts import LegacyFont, converted, legacy_font
from apps.core.vietnamese import fold

REQUIRED = (ListColumn.FULL_NAME, ListColumn.BORN_ON)
SEX_OF = {ListColumn.BORN_ON_MALE: Sex.MALE, ListColumn.BORN_ON_FEMALE: Sex.FEMALE}
BIRTHS = (ListColumn.BORN_ON, *SEX_OF)
SHORT = {
    "SECRETARY": "bt",
    "DEPUTY_SECRETARY": "pbt",
    "STANDING_MEMBER": "uv btv|uvbtv|uy vien btv",
    "COMMITTEE_MEMBER": "uv bch|uvbch|uy vien bch",
    "STAFF": "cv|can bo chuyen trach",
}
NAMES = (ListColumn.FULL_NAME, ListColumn.FAMILY_NAME, ListColumn.GIVEN_NAME)
OF_A_UNIT = (" doan", " huyen", " thi ", " thanh", " tinh")  # Bí thư Đoàn xã; not: Bí thư chi đoàn
TOTALS = ("tong so", "tong cong", "cong", "nguoi lap", "thu truong")


@dataclass(frozen=True)
class Finding:
    """What is said of one cell; `cadre_id`: the file that it is about."""

    trouble: Trouble
    row: int
    address: str
    label: str
    text: str
    sentence: str
    cadre_id: int | None = None

    @property
    def is_stopping(self) -> bool:
        return self.trouble in STOPPING


@dataclass
class Draft:
    """A row as far as it could be read: values and cells by column; `places` of the columns are those of the list."""

    number: int
    unit_id: int
    places: dict[str, int]
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Any] = field(default_factory=dict)
    is_placed: bool = False  # whether the row itself names its unit
    findings: list[Finding] = field(default_factory=list)

    @property
    def full_name(self) -> str:
        return str(self.values.get(ListColumn.FULL_NAME, ""))

    def address(self, column: str) -> str:
        return f"{letters(self.places[column])}{self.number}"

    def tell(self, trouble: Trouble, column: str, sentence: str, cadre_id: int | None = None) -> None:
        """Beside the cell of that column; of a column that the list does not have, beside the name."""
        births = sorted(SEX_OF, key=lambda one: one not in self.cells) if column in BIRTHS else ()
        shown = next(name for name in (column, *births, *NAMES) if name in self.places)
        address, text = self.address(shown), text_of(self.cells.get(shown))
        label = str(ListColumn(column).label)
        self.findings.append(Finding(trouble, self.number, address, label, text, sentence, cadre_id))


def lacking(columns: list[str]) -> list[str]:
    """The columns without which nobody can be recognised, by their names."""
    known = set(columns) | ({ListColumn.FULL_NAME} if ListColumn.GIVEN_NAME in columns else set())
    missing = [column for column in REQUIRED if column not in known]
    if ListColumn.BORN_ON in missing and known & set(SEX_OF):
        missing[missing.index(ListColumn.BORN_ON) :] = [column for column in SEX_OF if column not in known]
    return [str(column.label) for column in missing]


def read_rows(listing: ListImport, places: Places) -> tuple[list[Draft], list[Finding]]:
    """The people of the list, and the rows that are nobody; none while the columns do not say who they are."""
    if lacking(listing.columns):
        return [], []
    reader = RowReader(listing, places)
    drafts, skipped = [], []
    for number, row in enumerate(listing.rows or [], start=listing.first_row):
        draft = reader.draft(number, row)
        if not draft.cells:
            continue
        if reader.is_nobody(draft):
            column, cell = next(iter(draft.cells.items()))
            address, told = (
                f"{letters(draft.places[column])}{number}",
                "Dòng này không phải một người nên bỏ qua.",
            )
            skipped.append(Finding(Trouble.SKIPPED, number, address, "", text_of(cell), told))
        else:
            reader.read(draft)
            drafts.append(draft)
    return drafts, skipped


class RowReader:
    """What is the same for all rows of a list: columns, font, positions, units."""

    def __init__(self, listing: ListImport, places: Places) -> None:
        self._listing, self._places = listing, places
        self._columns = {name: place for place, name in enumerate(listing.columns) if name}
        self._font = legacy_font(self._texts())
        self._heads = {fold(part) for label in listing.labels for part in label.split(" / ")}
        named = {alias: position for position in Position.objects.all() for alias in spoken(position)}
        self._positions = {alias: named[alias] for alias in sorted(named, key=len, reverse=True)}

    def draft(self, number: int, row: list[Any]) -> Draft:
        draft = Draft(number, self._listing.unit_id, self._columns)
        for name, place in self._columns.items():
            if place < len(row) and row[place] is not None:
                draft.cells[name] = row[place]
        return draft

    def is_nobody(self, draft: Draft) -> bool:
        """A heading between the rows, the head once more, column numbers, a sum, a signature."""
        name = next((draft.cells[column] for column in NAMES if column in draft.cells), None)
        if len(draft.cells) < 2 or not isinstance(name, str | None):
            return True
        text = fold(text_of(name))
        return text in self._heads or text.startswith(TOTALS) or text.strip("()").isdigit()

    def read(self, draft: Draft) -> None:
        for name, cell in draft.cells.items():
            try:
                value = self._value(draft, name, cell)
            except BadCell as bad:
                draft.tell(bad.trouble, name, bad.sentence)
            else:
                if value not in ("", None):
                    draft.values[name] = value
        self._join_names(draft)
        join_births(draft)
        for column in REQUIRED:
            labels = {str(one.label) for one in (BIRTHS if column in BIRTHS else [column])}
            if column not in draft.values and not any(found.label in labels for found in draft.findings):
                draft.tell(Trouble.MISSING, column, missing_sentence(draft, column))

    def _value(self, draft: Draft, name: str, cell: Any) -> Any:
        cell = self._in_unicode(draft, name, cell)
        if name == ListColumn.UNIT:
            draft.is_placed = True
            draft.unit_id = self._places.find(text_of(cell))
        if name == ListColumn.POSITION:
            return self._position(text_of(cell))
        return parse(name, cell)

    def _in_unicode(self, draft: Draft, name: str, cell: Any) -> Any:
        """The cell, turned if the person has agreed to that. Raises BadCell."""
        text = converted(cell, self._font) if self._font and isinstance(cell, str) else ""
        if not text:
            return cell
        text = capitalised(text) if name in NAMES else text
        font = (self._font or LegacyFont.TCVN3).value
        if not self._listing.turns_fonts:
            sentence = f"Chữ gõ bằng phông {font}, đọc là “{text}”: đổi sang Unicode, hoặc để phần mềm đổi."
            raise BadCell(Trouble.FONT, sentence)
        draft.tell(Trouble.TURNED, name, f"Phông {font}, ghi vào sổ là “{text}”.")
        return text

    def _position(self, text: str) -> Position:
        plain = " ".join(fold(text).replace(".", " ").split())
        for alias, position in self._positions.items():
            if plain == alias or (
                plain.startswith(alias) and plain.removeprefix(alias).startswith(OF_A_UNIT)
            ):
                return position
        names = ", ".join(
            position.name for position in sorted(set(self._positions.values()), key=lambda one: one.rank)
        )
        raise BadCell(Trouble.UNKNOWN, f"Chức danh ghi một trong: {names}.")

    def _join_names(self, draft: Draft) -> None:
        parts = (draft.values.pop(column, "") for column in NAMES)
        whole, family, given = (str(part) for part in parts)
        if name := whole or (f"{family} {given}".strip() if given else ""):
            draft.values[ListColumn.FULL_NAME] = capitalised(name)

    def _texts(self) -> Iterator[str]:
        for row in self._listing.rows or []:
            for place in self._columns.values():
                if place < len(row) and isinstance(row[place], str):
                    yield row[place]


def join_births(draft: Draft) -> None:
    """Of a column for men and one for women the one that is filled: in it stands the date, and it tells the sex."""
    born = {column: draft.values.pop(column) for column in SEX_OF if column in draft.values}
    filled = [column for column in BIRTHS if column in draft.cells]
    if len(filled) > 1:
        places = " và ".join(draft.address(column) for column in filled)
        told = f"Ngày sinh ghi ở cả {places}: để lại một ô, ở cột đúng giới tính."
        draft.values.pop(ListColumn.BORN_ON, None)
        draft.tell(Trouble.WRONG_COLUMN, filled[0], told)
    elif born:
        ((column, draft.values[ListColumn.BORN_ON]),) = born.items()
        sex = draft.values.setdefault(ListColumn.SEX, SEX_OF[column])
        if sex != SEX_OF[column]:
            told = (
                f"Giới tính ghi {sex.label}, ngày sinh đứng ở cột {SEX_OF[column].label}: sửa một trong hai."
            )
            draft.tell(Trouble.WRONG_COLUMN, column, told)


def missing_sentence(draft: Draft, column: ListColumn) -> str:
    halves = [draft.address(half) for half in SEX_OF if half in draft.places]
    where = f" ở cả {' và '.join(halves)}" if column == ListColumn.BORN_ON and halves else ""
    return f"Thiếu {str(column.label).lower()}{where}: không nhận ra được người."


def spoken(position: Position) -> set[str]:
    """How a position is written in lists, folded."""
    return {fold(position.name), *SHORT.get(position.code, "").split("|")} - {""}


def capitalised(name: str) -> str:
    """NGUYỄN VĂN A, nguyễn văn a → Nguyễn Văn A; a name in both cases stays as it is written."""
    return (
        name.title()
        if name.isupper() or name.islower()
        else " ".join(w[:1].upper() + w[1:] for w in name.split())
    )


def letters(place: int) -> str:
    """0 → A, 26 → AA"""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
