"""Tables of counts that the registers gave, as the page and the document print them. Pure.

Biểu 1–7 about cadres, E1–E3 about branches; None where the snapshot was taken without them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from apps.core.vietnamese import day, number
from apps.reviews.queries.content import Content


@dataclass(frozen=True)
class CountRow:
    name: str
    cells: list[str]
    is_sum: bool


@dataclass(frozen=True)
class CountTable:
    """`groups`: (title, number of columns) over `heads`; both without the first column."""

    number: str
    title: str
    note: str
    first_head: str
    groups: list[tuple[str, int]]
    heads: list[str]
    rows: list[CountRow]


@dataclass(frozen=True)
class CountTables:
    """`source`: where the counts come from, of which day, how much of the scope is known. `nobody`: without tables."""

    source: str
    nobody: str
    tables: list[CountTable]


def register_tables(content: Content, part: str) -> CountTables | None:
    """`part`: "cadres" or "branches"."""
    found = content.data.get(part)
    if found is None:
        return None
    first, last = (day(date.fromisoformat(found[name])) for name in ("first", "day"))
    source, nobody = SOURCES[part]
    return CountTables(source(found, first, last), nobody, [_table(row) for row in found["tables"]])


def _of_cadres(found: dict[str, Any], first: str, last: str) -> str:
    known = f"{number(found['given'])}/{number(found['expected'])}"
    return (
        f"Nguồn: sổ cán bộ, tính đến ngày {last}; số phát sinh từ ngày {first}. "
        f"Sổ đã có cán bộ của {known} đơn vị, các biểu tính ở những đơn vị ấy."
    )


def _of_branches(found: dict[str, Any], first: str, last: str) -> str:
    return (
        f"Nguồn: sổ chi đoàn, đợt xếp loại gần nhất đã đến hạn quyết định, tính đến ngày {last}; đầu kỳ là ngày "
        f"{first}. Phạm vi có {number(found['branches'])} chi đoàn."
    )


SOURCES: dict[str, tuple[Callable[[dict[str, Any], str, str], str], str]] = {
    "cadres": (_of_cadres, "Sổ cán bộ chưa có ai của các đơn vị này."),
    "branches": (_of_branches, "Sổ chi đoàn chưa có chi đoàn nào của các đơn vị này."),
}


def _table(found: dict[str, Any]) -> CountTable:
    columns = found["columns"]
    return CountTable(
        number=found["number"],
        title=found["title"],
        note=found["note"],
        first_head=found["first_head"],
        groups=[
            (title, len(list(inside))) for title, inside in groupby(columns, key=lambda row: row["group"])
        ],
        heads=[column["head"] for column in columns],
        rows=[
            CountRow(line["name"], _texts(line["cells"], columns), line["is_sum"]) for line in found["lines"]
        ],
    )


def _texts(cells: list[str | None], columns: list[dict[str, Any]]) -> list[str]:
    pairs = zip(cells, columns, strict=True)
    return [number(None if cell is None else Decimal(cell), column["decimals"]) for cell, column in pairs]
