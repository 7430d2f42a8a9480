"""What a reference in a text must print, computed by `Frozen`; and what the tables of the document must hold."""

import re
from decimal import Decimal

from tests.reviews.frozen import KINDS, Frozen, Sum, shown

REFERENCE = re.compile(r"\{\{([A-Z][\w.\-]*)(?:#(\w+))?\|([a-z_]+)(?:@([\w\-]+))?\}\}")


class Expected:
    """`codes`: {unit id as it stands in a reference: code of the unit list}; `founded`: by kind, units beside them."""

    def __init__(self, frozen: Frozen, codes: dict[str, str], founded: dict[str, int]) -> None:
        self.frozen, self.codes, self.founded = frozen, codes, founded

    def text(self, markup: str) -> str:
        """The text with every reference replaced by what the frozen reports say."""
        return REFERENCE.sub(lambda found: self.number(*found.groups()), markup)

    def number(self, code: str, subject: str | None, face: str, slug: str | None) -> str:
        if code == "BC":
            return shown(Decimal(self.frozen.reports(face)), 0)
        if code == "DV":
            return str(self._units(subject or "", face))
        place = self.codes.get(subject or "", subject or "")
        if face in ("target", "distance"):
            return self._target(code, face)
        if face.removeprefix("signed_") in ("start", "previous", "year_ago", "to_date"):
            return self._difference(code, face, place)
        found = self._sum(code, face, place, slug)
        assert found is not None
        return self._face(code, face, found)

    def _sum(self, code: str, face: str, place: str, slug: str | None) -> Sum | None:
        if slug:
            return self.frozen.sum(code, [slug], place)
        if face.startswith("to_date_before"):
            return self.frozen.sum(code, self.frozen.last_year(code), place)
        if face.startswith("to_date"):
            return self.frozen.sum(code, self.frozen.this_year(code), place)
        return self.frozen.over_range(code, place)

    def _face(self, code: str, face: str, found: Sum) -> str:
        if face == "fraction":
            return self.frozen.fraction(code, found)
        if face in ("given", "expected"):
            return shown(Decimal(getattr(found, face)), 0)
        if face.endswith("coverage"):
            return f"{shown(Decimal(found.given), 0)}/{shown(Decimal(found.expected), 0)}"
        return self.frozen.printed(code, found, bare=face == "bare")

    def _units(self, kind: str, face: str) -> int:
        if face == "count":
            return len(self.frozen.inside(kind)) + self.founded.get(kind, 0)
        if face == "reporters":
            return len(self.frozen.children())
        heard = {row["unit"]["code"] for row in self.frozen.versions if row["period"] in self.frozen.range}
        return len(heard - {self.frozen.root})

    def _difference(self, code: str, face: str, place: str) -> str:
        name = face.removeprefix("signed_")
        amount = self.frozen.difference(code, name, place)
        row = self.frozen.indicators[code]
        if face.startswith("signed_"):
            return (
                "—" if amount is None else ("+" if amount > 0 else "") + shown(amount, int(row["decimals"]))
            )
        assert amount is not None
        unit = "điểm phần trăm" if row["unit_of_measure"] == "%" else row["unit_of_measure"]
        return f"{shown(abs(amount), int(row['decimals']))} {unit}"

    def _target(self, code: str, face: str) -> str:
        row, target = self.frozen.indicators[code], self.frozen.targets[code]
        decimals = int(row["decimals"])
        if face == "target":
            sign = "≤ " if row["direction"] == "DOWN" else ""
            return f"{sign}{shown(target, 0 if target == int(target) else decimals)} {row['unit_of_measure']}"
        slugs = (
            self.frozen.this_year(code)
            if self.frozen.nature(code) == "FLOW"
            else self.frozen.due_in_range(code)[-1:]
        )
        value = self.frozen.rate(code, self.frozen.sum(code, slugs))
        assert value is not None
        gap = round(value, decimals) - target
        gap = -gap if row["direction"] == "DOWN" else gap
        unit = "điểm" if row["unit_of_measure"] == "%" else row["unit_of_measure"]
        word = "vượt" if gap > 0 else "còn cách"
        return "bằng mục tiêu" if gap == 0 else f"{word} {shown(abs(gap), decimals)} {unit}"

    # --- cells of tables: "" where the figure is not due or not asked there ---

    def cell(self, code: str, place: str = "", slug: str = "") -> str:
        """A bare value in one quarter, or over the range."""
        if slug:
            return (
                self.frozen.printed(code, self.frozen.sum(code, [slug], place), bare=True)
                if self._due(code, slug)
                else ""
            )
        found = self.frozen.over_range(code, place)
        if found is None or not found.expected:
            return ""
        return self.frozen.printed(code, found, bare=True)

    def _due(self, code: str, slug: str) -> bool:
        return slug in self.frozen.due(code)

    def change_cell(self, code: str, name: str, place: str = "") -> str:
        """ "" where there is nothing before, or where totals of different units would be compared."""
        due = self.frozen.due_in_range(code)
        if not due or (name == "start" and len(due) < 2):
            return ""
        now, before = self.frozen.compared(code, name)
        if not set(before) <= set(self.frozen.due(code)):
            return ""
        sums = [self.frozen.sum(code, slugs, place) for slugs in (now, before)]
        is_whole = all(found.expected and found.given == found.expected for found in sums)
        if not self.frozen.indicators[code]["denominator"] and not is_whole:
            return "" if self.frozen.difference(code, name, place) is not None or not is_whole else "—"
        return self._difference(code, f"signed_{name}", place)

    def levels(self, code: str) -> list[str]:
        """Kinds that gave it in the last due quarter; one alone is no table of levels."""
        last = self.frozen.due_in_range(code)[-1]
        kinds = [kind for kind in KINDS if self.frozen.sum(code, [last], kind).given]
        return kinds if len(kinds) > 1 else []
