"""The outline of a review (facts.md, đề xuất): parts I–VII and annexes.

A review of one Conclusion leaves the other out and numbers the rest anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.core.vietnamese import ROMAN
from apps.directives.models import Period
from apps.reviews.enums import ReviewKind
from apps.reviews.queries.content import Content, Indicator
from apps.reviews.queries.prose import filled

KINDS_BY_SIGN = {"KL": "Kết luận", "KH": "Kế hoạch", "HD": "Hướng dẫn", "CT": "Chỉ thị", "NQ": "Nghị quyết"}
# Indicators on quán triệt, cụ thể hóa: told in part II as well as in their own group.
LEADERSHIP = ("KL07-1.1", "KL07-1.2", "KL08-A1", "KL08-A3")
FINDING_BLOCKS = {
    "uu-diem": "STRENGTH",
    "han-che": "LIMITATION",
    "nguyen-nhan": "CAUSE",
    "kien-nghi": "PROPOSAL",
}
ASSESSMENT = (
    ("uu-diem", "Ưu điểm"),
    ("han-che", "Hạn chế"),
    ("nguyen-nhan", "Nguyên nhân"),
    ("bai-hoc", "Bài học kinh nghiệm"),
)
ANNEXES = (
    ("phu-luc-a", "A", "Chỉ tiêu theo từng kỳ"),
    ("phu-luc-b", "B", "So sánh các đơn vị"),
    ("phu-luc-c", "C", "Đơn vị và báo cáo đã dùng"),
)
# By the part of the snapshot that they print.
OF_REGISTERS = {
    "cadres": ("phu-luc-d", "D", "Biểu về cán bộ"),
    "branches": ("phu-luc-e", "E", "Biểu về chi đoàn"),
}
REGISTERS = {letter: part for part, (_, letter, _) in OF_REGISTERS.items()}


@dataclass(frozen=True)
class Block:
    """One text of the review with the indicators it is about. `number` is empty when the part has one block only."""

    key: str
    number: str
    title: str
    short_title: str
    indicators: tuple[Indicator, ...] = ()
    is_proposed: bool = False

    @property
    def finding_kind(self) -> str:
        return FINDING_BLOCKS.get(self.key, "")


@dataclass(frozen=True)
class Part:
    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Annex:
    key: str
    letter: str
    title: str


def directive_words(directive: dict[str, str], *, with_word: str = "số ") -> str:
    """Kết luận số 07-KL/TWĐTN-BTC"""
    sign = directive["number"].partition("-")[2].partition("/")[0]
    return f"{KINDS_BY_SIGN.get(sign, 'Văn bản')} {with_word}{directive['number']}"


def titled(kind: str, numbers: Sequence[str]) -> str:
    """Sơ kết Kết luận 07 và 08, from the numbers of what is reviewed"""
    words = str(ReviewKind(kind).label).capitalize()
    if not numbers:
        return words
    what = directive_words({"number": numbers[0]}, with_word="").removesuffix(numbers[0]).strip()
    return f"{words} {what} {' và '.join(number.partition('-')[0] for number in numbers)}"


def spanned(first: Period, last: Period) -> str:
    """quý I/2020 – quý II/2021"""
    labels = [period.short_label for period in (first, last)]
    return " – ".join(dict.fromkeys(labels))


def issuer_words(directive: dict[str, str]) -> str:
    """Ban Chấp hành Trung ương Đoàn khóa XI, from "BCH Trung ương Đoàn khóa XI, Hội nghị lần thứ tư"."""
    return directive["issuer"].partition(",")[0].replace("BCH", "Ban Chấp hành")


def unbroken(content: Content, text: str) -> str:
    """Document numbers never break over a line: 07-KL/TWĐTN-BTC with hyphens that hold."""
    papers = [*content.directives, *([content.data["basis"]] if content.data["basis"] else [])]
    for paper in papers:
        text = text.replace(paper["number"], paper["number"].replace("-", "\u2011"))
    return text


def parts(content: Content) -> list[Part]:
    """The numbered parts in order; a directive that is not reviewed has none, and the rest is numbered on."""
    plain: list[tuple[str, tuple[Block, ...]]] = [
        ("Tình hình chung", (_alone("tinh-hinh", "Tình hình chung"),)),
        ("Lãnh đạo, chỉ đạo, quán triệt, triển khai", (_leadership(content),)),
    ]
    for directive in content.directives:
        if blocks := _sections(content, directive["code"]):
            plain.append((f"Kết quả thực hiện {directive_words(directive)}", blocks))
    plain += [
        (
            "Đánh giá chung",
            tuple(Block(key, str(place), title, title) for place, (key, title) in _assessment()),
        ),
        ("Phương hướng, nhiệm vụ, giải pháp", (_alone("phuong-huong", "Phương hướng, nhiệm vụ"),)),
        ("Kiến nghị, đề xuất", (_alone("kien-nghi", "Kiến nghị, đề xuất"),)),
    ]
    return [Part(ROMAN[place], title, blocks) for place, (title, blocks) in enumerate(plain, start=1)]


def _assessment() -> Iterator[tuple[int, tuple[str, str]]]:
    return enumerate(ASSESSMENT, start=1)


def _alone(key: str, title: str, indicators: tuple[Indicator, ...] = ()) -> Block:
    return Block(key, "", title, title, indicators)


def _leadership(content: Content) -> Block:
    told = tuple(content.indicators[code] for code in LEADERSHIP if code in content.indicators)
    return _alone("chi-dao", "Lãnh đạo, chỉ đạo", told)


def _sections(content: Content, directive: str) -> tuple[Block, ...]:
    """One block per group without sub-groups: 1, 2a, 2b, … 3."""
    rows = [row for row in content.sections if row["directive"] == directive]
    tops = [row for row in rows if row["parent"] is None]
    blocks = []
    for place, top in enumerate(tops, start=1):
        below = [row for row in rows if row["parent"] == top["code"]]
        blocks += [_section(content, str(place), top)] if not below else []
        blocks += [_section(content, f"{place}{chr(ord('a') + nth)}", row) for nth, row in enumerate(below)]
    return tuple(blocks)


def _section(content: Content, number: str, row: dict[str, str]) -> Block:
    indicators = tuple(content.indicators_of(row["code"]))
    return Block(row["code"], number, row["title"], row["short_title"], indicators, bool(row["is_proposed"]))


OPENING = Block("mo-dau", "", "Mở đầu", "Mở đầu")


def annexes(content: Content) -> list[Annex]:
    """A–C, and D and E where the snapshot holds the registers' counts."""
    of_registers = [row for part, row in OF_REGISTERS.items() if part in content.data]
    return [Annex(*row) for row in (*ANNEXES, *of_registers)]


def blocks(content: Content) -> list[Block]:
    """Every block that has a text, in order, the opening first."""
    return [OPENING, *(block for part in parts(content) for block in part.blocks)]


def unwritten(content: Content, texts: Mapping[str, str]) -> list[Block]:
    """The blocks without a word; a review may not be presented with them."""
    return [block for block in blocks(content) if not filled(texts, block.key)]
