"""The forecast as the page shows it: the finding, a picture with a lane for each unit, a page of rows in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from apps.cadres.models import Position
from apps.cadres.queries.forecast import Forecast, Leaver, Vacancy
from apps.core.charts import Happening, TimelineRow, timeline_chart
from apps.core.vietnamese import day as written
from apps.core.vietnamese import number
from apps.units.models import Unit

ROWS_A_PAGE = 50
LANES = 30
WIDE, PHONE = 1040, 342
State = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One row of either table. `state`: what happens and when; `follows`: who may follow, of a vacancy.

    `count`: seats of one position that are empty alike stand in one row.
    """

    count: int
    position: str
    unit_id: int
    unit: str
    person: Leaver | None
    state: State
    note: str
    follows: State | None
    successor_id: int | None


@dataclass(frozen=True)
class Lanes:
    """What the picture draws: its finding, a row for each unit, the name of what is there already (may be none)."""

    title: str
    standing: str
    rows: list[TimelineRow]


@dataclass(frozen=True)
class Picture:
    """`left_out`: units beyond those that the picture has room for."""

    title: str
    wide: SafeString
    phone: SafeString
    left_out: int


@dataclass(frozen=True)
class ForecastPage:
    found: Forecast
    title: str
    picture: Picture | None
    page: Page[Any]
    lines: list[Line]

    @property
    def read(self) -> list[int]:
        """Whose age the page tells."""
        return sorted({line.person.cadre_id for line in self.lines if line.person and line.person.passes_on})


def forecast_page(unit: Unit, found: Forecast, *, of_people: bool, page: Any) -> ForecastPage:
    """`of_people`: those who pass the limit instead of the seats that fall empty. Two statements."""
    rows: Sequence[Any] = found.passing if of_people else found.vacancies
    alike = [list(group) for _, group in groupby(rows, _alike)]
    shown = Paginator(alike, ROWS_A_PAGE).get_page(page)
    names = _names({row.unit_id for row, *_ in shown} | {row.lane_id for row in rows} | {unit.pk}, found.day)
    positions = dict(Position.objects.values_list("code", "name"))
    line = _passing if of_people else _vacancy
    return ForecastPage(
        found=found,
        title=_title(found),
        picture=_picture(unit, rows, found, names) if rows else None,
        page=shown,
        lines=[line(group, found.day, positions, names) for group in shown],
    )


def forecast_lines(found: Forecast, *, of_people: bool) -> list[Line]:
    """Every row of a table, for a file. Two statements."""
    rows: Sequence[Any] = found.passing if of_people else found.vacancies
    names = _names({row.unit_id for row in rows}, found.day)
    positions = dict(Position.objects.values_list("code", "name"))
    line = _passing if of_people else _vacancy
    return [line(list(group), found.day, positions, names) for _, group in groupby(rows, _alike)]


def _alike(row: Leaver | Vacancy) -> tuple[Any, ...]:
    """What makes two rows one: vacancies without a person to name."""
    if isinstance(row, Vacancy) and row.leaver is None and row.successor is None:
        return (row.unit_id, row.position_id, row.since, row.until, row.planned)
    return (id(row),)


def _title(found: Forecast) -> str:
    """Đến 30/09/2023: 14 cán bộ quá tuổi, 9 chức danh khuyết, 5 nơi chưa có người kế nhiệm sẵn sàng"""
    people, seats = number(found.passing_people), number(len(found.vacancies))
    bare = (
        f", {number(found.without_successor)} nơi chưa có người kế nhiệm sẵn sàng" if found.vacancies else ""
    )
    return f"Đến {written(found.horizon)}: {people} cán bộ quá tuổi, {seats} chức danh khuyết{bare}"


def _names(unit_ids: set[int], day: date) -> dict[int, Unit]:
    """In the order of the tree."""
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=unit_ids).named(day)}


def forecast_lanes(unit: Unit, found: Forecast, *, of_people: bool) -> Lanes | None:
    """The whole picture, for a file; None where nothing happens. One statement."""
    rows: Sequence[Any] = found.passing if of_people else found.vacancies
    names = _names({row.lane_id for row in rows} | {unit.pk}, found.day)
    return _lanes(unit, rows, found, names) if rows else None


def _lanes(unit: Unit, rows: Iterable[Any], found: Forecast, names: Mapping[int, Unit]) -> Lanes:
    lanes: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        lanes[row.lane_id].append(row)
    order = [unit.pk, *(lane for lane in names if lane != unit.pk)]
    drawn = [_lane(names[lane], lanes[lane], found.day) for lane in order if lane in lanes]
    standing = "" if isinstance(next(iter(rows)), Leaver) else "đang khuyết"
    return Lanes(_finding(lanes, names, found.day), standing, drawn)


def _picture(unit: Unit, rows: Iterable[Any], found: Forecast, names: Mapping[int, Unit]) -> Picture:
    lanes = _lanes(unit, rows, found, names)
    shown, told = lanes.rows[:LANES], {"standing": lanes.standing, "title": lanes.title}
    wide, phone = (
        timeline_chart(shown, first=found.day, last=found.horizon, width=width, **told)
        for width in (WIDE, PHONE)
    )
    return Picture(lanes.title, wide, phone, max(len(lanes.rows) - LANES, 0))


def _lane(unit: Unit, rows: Sequence[Any], day: date) -> TimelineRow:
    coming = [row for row in rows if _on(row) > day]
    dots = [Happening(_on(row), not getattr(row, "successor", None)) for row in coming]
    return TimelineRow(unit.short_name, len(rows) - len(coming), dots)  # type: ignore[attr-defined]


def _on(row: Leaver | Vacancy) -> date:
    if isinstance(row, Vacancy):
        return row.since
    assert row.passes_on
    return row.passes_on


def _finding(lanes: Mapping[int, Sequence[Any]], names: Mapping[int, Unit], day: date) -> str:
    """Where most of it happens, or when it begins."""
    most = max(lanes, key=lambda lane: len(lanes[lane]))
    rows = [row for lane in lanes.values() for row in lane]
    what = "chức danh khuyết" if isinstance(rows[0], Vacancy) else "cán bộ quá tuổi"
    if len(lanes) > 1:
        return f"Nhiều nhất ở {names[most].short_name}: {number(len(lanes[most]))}/{number(len(rows))} {what}"  # type: ignore[attr-defined]
    coming = sorted(_on(row) for row in rows if _on(row) > day)
    return f"Gần nhất ngày {written(coming[0])}" if coming else f"{len(rows)} {what} đã có từ trước"


def _passing(
    group: Sequence[Leaver], day: date, positions: Mapping[str, str], names: Mapping[int, Unit]
) -> Line:
    (row,) = group
    assert row.passes_on
    state = {"icon": "calendar-event", "tone": "warn", "label": written(row.passes_on)}
    note = f"mức không quá {row.age_max} tuổi; {row.rule}"
    return Line(
        1, positions[row.position_id], row.unit_id, str(names[row.unit_id]), row, state, note, None, None
    )


def _vacancy(
    group: Sequence[Vacancy], day: date, positions: Mapping[str, str], names: Mapping[int, Unit]
) -> Line:
    row = group[0]
    state, note = _why(row, day)
    if row.until:
        note = f"{note}; có người từ {written(row.until)}"
    return Line(
        count=len(group),
        position=positions[row.position_id],
        unit_id=row.unit_id,
        unit=str(names[row.unit_id]),
        person=row.leaver,
        state=state,
        note=note,
        follows=_follows(row),
        successor_id=row.successor.cadre_id if row.successor else None,
    )


def _why(row: Vacancy, day: date) -> tuple[State, str]:
    """Why the seat is or falls empty, and since when or on which day."""
    if row.since <= day:
        return _state(
            "bad", "dash-circle", "Đang khuyết"
        ), f"từ {written(row.since)}, {lasted(row.since, day)}"
    if row.leaver is None:
        return _state("info", "plus-circle", "Thêm định biên"), f"từ {written(row.since)}"
    if row.leaver.passes_on is None or row.leaver.passes_on > row.since:
        return _state("warn", "box-arrow-right", "Thôi giữ chức"), f"ngày {written(row.since)}"
    if row.leaver.passes_on <= day:
        assert row.leaver.over_on
        return _state(
            "bad", "person-exclamation", "Người giữ đang quá tuổi"
        ), f"từ {written(row.leaver.over_on)}"
    return _state("warn", "calendar-event", "Người giữ quá tuổi"), f"ngày {written(row.since)}"


def _follows(row: Vacancy) -> State:
    if row.successor:
        return _state("ok", "person-check", row.successor.full_name)
    if row.planned:
        return _state("warn", "hourglass-split", f"{row.planned} người trong quy hoạch, chưa ai sẵn sàng")
    return _state("bad", "person-x", "Chưa có ai trong quy hoạch")


def _state(tone: str, icon: str, label: str) -> State:
    return {"tone": tone, "icon": icon, "label": label}


def lasted(since: date, day: date) -> str:
    """1 năm 7 tháng; under a month in days."""
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    if months < 1:
        return f"{(day - since).days} ngày"
    years, rest = divmod(months, 12)
    return " ".join([*([f"{years} năm"] if years else []), *([f"{rest} tháng"] if rest else [])])
