"""Which boxes a report has: the figures of its form that are due in the period, and the arithmetic over them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from apps.directives.models import Period
from apps.indicators.enums import ElementSource, Frequency, RuleKind
from apps.indicators.models import Element, ElementUnitKind, RuleTerm
from apps.reports.models import Report

OTHER_BLOCK = "Số liệu khác"
QUARTERS_BACK = {Frequency.QUARTER: 1, Frequency.HALF: 2, Frequency.YEAR: 4}
Quarter = tuple[int, int]  # year, ordinal


@dataclass(frozen=True)
class Box:
    """One figure that is asked: `kinds` are the kinds of units it is asked of on the period's last day."""

    element_id: int
    code: str
    name: str
    short_name: str
    unit_of_measure: str
    kind: str
    decimals: int
    block: str
    frequency: Frequency
    kinds: frozenset[str]
    previous: Quarter  # the quarter in which it was due before
    is_computed: bool  # a register may know it


@dataclass(frozen=True)
class Check:
    """A rule over the boxes of one row: `kind` as in `RuleKind`, terms as (sign, element id)."""

    kind: RuleKind
    target: int
    terms: tuple[tuple[int, int], ...]
    message: str


def boxes(report: Report) -> tuple[Box, ...]:
    """The boxes of a report in the order of the form; those the system writes itself are never among them."""
    period = report.period
    kinds = ElementUnitKind.objects.filter(element_id=OuterRef("pk"), validity__contains=period.end_on)
    elements = (
        Element.objects.typed()
        .due_in(period)
        .filter(slots__layout_id=report.form.layout_id)
        .annotate(asked_of=ArraySubquery(kinds.values("unit_kind_id")))
    )
    return tuple(
        Box(
            element_id=element.pk,
            code=element.code,
            name=element.name,
            short_name=element.short_name,
            unit_of_measure=element.unit_of_measure,
            kind=element.kind,
            decimals=element.decimals,
            block=element.block or OTHER_BLOCK,
            frequency=Frequency(element.frequency),
            kinds=frozenset(element.asked_of),  # type: ignore[attr-defined]
            previous=quarter_before(period, QUARTERS_BACK[Frequency(element.frequency)]),
            is_computed=element.source == ElementSource.COMPUTED,
        )
        for element in elements
    )


def register_name(code: str) -> str:
    """The register that answers for an element; of the ratings too it is the branches' that is asked."""
    return "sổ chi đoàn" if code.startswith("KL08") else "sổ cán bộ"


def quarter_before(period: Period, steps: int) -> Quarter:
    """(year, ordinal) of the quarter `steps` quarters earlier."""
    count = period.year * 4 + period.ordinal - 1 - steps
    return count // 4, count % 4 + 1


def checks(asked: Sequence[Box]) -> tuple[Check, ...]:
    """The rules all of whose figures are among the boxes, in the order of their codes."""
    ids = {box.element_id for box in asked}
    terms = RuleTerm.objects.select_related("rule").order_by("rule__code", "position")
    found: dict[int, Check] = {}
    for term in terms.filter(rule__element_id__in=ids):
        known = found.get(term.rule_id)
        found[term.rule_id] = Check(
            kind=RuleKind(term.rule.kind),
            target=term.rule.element_id,
            terms=(*(known.terms if known else ()), (term.sign, term.element_id)),
            message=term.rule.message,
        )
    return tuple(check for check in found.values() if all(element in ids for _, element in check.terms))
