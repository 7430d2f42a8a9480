"""The main road in a browser, as three people walk it: report, return, approval, sơ kết, its approval."""

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect

from apps.reports.models import ReportVersion
from tests.browser.visitor import PHONE, Visitor
from tests.ground.processes import eventually
from tests.reviews.frozen import Frozen
from tests.running import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "home.png"
PICTURE_BYTES = 300_000
QUARTER = "2021-q3"
REASON = "Đề nghị đối chiếu lại với danh sách đoàn viên của xã."


def test_the_main_road(visit, demo_stack_db, tmp_path):
    secretary, officer = visit("khoaichau"), visit("tochuc")
    take_picture(officer, PICTURE if os.environ.get("UPDATE_PICTURES") else tmp_path / "home.png")
    fill_the_gaps(secretary)
    hand_in(secretary, "01")
    before = provincial_figures(officer)
    send_back(officer)
    correct(secretary)
    hand_in(secretary, "02")
    approve(officer)
    after = provincial_figures(officer)
    assert all(after[code] != before[code] for code in ("KL07-2.7a", "KL07-2.11c"))
    build_review(officer, demo_stack_db)
    follow_a_number(officer.page)
    download(officer.page, tmp_path / "so-ket.docx")
    present(officer)
    approve_review(visit("thuongtruc"))


def take_picture(officer: Visitor, target: Path) -> None:
    """Of the officer's home page, into the README when UPDATE_PICTURES=1 asks for it."""
    officer.look()
    target.parent.mkdir(parents=True, exist_ok=True)
    officer.page.screenshot(path=target)
    assert target.stat().st_size <= PICTURE_BYTES


def fill_the_gaps(secretary: Visitor) -> None:
    """From the home page to the two communes whose three boxes are empty; typing alone saves."""
    bar = secretary.page.locator("#thanh")
    secretary.look()
    secretary.click("link", re.compile("Nhập tiếp: Đoàn xã Dân Tiến"))
    secretary.type("Đoàn viên", "Dân Tiến", "300")
    expect(bar).to_contain_text("619/621 ô")
    expect(secretary.page).to_have_title(re.compile("còn 2\\sô – Tỉnh đoàn Hưng Yên"))
    secretary.look()
    secretary.click("link", "Nhuế Dương", inside="#thanh")
    secretary.type("Dưới 9 đoàn viên", "Nhuế Dương", "2")
    secretary.type("Đoàn viên", "Nhuế Dương", "300")
    expect(bar).to_contain_text("621/621 ô")
    expect(bar).to_contain_text("Đã đủ.")
    secretary.look()


def hand_in(secretary: Visitor, number: str) -> None:
    secretary.click("button", "Nộp báo cáo", inside="#thanh")
    expect(secretary.page.locator(".receipt__number")).to_have_text(re.compile(rf"/2021-Q3/\S+/{number}$"))
    secretary.look()


def provincial_figures(officer: Visitor) -> dict[str, str]:
    """What the home page prints of the running quarter, by indicator; each equals an independent sum."""
    officer.go("/")
    officer.click("link", re.compile("^Quý III · tạm tính"))
    expect(officer.page).to_have_url(re.compile(f"so-lieu={QUARTER}"))
    officer.look()
    links = officer.page.locator(".figure-card__value a").all()
    shown = {code_of(link.get_attribute("href")): link.inner_text() for link in links}
    frozen = frozen_reports()
    assert shown == {code: frozen.printed(code, frozen.sum(code, [QUARTER]), bare=True) for code in shown}
    return shown


def code_of(address: str | None) -> str:
    """/so-lieu/KL07-2.2/1/2021-q3/ → KL07-2.2"""
    return str(address).split("/")[2]


def frozen_reports() -> Frozen:
    versions = [json.loads(text) for text in ReportVersion.objects.values_list("content", flat=True)]
    return Frozen(versions, "2020-q1", QUARTER, {})


def open_report(officer: Visitor) -> None:
    """From the home page's table of units to the section with the figure in question."""
    officer.go("/")
    officer.click("link", re.compile("báo cáo của Huyện đoàn Khoái Châu|Huyện đoàn Khoái Châu$"))
    officer.click("link", re.compile("^Chi đoàn địa bàn dân cư"))
    expect(officer.page.locator("#phan [aria-current]")).to_contain_text("Chi đoàn địa bàn dân cư")


def send_back(officer: Visitor) -> None:
    open_report(officer)
    officer.look()
    row = officer.page.get_by_role("row", name="Đoàn xã Dân Tiến")
    cell = row.locator('td[id$="-KL08-B6"]')
    cell.locator("summary").click()
    cell.get_by_label(re.compile("vì sao trả lại")).fill(REASON)
    officer.page.keyboard.press("Enter")
    officer.look()
    officer.click("button", "Trả lại để sửa (1 ô)")
    expect(officer.page.locator("#messages, .notice").first).to_be_visible()
    officer.look()


def correct(secretary: Visitor) -> None:
    """The reason stands beside the field; the number is put right there."""
    secretary.go("/")
    secretary.click("link", "Xem ô bị trả lại, sửa và nộp")
    expect(secretary.page.locator("main")).to_contain_text("Trả lại 1 ô để sửa.")
    secretary.click("link", re.compile("Dân Tiến"), inside=".notice")
    row = secretary.page.locator("[data-row]").filter(has_text="Đoàn xã Dân Tiến")
    expect(row.locator(".remark--returned")).to_have_text(re.compile(f"Đoàn viên bị trả lại: {REASON}"))
    secretary.look()
    box = secretary.type("Đoàn viên", "Dân Tiến", "310")
    expect(secretary.page.locator("#dau")).to_contain_text("Đã tự lưu")
    expect(box).to_have_value("310")


def approve(officer: Visitor) -> None:
    open_report(officer)
    officer.click("button", "Duyệt báo cáo")
    officer.look()
    officer.click("button", "Duyệt và chốt số liệu")
    expect(officer.page.get_by_role("heading", level=1)).to_contain_text("đã duyệt")
    officer.look()


def build_review(officer: Visitor, stack: Stack) -> None:
    """Asked for in a form, made by the worker in steps that the page tells, opened from there."""
    page = officer.page
    officer.go("/so-ket/")
    officer.click("link", "Lập sơ kết")
    page.get_by_label("Từ quý").select_option(label="Quý I/2020")
    page.get_by_label("Đến hết quý").select_option(label="Quý III/2021")
    officer.look()
    with in_mid_build(stack, page.get_by_role("button", name="Lập sơ kết").click):
        progress = page.locator("#job .progress-block")
        expect(progress).to_contain_text(re.compile(r"Bước [1-6]/6"))
        expect(progress.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("link", name="Mở kết quả")).to_be_visible(timeout=120_000)
    officer.look()
    officer.click("link", "Mở kết quả")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sơ kết Kết luận 07 và 08")
    officer.look()


@contextmanager
def in_mid_build(stack: Stack, ask: Callable[[], None]) -> Iterator[None]:
    """The worker stands still inside, stopped as the build that was asked for is about to leave its result."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reviews_snapshot IN EXCLUSIVE MODE")
        ask()
        assert eventually(lambda: is_awaited(cursor, "reviews_snapshot"), seconds=60)
        pool = psutil.Process(stack.worker.process.pid).children()
        for process in pool:
            process.suspend()
    try:
        yield
    finally:
        for process in pool:
            process.resume()


def is_awaited(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table])
    return cursor.fetchone() is not None


def follow_a_number(page: Page) -> None:
    """Cán bộ quá tuổi of the last quarter: its parts by unit add up, and so does the independent sum."""
    page.get_by_role("link", name=re.compile("2a. Số lượng, chuẩn hóa")).click()
    number = page.get_by_role("listitem").filter(has_text="KL07-2.7a").locator("a[data-source]")
    shown = number.inner_text()
    number.click()
    lines = page.locator("#source-body .review-source tbody tr")
    expect(lines.last).to_be_visible()
    parts = [amount(line.locator("td.number").last.inner_text()) for line in lines.all()]
    frozen = frozen_reports()
    assert len(parts) > 6
    assert sum(parts[:-1]) == parts[-1]
    assert shown == frozen.printed("KL07-2.7a", frozen.sum("KL07-2.7a", [QUARTER]))
    assert amount(shown.removesuffix(" người")) == parts[-1]
    page.keyboard.press("Escape")
    expect(page.locator("#source-popover")).to_be_hidden()


def amount(text: str) -> Decimal:
    """1.234 → 1234; a unit without a figure adds nothing."""
    return Decimal(0) if text == "—" else Decimal(text.replace(".", "").replace(",", "."))


def download(page: Page, target: Path) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word").click()
    waiting.value.save_as(target)
    assert waiting.value.suggested_filename.endswith(".docx")
    with zipfile.ZipFile(target) as package:
        assert "Kết luận" in package.read("word/document.xml").decode()


def present(officer: Visitor) -> None:
    """The button sleeps until the part is written that no rule drafts, and leads to it."""
    officer.look()
    expect(officer.page.locator(".button--asleep", has_text="Trình Thường trực")).to_be_visible()
    officer.click("link", "Viết bài học kinh nghiệm", inside=".page-head")
    officer.page.get_by_label("Lời văn").fill("Nơi nào cấp ủy quan tâm, nơi đó chi đoàn hoạt động đều.")
    officer.click("button", "Lưu")
    officer.look()
    officer.click("button", "Trình Thường trực", inside=".page-head")
    expect(officer.page.locator("main")).to_contain_text("Đã trình, chờ duyệt")
    officer.look()


def approve_review(standing: Visitor) -> None:
    """Thường trực finds it among what is to be done."""
    standing.look()
    standing.go("/so-ket/")
    standing.page.get_by_role("row").filter(has_text="Đã trình, chờ duyệt").get_by_role("link").first.click()
    standing.look()
    standing.click("button", "Duyệt sơ kết")
    expect(standing.page.locator("main")).to_contain_text("Đã duyệt sơ kết.")
    standing.look()


@pytest.mark.parametrize("username", ["khoaichau", "tochuc"])
def test_on_a_phone_no_page_is_wider_than_the_screen(visit, username):
    visitor = visit(username, PHONE)
    visitor.look()
    visitor.go(f"/bao-cao/{QUARTER}/")
    visitor.click("link", "Huyện đoàn Khoái Châu")
    visitor.look()
    visitor.page.locator(".row-list a").first.click()
    expect(visitor.page.locator(".phone-card")).to_be_visible()
    visitor.look()


def test_a_review_fits_a_phone(visit):
    officer = visit("tochuc", PHONE)
    officer.go("/so-ket/")
    officer.click("link", re.compile("Sơ kết Kết luận"))
    officer.look()
    officer.page.goto(f"{officer.page.url}?muc=KL07-2a")
    officer.look()
    officer.page.locator(".prose a[data-source]").first.click()
    expect(officer.page.locator("#source-body .source__links")).to_be_visible()
    officer.look()
