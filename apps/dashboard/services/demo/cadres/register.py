"""Everybody of the 173 units, drawn and then written down in a few bulk inserts."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.cadres.models import Appointment, Cadre, Position, Qualification, name_key
from apps.dashboard.services.demo.cadres.communes import Commune
from apps.dashboard.services.demo.cadres.lives import ETHNIC_GROUPS, LAST_DAY, Life, Post
from apps.dashboard.services.demo.cadres.offices import Affiliate, District, Office, Province
from apps.dashboard.services.demo.people import Place

IN_PARTY_OFTEN = {"SECRETARY", "DEPUTY_SECRETARY", "STANDING_MEMBER"}


@dataclass(frozen=True)
class Register:
    """The units with their people; `offices` are province, districts and affiliate."""

    province: Province
    districts: list[District]
    affiliate: Affiliate

    @property
    def offices(self) -> list[Office]:
        return [self.province, *self.districts, self.affiliate]

    @property
    def communes(self) -> list[Commune]:
        return list(chain.from_iterable(district.communes for district in self.districts))

    @property
    def lives(self) -> list[Life]:
        return list(chain.from_iterable(place.lives for place in self.places))

    @property
    def places(self) -> list[Office | Commune]:
        return [*self.offices, *self.communes]


def draw_register(units: list[Place], secretaries: dict[int, str]) -> Register:
    """Everybody's life up to the demo's last day. `secretaries`: names of those who have an account, by unit."""
    by_kind = {kind: [unit for unit in units if unit.kind == kind] for kind in {unit.kind for unit in units}}
    districts = [
        District(unit, unit.short_name, communes=_communes(unit, by_kind["GRASSROOTS"]))
        for unit in by_kind["DISTRICT"]
    ]
    affiliate = Affiliate(by_kind["AFFILIATE"][0], "Hưng Yên")
    province = Province(
        by_kind["PROVINCE"][0], "Hưng Yên", congress_months=(9, 10), below=[*districts, affiliate]
    )
    for office in (*districts, affiliate, province):
        office.live()
    register = Register(province, districts, affiliate)
    _name(register, secretaries)
    return register


def _communes(district: Place, units: list[Place]) -> list[Commune]:
    return [
        Commune(unit, f"{unit.name.removeprefix('Đoàn ')}, {district.short_name}")
        for unit in units
        if district.pk in unit.lineage
    ]


def _name(register: Register, secretaries: dict[int, str]) -> None:
    for life in register.lives:
        post = life.main_on(LAST_DAY)
        if post and post.position == "SECRETARY" and post.unit_id in secretaries:
            life.is_called(secretaries[post.unit_id])


def write(lives: list[Life]) -> None:
    for life, cadre in zip(lives, Cadre.objects.bulk_create(map(_cadre, lives)), strict=True):
        life.cadre = cadre
    single = set(Position.objects.filter(is_single=True).values_list("pk", flat=True))
    Appointment.objects.bulk_create(_appointment(life, post, single) for life in lives for post in life.posts)
    Qualification.objects.bulk_create(
        Qualification(cadre_id=life.pk, kind=kind, level=level, obtained_on=since, field=where)
        for life in lives
        for kind, level, since, where in life.levels
    )


def _cadre(life: Life) -> Cadre:
    rng, main = life.rng, life.last_main
    union_on = date(life.born_on.year + 16, 3, 26) if life.knows_birth and rng.random() < 0.9 else None
    number = rng.randint(0, 999_999)
    return Cadre(
        full_name=life.name,
        sort_key=name_key(life.name),
        unit_id=main.unit_id,
        born_on=life.born_on if life.knows_birth else None,
        sex=life.sex if rng.random() < 0.99 else "",
        ethnic_group=rng.choice(ETHNIC_GROUPS),
        home=life.home if rng.random() < 0.95 else "",
        party_joined_on=_party_joined_on(life, main),
        union_joined_on=union_on,
        phone=f"0000 {number // 1000:03d} {number % 1000:03d}" if rng.random() < 0.75 else "",
        email=f"canbo{number:06d}@tinhdoan.example" if rng.random() < 0.4 else "",
    )


def _party_joined_on(life: Life, main: Post) -> date | None:
    if life.rng.random() > (0.88 if main.position in IN_PARTY_OFTEN else 0.35):
        return None
    day = life.turns(life.rng.randint(20, 26)) + timedelta(days=life.rng.randint(0, 300))
    return day if day <= LAST_DAY else None


def _appointment(life: Life, post: Post, single: set[str]) -> Appointment:
    rng = life.rng
    number, is_known = rng.randint(5, 420), rng.random() < 0.92
    return Appointment(
        cadre_id=life.pk,
        unit_id=post.unit_id,
        position_id=post.position,
        seat=post.position if post.position in single else "",
        validity=DateRange(post.since, post.until),
        engagement=post.engagement,
        is_concurrent=post.is_concurrent,
        is_main=post.is_main,
        group=life.group,
        origin=post.origin,
        decision_number=f"{number}-QĐ/ĐTN" if is_known else "",
        decision_on=post.since - timedelta(days=rng.randint(0, 9)) if is_known else None,
        ending=post.ending or "",
        ending_decision=f"{number + 7}-QĐ/ĐTN" if post.ending and rng.random() < 0.8 else "",
    )
