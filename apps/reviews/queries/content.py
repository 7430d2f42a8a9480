"""A snapshot as the pages and documents read it: figures, units, quarters, reports. Pure: no database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from apps.core.canonical import sha256
from apps.core.vietnamese import ROMAN
from apps.indicators.queries import Change, Figure, change

FLOW, STOCK, DISTINCT = "FLOW", "STOCK", "DISTINCT"


@dataclass(frozen=True)
class Quarter:
    id: int
    slug: str
    label: str
    year: int
    ordinal: int
    end_on: date
    cutoff_on: date
    in_range: bool
    parents: dict[int, int | None]

    @property
    def words(self) -> str:
        """quý II/2021: inside a sentence"""
        return self.label[0].lower() + self.label[1:]

    @property
    def numeral(self) -> str:
        """II/2021: at the head of a column"""
        return f"{ROMAN[self.ordinal]}/{self.year}"


@dataclass(frozen=True)
class UnitName:
    id: int
    name: str
    short_name: str
    kind: str
    sort_key: str


@dataclass(frozen=True)
class Target:
    """An assigned target and how the unit's figure stands against it; `is_illustrative`: of the demo."""

    value: Decimal
    year: int
    source: str
    reason: str
    is_illustrative: bool
    text: str
    judgement: str | None
    distance: str


class Indicator:
    """One indicator of the snapshot with all its figures."""

    def __init__(self, content: "Content", data: dict[str, Any]) -> None:
        self._content, self._data = content, data
        self.code: str = data["code"]
        self.name: str = data["name"]
        self.short_name: str = data["short_name"]
        self.unit_of_measure: str = data["unit_of_measure"]
        self.decimals: int = data["decimals"]
        self.direction: str = data["direction"]
        self.section: str = data["section"]
        self.kind: str = data["kind"]
        self.frequency: str = data["frequency"]
        self.layout: str = data["layout"]
        self.wording: str = data["formula"]
        self.is_headline: bool = data["is_headline"]
        self.is_proposed: bool = data["is_proposed"]
        self.comparison_note: str = data["comparison_note"]
        self.reference_value: str = data["reference_value"]
        self.numerator: list[tuple[int, str]] = [tuple(term) for term in data["numerator"]]
        self.denominator: list[tuple[int, str]] = [tuple(term) for term in data["denominator"]]

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """{due quarter: figure of the scope}, also of the quarters before the range."""
        return self.figures_of(self._content.scope)

    def figures_of(self, unit: int) -> dict[str, Figure]:
        return {cell[0]: self._figure(cell, unit) for cell in self._data["cells"].get(str(unit), [])}

    @property
    def in_range(self) -> list[Figure]:
        """The due quarters of the range, in order of time."""
        inside = {quarter.slug for quarter in self._content.range}
        return [figure for slug, figure in self.figures.items() if slug in inside]

    def total(self, unit: int | None = None) -> Figure | None:
        """The value of the range: of the scope, or of one of its children. None: not due in the range."""
        asked = self._content.scope if unit is None else unit
        return self._span(self._data["range"].get(str(asked)), asked)

    def to_date(self, unit: int | None = None) -> Figure | None:
        """FLOW: from January of the last due quarter's year on."""
        asked = self._content.scope if unit is None else unit
        return self._span(self._data["to_date"].get(str(asked)), asked)

    def to_date_before(self) -> Figure | None:
        return self._span(self._data["to_date_before"], self._content.scope)

    def change(self, name: str) -> Change | None:
        """`start`, `previous`, `year_ago` or `to_date`; None when there is nothing to compare with."""
        if name == "to_date":
            now, before = self.to_date(), self.to_date_before()
            return change(now, before) if now and before else None
        pair = self._data["pairs"].get(name)
        return change(self.figures[pair[0]], self.figures[pair[1]]) if pair else None

    def pair(self, name: str) -> list[str] | None:
        """[quarter, quarter it is compared with]"""
        return self._data["pairs"].get(name)

    def target(self, unit: int | None = None) -> Target | None:
        asked = self._content.scope if unit is None else unit
        found = self._data["targets"].get(str(asked))
        return Target(**{**found, "value": Decimal(found["value"])}) if found else None

    def lacking(self, slug: str) -> list[int]:
        """Units that should have given all parts in that quarter and did not."""
        return list(self._data["lacking"].get(slug, []))

    def figure_from(
        self,
        unit: int,
        slug: str,
        numerator: Decimal | None,
        denominator: Decimal | None,
        given: int,
        expected: int,
    ) -> Figure:
        """A figure of this indicator computed from parts."""
        return self._figure([slug, numerator, denominator, given, expected], unit)

    def _span(self, span: list[Any] | None, unit: int) -> Figure | None:
        """A figure over several quarters; its label names the first and the last."""
        if span is None:
            return None
        first, cell = span[0], span[1:]
        found = self._figure(cell, unit)
        if first == cell[0]:
            return found
        return replace(found, period_label=f"{self._content.quarter(first).label} – {found.period_label}")

    def _figure(self, cell: list[Any], unit: int) -> Figure:
        slug, numerator, denominator, given, expected = cell
        quarter = self._content.quarter(slug)
        return Figure(
            code=self.code,
            label=self.short_name,
            unit_of_measure=self.unit_of_measure,
            decimals=self.decimals,
            factor=self._data["factor"],
            is_rate=self.is_rate,
            unit_id=unit,
            period_id=quarter.id,
            period_slug=slug,
            period_label=quarter.label,
            tree_on=quarter.end_on,
            numerator=_decimal(numerator),
            denominator=_decimal(denominator),
            given=given,
            expected=expected,
        )


class Content:
    """The whole snapshot. `data` is what `gather()` made, after a way through canonical JSON."""

    def __init__(self, text: str) -> None:
        self.sha256 = sha256(text)
        self.data: dict[str, Any] = json.loads(text)
        self.scope: int = self.data["scope"]
        self.is_demo: bool = self.data["demo"]
        self.taken_at = datetime.fromisoformat(self.data["taken_at"])
        self.style: dict[str, str] = self.data["style"]
        self.directives: list[dict[str, str]] = self.data["directives"]
        self.sections: list[dict[str, Any]] = self.data["sections"]
        self.reports: list[dict[str, Any]] = self.data["reports"]
        self.findings: list[dict[str, Any]] = self.data["findings"]

    @cached_property
    def quarters(self) -> dict[str, Quarter]:
        return {row["slug"]: _quarter(row) for row in self.data["periods"]}

    def quarter(self, slug: str) -> Quarter:
        return self.quarters[slug]

    @cached_property
    def range(self) -> list[Quarter]:
        return [quarter for quarter in self.quarters.values() if quarter.in_range]

    @property
    def range_words(self) -> str:
        """từ quý I/2020 đến hết quý II/2021; one quarter alone: quý II/2021"""
        first, last = self.range[0], self.range[-1]
        return last.words if first == last else f"từ {first.words} đến hết {last.words}"

    @cached_property
    def units(self) -> dict[int, UnitName]:
        return {int(pk): UnitName(id=int(pk), **row) for pk, row in self.data["units"].items()}

    @cached_property
    def children(self) -> list[UnitName]:
        """Direct children of the scope on the last day, by kind and name."""
        parents = self.range[-1].parents
        return sorted(
            (self.units[pk] for pk, parent in parents.items() if parent == self.scope),
            key=lambda unit: self.place(unit.id),
        )

    @cached_property
    def kinds(self) -> dict[str, str]:
        """{kind: its name}, top first"""
        return dict(self.data["kinds"])

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {kind: rank for rank, kind in enumerate(self.kinds)}

    def place(self, unit: int) -> tuple[bool, int, str]:
        """Sort key of a unit: the scope, then by kind and name."""
        named = self.units[unit]
        return unit != self.scope, self._ranks[named.kind], named.sort_key

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {row["code"]: Indicator(self, row) for row in self.data["indicators"]}

    @cached_property
    def facts(self) -> dict[tuple[str, str, int], dict[str, Any]]:
        """{(layout, quarter, unit): fact}"""
        return {(fact["layout"], fact["period"], fact["unit"]): fact for fact in self.data["facts"]}

    @cached_property
    def slots(self) -> dict[str, dict[str, int]]:
        """{layout: {element code: place in the values of a fact}}"""
        return {
            layout: {code: place for place, code in enumerate(codes)}
            for layout, codes in self.data["layouts"].items()
        }

    def element_decimals(self, indicator: Indicator) -> int:
        """Decimals of the parts of an indicator: those of its finest element."""
        terms = indicator.numerator + indicator.denominator
        return max(self.data["elements"][code]["decimals"] for _, code in terms)

    def report(self, unit: int, slug: str) -> dict[str, Any] | None:
        return self._reports.get((slug, unit))

    @cached_property
    def _reports(self) -> dict[tuple[str, int], dict[str, Any]]:
        return {(row["period"], row["unit"]): row for row in self.reports}

    @cached_property
    def expected_reports(self) -> list[dict[str, Any]]:
        """Reports of the range by the units below the scope; the scope's own is counted apart."""
        return [row for row in self._in_range if row["unit"] != self.scope]

    @cached_property
    def own_reports(self) -> list[dict[str, Any]]:
        return [row for row in self._in_range if row["unit"] == self.scope]

    @cached_property
    def _in_range(self) -> list[dict[str, Any]]:
        """By quarter, then by kind and name of the unit."""
        order = {quarter.slug: place for place, quarter in enumerate(self.range)}
        inside = [row for row in self.reports if row["period"] in order]
        return sorted(inside, key=lambda row: (order[row["period"]], self.place(row["unit"])))

    def indicators_of(self, section: str) -> Iterator[Indicator]:
        return (row for row in self.indicators.values() if row.section == section)


def _quarter(row: dict[str, Any]) -> Quarter:
    fields = ("id", "slug", "label", "year", "ordinal", "in_range")
    return Quarter(
        **{field: row[field] for field in fields},
        end_on=date.fromisoformat(row["end_on"]),
        cutoff_on=date.fromisoformat(row["cutoff_on"]),
        parents={int(unit): parent for unit, parent in row["parents"].items()},
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
