"""The results of a round as the page shows them: the finding, a picture of shares, places in words, moves."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from apps.assessments.enums import Purpose
from apps.assessments.models import AssessmentRound
from apps.assessments.queries.comparison import FEWEST
from apps.assessments.queries.results import Lane, Results, results
from apps.core.charts import IntervalRow, interval_chart
from apps.core.vietnamese import MISSING, number
from apps.units.models import Unit

ROWS_A_PAGE = 50
DRAWN = 30
WIDE, PHONE = 1040, 342


@dataclass(frozen=True)
class Line:
    """A lane in words; `counts`: (name of a class, how many got it), in the order of the classes."""

    lane: Lane
    decided: str
    counts: list[tuple[str, str]]
    share: str
    interval: str
    place: str
    place_note: str


@dataclass(frozen=True)
class MoveLine:
    before: str
    after: list[str]


@dataclass(frozen=True)
class ResultsPage:
    found: Results
    title: str
    finding: str
    wide: SafeString | str
    phone: SafeString | str
    left_out: int
    whole: Line
    page: Page[Any]
    lines: list[Line]
    sectors: list[Line]
    moves: list[MoveLine]

    @property
    def movement(self) -> str:
        """217 đơn vị lên hạng, 191 xuống hạng, 1.048 giữ hạng"""
        up, down, same = (number(count) for count in (self.found.up, self.found.down, self.found.same))
        return f"{up} đơn vị lên hạng, {down} xuống hạng, {same} giữ hạng"


def results_page(unit: Unit, within: AssessmentRound, page: Any) -> ResultsPage:
    """`unit` comes through the door, named."""
    found = results(unit, within)
    shown = Paginator(found.lanes, ROWS_A_PAGE).get_page(page)
    compared = [lane for lane in found.lanes if lane.decided >= FEWEST]
    drawn, finding = compared[:DRAWN], _finding(compared)
    pictures = [_picture(drawn, finding, width) if len(drawn) > 1 else "" for width in (WIDE, PHONE)]
    return ResultsPage(
        found=found,
        title=_title(found),
        finding=finding,
        wide=pictures[0],
        phone=pictures[1],
        left_out=sum(bool(lane.decided) for lane in found.lanes) - len(drawn),
        whole=_line(found, found.whole),
        page=shown,
        lines=[_line(found, lane) for lane in shown],
        sectors=[_line(found, lane) for lane in found.sectors],
        moves=_moves(found),
    )


def percent(share: float | Decimal | int) -> str:
    """81,8 %"""
    return f"{number(Decimal(str(share)) * 100, 1)} %"


def _axis(share: float | Decimal | int) -> str:
    return f"{number(Decimal(str(share)) * 100)} %"


def _title(found: Results) -> str:
    """Năm 2020: 82,1 % hoàn thành tốt trở lên (1.210/1.474 đơn vị đã quyết định)"""
    whole = found.whole
    if whole.share is None:
        return f"Năm {found.round.year}: chưa đơn vị nào được quyết định"
    what = "được công nhận" if found.round.set.purpose == Purpose.RECOGNITION else "hoàn thành tốt trở lên"
    return (
        f"Năm {found.round.year}: {percent(whole.share)} {what} "
        f"({number(whole.good)}/{number(whole.decided)} đơn vị đã quyết định)"
    )


def _finding(compared: list[Lane]) -> str:
    """What the picture shows: how far apart the lanes are, and whether that is more than chance."""
    if not compared:
        return ""
    high, low = max(compared, key=_share), min(compared, key=_share)
    if high.interval and low.interval and low.interval.high < high.interval.low:
        return (
            f"Cao nhất {high.name} ({percent(_share(high))}), thấp nhất {low.name} ({percent(_share(low))})"
        )
    return "Chênh lệch giữa các đơn vị chưa vượt mức ngẫu nhiên của số ít"


def _share(lane: Lane) -> float:
    assert lane.share is not None
    return lane.share


def _picture(drawn: list[Lane], finding: str, width: float) -> SafeString:
    rows = [
        IntervalRow(
            lane.name,
            lane.share,
            lane.interval.low if lane.interval else None,
            lane.interval.high if lane.interval else None,
            f"{number(lane.good)}/{number(lane.decided)}",
        )
        for lane in drawn
    ]
    return interval_chart(rows, formatter=_axis, title=finding, width=width)


def _line(found: Results, lane: Lane) -> Line:
    interval, place = lane.interval, lane.standing
    note = ""
    if place and place.place and place.hangs_on_weights:
        note = f"có thể từ {place.best} đến {place.worst} khi một trọng số đổi ±10 %"
    return Line(
        lane=lane,
        decided=f"{number(lane.decided)}/{number(lane.listed)}",
        counts=[(name, number(lane.counts.get(code, 0))) for code, name in found.classes],
        share=MISSING if lane.share is None else percent(lane.share),
        interval=f"{percent(interval.low)} – {percent(interval.high)}" if interval else MISSING,
        place=_place(lane),
        place_note=note,
    )


def _place(lane: Lane) -> str:
    place = lane.standing
    if place is None or place.place is None:
        return MISSING
    return f"{place.place} (đồng hạng)" if place.is_shared else str(place.place)


def _moves(found: Results) -> list[MoveLine]:
    """Rows: the class of the year before; columns: the class of this one."""
    if found.before is None:
        return []
    counts = {(move.before, move.after): move.count for move in found.moves}
    befores: list[tuple[str | None, str]] = [*found.classes, (None, "năm trước chưa xếp loại")]
    return [
        MoveLine(name, [number(counts.get((before, after), 0)) for after, _ in found.classes])
        for before, name in befores
        if any(move.before == before for move in found.moves)
    ]
