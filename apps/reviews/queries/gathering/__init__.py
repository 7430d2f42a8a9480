"""Reading everything a review needs, once: the dictionary that becomes its snapshot.

Called inside one REPEATABLE READ transaction (services.building). A number in the dictionary is a plain string,
a missing one is null. Whatever pages and documents print later comes from here and from the texts alone.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from apps.audit.queries import head
from apps.audit.services import SYSTEM_CHAIN
from apps.directives.models import Directive, Period, Section
from apps.indicators.models import Element, Fact, Slot
from apps.reviews.models import DocumentStyle, Review
from apps.reviews.queries.gathering.indicators import gather_indicators
from apps.reviews.queries.gathering.reading import Reading, reading
from apps.reviews.queries.gathering.registers import gather_registers
from apps.reviews.queries.gathering.reports import gather_findings, gather_reports
from apps.units.models import Unit, UnitAncestry, UnitKind

FORMAT = 3  # 1: without the part "cadres"; 2: without "branches"
Tell = Callable[[str], None]


def gather(review: Review, now: datetime, tell: Tell = lambda doing: None) -> dict[str, Any]:
    """The snapshot's content at `now`; `tell` gets what is being done, for the progress page."""
    tell("đang đọc số liệu đã duyệt")
    scoped = reading(review)
    content = _frame(scoped, now) | _facts(scoped)
    tell("đang tính chỉ tiêu, so sánh các kỳ và các đơn vị")
    content["indicators"] = gather_indicators(scoped, content["facts"], content["layouts"])
    tell("đang ghép báo cáo và nhận xét của các đơn vị")
    content |= gather_registers(scoped)
    return content | {
        "reports": gather_reports(scoped, now),
        "findings": gather_findings(scoped),
        "audit": [{"chain": chain, "hash": head(chain)} for chain in (SYSTEM_CHAIN, review.scope_id)],
    }


def _frame(scoped: Reading, now: datetime) -> dict[str, Any]:
    review = scoped.review
    directives = list(review.directives.order_by("issued_on", "code"))
    sections = Section.objects.filter(directive__in=directives).select_related("directive", "parent")
    return {
        "format": FORMAT,
        "demo": settings.DEMO,
        "taken_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "review": review.pk,
        "kind": review.kind,
        "scope": review.scope_id,
        "dated_on": review.dated_on,
        "directives": [_directive(directive) for directive in directives],
        "basis": _directive(review.basis) if review.basis else None,
        "sections": [_section(section) for section in sections],
        "periods": [_period(period, scoped) for period in scoped.periods],
        "units": _units(scoped),
        "kinds": list(UnitKind.objects.order_by("rank").values_list("code", "name")),
        "style": _style(review),
    }


def _directive(directive: Directive) -> dict[str, Any]:
    fields = ("code", "number", "title", "issuer", "issued_on")
    return {field: getattr(directive, field) for field in fields}


def _section(section: Section) -> dict[str, Any]:
    fields = ("code", "title", "short_title", "is_proposed")
    parent = section.parent.code if section.parent else None
    return {field: getattr(section, field) for field in fields} | {
        "directive": section.directive.code,
        "parent": parent,
    }


def _period(period: Period, scoped: Reading) -> dict[str, Any]:
    fields = ("slug", "label", "year", "ordinal", "end_on", "cutoff_on")
    return {field: getattr(period, field) for field in fields} | {
        "id": period.pk,
        "in_range": period.start_on >= scoped.review.from_period.start_on,
        "parents": {str(unit): parent for unit, parent in scoped.trees[period.slug].items()},
    }


def _units(scoped: Reading) -> dict[str, dict[str, str]]:
    """Names as on the last day of the last period in which the unit stood in the tree."""
    found: dict[str, dict[str, str]] = {}
    for period in reversed(scoped.periods):
        new = [unit for unit in scoped.trees[period.slug] if str(unit) not in found]
        found |= _named(new, period) if new else {}
    return found


def _named(units: list[int], period: Period) -> dict[str, dict[str, str]]:
    fields = ("name", "short_name", "sort_key")
    return {
        str(unit.pk): {field: getattr(unit, field) for field in fields} | {"kind": unit.kind_id}
        for unit in Unit.objects.filter(pk__in=units).named(period.end_on)
    }


def _facts(scoped: Reading) -> dict[str, Any]:
    """The approved figures of every unit of the tree, with the report version that carried them."""
    layouts: dict[str, list[str]] = {}
    for layout, element in Slot.objects.order_by("layout__code", "position").values_list(
        "layout__code", "element__code"
    ):
        layouts.setdefault(layout, []).append(element)
    facts = Fact.objects.filter(period__in=scoped.periods).select_related("layout", "period")
    elements = Element.objects.filter(slots__isnull=False)
    return {
        "layouts": layouts,
        "elements": {element.code: _element(element) for element in elements},
        "facts": [
            _fact(fact)
            for fact in facts.order_by("period__start_on", "layout__code", "unit_id")
            if fact.unit_id in scoped.trees[fact.period.slug]
        ],
    }


def _element(element: Element) -> dict[str, Any]:
    fields = ("name", "short_name", "unit_of_measure", "kind", "decimals", "frequency")
    return {field: getattr(element, field) for field in fields}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "layout": fact.layout.code,
        "period": fact.period.slug,
        "unit": fact.unit_id,
        "reporter": fact.reporter_id,
        "version": fact.version_number,
        "sha256": fact.version_sha256,
        "values": fact.values,
    }


def _style(review: Review) -> dict[str, Any]:
    """The form of the scope's own documents, else that of the nearest unit above it that has one."""
    day = review.to_period.end_on
    above = UnitAncestry.objects.filter(descendant_id=review.scope_id, validity__contains=day)
    depths = dict(above.values_list("ancestor_id", "depth"))
    style = min(
        DocumentStyle.objects.filter(unit_id__in=depths, validity__contains=day),
        key=lambda row: depths[row.unit_id],
        default=None,
    )
    fields = (
        *("parent_line", "issuer_line", "suffix", "place", "body_name", "authority_line"),
        *("signer_title", "signer_name", "recipients"),
    )
    return {field: getattr(style, field) if style else "" for field in fields}
