"""Invented figures for the demo province: the same on every run, believable, and true to every arithmetic rule.

Each unit has a fixed character drawn from its code; each quarter adds a slow trend and a little noise. What is drawn
here is "Dữ liệu minh họa": no figure comes from a real unit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

Figures = dict[str, Decimal]
ASSIGNED, PRESENT = "KL07-2.13a", "KL07-2.13b"  # full-time posts
OVER_QUOTA = "Một đồng chí chờ bố trí công tác vẫn tính trong biên chế có mặt"


def share(rng: Random, whole: int, low: float, high: float) -> int:
    """A whole number between low and high of `whole`, never above it."""
    return min(whole, round(whole * rng.uniform(low, high)))


def numbers(**values: float) -> dict[str, Decimal]:
    return {name: Decimal(str(value)) for name, value in values.items()}


@dataclass(frozen=True)
class Quarter:
    """`step` counts quarters since the first one of the demo; it drives the trends."""

    slug: str
    year: int
    ordinal: int
    step: int


def cadres(rng: Random, total: int, full_time: int, part_time: int, trend: float) -> Figures:
    """The cadres of one row: who falls under a standard, who meets it, who is over age."""
    judged = share(rng, total, 0.86, 0.97)
    met = share(rng, judged, 0.66 + trend, 0.80 + trend)
    over_age = share(rng, judged - met, 0.05, 0.30)
    education = met + share(rng, judged - met, 0.3, 0.6)
    theory = met + share(rng, judged - met, 0.1, 0.35)
    return {
        "KL07-2.1a": Decimal(full_time),
        "KL07-2.1b": Decimal(part_time),
        "KL07-2.1c": Decimal(total - full_time - part_time),
        "KL07-2.2a": Decimal(met),
        "KL07-2.2b": Decimal(judged),
        "KL07-2.3a": Decimal(education),
        "KL07-2.4a": Decimal(theory),
        "KL07-2.5a": Decimal(share(rng, total, 0.35, 0.6)),
        "KL07-2.6a": Decimal(share(rng, total, 0.15, 0.3)),
        "KL07-2.7a": Decimal(over_age),
        "KL07-2.8": Decimal(share(rng, judged - over_age, 0.0, 0.12)),
    }


@dataclass(frozen=True)
class Stock:
    """What the branches of a commune add up to in a quarter, whether all of them have handed over or not."""

    branches: int = 0
    members: int = 0
    youth: int = 0

    def __add__(self, other: "Stock") -> "Stock":
        return Stock(self.branches + other.branches, self.members + other.members, self.youth + other.youth)


@dataclass
class Commune:
    """The character of one commune; `stocks` by quarter."""

    code: str
    stocks: Mapping[str, Stock]
    vigour: float

    @classmethod
    def drawn(cls, code: str, stocks: Mapping[str, Stock]) -> "Commune":
        return cls(code, stocks, Random(f"xã {code}").uniform(-0.04, 0.06))

    def quarter(self, quarter: Quarter) -> Figures:
        """All figures that a commune may have to type; the registers' own come before them."""
        rng = Random(f"xã {self.code} {quarter.slug}")
        trend = self.vigour + 0.012 * quarter.step
        stock = self.stocks[quarter.slug]
        branches, members = stock.branches, stock.members
        figures = numbers(
            **{"KL08-B3": share(rng, branches, 0.0, max(0.05, 0.32 - trend)), "KL08-B6": members}
        )
        figures |= self._cadres(rng, branches, trend, quarter.ordinal)
        figures |= _meetings(rng, branches, members, trend)
        figures |= _movement(rng, branches, members, quarter.ordinal)
        figures |= _growth(rng, stock, trend)
        figures |= _ratings(rng, branches, members, trend)
        figures |= _conditions(rng, branches, trend)
        return figures

    def _cadres(self, rng: Random, branches: int, trend: float, ordinal: int) -> Figures:
        figures = cadres(rng, branches + 2, 0, 1, trend)
        figures["KL07-2.22a"] = Decimal(share(rng, branches + 2, 0.12 * ordinal, 0.2 * ordinal))
        return figures


def _meetings(rng: Random, branches: int, members: int, trend: float) -> Figures:
    expected = 3 * members
    return numbers(
        **{
            "KL08-D1a": share(rng, branches, 0.84 + trend, 0.98 + trend),
            "KL08-D2b": expected,
            "KL08-D2a": share(rng, expected, 0.62 + trend, 0.78 + trend),
            "KL08-D3": branches * rng.randint(0, 1) + rng.randint(1, 4),
            "KL08-D4": rng.randint(4, 40),
        }
    )


def _movement(rng: Random, branches: int, members: int, ordinal: int) -> Figures:
    return numbers(
        **{
            "KL08-F1": rng.randint(0, 2),
            "KL08-F2": share(rng, branches, 0.4, 1.0),
            "KL08-F3": rng.randint(0, 2),
            "KL08-F4": rng.randint(4, 60) + rng.choice([0, 0.5]) + (20 if ordinal == 3 else 0),
            "KL08-F5": share(rng, members * 4, 0.3, 0.9),
            "KL08-E4": rng.randint(1, 5),
        }
    )


def _growth(rng: Random, stock: Stock, trend: float) -> Figures:
    members, youth = stock.members, stock.youth
    gathered = members + share(rng, youth - members, 0.15 + trend, 0.4 + trend)
    admitted = rng.randint(0, 2)
    return numbers(
        **{
            "KL08-E1a": gathered,
            "KL08-E1b": youth,
            "KL08-E2": share(rng, members, 0.01, 0.06),
            "KL08-E3a": share(rng, gathered, 0.4 + trend, 0.7 + trend),
            "KL08-G1": admitted + rng.randint(0, 3),
            "KL08-G2": admitted,
            "KL08-H2a": share(rng, members, 0.78 + trend, 0.93 + trend),
        }
    )


def _ratings(rng: Random, branches: int, members: int, trend: float) -> Figures:
    weak = int(rng.random() < max(0.05, 0.2 - trend))
    fair = share(rng, branches - weak, 0.0, 0.2)
    good = share(rng, branches - weak - fair, 0.55, 0.8)
    rated = share(rng, members, 0.85, 0.97)
    member_good = share(rng, rated, 0.5, 0.65)
    return numbers(
        **{
            "KL08-C1a": branches - weak - fair - good,
            "KL08-C1b": good,
            "KL08-C1c": fair,
            "KL08-C1d": weak,
            "KL08-C3a": share(rng, branches, 0.5 + trend, 0.75 + trend),
            "KL08-C5c": rated,
            "KL08-C5b": member_good,
            "KL08-C5a": share(rng, rated - member_good, 0.3, 0.6),
        }
    )


def _conditions(rng: Random, branches: int, trend: float) -> Figures:
    return numbers(
        **{
            "KL08-A1": int(rng.random() < 0.93),
            "KL07-3.2a": share(rng, branches, 0.7, 1.0),
            "KL08-H1a": share(rng, branches, 0.75 + trend, 0.95 + trend),
        }
    )


@dataclass
class Office:
    """The own row of a district, of the affiliate (`communes` = its own grassroots units) or of the province."""

    code: str
    communes: int
    staff: int

    def quarter(self, quarter: Quarter) -> Figures:
        rng = Random(f"cơ quan {self.code} {quarter.slug}")
        trend = 0.10 + 0.012 * quarter.step
        present = self.staff - int(rng.random() < 0.5)
        total = present + 2
        figures = cadres(rng, total, present, 0, trend)
        figures["KL07-2.22a"] = Decimal(
            share(rng, total, 0.15 * ordinal_cap(quarter), 0.25 * ordinal_cap(quarter))
        )
        figures |= self._staffing(rng, present, quarter)
        figures |= _training(rng, self.communes)
        figures |= self._planning(rng, quarter)
        figures |= _committee(Random(f"ban chấp hành {self.code} {quarter.year}"), self.communes)
        figures |= self._steering(rng, quarter)
        return figures

    def _staffing(self, rng: Random, present: int, quarter: Quarter) -> Figures:
        over_age = rng.randint(1, 4)
        return numbers(
            **{
                "KL07-2.11a": int(rng.random() < 0.08),
                "KL07-2.11b": share(rng, self.communes, 0.0, 0.12 - 0.008 * quarter.step),
                "KL07-2.12a": int(rng.random() < 0.2),
                "KL07-2.12b": share(rng, self.communes, 0.05, 0.2),
                "KL07-2.13a": self.staff,
                "KL07-2.13b": present,
                "KL07-2.14": rng.randint(0, 4),
                "KL07-2.24": rng.randint(0, 2),
                "KL07-2.25b": over_age,
                "KL07-2.25a": share(rng, over_age, 0.2, 0.7),
                "KL07-1.6": int(rng.random() < 0.04),
            }
        )

    def _planning(self, rng: Random, quarter: Quarter) -> Figures:
        seats = self.communes * 2 + 8
        rated = self.communes * 3 + self.staff
        weak, good = int(rng.random() < 0.3), share(rng, rated, 0.5, 0.6)
        fair = share(rng, rated - good - weak, 0.2, 0.4)
        return numbers(
            **{
                "KL07-2.17a": share(rng, self.communes, 0.22 * quarter.ordinal, 0.25 * quarter.ordinal),
                "KL07-2.18a": self.communes + rng.randint(2, 6),
                "KL07-2.18b": self.communes + rng.randint(4, 12),
                "KL07-2.18c": self.communes * 3 + rng.randint(0, 12),
                "KL07-2.19b": seats,
                "KL07-2.19a": share(rng, seats, 0.72, 0.95),
                "KL07-2.28a": rated,
                "KL07-2.27a": rated - good - fair - weak,
                "KL07-2.27b": good,
                "KL07-2.27c": fair,
                "KL07-2.27d": weak,
                "KL07-2.26a": rng.randint(1, 6),
                "KL07-2.26b": rng.randint(3, 14),
            }
        )

    def _steering(self, rng: Random, quarter: Quarter) -> Figures:
        spread = min(1.0, 0.86 + 0.03 * quarter.step)
        field = max(2, self.staff)
        return numbers(
            **{
                "KL07-1.1b": self.communes,
                "KL07-1.1a": share(rng, self.communes, spread, 1.0),
                "KL07-1.2a": share(rng, self.communes, spread - 0.1, spread),
                "KL07-1.3b": field,
                "KL07-1.3a": share(rng, field, 0.8, 1.0),
                "KL07-1.4a": field * rng.randint(24, 40),
                "KL07-3.1": rng.randint(0, 3),
                "KL07-3.3a": share(rng, self.communes, 0.7, 0.95),
                "KL08-A1": 1,
                "KL08-A2": rng.randint(1, 6),
                "KL08-A3a": share(rng, self.communes, 0.85, 1.0),
                "KL08-C4a": share(rng, self.communes, 0.55, 0.85),
                "KL07-2.15b": share(rng, self.communes, 0.0, 0.3),
                "KL07-2.15a": 0,
                "KL07-2.16b": rng.randint(2, 4),
                "KL07-2.16a": rng.randint(0, 2),
            }
        )


def ordinal_cap(quarter: Quarter) -> int:
    return min(4, quarter.ordinal)


def _training(rng: Random, communes: int) -> Figures:
    courses = rng.randint(0, 2)
    return numbers(
        **{
            "KL07-2.20": courses,
            "KL07-2.21": courses * rng.randint(25, 60),
            "KL07-2.23a": rng.randint(0, 3),
            "KL07-2.23b": rng.randint(0, 2),
            "KL07-2.23c": int(rng.random() < 0.1),
            "KL07-1.5": rng.randint(0, 3) + communes // 20,
        }
    )


def _committee(rng: Random, communes: int) -> Figures:
    standing, committee = rng.randint(7, 9), rng.randint(21, 33)
    return numbers(
        **{
            "KL07-2.10g": standing,
            "KL07-2.10a": share(rng, standing, 0.25, 0.5),
            "KL07-2.10b": 0,
            "KL07-2.10c": share(rng, standing, 0.9, 1.0),
            "KL07-2.10h": committee,
            "KL07-2.10d": share(rng, committee, 0.3, 0.5),
            "KL07-2.10e": int(rng.random() < 0.1),
            "KL07-2.10f": share(rng, committee, 0.7, 0.95),
            "KL07-2.9a": committee * rng.randint(27, 30) + rng.randint(0, committee - 1),
        }
    )


def absent_reason(unit_code: str, slug: str, element_code: str) -> str:
    """Where a branch owes its numbers, some figures of the commune are not known either; the reason then, else ""."""
    rng = Random(f"không có {unit_code} {slug} {element_code}")
    if element_code not in {"KL08-F4", "KL08-F5", "KL08-D3", "KL08-H2a", "KL08-E1b"} or rng.random() >= 0.3:
        return ""
    return rng.choice(["Cơ sở chưa tổng hợp được", "Sổ sách đang bàn giao cho bí thư mới"])


def dispute_reason(unit_code: str, slug: str, element_code: str) -> str:
    """About one in fifty of three figures is corrected by the secretary, by one more than the register knows."""
    rng = Random(f"sửa sổ {unit_code} {slug} {element_code}")
    if element_code not in {"KL07-2.14", "KL07-2.21", "KL07-2.24"} or rng.random() >= 0.02:
        return ""
    return "Một quyết định cuối quý chưa kịp ghi vào sổ"


def agreed(drawn: Figures, known: Figures) -> Figures:
    """The register's figures before the drawn ones; what is typed beside them keeps the arithmetic of the row."""
    figures = drawn | known
    judged, met = figures["KL07-2.2b"], figures["KL07-2.2a"]
    if "KL07-2.7a" not in known:
        figures["KL07-2.7a"] = min(figures["KL07-2.7a"], judged - met)
    if "KL07-2.8" not in known:
        figures["KL07-2.8"] = min(figures["KL07-2.8"], judged - figures["KL07-2.7a"])
    if "KL08-B5" in known:
        figures["KL07-3.2a"] = min(figures["KL07-3.2a"], known["KL08-B1"] - known["KL08-B5"])
    if "KL07-2.25a" in known:
        figures["KL07-2.25b"] = max(figures["KL07-2.25b"], figures["KL07-2.25a"])
    return figures


def walk(row: Commune | Office, quarters: Sequence[Quarter]) -> Iterator[tuple[Quarter, Figures]]:
    """The figures of one row, quarter after quarter."""
    for quarter in quarters:
        yield quarter, row.quarter(quarter)
