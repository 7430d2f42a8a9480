"""The indicators of a review: cells per unit and quarter, the value of the range, what is compared with what.

A cell is [quarter, numerator, denominator, given, expected]; a span puts its first quarter in front of a cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from apps.indicators.enums import ElementKind
from apps.indicators.models import Indicator, IndicatorSlot, Target
from apps.indicators.queries import (
    Figure,
    Series,
    near_percent,
    over,
    series,
    since_previous,
    since_year_ago,
    standing,
    year_to_date,
)
from apps.reviews.queries.gathering.reading import Reading

Given = Mapping[tuple[str, int], set[str]]
Targets = Mapping[tuple[int | None, int, int], Target]


def gather_indicators(
    scoped: Reading, facts: Iterable[Mapping[str, Any]], layouts: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Every indicator of the chosen directives, in the order of the catalogue."""
    indicators = list(
        Indicator.objects.filter(section__directive__in=scoped.review.directives.all())
        .select_related("section")
        .order_by("position")
    )
    units = [scoped.review.scope_id, *scoped.children]
    found = series(units, indicators, scoped.periods)
    layout_of = dict(IndicatorSlot.objects.values_list("indicator_id", "layout__code"))
    given = _given(facts, layouts)
    targets = _targets(units, scoped)
    near = near_percent(scoped.review.to_period.end_on)
    gathered = []
    for indicator in indicators:
        rows = [found[unit, indicator.pk] for unit in units]
        gathered.append(
            _identity(rows[0], layout_of[indicator.pk])
            | _figures(scoped, rows)
            | {
                "targets": _standings(scoped, rows, targets, near),
                "lacking": _lacking(scoped, rows[0], given),
            }
        )
    return gathered


def _identity(own: Series, layout: str) -> dict[str, Any]:
    formula, indicator = own.formula, own.indicator
    fields = (
        *("code", "name", "short_name", "unit_of_measure", "factor", "decimals", "direction"),
        *("is_headline", "is_proposed", "origin", "reference_value", "comparison_note"),
    )
    return {field: getattr(indicator, field) for field in fields} | {
        "section": indicator.section.code,
        "layout": layout,
        "kind": formula.kind.value,
        "frequency": formula.frequency.value,
        "formula": formula.wording,
        "numerator": [[sign, element.code] for sign, element in formula.numerator],
        "denominator": [[sign, element.code] for sign, element in formula.denominator],
    }


def _figures(scoped: Reading, rows: Sequence[Series]) -> dict[str, Any]:
    own = rows[0]
    inside = {row.unit_id: _inside(row, scoped) for row in rows}
    is_due = bool(inside[own.unit_id].figures)
    return {
        "cells": {str(row.unit_id): [_cell(figure) for figure in row.figures] for row in rows},
        "range": {str(unit): _span(row, row.figures) for unit, row in inside.items()},
        "to_date": {str(row.unit_id): _to_date(row) for row in rows} if is_due else {},
        "to_date_before": _to_date_before(own) if is_due else None,
        "pairs": _pairs(own, inside[own.unit_id]) if is_due else {},
    }


def _inside(row: Series, scoped: Reading) -> Series:
    """Only the quarters of the range."""
    first = scoped.review.from_period.end_on
    return replace(row, figures=tuple(figure for figure in row.figures if figure.tree_on >= first))


def _cell(figure: Figure) -> list[Any]:
    return [figure.period_slug, figure.numerator, figure.denominator, figure.given, figure.expected]


def _span(row: Series, figures: Sequence[Figure]) -> list[Any] | None:
    """The value over these quarters with its first quarter in front; null: due in none of them."""
    total = over(row, figures)
    if total is None:
        return None
    is_sum = row.formula.kind == ElementKind.FLOW
    return [figures[0].period_slug if is_sum else total.period_slug, *_cell(total)]


def _to_date(row: Series) -> list[Any] | None:
    """FLOW only: from January of the last due quarter's year to that quarter."""
    if row.formula.kind != ElementKind.FLOW or row.last is None:
        return None
    year = row.last.period_slug[:4]
    return _span(row, [figure for figure in row.figures if figure.period_slug.startswith(year)])


def _to_date_before(own: Series) -> list[Any] | None:
    """The same quarters of the year before; null when one of them lies before what is read."""
    now, found = _to_date(own), year_to_date(own)
    if now is None or found is None:
        return None
    earlier = f"{int(now[0][:4]) - 1}{now[0][4:]}"
    return [earlier, *_cell(found.since)]


def _pairs(own: Series, inside: Series) -> dict[str, list[str]]:
    """{comparison: [quarter, quarter it is compared with]}; `start` is the first due quarter of the range."""
    pairs: dict[str, list[str]] = {}
    last = own.figures[-1].period_slug
    for name, found in (("previous", since_previous(own)), ("year_ago", since_year_ago(own))):
        if found:
            pairs[name] = [last, found.since.period_slug]
    if own.formula.kind == ElementKind.STOCK and len(inside.figures) > 1:
        pairs["start"] = [last, inside.figures[0].period_slug]
    return pairs


def _targets(units: Sequence[int], scoped: Reading) -> Targets:
    """{(unit or None for all, indicator, year): the last recorded target}; one statement."""
    years = {period.year for period in scoped.periods}
    rows = Target.objects.filter(Q(unit_id__in=units) | Q(unit=None), year__in=years)
    return {
        (row.unit_id, row.indicator_id, row.year): row for row in rows.current().select_related("indicator")
    }


def _standings(
    scoped: Reading, rows: Sequence[Series], targets: Targets, near: int
) -> dict[str, dict[str, Any]]:
    """Per unit that has a target: the target of the year of its last figure, and how it stands.

    A FLOW is judged from January on, everything else at the last due quarter of the range.
    """
    found = {}
    for row in rows:
        judged = _judged(row, scoped)
        if judged is None:
            continue
        year = int(judged.period_slug[:4])
        target = targets.get((row.unit_id, row.indicator.pk, year)) or targets.get(
            (None, row.indicator.pk, year)
        )
        if target:
            found[str(row.unit_id)] = _target(judged, target, near)
    return found


def _judged(row: Series, scoped: Reading) -> Figure | None:
    inside = _inside(row, scoped)
    if row.formula.kind != ElementKind.FLOW or inside.last is None:
        return inside.last
    year = inside.last.period_slug[:4]
    return over(row, [figure for figure in row.figures if figure.period_slug.startswith(year)])


def _target(judged: Figure, target: Target, near: int) -> dict[str, Any]:
    found = standing(judged, target, near)
    fields = ("value", "year", "source", "reason", "is_illustrative")
    return {field: getattr(target, field) for field in fields} | {
        "text": found.target_text,
        "judgement": found.judgement.value if found.judgement else None,
        "distance": found.distance,
    }


def _given(facts: Iterable[Mapping[str, Any]], layouts: Mapping[str, Sequence[str]]) -> Given:
    """{(quarter, unit): codes of the elements it gave}"""
    given: dict[tuple[str, int], set[str]] = {}
    for fact in facts:
        here = given.setdefault((fact["period"], fact["unit"]), set())
        pairs = zip(layouts[fact["layout"]], fact["values"], strict=False)
        here.update(code for code, value in pairs if value is not None)
    return given


def _lacking(scoped: Reading, own: Series, given: Given) -> dict[str, list[int]]:
    """{due quarter: units that should have given all parts and did not}"""
    wanted = {element.code for element in own.formula.elements}
    lacking = {}
    for period in scoped.periods:
        if own.formula.is_due(period):
            asked = own.formula.unit_kinds(period.end_on)
            lacking[period.slug] = [
                unit
                for unit in sorted(scoped.trees[period.slug])
                if scoped.kinds[unit] in asked and not wanted <= given.get((period.slug, unit), set())
            ]
    return lacking
