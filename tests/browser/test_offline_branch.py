"""A branch's quarter on the phone, entered without network: kept, sent when it returns, done exactly once."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.branches.models import BranchMeeting, BranchQuarter
from apps.jobs.models import Delivery
from apps.units.models import Membership
from tests.browser.test_offline import BAR, KEPT, NO_NETWORK
from tests.browser.visitor import PHONE, Visitor
from tests.running import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def branch_id(demo_stack_db: Stack) -> int:
    return Membership.objects.get(user=User.objects.get(username="cd.dongtien")).unit_id


def test_numbers_and_a_meeting_wait_for_the_network(
    visit: Callable[..., Visitor], branch_id: int, demo_stack_db: Stack
) -> None:
    path = reverse("branches:quarter", args=[branch_id, "2021-q4"])
    phone = visit("cd.dongtien", screen=PHONE)
    page = phone.page
    phone.go(path)
    page.wait_for_function(KEPT, arg=path)
    delivered = Delivery.objects.count()
    phone.asked_for = NO_NETWORK
    page.context.set_offline(True)
    page.get_by_label("Tổng số đoàn viên").fill("21")
    page.get_by_role("button", name="Lưu đoàn viên").tap()
    expect(page.locator(BAR)).to_contain_text("1 việc chờ gửi")
    page.get_by_text("Thêm buổi sinh hoạt").click()
    page.get_by_label("Ngày sinh hoạt").fill("14/11/2021")
    page.get_by_label("Nội dung").fill("Sinh hoạt ngoài trời")
    page.get_by_role("button", name="Lưu buổi sinh hoạt").tap()
    expect(page.locator(BAR)).to_contain_text("2 việc chờ gửi")
    phone.reopen()
    phone.page.goto(path)
    expect(phone.page.get_by_label("Tổng số đoàn viên")).to_have_value("21")
    phone.page.context.set_offline(False)
    expect(phone.page.locator(BAR)).to_contain_text("Đã gửi 2 việc.", timeout=60_000)
    quarter = BranchQuarter.objects.get(branch_id=branch_id, period__slug="2021-q4")
    assert quarter.members == 21
    assert BranchMeeting.objects.filter(quarter=quarter, topic="Sinh hoạt ngoài trời").count() == 1
    assert Delivery.objects.count() == delivered + 2
