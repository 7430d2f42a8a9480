"""The catalogue in memory: indicators with their formula, how they behave over time, when and where they are due."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from apps.directives.models import Period
from apps.indicators.enums import ElementKind, Frequency, Side
from apps.indicators.models import DUE_ORDINALS, Element, ElementUnitKind, Indicator, IndicatorTerm

RARITY = [Frequency.QUARTER, Frequency.HALF, Frequency.YEAR]
Term = tuple[int, Element]


@dataclass(frozen=True)
class Formula:
    """An indicator with its terms; `kinds_of` says, per element, at which unit kinds it is collected and since when."""

    indicator: Indicator
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    kinds_of: dict[int, tuple[ElementUnitKind, ...]]

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        return tuple({element.pk: element for _, element in self.numerator + self.denominator}.values())

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)

    @cached_property
    def kind(self) -> ElementKind:
        """How it behaves over a range: DISTINCT is never added; all STOCK counts at its last day; else it adds up."""
        kinds = {element.kind for element in self.elements}
        if ElementKind.DISTINCT in kinds:
            return ElementKind.DISTINCT
        return ElementKind.STOCK if kinds == {ElementKind.STOCK} else ElementKind.FLOW

    @cached_property
    def frequency(self) -> Frequency:
        """That of its rarest element."""
        return max((Frequency(element.frequency) for element in self.elements), key=RARITY.index)

    def is_due(self, period: Period) -> bool:
        return period.ordinal in DUE_ORDINALS[self.frequency]

    @cached_property
    def unit_kinds(self) -> Callable[[date], frozenset[str]]:
        """The kinds of units that give all its terms on a day; remembered, as every figure asks for them."""
        return cache(self._unit_kinds)

    def _unit_kinds(self, day: date) -> frozenset[str]:
        sets = [
            {row.unit_kind_id for row in self.kinds_of.get(element.pk, ()) if day in row.validity}
            for element in self.elements
        ]
        return frozenset(set.intersection(*sets)) if sets else frozenset()

    @property
    def wording(self) -> str:
        """The formula in words: names of the parts."""
        return (
            f"{self.numerator_words} / {self.denominator_words}" if self.denominator else self.numerator_words
        )

    @property
    def numerator_words(self) -> str:
        return _words(self.numerator)

    @property
    def denominator_words(self) -> str:
        return _words(self.denominator)


def _words(terms: Sequence[Term]) -> str:
    text = " ".join(f"{'+' if sign > 0 else '−'} {element.short_name}" for sign, element in terms)
    return text.removeprefix("+ ")


def formulas(indicators: Iterable[Indicator]) -> dict[int, Formula]:
    """{indicator id: formula}, in the order given; two statements."""
    wanted = {indicator.pk: indicator for indicator in indicators}
    terms = IndicatorTerm.objects.filter(indicator_id__in=wanted).select_related("element")
    return _formulas(wanted, list(terms.order_by("position")))


def headline_formulas() -> dict[int, Formula]:
    """The formulas of the indicators shown on home pages, with section and directive; two statements."""
    terms = IndicatorTerm.objects.filter(indicator__is_headline=True).select_related(
        "element", "indicator__section__directive"
    )
    found = list(terms.order_by("indicator__position", "position"))
    return _formulas({term.indicator_id: term.indicator for term in found}, found)


def _formulas(wanted: dict[int, Indicator], terms: Sequence[IndicatorTerm]) -> dict[int, Formula]:
    kinds: dict[int, list[ElementUnitKind]] = {}
    collected = ElementUnitKind.objects.filter(element_id__in={term.element_id for term in terms})
    for row in collected.select_related("unit_kind"):
        kinds.setdefault(row.element_id, []).append(row)
    kinds_of = {element_id: tuple(rows) for element_id, rows in kinds.items()}
    sides: dict[str, dict[int, tuple[Term, ...]]] = {side: {} for side in Side}
    for term in terms:
        found = sides[term.side]
        found[term.indicator_id] = (*found.get(term.indicator_id, ()), (term.sign, term.element))
    numerators, denominators = sides[Side.NUMERATOR], sides[Side.DENOMINATOR]
    return {
        pk: Formula(indicator, numerators.get(pk, ()), denominators.get(pk, ()), kinds_of)
        for pk, indicator in wanted.items()
    }
