"""Branches of Đồng Tiến, a round over them, and what people do with an assessment, in a line each."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.assessments import services
from apps.assessments.enums import Method, Purpose
from apps.assessments.models import Assessment, AssessmentRound, CriteriaSet, Criterion, Score
from apps.assessments.services import Answer, Calendar, Document, Proof
from apps.core.vietnamese import sort_key
from apps.units.models import Unit, UnitName, UnitParent, UnitSector
from apps.units.services.ancestry import rebuild_ancestry
from tests.files.makers import pdf
from tests.world import World

OPENS_ON = date(2021, 11, 15)
TODAY = date(2021, 11, 20)
SINCE = DateRange(date(2019, 1, 1), None)


def moment(month: int, day: int, year: int = 2021) -> datetime:
    return datetime(year, month, day, 17, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


NOW = moment(11, 20)


def branch(commune: Unit, name: str = "Chi đoàn thôn Đông", sector: str = "RURAL") -> Unit:
    """A branch of the commune since 2019."""
    unit = Unit.objects.create(kind_id="BRANCH", opened_on=SINCE.lower)
    UnitName.objects.create(unit=unit, name=name, short_name=name, sort_key=sort_key(name), validity=SINCE)
    UnitParent.objects.create(unit=unit, parent=commune, validity=SINCE)
    UnitSector.objects.create(unit=unit, sector_id=sector, validity=SINCE)
    rebuild_ancestry(root_id=unit.pk)
    return unit


def calendar(title: str = "Xếp loại năm 2021") -> Calendar:
    return Calendar(title, moment(12, 1), moment(12, 15), moment(12, 31))


def open_round(world: World, code: str = "CD-DBDC", year: int = 2021) -> AssessmentRound:
    criteria = CriteriaSet.objects.published().filter(code=code).latest("version")
    return services.open_round(
        actor=world.officer, set_id=criteria.pk, year=year, opens_on=OPENS_ON, calendar=calendar()
    )


def assessment_of(unit: Unit) -> Assessment:
    """As a view would hold it."""
    return Assessment.objects.with_lineage(TODAY).get(unit=unit)


def answer_for(criterion: Criterion, share: Decimal) -> Answer:
    """That share of the criterion's points, as its method can give it."""
    if criterion.method == Method.GRADED:
        grades = sorted(criterion.grades.all(), key=lambda grade: grade.points)
        fitting = [grade for grade in grades if grade.points <= share * criterion.max_points]
        return Answer(grade_id=(fitting or grades)[-1 if fitting else 0].pk, note="Thử")
    if criterion.method == Method.RATIO:
        return Answer(ratio=share, note="Thử")
    if criterion.method == Method.YES_NO:
        return Answer(is_met=share >= 1, note="Thử")
    return Answer(points=share * criterion.max_points, note="Thử")


def version_of(assessment: Assessment, criterion: Criterion) -> int:
    found = Score.objects.filter(assessment=assessment, criterion=criterion).first()
    return found.version if found else 0


def fresh(assessment: Assessment) -> int:
    return Assessment.objects.get(pk=assessment.pk).version


def fill(assessment: Assessment, actor: User, share: str = "1") -> None:
    """Every criterion answered, every gate denied, evidence where it is asked for."""
    criteria = assessment.round.set.criteria.prefetch_related("grades")
    for criterion in criteria:
        services.score(
            actor=actor, assessment_id=assessment.pk, criterion_id=criterion.pk, today=TODAY,
            version=version_of(assessment, criterion), answer=answer_for(criterion, Decimal(share)),
        )  # fmt: skip
        if criterion.needs_evidence:
            prove(assessment, actor, criterion)
    for gate in assessment.round.set.gates.all():
        held = assessment.gate_answers.filter(gate=gate).first()
        services.answer_gate(
            actor=actor, assessment_id=assessment.pk, gate_id=gate.pk, is_hit=False, today=TODAY,
            version=held.version if held else 0,
        )  # fmt: skip


def prove(assessment: Assessment, actor: User, criterion: Criterion | None = None, **more: Any) -> Any:
    proof = Proof(**({"document_number": "12-KH/ĐTN"} | more))
    return services.attach_evidence(
        actor=actor, assessment_id=assessment.pk, criterion_id=criterion and criterion.pk, proof=proof,
        now=NOW, today=TODAY,
    )  # fmt: skip


def attach_minutes(assessment: Assessment, actor: User) -> None:
    upload = SimpleUploadedFile("bien-ban.pdf", pdf())
    services.attach_minutes(actor=actor, assessment_id=assessment.pk, upload=upload, now=NOW, today=TODAY)


def step(act: Callable[..., Any], assessment: Assessment, actor: User, **more: Any) -> Any:
    """An act that takes the assessment's version and the day."""
    given = {"assessment_id": assessment.pk, "version": fresh(assessment), "today": TODAY}
    return act(actor=actor, **given, **more)


def submit(assessment: Assessment, actor: User) -> Any:
    return step(services.submit, assessment, actor, now=NOW)


def decide(assessments: list[Assessment], actor: User, number: str = "05-QĐ/ĐTN") -> Any:
    return services.decide(
        actor=actor, round_id=assessments[0].round_id, versions={each.pk: fresh(each) for each in assessments},
        document=Document(number, TODAY), now=NOW, today=TODAY,
    )  # fmt: skip


def appraise_all(assessment: Assessment, actor: User) -> Any:
    step(services.accept_rest, assessment, actor)
    return step(services.appraise, assessment, actor)


def decided(assessment: Assessment, unit_side: User, above: User, share: str = "1") -> Any:
    """The whole road."""
    fill(assessment, unit_side, share)
    submit(assessment, unit_side)
    appraise_all(assessment, above)
    return decide([assessment], above)[0]


def draft_of(code: str, **changes: Any) -> CriteriaSet:
    """A published copy of a set with other settings."""
    source = CriteriaSet.objects.published().filter(code=code).latest("version")
    kept = {"unit_kind_id": source.unit_kind_id, "purpose": Purpose(source.purpose)}
    named = {"code": code, "version": source.version + 1, "title": source.title, "source": "Thử"}
    made = CriteriaSet.objects.create(**(kept | named | {"starts_on_year": 2019} | changes))
    return copied_rows(source, made)


def copied_rows(source: CriteriaSet, made: CriteriaSet) -> CriteriaSet:
    for row in [*source.classes.all(), *source.gates.all()]:
        row.pk, row.set = None, made
        row.save()
    for criterion in source.criteria.prefetch_related("grades"):
        grades = list(criterion.grades.all())
        criterion.pk, criterion.set = None, made
        criterion.save()
        for grade in grades:
            grade.pk, grade.criterion = None, criterion
            grade.save()
    return made
