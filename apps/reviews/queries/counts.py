"""Counts over the snapshot that belong to no indicator: reports (BC) and units (DV). Pure."""

from decimal import Decimal

from apps.indicators.queries import Figure
from apps.reviews.queries.content import Content

REPORTS, UNITS = "BC", "DV"
COUNTED = {REPORTS: "báo cáo", UNITS: "đơn vị"}
REPORT_FACES = {
    "expected": "Báo cáo phải nộp",
    "submitted": "Báo cáo đã nộp",
    "approved": "Báo cáo đã duyệt",
    "on_time": "Báo cáo nộp đúng hạn",
    "late": "Báo cáo nộp trễ hạn",
    "missing": "Báo cáo quá hạn chưa nộp",
    "pending": "Báo cáo chưa đến hạn",
}
UNIT_FACES = {
    "reporters": "Đơn vị phải báo cáo",
    "count": "Số đơn vị",
    "heard": "Đơn vị có báo cáo được duyệt",
}


def counted_reports(content: Content, face: str) -> list[dict[str, object]]:
    """The reports of the range, below the scope, that a face counts."""
    rows = content.expected_reports
    if face == "expected":
        return list(rows)
    if face == "submitted":
        return [row for row in rows if row["submitted_at"]]
    if face == "approved":
        return [row for row in rows if row["version"]]
    return [row for row in rows if row["punctuality"] == face]


def counted_units(content: Content, face: str, kind: str) -> list[int]:
    """Units of the last day that a face counts, in order of kind and name."""
    if face == "count":
        found = [unit for unit in content.range[-1].parents if content.units[unit].kind == kind]
    else:
        rows = content.expected_reports
        found = list({row["unit"] for row in rows if face == "reporters" or row["version"]})
    return sorted(found, key=content.place)


def count(content: Content, code: str, face: str, kind: str) -> Figure | None:
    """The count as a figure of the last quarter; None for a face or kind that is not known."""
    if code == REPORTS and face in REPORT_FACES and not kind:
        return _figure(content, code, REPORT_FACES[face], len(counted_reports(content, face)))
    if code == UNITS and face in UNIT_FACES and (face != "count" or kind in content.kinds):
        label = content.kinds[kind] if kind else UNIT_FACES[face]
        return _figure(content, code, label, len(counted_units(content, face, kind)))
    return None


def _figure(content: Content, code: str, label: str, value: int) -> Figure:
    last = content.range[-1]
    return Figure(
        code=code,
        label=label,
        unit_of_measure=COUNTED[code],
        decimals=0,
        factor=1,
        is_rate=False,
        unit_id=content.scope,
        period_id=last.id,
        period_slug=last.slug,
        period_label=last.label,
        tree_on=last.end_on,
        numerator=Decimal(value),
        denominator=None,
        given=value,
        expected=value,
    )
