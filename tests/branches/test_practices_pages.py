"""The gallery and the page of one model: what stands on them, who opens them and their pictures, the cost."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from apps.branches.models import Adoption, Practice, PracticePicture
from apps.branches.queries.practices import places_of, practice_page
from apps.branches.services import Album, judge_practice, nominate
from apps.core.clock import db_now
from apps.files.services import disk
from apps.units.models import Unit
from tests.branches.ground import branch
from tests.files.makers import picture, upload
from tests.visits import signed_in, statements, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
SHOWN = date(2021, 10, 20)


@pytest.fixture(autouse=True)
def shown_day(settings: Any) -> None:
    settings.DEMO_DAY = SHOWN


def practice(
    world: World, unit: Unit | None = None, title: str = "Chi đoàn ba không chờ", **more: Any
) -> Practice:
    given = {
        "unit": unit or world.dong_tien, "title": title, "problem": "Đoàn viên đi làm xa", "method": "Họp trực tuyến",
        "started_on": date(2020, 3, 1), "nominated_by": world.commune_secretary,
    }  # fmt: skip
    return Practice.objects.create(**(given | more))


def adoption(
    found: Practice, unit: Unit, world: World, day: date = date(2020, 9, 1), **more: Any
) -> Adoption:
    return Adoption.objects.create(
        practice=found, unit=unit, adopted_on=day, recorded_by=world.officer, **more
    )


def with_picture(world: World, unit: Unit | None = None) -> PracticePicture:
    description: Any = {
        "title": "Có ảnh", "sector": None, "problem": "a", "method": "b", "outcome": "", "started_on": date(2020, 3, 1),
    }  # fmt: skip
    album = Album([upload("anh.jpg", picture("JPEG"))], db_now(), "Buổi họp")
    given = {"actor": world.commune_secretary, "unit_id": (unit or world.dong_tien).pk, "today": SHOWN}
    return nominate(description=description, album=album, **given).pictures.get()


def page(user: Any, name: str, *given: int, **asked: str) -> str:
    return words(signed_in(user).get(reverse(f"branches:{name}", args=given), asked))


def communes(district: Unit, count: int) -> list[Unit]:
    return list(Unit.objects.children_of(district.pk, DAY).named(DAY)[:count])


# --- the gallery ---
def test_the_gallery_counts_and_puts_what_spreads_first(world: World):
    small, large = practice(world, title="Ít nơi"), practice(world, title="Nhiều nơi")
    practice(world, title="Được chọn", state="recommended")
    practice(world, title="Đã thôi", state="withdrawn")
    for unit in communes(world.phu_cu, 3):
        adoption(large, unit, world)
    adoption(large, world.dan_tien, world)
    adoption(small, world.dan_tien, world)
    text = page(world.officer, "practices")
    assert "3 mô hình hay, 1 được đề nghị nhân rộng" in text
    assert text.index("Được chọn") < text.index("Nhiều nơi") < text.index("Ít nơi")
    assert "4 đơn vị đang áp dụng ở 2 huyện, khối" in text
    assert "Đã thôi" not in text
    assert "Đã thôi" in page(world.officer, "practices", **{"trang-thai": "withdrawn"})


def test_who_gave_it_up_is_counted_no_more(world: World):
    found = practice(world)
    adoption(found, world.dan_tien, world, ended_on=date(2021, 5, 1))
    adoption(found, world.phu_cu, world, date(2021, 12, 1))  # not yet
    assert "chưa nơi nào áp dụng" in page(world.officer, "practices")


def test_a_place_and_a_sector_narrow_the_gallery(world: World):
    practice(world, title="Của Đồng Tiến", sector_id="RURAL")
    practice(world, communes(world.phu_cu, 1)[0], title="Của Phù Cừ", sector_id="SCHOOL")
    assert "Của Phù Cừ" not in page(world.officer, "practices", noi=str(world.khoai_chau.pk))
    assert "Của Đồng Tiến" in page(world.officer, "practices", noi=str(world.khoai_chau.pk))
    assert "Của Đồng Tiến" not in page(world.officer, "practices", khoi="SCHOOL")
    odd = {"noi": "x" * 40, "khoi": "?", "trang-thai": "?", "page": "y"}
    assert "2 mô hình hay" in page(world.officer, "practices", **odd)


def test_a_neighbour_sees_what_is_recommended_alone(world: World):
    practice(world, title="Mới giới thiệu")
    practice(world, title="Được chọn", state="recommended")
    text = page(world.neighbour, "practices")
    assert "Được chọn" in text
    assert "Mới giới thiệu" not in text


@pytest.mark.parametrize("who", ["administrator", "stranger"])
def test_the_gallery_is_closed_to_those_who_see_no_branches(world: World, who: str):
    found = practice(world, state="recommended")
    client = signed_in(getattr(world, who))
    assert client.get(reverse("branches:practices")).status_code == 403
    assert client.get(reverse("branches:practice", args=[found.pk])).status_code == 403


def test_pages_cost_the_same_for_3_and_12(world: World):
    client = signed_in(world.officer)
    units = [*communes(world.phu_cu, 6), *communes(world.khoai_chau, 9)]
    first = practice(world, branch(world.dong_tien, "Chi đoàn Đầu"))
    for place in range(2):
        adoption(practice(world, title=f"A{place}"), units[place], world)
    for unit in units[:3]:
        adoption(first, unit, world)
    urls = [reverse("branches:practices"), reverse("branches:practice", args=[first.pk])]
    few = [statements(client, url) for url in urls]
    for place, unit in enumerate(units[3:12]):
        adoption(practice(world, unit, title=f"B{place}", sector_id="RURAL"), units[0], world)
        adoption(first, unit, world, date(2021, 2, 1))
    with_picture(world)
    assert few == [statements(client, url) for url in urls]


# --- one model ---
def test_the_page_tells_what_it_solves_and_where_it_spreads(world: World):
    found = practice(world, state="recommended", note="Dễ làm")
    adoption(found, world.dan_tien, world, date(2020, 9, 1), outcome="Duy trì")
    adoption(found, communes(world.phu_cu, 1)[0], world, date(2021, 2, 1), ended_on=date(2021, 8, 1))
    text = page(world.officer, "practice", found.pk)
    assert "2 đơn vị ở 2 huyện, khối áp dụng từ 01/09/2020 đến 01/02/2021; 1 đơn vị đang làm" in text
    assert "thôi từ 01/08/2021" in text
    assert "Ý kiến của cấp tỉnh: Dễ làm" in text
    assert "Khoái Châu: 01/03/2020, 01/09/2020. Phù Cừ: 01/02/2021." in text
    rows = practice_page(world.secretary, found, SHOWN).spread.page
    assert [row.is_mine for row in rows] == [False, True]


def test_one_that_nobody_took_up_says_so(world: World):
    assert "Chưa đơn vị nào khác ghi áp dụng" in page(world.officer, "practice", practice(world).pk)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("commune_secretary", 200),
        ("viewer", 200),
        ("neighbour", 404),
        ("administrator", 403),
    ],
)
def test_a_nomination_is_for_its_own_line(world: World, who: str, status: int):
    found = practice(world)
    assert (
        signed_in(getattr(world, who)).get(reverse("branches:practice", args=[found.pk])).status_code
        == status
    )


def test_acts_are_offered_to_those_who_may(world: World):
    found = practice(world)
    routes = {"Cho ý kiến": "practice_judge", "Ghi nơi áp dụng": "practice_adopt", "Sửa": "practice_edit"}
    offers = {
        "officer": ("Cho ý kiến", "Ghi nơi áp dụng", "Sửa"),
        "standing": ("Cho ý kiến",),
        "commune_secretary": ("Ghi nơi áp dụng", "Sửa"),
        "viewer": (),
    }
    for who, wanted in offers.items():
        body = (
            signed_in(getattr(world, who)).get(reverse("branches:practice", args=[found.pk])).content.decode()
        )
        for act, name in routes.items():
            assert (reverse(f"branches:{name}", args=[found.pk]) in body) is (act in wanted), (who, act)


def test_the_place_of_a_unit_is_just_below_the_topmost_one(world: World):
    places = places_of({world.branch.pk, world.dong_tien.pk, world.khoai_chau.pk, world.province.pk}, DAY)
    assert {unit: place_id for unit, (place_id, _) in places.items()} == {
        world.branch.pk: world.khoai_chau.pk,
        world.dong_tien.pk: world.khoai_chau.pk,
        world.khoai_chau.pk: world.khoai_chau.pk,
        world.province.pk: world.province.pk,
    }


# --- pictures: the right is asked for at every download ---
def taken(client: Any, url: str) -> tuple[int, bytes]:
    """The answer and its bytes; read to the end, the file is closed."""
    answer = client.get(url)
    if answer.status_code != 200:
        return answer.status_code, b""
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    return 200, b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("commune_secretary", 200, 200), ("secretary", 200, 200), ("viewer", 200, 200), ("officer", 200, 200),
        ("neighbour", 404, 200), ("affiliate_secretary", 404, 200), ("administrator", 403, 403), ("stranger", 404, 403),
    ],
)  # fmt: skip
def test_a_picture_follows_its_model(world: World, who: str, before: int, after: int):
    one = with_picture(world)
    url = reverse("branches:practice_picture", args=[one.practice_id, one.pk])
    client = signed_in(getattr(world, who))
    assert taken(client, url)[0] == before
    given = {"actor": world.officer, "practice_id": one.practice_id, "version": 1, "note": "", "today": SHOWN}
    judge_practice(is_recommended=True, **given)
    found, content = taken(client, url)
    assert found == after
    assert content.startswith(b"\xff\xd8") is (after == 200)


def test_a_picture_of_another_model_one_taken_off_and_one_lost_are_not_there(world: World):
    one, other = with_picture(world), practice(world)
    client = signed_in(world.commune_secretary)
    url = reverse("branches:practice_picture", args=[one.practice_id, one.pk])
    assert client.get(reverse("branches:practice_picture", args=[other.pk, one.pk])).status_code == 404
    disk.remove(one.file.token)
    assert client.get(url).status_code == 404
    assert (
        client.post(reverse("branches:practice_picture_withdraw", args=[one.practice_id, one.pk])).status_code
        == 302
    )
    assert client.get(url).status_code == 404
    assert "Chưa có ảnh nào" in page(world.commune_secretary, "practice", one.practice_id)


# --- the forms ---
def described(**more: Any) -> dict[str, Any]:
    given = {
        "title": "Tủ sách",
        "sector": "RURAL",
        "problem": "Nhà văn hóa đóng cửa",
        "method": "Trực ba buổi",
    }
    return given | {"outcome": "", "started_on": "01/03/2020", "caption": "Khai trương"} | more


def test_a_commune_nominates_with_pictures_on_one_page(world: World):
    client = signed_in(world.commune_secretary)
    url = reverse("branches:practice_new")
    assert "Đoàn xã Đồng Tiến" in client.get(url).content.decode()
    pictures = [upload("a.jpg", picture("JPEG")), upload("b.png", picture("PNG"))]
    answer = client.post(url, described(unit_id=world.dong_tien.pk, pictures=pictures))
    found = Practice.objects.get()
    assert answer.url == reverse("branches:practice", args=[found.pk])
    assert (found.sector_id, found.pictures.count()) == ("RURAL", 2)


def test_a_refused_nomination_keeps_the_words_and_asks_for_the_pictures_again(world: World):
    client, url = signed_in(world.commune_secretary), reverse("branches:practice_new")
    given = described(unit_id=world.dong_tien.pk, title="", pictures=[upload("a.jpg", picture("JPEG"))])
    answer = client.post(url, given)
    assert "Ghi tên mô hình." in words(answer)
    assert "Chọn lại ảnh" in words(answer)
    assert "Trực ba buổi" in answer.content.decode()
    bad = client.post(
        url, described(unit_id=world.dong_tien.pk, pictures=[upload("a.jpg", b"khong phai anh")])
    )
    assert "Trực ba buổi" in bad.content.decode()
    assert not Practice.objects.exists()
    foreign = client.post(url, described(unit_id=world.phu_cu.pk))
    assert foreign.status_code == 403


def test_a_judgement_without_a_reason_is_asked_for_it(world: World):
    found, client = practice(world), signed_in(world.officer)
    url = reverse("branches:practice_judge", args=[found.pk])
    answer = client.post(url, {"verdict": "no", "note": "", "version": 1})
    assert "Ghi vì sao chưa đề nghị nhân rộng." in words(answer)
    assert client.post(url, {"verdict": "no", "note": "Nêu kinh phí", "version": 1}).status_code == 302
    assert "Ý kiến của cấp tỉnh: Nêu kinh phí" in page(world.commune_secretary, "practice", found.pk)


def test_a_stale_edit_says_so_and_saving_again_holds(world: World):
    found, client = practice(world), signed_in(world.commune_secretary)
    Practice.objects.update(version=2)
    url = reverse("branches:practice_edit", args=[found.pk])
    answer = client.post(url, described(version=1))
    assert "Người khác vừa sửa mô hình này" in words(answer)
    assert 'name="version" value="2"' in answer.content.decode()
    assert client.post(url, described(version=2)).status_code == 302


def test_a_unit_takes_it_up_and_tells_later_how_it_went(world: World):
    found, client = practice(world, state="recommended"), signed_in(world.neighbour)
    url = reverse("branches:practice_adopt", args=[found.pk])
    own = signed_in(world.commune_secretary).post(
        url, {"unit_id": world.dong_tien.pk, "adopted_on": "01/09/2020"}
    )
    assert "Đơn vị giới thiệu mô hình đã làm mô hình ấy" in words(own)
    assert client.post(url, {"unit_id": world.phu_cu.pk, "adopted_on": "01/09/2020"}).status_code == 302
    row = Adoption.objects.get()
    later = reverse("branches:adoption", args=[row.pk])
    typed = {"adopted_on": "01/09/2020", "outcome": "Tốt", "ended_on": "", "version": 1}
    assert client.post(later, typed).status_code == 302
    assert signed_in(world.secretary).post(later, typed).status_code == 404
    row.refresh_from_db()
    assert row.outcome == "Tốt"


def test_withdrawing_is_a_post_of_its_own_unit(world: World):
    found = practice(world)
    url = reverse("branches:practice_withdraw", args=[found.pk])
    assert signed_in(world.commune_secretary).get(url).status_code == 405
    assert signed_in(world.viewer).post(url).status_code == 403
    assert signed_in(world.commune_secretary).post(url).status_code == 302
    found.refresh_from_db()
    assert found.state == "withdrawn"
