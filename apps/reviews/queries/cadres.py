"""Biểu 1–7 as the page and the document print them. Pure; None where the snapshot was taken without them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from apps.core.vietnamese import day, number
from apps.reviews.queries.content import Content


@dataclass(frozen=True)
class CadreRow:
    name: str
    cells: list[str]
    is_sum: bool


@dataclass(frozen=True)
class CadreTable:
    """`groups`: (title, number of columns) over `heads`; both without the first column."""

    number: str
    title: str
    note: str
    first_head: str
    groups: list[tuple[str, int]]
    heads: list[str]
    rows: list[CadreRow]


@dataclass(frozen=True)
class CadreTables:
    """`source`: where the counts come from, of which day, and how much of the scope the register knows."""

    source: str
    tables: list[CadreTable]


def cadre_tables(content: Content) -> CadreTables | None:
    found = content.data.get("cadres")
    if found is None:
        return None
    return CadreTables(_source(found), [_table(row) for row in found["tables"]])


def _source(found: dict[str, Any]) -> str:
    first, last = (day(date.fromisoformat(found[name])) for name in ("first", "day"))
    known = f"{number(found['given'])}/{number(found['expected'])}"
    return (
        f"Nguồn: sổ cán bộ, tính đến ngày {last}; số phát sinh từ ngày {first}. "
        f"Sổ đã có cán bộ của {known} đơn vị, các biểu tính ở những đơn vị ấy."
    )


def _table(found: dict[str, Any]) -> CadreTable:
    columns = found["columns"]
    return CadreTable(
        number=found["number"],
        title=found["title"],
        note=found["note"],
        first_head=found["first_head"],
        groups=[
            (title, len(list(inside))) for title, inside in groupby(columns, key=lambda row: row["group"])
        ],
        heads=[column["head"] for column in columns],
        rows=[
            CadreRow(line["name"], _texts(line["cells"], columns), line["is_sum"]) for line in found["lines"]
        ],
    )


def _texts(cells: list[str | None], columns: list[dict[str, Any]]) -> list[str]:
    pairs = zip(cells, columns, strict=True)
    return [number(None if cell is None else Decimal(cell), column["decimals"]) for cell, column in pairs]
