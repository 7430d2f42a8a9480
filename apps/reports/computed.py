"""What the registers know of a report's boxes. Asked anew whenever an open report is shown or judged; a report that
is handed in or approved keeps what was stored when its cells were confirmed.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from apps.assessments.queries.figures import assessment_figures
from apps.branches.queries import branch_figures
from apps.cadres.queries import register_figures
from apps.reports.models import Report

Known = Mapping[int, Mapping[str, Decimal]]


def known_figures(report: Report, unit_ids: Collection[int]) -> Known:
    """By unit of a row and code of an element; nothing once the report is closed, or before the form asks a register.

    The reporting unit's own row also counts the units of the other rows, whichever of them are asked for here.
    Needs `report` from with_lineage().
    """
    asks_cadres, asks_branches = (
        report.is_open and since is not None and report.period.end_on >= since
        for since in (report.form.register_from, report.form.branches_from)
    )
    scopes = {unit: report.row_unit_ids if unit == report.unit_id else [unit] for unit in unit_ids}
    return _united(
        register_figures(scopes, report.period) if asks_cadres else {},
        branch_figures(unit_ids, report.period) if asks_branches else {},
        assessment_figures(unit_ids, report.period) if asks_branches else {},
    )


def _united(*answers: Known) -> Known:
    """Registers answer for different elements."""
    found: dict[int, dict[str, Decimal]] = {}
    for answer in answers:
        for unit_id, figures in answer.items():
            found.setdefault(unit_id, {}).update(figures)
    return found
