"""Typing a report in a browser: what is wrong is said beside the box, and nothing that was typed gets lost."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.reports.models import ReportRow, ReportValue
from apps.reports.queries import SheetRow
from apps.units.models import UnitName
from tests.browser.conftest import STANDARDS
from tests.browser.visitor import PHONE, Visitor
from tests.ground.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Visitor]
DIGITS = "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5."
BAD = {
    "mười hai": DIGITS,
    "1e9": DIGITS,
    "-3": "Số liệu không được âm.",
    "12,5": "Số đếm phải là số nguyên, không có dấu phẩy.",
    "9" * 10_000: "Số quá lớn, tối đa 15 chữ số.",
    "x" * 10_000: DIGITS,
}

# What a phone tells a page behind another app; no driver can put a real one there.
GOES_BEHIND = """
Object.defineProperty(document, "hidden", { value: true });
document.dispatchEvent(new Event("visibilitychange"));
"""


@pytest.fixture
def secretary(visit: Visit) -> Visitor:
    """Of Khoái Châu, before the grid of the section with three empty boxes."""
    secretary = visit("khoaichau")
    secretary.go("/bao-cao/")
    secretary.click("link", "Huyện đoàn Khoái Châu")
    expect(secretary.page.locator("#phan [aria-current]")).to_contain_text("Chi đoàn địa bàn dân cư")
    expect(secretary.page.locator("html.has-script")).to_have_count(
        1
    )  # whoever leaves before that leaves unheard
    return secretary


def row_of(page: Page, unit: str) -> Locator:
    """A row with what is said beneath it."""
    return page.locator("[data-row]").filter(has=page.get_by_role("rowheader", name=unit))


def test_bad_input_is_refused_beside_its_box_and_stays_there(secretary):
    row = row_of(secretary.page, "Nhuế Dương")
    kept = secretary.box("Chi đoàn cuối kỳ", "Nhuế Dương").input_value()
    for text, message in BAD.items():
        box = secretary.type("Đoàn viên", "Nhuế Dương", text)
        expect(row.locator(".row-error")).to_have_text(f"Đoàn viên chưa lưu: {message}")
        expect(box).to_have_value(text)
        expect(box).to_have_attribute("aria-invalid", "true")
    secretary.look()
    secretary.type("Đoàn viên", "Nhuế Dương", "")
    expect(row.locator(".row-error")).to_have_count(0)
    secretary.page.reload()
    expect(secretary.box("Đoàn viên", "Nhuế Dương")).to_have_value("")
    expect(secretary.box("Chi đoàn cuối kỳ", "Nhuế Dương")).to_have_value(kept)


def test_a_refused_figure_stays_while_others_of_its_row_are_saved(secretary):
    """Only the touched boxes travel, and the row comes back drawn anew: what was refused must travel again."""
    row = row_of(secretary.page, "Bình Kiều")
    refused = secretary.type("Đoàn viên", "Bình Kiều", "abc")
    expect(row.locator(".row-error")).to_have_count(1)
    secretary.type("Dưới 9 đoàn viên", "Bình Kiều", "1e9")
    expect(row.locator(".row-error")).to_have_count(2)
    secretary.type("Dưới 9 đoàn viên", "Bình Kiều", "2")
    expect(row.locator(".row-error")).to_have_count(1)
    expect(row.locator(".row-error")).to_have_text(f"Đoàn viên chưa lưu: {DIGITS}")
    expect(refused).to_have_value("abc")
    secretary.click("link", "Lịch sử")
    expect(secretary.page.get_by_role("heading", name="Các bước")).to_be_visible()


def test_a_text_that_is_too_long_is_kept_on_the_page(secretary):
    secretary.click("link", re.compile("^Nhận xét, kiến nghị"))
    area = secretary.page.locator("textarea").first
    area.fill("à" * 10_000)
    area.blur()
    told = "Chưa lưu: Phần lời dài tối đa 4.000 ký tự, đang là 10.000."
    expect(secretary.page.get_by_text(told)).to_be_visible()
    expect(area).to_have_value("à" * 10_000)
    secretary.look()
    area.fill("Đã mở lớp bồi dưỡng.")
    area.blur()
    expect(secretary.page.locator(".text__status").first).to_have_text(re.compile("Đã lưu"))
    secretary.page.reload()
    expect(secretary.page.locator("textarea").first).to_have_value("Đã mở lớp bồi dưỡng.")


def test_the_stale_one_of_two_tabs_shows_both_sides_and_loses_nothing(secretary):
    other = secretary.second_tab()
    secretary.type("Dưới 9 đoàn viên", "Tân Dân", "1")
    expect(secretary.page.locator("#dau")).to_contain_text("Đã tự lưu")
    expect(row_of(secretary.page, "Tân Dân").locator(".cell__input[value='1']").first).to_be_visible()
    box = other.type("Dưới 9 đoàn viên", "Tân Dân", "7")
    conflict = row_of(other.page, "Tân Dân").locator(".conflict")
    expect(conflict).to_contain_text("Chưa ghi gì; chữ đồng chí gõ còn nguyên.")
    expect(conflict.get_by_role("listitem")).to_have_text("Dưới 9 đoàn viêncủa đồng chí 7trên hệ thống 1")
    expect(box).to_have_value("7")
    conflict.get_by_role("button", name="Ghi số của đồng chí").click()
    expect(conflict).to_have_count(0)
    secretary.page.reload()
    expect(secretary.box("Dưới 9 đoàn viên", "Tân Dân")).to_have_value("7")


def test_arithmetic_is_shown_and_put_right_by_one_click(secretary):
    secretary.type("Thành lập mới", "Tân Châu", "3")
    secretary.type("Sáp nhập, giải thể", "Tân Châu", "1")
    secretary.type("Chi đoàn cuối kỳ", "Tân Châu", "15")
    wrong = row_of(secretary.page, "Tân Châu").locator(".row-error").filter(has_text="chưa khớp")
    expect(wrong).to_contain_text("8 + 3 − 1 = 10, đang ghi 15")
    expect(secretary.page.locator("#thanh")).to_contain_text("1 lỗi (Tân Châu)")
    secretary.look()
    wrong.get_by_role("button", name="Ghi 10").click()
    expect(wrong).to_have_count(0)
    expect(secretary.box("Chi đoàn cuối kỳ", "Tân Châu")).to_have_value("10")


def test_the_registers_number_is_taken_by_enter_or_put_in_another_for_a_reason(asked, visit):
    known = {box.code: f"{asked.register[box.element_id]:f}" for box in asked.boxes if box.code in STANDARDS}
    other = str(int(known["KL07-2.2a"]) - 1)
    secretary = visit("khoaichau")
    secretary.go(f"/bao-cao/2021-q3/{asked_report(asked)}/?phan=1")
    row = row_of(secretary.page, asked.short_name)
    expect(row.locator("[data-register]")).to_have_count(len(known))
    secretary.look()
    secretary.box("Diện có tiêu chuẩn", asked.short_name).press("Enter")
    expect(row.locator(".cell--register .cell__input")).to_have_value(known["KL07-2.2b"])
    secretary.type("Đạt đủ tiêu chuẩn", asked.short_name, other)
    told = f"sổ cán bộ ghi {known['KL07-2.2a']}; đồng chí nêu lý do ghi {other}"
    expect(row.locator(".remark--register")).to_contain_text(told)
    row.locator(".remark--register summary").click()
    row.get_by_placeholder("Vì sao khác sổ cán bộ?").fill("Một đồng chí chưa có bằng")
    secretary.look()
    row.locator(".remark--register .remark__reason").get_by_role("button").click()
    expect(row).to_contain_text(f"ghi {other}, sổ cán bộ ghi {known['KL07-2.2a']}: Một đồng chí chưa có bằng")
    secretary.go(f"/bao-cao/2021-q3/{asked_report(asked)}/?phan=1&dong={asked.unit_id}")
    secretary.click("button", "Xác nhận số từ sổ (1 ô)")
    expect(secretary.page.get_by_text("Đã xác nhận 1 số từ sổ.")).to_be_visible()
    taken = ReportValue.objects.filter(row__report__rows=asked.id).exclude(register_value=None)
    assert taken.get(dispute_reason="Một đồng chí chưa có bằng").value == int(other)
    shares = f"{taken.exclude(dispute_reason='').count()}/{taken.count()} số từ sổ bị sửa"
    expect(secretary.page.locator("#dau")).to_contain_text(shares)


def asked_report(row: SheetRow) -> int:
    return ReportRow.objects.get(pk=row.id).report.unit_id


def test_no_figure_needs_a_reason_and_is_not_zero(secretary):
    page, row = secretary.page, row_of(secretary.page, "Dân Tiến")
    dialog = page.get_by_role("dialog", name="Không có số liệu")
    for reason in ("", "Xã đang kiện toàn"):
        secretary.box("Đoàn viên", "Dân Tiến").focus()
        secretary.click("button", "Không có số liệu")
        expect(dialog).to_contain_text("Đoàn viên, Dân Tiến")
        dialog.get_by_label("Vì sao chưa có số?").fill(reason)
        if reason:
            secretary.look()
        dialog.get_by_role("button", name="Ghi lý do").click()
        if not reason:
            expect(row.locator(".row-error")).to_contain_text("Đồng chí nêu lý do không có số liệu.")
    tag = row.get_by_role("button", name="Đoàn viên, Dân Tiến: không có số liệu")
    expect(tag).to_have_attribute("title", "Lý do: Xã đang kiện toàn")
    expect(page.locator("#thanh")).to_contain_text("2 ô trống (Nhuế Dương 2)")
    secretary.look()


@pytest.fixture
def phone(visit: Visit) -> Visitor:
    """The secretary of Phù Cừ on a phone, at an empty row."""
    phone = visit("phucu", PHONE)
    phone.go("/bao-cao/")
    phone.click("link", "Huyện đoàn Phù Cừ")
    phone.page.goto(re.sub(r"\?.*|$", "?phan=4", phone.page.url, count=1))
    return phone


def test_on_a_phone_one_counts_with_plus_and_minus(phone):
    phone.page.locator(".row-list a").filter(has_text="Quang Hưng").click()
    box = phone.box("Thành lập mới", "Quang Hưng")
    stepper = phone.page.locator("[data-stepper]").filter(has=box)
    box.fill("1")
    stepper.get_by_role("button", name="Thêm 1").tap()
    stepper.get_by_role("button", name="Thêm 1").tap()
    stepper.get_by_role("button", name="Bớt 1").tap()
    expect(box).to_have_value("2")
    expect(phone.page.locator("#tien-do, .phone-card").first).to_be_visible()
    phone.look()
    phone.page.reload()
    expect(box).to_have_value("2")
    stepper.get_by_role("button", name="Bớt 1").click(click_count=3, delay=50)
    expect(box).to_have_value("0")


def test_a_reload_right_after_the_last_tap_finds_the_number(phone):
    phone.page.locator(".row-list a").filter(has_text="Quang Hưng").click()
    box = phone.box("Sáp nhập, giải thể", "Quang Hưng")
    for number in ("1", "2", "3"):
        phone.page.locator("[data-stepper]").filter(has=box).get_by_role("button", name="Thêm 1").tap()
        phone.page.reload()
        expect(box).to_have_value(number)
        expect(box).to_have_attribute("value", number)  # as the server gives it back: saved
    expect(phone.page.locator(".conflict")).to_have_count(0)


def is_saved(unit: str, code: str, value: int) -> bool:
    named = UnitName.objects.filter(short_name=unit).values("unit_id")
    found = ReportValue.objects.filter(row__unit_id__in=named, row__report__period__slug="2021-q3")
    return found.filter(element__code=code, value=value).exists()


def test_what_was_typed_is_saved_though_the_page_is_gone(secretary, demo_stack_db):
    secretary.box("Chi đoàn kiện toàn", "Tứ Dân").fill("4")
    secretary.page.goto("about:blank")
    assert eventually(lambda: is_saved("Tứ Dân", "KL08-B4c", 4))


def test_another_app_in_front_saves_without_the_pause(secretary, demo_stack_db):
    secretary.page.clock.install()
    secretary.page.clock.pause_at(datetime.now() + timedelta(days=1))
    secretary.box("Chi đoàn kiện toàn", "Tứ Dân").fill("3")
    secretary.page.evaluate(GOES_BEHIND)
    assert eventually(lambda: is_saved("Tứ Dân", "KL08-B4c", 3))


def test_a_reload_does_not_write_over_what_another_tab_saved_meanwhile(secretary):
    other = secretary.second_tab()
    other.type("Dưới 9 đoàn viên", "Đông Ninh", "3")
    expect(row_of(other.page, "Đông Ninh").locator(".cell__input[value='3']").first).to_be_visible()
    secretary.box("Dưới 9 đoàn viên", "Đông Ninh").fill("2")
    secretary.page.reload()
    conflict = row_of(secretary.page, "Đông Ninh").locator(".conflict")
    expect(conflict.get_by_role("listitem")).to_have_text("Dưới 9 đoàn viêncủa đồng chí 2trên hệ thống 3")


def test_as_last_quarter_fills_the_stocks_that_no_register_knows(phone, demo_stack_db):
    phone.page.locator(".row-list a").filter(has_text="Tiền Tiến").click()
    phone.click("button", re.compile("^Như quý II"))
    expect(phone.page.locator("#messages")).to_contain_text(re.compile(r"Đã chép \d+ ô từ quý trước\."))
    named = UnitName.objects.filter(name="Đoàn xã Tiền Tiến").values("unit_id")
    before = ReportValue.objects.get(
        row__unit_id__in=named, row__report__period__slug="2021-q2", element__code="KL08-B6"
    )
    expect(phone.box("Đoàn viên", "Tiền Tiến")).to_have_value(str(int(before.value)))
    expect(phone.box("Chi đoàn cuối kỳ", "Tiền Tiến")).to_have_value("")
    phone.look()
    phone.page.goto(phone.page.url.replace("phan=4", "phan=7"))
    expect(phone.box("Đoàn viên mới", "Tiền Tiến")).to_have_value("")


def test_a_reason_is_asked_for_on_the_phone_too(phone):
    phone.page.locator(".row-list a").filter(has_text="Tống Phan").click()
    field = phone.page.locator(".phone-field").filter(has=phone.box("Đoàn viên", "Tống Phan"))
    field.locator("summary").tap()
    field.get_by_role("button", name="Ghi lý do").tap()
    expect(field).to_contain_text("Đồng chí nêu lý do không có số liệu.")
    phone.look()
    field.locator("summary").tap()
    field.get_by_placeholder("Vì sao chưa có số?").fill("Sổ đang bàn giao")
    field.get_by_role("button", name="Ghi lý do").tap()
    expect(phone.page.locator(".phone-card")).to_contain_text("Lý do: Sổ đang bàn giao")


def test_the_draft_is_there_after_the_page_is_left(secretary):
    secretary.box("Dưới 9 đoàn viên", "Đại Hưng").fill("3")
    secretary.page.get_by_role("link", name="Lịch sử").click()
    expect(secretary.page.get_by_role("heading", name="Các bước")).to_be_visible()
    secretary.look()
    secretary.page.go_back()
    secretary.page.reload()
    expect(secretary.box("Dưới 9 đoàn viên", "Đại Hưng")).to_have_value("3")
