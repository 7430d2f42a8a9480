"""Loading the element file, the indicators and the arithmetic rules, and laying out their slots."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, QuerySet

from apps.core.reference import rows
from apps.directives.models import Section
from apps.indicators.enums import ElementSource, Side
from apps.indicators.models import (
    Element,
    ElementUnitKind,
    Indicator,
    IndicatorSlot,
    IndicatorTerm,
    JudgingRule,
    Layout,
    Rule,
    RuleTerm,
    Slot,
)

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
FORM_LAYOUT, PUNCTUALITY_LAYOUT = "BC-QUY", "BC"
PROPOSED = "đề xuất"


@transaction.atomic
def load_reference() -> None:
    """The catalogue as proposed; what exists is left as it is, what is new in the files is added with new slots."""
    sections = {section.code: section for section in Section.objects.all()}
    _load_elements(sections)
    elements = {element.code: element for element in Element.objects.all()}
    _load_indicators(sections, elements)
    _load_rules(elements)
    if not JudgingRule.objects.exists():
        JudgingRule.objects.create(validity=DateRange(date(2019, 1, 1), None), source=PROPOSED)
    lay_out_all()


def _load_elements(sections: dict[str, Section]) -> None:
    for position, row in enumerate(rows(REFERENCE, "elements.csv"), start=1):
        element, is_new = Element.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "short_name": row["short_name"],
                "unit_of_measure": row["unit_of_measure"],
                "kind": row["kind"],
                "decimals": int(row["decimals"]),
                "frequency": row["frequency"],
                "section": sections[row["section"]],
                "block": row["block"],
                "position": position,
                "source": row["source"],
                "origin": row["origin"],
                "is_proposed": row["is_proposed"] == "1",
                "catalogue_code": row["catalogue_code"],
                "deviation": row["deviation"],
            },
        )
        if is_new:
            validity = DateRange(date.fromisoformat(row["valid_from"]), None)
            ElementUnitKind.objects.bulk_create(
                ElementUnitKind(element=element, unit_kind_id=kind, validity=validity)
                for kind in row["kinds"].split(";")
            )


def _load_indicators(sections: dict[str, Section], elements: dict[str, Element]) -> None:
    for position, row in enumerate(rows(REFERENCE, "indicators.csv"), start=1):
        indicator, is_new = Indicator.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "short_name": row["short_name"],
                "unit_of_measure": row["unit_of_measure"],
                "factor": int(row["factor"]),
                "decimals": int(row["decimals"]),
                "direction": row["direction"],
                "section": sections[row["section"]],
                "position": position,
                "reference_value": row["reference_value"],
                "origin": row["origin"],
                "is_proposed": row["is_proposed"] == "1",
                "is_headline": row["is_headline"] == "1",
                "catalogue_code": row["catalogue_code"],
                "comparison_note": row["comparison"],
            },
        )
        if is_new:
            IndicatorTerm.objects.bulk_create(
                IndicatorTerm(
                    indicator=indicator, side=side, element=elements[code], sign=sign, position=place
                )
                for side, column in ((Side.NUMERATOR, "numerator"), (Side.DENOMINATOR, "denominator"))
                for place, (sign, code) in enumerate(terms(row[column]), start=1)
            )


def _load_rules(elements: dict[str, Element]) -> None:
    for row in rows(REFERENCE, "rules.csv"):
        rule, is_new = Rule.objects.get_or_create(
            code=row["code"],
            defaults={"kind": row["kind"], "element": elements[row["target"]], "message": row["message"]},
        )
        if is_new:
            RuleTerm.objects.bulk_create(
                RuleTerm(rule=rule, element=elements[code], sign=sign, position=place)
                for place, (sign, code) in enumerate(terms(row["terms"]), start=1)
            )


def terms(expression: str) -> Iterator[tuple[int, str]]:
    """ "A + B - C" → (1, A), (1, B), (-1, C); signs stand between blanks, codes may hold hyphens."""
    sign = 1
    for word in expression.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            yield sign, word
            sign = 1


def lay_out_all() -> None:
    """A slot for every element and indicator that has none yet, in the layout where it belongs."""
    _lay_out(FORM_LAYOUT, "Số liệu báo cáo quý", is_system=False)
    _lay_out(PUNCTUALITY_LAYOUT, "Kỷ luật báo cáo", is_system=True)


def _lay_out(code: str, name: str, *, is_system: bool) -> None:
    """Gives every element of the layout, and every indicator all of whose elements are in it, a slot; appends only."""
    layout, _ = Layout.objects.get_or_create(code=code, defaults={"name": name})
    elements = Element.objects.filter(source=ElementSource.SYSTEM) if is_system else Element.objects.typed()
    last = _last(Slot.objects.filter(layout=layout))
    Slot.objects.bulk_create(
        Slot(layout=layout, element=element, position=place)
        for place, element in enumerate(elements.exclude(slots__layout=layout), start=last + 1)
    )
    strangers = Element.objects.exclude(pk__in=layout.slots.values("element_id"))
    inside = Indicator.objects.exclude(terms__element__in=strangers)
    last = _last(IndicatorSlot.objects.filter(layout=layout))
    IndicatorSlot.objects.bulk_create(
        IndicatorSlot(layout=layout, indicator=indicator, position=place)
        for place, indicator in enumerate(inside.exclude(slots__layout=layout), start=last + 1)
    )


def _last(slots: QuerySet[Slot] | QuerySet[IndicatorSlot]) -> int:
    return slots.aggregate(last=Max("position"))["last"] or 0
