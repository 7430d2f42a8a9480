"""One assessment as its pages show it: criteria with their three scores and evidence, gates, what is still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator

from apps.assessments.enums import (
    NOT_ALL_HANDED_OVER,
    RATIOS,
    UNKNOWN_BECAUSE,
    AssessmentState,
    Measure,
    Method,
)
from apps.assessments.models import (
    Assessment,
    AssessmentStep,
    Criterion,
    Decision,
    Evidence,
    Gate,
    GateAnswer,
    Score,
)
from apps.assessments.queries.gaps import differs, gap
from apps.assessments.queries.measures import Measures, measures_of
from apps.assessments.queries.scoring import final_class, measured_points
from apps.core.canonical import plain
from apps.core.vietnamese import number

EVIDENCE_A_PAGE = 24


@dataclass(frozen=True)
class Option:
    """A grade to choose, or yes and no."""

    name: str
    value: str
    text: str
    points: Decimal
    is_chosen: bool


@dataclass(frozen=True)
class Mark:
    """One criterion. `measured`: as frozen at submission, or as the registers say now while the unit still scores."""

    criterion: Criterion
    score: Score | None
    measured: Decimal | None
    evidence: list[Evidence]
    is_open: bool

    @property
    def anchor(self) -> str:
        return f"muc-{self.criterion.pk}"

    @property
    def version(self) -> int:
        return self.score.version if self.score else 0

    @cached_property
    def measured_points(self) -> Decimal | None:
        if self.score and not self.is_open:
            return self.score.measured_points
        return measured_points(self.criterion, self.measured)

    @property
    def own_points(self) -> Decimal | None:
        """What the unit gave itself in words of its own; None also where it leaves it to the registers."""
        if self.score is None or (self.is_open and self.score.self_points == self.score.measured_points):
            return None
        return self.score.self_points

    @property
    def points(self) -> Decimal | None:
        """The unit's score: its own, else what the registers give."""
        if not self.is_open:
            return self.score.self_points if self.score else None
        return self.measured_points if self.own_points is None else self.own_points

    @property
    def appraised_points(self) -> Decimal | None:
        return self.score.appraised_points if self.score else None

    @property
    def decided_points(self) -> Decimal | None:
        return self.score.decided_points if self.score else None

    @property
    def note(self) -> str:
        return self.score.self_note if self.score else ""

    @property
    def gap(self) -> str:
        return gap(
            self.criterion, self.points, self.measured_points, self.note, is_proven=bool(self.evidence)
        )

    @property
    def wants_evidence(self) -> bool:
        """Scored, and only its evidence is missing."""
        return self.criterion.needs_evidence and bool(self.points) and not self.evidence

    @property
    def is_returned(self) -> bool:
        return bool(self.score and self.score.is_returned)

    @property
    def differs_from_measure(self) -> bool:
        return differs(self.points, self.measured_points)

    @property
    def differs_from_self(self) -> bool:
        return self.appraised_points is not None and self.appraised_points != self.points

    @property
    def percent(self) -> str:
        """The share that was typed, for its box."""
        value = self.score.self_value if self.score else None
        return "" if value is None else plain(value * 100).replace(".", ",")

    @property
    def measured_words(self) -> str:
        return in_words(self.criterion, self.measured)

    @property
    def unknown_because(self) -> str:
        """Why the registers do not know; empty when they do or are not asked."""
        if not self.criterion.measure or self.measured_points is not None:
            return ""
        return UNKNOWN_BECAUSE.get(Measure(self.criterion.measure), NOT_ALL_HANDED_OVER)

    @property
    def options(self) -> list[Option]:
        if self.criterion.method == Method.YES_NO:
            most = self.criterion.max_points
            rows = [("yes", "Đạt", most), ("no", "Không đạt", Decimal(0))]
            return [
                Option("is_met", value, text, each, self.own_points == each) for value, text, each in rows
            ]
        chosen = self.score.self_grade_id if self.score else None
        return [
            Option("grade_id", str(grade.pk), grade.text, grade.points, grade.pk == chosen)
            for grade in self.criterion.grades.all()
        ]

    @property
    def choices(self) -> list[Decimal]:
        """The points that the criterion can give, when they are few."""
        if self.criterion.method == Method.YES_NO:
            return [self.criterion.max_points, Decimal(0)]
        if self.criterion.method == Method.GRADED:
            return [grade.points for grade in self.criterion.grades.all()]
        return []


def in_words(criterion: Criterion, measured: Decimal | None) -> str:
    """A measure as people say it: a share in percent, a level by its grade, else the number."""
    if measured is None:
        return ""
    if criterion.measure in RATIOS:
        return f"{number(measured * 100, 1)} %"
    grades = [
        each for each in criterion.grades.all() if each.at_least is not None and measured >= each.at_least
    ]
    return grades[0].text if grades else number(measured)


@dataclass(frozen=True)
class GateMark:
    """One gate with its answer. With a measure that is known it answers itself."""

    gate: Gate
    answer: GateAnswer | None
    measured: Decimal | None
    is_open: bool

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def anchor(self) -> str:
        return f"dieu-kien-{self.gate.pk}"

    @property
    def answers_itself(self) -> bool:
        return self.measured is not None

    @property
    def is_hit(self) -> bool | None:
        """None: nobody said."""
        if self.is_open and self.measured is not None and self.gate.at_least is not None:
            return self.measured >= self.gate.at_least
        return self.answer.is_hit if self.answer else None

    @property
    def holds(self) -> bool:
        if self.answer and self.answer.appraised_hit is not None:
            return self.answer.appraised_hit
        return bool(self.is_hit)


@dataclass(frozen=True)
class Paper:
    """The assessment with everything on it; `class_names` as its set calls them."""

    assessment: Assessment
    marks: list[Mark]
    gates: list[GateMark]
    general: list[Evidence]
    class_names: dict[str, str]

    @property
    def sections(self) -> list[tuple[str, list[Mark]]]:
        return [
            (name, list(marks))
            for name, marks in groupby(self.marks, key=lambda mark: mark.criterion.section)
        ]

    @property
    def max_points(self) -> Decimal:
        return sum((mark.criterion.max_points for mark in self.marks), Decimal(0))

    @property
    def points(self) -> Decimal:
        """So far."""
        return sum((mark.points or Decimal(0) for mark in self.marks), Decimal(0))

    @property
    def left(self) -> int:
        return sum(bool(mark.gap) for mark in self.marks) + sum(mark.is_hit is None for mark in self.gates)

    @property
    def done(self) -> int:
        return self.whole - self.left

    @property
    def whole(self) -> int:
        return len(self.marks) + len(self.gates)

    @property
    def next_gap(self) -> Mark | None:
        return next((mark for mark in self.marks if mark.gap and mark.is_open), None)

    @property
    def holding(self) -> list[Gate]:
        return [mark.gate for mark in self.gates if mark.holds]

    @property
    def likely_class(self) -> str:
        """The name of the class that the unit's own score would give; empty before it is whole."""
        if self.left or not self.class_names:
            return ""
        classes = list(self.assessment.round.set.classes.all())
        return self.class_names[final_class(self.points, classes, self.holding)]

    @property
    def returned(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.is_returned]

    @property
    def unappraised(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.appraised_points is None]

    @property
    def appraised_count(self) -> int:
        return len(self.marks) - len(self.unappraised)

    @property
    def appraised_so_far(self) -> Decimal:
        return sum((mark.appraised_points or Decimal(0) for mark in self.marks), Decimal(0))

    def mark_of(self, criterion_id: int) -> Mark:
        return next(mark for mark in self.marks if mark.criterion.pk == criterion_id)


def paper(assessment: Assessment, now: datetime) -> Paper:
    """A fixed number of statements, however many criteria and papers there are."""
    criteria = list(assessment.round.set.criteria.prefetch_related("grades"))
    scores = {score.criterion_id: score for score in assessment.scores.select_related("self_by")}
    answers = {answer.gate_id: answer for answer in assessment.gate_answers.all()}
    evidence = list(assessment.evidence.shown().select_related("file", "added_by"))
    known = measures_of(assessment, now) if assessment.is_open else {}
    return Paper(
        assessment=assessment,
        marks=[_mark(assessment, each, scores.get(each.pk), evidence, known) for each in criteria],
        gates=[
            _gate(assessment, gate, answers.get(gate.pk), known) for gate in assessment.round.set.gates.all()
        ],
        general=[each for each in evidence if each.criterion_id is None],
        class_names={each.code: each.name for each in assessment.round.set.classes.all()},
    )


def _mark(
    assessment: Assessment,
    criterion: Criterion,
    score: Score | None,
    evidence: Iterable[Evidence],
    known: Mapping[str, Decimal | None],
) -> Mark:
    is_open = assessment.state == AssessmentState.DRAFT or (
        assessment.state == AssessmentState.RETURNED and (score is None or score.is_returned)
    )
    frozen = score.measured if score else None
    return Mark(
        criterion=criterion,
        score=score,
        measured=known.get(criterion.measure) if is_open else frozen,
        evidence=[each for each in evidence if each.criterion_id == criterion.pk],
        is_open=is_open,
    )


def _gate(assessment: Assessment, gate: Gate, answer: GateAnswer | None, known: Measures) -> GateMark:
    is_open = assessment.is_open and (answer is None or answer.appraised_hit is None)
    frozen = answer.measured if answer else None
    return GateMark(gate, answer, known.get(gate.measure) if is_open else frozen, is_open)


def history(assessment: Assessment) -> tuple[list[AssessmentStep], list[Decision]]:
    """Steps and decisions, the latest first."""
    steps = assessment.steps.select_related("by").order_by("-pk")[:100]
    decisions: Any = assessment.decisions.select_related("by").order_by("-ordinal")[:100]
    return list(steps), list(decisions)


def evidence(assessment: Assessment, page: Any) -> Page[Any]:
    """What is shown, in the order of the criteria; two statements."""
    shown = assessment.evidence.shown().select_related("file", "criterion", "added_by")
    return Paginator(shown.order_by("criterion__rank", "pk"), EVIDENCE_A_PAGE).get_page(page)
