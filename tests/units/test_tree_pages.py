"""The pages of the tree: what each person sees, search, the acts' two steps, and a fixed number of statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.units.models import Unit, UnitEvent, UnitKind
from apps.units.queries import search
from apps.units.services import tree
from tests.world import DAY

pytestmark = pytest.mark.django_db
OFFICE = {"decision_number": "12-QĐ/TĐTN-BTC", "decision_on": "20/09/2021", "effective_on": "01/10/2021"}


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer, backend="apps.accounts.backends.SignInBackend")
    return client


def signed_in(client, user):
    client.force_login(user, backend="apps.accounts.backends.SignInBackend")
    return client


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def order(world, **more) -> dict:
    today = timezone.localdate()
    return {"actor": world.officer, "decision_number": "1-QĐ", "decision_on": None, "today": today, **more}


def test_the_tree_names_its_size_and_opens_the_first_level(officer):
    page = text_of(officer.get(reverse("units:tree")))
    assert "Cây đơn vị: 173 đơn vị" in page
    assert "161 Đoàn cơ sở" in page
    assert "Huyện đoàn Khoái Châu" in page
    assert "Đoàn xã Đồng Tiến" not in page


def test_a_branch_opens_without_scripts_and_as_a_fragment(officer, world):
    page = text_of(officer.get(reverse("units:tree"), {"mo": world.khoai_chau.pk}))
    assert "Đoàn xã Đồng Tiến" in page
    fragment = text_of(officer.get(reverse("units:branch", args=[world.khoai_chau.pk])))
    assert "Đoàn xã Đồng Tiến" in fragment
    assert "<html" not in fragment


def test_the_tree_of_another_day_is_that_days_tree(officer, world):
    tree.rename(
        unit_id=world.khoai_chau.pk,
        name="Huyện đoàn Mới",
        short_name="Mới",
        **order(world, effective_on=date(2021, 10, 1)),
    )
    assert "Huyện đoàn Mới" in text_of(officer.get(reverse("units:tree")))
    before = text_of(officer.get(reverse("units:tree"), {"ngay": "2021-09-30"}))
    assert "Huyện đoàn Khoái Châu" in before
    assert "Huyện đoàn Mới" not in before


def test_a_day_that_cannot_be_read_says_so(officer):
    assert "Ghi ngày như 30/09/2021" in text_of(officer.get(reverse("units:tree"), {"ngay": "31/02/2021"}))


@pytest.mark.parametrize("typed", ["da hoa", "Đa Hòa", "ĐA HOÀ", "đa hoa"])
def test_search_needs_no_accents(officer, world, typed):
    given = {"kind": UnitKind.objects.get(code="GRASSROOTS"), "parent_id": world.khoai_chau.pk}
    tree.found(
        name="Đoàn xã Đa Hòa", short_name="Đa Hòa", **given, **order(world, effective_on=date(2021, 1, 1))
    )
    page = text_of(officer.get(reverse("units:tree"), {"q": typed}))
    assert "Đoàn xã Đa Hòa" in page


def test_search_puts_the_best_first(world):
    def names(typed: str) -> list[str]:
        return [hit.name for hit in search(world.officer, typed, DAY, DAY)]

    assert names("dong tien")[0] == "Đoàn xã Đồng Tiến"
    assert names("khoai chau")[0] == "Huyện đoàn Khoái Châu"
    assert "Huyện đoàn Khoái Châu" in names("khoai chua")[:3]
    assert {name for name in names("yen") if name.startswith("Huyện đoàn")} == {"Huyện đoàn Yên Mỹ"}
    assert "Thành đoàn Hưng Yên" in names("yen")
    assert names("330") == ["Huyện đoàn Khoái Châu"]
    assert names("%") == names("_") == []


def test_search_finds_a_former_name_and_says_so(officer, world):
    tree.rename(
        unit_id=world.dan_tien.pk, name="Đoàn xã Sông Hồng", short_name="Sông Hồng",
        **order(world, effective_on=date(2021, 10, 1)),
    )  # fmt: skip
    page = text_of(officer.get(reverse("units:tree"), {"q": "dan tien"}))
    assert "tên khác: Đoàn xã Dân Tiến" in page


def test_a_secretary_sees_the_own_branch_alone(client, world):
    page = text_of(signed_in(client, world.secretary).get(reverse("units:tree")))
    assert "Cây đơn vị: 26 đơn vị" in page
    assert "Phù Cừ" not in page
    assert client.get(reverse("units:unit", args=[world.phu_cu.pk])).status_code == 404
    assert client.get(reverse("units:branch", args=[world.phu_cu.pk])).status_code == 404


def test_a_stranger_sees_no_tree(client, world):
    assert signed_in(client, world.stranger).get(reverse("units:tree")).status_code == 403
    assert client.get(reverse("units:pick")).status_code == 403


def test_the_picker_answers_options_with_their_path(officer):
    page = text_of(officer.get(reverse("units:pick"), {"q": "dong tien"}))
    assert "Đoàn xã Đồng Tiến" in page
    assert "Khoái Châu · Tỉnh đoàn" in page
    assert "Còn 153 đơn vị" in text_of(officer.get(reverse("units:pick")))


def test_the_unit_page_shows_milestones_people_and_acts(officer, world):
    tree.rename(
        unit_id=world.khoai_chau.pk, name="Huyện đoàn Mới", short_name="Mới", code="99003",
        **order(world, effective_on=date(2021, 10, 1)),
    )  # fmt: skip
    page = text_of(officer.get(reverse("units:unit", args=[world.khoai_chau.pk])))
    assert "Các mốc của đơn vị" in page
    assert "Đổi tên “Huyện đoàn Khoái Châu” thành “Huyện đoàn Mới”" in page
    assert "Có trong hệ thống từ ngày này" in page
    assert "Đồng chí khoai-chau" in page
    assert reverse("units:rename", args=[world.khoai_chau.pk]) in page
    before = text_of(officer.get(reverse("units:unit", args=[world.khoai_chau.pk]), {"ngay": "2021-09-30"}))
    assert "<h1>Huyện đoàn Khoái Châu</h1>" in before


def test_acts_sleep_with_their_reason_for_those_who_may_not(client, world):
    page = text_of(signed_in(client, world.secretary).get(reverse("units:unit", args=[world.dong_tien.pk])))
    assert "Chỉ cán bộ Ban Tổ chức – Kiểm tra được thay đổi cây đơn vị." in page
    assert reverse("units:rename", args=[world.dong_tien.pk]) not in page


def test_people_are_named_only_to_those_who_may(client, world):
    page = text_of(signed_in(client, world.viewer).get(reverse("units:unit", args=[world.khoai_chau.pk])))
    assert "Đồng chí khoai-chau" not in page
    assert "chỉ dành cho cán bộ phụ trách đơn vị" in page


def test_a_closed_unit_keeps_its_page(officer, world):
    tree.close(unit_id=world.dan_tien.pk, **order(world, effective_on=date(2021, 10, 1)))
    page = text_of(officer.get(reverse("units:unit", args=[world.dan_tien.pk])))
    assert "kết thúc hoạt động từ 01/10/2021" in page
    assert "đang xem theo ngày 30/09/2021" in page
    assert reverse("units:correct", args=[world.dan_tien.pk]) in page
    assert reverse("units:close", args=[world.dan_tien.pk]) not in page


def two_steps(client, address: str, given: dict) -> tuple[str, object]:
    """The preview page, then the answer to the same form with the sentence agreed to."""
    events = UnitEvent.objects.count()
    response = client.post(address, given)
    preview = text_of(response)
    assert "Sẽ ghi vào các mốc của đơn vị" in preview, response.context["form"].errors
    assert UnitEvent.objects.count() == events
    return preview, client.post(address, {**given, "agreed": response.context["agreed"]})


def test_found_shows_what_it_will_do_then_does_it(officer, world):
    given = {
        **OFFICE,
        "name": "Đoàn xã Bình Minh",
        "short_name": "Bình Minh",
        "code": "",
        "kind": "GRASSROOTS",
        "parent_id": world.phu_cu.pk,
    }
    preview, answer = two_steps(officer, reverse("units:found"), given)
    assert "Thành lập “Đoàn xã Bình Minh” (Đoàn cơ sở), trực thuộc Huyện đoàn Phù Cừ" in preview
    event = UnitEvent.objects.latest("pk")
    assert answer.url == reverse("units:unit", args=[event.unit_id])


@pytest.mark.parametrize(
    ("route", "more"),
    [
        ("rename", {"name": "Đoàn xã Mới", "short_name": "Mới", "code": ""}),
        ("move", {"parent_id": "phu_cu"}),
        ("close", {}),
        ("correct", {"name": "Đoàn xã Dân Tiến A", "short_name": "Dân Tiến A", "code": ""}),
    ],
)
def test_every_act_takes_two_steps(officer, world, route, more):
    address = reverse(f"units:{route}", args=[world.dan_tien.pk])
    assert officer.get(address).status_code == 200
    given = {
        **OFFICE,
        **{key: world.phu_cu.pk if value == "phu_cu" else value for key, value in more.items()},
    }
    _, answer = two_steps(officer, address, given)
    assert answer.url == reverse("units:unit", args=[world.dan_tien.pk])
    assert UnitEvent.objects.filter(unit=world.dan_tien, act=route, recorded_by=world.officer).count() == 1


def test_a_sentence_that_changed_is_shown_again(officer, world):
    address = reverse("units:close", args=[world.dan_tien.pk])
    agreed = officer.post(address, OFFICE).context["agreed"]
    page = text_of(officer.post(address, {**OFFICE, "effective_on": "02/10/2021", "agreed": agreed}))
    assert "từ ngày 02/10/2021" in page
    assert not UnitEvent.objects.exists()


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(officer, world):
    address = reverse("units:rename", args=[world.dong_tien.pk])
    given = {**OFFICE, "name": "Đoàn xã Dân Tiến", "short_name": "Dân Tiến", "decision_number": ""}
    page = text_of(officer.post(address, given))
    assert "Ghi số quyết định" in page
    page = text_of(officer.post(address, {**given, "decision_number": "9-QĐ"}))
    assert "đã có đơn vị tên “Đoàn xã Dân Tiến”" in page
    assert 'value="Đoàn xã Dân Tiến"' in page


@pytest.mark.parametrize("chosen", ["", "0", "999999999", "abc", "99999999999999999999"])
def test_a_parent_that_does_not_exist_is_a_sentence(officer, world, chosen):
    page = text_of(
        officer.post(reverse("units:move", args=[world.dan_tien.pk]), {**OFFICE, "parent_id": chosen})
    )
    assert "trong danh sách" in page or "cấp trên" in page
    assert not UnitEvent.objects.exists()


@pytest.mark.parametrize("route", ["rename", "move", "close", "correct"])
def test_act_pages_are_closed_to_the_others(client, world, route):
    address = reverse(f"units:{route}", args=[world.dong_tien.pk])
    assert signed_in(client, world.secretary).get(address).status_code == 403
    assert signed_in(client, world.neighbour).get(address).status_code == 404
    assert client.get(reverse("units:found")).status_code == 403


def statements(client, address: str, **given) -> int:
    with CaptureQueriesContext(connection) as caught:
        text_of(client.get(address, given))
    return len(caught)


def grow(world, parent: Unit, numbers: range) -> None:
    kind = UnitKind.objects.get(code="BRANCH")
    for number in numbers:
        tree.found(
            kind=kind, parent_id=parent.pk, name=f"Chi đoàn thử {number}", short_name=f"thử {number}",
            **order(world, effective_on=date(2021, 1, 1)),
        )  # fmt: skip


def test_pages_take_the_same_number_of_statements_for_3_and_12_rows(officer, world):
    pages = [
        (reverse("units:tree"), {"mo": world.dong_tien.pk}),
        (reverse("units:tree"), {"q": "chi doan thu"}),
        (reverse("units:unit", args=[world.dong_tien.pk]), {}),
        (reverse("units:branch", args=[world.dong_tien.pk]), {}),
        (reverse("units:pick"), {"q": "chi doan thu"}),
    ]
    grow(world, world.dong_tien, range(3))
    text_of(officer.get(reverse("units:tree")))  # opens the session
    few = [statements(officer, address, **given) for address, given in pages]
    grow(world, world.dong_tien, range(3, 12))
    assert [statements(officer, address, **given) for address, given in pages] == few
    assert max(few) <= 15
