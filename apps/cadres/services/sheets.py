"""What a workbook of each kind holds, read with the rights of who asked for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import capfirst

from apps.accounts.models import User
from apps.cadres.enums import ExportKind
from apps.cadres.models import CadreExport
from apps.cadres.queries.forecast import Forecast, forecast
from apps.cadres.queries.forecast_page import Lanes, Line, forecast_lanes, forecast_lines
from apps.cadres.queries.lists import Filters, sees_any_private, whole_list
from apps.cadres.queries.over_age_list import over_age_list
from apps.cadres.queries.tables import CountTable, count_tables
from apps.core.charts import TimelineRow
from apps.core.vietnamese import day as written
from apps.core.vietnamese import moment, number
from apps.core.workbooks import Mark, Provenance, TableSheet, Value
from apps.units.models import Unit

PAPER, NARROW, WIDE, ROOM = 145, 7, 11, 2.5  # widths in digits: A4 across, columns of numbers, beside a text

VACANT_MARKS = (
    "● ô đậm: tháng có chức danh khuyết mà chưa có ai sẵn sàng kế nhiệm; ○ ô nhạt: nơi khuyết trong tháng đều đã có "
    "người. Số là số chức danh khuyết từ một ngày trong tháng; ô trống: không có thêm."
)
PASSING_MARKS = "● Số chức danh có người qua mức tuổi trong tháng; ô trống: không có."


@dataclass(frozen=True)
class Taken:
    """`cadre_ids`: whom it tells of by name; `is_private`: whether it tells ages or birth dates."""

    sheets: Sequence[TableSheet]
    provenance: Provenance
    cadre_ids: list[int]
    is_private: bool


@dataclass(frozen=True)
class Wish:
    asked: dict[str, Any]
    unit: Unit
    user: User
    today: date

    def on(self, name: str) -> date:
        return date.fromisoformat(self.asked[name])

    @property
    def units(self) -> set[int]:
        """The unit and all below it on the day."""
        return set(Unit.objects.under(self.unit.pk, self.on("day")).values_list("pk", flat=True))


Found = tuple[list[TableSheet], str, list[int], bool]


def taken(export: CadreExport, unit: Unit, user: User, today: date) -> Taken:
    """Sheets and their provenance; `unit` is named."""
    sheets, of, cadre_ids, is_private = MAKERS[export.kind](Wish(export.asked, unit, user, today))
    lines = [
        of,
        f"Người xuất: {user}, {moment(export.requested_at)}",
        f"Mục đích sử dụng: {export.purpose}",
        *(["Dữ liệu minh họa"] if settings.DEMO else []),
    ]
    return Taken(sheets, Provenance(lines, str(user), export.requested_at), cadre_ids, is_private)


def _list(wish: Wish) -> Found:
    asked = {name: wish.asked[name] for name in ("unit_id", "position", "shown", "age", "text", "plan")}
    filters = Filters(day=wish.on("day"), **asked)
    rows, is_private = whole_list(wish.user, filters, wish.today), sees_any_private(wish.user)
    heads = [
        "Họ và tên",
        "Chức danh",
        "Đơn vị",
        "Nhận định",
        *(["Tuổi", "Quá tuổi từ"] if is_private else []),
    ]
    cells: list[list[Value]] = [
        [
            row.name,
            row.position,
            row.unit,
            "quá tuổi giữ chức"
            if row.is_over_age
            else str(row.verdict.label)
            if row.verdict
            else "không giữ chức danh",
            *([row.age, row.over_age_on] if is_private else []),
        ]
        for row in rows
    ]
    sheet = TableSheet("Danh sách", "DANH SÁCH CÁN BỘ ĐOÀN", _plain(heads), cells, [26, 25, 37, 22, 8, 14])
    place = str(wish.unit) if filters.unit_id else "phạm vi được xem"
    of = f"{place[0].upper()}{place[1:]}, ngày {written(filters.day)}; {number(len(rows))} người"
    return [sheet], of, [row.cadre_id for row in rows], is_private


def _tables(wish: Wish) -> Found:
    first, day = wish.on("first"), wish.on("day")
    found = count_tables(wish.units, first, day)
    of = (
        f"{wish.unit} và cấp dưới, tính đến ngày {written(day)}; số phát sinh từ ngày {written(first)}; "
        f"sổ đã có cán bộ của {found.given}/{found.expected} đơn vị"
    )
    empty = TableSheet("Biểu", "BIỂU VỀ CÁN BỘ", [("", "Sổ cán bộ chưa có ai của các đơn vị này")], [], [60])
    return [_table(table) for table in found.tables] or [empty], of, [], False


def _table(table: CountTable) -> TableSheet:
    return TableSheet(
        name=f"Biểu {table.number}",
        title=f"Biểu {table.number}. {table.title}",
        heads=[("", table.first_head), *((column.group, column.head) for column in table.columns)],
        rows=[[line.name, *line.cells] for line in table.lines],
        widths=_widths(table),
        bold_rows=frozenset(place for place, line in enumerate(table.lines) if line.is_sum),
        decimals={place: column.decimals for place, column in enumerate(table.columns, start=1)},
        note=table.note,
    )


def _widths(table: CountTable) -> list[float]:
    """What the paper has room for, and never less than the longest name, word or number."""
    names = [table.first_head, *(line.name for line in table.lines)]
    found: list[float] = [max(len(name) for name in names) + ROOM]
    least = min(WIDE, max(NARROW, (PAPER - found[0]) / len(table.columns)))
    for place, column in enumerate(table.columns):
        words = f"{column.group} {column.head}".split()
        words += [number(line.cells[place], column.decimals) for line in table.lines]
        found.append(max(least, max(len(word) for word in words) + ROOM))
    return found


def _over_age(wish: Wish) -> Found:
    day = wish.on("day")
    rows = over_age_list(wish.user, wish.units, day, wish.today)
    heads = [
        "Họ và tên",
        "Ngày sinh",
        "Chức danh",
        "Đơn vị",
        "Ngày giữ chức",
        "Tuổi",
        "Vượt",
        "Hướng bố trí",
        "Kết quả",
    ]
    cells: list[list[Value]] = [
        [
            row.name,
            row.born_on,
            row.position,
            row.unit,
            row.since,
            row.age,
            row.over_by,
            row.plan or None,
            row.result or None,
        ]
        for row in rows
    ]
    widths = [24, 13, 24, 32, 13, 7, 16, 44, 18]
    sheet = TableSheet("Biểu 2", "Biểu 2. DANH SÁCH CÁN BỘ QUÁ TUỔI", _plain(heads), cells, widths)
    of = f"{wish.unit} và cấp dưới, ngày {written(day)}; {number(len(rows))} người"
    return [sheet], of, [row.cadre_id for row in rows], True


def _forecast(wish: Wish) -> Found:
    day, horizon = wish.on("day"), wish.on("horizon")
    found = forecast(wish.user, wish.unit.pk, day, horizon, wish.today)
    found = found.of(wish.asked["position"]) if wish.asked["position"] else found
    vacancies, passing = (forecast_lines(found, of_people=of_people) for of_people in (False, True))
    of = f"{wish.unit} và cấp dưới, từ ngày {written(day)} đến ngày {written(horizon)}"
    people = {line.person.cadre_id for line in [*vacancies, *passing] if line.person}
    people |= {line.successor_id for line in vacancies if line.successor_id}
    sheets = [_vacancies(vacancies), _passing(passing), *_timelines(wish.unit, found)]
    return sheets, of, sorted(people), True


def _vacancies(lines: list[Line]) -> TableSheet:
    heads = [
        "Đơn vị",
        "Chức danh",
        "Số lượng",
        "Vì sao khuyết",
        "Từ ngày",
        "Người đang giữ",
        "Người kế nhiệm",
    ]
    cells: list[list[Value]] = [
        [
            line.unit,
            line.position,
            line.count,
            line.state["label"],
            line.note,
            line.person.full_name if line.person else None,
            line.follows["label"] if line.follows else None,
        ]
        for line in lines
    ]
    return TableSheet(
        "Chức danh khuyết", "DỰ BÁO CHỨC DANH KHUYẾT", _plain(heads), cells, [34, 24, 9, 25, 32, 24, 44]
    )


def _passing(lines: list[Line]) -> TableSheet:
    heads = ["Họ và tên", "Chức danh", "Đơn vị", "Quá tuổi từ", "Quy định"]
    cells: list[list[Value]] = [
        [line.person.full_name, line.position, line.unit, line.person.passes_on, line.note]
        for line in lines
        if line.person
    ]
    return TableSheet("Cán bộ quá tuổi", "DỰ BÁO CÁN BỘ QUÁ TUỔI", _plain(heads), cells, [26, 24, 34, 13, 48])


def _timelines(unit: Unit, found: Forecast) -> Iterator[TableSheet]:
    """The pictures of the page as cells: of each that has anything to show."""
    if lanes := forecast_lanes(unit, found, of_people=False):
        yield _timeline("Khuyết theo tháng", "CHỨC DANH KHUYẾT THEO THÁNG", lanes, VACANT_MARKS, found)
    if lanes := forecast_lanes(unit, found, of_people=True):
        yield _timeline("Quá tuổi theo tháng", "CÁN BỘ QUÁ TUỔI THEO THÁNG", lanes, PASSING_MARKS, found)


def _timeline(name: str, title: str, lanes: Lanes, marks: str, found: Forecast) -> TableSheet:
    """A lane a row, a month a column, and what there is in each month as a sum below."""
    months = list(_months(found.day, found.horizon))
    heads = [("", "Đơn vị"), *([("", capfirst(lanes.standing))] if lanes.standing else [])]
    rows = [
        [row.name, *([row.standing] if lanes.standing else []), *_marks(row, months)] for row in lanes.rows
    ]
    total = [sum(_count(row[place]) for row in rows) for place in range(1, len(rows[0]))]
    return TableSheet(
        name=name,
        title=title,
        heads=[*heads, *((f"Năm {month.year}", f"{month.month}") for month in months)],
        rows=[*rows, ["Cộng", *total]],
        widths=[
            max(len(row.name) for row in lanes.rows) + ROOM,
            *([9] if lanes.standing else []),
            *[5.5] * len(months),
        ],
        bold_rows=frozenset({len(rows)}),
        note=f"{lanes.title}. {marks}",
    )


def _months(first: date, last: date) -> Iterator[date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(month // 12, month % 12 + 1, 1)


def _marks(row: TimelineRow, months: Sequence[date]) -> list[Value]:
    of_month: dict[date, list[bool]] = {month: [] for month in months}
    for happening in row.happenings:
        of_month[happening.on.replace(day=1)].append(happening.is_subject)
    return [Mark(len(found), any(found)) if found else "" for found in of_month.values()]


def _count(value: Value) -> int:
    return value.count if isinstance(value, Mark) else value if isinstance(value, int) else 0


def _plain(heads: Sequence[str]) -> list[tuple[str, str]]:
    return [("", head) for head in heads]


MAKERS: dict[str, Callable[[Wish], Found]] = {
    ExportKind.LIST: _list,
    ExportKind.TABLES: _tables,
    ExportKind.OVER_AGE: _over_age,
    ExportKind.FORECAST: _forecast,
}
