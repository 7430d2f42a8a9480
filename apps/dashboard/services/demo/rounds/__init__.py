"""The demo's rounds: 2019 and 2020 decided, 2021 alive; titles of 2020 recognised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from django.utils import timezone

from apps.accounts.models import User
from apps.assessments import services
from apps.assessments.enums import AssessmentState, Purpose
from apps.assessments.models import Assessment, AssessmentRound, CriteriaSet, Criterion
from apps.assessments.queries.measures import Measures, measures
from apps.dashboard.services.demo.branches.ground import Branch
from apps.dashboard.services.demo.pictures import picture_models, picture_work
from apps.dashboard.services.demo.rounds.evidence import Proving, draw_evidence, pictured_units
from apps.dashboard.services.demo.rounds.scores import Judges, draw_gates, draw_scores
from apps.dashboard.services.demo.rounds.writing import Filled, Hands, write_filled
from apps.units.enums import Role
from apps.units.models import Membership, Unit, UnitParent

ROUNDS = (
    ("CD-DBDC", 2019),
    ("DCS-XA", 2019),
    ("CD-DBDC", 2020),
    ("DCS-XA", 2020),
    ("CHI-DOAN-MANH", 2020),
    ("3-CHU-DONG", 2020),
    ("CD-DBDC", 2021),
    ("DCS-XA", 2021),
)
RUNNING = 2021
# (share of the units of the running round, how far they have come), one after the other.
STAGES = (
    (0.34, AssessmentState.DRAFT),
    (0.62, AssessmentState.SUBMITTED),
    (0.84, AssessmentState.APPRAISED),
    (1.0, AssessmentState.DECIDED),
)
# Of two accounts that nobody signs in with, one enters for the units, the other acts for those above.
HANDS = (("minh-hoa.co-so", "Cơ sở (minh họa)"), ("minh-hoa.cap-tren", "Đoàn cấp trên (minh họa)"))


@dataclass(frozen=True)
class Cast:
    """`pictured`: units whose pictures are there; `awaited`: units for which somebody signs in."""

    officer: User
    unit: User
    above: User
    branches: Mapping[int, Branch]
    pictured: frozenset[int]
    awaited: frozenset[int]


def seed_rounds(branches: Sequence[Branch], officer: User) -> None:
    """All rounds over the branches and communes of the demo, and whoever enters for them also shows their works."""
    unit, above = User.objects.bulk_create(
        User(username=username, full_name=name, email=f"{username}@tinhdoan.example", is_active=False)
        for username, name in HANDS
    )
    pictured = pictured_units(branches)
    cast = Cast(officer, unit, above, {branch.pk: branch for branch in branches}, pictured, _awaited())
    for code, year in ROUNDS:
        _seed_round(code, year, cast)
    picture_work(pictured, unit)
    picture_models(unit)


def _awaited() -> frozenset[int]:
    roles = [Role.COMMUNE_SECRETARY, Role.BRANCH_SECRETARY]
    return frozenset(Membership.objects.filter(role__in=roles).values_list("unit_id", flat=True))


def _seed_round(code: str, year: int, cast: Cast) -> None:
    within = _open(code, year, cast.officer)
    rows = list(Assessment.objects.filter(round=within).order_by("pk"))
    due = within.self_due_at
    known = measures([row.unit_id for row in rows], within.set.unit_kind_id, year, due)
    criteria = list(within.set.criteria.prefetch_related("grades"))
    filled = [_fill(row, within, criteria, known[row.unit_id], cast) for row in rows]
    write_filled([one for one in filled if one], Hands(cast.unit, cast.above, within.decide_due_at))
    if year != RUNNING:
        services.close_round(actor=cast.officer, round_id=within.pk, version=within.version)


def _open(code: str, year: int, officer: User) -> AssessmentRound:
    chosen = CriteriaSet.objects.published().filter(code=code).latest("version")
    calendar = services.Calendar(
        f"{chosen.title} năm {year}", _at(year, 12, 5), _at(year, 12, 20), _at(year, 12, 30)
    )
    within = services.open_round(
        actor=officer, set_id=chosen.pk, year=year, opens_on=date(year, 11, 15), calendar=calendar
    )
    if chosen.purpose == Purpose.RECOGNITION:
        _register(within)
    return within


def _at(year: int, month: int, day: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, day), time(17)))


def _register(within: AssessmentRound) -> None:
    """Two units of three ask for the title."""
    day = within.opens_on
    units = Unit.objects.open_on(day).filter(kind=within.set.unit_kind).order_by("pk")
    parents = dict(UnitParent.objects.filter(validity__contains=day).values_list("unit_id", "parent_id"))
    Assessment.objects.bulk_create(
        Assessment(
            round=within, unit=unit, appraiser_unit_id=parents[unit.pk], decider_unit_id=parents[unit.pk]
        )
        for unit in units
        if Random(f"đăng ký {within.set.code} {unit.pk}").random() < 0.66
    )


def _fill(
    row: Assessment, within: AssessmentRound, criteria: list[Criterion], known: Measures, cast: Cast
) -> Filled | None:
    """None: nobody has begun. Whoever signs in for a unit finds the running round begun, not sent."""
    row.round = within
    rng = Random(f"đánh giá {within.set.code} {within.year} {row.unit_id}")
    state = _state(rng) if within.year == RUNNING else AssessmentState.DECIDED
    if within.year == RUNNING and row.unit_id in cast.awaited:
        state = AssessmentState.DRAFT
    elif state == AssessmentState.DRAFT and rng.random() < 0.6:
        return None
    scores = draw_scores(
        row, criteria, known, _quality(rng, row, within, cast), Judges(cast.unit.pk, cast.above.pk)
    )
    if state == AssessmentState.DRAFT:
        scores = scores[: rng.randint(2, len(scores) - 2)]
    evidence = draw_evidence(row, scores, Proving(cast.unit, cast.pictured, within))
    return Filled(row, state, scores, draw_gates(row, list(within.set.gates.all()), known), evidence)


def _state(rng: Random) -> AssessmentState:
    draw = rng.random()
    return next(state for share, state in STAGES if draw <= share)


def _quality(rng: Random, row: Assessment, within: AssessmentRound, cast: Cast) -> float:
    """How well the unit does by the end of the year, 0 … 1."""
    branch = cast.branches.get(row.unit_id)
    if branch is None:
        return rng.uniform(0.55, 1.0)
    step = (within.year - 2019) * 4 + 3
    return 0.5 + 0.42 * branch.vigour if branch.is_strong(step) else 0.5 + 0.4 * branch.vigour
