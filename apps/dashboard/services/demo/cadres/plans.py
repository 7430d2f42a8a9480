"""Quy hoạch of the term 2017–2022: plans of the leading positions, their people, the yearly reviews."""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres.enums import Readiness
from apps.cadres.models import SuccessionCandidate, SuccessionPlan, SuccessionReview
from apps.dashboard.services.demo.cadres.communes import Commune
from apps.dashboard.services.demo.cadres.lives import LAST_DAY, Life
from apps.dashboard.services.demo.cadres.offices import Office
from apps.dashboard.services.demo.cadres.register import Register
from apps.dashboard.services.demo.cadres.terms import day_between

PLANNED_FROM, PLANNED_TO = date(2017, 9, 1), date(2018, 12, 20)
YEARS = range(2018, 2022)
# (position, from which posts its people come, how many at most)
OF_COMMUNE = (
    ("SECRETARY", {"DEPUTY_SECRETARY", "COMMITTEE_MEMBER"}, 2),
    ("DEPUTY_SECRETARY", {"COMMITTEE_MEMBER"}, 2),
)
OF_OFFICE = (
    ("SECRETARY", {"DEPUTY_SECRETARY", "STANDING_MEMBER"}, 3),
    ("DEPUTY_SECRETARY", {"STANDING_MEMBER", "STAFF", "COMMITTEE_MEMBER"}, 4),
    ("STANDING_MEMBER", {"STAFF", "COMMITTEE_MEMBER"}, 6),
)
DONE_OF_THE_YEAR = {2018: 0.8, 2019: 0.75, 2020: 0.85, 2021: 0.3}  # the demo ends before the season of 2021


@dataclass(frozen=True)
class Candidacy:
    life: Life
    since: date
    until: date | None
    readiness: Readiness


def write_plans(register: Register) -> None:
    plans: list[SuccessionPlan] = []
    people: list[list[Candidacy]] = []
    reviews: list[SuccessionReview] = []
    for place in register.places:
        rng = Random(f"quy hoạch {place.unit.code}")
        lives = _known_to(place, register)
        for position, sources, most in OF_OFFICE if isinstance(place, Office) else OF_COMMUNE:
            if isinstance(place, Office) or rng.random() < (0.9 if position == "SECRETARY" else 0.6):
                term = DateRange(place.congress, date(2022, place.congress.month, place.congress.day))
                plans.append(SuccessionPlan(unit_id=place.unit.pk, position_id=position, term=term))
                people.append(_candidacies(place.unit.pk, position, sources, lives, most, rng))
        reviews += _reviews(place.unit.pk, rng)
    _write(SuccessionPlan.objects.bulk_create(plans), people)
    SuccessionReview.objects.bulk_create(reviews)


def _known_to(place: Office | Commune, register: Register) -> list[Life]:
    """Who holds something in the unit, wherever they come from."""
    everybody = register.lives if isinstance(place, Office) else place.lives
    return [life for life in everybody if any(post.unit_id == place.unit.pk for post in life.posts)]


def _candidacies(
    unit_id: int, position: str, sources: set[str], lives: list[Life], most: int, rng: Random
) -> list[Candidacy]:
    """People who hold one of the posts when the plan is made, until they get the position or leave."""
    made_on = day_between(rng, PLANNED_FROM, PLANNED_TO)
    found = [
        life
        for life in lives
        for post in life.posts
        if post.unit_id == unit_id and post.position in sources and post.held_on(made_on)
    ]
    chosen = rng.sample(found, min(len(found), rng.randint(0 if most < 3 else 2, most)))
    candidacies = [_candidacy(life, unit_id, position, made_on, rng) for life in chosen]
    return [row for row in candidacies if row.until is None or row.until > row.since]


def _candidacy(life: Life, unit_id: int, position: str, made_on: date, rng: Random) -> Candidacy:
    added_on = made_on if rng.random() < 0.7 else day_between(rng, made_on, date(2020, 12, 31))
    reached = [post.since for post in life.posts if (post.unit_id, post.position) == (unit_id, position)]
    ends = reached + ([] if any(post.until is None for post in life.posts) else [_left_on(life)])
    readiness = rng.choices(list(Readiness), [3, 5, 4])[0]
    return Candidacy(life, added_on, min((day for day in ends if day > made_on), default=None), readiness)


def _left_on(life: Life) -> date:
    return max(post.until for post in life.posts if post.until)


def _reviews(unit_id: int, rng: Random) -> list[SuccessionReview]:
    reviews = []
    for year in YEARS:
        first, last = (
            (date(year, 5, 3), LAST_DAY) if year == 2021 else (date(year, 9, 15), date(year, 12, 28))
        )
        reviewed_on, number = day_between(rng, first, last), rng.randint(3, 90)
        if rng.random() < DONE_OF_THE_YEAR[year]:
            note = rng.choice(("Giữ nguyên quy hoạch", "Bổ sung, đưa ra khỏi quy hoạch theo thực tế", ""))
            reviews.append(
                SuccessionReview(
                    unit_id=unit_id, reviewed_on=reviewed_on, decision_number=f"{number}-TB/ĐTN", note=note
                )
            )
    return reviews


def _write(plans: list[SuccessionPlan], people: list[list[Candidacy]]) -> None:
    SuccessionCandidate.objects.bulk_create(
        SuccessionCandidate(
            plan=plan, cadre_id=row.life.pk, readiness=row.readiness, validity=DateRange(row.since, row.until)
        )
        for plan, rows in zip(plans, people, strict=True)
        for row in rows
    )
