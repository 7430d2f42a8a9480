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
class Person:
    username: str
    full_name: str
    role: Role
    unit_id: int


def cast(units: list[Unit]) -> list[Person]:
    """One person per role at the province, a secretary per reporting unit, a few commune secretaries."""
    province = next(unit for unit in units if unit.kind_id == "PROVINCE")
    people = [
        ("thuongtruc", Role.STANDING, province),
        ("tochuc", Role.ORGANISATION, province),
        ("nguoixem", Role.VIEWER, province),
        ("quantri", Role.ADMINISTRATOR, province),
    ]
    for unit in units:
        if unit.kind_id in {"DISTRICT", "AFFILIATE"}:
            people.append((_username(unit), Role.DISTRICT_SECRETARY, unit))
    people += [
        (f"xa.{_username(unit)}", Role.COMMUNE_SECRETARY, unit)
        for unit in units
        if unit.short_name in COMMUNES_WITH_USERS  # type: ignore[attr-defined]
    ]
    return [Person(username, full_name(username), role, unit.pk) for username, role, unit in people]


def _username(unit: Unit) -> str:
    short = unit.short_name.removeprefix("TP ")  # type: ignore[attr-defined]
    return "khoi" if unit.kind_id == "AFFILIATE" else fold(short).replace(" ", "")


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
