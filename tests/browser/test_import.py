"""A messy list of a district is brought in order and recorded; its people and the next report tell of it."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from apps.reports.models import ReportRow
from apps.reports.queries import SheetRow
from tests.browser.conftest import STANDARDS
from tests.browser.visitor import Visitor
from tests.cadres.lists import workbook

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEAD = (
    ("DANH SÁCH CÁN BỘ ĐOÀN", *[None] * 7),
    ("TT", "Họ và tên", "Sinh", "Đơn vị", "Trình độ", None, "Chức vụ", "Ngày giữ chức"),
    (None, None, None, None, "Chuyên môn", "LLCT", None, None),
)
MERGED = ["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "H2:H3"]


def test_a_messy_list_is_put_right_and_fills_the_next_report(
    asked: SheetRow, visit: Callable[..., Visitor], tmp_path: Path
):
    place, since = asked.short_name, date(2020, 5, 1)
    messy = [
        (1, "NguyÔn ThÞ Minh Häa", "31/02/1996", place, "Trung cấp LLCT", "Sơ cấp", "Phó Bí thư", since),
        (2, "Lê Văn Minh Họa", "1997", f"Xã {place}", "Đại học", "Trung cấp", "PBT", since),
    ]
    secretary = visit("khoaichau")
    secretary.go("/can-bo/")
    secretary.click("link", "Nhập từ Excel")
    secretary.look()
    hand_in(secretary, tmp_path, messy)
    expect(secretary.page.get_by_text("Chưa biết cột nào là Ngày sinh")).to_be_visible()
    secretary.click("link", "Khớp cột")
    secretary.look()
    secretary.page.get_by_label("Sinh", exact=True).select_option(label="Ngày sinh")
    secretary.page.get_by_label(re.compile("^Loại hình")).select_option(label="không chuyên trách")
    secretary.page.get_by_label(re.compile("^Hình thức")).select_option(label="bầu tại đại hội")
    secretary.click("button", "Ghi và chạy thử lại")
    expect(secretary.page.get_by_role("heading", level=1)).to_contain_text("2 người, 2 dòng có lỗi")
    for cell, told in {
        "B4": "TCVN3 (.VnTime), đọc là “Nguyễn Thị Minh Họa”",
        "C4": "Không có ngày 31/02/1996",
        "C5": "Mới có năm 1997",
        "E4": "chuyển sang cột Lý luận chính trị",
    }.items():
        expect(secretary.page.get_by_role("row").filter(has_text=cell)).to_contain_text(told)
    secretary.look()
    good = [
        (1, "Nguyễn Thị Minh Họa", "28/02/1996", place, "Cao đẳng", "Sơ cấp", "Phó Bí thư", since),
        (2, "Lê Văn Minh Họa", date(1997, 5, 17), f"Xã {place}", "Đại học", "Trung cấp", "PBT", since),
    ]
    secretary.click("link", "Tải tệp đã sửa")
    hand_in(secretary, tmp_path, good)
    expect(secretary.page.get_by_role("heading", level=1)).to_contain_text("2 người, không có lỗi")
    secretary.click("link", re.compile("^Sẽ ghi vào sổ"))
    expect(secretary.page.get_by_role("row").filter(has_text="Lê Văn Minh Họa")).to_contain_text(
        "hồ sơ mới, Phó Bí thư"
    )
    secretary.look()
    secretary.click("button", "Nhập 2 người vào sổ")
    secretary.click("link", "Mở kết quả")
    expect(secretary.page.get_by_role("heading", level=1)).to_contain_text("2 người mới, 0 cập nhật")
    secretary.look()
    the_verdict_is_told(secretary)
    the_report_counts_them(secretary, asked)
    secretary.go("/can-bo/nhap-excel/")
    hand_in(secretary, tmp_path, good)
    expect(secretary.page.get_by_text("không có gì thay đổi.")).to_be_visible()


def hand_in(secretary: Visitor, folder: Path, people: Sequence[Sequence[Any]]) -> None:
    file = folder / "danh-sach.xlsx"
    file.write_bytes(workbook([*HEAD, *people], MERGED))
    secretary.page.get_by_label("Tệp Excel (.xlsx)").set_input_files(file)
    secretary.click("button", "Tải lên và chạy thử")


def the_verdict_is_told(secretary: Visitor) -> None:
    secretary.go("/can-bo/?tim=Lê Văn Minh Họa")
    secretary.click("link", "Lê Văn Minh Họa")
    expect(secretary.page.locator(".verdict")).to_contain_text("Đạt")


def the_report_counts_them(secretary: Visitor, asked: SheetRow) -> None:
    """Both are in a position that has a standard, and both meet it."""
    known = {box.code: asked.register[box.element_id] for box in asked.boxes if box.code in STANDARDS}
    report = ReportRow.objects.get(pk=asked.id).report
    secretary.go(f"/bao-cao/2021-q3/{report.unit_id}/?phan=1")
    for figure, code in (("Diện có tiêu chuẩn", "KL07-2.2b"), ("Đạt đủ tiêu chuẩn", "KL07-2.2a")):
        secretary.box(figure, asked.short_name).press("Enter")
        expect(secretary.box(figure, asked.short_name)).to_have_value(f"{known[code] + 2:f}")
