"""The pages: who sees them, what they print, how many statements they take, that reading writes nothing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.reviews.models import Review
from apps.reviews.queries.outline import blocks
from tests.reviews.conftest import Gathered, build, new_review
from tests.world import World

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<a class="num[^"]*" href="([^"]+)"')


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="apps.accounts.backends.SignInBackend")
    return client


def statements(client: Client, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return [row["sql"] for row in found.captured_queries]


def urls(review: Review) -> list[str]:
    of = [review.pk]
    return [
        reverse("reviews:index"),
        reverse("reviews:review", args=of),
        f"{reverse('reviews:review', args=of)}?muc=KL07-2a",
        f"{reverse('reviews:review', args=of)}?muc=han-che",
        *(reverse("reviews:annex", args=[review.pk, letter]) for letter in "ABCD"),
        f"{reverse('reviews:source', args=of)}?so=KL07-2.2%7Cvalue",
        reverse("reviews:document", args=of),
    ]


def test_every_block_opens(built: Review, world: World, both: Gathered):
    client, url = as_(world.officer), reverse("reviews:review", args=[built.pk])
    for block in blocks(both.content):
        answer = client.get(f"{url}?muc={block.key}")
        assert answer.status_code == 200
        assert block.title in answer.content.decode()


def test_the_parts_and_annexes_are_read_one_after_the_other(built: Review, world: World, both: Gathered):
    client, url = as_(world.officer), reverse("reviews:review", args=[built.pk])
    here = [f"{url}?muc={block.key}" for block in blocks(both.content)]
    annex = reverse("reviews:annex", args=[built.pk, "A"])
    shown = [client.get(address).context for address in here]
    assert [context["later"]["url"] for context in shown] == [*here[1:], annex]
    assert [context["earlier"] and context["earlier"]["url"] for context in shown] == [None, *here[:-1]]
    assert f'href="{url}"' in client.get(annex).content.decode()


def test_every_number_of_a_page_opens_its_source(built: Review, world: World):
    client = as_(world.officer)
    page = client.get(f"{reverse('reviews:review', args=[built.pk])}?muc=KL07-2a").content.decode()
    links = set(NUMBER.findall(page))
    assert len(links) > 60
    for link in links:
        answer = client.get(link, headers={"HX-Request": "true"})
        assert answer.status_code == 200, link
        assert (
            "Công thức" in answer.content.decode()
            or "Hai số so sánh" in answer.content.decode()
            or "Năm" in answer.content.decode()
        )


@pytest.mark.parametrize("letter", ["A", "B"])
def test_the_annexes_hold_every_indicator_and_only_known_numbers(
    built: Review, world: World, both: Gathered, letter: str
):
    page = as_(world.officer).get(reverse("reviews:annex", args=[built.pk, letter])).content.decode()
    assert all(f"{code}, " in page for code in both.content.indicators)
    assert len(NUMBER.findall(page)) > 300


def test_the_source_is_a_page_of_its_own_without_script(built: Review, world: World):
    url = f"{reverse('reviews:source', args=[built.pk])}?so=KL07-2.2%7Cvalue"
    page, fragment = as_(world.officer).get(url), as_(world.officer).get(url, headers={"HX-Request": "true"})
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "Phù Cừ" in fragment.content.decode()


def test_an_unknown_number_is_not_found(built: Review, world: World):
    url = reverse("reviews:source", args=[built.pk])
    assert as_(world.officer).get(f"{url}?so=KL99%7Cvalue").status_code == 404
    assert as_(world.officer).get(url).status_code == 404
    assert as_(world.officer).get(f"{reverse('reviews:review', args=[built.pk])}?muc=x").status_code == 404


def test_who_sees_a_review_of_the_province(built: Review, world: World):
    seen = {
        name: as_(getattr(world, name)).get(reverse("reviews:review", args=[built.pk])).status_code
        for name in (
            "officer",
            "standing",
            "viewer",
            "secretary",
            "commune_secretary",
            "stranger",
            "administrator",
        )
    }
    assert seen == {
        "officer": 200, "standing": 200, "viewer": 200, "secretary": 404, "commune_secretary": 404,
        "stranger": 404, "administrator": 403,
    }  # fmt: skip


def test_a_district_sees_the_review_of_its_own(province: dict[str, Gathered], world: World):
    review = build(world, province["district"], world.khoai_chau)
    url = reverse("reviews:review", args=[review.pk])
    assert as_(world.secretary).get(url).status_code == 200
    assert as_(world.neighbour).get(url).status_code == 404


def test_a_signed_out_person_is_asked_to_sign_in(built: Review, client: Client):
    for url in urls(built):
        assert client.get(url).status_code == 302


def test_reading_writes_nothing(built: Review, world: World):
    client = as_(world.officer)
    for url in urls(built):
        for sql in statements(client, url):
            assert not re.match(r"(INSERT|UPDATE|DELETE)", sql), sql


def test_pages_take_few_statements(built: Review, world: World):
    client = as_(world.officer)
    for url in urls(built):
        assert len(statements(client, url)) <= 15, url


def test_the_list_takes_as_many_statements_for_twelve_as_for_three(world: World, both: Gathered):
    client, url = as_(world.officer), reverse("reviews:index")
    counts = []
    for wanted in (3, 12):
        while Review.objects.count() < wanted:
            new_review(world.officer, world.province, ("KL07", "KL08"))
        counts.append(len(statements(client, url)))
    assert counts[0] == counts[1]


def test_the_word_file_comes_as_attachment(built: Review, world: World):
    answer = as_(world.viewer).get(reverse("reviews:document", args=[built.pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="so-ket_KL07-KL08_2020-q1_2021-q2_')
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer.content[:2] == b"PK"


def test_typed_markup_is_shown_as_text(built: Review, world: World):
    from apps.core.clock import db_now
    from apps.reviews import services

    services.save_texts(
        user=world.officer,
        review_id=built.pk,
        base=1,
        changes={"bai-hoc": "<b>đậm</b> {{KL07-2.2|value}}"},
        now=db_now(),
    )
    page = (
        as_(world.officer).get(f"{reverse('reviews:review', args=[built.pk])}?muc=bai-hoc").content.decode()
    )
    assert "&lt;b&gt;đậm&lt;/b&gt;" in page
    assert re.search(r'so=KL07-2\.2%7Cvalue" data-source', page)


def test_the_form_asks_again_with_a_reason(world: World):
    client = as_(world.officer)
    assert client.get(reverse("reviews:new")).status_code == 200
    answer = client.post(reverse("reviews:new"), {"kind": "interim"})
    assert answer.status_code == 422
    assert "Chọn ít nhất một văn bản để sơ kết." in answer.content.decode()
    assert as_(world.secretary).get(reverse("reviews:new")).status_code == 403


def test_annex_d_prints_what_the_document_prints(built: Review, world: World, both: Gathered):
    page = as_(world.officer).get(reverse("reviews:annex", args=[built.pk, "D"])).content.decode()
    assert both.cadres.source in page
    for number, rows in both.cadres.tables.items():
        part = page.split(f'id="bieu-{number}"')[1].split("</table>")[0].split("<tbody>")[1]
        told = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in part.split("</tr>")[:-1]]
        assert told == rows, number


def test_annex_e_prints_what_the_document_prints(built: Review, world: World, both: Gathered):
    page = as_(world.officer).get(reverse("reviews:annex", args=[built.pk, "E"])).content.decode()
    assert both.branches.source in page
    for title, rows in zip(both.branches.titles, both.branches.tables, strict=True):
        part = page.split(f"{title}</h2>")[1].split("</table>")[0].split("<tbody>")[1]
        assert [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in part.split("</tr>")[:-1]] == rows


def test_without_conclusion_07_there_is_no_annex_d(province: dict[str, Gathered], world: World):
    review = build(world, province["only 08"])
    assert as_(world.officer).get(reverse("reviews:annex", args=[review.pk, "D"])).status_code == 404
    assert as_(world.officer).get(reverse("reviews:annex", args=[review.pk, "C"])).status_code == 200
