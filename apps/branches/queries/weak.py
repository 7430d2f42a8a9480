"""Weak branches of a day: which, why, since when, with or without a plan of support; all by one statement.

Of a quarter a branch says that it met (a meeting is listed), that it did not ("không sinh hoạt"), or nothing. Nothing
is no verdict: who has not handed over a quarter that is past due is listed apart as unclear, never as silent. Silent
is who said of each of the last `silent_quarters` that there was no meeting. They are the last quarters that ended by
the day and were handed over or are past due, of those in which the branch was there. Small goes by the members of the
last such quarter handed over; unknown members are unclear, too. The rule is that of the day, also for the days before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection

from apps.branches.enums import BRANCH_KINDS, WeakReason
from apps.branches.permissions import VIEW
from apps.cadres.permissions import reach
from apps.core.vietnamese import ROMAN
from apps.core.vietnamese import day as written

ROWS_A_PAGE = 50
ALL_ROWS = 2**31 - 1


class Plans:
    """Which of the weak, by their plan of support, as the address says it."""

    NONE, RUNNING, OVERDUE = "chua-co", "dang-ho-tro", "qua-han"


@dataclass(frozen=True)
class Filters:
    """`is_unclear`: those of whom too little is known, instead of the weak ones."""

    unit_id: int | None = None
    sector: str = ""
    reason: str = ""
    plan: str = ""
    is_unclear: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a branch is weak. `since`: None when the register knows no day (no secretary was ever recorded)."""

    kind: WeakReason
    since: date | None

    @property
    def words(self) -> str:
        """khuyết bí thư từ 01/05/2021"""
        if self.since:
            return f"{self.kind.label} từ {written(self.since)}"
        never = " (sổ chưa ghi bí thư nào)" if self.kind == WeakReason.NO_SECRETARY else ""
        return f"{self.kind.label}{never}"


@dataclass(frozen=True)
class Running:
    """The plan that runs on the day."""

    plan_id: int
    supporter: str
    due_on: date
    is_overdue: bool


@dataclass(frozen=True)
class Judged:
    """One branch. `unsaid`: first days of the quarters of which it is unclear whether there was a meeting."""

    branch_id: int
    name: str
    commune: str
    members: int | None
    members_on: date | None
    reasons: tuple[Reason, ...]
    is_size_unknown: bool
    unsaid: tuple[date, ...]
    plan: Running | None

    @property
    def is_unclear(self) -> bool:
        return self.is_size_unknown or bool(self.unsaid)

    @property
    def kinds(self) -> set[WeakReason]:
        return {reason.kind for reason in self.reasons}

    @property
    def unclear_words(self) -> list[str]:
        """What is not known, each in words."""
        size = ["chưa biết số đoàn viên"] if self.is_size_unknown else []
        if not self.unsaid:
            return size
        quarters = ", ".join(f"quý {ROMAN[(day.month + 2) // 3]}/{day.year}" for day in self.unsaid)
        return [*size, f"chưa rõ có sinh hoạt không: {quarters}"]


@dataclass(frozen=True)
class Counts:
    """Of the branches in sight that the filters of place choose. `unclear`: not weak, as far as one knows."""

    branches: int
    weak: int
    by_reason: dict[WeakReason, int]
    unplanned: int
    overdue: int
    unclear: int


@dataclass(frozen=True)
class Board:
    """One page of branches and what they count up to."""

    rows: list[Judged]
    counts: Counts
    page: Page[Any]


@dataclass(frozen=True)
class WeakBelow:
    """The branches below a unit on a day: all, the weak with why, those of whom too little is known to call them so."""

    branches: frozenset[int]
    reasons: Mapping[int, set[WeakReason]]
    unclear: frozenset[int]

    def because(self, reason: WeakReason) -> set[int]:
        return {branch for branch, kinds in self.reasons.items() if reason in kinds}


SEEN = """FROM units_unitancestry seen JOIN units_unit u ON u.id = seen.descendant_id
  WHERE seen.validity @> %(today)s::date AND ((seen.depth = 0 AND seen.ancestor_id = ANY(%(own)s::bigint[]))
                                           OR (seen.depth > 0 AND seen.ancestor_id = ANY(%(below)s::bigint[])))"""
ALONE = "FROM units_unit u WHERE u.id = %(branch)s"
BELOW = """FROM units_unitancestry below JOIN units_unit u ON u.id = below.descendant_id
  WHERE below.ancestor_id = %(unit)s AND below.validity @> %(day)s::date"""
IN_UNIT = """ AND EXISTS (SELECT 1 FROM units_unitancestry inside WHERE inside.ancestor_id = %(unit)s
    AND inside.descendant_id = u.id AND inside.validity @> %(day)s::date)"""
IN_SECTOR = """ AND EXISTS (SELECT 1 FROM units_unitsector inside WHERE inside.unit_id = u.id
    AND inside.sector_id = %(sector)s AND inside.validity @> %(day)s::date)"""
SAID_NO = """entry.no_meeting AND NOT EXISTS (
      SELECT 1 FROM branches_branchmeeting meeting WHERE meeting.quarter_id = entry.id)"""

# {scope}: which branches, as tables and conditions over `u`; {chosen}: which of them are shown, over `judged`. What is
# asked of each branch is asked by LATERAL: the planner cannot know how many there are, and would go over all of them
# for each one.
BOARD = """
WITH rule AS MATERIALIZED (
  SELECT small_below, silent_quarters, due_day FROM branches_branchrule WHERE validity @> %(day)s::date
), branch AS MATERIALIZED (
  SELECT DISTINCT u.id, u.opened_on {scope}
    AND u.kind_id = ANY(%(kinds)s) AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
), quarter AS MATERIALIZED (
  SELECT period.id, period.start_on, period.end_on, period.cutoff_on,
         period.end_on + rule.due_day < %(day)s::date AS is_due
  FROM directives_period period LEFT JOIN rule ON true WHERE period.kind = 'quarter' AND period.end_on <= %(day)s
), asked AS MATERIALIZED (
  SELECT * FROM (SELECT quarter.*, row_number() OVER (ORDER BY start_on DESC) AS place FROM quarter) newest
  WHERE place <= (SELECT silent_quarters FROM rule) + (SELECT count(*) FROM quarter WHERE NOT is_due)
), found AS (
  SELECT branch.id, branch.opened_on, size.members, size.cutoff_on,
         branch.id = ANY(%(rated)s::bigint[]) AS rated, vacancy.secretary,
         coalesce(size.members < (SELECT small_below FROM rule), false) AS small,
         coalesce(silence.is_whole AND silence.is_silent, false) AS silent,
         size.members IS NULL AS is_size_unknown,
         CASE WHEN silence.is_whole AND NOT silence.has_met AND NOT silence.is_silent THEN silence.unsaid END AS unsaid
  FROM branch CROSS JOIN LATERAL (
    SELECT count(*) = 0 AS secretary FROM cadres_appointment held
    WHERE held.unit_id = branch.id AND held.position_id = 'SECRETARY' AND held.validity @> %(day)s::date
  ) vacancy LEFT JOIN LATERAL (
    SELECT entry.members, quarter.cutoff_on FROM quarter JOIN branches_branchquarter entry
      ON entry.branch_id = branch.id AND entry.period_id = quarter.id AND entry.state = 'handed'
    ORDER BY quarter.start_on DESC LIMIT 1
  ) size ON true CROSS JOIN LATERAL (
    SELECT count(*) = max(wanted) AS is_whole,
           bool_and(coalesce(is_no, false)) AS is_silent, bool_or(is_yes) AS has_met,
           array_agg(start_on ORDER BY start_on) FILTER (WHERE NOT is_yes AND NOT coalesce(is_no, false)) AS unsaid
    FROM (
      SELECT asked.start_on, (SELECT silent_quarters FROM rule) AS wanted, {said_no} AS is_no,
             EXISTS (SELECT 1 FROM branches_branchmeeting meeting WHERE meeting.quarter_id = entry.id) AS is_yes
      FROM asked LEFT JOIN branches_branchquarter entry
        ON entry.branch_id = branch.id AND entry.period_id = asked.id AND entry.state = 'handed'
      WHERE asked.end_on >= branch.opened_on AND (asked.is_due OR entry.id IS NOT NULL)
      ORDER BY asked.start_on DESC LIMIT (SELECT silent_quarters FROM rule)
    ) last
  ) silence
), judged AS MATERIALIZED (
  SELECT found.*, rated::int + secretary::int + small::int + silent::int AS reasons,
         is_size_unknown OR unsaid IS NOT NULL AS is_unclear,
         plan.id AS plan_id, plan.supporter_id, plan.due_on, coalesce(plan.due_on < %(day)s, false) AS is_overdue
  FROM found LEFT JOIN branches_supportplan plan ON plan.branch_id = found.id AND plan.ended_on IS NULL
), totals AS (
  SELECT count(*) AS branches, count(*) FILTER (WHERE reasons > 0) AS weak,
         count(*) FILTER (WHERE rated), count(*) FILTER (WHERE secretary),
         count(*) FILTER (WHERE small), count(*) FILTER (WHERE silent),
         count(*) FILTER (WHERE reasons > 0 AND plan_id IS NULL) AS unplanned,
         count(*) FILTER (WHERE is_overdue) AS overdue,
         count(*) FILTER (WHERE reasons = 0 AND is_unclear) AS unclear,
         count(*) FILTER (WHERE {chosen}) AS total
  FROM judged
)
SELECT totals.*, shown.id, shown.cutoff_on, shown.members, shown.is_size_unknown, shown.unsaid,
       shown.rated, shown.secretary, shown.small, shown.silent,
       vacant.since, shrunk.since, greatest(quiet.since, shown.opened_on),
       (SELECT name FROM units_unitname WHERE unit_id = shown.id AND validity @> %(day)s::date),
       (SELECT above.name FROM units_unitparent parent JOIN units_unitname above ON above.unit_id = parent.parent_id
        WHERE parent.unit_id = shown.id AND parent.validity @> %(day)s::date AND above.validity @> %(day)s::date),
       shown.plan_id, (SELECT full_name FROM cadres_cadre WHERE id = shown.supporter_id), shown.due_on, shown.is_overdue
FROM totals LEFT JOIN LATERAL (
  SELECT * FROM judged WHERE {chosen} ORDER BY plan_id IS NOT NULL, NOT is_overdue, reasons DESC, id LIMIT %(size)s
  OFFSET least(%(offset)s, greatest(totals.total - 1, 0) / greatest(%(size)s, 1) * %(size)s)
) shown ON true CROSS JOIN LATERAL (
  SELECT max(upper(held.validity)) AS since FROM cadres_appointment held
  WHERE shown.secretary AND held.unit_id = shown.id AND held.position_id = 'SECRETARY'
    AND upper(held.validity) <= %(day)s
) vacant CROSS JOIN LATERAL (
  SELECT min(on_day) FILTER (WHERE is_small AND on_day > coalesce(last_large, '-infinity'::date)) AS since
  FROM (
    SELECT quarter.cutoff_on AS on_day, entry.members < rule.small_below AS is_small,
           max(quarter.cutoff_on) FILTER (WHERE entry.members >= rule.small_below) OVER () AS last_large
    FROM rule CROSS JOIN quarter JOIN branches_branchquarter entry
      ON entry.branch_id = shown.id AND entry.period_id = quarter.id AND entry.state = 'handed'
    WHERE shown.small
  ) sizes
) shrunk CROSS JOIN LATERAL (
  SELECT min(start_on) FILTER (WHERE is_no AND start_on > coalesce(last_other, '-infinity'::date)) AS since
  FROM (
    SELECT quarter.start_on, {said_no} AS is_no,
           max(quarter.start_on) FILTER (WHERE NOT coalesce({said_no}, false)) OVER () AS last_other
    FROM quarter LEFT JOIN branches_branchquarter entry
      ON entry.branch_id = shown.id AND entry.period_id = quarter.id AND entry.state = 'handed'
    WHERE shown.silent AND quarter.end_on >= shown.opened_on AND (quarter.is_due OR entry.id IS NOT NULL)
  ) quarters
) quiet
ORDER BY shown.plan_id IS NOT NULL, NOT shown.is_overdue, shown.reasons DESC, shown.id
"""
ORDER = (WeakReason.RATED, WeakReason.NO_SECRETARY, WeakReason.SMALL, WeakReason.SILENT)
BY_PLAN = {
    Plans.NONE: "plan_id IS NULL",
    Plans.RUNNING: "plan_id IS NOT NULL AND NOT is_overdue",
    Plans.OVERDUE: "is_overdue",
}
NO_RATINGS: Mapping[int, date] = {}


def weak_branches(
    user: Any,
    filters: Filters,
    day: date,
    today: date,
    page: Any = 1,
    *,
    rated: Mapping[int, date] = NO_RATINGS,
    size: int = ROWS_A_PAGE,
) -> Board:
    """Of the branches that the user sees today, the weak (or unclear) ones of `day`; those without a plan first.

    `rated`: the branches rated weak in the last decided round, each with the day of its decision.
    """
    own, below = reach(VIEW, user)
    number = int(page) if str(page).isascii() and str(page).isdigit() and len(str(page)) < 8 else 1
    scope = SEEN + (IN_UNIT if filters.unit_id else "") + (IN_SECTOR if filters.sector else "")
    given = {"own": own, "below": below, "today": today, "unit": filters.unit_id, "sector": filters.sector}
    given |= {"size": size, "offset": (max(number, 1) - 1) * size}
    rows = _read(scope, " AND ".join(_chosen(filters)), day, rated, given)
    counts, total = _counts(rows[0]), rows[0][9]
    shown = [_judged(row[10:], rated) for row in rows if row[10] is not None]
    return Board(shown, counts, Paginator(range(total), max(size, 1)).get_page(number))


def weak_counts(user: Any, day: date, today: date, *, rated: Mapping[int, date] = NO_RATINGS) -> Counts:
    """The counts alone."""
    return weak_branches(user, Filters(), day, today, rated=rated, size=0).counts


def judged_branch(branch_id: int, day: date, *, rated: Mapping[int, date] = NO_RATINGS) -> Judged | None:
    """One branch, weak or not; None when it was not open on that day. Who may see it has been asked before."""
    given = {"branch": branch_id, "size": 1, "offset": 0}
    (row,) = _read(ALONE, "true", day, rated, given)
    return _judged(row[10:], rated) if row[10] is not None else None


def weak_below(unit_id: int, day: date, *, rated: Mapping[int, date] = NO_RATINGS) -> WeakBelow:
    """Of all branches that stood below the unit on the day, whoever asks: counts may be told, not whom they count."""
    rows = _read(BELOW, "true", day, rated, {"unit": unit_id, "size": ALL_ROWS, "offset": 0})
    found = [_judged(row[10:], rated) for row in rows if row[10] is not None]
    return WeakBelow(
        branches=frozenset(row.branch_id for row in found),
        reasons={row.branch_id: row.kinds for row in found if row.reasons},
        unclear=frozenset(row.branch_id for row in found if row.is_unclear and not row.reasons),
    )


def _chosen(filters: Filters) -> list[str]:
    """Conditions over `judged`; reasons and plans come from our own lists."""
    if filters.is_unclear:
        return ["reasons = 0", "is_unclear"]
    by_reason = [WeakReason(filters.reason).value] if filters.reason else []
    return ["reasons > 0", *by_reason, *([BY_PLAN[filters.plan]] if filters.plan else [])]


def _read(
    scope: str, chosen: str, day: date, rated: Mapping[int, date], given: dict[str, Any]
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            BOARD.format(scope=scope, chosen=chosen, said_no=SAID_NO),
            {"day": day, "kinds": list(BRANCH_KINDS), "rated": list(rated), **given},
        )
        return cursor.fetchall()


def _counts(row: tuple[Any, ...]) -> Counts:
    branches, weak, *by_reason, unplanned, overdue, unclear = row[:9]
    return Counts(branches, weak, dict(zip(ORDER, by_reason, strict=True)), unplanned, overdue, unclear)


def _judged(columns: tuple[Any, ...], rated: Mapping[int, date]) -> Judged:
    branch_id, members_on, members, is_size_unknown, unsaid, *flags = columns[:9]
    since, (name, commune, plan_id, supporter, due_on, is_overdue) = columns[9:12], columns[12:]
    reasons = zip(ORDER, flags, [rated.get(branch_id), *since], strict=True)
    return Judged(
        branch_id=branch_id,
        name=name or "",
        commune=commune or "",
        members=members,
        members_on=members_on,
        reasons=tuple(Reason(kind, day) for kind, holds, day in reasons if holds),
        is_size_unknown=is_size_unknown,
        unsaid=tuple(unsaid or ()),
        plan=Running(plan_id, supporter, due_on, is_overdue) if plan_id else None,
    )
