"""A frozen version as a readable page: built from its stored JSON alone, the catalogue only names the boxes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.core.vietnamese import moment, number
from apps.directives.models import Section
from apps.indicators.models import Element
from apps.reports.enums import FindingKind
from apps.reports.models import ReportVersion
from apps.reports.queries.boxes import register_name
from apps.reports.queries.wording import disputed_words

Content = Mapping[str, Any]


@dataclass(frozen=True)
class FrozenCell:
    """`text` is the number, or "không có số liệu" (`is_absent`); `reason` why there is none, or why it was kept."""

    text: str
    reason: str = ""
    is_absent: bool = False
    is_void: bool = False
    is_disputed: bool = False


@dataclass(frozen=True)
class FrozenRow:
    unit_id: int
    name: str
    is_anchor: bool  # the first row of this unit on the page: links lead here
    cells: tuple[FrozenCell, ...]


@dataclass(frozen=True)
class FrozenBlock:
    label: str
    columns: tuple[Element, ...]
    rows: tuple[FrozenRow, ...]


@dataclass(frozen=True)
class FrozenText:
    section: str
    kind: str
    body: str


@dataclass(frozen=True)
class FrozenPage:
    version: ReportVersion
    content: Content
    blocks: tuple[FrozenBlock, ...]
    texts: tuple[FrozenText, ...]

    @property
    def stamp(self) -> list[dict[str, str]]:
        """Which version, approved by whom and when, and the hash of its content."""
        version = self.version
        return [
            {"label": "Bản", "value": str(version.number)},
            {"label": "Duyệt lúc", "value": moment(version.approved_at)},
            {"label": "Người duyệt", "value": str(version.approved_by)},
            *([{"label": "Số từ sổ", "value": self.disputed}] if self.disputed else []),
            {"label": "SHA-256 của nội dung", "value": version.sha256},
        ]

    @property
    def disputed(self) -> str:
        """How many of the figures that a register gave were put in another number."""
        values = [value for row in self.content["rows"] for value in row["values"].values()]
        taken = [value for value in values if "register" in value]
        return disputed_words(sum("disputed" in value for value in taken), len(taken))


def frozen_page(version: ReportVersion) -> FrozenPage:
    """Two SQL statements."""
    content = json.loads(version.content)
    codes = {code for row in content["rows"] for code in row["values"]}
    elements = list(Element.objects.filter(code__in=codes))
    names = dict.fromkeys(element.block for element in elements)
    anchored: set[int] = set()
    blocks = tuple(
        _block(name, [item for item in elements if item.block == name], content, anchored) for name in names
    )
    return FrozenPage(version, content, blocks, _texts(content))


def _block(label: str, elements: list[Element], content: Content, anchored: set[int]) -> FrozenBlock:
    rows = [row for row in content["rows"] if any(element.code in row["values"] for element in elements)]
    shaped = tuple(_row(row, elements, row["unit"]["id"] not in anchored) for row in rows)
    anchored.update(row.unit_id for row in shaped)
    return FrozenBlock(label, tuple(elements), shaped)


def _row(row: Content, elements: list[Element], is_anchor: bool) -> FrozenRow:
    cells = tuple(_cell(row["values"].get(element.code), element) for element in elements)
    return FrozenRow(row["unit"]["id"], row["unit"]["name"], is_anchor, cells)


def _cell(value: Content | None, element: Element) -> FrozenCell:
    if value is None:
        return FrozenCell("–", is_void=True)
    if "absent" in value:
        return FrozenCell("không có số liệu", value["absent"], is_absent=True)
    reasons = [value["kept"]] if "kept" in value else []
    if "disputed" in value:
        said = number(Decimal(value["register"]), element.decimals)
        reasons.append(f"{register_name(element.code).capitalize()} ghi {said}: {value['disputed']}")
    text = number(Decimal(value["v"]), element.decimals)
    return FrozenCell(text, "; ".join(reasons), is_disputed="disputed" in value)


def _texts(content: Content) -> tuple[FrozenText, ...]:
    titles = dict(Section.objects.values_list("code", "title"))
    return tuple(
        FrozenText(
            titles.get(text["section"], text["section"]), FindingKind(text["kind"]).label, text["body"]
        )
        for text in content["texts"]
    )
