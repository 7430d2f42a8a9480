""" "Số này từ đâu": the parts of a figure by unit, which add up to it, and the units that are missing from it."""

from dataclasses import dataclass
from decimal import Decimal

from apps.directives.models import Period
from apps.indicators import arrays
from apps.indicators.models import Indicator
from apps.indicators.queries.catalogue import Formula, formulas
from apps.indicators.queries.figures import Figure
from apps.indicators.queries.series import expected_by_kind, figure
from apps.units.models import Unit, UnitAncestry


@dataclass(frozen=True)
class Part:
    """What one direct child (with all below it), or the unit's own row, adds to the figure."""

    unit_id: int
    name: str
    figure: Figure
    is_own: bool
    has_parts: bool
    reporter_id: int | None
    version_number: int | None
    version_sha256: str


@dataclass(frozen=True)
class Source:
    figure: Figure
    formula: Formula
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    unmatched: tuple[str, ...]


FactRow = tuple[int, Decimal | None, Decimal | None, bool, int, int | None, str]


def source(indicator: Indicator, unit_id: int, period: Period) -> Source:
    """Read in a fixed number of statements; the parts add up to the figure by construction of the tree."""
    formula = formulas([indicator])[indicator.pk]
    ((layout_id, placed),) = arrays.placed_formulas([indicator.pk]).items()
    facts = arrays.read_facts(placed[indicator.pk], layout_id, period.pk, unit_id)
    units = _units_below(unit_id, period)
    expected = expected_by_kind([unit_id, *{row.branch for row in units.values()}], [period.pk])
    matched = {row[0]: row for row in facts if _is_matched(row, formula)}
    return Source(
        figure=figure(formula, unit_id, period, _total(list(matched.values())), expected),
        formula=formula,
        parts=_parts(formula, unit_id, period, units, matched, expected),
        missing=_names(units, formula, period, {row[0] for row in facts if row[3]}),
        unmatched=tuple(units[row[0]].name for row in facts if row[3] and row[0] not in matched),
    )


@dataclass(frozen=True)
class _Below:
    """A unit at or below the asked one, and the branch (direct child, or the unit itself) it belongs to."""

    unit_id: int
    name: str
    kind: str
    branch: int


def _units_below(unit_id: int, period: Period) -> dict[int, _Below]:
    day = period.end_on
    branch = dict(
        UnitAncestry.objects.filter(
            ancestor__in=Unit.objects.children_of(unit_id, day), validity__contains=day
        ).values_list("descendant_id", "ancestor_id")
    )
    return {
        unit.pk: _Below(unit.pk, str(unit), unit.kind_id, branch.get(unit.pk, unit_id))
        for unit in Unit.objects.under(unit_id, day).named(day)
    }


def _is_matched(row: FactRow, formula: Formula) -> bool:
    return row[1] is not None and (not formula.is_rate or row[2] is not None)


def _total(rows: list[FactRow]) -> tuple[Decimal | None, Decimal | None, int] | None:
    if not rows:
        return None
    tops = [row[1] for row in rows if row[1] is not None]
    bottoms = [row[2] for row in rows if row[2] is not None]
    return sum(tops, Decimal(0)), sum(bottoms, Decimal(0)) if bottoms else None, len(rows)


def _parts(
    formula: Formula,
    unit_id: int,
    period: Period,
    units: dict[int, _Below],
    matched: dict[int, FactRow],
    expected: dict[tuple[int, int], dict[str, int]],
) -> tuple[Part, ...]:
    """One part per branch that gives or should give the figure, in the order of the names."""
    own_expected = {(unit_id, period.pk): {units[unit_id].kind: 1}}
    found = []
    for branch in dict.fromkeys(row.branch for row in units.values()):
        members = [pk for pk, row in units.items() if row.branch == branch]
        rows = [matched[pk] for pk in members if pk in matched]
        part = figure(formula, branch, period, _total(rows), own_expected if branch == unit_id else expected)
        if not rows and not part.expected:
            continue
        fact = matched.get(branch) if len(members) == 1 else None
        found.append(
            Part(
                unit_id=branch,
                name=units[branch].name,
                figure=part,
                is_own=branch == unit_id,
                has_parts=len(members) > 1,
                reporter_id=fact[4] if fact else None,
                version_number=fact[5] if fact else None,
                version_sha256=fact[6] if fact else "",
            )
        )
    return tuple(found)


def _names(units: dict[int, _Below], formula: Formula, period: Period, given: set[int]) -> tuple[str, ...]:
    kinds = formula.unit_kinds(period.end_on)
    return tuple(row.name for pk, row in units.items() if row.kind in kinds and pk not in given)
