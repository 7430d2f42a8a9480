"""The branches of a unit as a table for Excel: where they are and the numbers of one quarter, no person's name.

Its heads are those that the import knows: the same file brought in again changes nothing.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Subquery, Value

from apps.branches.models import BranchQuarter, Coverage, MeetingPlace
from apps.branches.queries.branches import BranchRow, Filters, all_branches
from apps.branches.queries.entry import FIELDS, label_of
from apps.branches.queries.quarters import Asked
from apps.core.vietnamese import day as written
from apps.core.workbooks import TableSheet
from apps.core.workbooks import Value as Cell
from apps.units.models import Unit

PLACE_HEADS = ("Đoàn cơ sở", "Chi đoàn", "Khối", "Thôn, tổ dân phố", "Nơi sinh hoạt", "Địa điểm")
STATE_HEADS = ("Bí thư", "Số liệu")
SEPARATOR = "; "


def branch_sheet(user: Any, filters: Filters, day: date, asked: Asked | None) -> TableSheet:
    """Three statements beside those of the list."""
    rows = all_branches(user, filters, day, asked)
    places = _places([row.id for row in rows], day)
    numbers = _numbers([row.id for row in rows], asked)
    heads = [*PLACE_HEADS, *STATE_HEADS, *(label_of(name) for name in FIELDS)]
    return TableSheet(
        name="Chi đoàn",
        title=f"DANH SÁCH CHI ĐOÀN NGÀY {written(day)}",
        heads=[("", head) for head in heads],
        rows=[_cells(row, places[row.id], numbers.get(row.id)) for row in rows],
        widths=[28, 32, 26, 30, 24, 28, 10, 18, *([11] * len(FIELDS))],
        decimals={heads.index(label_of("resources")): 1},
        note="Ô “—” là chưa có số liệu, không phải 0.",
    )


def _places(branch_ids: Sequence[int], day: date) -> dict[int, Any]:
    served = Coverage.objects.filter(branch=OuterRef("pk"), validity__contains=day).values("branch")
    meets = MeetingPlace.objects.filter(branch=OuterRef("pk"), validity__contains=day)
    names = StringAgg("village__name", delimiter=Value(SEPARATOR), order_by="village__sort_key")
    units = Unit.objects.filter(pk__in=branch_ids).annotate(
        served=Subquery(served.annotate(names=names).values("names")),
        meets=Subquery(meets.values("kind")[:1]),
        meets_at=Subquery(meets.values("description")[:1]),
    )
    return {unit.pk: unit for unit in units}


def _numbers(branch_ids: Sequence[int], asked: Asked | None) -> dict[int, BranchQuarter]:
    entries = BranchQuarter.objects.filter(branch_id__in=branch_ids, period=asked.period if asked else None)
    return {entry.branch_id: entry for entry in entries}


def _cells(row: BranchRow, place: Any, entry: BranchQuarter | None) -> list[Cell]:
    kind = MeetingPlace(kind=place.meets).get_kind_display() if place.meets else ""
    told = [row.commune, row.name, row.sector, place.served or "", kind, place.meets_at or ""]
    state = ["có" if row.secretary else "khuyết", row.standing.label if row.standing else ""]
    return [*told, *state, *(_number(getattr(entry, name, None)) for name in FIELDS)]


def _number(value: Any) -> Cell:
    if isinstance(value, bool):
        return "có" if value else "chưa"
    cell: Cell = value
    return cell
