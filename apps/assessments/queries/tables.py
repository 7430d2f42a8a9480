"""Biểu E1–E3 of the annex: classes by sector, moves between two years, weak branches then and now. Counts alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.assessments.enums import Purpose
from apps.assessments.models import AssessmentRound
from apps.assessments.queries.lowest import lowest_rated
from apps.assessments.queries.results import Lane, Results, results
from apps.branches.enums import WeakReason
from apps.branches.queries.weak import WeakBelow, weak_below
from apps.cadres.queries.tables import Cell, Column, CountTable, Line
from apps.core.vietnamese import day as written
from apps.units.models import Unit

TOTAL = "Tổng cộng"
SHARE_NOTE = (
    "Tỷ lệ trên số đã xếp loại; “từ”, “đến” là khoảng tin cậy 95\N{NO-BREAK SPACE}% (Wilson), rộng khi có ít chi "
    "đoàn. Chi đoàn tính ở nơi thuộc về cuối năm xếp loại."
)
MOVES_NOTE = "Chỉ tính chi đoàn đã xếp loại năm sau. Các ô trên đường chéo giữ nguyên mức."
WEAK_NOTE = (
    "Một chi đoàn yếu vì nhiều lý do tính ở mỗi lý do, dòng cuối tính một lần. Bốn cột sau theo các chi đoàn yếu đầu "
    "kỳ. Chi đoàn chưa gửi đủ số liệu quý là chưa rõ, không tính là yếu."
)


@dataclass(frozen=True)
class BranchTables:
    """`branches`: how many stood below the unit on the last day."""

    first: date
    day: date
    branches: int
    tables: tuple[CountTable, ...]


def branch_tables(unit: Unit, first: date, day: date) -> BranchTables:
    """For a named unit and all below it, from `first` to `day`; without a round only the weak ones are counted."""
    begin, end = (weak_below(unit.pk, on, rated=lowest_rated(on)) for on in (first, day))
    within = _last_round(day)
    found = results(unit, within) if within else None
    rated = (_by_sector(found), *_moves(found)) if found and found.whole.listed else ()
    return BranchTables(first, day, len(end.branches), (*rated, _weak(first, day, begin, end)))


def _last_round(day: date) -> AssessmentRound | None:
    """The last rating of branches that was to be decided by the day."""
    ratings = AssessmentRound.objects.filter(set__purpose=Purpose.RATING, set__unit_kind="BRANCH")
    due = ratings.filter(decide_due_at__date__lte=day).select_related("set")
    return due.order_by("-year", "-pk").first()


def _by_sector(found: Results) -> CountTable:
    rated, share = "Xếp loại", "Từ mức tốt trở lên (%)"
    columns = (
        *(Column(rated, name, code) for code, name in found.classes),
        Column(rated, "Cộng", "decided"),
        Column(rated, "Chưa xếp loại", "open"),
        Column(share, "Tỷ lệ", "share", 1),
        Column(share, "Từ", "low", 1),
        Column(share, "Đến", "high", 1),
    )
    lines = [Line(lane.name, _cells(lane, found)) for lane in found.sectors]
    lines.append(Line(TOTAL, _cells(found.whole, found), is_sum=True))
    return CountTable(
        "E1", f"Xếp loại chi đoàn năm {found.round.year}", "Khối", columns, tuple(lines), SHARE_NOTE
    )


def _cells(lane: Lane, found: Results) -> tuple[Cell, ...]:
    counts = [lane.counts.get(code, 0) for code, _ in found.classes]
    spread = lane.interval
    shares = (lane.share, spread.low, spread.high) if spread else (None, None, None)
    percent = (None if share is None else round(Decimal(share) * 100, 1) for share in shares)
    return (*counts, lane.decided, lane.listed - lane.decided, *percent)


def _moves(found: Results) -> Iterable[CountTable]:
    """Nothing without a round the year before."""
    if found.before is None:
        return
    counted: dict[str | None, dict[str, int]] = defaultdict(dict)
    for move in found.moves:
        counted[move.before][move.after] = move.count
    after = [code for code, _ in found.classes]
    group = f"Xếp loại năm {found.round.year}"
    columns = (*(Column(group, name, code) for code, name in found.classes), Column(group, "Cộng", "all"))
    names = [*found.classes, (None, f"Chưa xếp loại năm {found.before.year}")]
    lines = [Line(name, _with_sum([counted[code].get(key, 0) for key in after])) for code, name in names]
    whole = [sum(row.get(key, 0) for row in counted.values()) for key in after]
    lines.append(Line(TOTAL, _with_sum(whole), is_sum=True))
    title = f"Chuyển động xếp loại từ năm {found.before.year} sang năm {found.round.year}"
    yield CountTable("E2", title, f"Xếp loại năm {found.before.year}", columns, tuple(lines), MOVES_NOTE)


def _with_sum(counts: Sequence[int]) -> tuple[Cell, ...]:
    return (*counts, sum(counts))


def _weak(first: date, day: date, begin: WeakBelow, end: WeakBelow) -> CountTable:
    number, after = "Số chi đoàn yếu", "Chi đoàn yếu đầu kỳ, đến cuối kỳ"
    columns = (
        Column(number, written(first), "begin"),
        Column(number, written(day), "end"),
        Column(after, "Còn yếu", "still"),
        Column(after, "Hết yếu", "recovered"),
        Column(after, "Chưa rõ", "unclear"),
        Column(after, "Không còn chi đoàn", "gone"),
    )
    lines = [
        Line(str(reason.label).capitalize(), _turned(begin.because(reason), end.because(reason), end))
        for reason in WeakReason
    ]
    lines.append(Line("Chi đoàn yếu", _turned(set(begin.reasons), set(end.reasons), end), is_sum=True))
    return CountTable("E3", "Chi đoàn yếu đầu kỳ và cuối kỳ", "Lý do", columns, tuple(lines), WEAK_NOTE)


def _turned(begin: set[int], now: set[int], end: WeakBelow) -> tuple[Cell, ...]:
    """What became of those who were weak at first; weak still is who is so for any reason."""
    still = begin & set(end.reasons)
    unclear = begin & end.unclear
    gone = begin - end.branches
    return len(begin), len(now), len(still), len(begin - still - unclear - gone), len(unclear), len(gone)
