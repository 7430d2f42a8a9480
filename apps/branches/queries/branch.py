"""One branch as its page shows it: where it is, who leads it, its last quarters, what it did in one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch

from apps.branches.enums import SECRETARY, EntryState
from apps.branches.models import BranchQuarter, Coverage, MeetingPlace, WorkPicture
from apps.branches.queries.quarters import Asked, Standing, begun, standing
from apps.cadres.models import Appointment
from apps.core.charts import sparkline
from apps.core.ranges import first_day, in_words
from apps.directives.models import Period
from apps.units.models import Unit, UnitSector

QUARTERS_SHOWN = 8


@dataclass(frozen=True)
class Dated:
    """Something that held for some days; `is_now` on the shown day."""

    value: str
    days: str
    is_now: bool


@dataclass(frozen=True)
class QuarterLine:
    """A quarter of the branch; `entry` is empty when nobody entered anything."""

    period: Period
    standing: Standing
    entry: BranchQuarter | None
    meetings: int | None

    @property
    def is_handed(self) -> bool:
        return self.entry is not None and self.entry.state == EntryState.HANDED_OVER


@dataclass(frozen=True)
class QuarterTable:
    quarters: Sequence[QuarterLine]

    @property
    def member_line(self) -> str:
        """Members over the quarters handed over; a quarter without a number breaks the line."""
        told = [line for line in reversed(self.quarters) if line.entry]
        values = [line.entry.members if line.entry and line.is_handed else None for line in told]
        if sum(value is not None for value in values) < 2:
            return ""
        labels = [line.period.short_label for line in told]
        return sparkline(values, labels=labels, formatter=str, title="Đoàn viên", width=120, height=32)


@dataclass(frozen=True)
class BranchCard(QuarterTable):
    """Everything of the page but the quarter that it opens."""

    unit: Unit
    on: date
    secretary: Appointment | None
    secretary_since: date | None
    sectors: Sequence[Dated]
    villages: Sequence[Dated]
    places: Sequence[Dated]

    @property
    def sector(self) -> str:
        return now_of(self.sectors)

    @property
    def place(self) -> str:
        return now_of(self.places)

    @property
    def served(self) -> list[str]:
        return [row.value for row in self.villages if row.is_now]

    @property
    def members(self) -> int | None:
        """Of the last quarter that was handed over."""
        handed = [line.entry for line in self.quarters if line.entry and line.is_handed]
        return handed[0].members if handed else None

    @property
    def last_told(self) -> Period | None:
        """The newest quarter of which anything was entered."""
        return next((line.period for line in self.quarters if line.entry), None)


def now_of(rows: Sequence[Dated]) -> str:
    return next((row.value for row in rows if row.is_now), "")


def branch_card(unit: Unit, day: date, asked: Asked | None) -> BranchCard:
    """`unit` is named; seven statements."""
    held = Appointment.objects.held_on(day).filter(unit=unit, position_id=SECRETARY)
    secretary = held.select_related("cadre").first()
    sectors = UnitSector.objects.filter(unit=unit).select_related("sector").order_by("-validity")
    villages = Coverage.objects.filter(branch=unit).select_related("village").order_by("-validity")
    places = MeetingPlace.objects.filter(branch=unit).order_by("-validity")
    return BranchCard(
        unit=unit,
        on=day,
        secretary=secretary,
        secretary_since=first_day(secretary.validity) if secretary else None,
        sectors=[_dated(row, row.sector.name, day) for row in sectors],
        villages=[_dated(row, row.village.name, day) for row in villages],
        places=[_dated(row, place_words(row), day) for row in places],
        quarters=quarter_lines(unit, day, asked),
    )


def quarter_lines(unit: Unit, day: date, asked: Asked | None) -> list[QuarterLine]:
    """The last quarters of the branch's life, the newest first."""
    if asked is None:
        return []
    periods = list(begun(day).filter(end_on__gte=unit.opened_on)[:QUARTERS_SHOWN])
    entries = BranchQuarter.objects.filter(branch=unit, period__in=periods)
    found = {entry.period_id: entry for entry in entries.annotate(meeting_count=Count("meetings"))}
    return [_quarter_line(period, found.get(period.pk), asked) for period in periods]


def activity(unit: Unit, period: Period) -> BranchQuarter | None:
    """The branch's quarter with its meetings, works and the pictures that are shown."""
    shown = WorkPicture.objects.filter(withdrawn_at=None).select_related("file")
    entries = BranchQuarter.objects.filter(branch=unit, period=period).select_related("recorded_by")
    return entries.prefetch_related("meetings", Prefetch("works__pictures", queryset=shown)).first()


def place_words(row: MeetingPlace) -> str:
    """nhà văn hóa thôn, tổ dân phố: thôn Đông Kim"""
    return f"{row.get_kind_display()}: {row.description}" if row.description else row.get_kind_display()


def _dated(row: Any, value: str, day: date) -> Dated:
    is_now = first_day(row.validity) <= day and (row.validity.upper is None or day < row.validity.upper)
    return Dated(value, in_words(row.validity), is_now)


def _quarter_line(period: Period, entry: Any, asked: Asked) -> QuarterLine:
    of = Asked(period, asked.rule, asked.now)
    state, first_at = (entry.state, entry.first_handed_over_at) if entry else (None, None)
    return QuarterLine(period, standing(state, first_at, of), entry, entry.meeting_count if entry else None)
