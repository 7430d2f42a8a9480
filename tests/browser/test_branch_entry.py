"""On the phone: a commune founds a branch, enters its quarter step by step, hands it over and sends it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_quarter_is_entered_on_the_phone(visit: Callable[..., Visitor]) -> None:
    secretary = visit("xa.dongtien", PHONE)
    page = secretary.page
    secretary.go("/chi-doan/")
    secretary.look()
    secretary.click("link", "Thôn, tổ dân phố")
    secretary.click("link", "Thêm thôn, tổ dân phố")
    page.get_by_label("Tên", exact=True).fill("Thôn Thử Nghiệm")
    page.get_by_label("Có từ ngày").fill("01/01/2019")
    secretary.click("button", "Thêm")
    expect(page.get_by_text("chưa có chi đoàn").first).to_be_visible()
    secretary.look()
    found_branch(secretary)
    secretary.click("link", "Chi đoàn thôn Thử Nghiệm")
    secretary.look()
    secretary.click("link", "Nhập quý IV/2021")
    enter_numbers(secretary)
    enter_meeting(secretary)
    hand_over(secretary)
    page.get_by_label("Lý do trả lại").fill("Thiếu số đoàn viên nữ")
    secretary.click("button", "Trả lại để sửa")
    expect(page.get_by_text("Trả lại để sửa: Thiếu số đoàn viên nữ")).to_be_visible()
    secretary.look()


def found_branch(secretary: Visitor) -> None:
    page = secretary.page
    secretary.go("/chi-doan/")
    secretary.click("link", "Lập chi đoàn")
    page.get_by_label("Tên chi đoàn").fill("Chi đoàn thôn Thử Nghiệm")
    page.get_by_label("Khối").select_option(index=1)
    page.get_by_text("Thôn Thử Nghiệm · chưa có chi đoàn").click()
    page.get_by_label("Nơi sinh hoạt").select_option(label="mượn nhờ")
    page.get_by_label("Có hiệu lực từ ngày").fill("01/01/2021")
    secretary.look()
    secretary.click("button", "Lập chi đoàn")
    expect(page.get_by_role("alert")).to_contain_text("Ghi số quyết định")
    page.get_by_label("Số quyết định, nghị quyết").fill("05-QĐ/ĐTN")
    secretary.click("button", "Lập chi đoàn")
    expect(page.get_by_text("Đã lập chi đoàn.")).to_be_visible()


def enter_numbers(secretary: Visitor) -> None:
    """A part greater than the whole is told beneath it; what was typed stands there still."""
    page = secretary.page
    page.get_by_label("Tổng số đoàn viên").fill("15")
    female = page.get_by_label("Đoàn viên nữ")
    female.fill("17")
    page.locator(".phone-field", has=female).get_by_role("button", name="Thêm 1").click()
    expect(female).to_have_value("18")
    secretary.click("button", "Lưu đoàn viên")
    expect(page.get_by_text("Đoàn viên nữ 18, tổng số đoàn viên 15: nhiều hơn 3.")).to_be_visible()
    secretary.look()
    female.fill("8")
    page.get_by_label("Đoàn viên đi làm ăn xa").fill("5")
    secretary.click("button", "Lưu đoàn viên")
    expect(page.get_by_role("heading", level=1)).to_contain_text("còn 16 ô trống")


def enter_meeting(secretary: Visitor) -> None:
    page = secretary.page
    page.get_by_text("Thêm buổi sinh hoạt").click()
    page.get_by_label("Ngày sinh hoạt").fill("14/10/2021")
    page.get_by_label("Nội dung").fill("Sinh hoạt chuyên đề tháng 10")
    expect(page.get_by_label("Đoàn viên phải dự")).to_have_value("10")
    page.get_by_label("Đoàn viên dự", exact=False).last.fill("9")
    secretary.click("button", "Lưu buổi sinh hoạt")
    expect(page.get_by_text("dự 9/10 đoàn viên phải dự")).to_be_visible()


def hand_over(secretary: Visitor) -> None:
    page = secretary.page
    secretary.click("button", "Gửi số liệu quý IV/2021")
    expect(page.get_by_text("Còn 16 ô trống: đoàn viên dân tộc")).to_be_visible()
    page.get_by_label("Gửi khi còn ô trống").check()
    secretary.click("button", "Gửi số liệu quý IV/2021")
    expect(page.get_by_role("heading", level=1)).to_contain_text("đã gửi số liệu")
    secretary.look()
