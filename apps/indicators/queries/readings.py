"""Indicators as a page reads them: the value at a quarter, its change, its target and its past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.directives.models import Period
from apps.indicators.enums import ElementKind, Frequency, Judgement
from apps.indicators.models import Indicator, Target
from apps.indicators.queries.catalogue import Formula
from apps.indicators.queries.figures import Figure
from apps.indicators.queries.ranges import Change, over, since_previous, since_year_ago
from apps.indicators.queries.series import Series, series_of
from apps.indicators.queries.targets import Standing, standing, targets_of


@dataclass(frozen=True)
class Reading:
    """One indicator of one unit up to a quarter. `figure` is that of the last quarter in which it was due.

    A count of a quarter that is not full is provisional: part of the units says nothing about the whole, so it is
    neither compared nor judged.
    """

    series: Series
    change: Change | None
    standing: Standing | None
    is_provisional: bool = False

    @property
    def indicator(self) -> Indicator:
        return self.series.indicator

    @property
    def figure(self) -> Figure | None:
        return self.series.last

    @property
    def is_met(self) -> bool:
        return self.standing is not None and self.standing.judgement == Judgement.MET

    @property
    def is_judged(self) -> bool:
        return self.standing is not None and self.standing.judgement is not None

    @property
    def is_asked(self) -> bool:
        """Whether any unit at or below gives this indicator."""
        return any(figure.expected or figure.given for figure in self.series.figures)


def readings(
    unit_ids: Sequence[int], book: Mapping[int, Formula], periods: Sequence[Period], *, is_full: bool = True
) -> dict[tuple[int, int], Reading]:
    """{(unit id, indicator id): reading} over these quarters, the last of which is read; four statements.

    `is_full`: whether the last quarter has the figures of all units.
    """
    found = series_of(unit_ids, book, periods)
    years = {period.year for period in periods[-4:]}
    assigned = targets_of(unit_ids, years, periods[-1].end_on)
    running = None if is_full else periods[-1].pk
    return {key: _reading(item, assigned, running) for key, item in found.items()}


def _reading(item: Series, assigned: Mapping[tuple[int, int, int], Target], running: int | None) -> Reading:
    """`running`: the id of the quarter that is not full, if the last one is not."""
    judged = _judged(item)
    if not item.last or not judged:
        return Reading(item, None, None)
    if item.last.period_id == running and not item.formula.is_rate:
        return Reading(item, None, None, is_provisional=True)
    target = assigned.get((item.unit_id, int(item.last.period_slug[:4]), item.indicator.pk))
    near = getattr(target, "near", None) or 0
    return Reading(item, _change(item), standing(judged, target, near) if target else None)


def _judged(item: Series) -> Figure | None:
    """What a yearly target is held against: a counted flow since January, anything else as it stands."""
    if not item.last or item.formula.is_rate or item.formula.kind != ElementKind.FLOW:
        return item.last
    year = item.last.period_slug[:4]
    return over(item, [figure for figure in item.figures if figure.period_slug.startswith(year)])


def _change(item: Series) -> Change | None:
    """Against the due quarter before; distinct persons counted since January, against the same quarter a year ago."""
    since_january = item.formula.kind == ElementKind.DISTINCT and item.formula.frequency == Frequency.HALF
    return since_year_ago(item) if since_january else since_previous(item)


@dataclass(frozen=True)
class Score:
    """How many indicators with a target are met."""

    met: int
    judged: int


def score(read: Iterable[Reading]) -> Score:
    judged = [reading for reading in read if reading.is_judged]
    return Score(sum(reading.is_met for reading in judged), len(judged))
