"""An independent reading: every figure of a review computed in plain Python from the frozen reports and the CSV files.

Nothing of the product is imported here. The catalogue and the units come from the seed files, the figures from the
JSON of the approved versions.
"""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

APPS = Path(__file__).resolve().parents[2] / "apps"
DUE = {"QUARTER": (1, 2, 3, 4), "HALF": (2, 4), "YEAR": (4,)}
RARE = ["QUARTER", "HALF", "YEAR"]
ROMAN = ["", "I", "II", "III", "IV"]
KINDS = ["PROVINCE", "DISTRICT", "AFFILIATE", "GRASSROOTS"]
HANOI = timezone(timedelta(hours=7))


def read(name: str) -> list[dict[str, str]]:
    with (APPS / name).open(encoding="utf-8", newline="") as lines:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(lines)]


def terms(expression: str) -> list[tuple[int, str]]:
    found, sign = [], 1
    for word in expression.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            found.append((sign, word))
            sign = 1
    return found


def shown(value: Decimal | None, decimals: int) -> str:
    """1234.5 → 1.234,5 the Vietnamese way; missing → —"""
    if value is None:
        return "—"
    exact = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return ("−" if exact < 0 else "") + ".".join(groups) + (f",{fraction}" if fraction else "")


@dataclass(frozen=True)
class Sum:
    numerator: Decimal | None
    denominator: Decimal | None
    given: int
    expected: int


def words(slug: str) -> str:
    return f"quý {ROMAN[int(slug[-1])]}/{slug[:4]}"


def quarters(first: str, last: str) -> list[str]:
    every = [f"{year}-q{ordinal}" for year in range(2019, 2023) for ordinal in (1, 2, 3, 4)]
    return every[every.index(first) : every.index(last) + 1]


class Frozen:
    """`versions`: the approved reports as read from their JSON. Everything is of the province unless a place is named.

    A place is "" (the province with all below it), a unit's code, or a kind of units.
    """

    def __init__(
        self, versions: list[dict[str, Any]], first: str, last: str, targets: dict[str, Decimal]
    ) -> None:
        self.versions, self.range, self.targets = versions, quarters(first, last), targets
        self.units = {row["code"]: row for row in read("units/reference/units_2021.csv")}
        self.elements = {row["code"]: row for row in read("indicators/reference/elements.csv")}
        self.indicators = {row["code"]: row for row in read("indicators/reference/indicators.csv")}
        self.sections = read("directives/reference/sections.csv")
        self.root = next(code for code, row in self.units.items() if not row["parent_code"])

    @cached_property
    def values(self) -> dict[tuple[str, str], dict[str, Decimal]]:
        """{(quarter, unit code): {element: value}}"""
        found: dict[tuple[str, str], dict[str, Decimal]] = {}
        for version in self.versions:
            for row in version["rows"]:
                given = {code: Decimal(cell["v"]) for code, cell in row["values"].items() if "v" in cell}
                found[version["period"], row["unit"]["code"]] = given
        return found

    def inside(self, place: str) -> list[str]:
        if place in KINDS:
            return [code for code, row in self.units.items() if row["kind"] == place]
        return [code for code in self.units if not place or place in self._above(code)]

    def _above(self, code: str) -> list[str]:
        chain = [code]
        while parent := self.units[chain[-1]]["parent_code"]:
            chain.append(parent)
        return chain

    def children(self) -> list[str]:
        return [code for code, row in self.units.items() if row["parent_code"] == self.root]

    def parts(self, code: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        row = self.indicators[code]
        return terms(row["numerator"]), terms(row["denominator"])

    def needed(self, code: str) -> list[str]:
        top, bottom = self.parts(code)
        return [element for _, element in top + bottom]

    def due(self, code: str) -> list[str]:
        """The quarters of the range, and the two years before, in which all parts are asked."""
        rarest = max((self.elements[element]["frequency"] for element in self.needed(code)), key=RARE.index)
        first = f"{int(self.range[-1][:4]) - 2}-q1"
        every = quarters(min(first, self.range[0]), self.range[-1])
        return [slug for slug in every if int(slug[-1]) in DUE[rarest]]

    def due_in_range(self, code: str) -> list[str]:
        return [slug for slug in self.due(code) if slug in self.range]

    def nature(self, code: str) -> str:
        kinds = {self.elements[element]["kind"] for element in self.needed(code)}
        return "DISTINCT" if "DISTINCT" in kinds else "STOCK" if kinds == {"STOCK"} else "FLOW"

    def sum(self, code: str, slugs: list[str], place: str = "") -> Sum:
        """Over these quarters: of the units that gave every part; never a zero for a missing one."""
        top, bottom = self.parts(code)
        asked = set.intersection(
            *(set(self.elements[name]["kinds"].split(";")) for name in self.needed(code))
        )
        numerator, denominator, given, expected = Decimal(0), Decimal(0), 0, 0
        for slug in slugs:
            for unit in self.inside(place):
                row = self.values.get((slug, unit), {})
                is_whole = all(name in row for name in self.needed(code))
                expected += self.units[unit]["kind"] in asked
                given += is_whole
                if is_whole:
                    numerator += sum(sign * row[name] for sign, name in top)
                    denominator += sum(sign * row[name] for sign, name in bottom)
        return Sum(numerator if given else None, denominator if given and bottom else None, given, expected)

    def rate(self, code: str, found: Sum) -> Decimal | None:
        row = self.indicators[code]
        if found.numerator is None or not row["denominator"]:
            return found.numerator
        return int(row["factor"]) * found.numerator / found.denominator if found.denominator else None

    def printed(self, code: str, found: Sum, *, bare: bool = False) -> str:
        row = self.indicators[code]
        value = self.rate(code, found)
        text = shown(value, int(row["decimals"]))
        return text if bare or value is None else f"{text} {row['unit_of_measure']}"

    def fraction(self, code: str, found: Sum) -> str:
        decimals = max(int(self.elements[name]["decimals"]) for name in self.needed(code))
        if found.numerator is None:
            return "—"
        return f"{shown(found.numerator, decimals)}/{shown(found.denominator, decimals)}"

    def over_range(self, code: str, place: str = "") -> Sum | None:
        due = self.due_in_range(code)
        if not due:
            return None
        return self.sum(code, due if self.nature(code) == "FLOW" else due[-1:], place)

    def this_year(self, code: str) -> list[str]:
        return [slug for slug in self.due(code) if slug[:4] == self.due(code)[-1][:4]]

    def last_year(self, code: str) -> list[str]:
        return [f"{int(slug[:4]) - 1}{slug[4:]}" for slug in self.this_year(code)]

    def compared(self, code: str, name: str) -> tuple[list[str], list[str]]:
        """(quarters now, quarters before) of a comparison."""
        last = self.due(code)[-1]
        before = {
            "start": self.due_in_range(code)[0],
            "previous": self.due(code)[-2],
            "year_ago": f"{int(last[:4]) - 1}{last[4:]}",
        }
        return (self.this_year(code), self.last_year(code)) if name == "to_date" else ([last], [before[name]])

    def difference(self, code: str, name: str, place: str = "") -> Decimal | None:
        """Between the values as printed."""
        decimals = int(self.indicators[code]["decimals"])
        exact = [self.rate(code, self.sum(code, slugs, place)) for slugs in self.compared(code, name)]
        if None in exact:
            return None
        now, before = (
            value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) for value in exact
        )
        return now - before

    def reports(self, face: str) -> int:
        """Of the units below the province in the range: the deadline is 17:00 on the 10th of the next month."""
        expected = len(self.children()) * len(self.range)
        mine = [
            row for row in self.versions if row["unit"]["code"] != self.root and row["period"] in self.range
        ]
        on_time = sum(
            datetime.fromisoformat(row["submitted"]["at"]) <= _deadline(row["period"]) for row in mine
        )
        counts = {"expected": expected, "submitted": len(mine), "approved": len(mine), "on_time": on_time}
        return {**counts, "late": len(mine) - on_time, "missing": expected - len(mine), "pending": 0}[face]


def _deadline(slug: str) -> datetime:
    year, ordinal = int(slug[:4]), int(slug[-1])
    return datetime(year + ordinal // 4, ordinal * 3 % 12 + 1, 10, 17, tzinfo=HANOI)
