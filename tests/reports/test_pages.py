"""The pages of a report as people meet them: doors, refusals in words, nothing typed is lost, a fixed price."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.reports import services
from apps.reports.enums import ReportState
from apps.reports.models import Report, ReportRow, ReportText, ReportValue, Submission, TextItem
from apps.reports.services import Typed
from tests.reports.desk import NOW, approve, fill, open_quarter, report_of, row_of, send_back, submit
from tests.visits import signed_in, statements, words
from tests.world import World

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
GRID = "KL08-B1"


@pytest.fixture
def report(world: World) -> Report:
    open_quarter()
    return report_of(world.khoai_chau)


def url(report, name="report", *extra):
    return reverse(f"reports:{name}", args=[report.period.slug, report.unit_id, *extra])


def block_of(code: str) -> str:
    """The tab on which a figure of quý III stands in a district's report."""
    return {"KL08-B1": "4", "KL07-2.13a": "2"}[code]


def post_row(client, report, unit, cells, version=None, **extra):
    row = row_of(report, unit)
    fields = {"phien-ban": row.version if version is None else version, "phan": block_of(GRID), **cells}
    return client.post(url(report, "save_row", unit.pk), fields, **extra)


def test_every_page_answers_whoever_may_see_it(world, report):
    fill(report)
    submit(report, world.secretary)
    approve(report, world.officer)
    for user in (world.secretary, world.officer, world.standing, world.viewer):
        client = signed_in(user)
        pages = [url(report), url(report, "history"), url(report, "version", 1), url(report, "receipt", 1)]
        pages += [f"{url(report)}?phan={place}" for place in range(1, 9)]
        pages += [
            reverse("reports:period", args=["2021-q3"]),
            f"{url(report)}?phan=4&dong={world.dong_tien.pk}",
        ]
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert signed_in(world.officer).get(reverse("reports:index")).url == "/bao-cao/2021-q3/"


def test_a_neighbour_finds_nothing(world, report):
    client = signed_in(world.neighbour)
    assert client.get(url(report)).status_code == 404
    assert client.get(url(report, "history")).status_code == 404
    assert post_row(client, report, world.dong_tien, {f"so-{GRID}": "1"}).status_code == 404
    assert client.get("/bao-cao/2021-q9/").status_code == 404
    assert client.get("/bao-cao/2021/").status_code == 404


def test_a_commune_sees_its_own_row_and_nothing_of_the_others(world, report):
    fill(report)
    client = signed_in(world.commune_secretary)
    shown = words(client.get(url(report), {"phan": "2"}))
    assert "Đoàn xã Đồng Tiến" in shown
    assert "Dân Tiến" not in shown
    assert "Nhận xét" not in shown
    asked = client.get(url(report), {"phan": "2", "dong": world.dan_tien.pk})
    assert "Dân Tiến" not in words(asked)
    assert post_row(client, report, world.dan_tien, {f"so-{GRID}": "1"}).status_code == 404
    for page in ("history",):
        assert client.get(url(report, page)).status_code == 403


def test_the_price_of_the_grid_does_not_grow_with_its_rows(world, report):
    client, page = signed_in(world.secretary), url(report) + "?phan=4"
    strangers = ReportRow.objects.filter(report=report).exclude(unit=world.khoai_chau).order_by("pk")[12:]
    ReportRow.objects.filter(pk__in=list(strangers.values_list("pk", flat=True))).delete()
    fill(report)
    twelve = statements(client, page)
    rest = ReportRow.objects.filter(report=report).exclude(unit=world.khoai_chau).order_by("pk")[3:]
    kept = list(rest.values_list("pk", flat=True))
    ReportValue.objects.filter(row__in=kept).delete()
    ReportRow.objects.filter(pk__in=kept).delete()
    assert statements(client, page) == twelve <= 15


def test_the_price_of_the_board_does_not_grow_with_its_reports(world):
    open_quarter()
    page = reverse("reports:period", args=["2021-q3"])
    twelve = statements(signed_in(world.officer), page)
    assert statements(signed_in(world.secretary), page) == twelve <= 15


def test_without_script_a_row_is_saved_by_its_button(world, report):
    client = signed_in(world.secretary)
    answer = post_row(client, report, world.dong_tien, {f"so-{GRID}": "1.234"})
    assert (answer.status_code, answer.url) == (302, f"{url(report)}?phan=4#dong-{world.dong_tien.pk}")
    assert ReportValue.objects.get(row=row_of(report, world.dong_tien)).value == 1234


@pytest.mark.parametrize("extra", [{}, HTMX], ids=["page", "fragment"])
def test_a_refused_box_keeps_what_was_typed_beside_the_reason(world, report, extra):
    answer = post_row(
        signed_in(world.secretary), report, world.dong_tien, {f"so-{GRID}": "mười hai"}, **extra
    )
    assert answer.status_code == 422
    assert 'value="mười hai"' in answer.content.decode()
    assert " data-refused" in answer.content.decode()
    assert "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5." in words(answer)


@pytest.mark.parametrize("extra", [{}, HTMX], ids=["page", "fragment"])
def test_two_tabs_see_both_sides_and_the_person_chooses(world, report, extra):
    client, unit = signed_in(world.secretary), world.dong_tien
    assert post_row(client, report, unit, {f"so-{GRID}": "7"}, version=1).status_code == 302
    answer = post_row(client, report, unit, {f"so-{GRID}": "9"}, version=1, **extra)
    assert answer.status_code == 409
    shown = words(answer)
    assert "của đồng chí 9" in shown
    assert "trên hệ thống 7" in shown
    assert 'value="9"' in answer.content.decode()
    again = post_row(client, report, unit, {f"so-{GRID}": "9", "ghi-de": "2"}, version=1)
    assert again.status_code == 302
    assert ReportValue.objects.get(row=row_of(report, unit)).value == 9


def test_arithmetic_offers_its_two_ways_out(world, report):
    open_quarter("2021-q2")
    before = row_of(report_of(world.khoai_chau, "2021-q2"), world.dong_tien)
    services.save_row(
        user=world.secretary,
        report_id=before.report_id,
        unit_id=before.unit_id,
        version=1,
        cells={GRID: Typed(text="12")},
        now=NOW,
    )
    client, unit = signed_in(world.secretary), world.dong_tien
    cells = {"so-KL08-B4a": "3", "so-KL08-B4b": "1", f"so-{GRID}": "15"}
    shown = words(post_row(client, report, unit, cells, **HTMX))
    assert "12 + 3 − 1 = 14, đang ghi 15." in shown
    assert "Ghi 14" in shown
    assert "Giữ 15, nêu lý do" in shown
    assert "14" in words(post_row(client, report, unit, {f"so-{GRID}": "15", f"ghi-{GRID}": "14"}, **HTMX))
    value = ReportValue.objects.get(row=row_of(report, unit), element__code=GRID)
    assert value.value == 14
    post_row(client, report, unit, {f"so-{GRID}": "15", f"giu-{GRID}": "Một chi đoàn chuyển đến"})
    value.refresh_from_db()
    assert (value.value, value.kept_reason) == (15, "Một chi đoàn chuyển đến")


def hand_in(client, report, version=None, **extra):
    found = Report.objects.get(pk=report.pk)
    fields = {"khoa": str(uuid4()), "phien-ban": found.version if version is None else version, **extra}
    return client.post(url(report, "submit"), fields)


def test_a_refused_submission_says_what_is_missing_with_links(world, report):
    fill(report)
    ReportValue.objects.filter(row=row_of(report, world.dan_tien), element__code="KL08-B5").delete()
    answer = hand_in(signed_in(world.secretary), report)
    assert answer.status_code == 403
    assert "Chưa nộp được: 1 ô trống (Dân Tiến 1)." in words(answer)
    assert f"?phan=4#o-{world.dan_tien.pk}-KL08-B5" in answer.content.decode()


def test_a_submission_leads_to_its_receipt_and_a_second_click_to_the_same(world, report):
    fill(report)
    client, key = signed_in(world.secretary), str(uuid4())
    version = Report.objects.get(pk=report.pk).version
    first = hand_in(client, report, version, khoa=key)
    again = hand_in(client, report, version, khoa=key)
    assert first.url == again.url == url(report, "receipt", 1)
    assert Submission.objects.get().receipt_number in words(client.get(first.url))
    assert hand_in(client, report, version + 1, khoa=key).status_code == 422
    assert hand_in(client, report, khoa="không phải khóa").status_code == 400


def test_a_stale_submission_shows_both_sides(world, report):
    fill(report)
    client, unit = signed_in(world.secretary), world.dong_tien
    page = client.get(url(report) + "?phan=4").content.decode()
    seen = re.search(rf'name="thay-{unit.pk}" value="([^"]*)"', page)[1]
    ReportValue.objects.filter(row=row_of(report, unit), element__code="KL08-F2").update(value=777)
    answer = hand_in(client, report, version=0, **{f"thay-{unit.pk}": seen})
    assert answer.status_code == 409
    shown = words(answer)
    assert "Đoàn xã Đồng Tiến: Phần việc thanh niên" in shown
    assert "777" in shown
    assert Report.objects.get(pk=report.pk).state == ReportState.DRAFT


def test_an_approver_sends_back_by_field_and_the_secretary_reads_why_beside_it(world, report):
    fill(report)
    submit(report, world.secretary)
    client, found = signed_in(world.officer), Report.objects.get(pk=report.pk)
    item = TextItem.objects.first()
    refused = client.post(url(report, "send_back"), {"phien-ban": found.version})
    assert refused.status_code == 422
    assert "ít nhất một ô" in words(refused)
    reasons = {
        f"ly-do-{world.dong_tien.pk}-{GRID}": "Lệch so với sổ",
        f"ly-do-loi-{item.pk}": "Nêu rõ ngày",
    }
    assert client.post(url(report, "send_back"), {"phien-ban": found.version, **reasons}).status_code == 302
    secretary = signed_in(world.secretary)
    grid, texts = words(secretary.get(url(report) + "?phan=4")), words(secretary.get(url(report) + "?phan=8"))
    assert "trả lại 2 ô để sửa" in grid
    assert "Chi đoàn cuối kỳ bị trả lại: Lệch so với sổ" in grid
    assert grid.count("1 ô trả lại") == 3  # the tab, the row of the grid, the row of the phone's list
    assert "Bị trả lại: Nêu rõ ngày" in texts
    assert "Lệch so với sổ" in words(client.get(url(report, "history")))


def test_the_button_of_an_approval_sleeps_for_whoever_submitted(world):
    open_quarter()
    report = report_of(world.province)
    fill(report)
    submit(report, world.officer)
    assert "Duyệt và chốt số liệu" not in words(signed_in(world.officer).get(url(report)))
    assert "Duyệt và chốt số liệu" in words(signed_in(world.standing).get(url(report)))
    assert signed_in(world.officer).post(url(report, "approve")).status_code == 403


def test_an_approval_leads_to_the_frozen_version(world, report):
    fill(report)
    submit(report, world.secretary)
    client, found = signed_in(world.officer), Report.objects.get(pk=report.pk)
    assert client.post(url(report, "approve"), {"phien-ban": found.version - 1}).status_code == 409
    answer = client.post(url(report, "approve"), {"phien-ban": found.version})
    assert answer.url == url(report, "version", 1)
    page = client.get(answer.url).content.decode()
    assert found.versions.get().sha256 in page
    assert page.count(f'id="dong-{world.dong_tien.pk}"') == 1


def test_a_text_is_saved_as_typed_and_both_sides_are_kept(world, report):
    client, item = signed_in(world.secretary), TextItem.objects.first()
    save = url(report, "save_text", item.pk)
    first = client.post(save, {"phien-ban": "0", "noi-dung": "Bản thứ nhất"}, **HTMX)
    assert (first.status_code, "Đã lưu" in words(first)) == (200, True)
    stale = client.post(save, {"phien-ban": "0", "noi-dung": "Bản thứ hai"}, **HTMX)
    assert stale.status_code == 409
    assert "trên hệ thống đang là: Bản thứ nhất" in words(stale)
    whole = client.post(save, {"phien-ban": "0", "noi-dung": "Bản thứ hai", "phan": "8"})
    assert "Bản thứ hai" in whole.content.decode()
    assert client.post(save, {"ghi-de": "1", "phien-ban": "0", "noi-dung": "Bản thứ hai"}).status_code == 302
    assert ReportText.objects.get().body == "Bản thứ hai"


def test_last_quarter_is_copied_by_one_button(world, report):
    open_quarter("2021-q2")
    fill(report_of(world.khoai_chau, "2021-q2"))
    client = signed_in(world.commune_secretary)
    answer = client.post(url(report, "copy_previous"), {"dong": world.dong_tien.pk, "phan": "2"})
    assert answer.status_code == 302
    assert set(ReportValue.objects.filter(row__report=report).values_list("row__unit_id", flat=True)) == {
        world.dong_tien.pk
    }


def test_while_one_types_a_refusal_is_a_sentence(world, report):
    fill(report)
    submit(report, world.secretary)
    answer = post_row(signed_in(world.secretary), report, world.dong_tien, {f"so-{GRID}": "1"}, **HTMX)
    assert answer.status_code == 403
    assert answer.content.decode().startswith("Báo cáo đã nộp")


def test_more_time_is_asked_for_with_a_day_an_hour_and_a_reason(world, report):
    client, page = signed_in(world.officer), url(report, "extend")
    assert client.get(page).status_code == 200
    wrong = client.post(page, {"day": "31/02/2026", "time": "25:00", "reason": ""})
    assert wrong.status_code == 422
    assert "Ghi ngày như 23/11/2021." in words(wrong)
    early = client.post(page, {"day": "01/10/2021", "time": "17:00", "reason": "Đang sáp nhập"})
    assert (early.status_code, "Hạn mới phải ở sau lúc này." in words(early)) == (422, True)
    given = client.post(page, {"day": "01/10/2099", "time": "17:00", "reason": "Đang sáp nhập"})
    assert given.status_code == 302
    assert "được gia hạn" in words(client.get(reverse("reports:period", args=["2021-q3"])))


def test_the_reasons_of_a_return_close_with_the_next_submission(world, report):
    fill(report)
    submit(report, world.secretary)
    send_back(report, world.officer, world.dong_tien, GRID)
    submit(report, world.secretary)
    assert "bị trả lại" not in words(signed_in(world.secretary).get(url(report) + "?phan=4"))
