"""Invented people for every role. Names are combined from common parts; nobody real is meant."""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.core.vietnamese import fold
from apps.units.enums import Role
from apps.units.models import Membership, Unit

# Printed at every start and refused outside DEMO: it protects nothing.
DEMO_PASSWORD = "minh-hoa-quy-3-2021"  # noqa: S105
SINCE = date(2019, 1, 1)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đào", "Vũ", "Đỗ", "Bùi", "Dương")
MIDDLE = ("Thị", "Văn", "Minh", "Thu", "Đức", "Ngọc", "Hải", "Thanh", "Quang", "Bích")
GIVEN = (
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hạnh",
    "Khánh",
    "Lan",
    "Nam",
    "Oanh",
    "Phúc",
    "Quyên",
    "Sơn",
    "Yến",
)
COMMUNES_WITH_USERS = ("Đồng Tiến", "Dân Tiến", "Nhuế Dương")


@dataclass(frozen=True)
class Place:
    """A unit as it was on the last day of the demo; `lineage` holds the ids of the unit and of all above it."""

    pk: int
    kind: str
    name: str
    short_name: str
    code: str
    lineage: tuple[int, ...]


def places(day: date) -> list[Place]:
    columns = ("pk", "kind_id", "name", "short_name", "code", "lineage")
    rows = Unit.objects.open_on(day).named(day).with_lineage(day).values_list(*columns)
    return [
        Place(pk, kind, name, short_name, code, tuple(lineage))
        for pk, kind, name, short_name, code, lineage in rows
    ]


@dataclass(frozen=True)
class Person:
    username: str
    full_name: str
    role: Role
    unit_id: int


def cast(units: list[Place]) -> list[Person]:
    """One person per role at the province, a secretary per reporting unit, a few commune secretaries."""
    province = next(unit for unit in units if unit.kind == "PROVINCE")
    people = [
        ("thuongtruc", Role.STANDING, province),
        ("tochuc", Role.ORGANISATION, province),
        ("nguoixem", Role.VIEWER, province),
        ("quantri", Role.ADMINISTRATOR, province),
    ]
    for unit in units:
        if unit.kind in {"DISTRICT", "AFFILIATE"}:
            people.append((_username(unit), Role.DISTRICT_SECRETARY, unit))
    people += [
        (f"xa.{_username(unit)}", Role.COMMUNE_SECRETARY, unit)
        for unit in units
        if unit.short_name in COMMUNES_WITH_USERS
    ]
    return [Person(username, full_name(username), role, unit.pk) for username, role, unit in people]


def _username(unit: Place) -> str:
    short = unit.short_name.removeprefix("TP ")
    return "khoi" if unit.kind == "AFFILIATE" else fold(short).replace(" ", "")


def full_name(seed: str) -> str:
    rng = Random(f"tên {seed}")
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"


def create_people(people: list[Person]) -> dict[str, User]:
    """Accounts with the demo password, and their memberships; {username: user}."""
    password = make_password(DEMO_PASSWORD)
    users = User.objects.bulk_create(
        User(
            username=person.username,
            email=f"{person.username}@tinhdoan.example",
            full_name=person.full_name,
            password=password,
        )
        for person in people
    )
    validity = DateRange(SINCE, None)
    Membership.objects.bulk_create(
        Membership(user=user, unit_id=person.unit_id, role=person.role, validity=validity)
        for user, person in zip(users, people, strict=True)
    )
    return {user.username: user for user in users}
