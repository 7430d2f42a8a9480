"""The pages of quy hoạch and of what is recorded for a person: what is shown to whom, and that acts lead back."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import Entry
from apps.cadres.enums import Readiness
from apps.cadres.models import (
    CadreRating,
    FieldVisit,
    Placement,
    Quota,
    SuccessionCandidate,
    SuccessionPlan,
    SuccessionReview,
    Training,
)
from tests.cadres.people import appoint, cadre
from tests.world import World

pytestmark = pytest.mark.django_db
TERM = DateRange(date(2017, 7, 1), date(2122, 7, 1))


def entered(client, user):
    client.force_login(user, backend="apps.accounts.backends.SignInBackend")
    return client


@pytest.fixture
def plan(world: World) -> SuccessionPlan:
    always = DateRange(date(2017, 1, 1), None)
    Quota.objects.create(
        unit=world.khoai_chau, position_id="DEPUTY_SECRETARY", seats=2, validity=always, source="thử"
    )
    return SuccessionPlan.objects.create(unit=world.khoai_chau, position_id="DEPUTY_SECRETARY", term=TERM)


def inside(plan: SuccessionPlan, person, readiness=Readiness.NOW) -> SuccessionCandidate:
    validity = DateRange(date(2018, 1, 1), None)
    return SuccessionCandidate.objects.create(plan=plan, cadre=person, readiness=readiness, validity=validity)


def page_of(client, route: str, *args, **query) -> str:
    response = client.get(reverse(route, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_how_many_for_how_many_and_what_is_missing(client, world: World, plan):
    person = cadre(world.khoai_chau, date(1970, 1, 1))
    inside(plan, person)
    page = page_of(entered(client, world.secretary), "cadres:plan", world.khoai_chau.pk)
    assert "Quy hoạch Huyện đoàn Khoái Châu: 1/1 chức danh có quy hoạch" in page
    assert "hệ số 0,5" in page
    assert "1 người / 2 chức danh · 1 người sẵn sàng ngay" in page
    assert "chưa ghi rà soát quy hoạch" in page
    assert "quá mức không quá 35 tuổi" in page
    assert Entry.objects.latest("pk").act == "read"


@pytest.mark.parametrize("who", ["viewer", "standing"])
def test_readers_get_no_acts_and_without_the_right_no_age(client, world: World, plan, who):
    candidate = inside(plan, cadre(world.khoai_chau, date(1970, 1, 1)))
    page = page_of(entered(client, getattr(world, who)), "cadres:plan", world.khoai_chau.pk)
    assert candidate.cadre.full_name in page
    assert reverse("cadres:plan_open", args=[world.khoai_chau.pk]) not in page
    assert ("35 tuổi" in page) == (who == "standing")
    assert Entry.objects.filter(act="read").exists() == (who == "standing")


@pytest.mark.parametrize("who", ["neighbour", "commune_secretary", "stranger"])
def test_others_find_nothing(client, world: World, plan, who):
    candidate, client = inside(plan, cadre(world.khoai_chau)), entered(client, getattr(world, who))
    for route, subject in (
        ("plan", world.khoai_chau.pk), ("plan_open", world.khoai_chau.pk), ("review_new", world.khoai_chau.pk),
        ("candidate_new", plan.pk), ("candidate", candidate.pk), ("candidate_remove", candidate.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"cadres:{route}", args=[subject])).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("viewer", 200), ("standing", 200), ("administrator", 403)])
def test_who_sees_the_unit_gets_the_reason_of_a_refusal(client, world: World, plan, who, status):
    candidate, client = inside(plan, cadre(world.khoai_chau)), entered(client, getattr(world, who))
    assert client.get(reverse("cadres:plan", args=[world.khoai_chau.pk])).status_code == status
    for route, subject in (
        ("plan_open", world.khoai_chau.pk), ("review_new", world.khoai_chau.pk), ("candidate_new", plan.pk),
        ("candidate", candidate.pk), ("candidate_remove", candidate.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"cadres:{route}", args=[subject])).status_code == 403


def test_another_day_is_shown_on_request_and_a_closed_plan_is_pointed_at(client, world: World, plan):
    SuccessionPlan.objects.filter(pk=plan.pk).update(term=DateRange(date(2017, 7, 1), date(2021, 7, 1)))
    inside(plan, cadre(world.khoai_chau))
    client = entered(client, world.secretary)
    today = page_of(client, "cadres:plan", world.khoai_chau.pk)
    assert "0/1 chức danh" in today
    assert "?ngay=2021-06-30" in today
    then = page_of(client, "cadres:plan", world.khoai_chau.pk, ngay="30/06/2021")
    assert "1/1 chức danh" in then
    assert "chưa ghi rà soát" in then
    assert "Nhập một ngày hợp lệ" in page_of(client, "cadres:plan", world.khoai_chau.pk, ngay="31/02/2021")


def test_a_plan_is_opened_and_reviewed_from_the_page(client, world: World):
    client, unit_id = entered(client, world.secretary), world.khoai_chau.pk
    given = {"position": "SECRETARY", "starts_on": "01/07/2022", "ends_on": "01/07/2027"}
    response = client.post(reverse("cadres:plan_open", args=[unit_id]), given, follow=True)
    assert response.redirect_chain[-1][0] == reverse("cadres:plan", args=[unit_id])
    assert "Đã lập quy hoạch" in response.content.decode()
    refused = client.post(reverse("cadres:plan_open", args=[unit_id]), given).content.decode()
    assert "Đã có quy hoạch chức danh này" in refused
    assert 'value="01/07/2027"' in refused
    client.post(
        reverse("cadres:review_new", args=[unit_id]), {"reviewed_on": "01/09/2021", "note": "Giữ nguyên"}
    )
    assert SuccessionReview.objects.get().note == "Giữ nguyên"


def test_somebody_is_found_without_accents_put_in_and_the_age_is_said(client, world: World, plan):
    found = cadre(world.dong_tien, date(1970, 1, 1), name="Đỗ Thị Minh Ngọc")
    hidden = cadre(world.phu_cu, name="Đỗ Thị Minh Ngọc")
    url, client = reverse("cadres:candidate_new", args=[plan.pk]), entered(client, world.secretary)
    page = client.get(url, {"tim": "do ngoc"}).content.decode()
    assert f'value="{found.pk}"' in page
    assert f'value="{hidden.pk}"' not in page
    given = {"readiness": "soon", "starts_on": "01/09/2021", "note": "Học trung cấp"}
    refused = client.post(url, given).content.decode()
    assert "Chọn một người trong danh sách." in refused
    assert "Học trung cấp" in refused
    assert client.post(url, given | {"cadre_id": hidden.pk}).status_code == 404
    page = client.post(url, given | {"cadre_id": found.pk}, follow=True).content.decode()
    assert "Đã đưa đồng chí Đỗ Thị Minh Ngọc vào quy hoạch." in page
    assert page.count("quá mức không quá 35 tuổi") == 2  # as a message, and in the table
    assert "đã có trong quy hoạch" in client.post(url, given | {"cadre_id": found.pk}).content.decode()


def test_people_who_serve_in_the_unit_are_offered_first(client, world: World, plan):
    here, elsewhere = cadre(world.khoai_chau, name="Lê An"), cadre(world.dong_tien, name="Lê Bình")
    appoint(here, "STAFF", date(2018, 1, 1))
    appoint(elsewhere, "SECRETARY", date(2018, 1, 1))
    page = page_of(entered(client, world.secretary), "cadres:candidate_new", plan.pk)
    assert "Lê An" in page
    assert "Chuyên viên Huyện đoàn Khoái Châu" in page
    assert "Lê Bình" not in page


def test_readiness_changes_and_people_leave_with_a_reason(client, world: World, plan):
    candidate, client = inside(plan, cadre(world.khoai_chau)), entered(client, world.secretary)
    client.post(reverse("cadres:candidate", args=[candidate.pk]), {"readiness": "later", "note": ""})
    candidate.refresh_from_db()
    assert candidate.readiness == "later"
    out = reverse("cadres:candidate_remove", args=[candidate.pk])
    assert "phải sau ngày đưa vào" in client.post(out, {"ends_on": "01/01/2018"}).content.decode()
    client.post(out, {"ends_on": "01/05/2020", "note": "Chuyển ngành"})
    candidate.refresh_from_db()
    assert (candidate.validity.upper, candidate.note) == (date(2020, 5, 1), "Chuyển ngành")


def test_a_course_is_recorded_and_joined_once(client, world: World):
    one, two, client = cadre(world.khoai_chau), cadre(world.dong_tien), entered(client, world.secretary)
    given = {
        "unit_id": world.khoai_chau.pk, "title": "Bồi dưỡng nghiệp vụ", "kind": "skills", "starts_on": "04/05/2021",
        "ends_on": "06/05/2021", "cost": "12,5", "result": "khá",
    }  # fmt: skip
    url = reverse("cadres:training_new", args=[one.pk])
    refused = client.post(url, given | {"title": ""}).content.decode()
    assert "Ghi tên lớp." in refused
    assert 'value="06/05/2021"' in refused
    page = client.post(url, given, follow=True).content.decode()
    assert "Đã ghi lớp bồi dưỡng." in page
    training = Training.objects.get()
    url = reverse("cadres:training_new", args=[two.pk])
    assert f"{training} (04/05/2021)" in client.get(url).content.decode()
    client.post(url, {"training": training.pk, "result": "giỏi"})
    assert set(training.participants.values_list("cadre_id", "result")) == {(one.pk, "khá"), (two.pk, "giỏi")}
    assert f"{training} (04/05/2021)" not in client.get(url).content.decode()


def test_days_ratings_and_placements_are_recorded(client, world: World):
    person, client = cadre(world.khoai_chau), entered(client, world.secretary)
    appoint(person, "STAFF", date(2018, 1, 1))
    visit = {"unit_id": world.dan_tien.pk, "kind": "survey", "starts_on": "01/03/2021", "days": "2,5"}
    url = reverse("cadres:visit_new", args=[person.pk])
    assert "không ghi trước" in client.post(url, visit | {"starts_on": "01/03/2121"}).content.decode()
    assert client.post(url, visit).status_code == 302
    assert str(FieldVisit.objects.get().days) == "2.5"
    url = reverse("cadres:rating_new", args=[person.pk])
    rating = {"year": 2020, "rating": "good", "guide": "HD 33-HD/TWĐTN-BTC"}
    assert client.post(url, rating).status_code == 302
    assert "đã được xếp loại trong năm này" in client.post(url, rating).content.decode()
    assert CadreRating.objects.get().unit == world.khoai_chau
    url = reverse("cadres:placement_new", args=[person.pk])
    assert client.post(url, {"proposal": "Chuyển sang khối Đảng"}).status_code == 302
    page = client.get(url).content.decode()
    assert "Cập nhật phương án bố trí" in page
    assert "Chuyển sang khối Đảng: đang lập phương án." in page
    assert client.post(url, {"state": "done", "done_on": "01/06/2021"}).status_code == 302
    assert Placement.objects.get().state == "done"
    assert "Lập phương án bố trí" in client.get(url).content.decode()


@pytest.mark.parametrize("route", ["training_new", "visit_new", "rating_new", "placement_new"])
def test_records_are_for_keepers(client, world: World, route):
    url = reverse(f"cadres:{route}", args=[cadre(world.dong_tien).pk])
    for who, status in (("neighbour", 404), ("viewer", 403), ("commune_secretary", 403), ("secretary", 200)):
        assert entered(client, getattr(world, who)).get(url).status_code == status


@pytest.mark.parametrize("route", ["plan", "candidate_new"])
def test_a_page_takes_as_many_statements_for_three_as_for_twelve(client, world: World, plan, route):
    client, counts = entered(client, world.secretary), []
    url = reverse(f"cadres:{route}", args=[world.khoai_chau.pk if route == "plan" else plan.pk])
    client.get(url)  # the first page touches the session
    for count in (3, 9):
        for number in range(count):
            person = cadre(world.khoai_chau, name=f"Lê Văn {count} {number}")
            appoint(person, "COMMITTEE_MEMBER", date(2018, 1, 1))
            if route == "plan":
                inside(plan, person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
