"""The home pages: what each role is told to do, how the quarter adds up, what the figures say, what a visit costs."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.core.clock import db_now
from apps.directives.models import Directive, Period
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.reports.enums import ReportState
from apps.reports.models import Extension, Report, ReportForm, ReportRow
from apps.reviews.enums import ReviewState
from apps.reviews.models import Review
from apps.units.enums import Role
from apps.units.models import Invitation, Unit
from tests.reports import desk
from tests.visits import signed_in, statements, words
from tests.world import World, person, unit_named

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(datetime(2021, 10, 8, 9))


@pytest.fixture
def opened(world: World) -> World:
    desk.open_quarter()
    return world


def home(user) -> str:
    return words(signed_in(user).get("/"))


def set_state(unit: Unit, state: ReportState, world: World, at: datetime = AT, slug: str = "2021-q3") -> None:
    """The report as if it had gone that way (the way itself is tested with the reports)."""
    changes = {"state": state, "first_submitted_at": at, "submitted_at": at, "submitted_by": world.secretary}
    if state == ReportState.APPROVED:
        changes |= {"approved_at": at, "approved_by": world.officer}
    Report.objects.filter(unit=unit, period__slug=slug).update(**changes)


def extend(unit: Unit, world: World) -> None:
    report = Report.objects.get(unit=unit, period__slug="2021-q3")
    due = db_now() + timedelta(days=2, hours=1)
    Extension.objects.create(report=report, due_at=due, reason="Kiện toàn", granted_by=world.officer)


def fill_all_but(report: Report, missing: int) -> None:
    desk.fill(report)
    for row in report.rows.all():
        for value in row.values.all()[:missing]:
            value.delete()
            missing -= 1


def test_the_title_counts_the_units_and_the_line_adds_up(opened: World):
    set_state(opened.khoai_chau, ReportState.SUBMITTED, opened)
    set_state(opened.phu_cu, ReportState.APPROVED, opened, at=desk.DUE + timedelta(days=1, hours=2))
    extend(opened.affiliate, opened)
    page = home(opened.officer)
    assert "Quý III/2021: 2/11 đơn vị đã nộp, 1 báo cáo chờ duyệt" in page
    assert "Đúng hạn 1 + trễ hạn 1 + quá hạn chưa nộp 8 + chưa đến hạn 1 = 11 đơn vị" in page
    assert "8/10 đúng hạn" in page
    assert "11/10 trễ 1 ngày" in page


def test_the_provinces_own_report_stands_apart(opened: World):
    page = home(opened.officer)
    assert "0/11 đơn vị đã nộp" in page
    assert "Báo cáo của cấp tỉnh, tính riêng Tỉnh đoàn Hưng Yên" in page


def test_the_officer_is_told_what_to_do_most_urgent_first(opened: World):
    set_state(opened.khoai_chau, ReportState.SUBMITTED, opened)
    extend(opened.province, opened)
    page = home(opened.officer)
    late, approve, own = (
        page.index(title)
        for title in (
            "Đôn đốc hoặc gia hạn 10 đơn vị chưa nộp",
            "Duyệt 1 báo cáo quý III/2021 Huyện đoàn Khoái Châu",
            "Nhập báo cáo quý III/2021 của Tỉnh đoàn Hưng Yên",
        )
    )
    assert late < approve < own
    assert "Còn 2 ngày" in page


def test_only_the_first_act_has_the_filled_button(opened: World):
    set_state(opened.khoai_chau, ReportState.SUBMITTED, opened)
    page = signed_in(opened.officer).get("/").content.decode()
    assert page.count("button--primary") == 1


def test_the_standing_secretary_approves_the_provinces_report(opened: World):
    assert "Lúc này không còn việc nào chờ đồng chí" in home(opened.standing)
    set_state(opened.province, ReportState.SUBMITTED, opened)
    assert "Duyệt báo cáo quý III/2021 của Tỉnh đoàn Hưng Yên" in home(opened.standing)
    assert "Duyệt báo cáo quý III/2021 của Tỉnh đoàn Hưng Yên" not in home(opened.officer)


def test_the_links_of_the_table_say_what_the_to_dos_say(opened: World):
    """Whoever is told to approve a report reads "Duyệt" beside it; for the others it is there to be looked at."""
    for unit in (opened.khoai_chau, opened.province):
        set_state(unit, ReportState.SUBMITTED, opened)
    pages = {role: home(getattr(opened, role)) for role in ("standing", "officer")}
    assert ["Duyệt Tỉnh đoàn" in page for page in pages.values()] == [True, False]
    assert ["Duyệt Huyện đoàn Khoái Châu" in page for page in pages.values()] == [False, True]
    assert "Xem Huyện đoàn Khoái Châu" in pages["standing"]


def test_the_catalogues_are_an_entry_for_those_who_keep_them(opened: World):
    entry = f'href="{reverse("admin:index")}"'
    pages = [signed_in(user).get("/").content.decode() for user in (opened.officer, opened.administrator)]
    assert [entry in page for page in pages] == [True, False]


def test_a_viewer_sees_the_quarter_and_has_nothing_to_do(opened: World):
    set_state(opened.khoai_chau, ReportState.SUBMITTED, opened)
    page = home(opened.viewer)
    assert "1/11 đơn vị đã nộp" in page
    assert "Việc cần làm" not in page
    assert "Duyệt Huyện đoàn" not in page


def test_a_district_reads_what_is_left_until_when_and_where_to_go_on(opened: World):
    report = desk.report_of(opened.khoai_chau)
    fill_all_but(report, missing=3)
    extend(opened.khoai_chau, opened)
    page = home(opened.secretary)
    assert "Còn 3 ô là nộp được báo cáo quý III/2021" in page
    assert "Còn 2 ngày" in page
    assert "đã gia hạn" in page
    assert "Nhập tiếp: Huyện đoàn Khoái Châu" in page


def test_a_full_report_may_be_submitted_a_submitted_one_waits(opened: World):
    desk.fill(desk.report_of(opened.khoai_chau))
    assert "Báo cáo quý III/2021 đã nhập đủ, nộp được rồi" in home(opened.secretary)
    set_state(opened.khoai_chau, ReportState.SUBMITTED, opened)
    assert "Báo cáo quý III/2021 đã nộp, đang chờ duyệt" in home(opened.secretary)
    set_state(opened.khoai_chau, ReportState.APPROVED, opened)
    assert "Báo cáo quý III/2021 đã được duyệt" in home(opened.secretary)


def test_a_returned_report_says_why(opened: World):
    report = desk.report_of(opened.khoai_chau)
    desk.fill(report)
    set_state(opened.khoai_chau, ReportState.RETURNED, opened)
    report.steps.create(
        act="send_back",
        from_state=ReportState.SUBMITTED,
        to_state=ReportState.RETURNED,
        note="Số chi đoàn giảm nhiều",
        done_by=opened.officer,
        done_at=AT,
    )
    page = home(opened.secretary)
    assert "Báo cáo quý III/2021 được trả lại để sửa" in page
    assert "Quá hạn" not in page  # it came in time once
    assert "Trả lại để sửa: Số chi đoàn giảm nhiều" in page


def test_a_commune_sees_its_own_row(opened: World):
    page = home(opened.commune_secretary)
    assert "là nhập xong dòng quý III/2021" in page
    assert "Bắt đầu nhập: Đoàn xã Đồng Tiến" in page
    assert "Dân Tiến" not in page


def test_the_administrator_sees_accounts_and_failed_work(world: World):
    Invitation.objects.create(
        email="moi@tinhdoan.example",
        full_name="Trần Thị Mới",
        unit=world.phu_cu,
        role=Role.VIEWER,
        token_hash="0" * 64,
        expires_at=db_now() + timedelta(hours=30),
        invited_by=world.administrator,
    )
    Job.objects.create(
        kind="reviews.build",
        title="Lập sơ kết",
        key="1",
        state=JobState.FAILED,
        error="Hết giờ",
        started_at=AT,
        finished_at=AT,
        requested_by=world.officer,
    )
    page = home(world.administrator)
    assert "1 lời mời chưa nhận" in page
    assert "Trần Thị Mới chưa nhận lời mời" in page
    assert "Việc không xong: Lập sơ kết Hết giờ" in page
    assert "Chỉ tiêu" not in page


def test_a_person_without_a_role_reads_whom_to_turn_to(world: World):
    assert "liên hệ quản trị hệ thống" in home(world.stranger)


def test_a_visitor_is_sent_to_sign_in(db):
    assert "/dang-nhap/" in Client().get("/")["Location"]


def test_an_unknown_quarter_is_not_found(opened: World):
    client = signed_in(opened.officer)
    assert client.get("/?ky=2050-q1").status_code == 404
    assert client.get("/?so-lieu=2021-q3").status_code == 404
    assert client.get("/?ky=2021-q3").status_code == 200


def test_before_any_quarter_is_open_the_homes_say_so(world: World):
    assert "Chưa mở báo cáo quý nào" in home(world.officer)
    assert "Chưa mở báo cáo quý nào" in home(world.secretary)


def test_the_navigation_follows_the_permission_table(opened: World):
    def entries(user) -> list[str]:
        return [entry.label for entry in signed_in(user).get("/").context["nav"]]

    assert entries(opened.secretary)[:3] == ["Trang chủ", "Báo cáo quý", "Chỉ tiêu"]
    assert "Người dùng" not in entries(opened.secretary)
    assert "Chỉ tiêu" not in entries(opened.administrator)
    assert "Người dùng" in entries(opened.administrator)
    assert all(len(entries(user)) <= 8 for user in (opened.officer, opened.standing, opened.administrator))


def test_what_waits_is_counted_beside_the_entry(opened: World):
    set_state(opened.khoai_chau, ReportState.SUBMITTED, opened)
    counts = {
        user: next(
            entry.count for entry in signed_in(user).get("/").context["nav"] if entry.label == "Báo cáo quý"
        )
        for user in (opened.officer, opened.secretary, opened.neighbour, opened.standing)
    }
    assert counts[opened.standing] == 0
    assert counts[opened.officer] == 2  # one to approve, the province's own to fill in
    assert counts[opened.secretary] == 0
    assert counts[opened.neighbour] == 1


def open_some(names: list[str], slug: str) -> None:
    """Reports of these units alone, each with its own row."""
    period = Period.objects.get(slug=slug)
    form = ReportForm.objects.get(code="BC-QUY", validity__contains=period.end_on)
    for name in names:
        unit = unit_named(name)
        report = Report.objects.create(form=form, unit=unit, period=period)
        ReportRow.objects.create(report=report, unit=unit)


THREE = ["Tỉnh đoàn Hưng Yên", "Huyện đoàn Khoái Châu", "Huyện đoàn Phù Cừ"]


@pytest.fixture
def with_figures(world: World) -> World:
    """Q2 approved for two districts and the affiliate, through the real acts; Q3 open."""
    desk.open_quarter("2021-q2")
    for unit in (world.phu_cu, world.affiliate):
        report = desk.report_of(unit, "2021-q2")
        desk.fill(report)
        desk.submit(report, world.neighbour if unit == world.phu_cu else world.affiliate_secretary)
        desk.approve(report, world.officer)
    desk.open_quarter()
    return world


def test_figures_come_from_the_last_full_quarter_the_other_is_provisional(with_figures: World):
    page = home(with_figures.officer)
    assert "Tạm tính trên 2/11 báo cáo đã duyệt" in page
    assert "chưa so với mục tiêu" in page
    district = home(with_figures.neighbour)
    assert "Chỉ tiêu đến hết quý II/2021" in district
    assert "Quý gần nhất đã duyệt báo cáo" in district


def test_a_home_with_figures_costs_at_most_fifteen_statements(with_figures: World):
    people = ("officer", "standing", "viewer", "neighbour", "affiliate_secretary", "administrator")
    visitors = {who: getattr(with_figures, who) for who in people} | viewers_of(with_figures.phu_cu)
    costs = {who: statements(signed_in(user), "/") for who, user in visitors.items()}
    assert max(costs.values()) <= 15, costs
    assert costs["neighbour"] == costs["affiliate_secretary"]  # fifteen rows, and one


def viewers_of(district: Unit) -> dict[str, User]:
    """People who only look, at a district and at one of its communes."""
    commune = Unit.objects.children_of(district.pk, desk.DUE.date()).first()
    return {
        "viewer of a district": person("xem-huyen", Role.VIEWER, district),
        "viewer of a commune": person("xem-xa-co-so", Role.VIEWER, commune),
    }


@pytest.mark.parametrize("who", ["officer", "standing", "viewer"])
def test_the_provinces_home_costs_the_same_for_3_and_12_units(world: World, who: str):
    client = signed_in(getattr(world, who))
    open_some(THREE, "2021-q3")
    set_state(world.khoai_chau, ReportState.APPROVED, world)
    few = statements(client, "/")
    desk.open_quarter()
    many = statements(client, "/")
    assert few == many <= 15


def test_a_number_leads_to_its_row_in_the_frozen_report(with_figures: World):
    client = signed_in(with_figures.neighbour)
    number = re.search(r'href="(/so-lieu/KL07-2\.2/[^"]+)"', client.get("/").content.decode())
    parts = client.get(number[1]).content.decode()
    link, row = re.search(r'href="([^"#]+/ban/1/)#(dong-\d+)"', parts).groups()
    assert f'id="{row}"' in client.get(link).content.decode()


def test_a_presented_review_waits_for_the_standing_secretary(opened: World):
    period = Period.objects.get(slug="2021-q2")
    review = Review.objects.create(
        from_period=period,
        to_period=period,
        scope=opened.province,
        state=ReviewState.PRESENTED,
        requested_by=opened.officer,
        presented_by=opened.officer,
    )
    review.directives.set(Directive.objects.filter(code__in=["KL07", "KL08"]))
    named = "Sơ kết Kết luận 07 và 08, quý II/2021"
    assert f"Duyệt báo cáo sơ kết đã trình {named}" in home(opened.standing)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.DRAFT)
    assert f"Hoàn thiện, trình Thường trực dự thảo sơ kết {named}" in home(opened.officer)
    Review.objects.filter(pk=review.pk).update(kind="final", from_period=Period.objects.get(slug="2021-q1"))
    assert "Tổng kết Kết luận 07 và 08, quý I/2021 – quý II/2021" in home(opened.officer)
    assert "sơ kết đã trình" not in home(opened.standing)


def test_a_viewer_of_a_commune_sees_its_row_and_fills_in_nothing(opened: World):
    page = home(person("xem-xa", Role.VIEWER, opened.dong_tien))
    assert "Dòng quý III/2021: 0/24 ô đã nhập" in page
    assert "nhập:" not in page
