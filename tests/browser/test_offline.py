"""A commune's row without network: kept on the phone, sent when the network returns, done exactly once.

Over loopback, which browsers trust as they trust HTTPS: the service worker runs as it does in production.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Route, expect

from apps.accounts.models import User
from apps.cadres.models import Appointment
from apps.core.clock import db_now
from apps.jobs.models import Delivery
from apps.reports import services
from apps.reports.enums import RowState
from apps.reports.models import Report, ReportRow, ReportValue, RowStep
from apps.reports.queries import Sheet, register_seal, sheet
from apps.reports.queries.cells import blocks
from apps.reports.services import Typed
from apps.reports.services.entry import YES_NO
from tests.browser.visitor import PHONE, Visitor
from tests.files.makers import pdf
from tests.running import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Visitor]
UNIT = "Đồng Tiến"
BAR = "[data-delivery-bar]"
NO_NETWORK = re.compile(
    r"ERR_(INTERNET_DISCONNECTED|FAILED)|htmx:(sendError|afterRequest)|status of (401|403|409|422)"
)
# The block with the figure, and the page of what waits, which the worker keeps last.
KEPT = """async (path) => navigator.serviceWorker.controller
  && await caches.match("/viec/cho-gui/") && await caches.match(location.origin + path)"""


@dataclass(frozen=True)
class Place:
    """A figure of the commune's row that no register answers and no sum contains, and the page that asks for it."""

    row: ReportRow
    code: str
    figure: str
    path: str
    before: Decimal


@pytest.fixture
def place(demo_stack_db: Stack) -> Iterator[Place]:
    """In the row of Đồng Tiến, open and complete; put back as it was afterwards."""
    report = Report.objects.with_lineage().get(
        unit__names__name="Huyện đoàn Khoái Châu", period__slug="2021-q3"
    )
    row = ReportRow.objects.get(report=report, unit__names__short_name=UNIT)
    kept = list(ReportValue.objects.filter(row=row))
    confirm(report, row)
    found = sheet(report, [row.unit_id])
    assert found.is_complete
    yield place_in(report, row, found)
    ReportValue.objects.filter(row=row).delete()
    ReportValue.objects.bulk_create(kept)
    ReportRow.objects.filter(pk=row.pk).update(state=RowState.OPEN)


def confirm(report: Report, row: ReportRow) -> None:
    """What the registers answer is taken as they say it."""
    seal = register_seal(sheet(report, [row.unit_id]).rows)
    district = User.objects.get(username="khoaichau")
    services.confirm_register(
        user=district, report_id=report.pk, unit_ids=[row.unit_id], seal=seal, now=db_now()
    )


def place_in(report: Report, row: ReportRow, found: Sheet) -> Place:
    typed = found.rows[0]
    summed = {element_id for check in typed.checks for _, element_id in check.terms}
    summed |= {check.target for check in typed.checks} | typed.register.keys()
    counted = [box for box in typed.boxes if box.unit_of_measure != YES_NO and box.element_id not in summed]
    box = next(box for box in counted if typed.values[box.element_id])
    number = blocks(found).index(box.block) + 1
    path = f"{report.get_absolute_url()}?phan={number}"
    return Place(row, box.code, box.short_name, path, typed.values[box.element_id])


@pytest.fixture
def phone(place: Place, visit: Visit) -> Visitor:
    """The commune's secretary before the block with the figure, which the phone keeps by now."""
    phone = visit("xa.dongtien", screen=PHONE)
    phone.go(place.path)
    phone.page.wait_for_function(KEPT, arg=place.path)
    return phone


def away(phone: Visitor) -> None:
    phone.asked_for = NO_NETWORK
    phone.page.context.set_offline(True)


def back(phone: Visitor) -> None:
    phone.page.context.set_offline(False)


def bar(phone: Visitor) -> Locator:
    return phone.page.locator(BAR)


def stored(place: Place) -> Decimal | None:
    return ReportValue.objects.get(row=place.row, element__code=place.code).value


def steps(place: Place) -> int:
    return RowStep.objects.filter(row=place.row).count()


def type_without_network(phone: Visitor, place: Place, text: str) -> None:
    away(phone)
    phone.type(place.figure, UNIT, text)
    expect(bar(phone)).to_contain_text("1 việc chờ gửi. Tự gửi khi có mạng.")


def test_typed_and_handed_over_without_network_it_is_done_once_when_it_returns(phone, place):
    """The page is closed and opened again in between; then there is exactly one change and one hand-over."""
    delivered, handed_over = Delivery.objects.count(), steps(place)
    type_without_network(phone, place, "107")
    phone.page.locator("#thanh").get_by_role("button", name="Bàn giao").tap()
    expect(bar(phone)).to_contain_text("2 việc chờ gửi.")
    phone.reopen()
    phone.page.goto(place.path)
    expect(phone.box(place.figure, UNIT)).to_have_value("107")
    expect(phone.page.locator("#thanh").get_by_role("button", name="Bàn giao")).to_have_attribute(
        "aria-disabled", "true"
    )
    phone.page.goto("/bao-cao/")
    expect(phone.page.get_by_role("heading", name="Việc chờ gửi trên máy này")).to_be_visible()
    expect(phone.page.locator(".delivery")).to_have_count(2)
    expect(phone.page.locator("[data-kept-list]")).to_contain_text("Đoàn xã Đồng Tiến, quý III/2021")
    assert (stored(place), Delivery.objects.count()) == (place.before, delivered)
    back(phone)
    expect(phone.page.locator(".delivery").filter(has_text="Đã gửi")).to_have_count(2)
    assert (stored(place), Delivery.objects.count()) == (107, delivered + 2)
    assert steps(place) == handed_over + 1
    phone.page.goto(place.path)
    expect(phone.page.get_by_text("Đã bàn giao cho Huyện đoàn Khoái Châu.")).to_be_visible()
    phone.look()


def test_a_lost_answer_does_it_once(phone, place):
    """The server has done it, the phone never hears of it, and sends it again."""
    before, lost = steps(place), []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    phone.asked_for = NO_NETWORK
    phone.page.context.route("**/ban-giao/", lose)
    phone.page.locator("#thanh").get_by_role("button", name="Bàn giao").tap()
    expect(bar(phone)).to_contain_text("1 việc chờ gửi. Tự gửi khi có mạng.")
    assert lost == [200]
    phone.page.reload()
    expect(bar(phone)).to_contain_text("Đã gửi 1 việc.")
    assert steps(place) == before + 1
    assert Delivery.objects.filter(path__endswith="/ban-giao/").latest("at").answer["step"]


def test_two_taps_hand_over_once(phone, place):
    before = steps(place)
    phone.page.locator("#thanh").get_by_role("button", name="Bàn giao").dblclick()
    expect(phone.page.locator("#messages")).to_contain_text("Đã bàn giao dòng quý III/2021")
    assert steps(place) == before + 1


def test_it_outlives_the_session_and_goes_after_the_same_person_signed_in_again(phone, place):
    type_without_network(phone, place, "105")
    end_sessions()
    back(phone)
    phone.page.reload()
    expect(phone.page).to_have_url(re.compile("/dang-nhap/"))
    assert stored(place) == place.before
    phone.sign_in("xa.dongtien")
    expect(bar(phone)).to_contain_text("Đã gửi 1 việc. Số liệu quý III/2021 của Đoàn xã Đồng Tiến")
    assert stored(place) == 105


def test_a_page_whose_session_ended_says_so_and_keeps_what_is_typed(phone, place):
    end_sessions()
    phone.asked_for = NO_NETWORK
    phone.type(place.figure, UNIT, "104")
    way = bar(phone).get_by_role("link", name="Đăng nhập để gửi")
    expect(way).to_be_visible()
    way.tap()
    phone.page.locator("[name=login]").fill("xa.dongtien")
    phone.page.locator("[name=password]").fill("minh-hoa-quy-3-2021")
    phone.page.get_by_role("button", name="Đăng nhập").click()
    expect(bar(phone)).to_contain_text("Đã gửi 1 việc.")
    assert stored(place) == 104
    assert all("401" in fault for fault in phone.faults)
    phone.faults.clear()


def end_sessions() -> None:
    """As after twelve hours, in the database and in the cache."""
    User.objects.filter(username="xa.dongtien").update(sessions_end_before=db_now())


def test_somebody_else_on_the_same_phone_sees_and_sends_nothing_of_it(phone, place):
    type_without_network(phone, place, "106")
    phone.page.context.clear_cookies()
    back(phone)
    phone.sign_in("xa.dantien")
    expect(bar(phone)).to_be_hidden()
    phone.page.goto("/viec/cho-gui/")
    expect(phone.page.get_by_text("Không có việc nào chờ gửi.")).to_be_visible()
    phone.page.wait_for_function(f"async () => !(await caches.match(location.origin + '{place.path}'))")
    assert stored(place) == place.before
    away(phone)
    phone.page.goto(place.path)
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(re.compile("Dân Tiến|Việc chờ gửi"))
    expect(phone.page.locator("body")).not_to_contain_text(UNIT)
    back(phone)


def test_signing_out_empties_what_is_kept_but_not_what_waits(phone, place):
    type_without_network(phone, place, "106")
    back_but_silent(phone)
    phone.page.goto("/dang-xuat/")
    phone.page.get_by_role("button", name="Đăng xuất").click()
    expect(phone.page).to_have_url(re.compile("/dang-nhap/"))
    kept = "async () => (await caches.keys()).filter((name) => name.startsWith('trang-')).length"
    assert phone.page.evaluate(kept) == 0
    assert stored(place) == place.before
    phone.page.context.unroute("**/viec/cho-gui/ma/")
    phone.sign_in("xa.dongtien")
    expect(bar(phone)).to_contain_text("Đã gửi 1 việc.")
    assert stored(place) == 106


def back_but_silent(phone: Visitor) -> None:
    """The network returns, but nothing can be sent yet."""
    phone.page.context.route("**/viec/cho-gui/ma/", lambda route: route.abort())
    back(phone)


def test_a_newer_number_of_somebody_else_is_shown_beside_and_never_written_over(phone, place):
    type_without_network(phone, place, "108")
    district = User.objects.get(username="khoaichau")
    row = ReportRow.objects.get(pk=place.row.pk)
    services.save_row(
        user=district,
        report_id=row.report_id,
        unit_id=row.unit_id,
        version=row.version,
        cells={place.code: Typed(text="103")},
        now=db_now(),
    )
    back(phone)
    expect(bar(phone)).to_contain_text("1 việc chưa gửi được.")
    assert stored(place) == 103
    bar(phone).get_by_role("link", name="Xem").tap()
    expect(phone.page.locator(".delivery")).to_contain_text("Có người vừa sửa ở nơi khác")
    phone.look()
    phone.page.get_by_role("button", name="Mở để sửa").tap()
    sides = phone.page.locator(".conflict").get_by_role("listitem")
    expect(sides).to_have_text(f"{place.figure}của đồng chí 108trên hệ thống 103")
    phone.look()
    phone.page.get_by_role("button", name="Ghi số của đồng chí").tap()
    expect(phone.page.locator(".conflict")).to_have_count(0)
    expect(bar(phone)).to_be_hidden()
    assert stored(place) == 108


def test_a_hand_over_waits_for_the_numbers_that_were_refused(phone, place):
    type_without_network(phone, place, "mười")
    phone.page.locator("#thanh").get_by_role("button", name="Bàn giao").tap()
    expect(bar(phone)).to_contain_text("2 việc chờ gửi.")
    before = steps(place)
    back(phone)
    expect(bar(phone)).to_contain_text("1 việc chưa gửi được.")
    phone.page.goto("/viec/cho-gui/")
    expect(phone.page.locator(".delivery").nth(1)).to_contain_text("Chờ việc trước nó được sửa xong")
    assert steps(place) == before
    for _ in range(2):
        phone.page.locator(".delivery").first.get_by_role("button", name="Bỏ").tap()
        phone.page.get_by_role("dialog").get_by_role("button", name="Bỏ, không gửi").tap()
    expect(phone.page.get_by_text("Không có việc nào chờ gửi.")).to_be_visible()


def test_pages_of_others_and_lists_are_never_kept(phone, place):
    for address in ("/bao-cao/2021-q3/", "/can-bo/", "/"):
        phone.page.goto(address)
    kept = """async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith("trang-"));
      const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return pages.flat().map((request) => new URL(request.url).pathname);
    }"""
    assert set(phone.page.evaluate(kept)) == {place.row.report.get_absolute_url(), "/viec/cho-gui/"}


def test_any_form_takes_part_with_its_file(visit: Visit, demo_stack_db: Stack):
    """The contract on a page of another app, marked here as its template would be."""
    post = Appointment.objects.filter(unit__names__name="Huyện đoàn Khoái Châu", ending="").earliest("pk")
    secretary = visit("khoaichau", screen=PHONE)
    secretary.go(f"/can-bo/{post.cadre_id}/giu-chuc/{post.pk}/quyet-dinh/")
    form = secretary.page.locator("main form[enctype]")
    form.evaluate("(form) => { form.dataset.deliver = 'Quyết định 12-QĐ/HĐ'; }")
    scan = form.locator("input[type=file]")
    scan.set_input_files({"name": "quyet-dinh.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    away(secretary)
    form.get_by_role("button", name="Đính kèm").tap()
    expect(bar(secretary)).to_contain_text("1 việc chờ gửi.")
    expect(scan).to_have_value("")
    assert not post.files.exists()
    back(secretary)
    expect(bar(secretary)).to_contain_text("Đã gửi 1 việc. Quyết định 12-QĐ/HĐ")
    assert post.files.get().file.name == "quyet-dinh.pdf"
