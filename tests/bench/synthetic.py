"""Synthetic provinces from a fixed seed: big enough that Python's fixed cost does not hide the work."""

from datetime import date

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.directives.models import Period
from apps.indicators.models import Layout
from apps.units.models import Unit, UnitName, UnitParent
from apps.units.services.ancestry import rebuild_ancestry

ALWAYS = DateRange(date(2019, 1, 1), None)
DISTRICTS, COMMUNES = 20, 2000

# One array per unit and quarter: a number in each slot collected at the unit's kind, one in fifty missing.
FACTS = """
INSERT INTO indicators_fact (unit_id, period_id, layout_id, values, reporter_id, version_number, version_sha256)
SELECT u.id, p.id, %(layout)s, array_agg(
         CASE WHEN k.element_id IS NOT NULL AND e.frequency = ANY(
           CASE p.ordinal WHEN 4 THEN '{QUARTER,HALF,YEAR}' WHEN 2 THEN '{QUARTER,HALF}' ELSE '{QUARTER}' END::text[]
         ) AND h.draw %% 50 <> 0 THEN (h.draw %% 100)::numeric END ORDER BY s.position),
       u.id, 1, repeat('0', 64)
FROM units_unit u CROSS JOIN directives_period p
CROSS JOIN indicators_slot s JOIN indicators_element e ON e.id = s.element_id
CROSS JOIN LATERAL (SELECT abs(hashint8(u.id * 100003 + p.id * 1009 + s.position)) AS draw) h
LEFT JOIN indicators_elementunitkind k ON k.element_id = s.element_id AND k.unit_kind_id = u.kind_id
WHERE u.id = ANY(%(units)s) AND p.kind = 'quarter' AND s.layout_id = %(layout)s
GROUP BY u.id, p.id
"""


def add_province(number: int) -> Unit:
    """A province of 20 districts and 2.000 communes with the facts of sixteen quarters; returns its unit."""
    province, *districts = Unit.objects.bulk_create(
        [Unit(kind_id="PROVINCE", opened_on=ALWAYS.lower)]
        + [Unit(kind_id="DISTRICT", opened_on=ALWAYS.lower) for _ in range(DISTRICTS)]
    )
    communes = Unit.objects.bulk_create(
        Unit(kind_id="GRASSROOTS", opened_on=ALWAYS.lower) for _ in range(COMMUNES)
    )
    edges = [(unit, province) for unit in districts]
    edges += [(unit, districts[place % DISTRICTS]) for place, unit in enumerate(communes)]
    UnitParent.objects.bulk_create(
        UnitParent(unit=unit, parent=parent, validity=ALWAYS) for unit, parent in edges
    )
    everyone = [province, *districts, *communes]
    UnitName.objects.bulk_create(
        UnitName(
            unit=unit,
            name=f"Đơn vị {number}.{place}",
            short_name=f"{number}.{place}",
            sort_key=f"{place:06}",
            validity=ALWAYS,
        )
        for place, unit in enumerate(everyone)
    )
    rebuild_ancestry(root_id=province.pk)
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"layout": layout().pk, "units": [unit.pk for unit in everyone]})
        cursor.execute("ANALYZE")
    return province


def layout() -> Layout:
    return Layout.objects.get(code="BC-QUY")


def quarters() -> list[Period]:
    return list(Period.objects.quarters().order_by("start_on"))
