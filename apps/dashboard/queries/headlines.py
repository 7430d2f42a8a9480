"""The headline indicators of a home page: cards, dots against the targets, and one of them over the units below."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from apps.directives.models import Directive
from apps.indicators.enums import Frequency, Judgement
from apps.indicators.queries import ChildReading, Coverage, Reading, Score, headline_formulas, readings, score
from apps.units.models import Unit


@dataclass(frozen=True)
class DirectiveRates:
    directive: Directive
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Headlines:
    """Read at one quarter. `lead` is the headline shown unit by unit; `below` its readings in the order of the tree.

    `first` names the quarter in which the small lines begin.
    """

    covered: Coverage
    cards: tuple[Reading, ...]
    rates: tuple[DirectiveRates, ...]
    score: Score
    farthest: Reading | None
    lead: Reading | None
    below: tuple[ChildReading, ...]
    first: str

    @property
    def finding(self) -> str:
        """3/8 chỉ tiêu đã đạt; đơn vị đã rà soát quy hoạch còn xa mục tiêu nhất"""
        if not self.score.judged:
            return "Chưa có mục tiêu được giao để so sánh"
        met = f"{self.score.met}/{self.score.judged} chỉ tiêu đã đạt"
        if not self.farthest:
            return met
        name = self.farthest.indicator.short_name.partition(" (")[0]
        return f"{met}; {name[:1].lower()}{name[1:]} còn xa mục tiêu nhất"

    @property
    def lead_finding(self) -> str:
        """3/11 đơn vị đạt mục tiêu 85 %"""
        if not self.lead or not self.lead.standing:
            return f"{len(self.below)} đơn vị cạnh nhau"
        found = score(child.reading for child in self.below)
        given = "" if found.judged == len(self.below) else " có số"
        return f"{found.met}/{found.judged} đơn vị{given} đạt mục tiêu {self.lead.standing.target_text}"

    @property
    def quarter_name(self) -> str:
        """Quý II"""
        return self.covered.period.label.partition("/")[0]

    @property
    def is_illustrative(self) -> bool:
        return any(reading.standing and reading.standing.target.is_illustrative for reading in self.all_rates)

    @property
    def all_rates(self) -> tuple[Reading, ...]:
        return tuple(reading for group in self.rates for reading in group.readings)


def headlines(
    unit_id: int, covered: Sequence[Coverage], shown: Coverage, children: Sequence[Unit] = ()
) -> Headlines:
    """The headlines of a unit at `shown`, one of `covered` (oldest first); six statements."""
    periods = [item.period for item in covered if item.period.start_on <= shown.period.start_on]
    book = headline_formulas()
    read = readings([unit_id, *(child.pk for child in children)], book, periods, is_full=shown.is_full)
    own = [read[unit_id, pk] for pk in book]
    asked = [reading for reading in own if reading.is_asked and reading.figure]
    rates = [reading for reading in asked if reading.indicator.unit_of_measure == "%"]
    cards = _cards(asked)
    lead = next((reading for reading in cards if reading in rates), None)
    return Headlines(
        covered=shown,
        cards=cards,
        rates=_by_directive(rates),
        score=score(rates),
        farthest=_farthest(rates),
        lead=lead,
        below=_below(children, read, lead),
        first=periods[0].short_label,
    )


def _by_directive(rates: Sequence[Reading]) -> tuple[DirectiveRates, ...]:
    by_directive = groupby(rates, key=lambda reading: reading.indicator.section.directive)
    return tuple(DirectiveRates(directive, tuple(rows)) for directive, rows in by_directive)


def _cards(asked: Sequence[Reading]) -> tuple[Reading, ...]:
    """All counts, and of each directive the first rate that is due every quarter."""
    firsts: dict[int, Reading] = {}
    for reading in asked:
        is_rate = reading.indicator.unit_of_measure == "%"
        if is_rate and reading.series.formula.frequency == Frequency.QUARTER:
            firsts.setdefault(reading.indicator.section.directive_id, reading)
    return tuple(
        reading for reading in asked if reading.indicator.unit_of_measure != "%" or reading in firsts.values()
    )


def _farthest(rates: Sequence[Reading]) -> Reading | None:
    """The missed rate with the greatest distance to its target."""
    missed = [
        reading for reading in rates if reading.standing and reading.standing.judgement == Judgement.MISSED
    ]
    return max(missed, key=_gap, default=None)


def _gap(reading: Reading) -> Decimal:
    standing = reading.standing
    if not standing or standing.figure.rounded is None:
        return Decimal(0)
    return abs(standing.figure.rounded - standing.target.value)


def _below(
    children: Sequence[Unit], read: dict[tuple[int, int], Reading], lead: Reading | None
) -> tuple[ChildReading, ...]:
    if not lead:
        return ()
    found = (ChildReading(child, read[child.pk, lead.indicator.pk]) for child in children)
    return tuple(child for child in found if child.reading.is_asked)
