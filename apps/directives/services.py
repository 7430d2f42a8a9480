"""Loading the directives and calendar periods; acts on periods and on the rule that gives them cut-off and deadline."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record
from apps.core.ranges import take_effect
from apps.core.reference import rows
from apps.directives.enums import CutoffRule, PeriodKind
from apps.directives.models import Directive, Period, ReportingRule, Section
from apps.units.permissions import MANAGE_REFERENCE, check_anywhere

REFERENCE = Path(__file__).resolve().parent / "reference"
YEARS = range(2019, 2023)
MONTHS = {PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}


@transaction.atomic
def load_reference() -> None:
    """Directives, sections, the proposed reporting rule and the periods 2019–2022; existing rows are left alone."""
    for row in rows(REFERENCE, "directives.csv"):
        Directive.objects.get_or_create(
            code=row["code"],
            defaults={
                "number": row["number"],
                "title": row["title"],
                "issuer": row["issuer"],
                "issued_on": date.fromisoformat(row["issued_on"]),
                "note": row["review_note"],
                "source": row["source"],
            },
        )
    _load_sections()
    if not ReportingRule.objects.exists():
        ReportingRule.objects.create(
            validity=DateRange(date(YEARS[0], 1, 1), None),
            cutoff_rule=CutoffRule.CALENDAR,
            deadline_day=10,
            deadline_time=time(17),
            source="đề xuất",
        )
    for year in YEARS:
        ensure_periods(year=year)


def _load_sections() -> None:
    directives = {directive.code: directive for directive in Directive.objects.all()}
    sections: dict[str, Section] = {}
    for position, row in enumerate(rows(REFERENCE, "sections.csv"), start=1):
        sections[row["code"]], _ = Section.objects.get_or_create(
            code=row["code"],
            defaults={
                "directive": directives[row["directive"]],
                "parent": sections.get(row["parent"]),
                "position": position,
                "title": row["title"],
                "short_title": row["short_title"],
                "is_proposed": row["is_proposed"] == "1",
                "source": row["source"],
            },
        )


@transaction.atomic
def ensure_periods(*, year: int) -> None:
    """The quarters, half-years and the year, with cut-offs by the rule in force; those that exist are left alone."""
    for kind, ordinal, start, end in calendar(year):
        Period.objects.get_or_create(
            kind=kind,
            year=year,
            ordinal=ordinal,
            defaults={
                "start_on": start,
                "end_on": end,
                "cutoff_on": cutoff(end),
                "slug": slug(kind, year, ordinal),
            },
        )


def calendar(year: int) -> Iterator[tuple[PeriodKind, int, date, date]]:
    """(kind, ordinal, first day, last day) of every period of a calendar year."""
    for kind, months in MONTHS.items():
        for ordinal in range(1, 12 // months + 1):
            start = date(year, (ordinal - 1) * months + 1, 1)
            following = (
                date(year + 1, 1, 1) if ordinal * months == 12 else date(year, ordinal * months + 1, 1)
            )
            yield kind, ordinal, start, following - timedelta(days=1)


def cutoff(end_on: date) -> date:
    """The last day; the 14th of the last month while the 15th–14th rule is in force (off until the client sets it)."""
    rule = ReportingRule.objects.filter(validity__contains=end_on).first()
    return end_on.replace(day=14) if rule and rule.cutoff_rule == CutoffRule.MID_MONTH else end_on


def slug(kind: PeriodKind, year: int, ordinal: int) -> str:
    return {
        PeriodKind.QUARTER: f"{year}-q{ordinal}",
        PeriodKind.HALF: f"{year}-6t{ordinal}",
        PeriodKind.YEAR: f"{year}",
    }[kind]


@transaction.atomic
def open_year(*, actor: User, year: int) -> list[Period]:
    """The periods of a year, in order of time. Raises NotAllowed, or ValidationError when there are some."""
    check_anywhere(MANAGE_REFERENCE, actor)
    if Period.objects.filter(year=year).exists():
        raise ValidationError({"year": f"Năm {year} đã có các kỳ."})
    ensure_periods(year=year)
    opened = list(Period.objects.filter(year=year))
    record(
        actor=actor,
        act="directives.open_year",
        subject=opened[0],
        chain=SYSTEM_CHAIN,
        change={"year": year},
    )
    return opened


@transaction.atomic
def set_reporting_rule(*, actor: User, rule: ReportingRule, starts_on: date) -> int:
    """The rule in force from a day on; the one before ends there. Returns how many periods got another cut-off.

    Periods that end on or after the day are counted anew; deadlines that were set stay (reports.Deadline).
    Raises NotAllowed, or ValidationError when the day is not after the beginning of the rule in force.
    """
    check_anywhere(MANAGE_REFERENCE, actor)
    take_effect(rule, starts_on)
    changed = _count_cutoffs_anew(starts_on)
    given = ("cutoff_rule", "deadline_day", "deadline_time", "rows_day", "rows_time")
    change = {"starts_on": starts_on, **{name: str(getattr(rule, name)) for name in given}}
    record(actor=actor, act="directives.set_rule", subject=rule, chain=SYSTEM_CHAIN, change=change)
    return changed


def _count_cutoffs_anew(starts_on: date) -> int:
    changed = [
        period
        for period in Period.objects.filter(end_on__gte=starts_on)
        if period.cutoff_on != cutoff(period.end_on)
    ]
    for period in changed:
        period.cutoff_on = cutoff(period.end_on)
        period.save(update_fields=["cutoff_on"])
    return len(changed)
