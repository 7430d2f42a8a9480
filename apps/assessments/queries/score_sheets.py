"""The scores of a round as tables for Excel: totals by section, every criterion, and what the criteria are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.assessments.enums import AssessmentState
from apps.assessments.models import AssessmentRound, Criterion
from apps.core.vietnamese import number
from apps.core.workbooks import TableSheet, Value
from apps.units.models import Unit

COLUMNS = ("Tự chấm", "Thẩm định", "Quyết định")
SHORT = ("TC", "TĐ", "QĐ")
# Where a unit stood at the end of the round's year, as on the page of results.
PAPERS = """
SELECT a.id, own.name, above.name, top.name, a.state, a.class_code, a.is_recognised, a.self_points,
       a.appraised_points, a.decided_points, a.decision_number, a.decision_on
FROM assessments_assessment a
JOIN units_unitancestry inside ON inside.descendant_id = a.unit_id AND inside.ancestor_id = %(unit)s
  AND inside.validity @> %(day)s::date
JOIN units_unitname own ON own.unit_id = a.unit_id AND own.validity @> %(day)s::date
LEFT JOIN units_unitparent edge ON edge.unit_id = a.unit_id AND edge.validity @> %(day)s::date
LEFT JOIN units_unitname above ON above.unit_id = edge.parent_id AND above.validity @> %(day)s::date
LEFT JOIN units_unitparent higher ON higher.unit_id = edge.parent_id AND higher.validity @> %(day)s::date
LEFT JOIN units_unitname top ON top.unit_id = higher.parent_id AND top.validity @> %(day)s::date
WHERE a.round_id = %(round)s
ORDER BY top.sort_key, above.sort_key, own.sort_key, a.id
"""
SCORES = """
SELECT s.assessment_id, s.criterion_id, s.self_points, s.appraised_points, s.decided_points
FROM assessments_score s
JOIN assessments_assessment a ON a.id = s.assessment_id AND a.round_id = %(round)s
JOIN units_unitancestry inside ON inside.descendant_id = a.unit_id AND inside.ancestor_id = %(unit)s
  AND inside.validity @> %(day)s::date
"""
Points = tuple[Decimal | None, Decimal | None, Decimal | None]
NONE: Points = (None, None, None)


@dataclass(frozen=True)
class Paper:
    pk: int
    name: str
    above: str | None
    top: str | None
    state: str
    class_code: str
    is_recognised: bool | None
    self_points: Decimal | None
    appraised_points: Decimal | None
    decided_points: Decimal | None
    decision_number: str
    decision_on: date | None


def score_sheets(unit: Unit, within: AssessmentRound) -> tuple[list[TableSheet], int]:
    """Of the unit and all below it, and of how many; four statements, however many there are."""
    asked = {"unit": unit.pk, "round": within.pk, "day": date(within.year, 12, 31)}
    papers = [Paper(*row) for row in _rows(PAPERS, asked)]
    scores: dict[int, dict[int, Points]] = defaultdict(dict)
    for paper_id, criterion_id, *points in _rows(SCORES, asked):
        scores[paper_id][criterion_id] = tuple(points)
    criteria = list(within.set.criteria.all())
    sheets = [
        _totals(within, papers, criteria, scores),
        _details(within, papers, criteria, scores),
        _key(within, criteria),
    ]
    return sheets, len(papers)


def _totals(
    within: AssessmentRound,
    papers: Sequence[Paper],
    criteria: Sequence[Criterion],
    scores: Mapping[int, Mapping[int, Points]],
) -> TableSheet:
    names = {one.code: one.name for one in within.set.classes.all()}
    sections = list(dict.fromkeys(one.section for one in criteria))
    places = [("", head) for head in ("Đơn vị", "Đoàn cấp trên", "Cấp trên nữa", "Bước", "Kết quả")]
    groups = [(group, head) for group in (*sections, "Tổng điểm") for head in COLUMNS]
    rows: list[list[Value]] = []
    for paper in papers:
        told = scores.get(paper.pk, {})
        parts = [
            _summed(told.get(one.pk, NONE) for one in criteria if one.section == name) for name in sections
        ]
        whole = (paper.self_points, paper.appraised_points, paper.decided_points)
        points = [one for part in (*parts, whole) for one in part]
        rows.append([*_about(paper, names), *points, paper.decision_number or None, paper.decision_on])
    return TableSheet(
        name="Kết quả",
        title=f"ĐIỂM {within.title.upper()}",
        heads=[*places, *groups, ("", "Số quyết định"), ("", "Ngày quyết định")],
        rows=rows,
        widths=[28, 25, 22, 14, 17, *([8.5] * len(groups)), 16, 12],
        decimals=dict.fromkeys(range(len(places), len(places) + len(groups)), 2),
        note="Ô “—” là chưa có điểm, không phải 0. Điểm của một mặt để trống khi còn tiêu chí chưa chấm.",
    )


def _about(paper: Paper, names: Mapping[str, str]) -> list[Value]:
    title = {True: "được công nhận", False: "chưa được công nhận", None: None}[paper.is_recognised]
    state = str(AssessmentState(paper.state).label)
    return [paper.name, paper.above, paper.top, state, names.get(paper.class_code, title)]


def _summed(parts: Iterable[Points]) -> list[Decimal | None]:
    """Column by column; a criterion without points leaves the sum open."""
    columns = list(zip(*parts, strict=True))
    return [None if None in column else sum(column, Decimal(0)) for column in columns]


def _details(
    within: AssessmentRound,
    papers: Sequence[Paper],
    criteria: Sequence[Criterion],
    scores: Mapping[int, Mapping[int, Points]],
) -> TableSheet:
    width = 3 * len(criteria)
    return TableSheet(
        name="Từng tiêu chí",
        title=f"ĐIỂM TỪNG TIÊU CHÍ, {within.title.upper()}",
        heads=[("", "Đơn vị"), *((one.code, head) for one in criteria for head in SHORT)],
        rows=[
            [paper.name, *(each for one in criteria for each in scores.get(paper.pk, {}).get(one.pk, NONE))]
            for paper in papers
        ],
        widths=[28, *([6.5] * width)],
        decimals=dict.fromkeys(range(1, width + 1), 2),
        note="TC: tự chấm; TĐ: thẩm định; QĐ: quyết định. Nội dung của mã ở trang “Tiêu chí”.",
    )


def _key(within: AssessmentRound, criteria: Sequence[Criterion]) -> TableSheet:
    return TableSheet(
        name="Tiêu chí",
        title=f"{within.set}".upper(),
        heads=[("", head) for head in ("Mã", "Mặt", "Nội dung", "Điểm tối đa", "Cách chấm", "Hệ thống tính")],
        rows=[
            [one.code, one.section, one.text, one.max_points, one.get_method_display(),
             one.get_measure_display() or None]
            for one in criteria
        ],
        widths=[9, 34, 60, 10, 20, 34],
        decimals={3: 2},
        note=f"{number(len(criteria))} tiêu chí.",
    )  # fmt: skip


def _rows(statement: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()
