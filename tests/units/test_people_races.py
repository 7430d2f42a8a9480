"""Two administrators at once, two clicks on one link: real transactions on a database of the test's own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from apps.accounts.models import User
from apps.core.clock import db_now, local_day
from apps.core.exceptions import NotAllowed
from apps.units import services
from apps.units.enums import Role
from apps.units.models import Membership
from tests.world import build_world, person

pytestmark = pytest.mark.slow


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """Runs each act in a thread and connection of its own, all starting together; "" or the reason refused."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            together.wait()
            act()
        except NotAllowed as refusal:
            return refusal.reason
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("attempt", range(3))
def test_two_administrators_who_remove_each_other_leave_one(fresh_db: str, attempt: int):
    world = build_world()
    both = [world.administrator, person("quan-tri-2", Role.ADMINISTRATOR, world.province)]
    held = {user.pk: Membership.objects.get(user=user).pk for user in both}
    now = db_now()

    def remove(actor: User, other: User) -> Callable[[], object]:
        return lambda: services.end_role(
            actor=actor, membership_id=held[other.pk], ends_on=local_day(now), now=now
        )

    refused = at_once([remove(both[0], both[1]), remove(both[1], both[0])])
    assert sorted(bool(reason) for reason in refused) == [False, True]
    assert Membership.objects.current(local_day(now)).filter(role=Role.ADMINISTRATOR).count() == 1


def test_two_clicks_on_one_link_make_one_account(fresh_db: str):
    world, now = build_world(), db_now()
    tokens: list[str] = []
    services.invite(
        actor=world.administrator,
        email="moi@tinhdoan.example",
        full_name="Lê Thu An",
        unit=world.phu_cu,
        role=Role.VIEWER,
        now=now,
        link_to=lambda token: tokens.append(token) or token,
    )
    acts = [
        lambda name=name: services.accept_invitation(
            token=tokens[0], username=name, password="Sông Luộc mùa nước 79", now=now
        )
        for name in ("mot", "hai", "ba")
    ]
    refused = at_once(acts)
    assert sum(not reason for reason in refused) == 1
    assert User.objects.filter(email="moi@tinhdoan.example").count() == 1
    assert Membership.objects.filter(user__email="moi@tinhdoan.example").count() == 1
