"""The home of a branch's secretary, and what a commune's home says about its branches."""

from typing import Any

import pytest

from apps.branches.models import BranchQuarter
from tests.branches.scene import TODAY, quarter
from tests.visits import signed_in, statements, words
from tests.world import World, branch_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn(settings: Any) -> None:
    settings.DEMO_DAY = TODAY


def home(user: Any) -> str:
    return words(signed_in(user).get("/")).replace("\u00a0", " ")


def test_a_branch_secretary_reads_first_which_quarter_is_due(world: World) -> None:
    said = home(world.branch_secretary)
    assert "Quý III/2021: còn 19 ô trống, chưa ghi sinh hoạt" in said
    first = said.index("Gửi số liệu quý III/2021")
    assert first < said.index("Gửi số liệu quý IV/2021") < said.index("Gửi số liệu quý II/2021")
    assert "Hạn 17 giờ 00 thứ Ba 5/10/2021" in said


def test_what_was_handed_over_is_asked_for_no_more(world: World) -> None:
    BranchQuarter.objects.create(
        branch=world.branch, period=quarter(), state="handed", first_handed_over_at="2021-10-02 08:00+07:00"
    )
    said = home(world.branch_secretary)
    assert "Quý III/2021: đã gửi số liệu" in said
    assert "Gửi số liệu quý III/2021" not in said


def test_a_commune_reads_how_many_branches_are_out_and_unled(world: World) -> None:
    assert "chi đoàn chưa gửi" not in home(world.commune_secretary)
    assert world.branch
    said = home(world.commune_secretary)
    assert "1/1 chi đoàn chưa gửi số liệu quý III/2021" in said
    assert "Kiện toàn bí thư của 1 chi đoàn" in said


def test_the_communes_home_costs_the_same_for_three_and_twelve_branches(world: World) -> None:
    def add(numbers: range) -> None:
        for number in numbers:
            branch_of(world.dong_tien, f"Chi đoàn thôn {number}")

    add(range(3))
    few = statements(signed_in(world.commune_secretary), "/")
    add(range(3, 12))
    assert statements(signed_in(world.commune_secretary), "/") == few


def test_the_units_page_costs_the_same_for_three_and_twelve_branches(world: World) -> None:
    url = f"/don-vi/{world.dong_tien.pk}/"

    def add(numbers: range) -> None:
        for number in numbers:
            branch_of(world.dong_tien, f"Chi đoàn thôn {number}")

    add(range(3))
    few = statements(signed_in(world.officer), url)
    add(range(3, 12))
    assert statements(signed_in(world.officer), url) == few
    assert "Chi đoàn thôn 11" in words(signed_in(world.officer).get(url))


def test_the_navigation_has_eight_entries_and_the_menu_the_rest(world: World) -> None:
    page = signed_in(world.officer).get(f"/chi-doan/don-vi/{world.province.pk}/")
    nav = page.context["nav"]
    assert len(nav) == 8
    assert [entry.label for entry in nav if entry.active] == ["Chi đoàn"]
    assert [entry.label for entry in page.context["nav_beyond"]] == ["Nhật ký", "Quản trị"]
    assert "Quản trị" in words(page)
