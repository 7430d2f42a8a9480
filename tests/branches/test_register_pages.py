"""The register's pages: who lands where, what is marked, and how many statements a page costs."""

from datetime import date

import pytest
from django.urls import reverse

from apps.branches.models import BranchQuarter, Coverage, MeetingPlace
from apps.units.models import Unit
from tests.branches.scene import SINCE, TODAY, found, quarter, village
from tests.cadres.people import appoint, cadre
from tests.visits import signed_in, statements, words
from tests.world import World, branch_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn(settings: object) -> None:
    """The pages stand on a day of the world's own quarter."""
    settings.DEMO_DAY = TODAY


def see(user: object, url: str) -> str:
    answer = signed_in(user).get(url)
    assert answer.status_code == 200, answer.status_code
    return words(answer)


def of(name: str, unit: Unit) -> str:
    return reverse(f"branches:{name}", args=[unit.pk])


def handed_over(unit: Unit, slug: str = "2021-q2", **numbers: int) -> BranchQuarter:
    at = f"{quarter(slug).end_on} 09:00+07:00"
    return BranchQuarter.objects.create(
        branch=unit, period=quarter(slug), state="handed", first_handed_over_at=at, **numbers
    )


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("commune_secretary", "don-vi/{dong_tien}"),
        ("branch_secretary", "{branch}"),
        ("secretary", "don-vi/{khoai_chau}"),
        ("officer", "don-vi/{province}"),
    ],
)
def test_everybody_lands_on_the_own_unit(world: World, who: str, path: str) -> None:
    answer = signed_in(getattr(world, who)).get(reverse("branches:index"))
    ids = {name: getattr(world, name).pk for name in ("dong_tien", "branch", "khoai_chau", "province")}
    assert answer.url == f"/chi-doan/{path.format(**ids)}/"


def test_the_communes_board_says_what_is_due_and_what_is_weak(world: World) -> None:
    unit = found(world.commune_secretary, world.dong_tien)
    appoint(cadre(unit, name="Lê Thị Bí Thư"), "SECRETARY", SINCE)
    handed_over(unit, members=7)
    handed_over(unit, "2021-q3", members=8)
    said = see(world.commune_secretary, of("board", world.dong_tien))
    assert "Quý III/2021: 1/2 chi đoàn đã gửi số liệu" in said.replace("\u00a0", " ")
    assert "Hạn 17 giờ 00 thứ Ba 5/10/2021, còn 2 ngày" in said
    assert "Lê Thị Bí Thư ít đoàn viên: 8 Đã gửi 30/09/2021" in said
    assert "khuyết — Chưa nhập" in said


def test_an_unknown_number_of_members_is_never_small_and_never_zero(world: World) -> None:
    handed_over(world.branch)
    said = see(world.commune_secretary, of("board", world.dong_tien))
    assert "Dưới 9 đoàn viên —" in said


def test_above_the_commune_the_board_counts_unit_by_unit(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien)
    village(world.commune_secretary, world.dong_tien, "Phú Thọ")
    found(world.commune_secretary, world.dong_tien, villages=(place,))
    said = see(world.secretary, of("board", world.khoai_chau))
    assert "Đoàn xã Đồng Tiến 2 2 — 0/2 1/2" in said
    assert "Thôn, tổ chưa có chi đoàn 1/2" in see(world.officer, of("board", world.province))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["An Bình", "Đông Kim"]),
        ("can-xem=khuyet-bi-thu", ["Đông Kim"]),
        ("can-xem=it-doan-vien", ["An Bình"]),
        ("can-xem=chua-gui&quy=2021-q2", ["Đông Kim"]),
        ("tim=an binh", ["An Bình"]),
        ("khoi=RURAL", ["An Bình"]),
    ],
)
def test_the_list_is_filtered_by_its_address(world: World, asked: str, names: list[str]) -> None:
    unit = found(world.commune_secretary, world.dong_tien)
    appoint(cadre(unit), "SECRETARY", SINCE)
    handed_over(unit, members=8)
    asked = asked.replace("RURAL", unit.sectors.get().sector_id)
    said = see(world.secretary, f"{of('list', world.khoai_chau)}?{asked}")
    shown = [name for name in ("An Bình", "Đông Kim") if f"Chi đoàn thôn {name}" in said]
    assert shown == names


def test_a_branchs_page_tells_where_it_is_and_what_was_before(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien)
    unit = found(world.commune_secretary, world.dong_tien, villages=(place,))
    MeetingPlace.objects.filter(branch=unit).update(validity=("2020-01-01", "2021-01-01"))
    handed_over(unit, members=15)
    said = see(world.commune_secretary, of("branch", unit))
    assert "Chi đoàn thôn An Bình: 15 đoàn viên" in said
    assert "Nơi sinh hoạt chưa ghi" in said
    assert "Nhà văn hóa thôn từ 01/01/2020 đến hết 31/12/2020" in said


def test_villages_without_a_branch_come_first(world: World) -> None:
    served = village(world.commune_secretary, world.dong_tien, "An Bình")
    village(world.commune_secretary, world.dong_tien, "Vân Trì")
    found(world.commune_secretary, world.dong_tien, villages=(served,))
    said = see(world.secretary, of("villages", world.dong_tien))
    assert "1/2 thôn, tổ dân phố chưa có chi đoàn" in said
    assert said.index("Vân Trì") < said.index("An Bình thôn")


@pytest.mark.parametrize("route", ["board", "villages", "found", "branch", "coverage"])
def test_neighbours_find_nothing(world: World, route: str) -> None:
    unit = world.branch if route in {"branch", "coverage"} else world.dong_tien
    assert signed_in(world.neighbour).get(of(route, unit)).status_code == 404


def test_a_branch_secretary_sees_the_own_branch_alone(world: World) -> None:
    other = found(world.commune_secretary, world.dong_tien)
    assert "Chi đoàn thôn Đông Kim" in see(world.branch_secretary, of("branch", world.branch))
    client = signed_in(world.branch_secretary)
    assert client.get(of("branch", other)).status_code == 404
    assert client.get(of("board", world.dong_tien)).status_code == 404
    assert client.get(of("sector", world.branch)).status_code == 403


def test_a_commune_founds_a_branch_by_its_page(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien)
    client, url = signed_in(world.commune_secretary), of("found", world.dong_tien)
    assert "An Bình · chưa có chi đoàn" in see(world.commune_secretary, url)
    typed = {
        "name": "Chi đoàn thôn An Bình", "sector": "", "villages": [place.pk], "place_kind": "own",
        "effective_on": "01/10/2021", "decision_number": "05-QĐ/ĐTN",
    }  # fmt: skip
    refused = client.post(url, typed)
    assert "Chọn khối." in words(refused)
    assert f'value="{place.pk}" aria' in refused.content.decode() or "checked" in refused.content.decode()
    sector = world.branch.sectors.model.sector.get_queryset().first()
    assert client.post(url, typed | {"sector": sector.pk}).status_code == 302
    assert str(Coverage.objects.get(village=place).validity.lower) == "2021-10-01"


@pytest.mark.parametrize("route", ["board", "list", "villages"])
def test_a_page_of_twelve_costs_as_much_as_one_of_three(world: World, route: str) -> None:
    actor, url = world.commune_secretary, of(route, world.dong_tien)

    def add(numbers: range) -> None:
        for number in numbers:
            place = village(actor, world.dong_tien, f"Thôn {number}")
            unit = branch_of(world.dong_tien, f"Chi đoàn thôn {number}")
            Coverage.objects.create(village=place, branch=unit, validity=(SINCE, None))
            appoint(cadre(unit), "SECRETARY", SINCE)
            handed_over(unit, members=number)

    add(range(1, 3))
    few = statements(signed_in(actor), url)
    add(range(3, 12))
    assert statements(signed_in(actor), url) == few


def test_a_branch_founded_later_owes_no_earlier_quarter(world: World) -> None:
    unit = found(world.commune_secretary, world.dong_tien, since=date(2021, 7, 1))
    said = see(world.commune_secretary, of("branch", unit)).replace("\u00a0", " ")
    assert "Quý III/2021" in said
    assert "Quý II/2021" not in said
