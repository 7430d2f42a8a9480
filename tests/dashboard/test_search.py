"""Search without accents, limited to what one may see."""

import pytest
from django.urls import reverse

from tests.visits import signed_in, statements, words
from tests.world import World

pytestmark = pytest.mark.django_db
SEARCH = reverse("dashboard:search")


def test_accents_do_not_matter(world: World):
    client = signed_in(world.officer)
    for typed in ("dong tien", "Đồng Tiến", "DONG  TIEN", "tien dong"):
        assert "Đoàn xã Đồng Tiến" in words(client.get(SEARCH, {"q": typed}))


def test_words_are_found_from_their_beginning(world: World):
    page = words(signed_in(world.officer).get(SEARCH, {"q": "ong tien"}))
    assert "Không có gì khớp" in page


def test_a_neighbour_finds_nothing_of_another_district(world: World):
    assert "Không có gì khớp" in words(signed_in(world.neighbour).get(SEARCH, {"q": "đồng tiến"}))


def test_indicators_are_found_by_name_and_code_by_those_who_read_figures(world: World):
    for typed in ("dat chuan", "KL07-2.2"):
        page = words(signed_in(world.secretary).get(SEARCH, {"q": typed}))
        assert "Cán bộ đạt chuẩn theo Quy chế" in page
        assert "Cán bộ đạt chuẩn" not in words(signed_in(world.administrator).get(SEARCH, {"q": typed}))


def test_suggestions_are_a_fragment(world: World):
    found = signed_in(world.officer).get(SEARCH, {"q": "khoai"}, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in found
    assert "Huyện đoàn Khoái Châu" in found
    assert "Xem tất cả kết quả" in found


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "\\", "[", "*", "' OR 1=1 --", "\x00", "ф"])
def test_odd_typing_breaks_nothing(world: World, typed: str):
    assert signed_in(world.officer).get(SEARCH, {"q": typed}).status_code == 200


def test_a_text_too_long_is_refused_in_words(world: World):
    page = words(signed_in(world.officer).get(SEARCH, {"q": "a" * 10_000}))
    assert "tối đa 80 ký tự" in page


def test_the_cost_does_not_grow_with_the_hits(world: World):
    client = signed_in(world.officer)
    costs = {statements(client, f"{SEARCH}?q={typed}") for typed in ("khoai+chau", "dong", "tan")}
    assert len(costs) == 1
    assert max(costs) <= 8
