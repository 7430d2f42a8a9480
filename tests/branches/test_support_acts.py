"""Plans of support: who may make one for whom, with whose help, how it ends, and what the log keeps of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.branches.models import SupportPlan
from apps.branches.services import change_plan, end_plan, make_plan
from apps.branches.services.support import ENDED, NOT_ABOVE, NOT_WEAK
from apps.cadres.models import Cadre
from apps.core.exceptions import NotAllowed, Stale
from apps.units.models import Unit
from tests.branches.ground import branch, quarter, rated, secretary, sound
from tests.cadres.people import appoint, cadre
from tests.world import World, build_world

pytestmark = pytest.mark.django_db
STARTS, DUE, TODAY = date(2021, 10, 8), date(2021, 12, 31), date(2021, 10, 20)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def weak(world: World) -> Unit:
    """No secretary, eight members."""
    unit = branch(world.dong_tien)
    for slug in ("2021-q2", "2021-q3"):
        quarter(unit, slug, met=[(8, 6)], members=8)
    return unit


@pytest.fixture
def helper(world: World) -> Cadre:
    person = cadre(world.dong_tien, name="Lê Thị Hỗ Trợ")
    appoint(person, "SECRETARY", date(2020, 1, 1))
    return person


def aid(helper: Cadre, **more: Any) -> Any:
    return {"supporter_id": helper.pk, "measures": "Kiện toàn bí thư", "due_on": DUE} | more


def make(world: World, unit: Unit, helper: Cadre, **more: Any) -> SupportPlan:
    given = {"actor": world.commune_secretary, "starts_on": STARTS, "today": TODAY}
    given |= {"aid": aid(helper)} | more
    return make_plan(branch_id=unit.pk, **given)


def refused(act: Any, *given: Any, **more: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as said, transaction.atomic():
        act(*given, **more)
    return said.value.message_dict if hasattr(said.value, "error_dict") else {"": said.value.messages}


def test_a_plan_keeps_why_the_branch_was_weak(world: World, weak: Unit, helper: Cadre):
    plan = make(world, weak, helper)
    assert (plan.reasons, plan.supporter, plan.due_on, plan.ended_on) == (
        ["secretary", "small"],
        helper,
        DUE,
        None,
    )
    entry = Entry.objects.get(act="branches.make_plan")
    assert (entry.subject_id, entry.chain) == (plan.pk, weak.pk)
    assert {"measures", "supporter_id", "due_on", "reasons"} <= set(entry.changed)
    assert "Kiện toàn" not in str(vars(entry))


def test_the_reasons_are_those_of_its_first_day(world: World, weak: Unit, helper: Cadre):
    secretary(weak, date(2021, 10, 10))
    assert make(world, weak, helper).reasons == ["secretary", "small"]


def test_a_rating_decided_by_the_first_day_is_a_reason_too(world: World, weak: Unit, helper: Cadre):
    rated(weak, "failed", STARTS)
    assert make(world, weak, helper).reasons == ["rated", "secretary", "small"]


def test_a_sound_branch_gets_no_plan_unless_it_was_rated_weak(world: World, helper: Cadre):
    unit = sound(branch(world.dong_tien, "Chi đoàn Vững"))
    assert refused(make, world, unit, helper) == {"starts_on": [NOT_WEAK]}
    rated(unit, "failed", STARTS + timedelta(days=1))
    assert refused(make, world, unit, helper) == {"starts_on": [NOT_WEAK]}
    assert make(world, unit, helper, starts_on=STARTS + timedelta(days=1)).reasons == ["rated"]


@pytest.mark.parametrize(
    ("who", "is_allowed"),
    [
        ("officer", True), ("secretary", True), ("commune_secretary", True), ("standing", False), ("viewer", False),
        ("neighbour", False), ("administrator", False), ("stranger", False),
    ],
)  # fmt: skip
def test_who_may_make_one(world: World, weak: Unit, helper: Cadre, who: str, is_allowed: bool):
    if is_allowed:
        assert make(world, weak, helper, actor=getattr(world, who))
    else:
        with pytest.raises(NotAllowed):
            make(world, weak, helper, actor=getattr(world, who))


def test_a_branch_makes_none_for_itself(world: World, weak: Unit, helper: Cadre):
    from apps.units.enums import Role
    from tests.world import person

    with pytest.raises(NotAllowed):
        make(world, weak, helper, actor=person("chi-doan", Role.BRANCH_SECRETARY, weak))


def test_who_helps_comes_from_above_and_is_in_sight(world: World, weak: Unit, helper: Cadre):
    district, own = cadre(world.khoai_chau, name="Trần Văn Huyện"), cadre(weak, name="Vũ Thị Chi Đoàn")
    elsewhere = cadre(world.dan_tien, name="Đỗ Văn Xã Khác")
    gone = cadre(world.dong_tien, name="Hồ sơ gộp", merged_into=helper)
    for other in (own, elsewhere, gone):
        said = refused(make, world, weak, helper, aid=aid(other), actor=world.officer)
        assert said == {"supporter_id": [NOT_ABOVE]}, other
    # a commune does not see the district's file, the district does
    assert refused(make, world, weak, helper, aid=aid(district)) == {"supporter_id": [NOT_ABOVE]}
    assert make(world, weak, helper, aid=aid(district), actor=world.secretary).supporter == district


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": date(2021, 10, 21)}, "starts_on"),
        ({"aid": {"due_on": STARTS}}, "due_on"),
        ({"aid": {"measures": "  "}}, "measures"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world: World, weak: Unit, helper: Cadre, given, field):
    given = given | ({"aid": aid(helper, **given["aid"])} if "aid" in given else {})
    assert list(refused(make, world, weak, helper, **given)) == [field]


def test_one_running_plan_a_branch(world: World, weak: Unit, helper: Cadre):
    first = make(world, weak, helper)
    assert refused(make, world, weak, helper) == {"": ["Chi đoàn đang có một kế hoạch hỗ trợ."]}
    end(world, first)
    assert make(world, weak, helper).pk != first.pk


def end(world: World, plan: SupportPlan, **more: Any) -> SupportPlan:
    given = {"actor": world.commune_secretary, "version": plan.version, "today": TODAY}
    given |= {"ended_on": TODAY, "result": "recovered", "note": "Đã bầu bí thư"} | more
    return end_plan(plan_id=plan.pk, **given)


def test_a_running_plan_changes_and_the_log_names_the_fields(world: World, weak: Unit, helper: Cadre):
    plan = make(world, weak, helper)
    other = cadre(world.dong_tien, name="Phạm Văn Thay")
    given = {"actor": world.commune_secretary, "plan_id": plan.pk, "today": TODAY}
    changed = change_plan(version=1, aid=aid(other, due_on=date(2022, 1, 31)), **given)
    assert (changed.supporter, changed.due_on, changed.version) == (other, date(2022, 1, 31), 2)
    assert set(Entry.objects.get(act="branches.change_plan").changed) == {"supporter_id", "due_on"}
    same = change_plan(version=2, aid=aid(other, due_on=date(2022, 1, 31)), **given)
    assert (same.version, Entry.objects.filter(act="branches.change_plan").count()) == (2, 1)
    with pytest.raises(Stale):
        change_plan(version=1, aid=aid(helper), **given)


def test_who_helps_already_may_stay_though_out_of_sight(world: World, weak: Unit, helper: Cadre):
    district = cadre(world.khoai_chau, name="Trần Văn Huyện")
    plan = make(world, weak, helper, aid=aid(district), actor=world.secretary)
    given = {"actor": world.commune_secretary, "plan_id": plan.pk, "version": 1, "today": TODAY}
    assert change_plan(aid=aid(district, measures="Dự sinh hoạt"), **given).measures == "Dự sinh hoạt"


def test_an_ended_plan_says_when_and_how_and_stands_still(world: World, weak: Unit, helper: Cadre):
    plan = end(world, make(world, weak, helper))
    assert (plan.ended_on, plan.result, plan.note, plan.version) == (TODAY, "recovered", "Đã bầu bí thư", 2)
    assert refused(end, world, plan) == {"": [ENDED]}
    given = {"actor": world.commune_secretary, "plan_id": plan.pk, "version": 2, "today": TODAY}
    assert refused(change_plan, aid=aid(helper), **given) == {"": [ENDED]}
    assert set(Entry.objects.get(act="branches.end_plan").changed) == {"ended_on", "result", "note"}


@pytest.mark.parametrize("day", [date(2021, 10, 7), date(2021, 10, 21)])
def test_a_plan_ends_between_its_first_day_and_today(world: World, weak: Unit, helper: Cadre, day: date):
    plan = make(world, weak, helper)
    assert list(refused(end, world, plan, ended_on=day)) == ["ended_on"]


def test_the_plan_of_a_closed_branch_can_still_be_ended(world: World, weak: Unit, helper: Cadre):
    plan = make(world, weak, helper)
    Unit.objects.filter(pk=weak.pk).update(closed_on=TODAY)
    from apps.units.services.ancestry import rebuild_ancestry

    rebuild_ancestry(root_id=weak.pk)
    assert list(SupportPlan.objects.visible_to(world.commune_secretary, TODAY)) == [plan]
    assert end(world, plan, result="merged").result == "merged"


@pytest.mark.parametrize(
    "fault",
    [
        {"measures": ""}, {"due_on": STARTS}, {"reasons": []}, {"reasons": ["other"]}, {"result": "recovered"},
        {"ended_on": TODAY}, {"ended_on": date(2021, 10, 1), "result": "recovered"},
        {"result": "other", "ended_on": TODAY},
    ],
)  # fmt: skip
def test_the_database_refuses_what_the_services_never_write(world: World, weak: Unit, helper: Cadre, fault):
    plan = make(world, weak, helper)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportPlan.objects.filter(pk=plan.pk).update(**fault)
