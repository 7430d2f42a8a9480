"""What a person's page offers next: the filled button beside the verdict."""

from datetime import date

import pytest
from django.urls import reverse

from apps.cadres.models import Placement
from tests.cadres.people import appoint, cadre
from tests.visits import signed_in
from tests.world import World

pytestmark = pytest.mark.django_db


def url(route: str, *keys: int) -> str:
    return reverse(f"cadres:{route}", args=keys)


@pytest.mark.parametrize(
    ("state", "route"),
    [(None, "placement_new"), ("drafted", "placement_new"), ("asked", "placement_new"), ("done", "end")],
)
def test_who_is_too_old_is_placed_first_and_leaves_the_position_then(
    world: World, state: str | None, route: str
):
    person = cadre(world.khoai_chau, date(1980, 1, 1))
    held = appoint(person, "DEPUTY_SECRETARY", date(2019, 3, 1))
    if state:
        done_on = date(2021, 9, 1) if state == "done" else None
        Placement.objects.create(
            cadre=person, unit=world.khoai_chau, state=state, proposal="Khối Đảng", done_on=done_on
        )
    page = signed_in(world.officer).get(url("cadre", person.pk)).content.decode()
    leads = {
        "placement_new": url("placement_new", person.pk),
        "end": f"{url('end', person.pk, held.pk)}?ly-do=placed",
    }
    assert [name for name, address in leads.items() if f'button--primary" href="{address}"' in page] == [
        route
    ]
