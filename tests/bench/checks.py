"""Rows of speed.md that need frozen reports: `check_figures` against its bare statement, and reading workbooks."""

import io
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import Workbook, load_workbook

from apps.accounts.models import User
from apps.core.clock import db_now
from apps.indicators import services
from apps.reports.models import Report, ReportForm, ReportVersion
from apps.reports.queries.checking import check_figures
from apps.reports.services import record_punctuality
from apps.units.models import Unit
from tests.bench.figures import run
from tests.bench.measure import equal, in_turn, milliseconds
from tests.bench.synthetic import add_province, layout, quarters

Row = tuple[str, str, str]

CONTENT = """
SELECT jsonb_build_object('rows', jsonb_agg(jsonb_build_object(
         'unit', jsonb_build_object('id', line.unit_id), 'values', line.cells)))::text
FROM (
  SELECT f.unit_id, jsonb_object_agg(e.code, jsonb_build_object('v', f.values[s.position])) AS cells
  FROM indicators_fact f JOIN indicators_slot s ON s.layout_id = f.layout_id
  JOIN indicators_element e ON e.id = s.element_id
  WHERE f.period_id = %s AND f.unit_id = ANY(%s) AND f.values[s.position] IS NOT NULL
  GROUP BY f.unit_id
) line
"""
LABEL = """
UPDATE indicators_fact SET reporter_id = %s, version_sha256 = %s WHERE period_id = %s AND unit_id = ANY(%s)
"""
# Everything out of the frozen JSON, summed into every unit above: what a person would type to know the sums.
BARE = """
SELECT count(*), sum(total) FROM (
  SELECT a.ancestor_id, r.period_id, cell.key, sum((cell.value ->> 'v')::numeric) AS total
  FROM reports_reportversion v JOIN reports_report r ON r.id = v.report_id
  JOIN directives_period p ON p.id = r.period_id
  CROSS JOIN jsonb_array_elements(v.content::jsonb -> 'rows') line CROSS JOIN jsonb_each(line -> 'values') cell
  JOIN units_unitancestry a ON a.descendant_id = (line -> 'unit' ->> 'id')::bigint AND a.validity @> p.end_on
  GROUP BY 1, 2, 3
) sums
"""


def rows() -> Iterator[Row]:
    province = add_province(1)
    freeze(province)
    services.rebuild_rollups(layout=layout(), periods=quarters())
    yield checking()
    yield workbooks()


def freeze(province: Unit) -> None:
    """One approved report with its frozen version for every reporting unit and quarter, out of the facts."""
    form = ReportForm.objects.get(layout=layout())
    approver = User.objects.create(username="bench")
    day = quarters()[-1].end_on
    reporters = {
        unit.pk: list(Unit.objects.under(unit.pk, day).values_list("pk", flat=True))
        for unit in Unit.objects.children_of(province.pk, day)
    } | {province.pk: [province.pk]}
    for period in quarters():
        for unit_id, members in reporters.items():
            ((content,),) = run(CONTENT, [period.pk, members])
            ((digest,),) = run("SELECT encode(sha256(convert_to(%s, 'UTF8')), 'hex')", [content])
            report = Report.objects.create(form=form, unit_id=unit_id, period=period)
            ReportVersion.objects.create(
                report=report,
                number=1,
                content=content,
                sha256=digest,
                approved_by=approver,
                approved_at=db_now(),
            )
            run(LABEL, [unit_id, digest, period.pk, members])
    record_punctuality(now=db_now())
    run("VACUUM ANALYZE")


def checking() -> Row:
    pair = in_turn(lambda: list(check_figures(db_now())), lambda: run(BARE), runs=3)
    found = list(check_figures(db_now()))
    cells = next(checked.count for checked in found if checked.what.startswith("ô số liệu"))
    wrong = sum(len(checked.wrong) for checked in found)
    said = f"{pair.said()}; {cells} cells compared, {wrong} differ"
    return "check_figures / one bare statement over the frozen versions", said, "≤ 3"


def workbooks() -> Row:
    """Twenty districts' workbooks of sixteen sheets, read with openpyxl and added up, against our roll-up."""
    province = Unit.objects.filter(kind_id="PROVINCE").latest("pk")
    day = quarters()[-1].end_on
    books = [book(unit.pk) for unit in Unit.objects.children_of(province.pk, day)]

    def consolidate() -> dict[tuple[str, int], Decimal]:
        totals: dict[tuple[str, int], Decimal] = {}
        for content in books:
            for sheet in load_workbook(io.BytesIO(content), read_only=True, data_only=True):
                for row in sheet.iter_rows(values_only=True):
                    for place, value in enumerate(row):
                        if value is not None:
                            key = (sheet.title, place)
                            totals[key] = totals.get(key, Decimal(0)) + Decimal(str(value))
        return totals

    theirs, _ = milliseconds(consolidate)
    ours = min(
        milliseconds(lambda: services.rebuild_rollups(layout=layout(), periods=quarters()))[0]
        for _ in range(3)
    )
    same = sum(consolidate().values()) == provincial_total(province)
    said = f"{theirs:.0f} ms / {ours:.0f} ms = {theirs / ours:.0f} ×; {equal(same)}"
    return "consolidation from workbooks with openpyxl / our roll-up", said, "≥ 40 ×"


def book(unit_id: int) -> bytes:
    """A sheet for every quarter, a line for every unit at or below this one, a column for every element."""
    workbook = Workbook(write_only=True)
    for period in quarters():
        sheet = workbook.create_sheet(period.slug)
        under = Unit.objects.under(unit_id, period.end_on).values_list("pk", flat=True)
        for (values,) in run(
            "SELECT values FROM indicators_fact WHERE period_id = %s AND unit_id = ANY(%s)",
            [period.pk, list(under)],
        ):
            sheet.append(list(values))  # type: ignore[call-overload]
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def provincial_total(province: Unit) -> Decimal:
    """What the roll-up of the province holds, less its own row, which stands in no district's workbook."""
    total = "SELECT sum(value) FROM {table}, unnest({array}) AS value WHERE unit_id = %s"
    ((all_of_it,),) = run(total.format(table="indicators_rollup", array="sums"), [province.pk])
    ((own,),) = run(total.format(table="indicators_fact", array="values"), [province.pk])
    return Decimal(str(all_of_it)) - Decimal(str(own or 0))
