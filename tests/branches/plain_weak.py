"""Weak branches once more, in plain Python from the rows alone: the definition as one reads it in the guide."""

from datetime import date, timedelta
from typing import Any

from apps.branches.enums import WeakReason
from apps.branches.models import BranchQuarter, BranchRule
from apps.cadres.models import Appointment
from apps.directives.models import Period
from apps.units.models import Unit


def ended(unit: Unit, day: date, rule: BranchRule) -> list[tuple[Period, BranchQuarter | None]]:
    """The quarters that count, newest first: the branch was there, and they are handed over or past due."""
    entries = {row.period_id: row for row in BranchQuarter.objects.filter(branch=unit, state="handed")}
    found = []
    for period in Period.objects.filter(kind="quarter", end_on__lte=day).order_by("-start_on"):
        entry = entries.get(period.pk)
        is_due = period.end_on + timedelta(days=rule.due_day) < day
        if period.end_on >= unit.opened_on and (entry or is_due):
            found.append((period, entry))
    return found


def said(entry: BranchQuarter | None) -> bool | None:
    """Whether the branch met; None when nothing is said."""
    if entry is None:
        return None
    return True if entry.meetings.exists() else False if entry.no_meeting else None


def reasons(unit: Unit, day: date, rated: dict[int, date]) -> dict[WeakReason, date | None]:
    """Why the branch is weak, and since when."""
    found: dict[WeakReason, date | None] = {}
    if unit.pk in rated:
        found[WeakReason.RATED] = rated[unit.pk]
    posts = [row.validity for row in Appointment.objects.filter(unit=unit, position_id="SECRETARY")]
    if not any(day in span for span in posts):
        past = [span.upper for span in posts if span.upper and span.upper <= day]
        found[WeakReason.NO_SECRETARY] = max(past, default=None)
    rule = BranchRule.objects.filter(validity__contains=day).first()
    if rule:
        found |= _small(unit, day, rule) | _silent(unit, day, rule)
    return found


def _small(unit: Unit, day: date, rule: BranchRule) -> dict[WeakReason, Any]:
    rows = BranchQuarter.objects.filter(branch=unit, state="handed", period__end_on__lte=day)
    sizes = [(row.period.cutoff_on, row.members) for row in rows.order_by("-period__start_on")]
    if not sizes or sizes[0][1] is None or sizes[0][1] >= rule.small_below:
        return {}
    since = sizes[0][0]
    for on, members in sizes:
        if members is not None and members >= rule.small_below:
            break
        since = on if members is not None else since
    return {WeakReason.SMALL: since}


def _silent(unit: Unit, day: date, rule: BranchRule) -> dict[WeakReason, Any]:
    quarters = ended(unit, day, rule)
    last = quarters[: rule.silent_quarters]
    if len(last) < rule.silent_quarters or any(said(entry) is not False for _, entry in last):
        return {}
    run = []
    for period, entry in quarters:
        if said(entry) is not False:
            break
        run.append(period.start_on)
    return {WeakReason.SILENT: max(run[-1], unit.opened_on)}


def unclear(unit: Unit, day: date) -> tuple[bool, tuple[date, ...]]:
    """(unknown size, quarters of which nothing is said while no other one of the last ones had a meeting)."""
    rows = BranchQuarter.objects.filter(branch=unit, state="handed", period__end_on__lte=day)
    newest = rows.order_by("-period__start_on").first()
    rule = BranchRule.objects.filter(validity__contains=day).first()
    last = ended(unit, day, rule)[: rule.silent_quarters] if rule else []
    answers = [said(entry) for _, entry in last]
    is_open = bool(rule) and len(last) == rule.silent_quarters and True not in answers and None in answers
    days = [period.start_on for (period, _), answer in zip(last, answers, strict=True) if answer is None]
    return newest is None or newest.members is None, tuple(sorted(days)) if is_open else ()
