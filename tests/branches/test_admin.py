"""The rule about branches in Django's admin: a new one ends the one before it."""

from datetime import date

import pytest
from django.urls import reverse

from apps.audit.models import Entry
from apps.branches.models import BranchRule
from apps.branches.queries import due_at, rule_on
from tests.branches.scene import quarter
from tests.visits import signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
GIVEN = {
    "starts_on": "01/07/2021", "meetings_a_quarter": 3, "small_below": 10, "silent_quarters": 2, "due_day": 8,
    "source": "Hướng dẫn thử",
}  # fmt: skip


def test_a_new_rule_ends_the_one_in_force_and_moves_the_deadline(world: World) -> None:
    url = reverse("admin:branches_branchrule_add")
    assert signed_in(world.officer).post(url, GIVEN).status_code == 302
    first, last = BranchRule.objects.order_by("validity")
    assert (first.validity.upper, last.validity.lower) == (date(2021, 7, 1), date(2021, 7, 1))
    rule = rule_on(quarter().end_on)
    assert rule == last
    assert f"{due_at(quarter(), rule):%d/%m/%Y %H:%M}" == "08/10/2021 17:00"
    assert Entry.objects.latest("pk").act == "branches.set_rule"
    refused = signed_in(world.officer).post(url, GIVEN).content.decode()
    assert "Đã có mức từ ngày 01/07/2021: chọn ngày sau đó." in refused


def test_others_do_not_set_it(world: World) -> None:
    answer = signed_in(world.secretary).get(reverse("admin:branches_branchrule_add"))
    assert answer.status_code in {302, 403}
    assert BranchRule.objects.count() == 1
