"""The permission table, executed: every route × every role × own, child, parent (own row only), sibling, stranger.

Who stands in which relation to the units of the routes is written down here by hand; what follows from it is read
from the table that the code runs on (`ACTS` and `ROUTES` of every app's `permissions.py`).
"""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import transaction
from django.http import HttpResponse

from apps.accounts.models import User
from apps.units.enums import Relation, Role
from apps.units.permissions import Act
from tests.routes import Subjects, client_of, route_names, subjects

APPS = (
    "accounts",
    "jobs",
    "units",
    "indicators",
    "cadres",
    "branches",
    "assessments",
    "reports",
    "reviews",
    "dashboard",
)
TABLES = [import_module(f"apps.{app}.permissions") for app in APPS]
ROUTES: dict[str, Act | None] = {name: act for table in TABLES for name, act in table.ROUTES.items()}
PUBLIC: frozenset[str] = frozenset().union(*(table.PUBLIC for table in TABLES))

OWN, BELOW, ROW = Relation.OWN, Relation.BELOW, Relation.ROW
# (sign-in name, role, relation to the province, to Khoái Châu, to its commune Đồng Tiến, to a branch there)
Person = tuple[str, Role | None, Relation | None, Relation | None, Relation | None, Relation | None]
PEOPLE: list[Person] = [
    ("tochuc", Role.ORGANISATION, OWN, BELOW, BELOW, BELOW),
    ("thuongtruc", Role.STANDING, OWN, BELOW, BELOW, BELOW),
    ("nguoixem", Role.VIEWER, OWN, BELOW, BELOW, BELOW),
    ("quantri", Role.ADMINISTRATOR, OWN, BELOW, BELOW, BELOW),
    ("khoaichau", Role.DISTRICT_SECRETARY, None, OWN, BELOW, BELOW),
    ("xa.dongtien", Role.COMMUNE_SECRETARY, None, ROW, OWN, BELOW),
    ("chidoan", Role.BRANCH_SECRETARY, None, None, None, OWN),
    ("phucu", Role.DISTRICT_SECRETARY, None, None, None, None),
    ("khoi", Role.DISTRICT_SECRETARY, None, None, None, None),
    ("nguoila", None, None, None, None, None),
]


@pytest.fixture(scope="module")
def scene(demo_db: str) -> Subjects:
    """The demo province, with one account that holds no role."""
    User.objects.create_user(username="nguoila", email="nguoila@tinhdoan.example", full_name="Người lạ")
    return subjects()


def answers(route: str, scene: Subjects, username: str) -> Iterator[HttpResponse]:
    """What the person gets by GET and by an empty POST; whatever the request did is undone."""
    client = client_of(User.objects.get(username=username))
    for ask in (client.get, client.post):
        with transaction.atomic():
            response = ask(scene.url(route))
            response.close()
            transaction.set_rollback(True)
        if response.status_code != 405:
            yield response


def is_granted(act: Act, role: Role | None, relation: Relation | None, is_bound: bool) -> bool:
    granted = act.grants.get(role, frozenset()) if role else frozenset()
    return relation in granted if is_bound else bool(granted)


def test_every_route_stands_in_the_table_once() -> None:
    named = list(route_names())
    assert sorted(set(named) - set(ROUTES) - PUBLIC) == []
    assert sorted((set(ROUTES) | PUBLIC) - set(named)) == []
    assert sorted(set(ROUTES) & PUBLIC) == []


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE, ids=[person[0] for person in PEOPLE])
def test_every_route_answers_as_the_table_says(person: Person, scene: Subjects) -> None:
    username, role, *related = person
    units = (scene.province, scene.district, scene.commune, scene.branch)
    relations = dict(zip(units, related, strict=True))
    wrong = []
    for route, act in sorted(ROUTES.items()):
        if act is None:
            continue
        unit = scene.unit_of(route)
        relation = relations.get(unit or scene.district)
        for response in answers(route, scene, username):
            found = verdict(response)
            wanted = expected(act, role, relation, is_bound=unit is not None)
            if found not in wanted:
                wrong.append(f"{route} {response.request['REQUEST_METHOD']}: {found}, not {wanted}")
    assert wrong == []


def expected(act: Act, role: Role | None, relation: Relation | None, *, is_bound: bool) -> set[str]:
    """Outside of what one may see: 404. Seen but not granted: refused. The subjects are in a state that allows it."""
    if is_granted(act, role, relation, is_bound):
        return {"answered"}
    return {"not found"} if is_bound and relation is None else {"refused", "not found"}


def verdict(response: HttpResponse) -> str:
    return {403: "refused", 404: "not found"}.get(
        response.status_code, "answered" if response.status_code < 500 else f"{response.status_code}"
    )


@pytest.mark.slow
def test_without_signing_in_only_public_routes_answer(scene: Subjects, client: object) -> None:
    from django.test import Client

    open_doors = []
    for route in ROUTES:
        response = Client().get(scene.url(route))
        if not (response.status_code == 302 and "/dang-nhap/" in response.url):
            open_doors.append(f"{route}: {response.status_code}")
    assert open_doors == []
