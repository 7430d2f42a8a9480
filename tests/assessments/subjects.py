"""What the routes of the assessment are asked about: one branch in rounds of its own, in every state."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import User
from apps.assessments.enums import AssessmentState
from apps.assessments.models import (
    Assessment,
    AssessmentRound,
    CriteriaSet,
    Criterion,
    Decision,
    Evidence,
    Gate,
    GateAnswer,
    Score,
    ScoreExport,
)
from apps.assessments.services import copy_set
from apps.core.clock import db_now
from apps.files.services import store
from apps.units.models import Unit
from tests.files.makers import pdf

NO_UNIT = {"index", "round_new", "criteria", "latest_results"}
OF_A_ROUND = {
    "results", "round", "round_edit", "round_add", "round_close", "decide", "workbook_new", "template", "import",
    "import_start",
}  # fmt: skip
OF_AN_EXPORT = {"workbook", "workbook_file"}
STATE_OF = dict.fromkeys(
    ("appraise_form", "appraise_score", "mark_return", "appraise_gate", "accept_rest", "send_back", "appraise"),
    AssessmentState.SUBMITTED,
) | {
    "assign": AssessmentState.REGISTERED,
    "take_back": AssessmentState.APPRAISED,
    "overrule": AssessmentState.APPRAISED,
    "appeal": AssessmentState.DECIDED,
    "decision": AssessmentState.DECIDED,
}  # fmt: skip


def is_bound(route: str) -> bool:
    """Whether the relation to the branch decides."""
    name = route.partition(":")[2]
    of_a_set = name.startswith(("criteri", "class_", "gate_"))
    return name not in NO_UNIT | OF_A_ROUND | OF_AN_EXPORT and not of_a_set


@dataclass(frozen=True)
class Papers:
    """The branch's assessments by state, a draft of a set, and what hangs on them."""

    unit: Unit
    by_state: dict[str, Assessment]
    title: AssessmentRound
    criterion: Criterion
    gate: Gate
    evidence: Evidence
    draft: CriteriaSet
    export: ScoreExport

    def arguments(self, name: str) -> list[Any]:
        if name in NO_UNIT:
            return []
        if name == "register":
            return [self.title.pk, self.unit.pk]
        if name in OF_AN_EXPORT:
            return [self.export.pk]
        paper = self.by_state[STATE_OF.get(name, AssessmentState.DRAFT)]
        if name in OF_A_ROUND:
            return [paper.round_id]
        if not is_bound(f"assessments:{name}"):
            return self._of_set(name)
        extra: dict[str, int] = dict.fromkeys(
            ("score", "appraise_score", "mark_return", "overrule"), self.criterion.pk
        )
        extra |= dict.fromkeys(("answer_gate", "appraise_gate"), self.gate.pk)
        extra |= dict.fromkeys(("evidence", "withdraw"), self.evidence.pk) | {"decision": 1}
        return [paper.pk, *([extra[name]] if name in extra else [])]

    def _of_set(self, name: str) -> list[Any]:
        rows = {"criterion": self.draft.criteria, "class": self.draft.classes, "gate": self.draft.gates}
        kind, _, act = name.partition("_")
        if name in {"criteria_set", "criteria_copy"}:
            return [self.criterion.set_id]
        return [self.draft.pk, *([rows[kind].all()[0].pk] if act in {"edit", "remove"} else [])]


def papers(unit: Unit, secretary: User, officer: User) -> Papers:
    """Scored by the branch's secretary, in the years 2031 to 2036."""
    criteria = CriteriaSet.objects.get(code="CD-DBDC", version=1)
    commune_id = unit.parents.get().parent_id
    file = store(user=secretary, upload=SimpleUploadedFile("bien-ban.pdf", pdf()), now=db_now())
    by_state = {}
    for year, state in enumerate(AssessmentState, 2031):
        made = Assessment.objects.create(
            round=round_of(criteria, year), unit=unit, state="submitted", appraiser_unit_id=commune_id,
            decider_unit_id=commune_id, minutes=file, self_points=Decimal(50), appraised_points=Decimal(50),
        )  # fmt: skip
        fill(made, secretary, officer)
        by_state[state] = put(made, state, officer)
    draft = by_state[AssessmentState.DRAFT]
    scan = store(user=secretary, upload=SimpleUploadedFile("a.pdf", pdf()), now=db_now())
    return Papers(
        unit=unit,
        by_state=by_state,
        title=round_of(CriteriaSet.objects.get(code="CHI-DOAN-MANH"), 2031),
        criterion=criteria.criteria.all()[0],
        gate=criteria.gates.all()[0],
        evidence=Evidence.objects.create(assessment=draft, file=scan, added_by=secretary),
        draft=copy_set(actor=officer, set_id=criteria.pk),
        export=ScoreExport.objects.create(
            round=draft.round, unit=unit, purpose="Thử", requested_by=officer, made_at=db_now(), content=b"x"
        ),
    )


def round_of(criteria: CriteriaSet, year: int) -> AssessmentRound:
    days = [datetime(year, 12, day, 17, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")) for day in (1, 15, 31)]
    names = ("self_due_at", "appraise_due_at", "decide_due_at")
    return AssessmentRound.objects.create(
        set=criteria,
        year=year,
        title=f"Thử {year}",
        opens_on=date(year, 11, 15),
        **dict(zip(names, days, strict=True)),
    )


def fill(paper: Assessment, secretary: User, officer: User) -> None:
    Score.objects.bulk_create(
        Score(
            assessment=paper, criterion=criterion, self_points=criterion.max_points, self_by=secretary,
            appraised_points=criterion.max_points, appraised_by=officer,
        )
        for criterion in paper.round.set.criteria.all()
    )  # fmt: skip
    GateAnswer.objects.bulk_create(
        GateAnswer(assessment=paper, gate=gate, is_hit=False, by=secretary)
        for gate in paper.round.set.gates.all()
    )


def put(paper: Assessment, state: str, officer: User) -> Assessment:
    """Into that state."""
    result: dict[str, Any] = {}
    if state == AssessmentState.DECIDED:
        document = {"class_code": "done", "decision_number": "1-QĐ", "decision_on": date(2021, 12, 1)}
        result = {"decided_points": Decimal(50), **document}
        Decision.objects.create(
            assessment=paper, ordinal=1, content='{"scores":[],"set":{"title":"Thử","version":1}}', sha256="0" * 64,
            points=Decimal(50), by=officer, **document,
        )  # fmt: skip
    Assessment.objects.filter(pk=paper.pk).update(state=state, **result)
    return Assessment.objects.get(pk=paper.pk)
