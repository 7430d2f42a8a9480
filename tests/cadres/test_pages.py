"""The pages of the register: what each person sees, the forms, the read log, and a fixed number of statements."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.cadres.enums import PlacementState
from apps.cadres.models import (
    Appointment,
    Cadre,
    CadreRating,
    FieldVisit,
    Placement,
    SuccessionCandidate,
    SuccessionPlan,
    SuccessionReview,
    Training,
    TrainingParticipant,
)
from tests.cadres.people import appoint, cadre
from tests.visits import signed_in, statements, words
from tests.world import World

pytestmark = pytest.mark.django_db
SINCE, INDEX = date(2019, 3, 1), reverse("cadres:index")
FACTS = {
    "full_name": "Trần Thị Minh Họa", "born_on": "12/03/1990", "sex": "female", "ethnic_group": "Kinh", "home": "",
    "union_joined_on": "", "party_joined_on": "", "phone": "", "email": "",
    "trinh-do-TOTAL_FORMS": "2", "trinh-do-INITIAL_FORMS": "0",
}  # fmt: skip


def url(route: str, *keys: int) -> str:
    return reverse(f"cadres:{route}", args=keys)


def on_page(user: User, address: str) -> str:
    response = signed_in(user).get(address)
    assert response.status_code == 200
    return words(response)


@pytest.fixture
def person(world: World) -> Cadre:
    """Too old since the first day of 2016; on Party and phone there is something to hide."""
    found = cadre(
        world.khoai_chau, date(1980, 1, 1), name="Trần Thị Minh Họa", phone="0912345678",
        email="minhhoa@tinhdoan.example", party_joined_on=date(2005, 7, 19), sex="female",
    )  # fmt: skip
    appoint(found, "STANDING_MEMBER", date(2013, 3, 1), SINCE)
    appoint(found, "DEPUTY_SECRETARY", SINCE)
    return found


SECRETS = (
    "1980",
    "2005",
    "0912345678",
    "minhhoa@",
    "tuổi (",
    "đảng viên",
    "01/01/2016",
    "36 tuổi",
    "46 tuổi",
)


def test_the_list_answers_in_its_title(world: World, person: Cadre):
    page = on_page(world.officer, INDEX)
    assert "Cán bộ: 1 người, 1 quá tuổi" in page
    assert "Phó Bí thư · Huyện đoàn Khoái Châu" in page
    assert "Quá tuổi giữ chức" in page
    assert "01/01/2016" in page
    filtered = on_page(world.officer, f"{INDEX}?don-vi={world.phu_cu.pk}")
    assert "Cán bộ Huyện đoàn Phù Cừ: 0 người, 0 quá tuổi" in filtered
    assert "Không có cán bộ nào khớp" in filtered


@pytest.mark.parametrize("route", ["index", "cadre", "history"])
@pytest.mark.parametrize("who", ["viewer", "commune_secretary"])
def test_nothing_private_reaches_those_without_that_right(world: World, person: Cadre, route: str, who: str):
    if who == "commune_secretary":
        Cadre.objects.filter(pk=person.pk).update(unit=world.dong_tien)
    Placement.objects.create(
        cadre=person, unit=world.khoai_chau, state=PlacementState.DRAFTED, proposal="Chuyển trước 01/01/2016"
    )
    address = INDEX if route == "index" else url(route, person.pk)
    response = signed_in(getattr(world, who)).get(address)
    html = response.content.decode()
    assert "Trần Thị Minh Họa" in html
    assert [secret for secret in SECRETS if secret in html or secret in words(response)] == []
    assert not Entry.objects.filter(act="read").exists()


def test_those_with_that_right_see_it_and_the_log_says_so(world: World, person: Cadre):
    page = on_page(world.secretary, url("cadre", person.pk))
    for text in (
        "sinh 01/01/1980", "đảng viên", "0912345678", "minhhoa@tinhdoan.example",
        "Quá tuổi giữ chức từ 01/01/2016; Quá 30 tuổi khi tham gia lần đầu (01/03/2013) — Quy chế 289",
        "Quá mức 35 tuổi từ ngày 01/01/2016",
        "2 chức danh trong", "Lần xem này được ghi nhật ký", "Ghi bố trí công tác",
    ):  # fmt: skip
        assert text in page
    entry = Entry.objects.get(act="read")
    assert (entry.subject_id, entry.chain, entry.actor) == (person.pk, world.khoai_chau.pk, world.secretary)
    assert entry.changed == ["born_on", "email", "party_joined_on", "phone"]


def test_a_page_of_the_list_is_one_line_in_the_log(world: World, person: Cadre):
    appoint(cadre(world.khoai_chau), "DEPUTY_SECRETARY", SINCE)
    on_page(world.officer, INDEX)
    on_page(world.officer, f"{INDEX}?don-vi={world.khoai_chau.pk}")
    on_page(world.officer, f"{INDEX}?tim=khong+co+ai")
    on_page(world.viewer, INDEX)
    logged = Entry.objects.filter(act="read").order_by("pk")
    assert [entry.chain for entry in logged] == [world.province.pk, world.khoai_chau.pk]


def test_doors(world: World, person: Cadre):
    for route in ("cadre", "history", "edit", "merge", "appoint"):
        for stranger in (world.neighbour, world.commune_secretary, world.stranger):
            assert signed_in(stranger).get(url(route, person.pk)).status_code == 404
    for route in ("edit", "merge", "appoint"):
        assert signed_in(world.viewer).get(url(route, person.pk)).status_code == 403
    assert signed_in(world.administrator).get(url("cadre", person.pk)).status_code == 403
    assert signed_in(world.administrator).get(INDEX).status_code == 403
    assert signed_in(world.officer).get(url("cadre", 10**30)).status_code == 404


def test_who_may_not_act_reads_why_and_finds_no_acts(world: World, person: Cadre):
    page = signed_in(world.standing).get(url("cadre", person.pk)).content.decode()
    assert "Chỉ cấp quản lý cán bộ (tỉnh, huyện) được cập nhật hồ sơ này." in page
    for route in ("edit", "merge", "appoint"):
        assert url(route, person.pk) not in page


@pytest.mark.parametrize(
    "query",
    [
        "?don-vi=999999999999999999999", "?don-vi=abc", "?don-vi=0", "?chuc-danh=KHONG-CO", "?nhan-dinh=lạ",
        "?tuoi=99", "?quy-hoach=x", "?ngay=31/02/1990", "?page=x", "?page=-1", "?tim=%00", "?tim=(*", "?tim=%5C",
    ],
)  # fmt: skip
def test_odd_addresses_break_nothing(world: World, person: Cadre, query: str):
    assert "Cán bộ" in on_page(world.officer, INDEX + query)


def test_a_unit_out_of_sight_is_no_filter_and_has_no_name(world: World, person: Cadre):
    page = on_page(world.secretary, f"{INDEX}?don-vi={world.phu_cu.pk}")
    assert "Không có đơn vị này trong phạm vi của đồng chí." in page
    assert "Phù Cừ" not in page


def test_a_text_too_long_is_refused_in_words(world: World):
    assert "tối đa 80 ký tự" in on_page(world.officer, f"{INDEX}?tim={'a' * 10_000}")


def send(user: User, route: str, *keys: int, **given: str) -> HttpResponse:
    return signed_in(user).post(url(route, *keys), given)


def test_a_new_file_is_recorded_with_its_levels(world: World):
    given = FACTS | {
        "unit_id": str(world.dong_tien.pk), "trinh-do-0-level": "education-4", "trinh-do-0-obtained_on": "01/06/2012",
    }  # fmt: skip
    response = send(world.secretary, "new", **given)
    person = Cadre.objects.get()
    assert response.url == url("cadre", person.pk)
    assert (person.unit, person.born_on) == (world.dong_tien, date(1990, 3, 12))
    assert person.qualifications.get().level_label == "đại học"


def test_a_likely_duplicate_is_shown_before_anything_is_saved(world: World):
    known = cadre(world.khoai_chau, date(1990, 3, 12), name="Trần Thị Minh Hoa")
    given = FACTS | {"unit_id": str(world.khoai_chau.pk)}
    response = send(world.secretary, "new", **given)
    page = words(response)
    assert "Có thể đã có hồ sơ:" in page
    assert url("cadre", known.pk) in response.content.decode()
    assert 'value="Trần Thị Minh Họa"' in response.content.decode()
    assert Cadre.objects.count() == 1
    assert send(world.secretary, "new", **given, anyway="1").status_code == 302
    assert Cadre.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"born_on": "31/02/1990"}, "Ghi ngày như 23/11/2021"),
        ({"born_on": "01/01/2999"}, "Kiểm tra lại năm sinh"),
        ({"full_name": "a" * 10_000}, "120"),
        ({"full_name": ""}, "Ghi họ và tên."),
        ({"unit_id": ""}, "Chọn đơn vị trong danh sách gợi ý."),
        ({"unit_id": "99999999999999999999"}, "Chọn đơn vị trong danh sách gợi ý."),
        ({"unit_id": "999999999"}, "Không có đơn vị này"),
        ({"email": "sai"}, "hợp lệ"),
        ({"trinh-do-0-field": "Luật"}, "Chọn trình độ, hoặc xóa cả dòng."),
        ({"trinh-do-0-level": "education-99"}, "education-99"),
        ({"trinh-do-0-level": "education-4", "trinh-do-1-level": "education-4"}, "chỉ ghi một lần"),
    ],
)
def test_a_bad_file_is_shown_again_with_its_reason(world: World, given: dict[str, str], sentence: str):
    response = send(world.secretary, "new", **FACTS | {"unit_id": str(world.khoai_chau.pk)} | given)
    assert response.status_code == 200
    assert sentence in words(response)
    assert not Cadre.objects.exists()


def test_a_file_for_a_unit_of_others_is_refused(world: World):
    assert send(world.secretary, "new", **FACTS | {"unit_id": str(world.phu_cu.pk)}).status_code == 403
    assert not Cadre.objects.exists()


def test_an_update_saves_and_a_stale_one_shows_both_texts(world: World, person: Cadre):
    given = FACTS | {"version": "1", "home": "Ân Thi"}
    assert send(world.secretary, "edit", person.pk, **given).url == url("cadre", person.pk)
    person.refresh_from_db()
    assert (person.home, person.version, person.qualifications.count()) == ("Ân Thi", 2, 0)
    response = send(world.officer, "edit", person.pk, **given | {"home": "Khoái Châu"})
    page = words(response)
    assert "Người khác vừa cập nhật hồ sơ này" in page
    assert "Khoái Châu Ân Thi" in page
    assert 'name="version" value="2"' in response.content.decode()
    assert send(world.officer, "edit", person.pk, **given | {"home": "Khoái Châu", "version": "2"}).url


def act(world: World, **more: str) -> dict[str, str]:
    return {
        "unit_id": str(world.khoai_chau.pk), "position": "SECRETARY", "starts_on": "01/10/2020", "origin": "elected",
        "engagement": "full_time", "group": "general", "decision_number": "5-QĐ", "decision_on": "20/09/2020",
        "is_main": "on",
    } | more  # fmt: skip


def test_acts_on_positions_go_through_their_pages(world: World, person: Cadre):
    row = person.appointments.get(position_id="DEPUTY_SECRETARY")
    assert signed_in(world.officer).get(url("move", person.pk, row.pk)).status_code == 200
    answer = send(world.officer, "move", person.pk, row.pk, **act(world))
    assert answer.url == url("cadre", person.pk)
    row.refresh_from_db()
    assert row.validity == DateRange(SINCE, date(2020, 10, 1))
    new = person.appointments.get(position_id="SECRETARY")
    answer = send(
        world.officer, "end", person.pk, new.pk, ends_on="01/06/2021", ending="graduated", decision_number="7-QĐ"
    )  # fmt: skip
    assert answer.status_code == 302
    new.refresh_from_db()
    assert (new.validity.upper, new.ending) == (date(2021, 6, 1), "graduated")
    version = str(Cadre.objects.get(pk=person.pk).version)
    fixed = act(world, version=version, ends_on="01/07/2021", ending="graduated", ending_decision="7-QĐ")
    assert send(world.officer, "correct", person.pk, new.pk, **fixed).status_code == 302
    new.refresh_from_db()
    assert new.validity.upper == date(2021, 7, 1)
    assert "không giữ chức danh nào" in on_page(world.officer, url("cadre", person.pk)).lower()


def test_an_appointment_that_is_refused_keeps_what_was_typed(world: World, person: Cadre):
    appoint(cadre(world.khoai_chau), "SECRETARY", SINCE)
    response = send(world.officer, "appoint", person.pk, **act(world, is_main=""))
    page = words(response)
    assert "Chức danh này của đơn vị đã có người giữ trong thời gian ấy." in page
    assert 'value="5-QĐ"' in response.content.decode()
    assert "Cán bộ đã có chức danh chính khác" in words(
        send(world.officer, "appoint", person.pk, **act(world, position="STAFF"))
    )
    assert Appointment.objects.filter(cadre=person).count() == 2


def test_an_appointment_of_another_file_is_not_found(world: World, person: Cadre):
    other = appoint(cadre(world.khoai_chau), "SECRETARY", SINCE)
    assert signed_in(world.officer).get(url("end", person.pk, other.pk)).status_code == 404


def test_merging_shows_what_it_will_do_then_does_it(world: World, person: Cadre):
    twin = cadre(world.phu_cu, date(1980, 1, 1), name="Trần Thị Minh Hoạ", home="Phù Cừ", education=None)
    page = signed_in(world.officer).get(url("merge", person.pk)).content.decode()
    assert f'value="{twin.pk}"' in page
    given = {"merged_id": str(twin.pk), "version": "1"}
    preview = words(send(world.officer, "merge", person.pk, **given))
    assert "Sẽ chuyển 0 mục của hồ sơ Trần Thị Minh Hoạ" in preview
    assert "Trình độ: lý luận chính trị trung cấp" in preview
    assert Cadre.objects.get(pk=twin.pk).merged_into is None
    assert send(world.officer, "merge", person.pk, **given, agreed="1").url == url("cadre", person.pk)
    assert Cadre.objects.get(pk=twin.pk).merged_into == person
    assert signed_in(world.officer).get(url("cadre", twin.pk)).url == url("cadre", person.pk)


@pytest.mark.parametrize("chosen", ["", "abc", "0", "99999999999999999999"])
def test_merging_with_nobody_is_a_sentence(world: World, person: Cadre, chosen: str):
    assert "Chọn một hồ sơ trong danh sách." in words(
        send(world.officer, "merge", person.pk, merged_id=chosen, version="1")
    )


def test_merging_with_a_file_of_others_is_not_found(world: World, person: Cadre):
    foreign = cadre(world.phu_cu)
    given = {"merged_id": str(foreign.pk), "version": "1"}
    assert send(world.secretary, "merge", person.pk, **given).status_code == 404


def test_the_history_tells_who_changed_what_from_what_to_what(world: World, person: Cadre):
    send(world.secretary, "edit", person.pk, **FACTS | {"version": "1", "home": "Ân Thi", "phone": "0999"})
    page = on_page(world.officer, url("history", person.pk))
    assert "Quê quán — Ân Thi Hồ sơ (sửa) Đồng chí khoai-chau" in page
    assert "Điện thoại 0912345678 0999" in page
    assert "Chức danh — Phó Bí thư Giữ chức: Phó Bí thư (ghi mới) Hệ thống" in page
    seen = on_page(world.viewer, url("history", person.pk))
    assert "Điện thoại chỉ hiện với người phụ trách" in seen
    assert "0999" not in seen


def test_search_finds_cadres_for_those_who_may_view(world: World, person: Cadre):
    address = f"{reverse('dashboard:search')}?q=minh+hoa"
    assert "Trần Thị Minh Họa Phó Bí thư · Huyện đoàn Khoái Châu" in on_page(world.officer, address)
    assert "Trần Thị Minh Họa" in on_page(world.viewer, address)
    for stranger in (world.neighbour, world.administrator, world.commune_secretary):
        assert "Trần Thị Minh Họa" not in on_page(stranger, address)
    Cadre.objects.filter(pk=person.pk).update(merged_into=cadre(world.phu_cu))
    assert "Trần Thị Minh Họa" not in on_page(world.officer, address)


def fill(world: World, person: Cadre, numbers: range) -> None:
    """More of everything that a person's page shows."""
    for number in numbers:
        start = date(2000 + number, 1, 1)
        appoint(person, "STAFF", start, date(2000 + number, 12, 1), is_main=False, unit=world.dong_tien)
        course = Training.objects.create(
            title=f"Lớp {number}", kind="skills", organiser=world.province, starts_on=start, ends_on=start
        )
        TrainingParticipant.objects.create(training=course, cadre=person, unit=world.khoai_chau)
        FieldVisit.objects.create(
            cadre=person,
            unit=world.khoai_chau,
            place=world.dong_tien,
            kind="survey",
            starts_on=start,
            days=2.5,
        )
        CadreRating.objects.create(
            cadre=person, unit=world.khoai_chau, year=2000 + number, rating="good", guide="HD 33"
        )
        plan = SuccessionPlan.objects.create(
            unit=world.khoai_chau, position_id="SECRETARY", term=DateRange(start, date(2030, 1, 1))
        )
        SuccessionCandidate.objects.create(
            plan=plan, cadre=person, readiness="now", validity=DateRange(start, None)
        )
        SuccessionReview.objects.create(unit=world.khoai_chau, reviewed_on=start)


def test_a_persons_page_shows_all_and_costs_the_same_for_3_and_12_rows(world: World, person: Cadre):
    client = signed_in(world.officer)
    fill(world, person, range(3))
    pages = [url("cadre", person.pk), url("history", person.pk), url("merge", person.pk)]
    few = [statements(client, page) for page in pages]
    fill(world, person, range(3, 12))
    assert [statements(client, page) for page in pages] == few
    assert max(few) <= 24
    page = words(client.get(pages[0]))
    for text in ("Lớp 11", "2,5 ngày", "nhiệm kỳ 2011–2029", "rà soát 01/01/2011", "Hoàn thành tốt nhiệm vụ"):
        assert text in page


def test_the_list_page_costs_the_same_for_3_and_12_rows(world: World):
    client = signed_in(world.officer)
    for number in range(3):
        appoint(cadre(world.khoai_chau, name=f"Lê Văn A{number}"), "DEPUTY_SECRETARY", SINCE)
    few = statements(client, INDEX)
    for number in range(9):
        appoint(cadre(world.khoai_chau, name=f"Lê Văn B{number}"), "DEPUTY_SECRETARY", SINCE)
    assert statements(client, INDEX) == few
    assert few <= 10


def test_today_is_the_day_judged(world: World, person: Cadre):
    assert f"ngày {timezone.localdate():%d/%m/%Y}" in on_page(world.officer, INDEX)
    assert "ngày 01/06/2019" in on_page(world.officer, f"{INDEX}?ngay=01/06/2019")
    assert "01/06/2019" not in on_page(world.viewer, f"{INDEX}?ngay=01/06/2019")
