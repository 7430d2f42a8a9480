"""What the home pages of a district and of a commune say about weak branches."""

from datetime import date
from typing import Any

import pytest

from apps.branches.models import SupportPlan
from tests.branches.ground import branch
from tests.cadres.people import cadre
from tests.visits import signed_in, words
from tests.world import World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shown_day(settings: Any) -> None:
    settings.DEMO_DAY = date(2021, 10, 20)


@pytest.fixture
def world(db: None) -> World:
    """Two weak branches in Đồng Tiến, one in Dân Tiến; one of the first two has a plan that is overdue."""
    world = build_world()
    helped = branch(world.dong_tien, "Chi đoàn Một")
    branch(world.dong_tien, "Chi đoàn Hai")
    branch(world.dan_tien, "Chi đoàn Ba")
    SupportPlan.objects.create(
        branch=helped,
        reasons=["secretary"],
        measures="Kiện toàn",
        supporter=cadre(world.dong_tien),
        starts_on=date(2021, 7, 1),
        due_on=date(2021, 10, 19),
        made_by=world.commune_secretary,
    )
    return world


@pytest.mark.parametrize(
    ("who", "unplanned", "overdue"), [("secretary", 2, 1), ("commune_secretary", 1, 1), ("neighbour", 0, 0)]
)
def test_who_supports_is_told_what_waits(world: World, who: str, unplanned: int, overdue: int):
    client = signed_in(getattr(world, who))
    text = words(client.get("/"))
    assert (f"{unplanned} chi đoàn yếu chưa có kế hoạch hỗ trợ" in text) is bool(unplanned)
    assert (f"{overdue} kế hoạch hỗ trợ chi đoàn quá hạn" in text) is bool(overdue)
    if overdue:
        assert "Chi đoàn Một" in words(client.get("/chi-doan/ho-tro/?trang-thai=qua-han"))
        assert "Chi đoàn Hai" in words(client.get("/chi-doan/yeu/?ke-hoach=chua-co"))


def test_who_only_looks_is_told_nothing(world: World):
    assert "kế hoạch hỗ trợ" not in words(signed_in(world.viewer).get("/"))
