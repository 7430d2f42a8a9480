"""Plans of support: the list, and one plan with the branch's quarters before and after it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from apps.branches.enums import EntryState, WeakReason
from apps.branches.models import BranchMeeting, BranchQuarter, SupportPlan
from apps.branches.permissions import VIEW
from apps.branches.queries.weak import Judged, Reason, judged_branch
from apps.cadres.models import Appointment, Cadre
from apps.cadres.permissions import VIEW as VIEW_CADRES
from apps.cadres.permissions import reached
from apps.core.vietnamese import MISSING, fold, nfc, number
from apps.directives.models import Period
from apps.units.models import Unit, UnitAncestry, latest_name_of
from apps.units.queries import lineages, name_on, nearest_day

ROWS_A_PAGE = 50
QUARTERS_BEFORE = 4
RUNNING, OVERDUE, ENDED = "dang-ho-tro", "qua-han", "da-ket-thuc"
MOST_PEOPLE = 10


@dataclass(frozen=True)
class QuarterRow:
    """What a branch said of one quarter; None where it said nothing. `is_after`: it ended since the plan began."""

    period: Period
    is_after: bool
    is_handed_over: bool
    members: int | None
    meetings: int | None
    attendance: Decimal | None
    has_secretary: bool

    @property
    def attendance_words(self) -> str:
        """83,3 %"""
        return MISSING if self.attendance is None else f"{number(self.attendance, 1)} %"


@dataclass(frozen=True)
class Outcome:
    """What the numbers of today say, whatever people say: (key, words, icon, tone)."""

    key: str
    label: str
    icon: str
    tone: str


GONE = Outcome("gone", "đã vững lên, không còn lý do nào", "check-circle-fill", "ok")
PARTLY = Outcome("partly", "mới hết một phần lý do", "arrow-up-right", "warn")
STANDING = Outcome("standing", "chưa chuyển biến", "x-circle-fill", "bad")
UNCLEAR = Outcome("unclear", "chưa đủ số liệu để nói", "question-circle", "neutral")
CLOSED = Outcome("closed", "chi đoàn không còn hoạt động", "archive", "neutral")


@dataclass(frozen=True)
class Then:
    """A reason of the plan: whether it still holds, None when that is not known here."""

    kind: WeakReason
    now: Reason | None
    holds: bool | None


@dataclass(frozen=True)
class PlanPage:
    plan: SupportPlan
    branch_name: str
    commune: str
    above: list[tuple[int, str]]
    is_overdue: bool
    sees_supporter: bool
    judged: Judged | None
    reasons: list[Then]
    new_reasons: list[Reason]
    outcome: Outcome
    quarters: list[QuarterRow]


def plan_list(user: Any, state: str, unit_id: int | None, day: date, today: date, page: Any) -> Page[Any]:
    """Of the branches in sight: running ones first, the nearest day first. One statement and a count."""
    plans = SupportPlan.objects.visible_to(user, today).filter(branch__in=reached(VIEW, user, today))
    if unit_id:
        plans = plans.filter(branch__in=Unit.objects.under(unit_id, today).values("pk"))
    chosen = {
        RUNNING: Q(ended_on=None, due_on__gte=day),
        OVERDUE: Q(ended_on=None, due_on__lt=day),
        ENDED: Q(ended_on__isnull=False),
    }.get(state, Q())
    rows = plans.filter(chosen).select_related("supporter").annotate(branch_name=latest_name_of("branch_id"))
    return Paginator(
        rows.order_by(F("ended_on").desc(nulls_first=True), "due_on", "pk"), ROWS_A_PAGE
    ).get_page(page)


def plan_page(
    user: Any, plan: SupportPlan, day: date, today: date, *, rated: Mapping[int, date] | None = None
) -> PlanPage:
    """`rated`: as for the board; None when ratings are not known here, so that nothing is said of them.

    A fixed number of statements, whatever the number of quarters.
    """
    branch = Unit.objects.get(pk=plan.branch_id)
    on = nearest_day(branch, day)
    judged = judged_branch(plan.branch_id, day, rated=rated or {})
    reasons = _then(plan, judged, knows_ratings=rated is not None)
    above = lineages([plan.branch_id], on).get(plan.branch_id, [])
    return PlanPage(
        plan=plan,
        branch_name=name_on(branch.pk, on),
        commune=above[0][1] if above else "",
        above=above,
        is_overdue=plan.ended_on is None and plan.due_on < day,
        sees_supporter=Cadre.objects.filter(
            pk=plan.supporter_id, unit__in=reached(VIEW_CADRES, user, today)
        ).exists(),
        judged=judged,
        reasons=reasons,
        new_reasons=[one for one in judged.reasons if one.kind not in plan.reasons] if judged else [],
        outcome=outcome(reasons, judged),
        quarters=quarters_around(branch, plan, on),
    )


def outcome(reasons: list[Then], judged: Judged | None) -> Outcome:
    """Recovered only when no reason at all holds and nothing is unclear."""
    if judged is None:
        return CLOSED
    standing = [one for one in reasons if one.holds]
    if len(standing) == len(reasons):
        return STANDING
    if standing or (judged.reasons and any(one.holds is False for one in reasons)):
        return PARTLY
    return UNCLEAR if judged.is_unclear or any(one.holds is None for one in reasons) else GONE


def _then(plan: SupportPlan, judged: Judged | None, *, knows_ratings: bool) -> list[Then]:
    now = {reason.kind: reason for reason in judged.reasons} if judged else {}
    return [
        Then(WeakReason(kind), now.get(WeakReason(kind)), _holds(WeakReason(kind), judged, knows_ratings))
        for kind in plan.reasons
    ]


def _holds(kind: WeakReason, judged: Judged | None, knows_ratings: bool) -> bool | None:
    """Silence or smallness of which nothing is known any more has not gone."""
    if judged is None:
        return None
    if kind in judged.kinds:
        return True
    unknown = {
        WeakReason.RATED: not knows_ratings,
        WeakReason.SMALL: judged.is_size_unknown,
        WeakReason.SILENT: bool(judged.unsaid),
    }
    return None if unknown.get(kind) else False


def quarters_around(branch: Unit, plan: SupportPlan, on: date) -> list[QuarterRow]:
    """From a year before the plan to the last quarter that ended by the day, newest first. Four statements."""
    ended = (
        Period.objects.quarters().filter(end_on__lte=on, end_on__gte=branch.opened_on).order_by("-start_on")
    )
    after = [period for period in ended if period.end_on >= plan.starts_on]
    before = [period for period in ended if period.end_on < plan.starts_on][:QUARTERS_BEFORE]
    periods = [*after, *before]
    entries = {
        row.period_id: row
        for row in BranchQuarter.objects.filter(
            branch=branch, period__in=periods, state=EntryState.HANDED_OVER
        )
    }
    held = _meetings([row.pk for row in entries.values()])
    spans = Appointment.objects.filter(unit=branch, position="SECRETARY").values_list("validity", flat=True)
    posts = list(spans)
    return [
        _quarter(period, entries.get(period.pk), held, is_after=period in after,
                 has_secretary=any(period.end_on in span for span in posts))
        for period in periods
    ]  # fmt: skip


def _meetings(quarter_ids: list[int]) -> dict[int, dict[str, int]]:
    """Of each quarter: how many meetings, and who had to come and came to those that tell both."""
    both = Q(expected__isnull=False, present__isnull=False)
    rows = BranchMeeting.objects.filter(quarter__in=quarter_ids).values("quarter_id").order_by("quarter_id")
    counted = rows.annotate(
        held=Count("pk"),
        expected_in_all=Sum("expected", filter=both),
        present_in_all=Sum("present", filter=both),
    )
    return {row["quarter_id"]: row for row in counted}


def _quarter(
    period: Period,
    entry: BranchQuarter | None,
    held: dict[int, dict[str, int]],
    *,
    is_after: bool,
    has_secretary: bool,
) -> QuarterRow:
    counted: Mapping[str, int] = held.get(entry.pk, {}) if entry else {}
    says_none = entry is not None and entry.no_meeting
    expected, present = counted.get("expected_in_all"), counted.get("present_in_all")
    return QuarterRow(
        period=period,
        is_after=is_after,
        is_handed_over=entry is not None,
        members=entry.members if entry else None,
        meetings=counted.get("held") or (0 if says_none else None),
        attendance=Decimal(100 * present) / expected if expected and present is not None else None,
        has_secretary=has_secretary,
    )


def able_to_help(user: Any, branch: Unit, today: date) -> QuerySet[Cadre]:
    """Cadres whom the user sees, of the units above the branch (with `lineage`)."""
    above = set(branch.lineage) - {branch.pk}  # type: ignore[attr-defined]
    seen = Cadre.objects.listed().filter(unit__in=reached(VIEW_CADRES, user, today))
    return seen.filter(anonymised_at=None, unit__in=above)


def supporters(user: Any, branch: Unit, today: date, *, text: str = "", chosen: Any = None) -> list[Cadre]:
    """Those of them with such a name, of the nearest unit first, with `keeper` and `post`; who is chosen stays."""
    people = able_to_help(user, branch, today)
    is_chosen = Q(pk=chosen) if str(chosen or "").isascii() and str(chosen or "").isdigit() else Q(pk=None)
    alike = Q(pk__gt=0)
    for word in fold(nfc(text)).split():
        alike &= Q(search_key__regex=rf"\m{re.escape(word)}")
    above = UnitAncestry.objects.filter(
        descendant=branch, ancestor=OuterRef("unit"), validity__contains=today
    )
    held = Appointment.objects.filter(cadre=OuterRef("pk"), validity__contains=today).order_by(
        "-is_main", "pk"
    )
    told = people.filter(alike | is_chosen).annotate(
        is_other=~is_chosen,
        distance=Subquery(above.values("depth")[:1]),
        post=Subquery(held.values("position__name")[:1]),
        keeper=latest_name_of("unit_id"),
    )
    return list(told.order_by("is_other", "distance", "sort_key", "pk")[:MOST_PEOPLE])
