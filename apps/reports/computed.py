"""What the registers know of a report's boxes. Asked anew whenever an open report is shown or judged; a report that
is handed in or approved keeps what was stored when its cells were confirmed.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from apps.assessments.queries import figures as rounds
from apps.branches.queries import figures as branches
from apps.cadres.queries import register_figures
from apps.reports.models import Report

Known = Mapping[int, Mapping[str, Decimal]]


def known_figures(report: Report, asked: Mapping[int, Collection[str]]) -> Known:
    """By unit of a row and code of an element; nothing once the report is closed, or before the form asks a register.

    `asked`: by unit of a row, the codes of its boxes; a register is asked for those rows alone that it may answer.
    The reporting unit's own row also counts the units of the other rows, whichever of them are asked for here.
    Needs `report` from with_lineage().
    """
    asks_cadres, asks_branches = (
        report.is_open and since is not None and report.period.end_on >= since
        for since in (report.form.register_from, report.form.branches_from)
    )
    scopes = {unit: report.row_unit_ids if unit == report.unit_id else [unit] for unit in asked}
    of_branches, of_rounds = (
        [unit for unit, codes in asked.items() if asks_branches and not answered.isdisjoint(codes)]
        for answered in (branches.ANSWERED, rounds.ANSWERED)
    )
    return _united(
        register_figures(scopes, report.period) if asks_cadres else {},
        branches.branch_figures(of_branches, report.period),
        rounds.assessment_figures(of_rounds, report.period),
    )


def _united(*answers: Known) -> Known:
    """Registers answer for different elements."""
    found: dict[int, dict[str, Decimal]] = {}
    for answer in answers:
        for unit_id, figures in answer.items():
            found.setdefault(unit_id, {}).update(figures)
    return found
