"""The parts of a figure, from the facts in the snapshot: who gave what, and what each branch adds. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.indicators.queries import Figure
from apps.reviews.queries.content import Content, Indicator


@dataclass(frozen=True)
class Piece:
    """What one unit's own row gave: both sums, or nothing when a term is missing."""

    unit: int
    numerator: Decimal | None
    denominator: Decimal | None
    is_matched: bool
    gave_any: bool


@dataclass(frozen=True)
class Part:
    """What one branch adds to a figure; a branch of one unit names the report version that carried it."""

    unit: int
    name: str
    figure: Figure
    is_own: bool
    is_leaf: bool


def piece(content: Content, indicator: Indicator, slug: str, unit: int) -> Piece:
    fact = content.facts.get((indicator.layout, slug, unit))
    values = fact["values"] if fact else []
    place = content.slots[indicator.layout]
    numerator, denominator = (
        _sum(terms, values, place) for terms in (indicator.numerator, indicator.denominator)
    )
    is_matched = numerator is not None and (denominator is not None or not indicator.is_rate)
    codes = {code for _, code in indicator.numerator + indicator.denominator}
    gave_any = any(_value(values, place[code]) is not None for code in codes)
    return Piece(unit, numerator, denominator, is_matched, gave_any)


def _sum(
    terms: Iterable[tuple[int, str]], values: Sequence[str | None], place: dict[str, int]
) -> Decimal | None:
    found = [(sign, _value(values, place[code])) for sign, code in terms]
    if not found or any(value is None for _, value in found):
        return None
    return sum((sign * Decimal(value) for sign, value in found if value is not None), Decimal(0))


def _value(values: Sequence[str | None], place: int) -> str | None:
    return values[place] if place < len(values) else None


def members(content: Content, slug: str, subject: int, kind: str = "") -> dict[int, int]:
    """{unit: branch} of all at or below `subject` in that quarter; a branch is a direct child, or the subject."""
    parents = content.quarter(slug).parents
    found = {}
    for unit in parents:
        if kind and content.units[unit].kind != kind:
            continue
        branch = _branch(unit, subject, parents)
        if branch is not None:
            found[unit] = branch
    return found


def _branch(unit: int, subject: int, parents: dict[int, int | None]) -> int | None:
    if unit == subject:
        return subject
    while (parent := parents.get(unit)) is not None:
        if parent == subject:
            return unit
        unit = parent
    return None


def parts(content: Content, indicator: Indicator, slug: str, subject: int, kind: str = "") -> list[Part]:
    """One part per branch that gave or should have given the figure, own row first, then by kind and name."""
    lacking = set(indicator.lacking(slug))
    branches: dict[int, list[int]] = {}
    for unit, branch in members(content, slug, subject, kind).items():
        branches.setdefault(branch, []).append(unit)
    found = []
    for branch, units in branches.items():
        figure = _figure(content, indicator, slug, branch, units, lacking)
        if figure.expected:
            below = members(content, slug, branch) if branch != subject else {branch: branch}
            found.append(Part(branch, content.units[branch].name, figure, branch == subject, len(below) == 1))
    return sorted(found, key=lambda part: (not part.is_own, content.place(part.unit)))


def _figure(
    content: Content, indicator: Indicator, slug: str, branch: int, units: Iterable[int], lacking: set[int]
) -> Figure:
    pieces = [piece(content, indicator, slug, unit) for unit in units]
    matched = [row for row in pieces if row.is_matched]
    return indicator.figure_from(
        branch,
        slug,
        _total([row.numerator for row in matched]),
        _total([row.denominator for row in matched]),
        len(matched),
        len(matched) + sum(row.unit in lacking for row in pieces),
    )


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def total(content: Content, indicator: Indicator, slug: str, subject: int, kind: str = "") -> Figure:
    """The figure of one unit, or of one level below it, in one quarter, summed from the facts."""
    units = members(content, slug, subject, kind)
    return _figure(content, indicator, slug, subject, units, set(indicator.lacking(slug)))


def levels(content: Content, indicator: Indicator, slug: str) -> list[str]:
    """The kinds of units that give this indicator, top first; one alone is no comparison."""
    kinds = {
        content.units[unit].kind
        for unit in content.quarter(slug).parents
        if piece(content, indicator, slug, unit).is_matched
    }
    return [kind for kind in content.kinds if kind in kinds]


def mismatches(content: Content) -> list[str]:
    """Codes and quarters where the sum of the facts is not the rolled-up figure of the scope; must be empty."""
    return [
        f"{indicator.code} {slug}"
        for indicator in content.indicators.values()
        for slug, figure in indicator.figures.items()
        if _differs(total(content, indicator, slug, content.scope), figure)
    ]


def _differs(summed: Figure, rolled: Figure) -> bool:
    return (summed.numerator, summed.denominator, summed.given) != (
        rolled.numerator,
        rolled.denominator,
        rolled.given,
    )
