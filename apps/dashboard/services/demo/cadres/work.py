"""What was done with and for the cadres, 2019–2021: ratings, days at the grassroots, placements, discipline, seats."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres.enums import Ending, Engagement, PlacementState, RatingClass, SeatKind, VisitKind
from apps.cadres.models import CadreRating, Discipline, FieldVisit, Placement, PublicSeat
from apps.dashboard.services.demo.cadres.lives import LAST_DAY, Life, Post
from apps.dashboard.services.demo.cadres.posts import DAYS
from apps.dashboard.services.demo.cadres.register import Register
from apps.dashboard.services.demo.cadres.terms import day_between

RATED = {"SECRETARY", "DEPUTY_SECRETARY", "STANDING_MEMBER", "STAFF"}
CLASSES = {RatingClass.EXCELLENT: 18, RatingClass.GOOD: 62, RatingClass.DONE: 18, RatingClass.FAILED: 2}
GUIDE = "HD 33-HD/TWĐTN-BTC"
PROPOSALS = (
    "Chuyển sang cơ quan khối Đảng cùng cấp",
    "Bố trí công chức cấp xã",
    "Giới thiệu sang Mặt trận Tổ quốc, đoàn thể",
    "Chuyển đơn vị sự nghiệp cấp huyện",
)
ELECTED_2016, ELECTED_2021 = date(2016, 5, 22), date(2021, 5, 23)
PARTY_CONGRESS = date(2020, 6, 15)


def write_work(register: Register) -> None:
    lives = register.lives
    CadreRating.objects.bulk_create(rating for life in lives for rating in _ratings(life))
    Placement.objects.bulk_create(placement for life in lives if (placement := _placement(life)))
    Discipline.objects.bulk_create(_disciplines(lives))
    PublicSeat.objects.bulk_create(
        seat for commune in register.communes for seat in _seats(commune.lives, commune.home)
    )
    FieldVisit.objects.bulk_create(_visits(register))


def _ratings(life: Life) -> list[CadreRating]:
    found = []
    for year in (2019, 2020):
        post, rng = life.main_on(date(year, 12, 1)), life.rng
        rating = rng.choices(list(CLASSES), list(CLASSES.values()))[0]
        decided_on = date(year, 12, rng.randint(10, 31))
        if post and post.position in RATED and rng.random() < 0.92:
            found.append(
                CadreRating(
                    cadre_id=life.pk,
                    unit_id=post.unit_id,
                    year=year,
                    rating=rating,
                    guide=GUIDE,
                    decided_on=decided_on,
                )
            )
    return found


def _placement(life: Life) -> Placement | None:
    """Of the over-age: who was placed, and plans on the way for about half of the others."""
    rng, main, passed_on = life.rng, life.last_main, life.turns(36)
    proposal = rng.choice(PROPOSALS)
    if main.ending == Ending.PLACED and main.until and main.until >= date(2019, 1, 1):
        done = {"state": PlacementState.DONE, "done_on": main.until, "result": f"Đã {_lower(proposal)}"}
        return Placement(
            cadre_id=life.pk,
            unit_id=main.unit_id,
            proposal=proposal,
            due_on=main.until + timedelta(days=20),
            **done,
        )
    is_leader = main.position in {"SECRETARY", "DEPUTY_SECRETARY"}
    if main.until is None and is_leader and passed_on <= LAST_DAY and rng.random() < 0.55:
        state = rng.choice((PlacementState.DRAFTED, PlacementState.ASKED))
        due_on = LAST_DAY + timedelta(days=rng.randint(-40, 200))
        return Placement(
            cadre_id=life.pk, unit_id=main.unit_id, state=state, proposal=proposal, due_on=due_on
        )
    return None


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _disciplines(lives: list[Life]) -> list[Discipline]:
    rng = Random("kỷ luật")
    serving = [(life, post) for life in lives if (post := life.main_on(date(2019, 6, 1)))]
    found = []
    for life, post in rng.sample(serving, 6):
        decided_on = day_between(rng, date(2019, 6, 1), min(post.until or LAST_DAY, LAST_DAY))
        form, number = rng.choice(("Khiển trách", "Khiển trách", "Cảnh cáo")), f"{rng.randint(10, 90)}-QĐ/ĐTN"
        found.append(
            Discipline(
                cadre_id=life.pk,
                unit_id=post.unit_id,
                decided_on=decided_on,
                form=form,
                decision_number=number,
            )
        )
    return found


def _seats(lives: list[Life], home: str) -> list[PublicSeat]:
    """Of the secretaries of a commune: in its People's Council, in its Party committee."""
    seats = []
    place = home.partition(",")[0]
    for kind, body, since, until, chance in (
        (SeatKind.ELECTED_BODY, f"Hội đồng nhân dân {place}", ELECTED_2016, ELECTED_2021, 0.4),
        (SeatKind.ELECTED_BODY, f"Hội đồng nhân dân {place}", ELECTED_2021, None, 0.5),
        (SeatKind.PARTY_COMMITTEE, f"Ban Chấp hành Đảng bộ {place}", PARTY_CONGRESS, None, 0.3),
    ):
        for life in lives:
            post = life.main_on(since)
            if post and post.position == "SECRETARY" and life.rng.random() < chance:
                validity = DateRange(since, until)
                seats.append(PublicSeat(cadre_id=life.pk, kind=kind, body=body, validity=validity))
    return seats


def _visits(register: Register) -> list[FieldVisit]:
    everywhere = [commune.unit.pk for commune in register.communes]
    below = {
        district.unit.pk: [commune.unit.pk for commune in district.communes]
        for district in register.districts
    }
    kinds = {office.unit.pk: office.unit.kind for office in register.offices}
    return [
        visit
        for life in register.lives
        for post in life.posts
        if post.unit_id in kinds and post.engagement == Engagement.FULL_TIME
        for year, days in DAYS.items()
        for visit in _year(life, post, year, days[kinds[post.unit_id]], below.get(post.unit_id, everywhere))
    ]


def _year(life: Life, post: Post, year: int, asked: int, places: list[int]) -> list[FieldVisit]:
    """Some do all that is asked of the year, most nearly, a few much less; in proportion to the time in the post."""
    rng = life.rng
    first = max(post.since, date(year, 1, 10))
    last = min(post.until or LAST_DAY, date(year, 12, 20), LAST_DAY)
    if (last - first).days < 20:
        return []
    left = asked * rng.uniform(0.45, 1.25) * (last - first).days / 345
    visits = []
    while left > 0.5:
        days = min(Decimal(rng.choice(("1", "2", "2.5", "3", "4", "5"))), Decimal(round(left * 2)) / 2)
        left -= float(days)
        visits.append(
            FieldVisit(
                cadre_id=life.pk,
                unit_id=post.unit_id,
                place_id=rng.choice(places),
                kind=rng.choices(list(VisitKind), [3, 4, 3, 5])[0],
                starts_on=day_between(rng, first, last),
                days=days,
            )
        )
    return visits
