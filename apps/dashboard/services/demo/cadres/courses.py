"""Courses of 2019–2021. Who takes one in theory has the level from its last day on, so courses are held first."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from apps.cadres.enums import PoliticalTheory, QualificationKind, TrainingKind
from apps.cadres.models import Training, TrainingParticipant
from apps.dashboard.services.demo.cadres.lives import LAST_DAY, Life
from apps.dashboard.services.demo.cadres.offices import Office
from apps.dashboard.services.demo.cadres.register import Register
from apps.dashboard.services.demo.cadres.terms import day_between

LEADING = {"SECRETARY", "DEPUTY_SECRETARY"}
POLITICAL_SCHOOL = "Trường Chính trị tỉnh (minh họa)"
PARTY_CENTRE = "Trung tâm Chính trị cấp huyện (minh họa)"
YEARS = (2019, 2020, 2021)


@dataclass
class Course:
    training: Training
    people: list[tuple[Life, int, str]] = field(default_factory=list)  # (who, unit then, result)


def hold_courses(register: Register) -> list[Course]:
    """Teaches: the people know more afterwards. Nothing is written yet."""
    courses = []
    for district in register.districts:
        own = [life for commune in district.communes for life in commune.lives]
        for year in YEARS:
            courses += [_skills(district, own, year, "cán bộ Đoàn cấp xã"), _theory(district, own, year)]
    leaders = [life for office in register.offices for life in office.lives]
    for year in YEARS:
        courses += [
            _skills(register.province, leaders, year, "cán bộ Đoàn cấp huyện"),
            _higher(register, year),
        ]
    return courses


def write_courses(courses: list[Course]) -> None:
    Training.objects.bulk_create(course.training for course in courses)
    TrainingParticipant.objects.bulk_create(
        TrainingParticipant(training=course.training, cadre_id=life.pk, unit_id=unit_id, result=result)
        for course in courses
        for life, unit_id, result in course.people
    )


def _skills(office: Office, lives: list[Life], year: int, whom: str) -> Course:
    rng = Random(f"nghiệp vụ {office.unit.code} {year}")
    starts_on = day_between(rng, date(year, 3, 1), date(year, 9, 20))
    course = _course(office, f"Bồi dưỡng nghiệp vụ {whom} năm {year}", TrainingKind.SKILLS, starts_on, 2, rng)
    for life in lives:
        post = life.main_on(starts_on)
        if post and post.position in LEADING and rng.random() < 0.6:
            course.people.append((life, post.unit_id, "chứng nhận"))
    return course


def _theory(office: Office, lives: list[Life], year: int) -> Course:
    rng = Random(f"sơ cấp {office.unit.code} {year}")
    starts_on = day_between(rng, date(year, 4, 1), date(year, 7, 20))
    kind, level = TrainingKind.THEORY_ELEMENTARY, PoliticalTheory.ELEMENTARY
    course = _course(office, f"Sơ cấp lý luận chính trị năm {year}", kind, starts_on, 40, rng, PARTY_CENTRE)
    _teach(course, lives, level, 10, rng)
    return course


def _higher(register: Register, year: int) -> Course:
    rng = Random(f"trung cấp {year}")
    starts_on = day_between(rng, date(year, 1, 10), date(year, 3, 20))
    kind, level = TrainingKind.THEORY_INTERMEDIATE, PoliticalTheory.INTERMEDIATE
    title = f"Trung cấp lý luận chính trị, hệ không tập trung, khóa {year}"
    course = _course(register.province, title, kind, starts_on, 175, rng, POLITICAL_SCHOOL)
    _teach(course, register.lives, level, 16, rng)
    return course


def _course(
    office: Office, title: str, kind: TrainingKind, starts_on: date, days: int, rng: Random, by: str = ""
) -> Course:
    ends_on = min(starts_on + timedelta(days=days), LAST_DAY)
    cost = Decimal(rng.randint(120, 900)) / 10 if rng.random() < 0.85 else None
    return Course(
        Training(
            title=title,
            kind=kind,
            organiser_id=office.unit.pk,
            organised_by=by,
            starts_on=starts_on,
            ends_on=ends_on,
            cost=cost,
        )
    )


def _teach(course: Course, lives: list[Life], level: PoliticalTheory, places: int, rng: Random) -> None:
    """People of whom the file says that they are one level below."""
    training = course.training
    waiting = [
        (life, post.unit_id)
        for life in lives
        if (post := life.main_on(training.starts_on))
        and post.position in LEADING | {"STAFF"}
        and _highest(life) == level - 1
    ]
    for life, unit_id in rng.sample(waiting, min(places, len(waiting))):
        has_passed = rng.random() < 0.93
        course.people.append(
            (life, unit_id, rng.choice(("giỏi", "khá", "khá")) if has_passed else "chưa hoàn thành")
        )
        if has_passed:
            life.learns(level, training.ends_on)


def _highest(life: Life) -> int | None:
    kind = QualificationKind.POLITICAL_THEORY
    return max((row[1] for row in life.levels if row[0] == kind), default=None)
