"""References to figures of a snapshot, as they stand in the texts: `{{KL07-2.2|value}}`. Pure.

A reference is `{{code#unit|face@quarter}}`: the indicator (or BC: reports, DV: units), optionally a unit or a kind of
units, which face of the figure is printed, optionally one quarter instead of the whole range. Resolved when a page or
document is made, so an edited text keeps every number tied to its source.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from apps.core.vietnamese import number
from apps.indicators.queries import Change, Figure, change
from apps.reviews.queries.content import Content, Indicator
from apps.reviews.queries.counts import COUNTED, count
from apps.reviews.queries.parts import total

PATTERN = re.compile(r"\{\{([A-Z][\w.\-]*)(?:#(\w+))?\|([a-z_]+)(?:@([\w\-]+))?\}\}")


class UnknownReference(ValueError):
    """The text names a number that the snapshot does not hold."""


@dataclass(frozen=True)
class Reference:
    """`subject`: "" (the scope), a unit's id, or a kind of units below the scope. `quarter`: "" = the range."""

    code: str
    face: str
    subject: str = ""
    quarter: str = ""

    def __str__(self) -> str:
        subject = f"#{self.subject}" if self.subject else ""
        quarter = f"@{self.quarter}" if self.quarter else ""
        return f"{self.code}{subject}|{self.face}{quarter}"

    @property
    def markup(self) -> str:
        return f"{{{{{self}}}}}"

    def at(self, quarter: str) -> "Reference":
        return replace(self, quarter=quarter)


@dataclass(frozen=True)
class Number:
    """A figure with the face of it that is printed."""

    reference: Reference
    text: str
    figure: Figure
    change: Change | None = None

    @property
    def is_missing(self) -> bool:
        return self.text == number(None)


def parse(text: str) -> Reference:
    """ "KL07-2.2#12|value@2021-q2" → Reference; raises UnknownReference."""
    found = PATTERN.fullmatch(f"{{{{{text}}}}}")
    if not found:
        raise UnknownReference(text)
    code, subject, face, quarter = found.groups()
    return Reference(code, face, subject or "", quarter or "")


def resolve(content: Content, reference: Reference) -> Number:
    """Raises UnknownReference for a code, face, unit or quarter that the snapshot does not hold."""
    if reference.quarter and reference.quarter not in content.quarters:
        raise UnknownReference(str(reference))
    if reference.code in COUNTED:
        return _count(content, reference)
    indicator = content.indicators.get(reference.code)
    if indicator is None:
        raise UnknownReference(str(reference))
    if reference.face in CHANGES:
        return _change(content, indicator, reference)
    if reference.face in TARGETS:
        return _target(indicator, reference)
    figure = figure_of(content, indicator, reference)
    printed = FACES.get(reference.face)
    if figure is None or printed is None:
        raise UnknownReference(str(reference))
    return Number(reference, printed(figure, content.element_decimals(indicator)), figure)


def _count(content: Content, reference: Reference) -> Number:
    figure = count(content, reference.code, reference.face, reference.subject)
    if figure is None:
        raise UnknownReference(str(reference))
    return Number(reference, figure.text, figure)


def figure_of(content: Content, indicator: Indicator, reference: Reference) -> Figure | None:
    """The figure a reference speaks of, whatever its face; None when the snapshot has none."""
    if reference.face.startswith("to_date_before"):
        return indicator.to_date_before()
    unit = int(reference.subject) if reference.subject.isdigit() else None
    if reference.face.startswith("to_date_"):
        return indicator.to_date(unit)
    if not reference.quarter:
        return None if _is_kind(reference) else indicator.total(unit)
    if not reference.subject:
        return indicator.figures.get(reference.quarter)
    if reference.quarter not in indicator.figures:
        return None
    return subject_figure(content, indicator, reference.quarter, reference.subject)


def _is_kind(reference: Reference) -> bool:
    return bool(reference.subject) and not reference.subject.isdigit()


def _change(content: Content, indicator: Indicator, reference: Reference) -> Number:
    name, is_signed = CHANGES[reference.face]
    found, now = _change_found(content, indicator, name, reference.subject)
    if found is None or now is None:
        raise UnknownReference(str(reference))
    return Number(reference, found.signed if is_signed else _amount(found), now, found)


def _change_found(
    content: Content, indicator: Indicator, name: str, subject: str
) -> tuple[Change | None, Figure | None]:
    """With the later figure: of the scope as gathered; of a unit or kind from its facts in the same two quarters."""
    if name == "to_date":
        return (None, None) if subject else (indicator.change(name), indicator.to_date())
    pair = indicator.pair(name)
    if not pair:
        return None, None
    if not subject:
        return indicator.change(name), indicator.figures[pair[0]]
    now, before = (subject_figure(content, indicator, slug, subject) for slug in pair)
    return (change(now, before) if now and before else None), now


def subject_figure(content: Content, indicator: Indicator, slug: str, subject: str) -> Figure | None:
    """The figure of a unit (digits) or of a kind of units in one quarter; None when the unit was not there."""
    if not subject.isdigit():
        return total(content, indicator, slug, content.scope, subject)
    if int(subject) not in content.quarter(slug).parents:
        return None
    return total(content, indicator, slug, int(subject))


def _target(indicator: Indicator, reference: Reference) -> Number:
    unit = int(reference.subject) if reference.subject.isdigit() else None
    target, figure = indicator.target(unit), indicator.total(unit)
    if target is None or figure is None:
        raise UnknownReference(str(reference))
    away = target.distance.replace("còn ", "còn cách ", 1)
    return Number(reference, target.text if reference.face == "target" else away, figure)


def _amount(found: Change) -> str:
    """2,1 điểm phần trăm: the size alone, the sentence says which way."""
    if found.amount is None:
        return number(None)
    return f"{number(abs(found.amount), found.decimals)} {found.unit_of_measure}"


def _fraction(figure: Figure, decimals: int) -> str:
    if figure.numerator is None:
        return number(None)
    return f"{number(figure.numerator, decimals)}/{number(figure.denominator, decimals)}"


Face = Callable[[Figure, int], str]
FACES: dict[str, Face] = {
    "value": lambda figure, decimals: figure.full_text,
    "bare": lambda figure, decimals: figure.text,
    "fraction": _fraction,
    "given": lambda figure, decimals: number(Decimal(figure.given)),
    "expected": lambda figure, decimals: number(Decimal(figure.expected)),
    "coverage": lambda figure, decimals: f"{number(figure.given)}/{number(figure.expected)}",
    "to_date_value": lambda figure, decimals: figure.full_text,
    "to_date_before": lambda figure, decimals: figure.full_text,
    "to_date_coverage": lambda figure, decimals: f"{number(figure.given)}/{number(figure.expected)}",
    "to_date_before_coverage": lambda figure, decimals: f"{number(figure.given)}/{number(figure.expected)}",
}
TARGETS = ("target", "distance")
CHANGES: dict[str, tuple[str, bool]] = {
    "start": ("start", False),
    "previous": ("previous", False),
    "year_ago": ("year_ago", False),
    "to_date": ("to_date", False),
    "signed_start": ("start", True),
    "signed_previous": ("previous", True),
    "signed_year_ago": ("year_ago", True),
    "signed_to_date": ("to_date", True),
}
