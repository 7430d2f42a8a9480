"""Invented secretaries of branches: one after the other, now and then nobody."""

from datetime import date
from random import Random

from apps.cadres.enums import Education, PoliticalTheory, TrainingKind
from apps.cadres.models import Training, TrainingParticipant
from apps.dashboard.services.demo.branches.ground import Branch, Ground
from apps.dashboard.services.demo.cadres.lives import LAST_DAY, Life, Post, Sort, draw
from apps.dashboard.services.demo.cadres.terms import IN_MID_TERM, day_between, ends, reason
from apps.dashboard.services.demo.people import Place

YOUNG = Sort(
    (18.5, 25.5),
    {Education.HIGH_SCHOOL: 35, Education.VOCATIONAL: 25, Education.COLLEGE: 20, Education.UNIVERSITY: 20},
    {PoliticalTheory.NONE: 78, PoliticalTheory.ELEMENTARY: 20, PoliticalTheory.INTERMEDIATE: 2},
)
YEARS = (2019, 2020, 2021)


def draw_secretaries(grounds: list[Ground]) -> dict[str, list[Life]]:
    """By branch, one after the other."""
    return {branch.key: _line(branch) for ground in grounds for branch in ground.branches}


def _line(branch: Branch) -> list[Life]:
    """The first since 2017, most followed once; a weak branch is more often left without."""
    rng = Random(f"bí thư {branch.key}")
    since = max(branch.opened_on, date(2017, rng.randint(2, 11), rng.randint(2, 26)))
    if branch.opened_on.year < 2020:
        since = date(2017, rng.randint(2, 11), rng.randint(2, 26))
    first = _secretary(branch, since)
    lives = [first]
    if branch.closed_on:
        ends(first.last_main, branch.closed_on, reason(first, branch.closed_on))
    elif rng.random() < 0.45:
        left_on = day_between(rng, max(since, date(2019, 3, 1)), LAST_DAY)
        if left_on > since:
            ends(first.last_main, left_on, reason(first, left_on))
            lives += _follower(rng, branch, left_on)
    return lives


def _follower(rng: Random, branch: Branch, left_on: date) -> list[Life]:
    stays_empty = rng.random() < (0.4 if branch.is_weak and branch.turns_at is None else 0.05)
    gap = rng.choice([0, 0, 0, 12, 35, 80, 160])
    day = date.fromordinal(left_on.toordinal() + gap)
    if stays_empty or day > LAST_DAY:
        return []
    life = _secretary(branch, day)
    life.last_main.origin = rng.choice(IN_MID_TERM)
    return [life]


def _secretary(branch: Branch, since: date) -> Life:
    home = f"{branch.short_name}, {branch.commune.name.removeprefix('Đoàn ')}"
    life = draw(f"{branch.key} {since}", YOUNG, since, home)
    life.hold(Post(branch.pk, "SECRETARY", since))
    return life


def teach(districts: list[Place], grounds: list[Ground], lines: dict[str, list[Life]]) -> None:
    """A course a year in each district; six secretaries of ten come."""
    courses, taking = [], []
    for district in districts:
        own = [
            life for ground in grounds if district.pk in ground.commune.lineage for life in _of(ground, lines)
        ]
        for year in YEARS:
            course, people = _course(district, year, own)
            courses.append(course)
            taking += people
    Training.objects.bulk_create(courses)
    TrainingParticipant.objects.bulk_create(taking)


def _of(ground: Ground, lines: dict[str, list[Life]]) -> list[Life]:
    return [life for branch in ground.branches for life in lines[branch.key]]


def _course(district: Place, year: int, lives: list[Life]) -> tuple[Training, list[TrainingParticipant]]:
    rng = Random(f"tập huấn bí thư chi đoàn {district.code} {year}")
    starts_on = day_between(rng, date(year, 3, 5), date(year, 6, 20))
    title = f"Tập huấn nghiệp vụ bí thư chi đoàn năm {year}"
    course = Training(
        title=title,
        kind=TrainingKind.SKILLS,
        organiser_id=district.pk,
        starts_on=starts_on,
        ends_on=starts_on,
    )
    there = [(life, post) for life in lives if (post := life.main_on(starts_on)) and rng.random() < 0.6]
    return course, [
        TrainingParticipant(training=course, cadre_id=life.pk, unit_id=post.unit_id, result="chứng nhận")
        for life, post in there
    ]
