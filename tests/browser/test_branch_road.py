"""From a phone in the village to the district's report: a quarter entered through a lost network, then assessed.

Three people, each at a phone of their own: the branch's secretary enters, hands over and scores; the commune returns
one criterion and decides; the district finds the result in its report and confirms it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import Locator, Route, expect

from apps.accounts.models import User
from apps.assessments.models import Assessment, Decision, Evidence, Score
from apps.branches.models import BranchMeeting, BranchQuarter, EntryStep, YouthWork
from apps.dashboard.services import DEMO_PASSWORD
from apps.directives.models import Period
from apps.jobs.models import Delivery
from apps.reports.models import Report, ReportForm, ReportValue
from apps.reports.services import open_reports
from apps.units.models import Unit
from tests.assessments.desk import open_round
from tests.branches.ground import in_sector, quarter, secretary
from tests.browser.test_offline import BAR, KEPT, NO_NETWORK
from tests.browser.visitor import PHONE, Visitor
from tests.files.makers import picture
from tests.running import Stack
from tests.world import World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Visitor]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BRANCH = "Chi đoàn thôn Đông Kim"
QUARTER, REPORTED = "2021-q3", "2021-q4"
# What the registers cannot know, as the secretary answers it: a level, yes or no, or a share in percent.
CHOSEN = {
    "CD1.1": "Từ 90 % đoàn viên tham gia", "CD1.2": "Báo cáo đủ kỳ", "CD1.3": "Không có ai vi phạm",
    "CD3.2": "Đạt chỉ tiêu", "CD3.4": "Đủ",
}  # fmt: skip
TYPED = {"CD2.4": "90", "CD3.1": "80", "CD3.3": "100"}
RETURNED = "Danh sách chưa có chữ ký; đề nghị đối chiếu lại."


@pytest.fixture(scope="module")
def demo_stack(start_stack: Callable[..., Stack]) -> Stack:
    """No demo province: the reference data, and people who sign in as in the demo."""
    return start_stack(DEMO="1")


@pytest.fixture
def world(demo_stack_db: Stack) -> World:
    """Đồng Tiến has one branch, with two quarters behind it; the year's round is open, and so are its last reports."""
    world = build_world()
    in_sector(world.branch, "RURAL")
    secretary(world.branch)
    for slug, month in (("2021-q1", 4), ("2021-q2", 7)):
        handed = datetime(2021, month, 3, 9, tzinfo=HANOI)
        quarter(world.branch, slug, met=[(12, 10)] * 3, youth=30, first_handed_over_at=handed)
    assert world.branch_secretary
    User.objects.update(password=make_password(DEMO_PASSWORD))
    open_round(world)
    ReportForm.objects.update(branches_from=date(2021, 12, 31))
    reported = Period.objects.get(slug=REPORTED)
    open_reports(period=reported, now=datetime(2021, 12, 20, tzinfo=HANOI))
    return world


def test_from_the_phone_to_the_districts_report(visit: Visit, world: World) -> None:
    branch, commune = visit("dong-kim", PHONE), visit("dong-tien", PHONE)
    enter_through_a_lost_network(branch, world.branch)
    hand_over(branch, world.branch)
    score_on_the_phone(branch)
    paper = send_to_the_commune(branch)
    return_one_criterion(commune, paper)
    put_it_right(branch, paper)
    appraise_and_decide(commune, paper)
    confirm_in_the_report(visit("khoai-chau", PHONE), world)


def enter_through_a_lost_network(branch: Visitor, unit: Unit) -> None:
    """The members arrive at once; youth, meetings and a work wait on the phone, also while its page is closed."""
    path = reverse("branches:quarter", args=[unit.pk, QUARTER])
    branch.look()
    branch.go(path)
    branch.page.wait_for_function(KEPT, arg=path)
    type_group(branch, "Đoàn viên", {"Tổng số đoàn viên": "14", "Đoàn viên đi làm ăn xa": "2"})
    expect(branch.page.get_by_text("Đã lưu số liệu.")).to_be_visible()
    branch.look()
    branch.page.wait_for_function(KEPT, arg=path)
    delivered, seen = Delivery.objects.count(), branch.asked_for
    branch.asked_for = NO_NETWORK
    branch.page.context.set_offline(True)
    type_group(branch, "Thanh niên", {"Thanh niên trên địa bàn": "31"})
    waits(branch, 1)
    for count, (month, present) in enumerate((("07", "12"), ("08", "9"), ("09", "9")), 2):
        add_meeting(branch, f"14/{month}/2021", present)
        waits(branch, count)
    add_work(branch)
    waits(branch, 5)
    assert BranchMeeting.objects.filter(quarter=entry_of(unit)).count() == 0
    branch.reopen()
    branch.page.goto(path)
    expect(branch.page.get_by_label("Thanh niên trên địa bàn")).to_have_value("31")
    branch.page.context.set_offline(False)
    expect(bar(branch)).to_contain_text("Đã gửi 6 việc.", timeout=60_000)
    branch.asked_for = seen
    assert Delivery.objects.count() == delivered + 5
    arrived_once(unit)


def waits(visitor: Visitor, count: int) -> None:
    expect(bar(visitor)).to_contain_text(f"{count} việc chờ gửi. Tự gửi khi có mạng.")


def arrives(visitor: Visitor, title: str) -> None:
    """The page with this title is there, and is looked at."""
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(title)
    visitor.look()


def entry_of(unit: Unit) -> BranchQuarter:
    return BranchQuarter.objects.get(branch=unit, period__slug=QUARTER)


def arrived_once(unit: Unit) -> None:
    entry = entry_of(unit)
    assert (entry.members, entry.members_away, entry.youth) == (14, 2, 31)
    meetings = BranchMeeting.objects.filter(quarter=entry).order_by("held_on")
    told = list(meetings.values_list("held_on", "expected", "present"))
    assert told == [(date(2021, 7, 14), 12, 12), (date(2021, 8, 14), 12, 9), (date(2021, 9, 14), 12, 9)]
    work = YouthWork.objects.get(quarter=entry)
    assert (work.title, work.kind, work.completed_on) == ("Thắp sáng đường quê", "project", date(2021, 9, 2))


def type_group(branch: Visitor, title: str, numbers: dict[str, str]) -> None:
    for label, number in numbers.items():
        branch.page.get_by_label(label).fill(number)
    branch.page.get_by_role("button", name=f"Lưu {title.lower()}").tap()


def add_meeting(branch: Visitor, day: str, present: str) -> None:
    form = branch.page.locator("#sinh-hoat form[data-deliver*='Buổi sinh hoạt']")
    if not form.is_visible():
        branch.page.get_by_text("Thêm buổi sinh hoạt").tap()
    expect(form.get_by_label("Nội dung")).to_have_value("")
    form.get_by_label("Ngày sinh hoạt").fill(day)
    form.get_by_label("Nội dung").fill(f"Sinh hoạt ngày {day}")
    form.get_by_label("Đoàn viên phải dự").fill("12")
    form.get_by_label("Đoàn viên dự", exact=False).last.fill(present)
    form.get_by_role("button", name="Lưu buổi sinh hoạt").tap()


def add_work(branch: Visitor) -> None:
    form = branch.page.locator("#viec form[data-deliver*='Công trình']")
    branch.page.get_by_text("Thêm công trình, phần việc").tap()
    form.get_by_label("Loại").select_option(label="công trình thanh niên")
    form.get_by_label("Tên công trình").fill("Thắp sáng đường quê")
    form.get_by_label(re.compile("^Hoàn thành ngày")).fill("02/09/2021")
    form.get_by_role("button", name="Lưu công trình").tap()


def bar(visitor: Visitor) -> Locator:
    return visitor.page.locator(BAR)


def hand_over(branch: Visitor, unit: Unit) -> None:
    """The page shows by itself what arrived. What is empty is named, and stays empty."""
    expect(branch.page.locator("#sinh-hoat")).to_contain_text("Sinh hoạt: 3 buổi")
    branch.look()
    branch.page.get_by_label("Gửi khi còn ô trống").check()
    branch.click("button", "Gửi số liệu quý III/2021")
    arrives(branch, "đã gửi số liệu")
    assert list(EntryStep.objects.filter(quarter=entry_of(unit)).values_list("act", flat=True)) == [
        "hand_over"
    ]
    assert entry_of(unit).youth_female is None


def score_on_the_phone(branch: Visitor) -> None:
    """What the registers know is there already; the rest is tapped and typed, the last share without network."""
    branch.go("/danh-gia/")
    branch.click("link", re.compile("Xếp loại năm 2021"))
    arrives(branch, f"{BRANCH}: Xếp loại năm 2021")
    branch.click("link", "Tự chấm")
    expect(mark(branch, "CD2.1")).to_contain_text("Hệ thống tính: 100,0 % → 15 điểm")
    expect(mark(branch, "CD2.2")).to_contain_text("Hệ thống tính: 83,3 % → 8,33 điểm")
    expect(mark(branch, "CD2.3")).to_contain_text("Hệ thống tính: Có công trình hoàn thành → 10 điểm")
    branch.look()
    for code, level in CHOSEN.items():
        choose(branch, code, level)
    prove(branch, "CD1.1")
    for code, percent in TYPED.items():
        share(branch, code, percent)
    share_without_network(branch, "CD3.6", "100")
    choose(branch, "CD-K2", "Không")
    expect(branch.page.locator("#thanh")).to_contain_text("93,66/100 điểm · Hoàn thành xuất sắc nhiệm vụ")
    branch.look()


def mark(visitor: Visitor, code: str) -> Locator:
    return visitor.page.locator("article.mark").filter(has=visitor.page.get_by_text(code, exact=True))


def choose(branch: Visitor, code: str, level: str) -> None:
    mark(branch, code).locator(".choice").filter(has_text=re.compile(f"^\\s*{level}")).tap()
    expect(mark(branch, code).locator(".choice[aria-pressed=true]")).to_contain_text(level)


def prove(branch: Visitor, code: str) -> None:
    photo = {"name": "danh-sach.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
    mark(branch, code).locator("input[type=file]").set_input_files(photo)
    mark(branch, code).get_by_role("button", name="Gửi minh chứng").tap()
    expect(mark(branch, code)).to_contain_text("Minh chứng (1)")


def share(branch: Visitor, code: str, percent: str) -> None:
    mark(branch, code).get_by_label("Tỷ lệ đạt").fill(percent)
    mark(branch, code).get_by_role("button", name="Lưu", exact=True).tap()
    expect(mark(branch, code).locator(".mark__points")).to_have_text(re.compile(r"^\s*\d"))


def share_without_network(branch: Visitor, code: str, percent: str) -> None:
    seen, branch.asked_for = branch.asked_for, NO_NETWORK
    branch.page.context.set_offline(True)
    mark(branch, code).get_by_label("Tỷ lệ đạt").fill(percent)
    mark(branch, code).get_by_role("button", name="Lưu", exact=True).tap()
    waits(branch, 1)
    assert not Score.objects.filter(criterion__code=code).exists()
    branch.page.context.set_offline(False)
    expect(mark(branch, code).locator(".mark__points")).to_have_text(re.compile(r"^\s*5/5"))
    branch.asked_for = seen


def send_to_the_commune(branch: Visitor) -> Assessment:
    branch.click("button", "Gửi", inside="#thanh")
    arrives(branch, "tự chấm 93,66 điểm")
    paper = Assessment.objects.get()
    assert (paper.state, paper.self_points, paper.difference_count) == ("submitted", Decimal("93.66"), 0)
    assert Score.objects.get(criterion__code="CD3.5").measured == Decimal("0.6667")
    assert Evidence.objects.get().criterion.code == "CD1.1"
    return paper


def return_one_criterion(commune: Visitor, paper: Assessment) -> None:
    commune.look()
    commune.go("/danh-gia/")
    commune.click("link", re.compile("Xếp loại năm 2021"))
    arrives(commune, "0/1 đơn vị đã quyết định")
    commune.click("link", "Thẩm định 1 bản tự chấm")
    commune.click("link", BRANCH)
    commune.click("link", "Thẩm định")
    arrives(commune, f"Thẩm định {BRANCH}")
    mark(commune, "CD1.1").get_by_text("Trả lại mục này").tap()
    mark(commune, "CD1.1").get_by_label("Cần sửa gì").fill(RETURNED)
    mark(commune, "CD1.1").get_by_role("button", name="Đánh dấu trả lại").tap()
    expect(mark(commune, "CD1.1").locator(".state")).to_contain_text("Trả lại")
    commune.look()
    commune.click("button", "Trả lại 1 mục", inside="#thanh")
    expect(commune.page.get_by_text("Đã trả lại để sửa.")).to_be_visible()
    commune.look()
    returned = Score.objects.filter(is_returned=True).values_list("criterion__code", "return_note")
    assert list(returned) == [("CD1.1", RETURNED)]


def put_it_right(branch: Visitor, paper: Assessment) -> None:
    """One criterion alone is open again; less than before, with a list that is signed."""
    branch.go(paper_path(paper))
    branch.click("link", "Sửa và gửi lại")
    expect(branch.page.get_by_text("Đoàn cấp trên trả lại 1 mục.")).to_be_visible()
    expect(mark(branch, "CD1.1")).to_contain_text(RETURNED)
    expect(mark(branch, "CD1.1").locator(".choice")).to_have_count(4)
    expect(mark(branch, "CD1.2").locator(".choice")).to_have_count(0)
    branch.look()
    choose(branch, "CD1.1", "Từ 50 % đến dưới 70 %")
    expect(branch.page.locator("#thanh")).to_contain_text("87,66/100 điểm · Hoàn thành tốt nhiệm vụ")
    prove_through_a_lost_answer(branch, "CD1.1", "15-DS/ĐTN")
    branch.look()
    branch.click("button", "Gửi", inside="#thanh")
    expect(branch.page.get_by_role("heading", level=1)).to_contain_text("tự chấm 87,66 điểm")


def prove_through_a_lost_answer(branch: Visitor, code: str, number: str) -> None:
    """The server has it, the phone never hears of it and sends it again: one piece more, not two."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()

    seen, branch.asked_for = branch.asked_for, NO_NETWORK
    branch.page.context.route("**/tu-cham/minh-chung/", lose)
    mark(branch, code).locator("summary").filter(has_text="Minh chứng").tap()
    mark(branch, code).get_by_label("hoặc số, ký hiệu văn bản").fill(number)
    mark(branch, code).get_by_role("button", name="Gửi minh chứng").tap()
    waits(branch, 1)
    assert lost == [200]
    branch.page.reload()
    expect(bar(branch)).to_contain_text(re.compile(r"Đã gửi \d+ việc\. Minh chứng"))
    expect(mark(branch, code)).to_contain_text("Minh chứng (2)")
    assert list(Evidence.objects.values_list("document_number", flat=True)) == ["", number]
    branch.asked_for = seen


def paper_path(paper: Assessment) -> str:
    return reverse("assessments:paper", args=[paper.pk])


def appraise_and_decide(commune: Visitor, paper: Assessment) -> None:
    commune.go(paper_path(paper))
    commune.click("link", "Thẩm định")
    expect(mark(commune, "CD1.1")).to_contain_text(f"Lần trước đã yêu cầu: {RETURNED}")
    commune.click("button", "Đồng ý 13 mục còn lại", inside="#thanh")
    expect(mark(commune, "CD1.1").locator(".state")).to_contain_text("Đã thẩm định")
    commune.look()
    commune.click("button", "Thẩm định xong", inside="#thanh")
    arrives(commune, "thẩm định 87,66 điểm")
    commune.click("link", "Quyết định")
    expect(commune.page.get_by_role("row", name=re.compile(BRANCH))).to_contain_text(
        "Hoàn thành tốt nhiệm vụ"
    )
    commune.page.get_by_label("Số quyết định").fill("05-QĐ/ĐTN")
    commune.page.get_by_label("Ngày quyết định").fill("28/12/2021")
    commune.look()
    commune.click("button", "Quyết định các đơn vị đã chọn")
    expect(commune.page.get_by_text("Đã quyết định 1 đơn vị.")).to_be_visible()
    arrives(commune, "1/1 đơn vị đã quyết định")
    made = Decision.objects.get(assessment=paper)
    assert (made.points, made.class_code, made.decision_number) == (Decimal("87.66"), "good", "05-QĐ/ĐTN")
    steps = list(paper.steps.values_list("act", flat=True))
    assert steps == ["submit", "send_back", "submit", "appraise", "decide"]


def confirm_in_the_report(district: Visitor, world: World) -> None:
    """One class has its branch, the others none; whoever looks sees that the branches' register says so."""
    district.go("/bao-cao/2021-q4/")
    district.click("link", "Huyện đoàn Khoái Châu")
    district.click("link", re.compile("Xếp loại"), inside="#phan")
    expect(district.page.locator("#phan [aria-current]")).to_contain_text("Xếp loại")
    district.look()
    district.page.locator(".row-list a").filter(has_text="Đoàn xã Đồng Tiến").tap()
    for figure, value in (("Chi đoàn HT xuất sắc", "0"), ("Chi đoàn HT tốt", "1")):
        expect(field(district, figure)).to_contain_text(f"Sổ chi đoàn ghi {value}.")
    district.look()
    field(district, "Chi đoàn HT tốt").get_by_role("button", name="Xác nhận 1").tap()
    expect(district.box("Chi đoàn HT tốt", "Đồng Tiến")).to_have_value("1")
    expect(field(district, "Chi đoàn HT tốt")).to_contain_text("từ sổ chi đoàn")
    district.click("button", "Xác nhận số từ sổ (9 ô)")
    expect(district.page.get_by_text("Đã xác nhận 9 số từ sổ.")).to_be_visible()
    district.look()
    assert confirmed(world) == {
        "KL08-C1a": (0, 0),
        "KL08-C1b": (1, 1),
        "KL08-C1c": (0, 0),
        "KL08-C1d": (0, 0),
    }


def field(district: Visitor, figure: str) -> Locator:
    return district.page.locator(".phone-field").filter(has=district.box(figure, "Đồng Tiến"))


def confirmed(world: World) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """By element of the commune's row: the value, and what the register said."""
    row = Report.objects.get(unit=world.khoai_chau, period__slug=REPORTED).rows.get(unit=world.dong_tien)
    taken = ReportValue.objects.filter(row=row, element__code__startswith="KL08-C1")
    columns = taken.values_list("element__code", "value", "register_value")
    return {code: (value, known) for code, value, known in columns}
