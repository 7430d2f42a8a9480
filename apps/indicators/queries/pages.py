"""What the pages of the catalogue show: all indicators of a unit, and one indicator in depth."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from apps.directives.models import Directive, Period, Section
from apps.indicators.models import Element, Indicator
from apps.indicators.queries.catalogue import formulas
from apps.indicators.queries.ranges import Change, change
from apps.indicators.queries.readings import Reading, Score, readings, score
from apps.units.models import Unit


@dataclass(frozen=True)
class SectionReadings:
    section: Section
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class DirectiveReadings:
    directive: Directive
    sections: tuple[SectionReadings, ...]

    @property
    def count(self) -> int:
        return sum(len(part.readings) for part in self.sections)


@dataclass(frozen=True)
class Overview:
    """`judged` are the readings that have a target, whatever their directive."""

    directives: tuple[DirectiveReadings, ...]
    judged: tuple[Reading, ...]
    score: Score


def overview(unit_id: int, periods: Sequence[Period], *, is_full: bool) -> Overview:
    """All indicators asked at or below the unit, read at the last of these quarters, by directive and section."""
    indicators = list(
        Indicator.objects.select_related("section__directive").order_by(
            "section__directive__issued_on", "section__position", "position"
        )
    )
    read = readings([unit_id], formulas(indicators), periods, is_full=is_full)
    asked = [read[unit_id, item.pk] for item in indicators if read[unit_id, item.pk].is_asked]
    by_directive = groupby(asked, key=lambda reading: reading.indicator.section.directive)
    return Overview(
        tuple(DirectiveReadings(directive, _sections(list(rows))) for directive, rows in by_directive),
        tuple(reading for reading in asked if reading.standing),
        score(asked),
    )


def _sections(read: Sequence[Reading]) -> tuple[SectionReadings, ...]:
    return tuple(
        SectionReadings(section, tuple(rows))
        for section, rows in groupby(read, key=lambda reading: reading.indicator.section)
    )


@dataclass(frozen=True)
class ChildReading:
    """The reading of one unit directly below, in the order of the tree: never a ranking."""

    unit: Unit
    reading: Reading

    @property
    def name(self) -> str:
        return self.unit.short_name  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Detail:
    """One indicator of one unit: its own reading and that of each unit directly below that gives it."""

    reading: Reading
    children: tuple[ChildReading, ...]
    day: date

    @property
    def met_count(self) -> int:
        return sum(child.reading.is_met for child in self.children)

    @property
    def judged_count(self) -> int:
        return sum(child.reading.is_judged for child in self.children)

    @property
    def since_first(self) -> Change | None:
        """From the first quarter shown to the last."""
        past = self.reading.series.figures
        return change(past[-1], past[0]) if len(past) > 1 else None

    @property
    def elements(self) -> tuple["Asked", ...]:
        formula, day = self.reading.series.formula, self.day
        return tuple(
            Asked(
                element,
                tuple(
                    row.unit_kind.name for row in formula.kinds_of.get(element.pk, ()) if day in row.validity
                ),
            )
            for element in formula.elements
        )


@dataclass(frozen=True)
class Asked:
    """An element of a formula, and at which kinds of units it is collected."""

    element: Element
    kinds: tuple[str, ...]


def detail(unit: Unit, indicator: Indicator, periods: Sequence[Period], *, is_full: bool) -> Detail:
    """Read at the last of these quarters, on its tree; a fixed number of statements."""
    day = periods[-1].end_on
    children = list(Unit.objects.children_of(unit.pk, day).named(day))
    ids = [unit.pk, *(child.pk for child in children)]
    read = readings(ids, formulas([indicator]), periods, is_full=is_full)
    below = [ChildReading(child, read[child.pk, indicator.pk]) for child in children]
    asked = tuple(child for child in below if child.reading.is_asked)
    return Detail(read[unit.pk, indicator.pk], asked, day)


@dataclass(frozen=True)
class Place:
    """Where a unit stands, as far as the person may see: what is above it (top first) and directly below it."""

    above: tuple[Unit, ...]
    below: tuple[Unit, ...]


def place(unit: Unit, held: Collection[int], day: date) -> Place:
    """`unit` carries its lineage; `held` are the ids of the units where the person has a role. One statement."""
    lineage = set(unit.lineage) - {unit.pk}  # type: ignore[attr-defined]
    around = Unit.objects.filter(Q(pk__in=lineage) | Q(pk__in=Unit.objects.children_of(unit.pk, day)))
    found = list(around.named(day))
    above = [other for other in found if other.pk in lineage]
    seen = next((rank for rank, other in enumerate(above) if other.pk in held), len(above))
    return Place(tuple(above[seen:]), tuple(other for other in found if other.pk not in lineage))
