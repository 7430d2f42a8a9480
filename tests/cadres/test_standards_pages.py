"""The pages of standards: who sees what, the forms, the timeline, ages in words, the read log."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.cadres.enums import AgeCounting, PoliticalTheory
from apps.cadres.models import AgeRule, StandardSet
from apps.cadres.queries.standards import cell
from tests.cadres.people import appoint, cadre
from tests.cadres.test_standards_acts import (
    STARTS,
    changed,
    copied,
    correction,
    deputy_row,
    ended,
    in_force,
    put_in_force,
    shortened,
)
from tests.visits import signed_in, statements, words
from tests.world import World

pytestmark = pytest.mark.django_db
INDEX = reverse("cadres:standards")
DOCUMENT = {
    "code": "1289-QĐ/TWĐTN-CTĐ", "short_name": "Quy chế 1289", "title": "Quy chế cán bộ Đoàn",
    "issued_on": "15/05/2022", "issued_by": "Ban Bí thư Trung ương Đoàn", "starts_on": "01/07/2022", "note": "",
}  # fmt: skip
ROW = {
    "position": "SECRETARY", "unit_kind": "BRANCH", "group": "general", "source": "Điều 20", "age_max": "30",
    "first_age_max": "", "first_age_basis": "position", "education_min": "", "theory_min": "1",
}  # fmt: skip


def url(name: str, *keys: int) -> str:
    return reverse(f"cadres:standard_{name}", args=keys)


def page(user: User, address: str) -> str:
    response = signed_in(user).get(address)
    assert response.status_code == 200
    return words(response)


def send(user: User, address: str, **given: object) -> HttpResponse:
    return signed_in(user).post(address, given)


def test_the_title_answers_by_which_set_a_day_is_judged(world: World):
    seen = page(world.viewer, f"{INDEX}?ngay=30/09/2021")
    for text in (
        "Ngày 30/09/2021: xét theo Quy chế 289", "tin chưa được xác nhận", "Điều 9", "30 vào Ban Chấp hành",
        "từ cao cấp, cử nhân", "“—” và chức danh không có dòng: chưa tìm thấy quy định", "Tuổi tròn đến ngày xét",
        "đến hết 11/03/2022 còn 35 tuổi, quá tuổi từ 12/03/2022", "Quy chế 289: từ 08/02/2010",
    ):  # fmt: skip
        assert text in seen, text
    assert seen.count("vào Ban Chấp hành") == 6
    assert "chưa nhập bộ tiêu chuẩn nào" in page(world.viewer, f"{INDEX}?ngay=01/01/2009")


def test_the_timeline_tells_drafts_ends_and_gaps(world: World):
    ended(world, date(2021, 1, 1))
    put_in_force(world, shortened(world))
    copied(world, date(2030, 1, 1), code="3-QĐ", short_name="Quy chế 3")
    seen = page(world.officer, f"{INDEX}?ngay=01/06/2021")
    for text in (
        "Quy chế 3: dự thảo, dự kiến từ 01/01/2030", "Quy chế 1289: từ 01/07/2022",
        "Chưa nhập bộ nào: từ 01/01/2021 đến hết 30/06/2022", "Quy chế 289: từ 08/02/2010 đến hết 31/12/2020",
    ):  # fmt: skip
        assert text in seen, text
    ended_new = StandardSet.objects.get(short_name="Quy chế 1289")
    given = {"version": ended_new.version, "ends_on": "01/07/2023", "end_reason": "thử"}
    send(world.officer, url("end", ended_new.pk), **given)
    assert "Chưa nhập bộ nào: từ 01/07/2023, nhận định" in page(world.officer, INDEX)
    assert "Quy chế 3" not in page(world.viewer, INDEX)


def test_sets_that_follow_each_other_leave_no_gap(world: World):
    put_in_force(world, shortened(world))
    assert "Chưa nhập bộ nào" not in page(world.officer, INDEX)


def test_by_year_of_birth_reads_otherwise(world: World):
    AgeRule.objects.update(counting=AgeCounting.CALENDAR_YEAR)
    seen = page(world.viewer, INDEX)
    assert "Theo năm sinh: năm xét trừ năm sinh" in seen
    assert "cả năm 2021 còn đạt, quá tuổi từ 01/01/2022" in seen
    AgeRule.objects.update(validity=DateRange(date(2000, 1, 1), date(2001, 1, 1)))
    assert "Chưa nhập cách tính cho ngày này: lấy tuổi tròn" in page(world.viewer, INDEX)


def test_drafts_and_acts_are_for_those_who_set_standards(world: World):
    draft = copied(world)
    row = deputy_row(draft)
    acts = [
        url(name, draft.pk) for name in ("copy", "describe", "new", "discard", "preview", "end", "correct")
    ]
    acts += [url("edit", draft.pk, row.pk), url("remove", draft.pk, row.pk)]
    for who in (world.standing, world.secretary, world.viewer, world.commune_secretary):
        assert signed_in(who).get(url("set", draft.pk)).status_code == 404
        assert {signed_in(who).get(act).status_code for act in acts} == {404}
        assert signed_in(who).get(url("copy", in_force().pk)).status_code == 403
        assert signed_in(who).get(url("set", in_force().pk)).status_code == 200
        assert "Chép thành bộ mới" not in page(who, url("set", in_force().pk))
    assert {signed_in(world.administrator).get(act).status_code for act in [INDEX, *acts]} == {403}
    assert {signed_in(world.officer).get(act).status_code for act in acts} == {200}


def test_the_lowest_level_is_a_rule_and_an_empty_one_is_none(world: World):
    draft = copied(world)
    changed(world, draft, deputy_row(draft), theory_min=PoliticalTheory.NONE, education_min=None)
    seen = cell(deputy_row(draft))
    assert (seen.theory, seen.education) == ("từ chưa", "—")


def test_from_copy_to_force(world: World):
    person = cadre(world.khoai_chau, date(1989, 1, 15), name="Trần Thị Minh Họa")
    appoint(person, "DEPUTY_SECRETARY", date(2018, 1, 1))
    draft_page = send(world.officer, url("copy", in_force().pk), **DOCUMENT).url
    draft = StandardSet.objects.drafts().get()
    assert draft_page == url("set", draft.pk)
    row = deputy_row(draft)
    given = ROW | {"position": "DEPUTY_SECRETARY", "unit_kind": "DISTRICT", "age_max": "31", "version": "1"}
    assert send(world.officer, url("edit", draft.pk, row.pk), **given).url == draft_page
    assert send(world.officer, url("new", draft.pk), **ROW, version="2").url == draft_page
    assert "16 dòng tiêu chuẩn" in page(world.officer, draft_page)
    seen = page(world.officer, url("preview", draft.pk))
    for text in (
        "Quy chế 1289: 1/1 cán bộ đổi nhận định", "Người đang giữ chức ngày 01/07/2022", "Trần Thị Minh Họa",
        "Quá tuổi giữ chức từ 15/01/2021 — Quy chế 1289, Điều 20",
        "Lần xem này được ghi nhật ký",
    ):  # fmt: skip
        assert text in seen, text
    entry = Entry.objects.get(act="read")
    assert (entry.chain, entry.changed) == (world.province.pk, ["born_on", "cadres"])
    assert send(world.officer, url("preview", draft.pk), version="3").url == draft_page
    assert StandardSet.objects.get(pk=draft.pk).is_published
    assert "Ngày 01/07/2022: xét theo Quy chế 1289" in page(world.viewer, f"{INDEX}?ngay=01/07/2022")


def test_a_stale_row_shows_both_texts_and_loses_nothing(world: World):
    draft = copied(world)
    row = deputy_row(draft)
    changed(world, draft, row, age_max=36)
    given = ROW | {"position": "DEPUTY_SECRETARY", "unit_kind": "DISTRICT", "age_max": "33", "version": "1"}
    response = send(world.officer, url("edit", draft.pk, row.pk), **given)
    seen = words(response)
    assert "Người khác vừa sửa bộ tiêu chuẩn này" in seen
    assert "Tuổi giữ chức không quá 33 36" in seen
    assert "Trình độ chuyên môn chưa tìm thấy quy định từ đại học" in seen
    assert 'name="version" value="2"' in response.content.decode()
    assert send(world.officer, url("edit", draft.pk, row.pk), **given | {"version": "2"}).status_code == 302
    assert deputy_row(draft).age_max == 33


def test_a_stale_preview_is_reckoned_anew(world: World):
    draft = copied(world)
    changed(world, draft, deputy_row(draft), age_max=31)
    response = send(world.officer, url("preview", draft.pk), version="1")
    assert "Bản dự thảo vừa được sửa" in words(response)
    assert 'name="version" value="2"' in response.content.decode()
    assert not StandardSet.objects.get(pk=draft.pk).is_published


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"age_max": "15"}, "Mức tuổi phải từ 16 đến 70."),
        ({"age_max": "ba mươi"}, "Ghi số tuổi, ví dụ 35."),
        ({"position": "KHONG-CO"}, "Chức danh"),
        ({"source": ""}, "Ghi điều khoản, ví dụ Điều 10."),
        ({"source": "a" * 81}, "Ghi tối đa 80 ký tự."),
        ({"theory_min": "9"}, "Lý luận chính trị"),
        ({"unit_kind": "DISTRICT"}, "Bộ này đã có tiêu chuẩn cho chức danh, cấp và diện ấy."),
    ],
)
def test_a_bad_row_is_shown_again_with_its_reason(world: World, given, sentence: str):
    draft = copied(world)
    response = send(world.officer, url("new", draft.pk), **ROW | {"version": "1"} | given)
    assert (response.status_code, draft.standards.count()) == (200, 15)
    assert sentence in words(response)


def test_acts_out_of_season_sleep_and_say_why(world: World):
    draft, published = copied(world), in_force()
    assert "Bộ đã áp dụng thì không sửa nữa" in page(world.officer, url("describe", published.pk))
    assert "Chỉ làm được với bộ đang dùng để xét." in page(world.officer, url("end", draft.pk))
    response = send(world.officer, url("new", published.pk), **ROW, version="1")
    assert "Bộ đã áp dụng thì không sửa nữa" in words(response)
    assert 'value="Điều 20"' in response.content.decode()


def test_a_correction_and_what_it_mended_lead_to_each_other(world: World):
    old, draft = in_force(), correction(world)
    assert "Đang soạn bản sửa lỗi gõ" in page(world.officer, url("set", old.pk))
    assert "bản sửa lỗi gõ" not in page(world.viewer, url("set", old.pk))
    assert "starts_on" not in signed_in(world.officer).get(url("describe", draft.pk)).content.decode()
    assert "Quy chế 289: bản sửa lỗi gõ đang soạn" in page(world.officer, INDEX)
    put_in_force(world, draft)
    assert "Bản này có lỗi gõ, đã thay bằng bản sửa (Gõ nhầm 35 thành 31)." in page(
        world.viewer, url("set", old.pk)
    )
    assert page(world.viewer, INDEX).count("Quy chế 289: từ 08/02/2010") == 1
    seen = page(world.viewer, url("set", draft.pk))
    assert "Đang dùng" in seen
    assert "Bản này sửa lỗi gõ của bản trước (Gõ nhầm 35 thành 31)." in seen


def test_preview_days_are_those_on_which_the_draft_would_judge(world: World):
    draft = copied(world)
    assert "chọn ngày trong thời gian ấy" in page(
        world.officer, f"{url('preview', draft.pk)}?ngay=30/06/2022"
    )
    assert "giữ chức ngày 05/07/2022" in page(world.officer, f"{url('preview', draft.pk)}?ngay=05/07/2022")


def test_discarding_leads_back_to_the_list(world: World):
    draft = copied(world)
    assert send(world.officer, url("discard", draft.pk), version="1").url == INDEX
    assert not StandardSet.objects.drafts().exists()


@pytest.mark.parametrize("query", ["?ngay=xyz", "?page=-1", "?page=x", "?cac-bo=99", "?ngay=31/02/1990"])
def test_odd_addresses_break_nothing(world: World, query: str):
    assert "Tiêu chuẩn chức danh" in page(world.officer, INDEX + query)
    assert "Xem trước" in page(world.officer, url("preview", copied(world).pk) + query)


def test_pages_cost_the_same_for_few_and_many_rows(world: World):
    draft = copied(world)
    visitor, address = signed_in(world.officer), url("set", draft.pk)
    draft.standards.exclude(unit_kind="PROVINCE").delete()
    few = [statements(visitor, INDEX), statements(visitor, address)]
    for number in range(9):
        copied(world, date(2030 + number, 1, 1), code=f"{number}-QĐ")
    many = copied(world, STARTS, code="nhiều")
    assert [statements(visitor, INDEX), statements(visitor, url("set", many.pk))] == few
