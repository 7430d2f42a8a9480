"""A branch's quarter on the phone, entered without network: kept, sent when it returns, done exactly once."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Route, expect

from apps.accounts.models import User
from apps.branches.models import BranchMeeting, BranchQuarter
from apps.jobs.models import Delivery
from apps.units.models import Membership
from tests.browser.test_offline import BAR, KEPT, NO_NETWORK
from tests.browser.visitor import PHONE, Visitor
from tests.running import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Visitor]
PASS = "**/viec/cho-gui/ma/"


@pytest.fixture
def branch_id(demo_stack_db: Stack) -> int:
    return Membership.objects.get(user=User.objects.get(username="cd.dongtien")).unit_id


@pytest.fixture
def phone(visit: Visit, branch_id: int) -> Visitor:
    """The branch's secretary before the quarter, which the phone keeps by now."""
    phone, path = visit("cd.dongtien", screen=PHONE), reverse("branches:quarter", args=[branch_id, "2021-q4"])
    phone.go(path)
    phone.page.wait_for_function(KEPT, arg=path)
    phone.asked_for = NO_NETWORK
    return phone


def quarter_of(branch_id: int) -> BranchQuarter:
    return BranchQuarter.objects.get(branch_id=branch_id, period__slug="2021-q4")


def begin_meeting(phone: Visitor, day: str, topic: str) -> Locator:
    form = phone.page.locator("#sinh-hoat form[data-deliver*='Buổi sinh hoạt']")
    if not form.is_visible():
        phone.page.get_by_text("Thêm buổi sinh hoạt").tap()
    form.get_by_label("Ngày sinh hoạt").fill(day)
    form.get_by_label("Nội dung").fill(topic)
    return form


def test_numbers_and_a_meeting_wait_for_the_network(phone: Visitor, branch_id: int) -> None:
    page, delivered = phone.page, Delivery.objects.count()
    page.context.set_offline(True)
    page.get_by_label("Tổng số đoàn viên").fill("21")
    page.get_by_role("button", name="Lưu đoàn viên").tap()
    expect(page.locator(BAR)).to_contain_text("1 việc chờ gửi")
    begin_meeting(phone, "14/11/2021", "Sinh hoạt ngoài trời")
    page.get_by_role("button", name="Lưu buổi sinh hoạt").tap()
    expect(page.locator(BAR)).to_contain_text("2 việc chờ gửi")
    path = page.url
    phone.reopen()
    phone.page.goto(path)
    expect(phone.page.get_by_label("Tổng số đoàn viên")).to_have_value("21")
    phone.page.context.set_offline(False)
    expect(phone.page.locator(BAR)).to_contain_text("Đã gửi 2 việc.", timeout=60_000)
    quarter = quarter_of(branch_id)
    assert quarter.members == 21
    assert BranchMeeting.objects.filter(quarter=quarter, topic="Sinh hoạt ngoài trời").count() == 1
    assert Delivery.objects.count() == delivered + 2


def test_a_lost_answer_does_it_once(phone: Visitor, branch_id: int) -> None:
    """The server has done it, the phone never hears of it, and sends it again."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()

    delivered = Delivery.objects.count()
    phone.page.context.route("**/so-lieu/", lose)
    phone.page.get_by_label("Thanh niên trên địa bàn").fill("48")
    phone.page.get_by_role("button", name="Lưu thanh niên").tap()
    expect(phone.page.locator(BAR)).to_contain_text("1 việc chờ gửi. Tự gửi khi có mạng.")
    written = quarter_of(branch_id)
    assert (lost, written.youth) == ([200], 48)
    phone.page.reload()
    expect(phone.page.locator(BAR)).to_contain_text("Đã gửi 1 việc.")
    assert quarter_of(branch_id).version == written.version
    assert Delivery.objects.count() == delivered + 1


def test_what_is_typed_while_a_slow_network_is_tried_stays_and_is_sent_next(
    phone: Visitor, branch_id: int
) -> None:
    tried: list[Route] = []

    def hang(route: Route) -> None:
        tried.append(route) if not tried else route.continue_()

    phone.page.context.route(PASS, hang)
    form = begin_meeting(phone, "05/11/2021", "Buổi trước")
    form.get_by_role("button", name="Lưu buổi sinh hoạt").tap()
    expect(phone.page.locator(BAR)).to_contain_text("1 việc chờ gửi")
    begin_meeting(phone, "19/11/2021", "Buổi sau")
    tried[0].abort()
    expect(form.locator("[name=khoa]")).to_have_value("")
    expect(form.get_by_label("Nội dung")).to_have_value("Buổi sau")
    form.get_by_role("button", name="Lưu buổi sinh hoạt").tap()
    expect(phone.page.locator("#sinh-hoat")).to_contain_text("Buổi sau")
    told = BranchMeeting.objects.filter(quarter=quarter_of(branch_id), topic__startswith="Buổi ")
    assert sorted(told.values_list("topic", "held_on__day")) == [("Buổi sau", 19), ("Buổi trước", 5)]
