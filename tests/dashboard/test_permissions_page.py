"""The page "Quyền hạn" is the table that the code decides by."""

import pytest
from django.urls import NoReverseMatch, reverse

from apps.dashboard.queries import permissions as queries
from apps.units.enums import Role
from apps.units.permissions import MANAGE_UNITS, READ_AUDIT


def table(client, user):
    client.force_login(user)
    answer = client.get("/quyen-han/")
    assert answer.status_code == 200
    return answer


def row(act):
    return next(row for section in queries.sections() for row in section.rows if row.code == act.code)


def test_every_act_of_every_app_is_a_row(client, world):
    html = table(client, world.commune_secretary).content.decode()
    for _, module in queries.gathered():
        for act in module.ACTS:
            assert act.label in html
    for role in Role:
        assert role.label in html


def test_codes_of_acts_are_told_apart():
    codes = [row.code for section in queries.sections() for row in section.rows]
    assert len(codes) == len(set(codes))


def test_a_cell_says_where():
    roles = list(Role)
    assert row(MANAGE_UNITS).cells[roles.index(Role.ORGANISATION)].where == ("đơn vị mình", "cấp dưới")
    assert row(MANAGE_UNITS).cells[roles.index(Role.DISTRICT_SECRETARY)].where == ()
    assert row(READ_AUDIT).cells[roles.index(Role.COMMUNE_SECRETARY)].where == ()


def test_the_own_role_is_marked(client, world):
    shown = table(client, world.secretary).context["roles"]
    assert [role["label"] for role in shown if role["is_mine"]] == [Role.DISTRICT_SECRETARY.label]


def test_administrators_see_the_addresses_too(client, world):
    assert "/healthz" in table(client, world.administrator).content.decode()


@pytest.mark.parametrize("role", ["officer", "secretary", "stranger"])
def test_others_do_not(client, world, role):
    assert table(client, getattr(world, role)).context["routes"] == []


def test_every_address_has_a_guard():
    assert [row.name for row in queries.routes() if not row.guard] == []


def test_every_guard_has_an_address():
    """No line of the table speaks of a route that is gone."""
    known = {row.name for row in queries.routes()} | {name for name in queries.guards() if is_route(name)}
    assert set(queries.guards()) - known == set()


def is_route(name):
    try:
        reverse(name)
    except NoReverseMatch as miss:
        return "is not a valid view" not in str(miss)
    return True
