"""One cell of a list: from what stands there to what the register keeps, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from apps.cadres.enums import Education, Engagement, ListColumn, Origin, PoliticalTheory, Sex, Trouble
from apps.core.vietnamese import day as written
from apps.core.vietnamese import fold, nfc

EXCEL_DAY_ZERO = date(1899, 12, 30)
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR = re.compile(r"(19|20)\d\d")
_THEORY = re.compile(r"\b(llct|ly luan|ct hc|chinh tri)\b")
LEVELS_OF_EDUCATION = {
    Education.DOCTOR: "tien si|tien sy|ts",
    Education.MASTER: "thac si|thac sy|ths|cao hoc",
    Education.UNIVERSITY: "dai hoc|dh|cu nhan|ky su|bac si",
    Education.COLLEGE: "cao dang|cd",
    Education.VOCATIONAL: "trung cap|tc|trung hoc chuyen nghiep",
    Education.HIGH_SCHOOL: "trung hoc pho thong|thpt|cap 3|cap iii|12/12|10/10",
}
LEVELS_OF_THEORY = {
    PoliticalTheory.NONE: "chua|chua qua|chua hoc|khong|chua co",
    PoliticalTheory.ELEMENTARY: "so cap|sc",
    PoliticalTheory.INTERMEDIATE: "trung cap|tc",
    PoliticalTheory.ADVANCED: "cao cap|cc|cu nhan|cn|cao cap cu nhan",
}
SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}
ENGAGEMENTS = {fold(str(choice.label)): choice for choice in Engagement}
ORIGINS = {fold(str(choice.label)): choice for choice in Origin} | {
    "bau": Origin.ELECTED, "dai hoi": Origin.ELECTED, "bau dai hoi": Origin.ELECTED,
}  # fmt: skip


class BadCell(Exception):
    """What is wrong with the cell, and what to do about it."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble, self.sentence = trouble, sentence


def text_of(cell: Any) -> str:
    """What a person sees in the cell."""
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        return written(date.fromisoformat(cell["on"]))
    return " ".join(nfc(str(cell)).split())


def parse(column: str, cell: Any) -> Any:
    """The value for the register. Raises BadCell."""
    return READERS.get(ListColumn(column), lambda cell: text_of(cell))(cell)


def _day(cell: Any) -> date:
    if isinstance(cell, Mapping):
        return date.fromisoformat(cell["on"])
    text = text_of(cell)
    if _YEAR.fullmatch(text):
        raise BadCell(Trouble.BARE_YEAR, f"Mới có năm {text}: ghi đủ ngày, tháng, năm, ví dụ 17/05/{text}.")
    if found := _MONTH.fullmatch(text):
        raise BadCell(
            Trouble.BARE_YEAR, f"Mới có tháng và năm: ghi đủ ngày, ví dụ 17/{int(found[1]):02d}/{found[2]}."
        )
    found = _DAY.fullmatch(text)
    if not found:
        raise BadCell(Trouble.NOT_A_DAY, _no_day(cell))
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise BadCell(Trouble.NO_SUCH_DAY, f"Không có ngày {text}: ghi lại theo ngày/tháng/năm.") from None


def _no_day(cell: Any) -> str:
    """A number may be a day whose cell lost its format: then that day is told, never taken."""
    if isinstance(cell, int) and 10_000 < cell < 60_000:
        on = written(EXCEL_DAY_ZERO + timedelta(days=cell))
        return f"Ô đang là số {cell} (nếu là ngày thì là {on}): định dạng ô thành ngày hoặc ghi 17/05/1990."
    return "Ghi ngày như 17/05/1990."


def _choice(known: Mapping[str, Any], what: str) -> Callable[[Any], Any]:
    def read(cell: Any) -> Any:
        text = " ".join(fold(text_of(cell)).split())
        if text not in known:
            raise BadCell(Trouble.UNKNOWN, f"{what} ghi một trong: {', '.join(_labels(known))}.")
        return known[text]

    return read


def _labels(known: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(str(choice.label) for choice in known.values()))


def _education(cell: Any) -> tuple[int, str]:
    """The level, and what was studied: "Đại học Luật" → (đại học, "Luật")."""
    text = text_of(cell)
    if _THEORY.search(fold(text)):
        raise BadCell(
            Trouble.WRONG_COLUMN, f"“{text}” là lý luận chính trị: chuyển sang cột Lý luận chính trị."
        )
    level, alias = _level(LEVELS_OF_EDUCATION, text)
    if level is None:
        raise BadCell(Trouble.UNKNOWN, _known_levels("Trình độ chuyên môn", Education))
    return level, " ".join(text.split()[len(alias.split()) :]).strip(" ,-–()")


def _political_theory(cell: Any) -> tuple[int, str]:
    text = text_of(cell)
    plain = " ".join(_THEORY.sub(" ", fold(text).replace("ly luan chinh tri", " ")).split()).strip(" ,/")
    for level, aliases in LEVELS_OF_THEORY.items():
        if plain.replace(",", "") in aliases.split("|"):
            return level, ""
    if _level(LEVELS_OF_EDUCATION, text)[0] is not None:
        raise BadCell(
            Trouble.WRONG_COLUMN, f"“{text}” là trình độ chuyên môn: chuyển sang cột Trình độ chuyên môn."
        )
    raise BadCell(Trouble.UNKNOWN, _known_levels("Lý luận chính trị", PoliticalTheory))


def _level(levels: Mapping[Any, str], text: str) -> tuple[Any, str]:
    """The level with which the text begins, and how it was written."""
    plain = f"{fold(text)} ".replace(",", " ").replace("(", " ")
    for level, aliases in levels.items():
        for alias in aliases.split("|"):
            if plain.startswith(f"{alias} "):
                return level, alias
    return None, ""


def _known_levels(what: str, scale: Any) -> str:
    return f"{what} ghi một trong: {', '.join(str(level.label) for level in scale)}."


def _phone(cell: Any) -> str:
    """Excel drops the first zero of a number."""
    return f"0{cell}" if isinstance(cell, int) and len(str(cell)) == 9 else text_of(cell)


READERS: dict[ListColumn, Callable[[Any], Any]] = {
    ListColumn.BORN_ON: _day,
    ListColumn.BORN_ON_MALE: _day,
    ListColumn.BORN_ON_FEMALE: _day,
    ListColumn.STARTS_ON: _day,
    ListColumn.DECISION_ON: _day,
    ListColumn.PARTY_JOINED_ON: _day,
    ListColumn.UNION_JOINED_ON: _day,
    ListColumn.SEX: _choice(SEXES, "Giới tính"),
    ListColumn.ENGAGEMENT: _choice(ENGAGEMENTS, "Loại hình"),
    ListColumn.ORIGIN: _choice(ORIGINS, "Hình thức"),
    ListColumn.EDUCATION: _education,
    ListColumn.POLITICAL_THEORY: _political_theory,
    ListColumn.PHONE: _phone,
}
