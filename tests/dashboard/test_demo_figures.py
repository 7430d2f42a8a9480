"""The demo's reports say what its register says: every unit and quarter counted again in plain Python."""

from collections.abc import Iterable

import pytest

from apps.assessments.queries.figures import assessment_figures
from apps.branches.queries import branch_figures
from apps.cadres.queries import register_figures
from apps.directives.models import Period
from apps.indicators.enums import ElementSource
from apps.reports.enums import ReportState
from apps.reports.models import Report, ReportRow, ReportValue
from tests.assessments.plain_results import Rounds
from tests.branches.plain import Register as Branches
from tests.cadres.plain import Register

pytestmark = pytest.mark.usefixtures("demo_db")
QUARTERS = [f"{year}-q{ordinal}" for year in (2020, 2021) for ordinal in (1, 2, 3, 4)][:7]
Figures = dict[int, dict[str, object]]


@pytest.fixture(scope="module", params=QUARTERS)
def period(request: pytest.FixtureRequest, demo_db: str) -> Period:
    return Period.objects.get(slug=request.param)


@pytest.fixture(scope="module")
def scopes(period: Period) -> dict[int, list[int]]:
    """By unit of a row, the units that it counts."""
    found = {}
    for report in Report.objects.with_lineage().filter(period=period):
        units = list(report.row_unit_ids)
        found |= {unit: units if unit == report.unit_id else [unit] for unit in units}
    return found


@pytest.fixture(scope="module")
def counted(period: Period, scopes: dict[int, list[int]]) -> Figures:
    cadres, branches, rounds = Register(period), Branches(period), Rounds(period.year, period.cutoff_on)
    return {
        unit: cadres.figures(unit, units) | branches.figures(unit) | rounds.figures(unit)
        for unit, units in scopes.items()
    }


def test_the_registers_answer_what_plain_python_counts(period, scopes, counted) -> None:
    assert len(scopes) == 173
    answers = [
        register_figures(scopes, period), branch_figures(scopes, period), assessment_figures(scopes, period)
    ]  # fmt: skip
    assert {unit: merged(answer.get(unit, {}) for answer in answers) for unit in scopes} == counted


def merged(answers: Iterable[dict[str, object]]) -> dict[str, object]:
    """No two registers answer for one element."""
    found: dict[str, object] = {}
    for answer in answers:
        assert not found.keys() & answer.keys()
        found |= answer
    return found


def test_reports_took_these_numbers(period, counted) -> None:
    taken = ReportValue.objects.filter(row__report__period=period).exclude(register_value=None)
    columns = ("row__unit_id", "element__code", "register_value", "value", "dispute_reason")
    for unit, code, register, value, dispute in taken.values_list(*columns):
        assert register == counted[unit][code]
        assert (value != register) == bool(dispute)
    assert taken.count() > 500


def test_closed_reports_left_no_answer_of_the_register_aside(period, scopes, counted) -> None:
    closed = ReportRow.objects.filter(report__period=period).exclude(report__state=ReportState.DRAFT)
    values = ReportValue.objects.filter(row__in=closed, element__source=ElementSource.COMPUTED)
    typed = values.filter(register_value=None).values_list("row__unit_id", "element__code")
    assert {(unit, code) for unit, code in typed if code in counted[unit]} == set()


def test_a_few_numbers_are_corrected_for_a_reason() -> None:
    taken = ReportValue.objects.exclude(register_value=None)
    assert 1 <= taken.exclude(dispute_reason="").count() < taken.count() / 200
