"""Who has handed over the row and who is still out: one line for the report's page, one page with every row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from apps.core.clock import local_day
from apps.core.vietnamese import deadline, moment, time_left
from apps.reports.enums import RowAct, RowState
from apps.reports.models import Report, RowStep
from apps.reports.queries.sheet import SheetRow, sheet
from apps.units.enums import Role
from apps.units.models import Membership

State = dict[str, str]
SHOWN_NAMES = 4
STATES: dict[str, State] = {
    RowState.OPEN: {"icon": "pencil-fill", "label": "xã đang nhập", "tone": "neutral"},
    RowState.HANDED_OVER: {"icon": "check-circle-fill", "label": "đã bàn giao", "tone": "ok"},
    RowState.TAKEN_OVER: {"icon": "person-badge", "label": "huyện nhập thay", "tone": "info"},
    "late": {"icon": "exclamation-circle-fill", "label": "quá hạn bàn giao", "tone": "bad"},
    "silent": {"icon": "person-badge", "label": "chưa có tài khoản, huyện nhập", "tone": "neutral"},
    "none": {"icon": "dash-circle", "label": "không bàn giao", "tone": "neutral"},
}
ORDER = ("late", RowState.OPEN, RowState.TAKEN_OVER, RowState.HANDED_OVER, "none", "silent")


@dataclass(frozen=True)
class Hand:
    """One commune's row: whose turn it is, and the last step that it took.

    `has_account`: somebody can hand it over; `is_late`: it is too late to do so in time; `is_over`: the report is in.
    """

    row: SheetRow
    state: RowState
    last: RowStep | None
    has_account: bool
    is_late: bool
    is_over: bool

    @property
    def is_out(self) -> bool:
        return self.state == RowState.OPEN and self.has_account

    @property
    def group(self) -> str:
        if self.state != RowState.OPEN:
            return self.state
        if not self.has_account:
            return "silent"
        return "none" if self.is_over else "late" if self.is_late else RowState.OPEN

    @property
    def badge(self) -> State:
        return STATES[self.group]

    @property
    def typed(self) -> str:
        left = len(self.row.left)
        return f"còn {left} ô" if left else "đủ"

    @property
    def told(self) -> str:
        """Who did the last step, when, and why."""
        if self.last is None:
            return ""
        words = f"{RowAct(self.last.act).label}: {self.last.done_by}, {moment(self.last.done_at)}"
        return f"{words}. Lý do: {self.last.note}" if self.last.note else words


@dataclass(frozen=True)
class Hands:
    """The communes' rows of one report. Counted are those that somebody can hand over, or whose row has moved on."""

    report: Report
    rows: tuple[Hand, ...]
    now: datetime

    @cached_property
    def expected(self) -> list[Hand]:
        return [hand for hand in self.rows if hand.has_account or hand.state != RowState.OPEN]

    @property
    def out(self) -> list[Hand]:
        return [hand for hand in self.rows if hand.is_out]

    def _count(self, state: RowState) -> int:
        return sum(hand.state == state for hand in self.rows)

    @property
    def counted(self) -> str:
        """ "12/14 xã đã bàn giao, 1 huyện nhập thay" """
        taken = self._count(RowState.TAKEN_OVER)
        done = f"{self._count(RowState.HANDED_OVER)}/{len(self.expected)} xã đã bàn giao"
        return f"{done}, {taken} huyện nhập thay" if taken else done

    @property
    def words(self) -> str:
        """ "12/14 xã đã bàn giao; còn: Dân Tiến, Nhuế Dương"; nothing while nobody can hand over."""
        if not self.expected:
            return ""
        names = [hand.row.short_name for hand in self.out]
        more = f" và {len(names) - SHOWN_NAMES} xã khác" if len(names) > SHOWN_NAMES else ""
        return f"{self.counted}; còn: {', '.join(names[:SHOWN_NAMES])}{more}" if names else self.counted

    @property
    def title(self) -> str:
        period = self.report.period.short_label
        return (
            f"{self.report.unit_name}, {period}: {self.counted if self.expected else 'huyện nhập mọi dòng'}"
        )

    @property
    def meta(self) -> list[State]:
        return rows_due(self.report, self.now)


def rows_due(report: Report, now: datetime) -> list[State]:
    """Until when the communes hand over, and how long that is from now while the report is open."""
    if report.rows_due_at is None:
        return []
    note = " (được gia hạn)" if report.extended_to else " (đề xuất)" if report.is_due_proposed else ""
    line = {"icon": "clock", "text": f"Hạn bàn giao {deadline(report.rows_due_at)}{note}"}
    if report.is_open and report.first_submitted_at is None:
        line |= {"text": f"{line['text']} —", "strong": time_left(report.rows_due_at, now)}
    return [line]


def hands(report: Report, rows: Iterable[SheetRow], now: datetime) -> Hands:
    """Of the communes among `rows`; two statements. `report` from with_lineage().with_due()."""
    below = [row for row in rows if not row.is_own]
    last, able = last_steps(below), _able([row.unit_id for row in below], now)
    is_late = report.rows_due_at is not None and report.rows_due_at < now
    found = [
        Hand(
            row=row,
            state=row_state(report, row.unit_id),
            last=last.get(row.id),
            has_account=row.unit_id in able,
            is_late=is_late,
            is_over=not report.is_open,
        )
        for row in below
    ]
    return Hands(report, tuple(sorted(found, key=lambda hand: ORDER.index(hand.group))), now)


def hands_page(report: Report, now: datetime) -> Hands:
    """The same of every row, those that are out first: seven statements."""
    return hands(report, sheet(report).rows, now)


def row_state(report: Report, unit_id: int) -> RowState:
    if unit_id in report.handed_over_unit_ids:
        return RowState.HANDED_OVER
    return RowState.TAKEN_OVER if unit_id in report.taken_over_unit_ids else RowState.OPEN


def last_steps(rows: Sequence[SheetRow]) -> dict[int, RowStep]:
    """The last step of each row that took one, by row id."""
    steps = RowStep.objects.filter(row_id__in=[row.id for row in rows]).select_related("done_by")
    return {step.row_id: step for step in steps.order_by("row_id", "-id").distinct("row_id")}


def _able(unit_ids: Sequence[int], now: datetime) -> set[int]:
    """The units that have a secretary with an account."""
    held = Membership.objects.current(local_day(now)).filter(role=Role.COMMUNE_SECRETARY)
    return set(held.filter(unit_id__in=unit_ids).values_list("unit_id", flat=True))
