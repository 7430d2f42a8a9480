"""The home of who looks after a quarter: what to do, who is where, what the figures say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet

from apps.core.vietnamese import WEEKDAYS
from apps.dashboard.queries.headlines import Headlines, headlines
from apps.dashboard.queries.placement import places
from apps.dashboard.queries.quarters import Quarters, quarters_below, reporting
from apps.dashboard.queries.rounds import round_columns, round_todos
from apps.dashboard.queries.shell import Frame, frame
from apps.dashboard.queries.todos import (
    REVIEW,
    Todo,
    note,
    overseer_todos,
    review_todos,
    sorted_todos,
    standing_todos,
    waiting_apart,
)
from apps.indicators.queries import Coverage, chosen, switch
from apps.reports.queries import Board, period_board
from apps.reviews.enums import ReviewState
from apps.reviews.models import Review
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.queries import roles

NUMERALS = ["Không", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười"]
NOTEWORTHY = {
    "missing": "{} đơn vị quá hạn chưa nộp",
    "extended": "{} được gia hạn",
    "returned": "{} phải sửa",
    "submitted": "{} chờ duyệt",
    "draft": "{} đang nhập",
}


def now_label(now: datetime) -> str:
    """Thứ Tư 22/9/2021, 8 giờ 15"""
    name = WEEKDAYS[now.weekday()]
    return f"{name[:1].upper()}{name[1:]} {now.day}/{now.month}/{now.year}, {now.hour} giờ {now.minute:02d}"


def numeral(count: int) -> str:
    return NUMERALS[count] if count < len(NUMERALS) else str(count)


@dataclass(frozen=True)
class OverseerHome:
    """`board` is the state of the chosen quarter, `figures` the headlines of the last full one (or the one chosen)."""

    frame: Frame
    quarters: Quarters
    board: Board | None
    todos: tuple[Todo, ...]
    figures: Headlines | None
    places: Mapping[int, tuple[int, int, int]]
    held: frozenset[Role]

    @property
    def may_act(self) -> bool:
        return bool(self.held & {Role.STANDING, Role.ORGANISATION})

    @property
    def approvable(self) -> set[int]:
        """Ids of the units whose report waits for this person, as the to-dos say."""
        if self.board is None:
            return set()
        own = waiting_apart(self.board) if Role.STANDING in self.held else []
        below = self.board.waiting if Role.ORGANISATION in self.held else []
        return {row.unit_id for row in [*own, *below]}

    @property
    def todo_note(self) -> str:
        return note(self.todos)

    @property
    def now(self) -> datetime:
        return self.quarters.now

    @property
    def title(self) -> str:
        """Quý III/2021: 8/11 đơn vị đã nộp, 3 báo cáo chờ duyệt"""
        board = self.board
        if board is None:
            return "Chưa mở báo cáo quý nào"
        if board.rows and all(row.group == "approved" for row in board.rows):
            return f"{board.period.label}: đã duyệt đủ {len(board.rows)}/{len(board.rows)} báo cáo"
        waiting = f", {len(board.waiting)} báo cáo chờ duyệt" if board.waiting else ""
        return f"{board.period.label}: {board.submitted_count}/{len(board.rows)} đơn vị đã nộp{waiting}"

    @property
    def finding(self) -> str:
        """Hai đơn vị quá hạn chưa nộp, một được gia hạn"""
        groups = [row.group for row in self.board.rows] if self.board else []
        parts = [
            words.format(numeral(count))
            for group, words in NOTEWORTHY.items()
            if (count := groups.count(group))
        ]
        if not parts:
            return "Các đơn vị đã xong" if groups else "Chưa có báo cáo nào"
        first, *rest = parts[:3]
        if "đơn vị" not in first:
            first = first.replace(" ", " đơn vị ", 1)
        return ", ".join([first, *(part[:1].lower() + part[1:] for part in rest)])

    @cached_property
    def switch(self) -> list[Coverage]:
        """The last full quarter and the running one, while that is provisional."""
        return switch(self.quarters.approved)

    @property
    def running(self) -> Coverage | None:
        """The provisional quarter beside the one whose figures are shown."""
        return self.switch[-1] if len(self.switch) > 1 else None


def overseer_frame(user: Any, unit_id: int, day: date) -> Frame:
    """With `presented` and `drafts` (reviews), what the rounds ask, and `reporting`: is there a quarter to show?"""
    return frame(
        user,
        day,
        **round_columns(user),
        presented=_reviews(user, day, ReviewState.PRESENTED),
        drafts=_reviews(user, day, ReviewState.DRAFT),
        reporting=reporting(unit_id),
    )


def overseer_home(
    user: Any, unit_id: int, around: Frame, *, quarter: str = "", figures: str = ""
) -> OverseerHome | None:
    """`quarter`, `figures`: slugs, empty for the current one; None when there is no such quarter.

    Fifteen statements with those of the page's frame.
    """
    quarters = quarters_below(unit_id)
    current = quarters.at(quarter)
    shown = chosen(quarters.approved, figures)
    if (quarter and not current) or (figures and not shown):
        return None
    board = period_board(current.period, user, quarters.now) if current else None
    children: Sequence[Unit] = []
    if shown:
        tree_on = shown.period.end_on
        children = list(Unit.objects.children_of(unit_id, tree_on).named(tree_on))
    return OverseerHome(
        frame=around,
        quarters=quarters,
        board=board,
        todos=tuple(_todos(user, board, around, quarters.now)),
        figures=headlines(unit_id, quarters.approved, shown, children) if shown else None,
        places=places(children, shown.period.end_on) if shown else {},
        held=frozenset(roles(user)),
    )


def _reviews(user: Any, day: date, state: ReviewState) -> ArraySubquery:
    found: QuerySet[Review] = Review.objects.visible_to(user, day).filter(state=state).order_by("-pk")
    return ArraySubquery(found.values(told=REVIEW))


def _todos(user: Any, board: Board | None, around: Frame, now: datetime) -> list[Todo]:
    held = roles(user)
    found = round_todos(around, now)
    if board and Role.STANDING in held:
        found += standing_todos(board) + review_todos(around.more["presented"], [])
    if board and Role.ORGANISATION in held:
        found += overseer_todos(board, now) + review_todos([], around.more["drafts"])
    return sorted_todos(found, now)
