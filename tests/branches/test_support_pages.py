"""The pages of weak branches and their plans: what stands on them, for whom, what a refused form keeps, the cost."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from apps.audit.models import Entry
from apps.branches.models import SupportPlan
from apps.branches.queries.support import plan_page
from apps.cadres.models import Cadre
from apps.units.models import Unit
from tests.branches.ground import branch, branches, put_right, quarter, secretary
from tests.cadres.people import appoint, cadre
from tests.visits import signed_in, statements, words
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
STARTS, SHOWN = date(2021, 5, 1), date(2021, 10, 20)


@pytest.fixture(autouse=True)
def shown_day(settings: Any) -> None:
    settings.DEMO_DAY = SHOWN


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def weak(world: World) -> Unit:
    unit = branch(world.dong_tien)
    for slug, members in (("2020-q3", 12), ("2020-q4", 8), ("2021-q2", 8), ("2021-q3", 10)):
        quarter(unit, slug, met=[(10, 5), (10, 8)], members=members)
    return unit


@pytest.fixture
def helper(world: World) -> Cadre:
    person = cadre(world.dong_tien, name="Lê Thị Hỗ Trợ")
    appoint(person, "SECRETARY", date(2020, 1, 1))
    return person


def plan_for(unit: Unit, helper: Cadre, world: World, **more: Any) -> SupportPlan:
    given = {
        "reasons": ["secretary", "small"], "measures": "Kiện toàn\nDự sinh hoạt", "starts_on": STARTS,
        "due_on": date(2021, 10, 31), "supporter": helper, "made_by": world.commune_secretary,
    }  # fmt: skip
    return SupportPlan.objects.create(branch=unit, **(given | more))


def page(user: Any, name: str, *given: int, **asked: str) -> str:
    return words(signed_in(user).get(reverse(f"branches:{name}", args=given), asked))


# --- the board ---
def test_the_board_answers_in_its_title_and_leads_to_the_next_act(world: World, weak: Unit):
    text = page(world.officer, "weak")
    assert "1/1 chi đoàn yếu, 1 chưa có kế hoạch hỗ trợ" in text
    assert "Khuyết bí thư (sổ chưa ghi bí thư nào)" in text
    assert "Lập kế hoạch" in text
    assert "Hai mốc này là đề xuất" in text
    assert "Lập kế hoạch" not in page(world.viewer, "weak")


def test_what_is_unclear_stands_apart(world: World, weak: Unit):
    secretary(weak)
    quiet = branch(world.dong_tien, "Chi đoàn Lặng")
    secretary(quiet)
    text = page(world.officer, "weak")
    assert "0/2 chi đoàn yếu" in text
    assert "Chi đoàn Lặng" not in text
    apart = page(world.officer, "weak", xem="chua-ro")
    assert "1/2 chi đoàn chưa đủ số liệu" in apart
    assert "Chưa rõ có sinh hoạt không: quý II/2021, quý III/2021" in apart


def test_filters_stand_in_the_address_and_nonsense_filters_nothing(world: World, weak: Unit):
    assert "Chi đoàn thôn Trung" in page(world.officer, "weak", **{"vi-sao": "khuyet-bi-thu"})
    assert "Không có chi đoàn nào khớp" in page(world.officer, "weak", **{"vi-sao": "it-doan-vien"})
    assert "Chi đoàn thôn Trung" in page(world.officer, "weak", **{"don-vi": str(world.dong_tien.pk)})
    foreign = page(world.secretary, "weak", **{"don-vi": str(world.phu_cu.pk)})
    assert "Không có đơn vị này trong phạm vi" in foreign
    odd = {"don-vi": "x", "vi-sao": "rated", "khoi": "?", "ke-hoach": "1", "xem": "y" * 30, "page": "0x"}
    assert "1/1 chi đoàn yếu" in page(world.officer, "weak", **odd)


@pytest.mark.parametrize("who", ["administrator", "stranger"])
def test_the_board_is_closed_to_those_who_see_no_branches(world: World, who: str):
    for name in ("weak", "supports"):
        assert signed_in(getattr(world, who)).get(reverse(f"branches:{name}")).status_code == 403


def test_a_board_costs_the_same_for_3_and_12(world: World, helper: Cadre):
    client = signed_in(world.officer)
    for unit in branches(world.dong_tien, ["A", "B", "C"]):
        plan_for(unit, helper, world)
    urls = [reverse("branches:weak"), reverse("branches:weak") + "?xem=chua-ro", reverse("branches:supports")]
    few = [statements(client, url) for url in urls]
    for unit in branches(world.dan_tien, [f"Chi đoàn {place}" for place in range(9)]):
        quarter(unit, "2021-q3", met=None, members=1)
        plan_for(unit, helper, world)
    assert few == [statements(client, url) for url in urls]


# --- one plan ---
def test_a_plan_shows_the_quarters_before_and_after_and_what_the_numbers_say(
    world: World, weak: Unit, helper: Cadre
):
    plan = plan_for(weak, helper, world)
    text = page(world.officer, "support", plan.pk)
    assert "Hỗ trợ Chi đoàn thôn Trung: hạn 31/10/2021" in text
    assert "mới hết một phần lý do" in text
    assert "Hết ít đoàn viên" in text
    assert "Vẫn khuyết bí thư" in text
    found = plan_page(world.officer, plan, SHOWN, SHOWN)
    rows = [
        (row.period.slug, row.is_after, row.members, row.meetings, row.attendance_words)
        for row in found.quarters
    ]
    assert rows == [
        ("2021-q3", True, 10, 2, "65,0 %"),
        ("2021-q2", True, 8, 2, "65,0 %"),
        ("2021-q1", False, None, None, "—"),
        ("2020-q4", False, 8, 2, "65,0 %"),
        ("2020-q3", False, 12, 2, "65,0 %"),
        ("2020-q2", False, None, None, "—"),
    ]
    assert "chưa gửi" in text


@pytest.mark.parametrize(
    ("story", "key"),
    [
        (lambda unit: None, "partly"),
        (lambda unit: secretary(unit, date(2021, 8, 1)), "gone"),
        (lambda unit: put_right(unit, "2021-q3", members=8), "standing"),
        (lambda unit: put_right(unit, "2021-q3", members=None), "partly"),
        (lambda unit: silent_since(unit), "partly"),
        (lambda unit: Unit.objects.filter(pk=unit.pk).update(closed_on=date(2021, 10, 1)), "closed"),
    ],
)
def test_the_outcome_is_reckoned_from_the_register(
    world: World, weak: Unit, helper: Cadre, story: Any, key: str
):
    plan = plan_for(weak, helper, world)
    story(weak)
    assert plan_page(world.officer, plan, SHOWN, SHOWN).outcome.key == key


def silent_since(unit: Unit) -> None:
    """A secretary came, and the meetings stopped."""
    secretary(unit, date(2021, 8, 1))
    for slug in ("2021-q2", "2021-q3"):
        put_right(unit, slug, has_met=False)


def test_a_number_that_nobody_knows_any_more_is_no_recovery(world: World, weak: Unit, helper: Cadre):
    plan = plan_for(weak, helper, world, reasons=["small"])
    secretary(weak)
    assert plan_page(world.officer, plan, SHOWN, SHOWN).outcome.key == "gone"
    put_right(weak, "2021-q3", members=None)
    assert plan_page(world.officer, plan, SHOWN, SHOWN).outcome.key == "unclear"
    assert "chưa biết còn hay hết" in page(world.officer, "support", plan.pk)


def test_a_rating_is_only_spoken_of_where_ratings_are_known(world: World, weak: Unit, helper: Cadre):
    plan = plan_for(weak, helper, world, reasons=["rated"])
    secretary(weak)
    assert plan_page(world.officer, plan, SHOWN, SHOWN).outcome.key == "unclear"
    assert plan_page(world.officer, plan, SHOWN, SHOWN, rated={}).outcome.key == "gone"
    still = plan_page(world.officer, plan, SHOWN, SHOWN, rated={weak.pk: date(2020, 12, 31)})
    assert still.outcome.key == "standing"


def test_what_people_say_stands_beside_what_the_numbers_say(world: World, weak: Unit, helper: Cadre):
    plan = plan_for(weak, helper, world, ended_on=date(2021, 10, 1), result="recovered", note="Đã bầu xong")
    text = page(world.viewer, "support", plan.pk)
    assert "Người kết thúc kế hoạch ghi: đã vững lên . Đã bầu xong" in text
    assert "mới hết một phần lý do" in text
    assert "Ghi kết quả" not in text


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
def test_a_plan_is_for_those_who_see_its_branch(
    world: World, weak: Unit, helper: Cadre, who: str, status: int
):
    plan = plan_for(weak, helper, world)
    assert (
        signed_in(getattr(world, who)).get(reverse("branches:support", args=[plan.pk])).status_code == status
    )


def test_a_plan_costs_the_same_however_long_its_branch_has_been_helped(world: World, helper: Cadre):
    young, old = branch(world.dong_tien, "Chi đoàn Non"), branch(world.dong_tien, "Chi đoàn Già")
    quarter(young, "2021-q3", met=[(3, 3)])
    for slug in (
        "2019-q2",
        "2019-q3",
        "2019-q4",
        "2020-q1",
        "2020-q2",
        "2020-q3",
        "2020-q4",
        "2021-q1",
        "2021-q3",
    ):
        quarter(old, slug, met=[(3, 3), (3, 2)])
    plans = [
        plan_for(young, helper, world, starts_on=date(2021, 9, 1)),
        plan_for(old, helper, world, starts_on=date(2019, 6, 1)),
    ]
    client = signed_in(world.officer)
    costs = [statements(client, reverse("branches:support", args=[plan.pk])) for plan in plans]
    assert costs[0] == costs[1]


def test_the_list_of_plans_puts_the_nearest_day_first(world: World, weak: Unit, helper: Cadre):
    late = branch(world.dong_tien, "Chi đoàn Trễ")
    over = branch(world.dong_tien, "Chi đoàn Xong")
    plan_for(weak, helper, world)
    plan_for(late, helper, world, due_on=date(2021, 9, 30))
    plan_for(over, helper, world, ended_on=date(2021, 9, 1), result="unchanged")
    text = page(world.officer, "supports")
    assert text.index("Chi đoàn Trễ") < text.index("Chi đoàn thôn Trung") < text.index("Chi đoàn Xong")
    assert "3 kế hoạch hỗ trợ" in text
    overdue = page(world.officer, "supports", **{"trang-thai": "qua-han"})
    assert "1 kế hoạch hỗ trợ quá hạn" in overdue
    assert "Chi đoàn Xong" not in overdue
    assert "Chi đoàn Trễ" not in page(world.officer, "supports", **{"don-vi": str(world.dan_tien.pk)})
    assert "0 kế hoạch" in page(world.neighbour, "supports")


# --- the forms ---
def posted(user: Any, name: str, pk: int, **typed: Any) -> Any:
    return signed_in(user).post(reverse(f"branches:{name}", args=[pk]), typed)


def test_a_plan_is_made_by_a_commune_on_the_road_from_the_board(world: World, weak: Unit, helper: Cadre):
    client = signed_in(world.commune_secretary)
    url = reverse("branches:support_new", args=[weak.pk])
    text = words(client.get(url))
    assert "Khuyết bí thư" in text
    assert "Lê Thị Hỗ Trợ Bí thư · Đoàn xã Đồng Tiến" in text
    typed = {
        "supporter_id": helper.pk,
        "measures": "Kiện toàn",
        "starts_on": "20/10/2021",
        "due_on": "31/12/2030",
    }
    answer = client.post(url, typed)
    plan = SupportPlan.objects.get()
    assert answer.url == reverse("branches:support", args=[plan.pk])
    assert (plan.reasons, plan.made_by) == (["secretary"], world.commune_secretary)
    assert client.get(url).url == answer.url  # one running plan a branch: the form leads to it


def test_a_refused_form_keeps_what_was_typed(world: World, weak: Unit, helper: Cadre):
    typed = {
        "supporter_id": helper.pk,
        "measures": "Kiện toàn ngay",
        "starts_on": "20/10/2021",
        "due_on": "01/10/2021",
    }
    answer = posted(world.commune_secretary, "support_new", weak.pk, **typed)
    assert "Hạn phải sau ngày bắt đầu." in words(answer)
    body = answer.content.decode()
    assert "Kiện toàn ngay" in body
    assert f'value="{helper.pk}" checked' in body
    assert "Chọn cán bộ phụ trách." in words(
        posted(world.commune_secretary, "support_new", weak.pk, due_on="")
    )


def test_looking_for_people_loses_nothing_and_judges_nothing(world: World, weak: Unit, helper: Cadre):
    cadre(world.dong_tien, name="Đỗ Văn Khác")
    typed = {"supporter_id": helper.pk, "measures": "Đang gõ", "due_on": "x", "tim": "khac", "search": "1"}
    answer = posted(world.commune_secretary, "support_new", weak.pk, **typed)
    body = answer.content.decode()
    assert "Đang gõ" in body
    assert 'value="x"' in body
    assert "Đỗ Văn Khác" in body
    assert f'value="{helper.pk}" checked' in body
    assert "Chưa lưu được" not in words(answer)


def test_a_stale_page_says_so_and_saving_again_holds(world: World, weak: Unit, helper: Cadre):
    plan = plan_for(weak, helper, world)
    SupportPlan.objects.update(version=3)
    typed = {"supporter_id": helper.pk, "measures": "Của tôi", "due_on": "31/10/2021", "version": 1}
    answer = posted(world.commune_secretary, "support_edit", plan.pk, **typed)
    assert "Người khác vừa sửa kế hoạch này" in words(answer)
    assert 'name="version" value="3"' in answer.content.decode()
    assert (
        posted(world.commune_secretary, "support_edit", plan.pk, **(typed | {"version": 3})).status_code
        == 302
    )
    plan.refresh_from_db()
    assert (plan.measures, plan.version) == ("Của tôi", 4)


def test_a_result_is_written_beside_the_numbers(world: World, weak: Unit, helper: Cadre):
    plan = plan_for(weak, helper, world)
    assert "mới hết một phần lý do" in page(world.commune_secretary, "support_end", plan.pk)
    typed = {"ended_on": "20/10/2021", "result": "unchanged", "note": "Chưa có nguồn", "version": 1}
    assert "Chọn kết quả." in words(
        posted(world.commune_secretary, "support_end", plan.pk, **(typed | {"result": ""}))
    )
    assert posted(world.commune_secretary, "support_end", plan.pk, **typed).status_code == 302
    plan.refresh_from_db()
    assert (plan.result, plan.note) == ("unchanged", "Chưa có nguồn")
    assert Entry.objects.filter(act="branches.end_plan").count() == 1


@pytest.mark.parametrize("name", ["support_edit", "support_end"])
def test_who_only_looks_acts_on_no_plan(world: World, weak: Unit, helper: Cadre, name: str):
    plan = plan_for(weak, helper, world)
    assert posted(world.viewer, name, plan.pk).status_code == 403
    assert posted(world.neighbour, name, plan.pk).status_code == 404
    assert posted(world.viewer, "support_new", weak.pk).status_code == 403
    assert posted(world.officer, "support_new", world.dong_tien.pk).status_code == 404
