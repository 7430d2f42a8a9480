"""Whoever helps a branch is a person with a file: merged, copied out and made anonymous like everything about them."""

from datetime import date

import pytest
from django.urls import reverse

from apps.branches.models import SupportPlan
from apps.cadres.models import Cadre
from apps.cadres.queries.rights import losses
from apps.cadres.services import anonymise, merge_cadres, record_data_request
from apps.core.clock import db_now
from apps.units.models import Unit
from tests.branches.ground import branch
from tests.cadres.people import cadre
from tests.visits import signed_in, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
NAME = "Lê Thị Hỗ Trợ"


@pytest.fixture
def helper(world: World) -> Cadre:
    return cadre(world.khoai_chau, name=NAME)


@pytest.fixture
def unit(world: World) -> Unit:
    return branch(world.dong_tien, "Chi đoàn thôn Đoài")


@pytest.fixture
def plan(world: World, helper: Cadre, unit: Unit) -> SupportPlan:
    return SupportPlan.objects.create(
        branch=unit,
        reasons=["secretary", "small"],
        supporter=helper,
        measures="Đồng chí Lê Thị Hỗ Trợ dự sinh hoạt",
        starts_on=date(2021, 7, 1),
        due_on=date(2021, 8, 1),
        ended_on=date(2021, 8, 1),
        result="recovered",
        note="Nhờ le thi ho tro",
        made_by=world.secretary,
    )


def test_a_plan_follows_a_merge(world: World, plan: SupportPlan, helper: Cadre):
    kept = cadre(world.khoai_chau, name="Lê Thị Hỗ Trợ (đúng)")
    given = {"kept_id": kept.pk, "merged_id": helper.pk, "version": 1, "today": DAY}
    merge_cadres(actor=world.officer, **given)
    plan.refresh_from_db()
    assert plan.supporter == kept


def test_a_copy_of_what_is_held_names_the_branch(world: World, plan: SupportPlan, helper: Cadre):
    asked = request_for(world, helper, "access")
    text = words(signed_in(world.secretary).get(reverse("cadres:rights", args=[helper.pk])))
    assert NAME in text
    copied = words(signed_in(world.secretary).post(reverse("cadres:export", args=[helper.pk, asked])))
    assert "Kế hoạch hỗ trợ chi đoàn" in copied
    assert "Chi đoàn thôn Đoài" in copied
    assert "khuyết bí thư, ít đoàn viên" in copied


def test_made_anonymous_the_plan_stays_without_the_name(world: World, plan: SupportPlan, helper: Cadre):
    (loss,) = [one for one in losses(helper) if one.title == "Kế hoạch hỗ trợ chi đoàn"]
    assert (loss.count, loss.goes) == (1, "—")
    given = {"actor": world.officer, "request_id": request_for(world, helper, "anonymising"), "version": 1}
    done = anonymise(typed_name=NAME, today=DAY, now=db_now(), **given)
    plan.refresh_from_db()
    assert plan.supporter == helper
    assert plan.measures == f"Đồng chí Cán bộ đã ẩn danh {helper.pk} dự sinh hoạt"
    assert plan.note == f"Nhờ Cán bộ đã ẩn danh {helper.pk}"
    assert (plan.result, plan.due_on, done.left) == ("recovered", date(2021, 8, 1), [])


def request_for(world: World, helper: Cadre, kind: str) -> int:
    given = {"kind": kind, "received_on": DAY, "reason": "Đơn", "today": DAY}
    return record_data_request(actor=world.officer, cadre_id=helper.pk, **given).pk
