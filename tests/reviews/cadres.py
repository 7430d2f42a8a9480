"""What annex D must print: Biểu 1–7 as `tests.cadres.plain_tables` counts them, with sums, in the order of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.reviews.models import Review
from apps.units.models import Unit
from tests.cadres.plain_tables import COURSES, AnnexRegister, Table, sums
from tests.reviews.frozen import shown

DECIMALS = {("3", 5), ("4", -2), ("6", 3)}  # columns with one decimal


@dataclass(frozen=True)
class Printed:
    """Rows of texts by number of the Biểu."""

    source: str
    tables: dict[str, list[list[str]]]


def printed(review: Review) -> Printed:
    first, last = review.from_period.start_on, review.to_period.cutoff_on
    units = list(Unit.objects.under(review.scope_id, review.to_period.end_on).values_list("pk", flat=True))
    register = AnnexRegister(units, first, last)
    source = (
        f"Nguồn: sổ cán bộ, tính đến ngày {last:%d/%m/%Y}; số phát sinh từ ngày {first:%d/%m/%Y}. "
        f"Sổ đã có cán bộ của {len(register.units)}/{len(units)} đơn vị, các biểu tính ở những đơn vị ấy."
    )
    levels = [*register.levels.values(), "Cơ quan ngoài Đoàn"]
    names = [
        *(row.name for row in sorted(register.positions.values(), key=lambda row: row.rank)),
        *COURSES.values(),
    ]
    tables = {
        number: _rows(number, table, [*levels, *names, "Không rõ chức danh"])
        for number, table in register.tables().items()
    }
    return Printed(source, tables)


def _rows(number: str, table: Table, order: list[str]) -> list[list[str]]:
    def place(name: str) -> tuple[int, str]:
        return (order.index(name), "") if name in order else (0, name)

    found = []
    for level in sorted({level for level, _ in table}, key=place):
        inside = {name: cells for (above, name), cells in table.items() if above == level}
        found.append([level, *_texts(number, _sums(number, list(inside.values())))])
        found += [[name, *_texts(number, inside[name])] for name in sorted(inside, key=place)]
    if table and number not in ("6", "7"):
        found.append(["Tổng cộng", *_texts(number, _sums(number, list(table.values())))])
    return found


def _sums(number: str, rows: Sequence[list[Any]]) -> list[Any]:
    """Of a ratio that of the sums, over the rows that have one."""
    added = sums(rows)
    if number == "3":
        ruled = [row for row in rows if row[4]]
        added[5] = sum(row[5] * row[4] for row in ruled) / added[4] if ruled else None
    return added


def _texts(number: str, cells: list[Any]) -> list[str]:
    fine = {place % len(cells) for table, place in DECIMALS if table == number}
    return [
        shown(None if cell is None else Decimal(cell), int(place in fine)) for place, cell in enumerate(cells)
    ]
