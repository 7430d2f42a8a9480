"""Figures that the register of cadres knows: shown, confirmed or disputed, asked again when they move."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.audit.models import Entry as Logged
from apps.cadres.models import Appointment, Cadre
from apps.core.exceptions import NotAllowed, Stale
from apps.indicators.models import Element
from apps.reports import services
from apps.reports.models import Report, ReportForm, ReportRow, ReportValue
from apps.reports.queries import register_seal, sheet
from apps.reports.services import Typed
from tests.cadres.people import appoint, cadre
from tests.reports.desk import NOW, approve, fill, open_quarter, report_of, row_of, send_back, submit
from tests.visits import signed_in, statements, words
from tests.world import World

pytestmark = pytest.mark.django_db
RULED, MET, OVER_AGE = "KL07-2.2b", "KL07-2.2a", "KL07-2.7a"
KNOWN = {RULED: 2, MET: 2, OVER_AGE: 0}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def report(world: World) -> Report:
    """Khoái Châu's report of quý III/2021, empty; the register keeps two cadres of Đồng Tiến."""
    for position in ("SECRETARY", "DEPUTY_SECRETARY"):
        appoint(cadre(world.dong_tien), position, date(2020, 1, 1))
    ReportForm.objects.update(register_from=date(2021, 9, 30))
    open_quarter()
    return report_of(world.khoai_chau)


def third(world: World) -> Cadre:
    """The register moves: one more deputy secretary in Đồng Tiến."""
    person = cadre(world.dong_tien)
    appoint(person, "DEPUTY_SECRETARY", date(2021, 7, 1))
    return person


def shown(report: Report, unit):
    return next(row for row in sheet(report).rows if row.unit_id == unit.pk)


def confirm(report, user, units=None, seal=None):
    ids = None if units is None else [unit.pk for unit in units]
    seal = register_seal(sheet(report, ids).rows) if seal is None else seal
    return services.confirm_register(user=user, report_id=report.pk, unit_ids=ids, seal=seal, now=NOW)


def type_in(report, unit, user, cells):
    row = row_of(report, unit)
    return services.save_row(
        user=user, report_id=report.pk, unit_id=unit.pk, version=row.version, cells=cells, now=NOW
    )


def stored(report, unit, code=RULED):
    value = ReportValue.objects.filter(row__report=report, row__unit=unit, element__code=code).first()
    return value and (value.value, value.register_value, value.dispute_reason)


def url(report, name="report", *extra):
    return reverse(f"reports:{name}", args=[report.period.slug, report.unit_id, *extra])


@pytest.mark.parametrize("since", [None, date(2021, 10, 1)])
def test_before_the_form_asks_it_the_register_is_silent(world, report, since):
    ReportForm.objects.update(register_from=since)
    assert shown(report_of(world.khoai_chau), world.dong_tien).register == {}


def test_the_register_is_shown_and_nothing_is_stored(world, report):
    row = shown(report, world.dong_tien)
    assert {box.code: row.register.get(box.element_id) for box in row.unconfirmed} == KNOWN
    assert RULED not in [box.code for box in row.missing]
    assert shown(report, world.dan_tien).register == {}
    page = signed_in(world.secretary).get(url(report) + "?phan=1")
    assert 'placeholder="2" data-register="2"' in page.content.decode()
    assert "Xác nhận số từ sổ (3 ô)" in words(page)
    assert not ReportValue.objects.exists()


def test_confirming_takes_every_number_of_the_rows_in_one_act(world, report):
    before = Report.objects.get(pk=report.pk).version
    assert confirm(report, world.secretary) == 3
    assert stored(report, world.dong_tien) == (2, 2, "")
    assert stored(report, world.dong_tien, OVER_AGE) == (0, 0, "")
    assert shown(report, world.dong_tien).unconfirmed == []
    assert Report.objects.get(pk=report.pk).version == before + 1
    assert Logged.objects.filter(act="reports.confirm_register", chain=world.khoai_chau.pk).count() == 1
    assert confirm(report, world.secretary) == 0


def test_typing_the_registers_number_confirms_it(world, report):
    type_in(report, world.dong_tien, world.commune_secretary, {RULED: Typed(text="2")})
    assert stored(report, world.dong_tien) == (2, 2, "")
    assert [box.code for box in shown(report, world.dong_tien).unconfirmed] == [MET, OVER_AGE]


def test_another_number_needs_a_reason(world, report):
    type_in(report, world.dong_tien, world.secretary, {RULED: Typed(text="3")})
    assert stored(report, world.dong_tien) == (3, None, "")
    row = shown(report, world.dong_tien)
    assert RULED in [box.code for box in row.unconfirmed]
    assert RULED not in [box.code for box in row.confirmable]
    saved = type_in(report, world.dong_tien, world.secretary, {RULED: Typed(dispute=" ")})
    assert saved.refused[RULED].message == "Đồng chí nêu lý do ghi khác sổ."
    type_in(report, world.dong_tien, world.secretary, {RULED: Typed(dispute="Sổ chưa ghi người mới")})
    assert stored(report, world.dong_tien) == (3, 2, "Sổ chưa ghi người mới")
    assert RULED not in [box.code for box in shown(report, world.dong_tien).unconfirmed]
    type_in(report, world.dong_tien, world.secretary, {RULED: Typed(text="4")})
    assert stored(report, world.dong_tien) == (4, None, "")
    type_in(report, world.dong_tien, world.secretary, {RULED: Typed(text="2")})
    assert stored(report, world.dong_tien) == (2, 2, "")


def test_a_number_and_its_reason_may_come_together(world, report):
    cells = {RULED: Typed(text="3", dispute="Sổ chưa ghi người mới")}
    type_in(report, world.dong_tien, world.secretary, cells)
    assert stored(report, world.dong_tien) == (3, 2, "Sổ chưa ghi người mới")


def test_what_the_register_knows_is_not_without_a_figure(world, report):
    saved = type_in(report, world.dong_tien, world.secretary, {RULED: Typed(absent="Chưa thu được")})
    assert saved.refused[RULED].message.startswith("Sổ cán bộ ghi 2; đồng chí xác nhận")
    assert stored(report, world.dong_tien) is None


def test_a_number_that_moved_asks_again(world, report):
    confirm(report, world.secretary)
    third(world)
    row = shown(report, world.dong_tien)
    assert [box.code for box in row.confirmable] == [RULED, MET]
    page = signed_in(world.secretary).get(url(report) + "?phan=1")
    assert "số trong sổ cán bộ đã đổi từ 2 thành 3" in words(page)
    type_in(report, world.dong_tien, world.secretary, {RULED: Typed(dispute="Người mới chưa nhận việc")})
    assert stored(report, world.dong_tien) == (2, 3, "Người mới chưa nhận việc")
    assert confirm(report, world.secretary) == 1
    assert stored(report, world.dong_tien, MET) == (3, 3, "")
    assert stored(report, world.dong_tien) == (2, 3, "Người mới chưa nhận việc")


def test_confirming_writes_over_nothing_that_was_typed_against_the_register(world, report):
    type_in(report, world.dong_tien, world.secretary, {RULED: Typed(text="5"), MET: Typed(text="2")})
    assert confirm(report, world.secretary) == 1
    assert stored(report, world.dong_tien) == (5, None, "")


def test_what_was_typed_before_the_register_knew_it_is_asked_once(world, report):
    type_in(report, world.dan_tien, world.secretary, {RULED: Typed(text="1"), MET: Typed(absent="Chưa rõ")})
    appoint(cadre(world.dan_tien), "SECRETARY", date(2020, 1, 1))
    row = shown(report, world.dan_tien)
    assert [box.code for box in row.unconfirmed] == [RULED, MET, OVER_AGE]
    assert [box.code for box in row.confirmable] == [RULED, OVER_AGE]
    confirm(report, world.secretary, [world.dan_tien])
    assert stored(report, world.dan_tien) == (1, 1, "")
    assert stored(report, world.dan_tien, MET) == (None, None, "")


def test_numbers_that_nobody_saw_are_not_confirmed(world, report):
    seal = register_seal(sheet(report).rows)
    third(world)
    with pytest.raises(Stale, match="vừa đổi"):
        confirm(report, world.secretary, seal=seal)
    client = signed_in(world.secretary)
    answer = client.post(url(report, "confirm_register"), {"dau-so": seal, "phan": "1"}, follow=True)
    assert "Số trong sổ vừa đổi" in words(answer)
    assert not ReportValue.objects.exists()


@pytest.mark.parametrize(
    "who", ["officer", "standing", "neighbour", "viewer", "administrator", "commune_secretary"]
)
def test_only_who_types_a_row_confirms_it(world, report, who):
    with pytest.raises(NotAllowed):
        confirm(report, getattr(world, who), [world.dong_tien, world.dan_tien])


def test_a_commune_confirms_its_own_row(world, report):
    client = signed_in(world.commune_secretary)
    page = client.get(url(report) + "?phan=1").content.decode()
    seal = re.search(r'name="dau-so" value="(\w+)"', page)[1]
    answer = client.post(url(report, "confirm_register"), {"dau-so": seal, "phan": "1"}, follow=True)
    assert "Đã xác nhận 3 số từ sổ." in words(answer)
    assert stored(report, world.dong_tien) == (2, 2, "")


def test_last_quarters_number_never_stands_for_the_registers(world, report):
    open_quarter("2021-q2")
    fill(report_of(world.khoai_chau, "2021-q2"))
    services.copy_previous(user=world.secretary, report_id=report.pk, unit_ids=[world.dong_tien.pk], now=NOW)
    assert stored(report, world.dong_tien) is None
    assert stored(report, world.dong_tien, "KL08-B1") is not None


def test_only_figures_that_a_register_may_know_are_asked_of_it(world, report):
    Element.objects.filter(code=RULED).update(source="REPORTED")
    assert RULED in [box.code for box in shown(report, world.dong_tien).missing]


def filled(report: Report, world: World) -> None:
    """Everything typed; what the register knows, confirmed."""
    fill(report)
    row = row_of(report, world.dong_tien)
    for element in Element.objects.filter(code__in=KNOWN):
        ReportValue.objects.filter(row=row, element=element).delete()
    confirm(report, world.secretary)


def test_a_register_that_moves_between_page_and_submission_stops_it(world, report):
    filled(report, world)
    client, version = signed_in(world.secretary), Report.objects.get(pk=report.pk).version
    third(world)
    fields = {"khoa": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "phien-ban": version, "phan": "1"}
    answer = client.post(url(report, "submit"), fields)
    assert answer.status_code == 403
    assert "Chưa nộp được: 2 số từ sổ chờ xác nhận (Đồng Tiến 2)." in words(answer)
    assert f"#o-{world.dong_tien.pk}-{RULED}" in answer.content.decode()
    assert Report.objects.get(pk=report.pk).state == "draft"
    confirm(report, world.secretary)
    assert submit(report_of(world.khoai_chau), world.secretary)


def test_an_approved_report_keeps_what_was_said_of_it(world, report):
    filled(report, world)
    type_in(
        report, world.dong_tien, world.secretary, {RULED: Typed(text="3", dispute="Sổ chưa ghi người mới")}
    )
    submit(report, world.secretary)
    frozen = approve(report, world.officer)
    third(world)
    rows = {row["unit"]["id"]: row["values"] for row in json.loads(frozen.content)["rows"]}
    values = rows[world.dong_tien.pk]
    assert values[MET] == {"v": "2", "register": "2"}
    assert values[RULED] == {"v": "3", "register": "2", "disputed": "Sổ chưa ghi người mới"}
    assert all(set(value) <= {"v", "kept"} for value in rows[world.dan_tien.pk].values())
    row = shown(report_of(world.khoai_chau), world.dong_tien)
    assert (row.register, row.unconfirmed) == ({}, [])
    page = signed_in(world.officer).get(url(report, "version", 1))
    assert "1/3 số từ sổ bị sửa" in words(page)
    assert "Sổ cán bộ ghi 2: Sổ chưa ghi người mới" in page.content.decode()


def test_a_returned_report_asks_the_register_again(world, report):
    filled(report, world)
    submit(report, world.secretary)
    third(world)
    assert shown(report_of(world.khoai_chau), world.dong_tien).unconfirmed == []
    send_back(report, world.officer, world.dong_tien, "KL08-B1")
    asked = shown(report_of(world.khoai_chau), world.dong_tien).unconfirmed
    assert [box.code for box in asked] == [RULED, MET]


def test_the_share_disputed_stands_on_report_and_board(world, report):
    filled(report, world)
    client = signed_in(world.officer)
    board = reverse("reports:period", args=["2021-q3"])
    assert "0/3 số từ sổ bị sửa" in words(client.get(url(report)))
    type_in(report, world.dong_tien, world.secretary, {OVER_AGE: Typed(text="1", dispute="Sổ ghi sai")})
    assert "1/3 số từ sổ bị sửa" in words(client.get(url(report)))
    assert words(client.get(board)).count("số từ sổ bị sửa") == 1
    assert "Quá tuổi ghi 1, sổ cán bộ ghi 0: Sổ ghi sai" in words(client.get(url(report) + "?phan=1"))


WRONG = [
    {"value": 3, "register_value": 2, "dispute_reason": ""},
    {"value": 2, "register_value": 2, "dispute_reason": "Vì sao"},
    {"value": 2, "register_value": None, "dispute_reason": "Vì sao"},
    {"value": None, "absent_reason": "Chưa rõ", "register_value": 2, "dispute_reason": ""},
    {"value": None, "absent_reason": "Chưa rõ", "register_value": 2, "dispute_reason": "Vì sao"},
]


@pytest.mark.parametrize("values", WRONG)
def test_the_database_refuses_half_a_dispute(world, report, values):
    row, element = row_of(report, world.dong_tien), Element.objects.get(code=RULED)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportValue.objects.create(row=row, element=element, **values)


@pytest.mark.parametrize("extra", [{}, HTMX], ids=["page", "fragment"])
def test_the_page_offers_both_ways_out_and_needs_no_script(world, report, extra):
    client, save = signed_in(world.secretary), url(report, "save_row", world.dong_tien.pk)
    fields = {"phien-ban": 1, "phan": "1", f"so-{RULED}": "3", f"so-{MET}": "", f"so-{OVER_AGE}": ""}
    answer = client.post(save, fields, **extra)
    page = answer if extra else client.get(answer.url)
    assert "sổ cán bộ ghi 2; đồng chí nêu lý do ghi 3" in words(page)
    assert "Ghi 2" in words(page)
    assert "Giữ 3, nêu lý do" in words(page)
    assert stored(report, world.dong_tien, MET) is None
    again = fields | {"phien-ban": 2, f"khac-{RULED}": "Có người mới", "lk": RULED}
    client.post(save, again, **extra)
    assert stored(report, world.dong_tien) == (3, 2, "Có người mới")
    client.post(save, fields | {"phien-ban": 3, f"ghi-{RULED}": "2"}, **extra)
    assert stored(report, world.dong_tien) == (2, 2, "")


def test_one_row_by_itself_has_its_own_confirmation(world, report):
    client = signed_in(world.secretary)
    page = client.get(url(report), {"phan": "1", "dong": world.dong_tien.pk})
    assert "Xác nhận số từ sổ (3 ô)" in words(page)
    assert f'name="ghi-{RULED}" value="2"' in page.content.decode()
    other = client.get(url(report), {"phan": "1", "dong": world.dan_tien.pk})
    assert "Xác nhận số từ sổ" not in words(other)


def test_the_register_costs_the_same_for_every_number_of_rows(world, report):
    for unit in (world.khoai_chau, world.dan_tien):
        appoint(cadre(unit), "SECRETARY", date(2020, 1, 1))
    client, page = signed_in(world.secretary), url(report) + "?phan=1"
    many = statements(client, page)
    rest = ReportRow.objects.filter(report=report).exclude(unit__in=[world.khoai_chau, world.dong_tien])
    ReportRow.objects.filter(pk__in=list(rest.values_list("pk", flat=True))).delete()
    assert statements(client, page) == many <= 15


def test_the_districts_row_counts_its_communes_whoever_asks(world, report):
    """Of the district's own row alone, as a saved row is judged, "cả cơ sở trực thuộc" are still all communes."""
    units = [row.unit for row in ReportRow.objects.filter(report=report).select_related("unit")]
    for unit in units:
        appoint(cadre(unit), "STAFF", date(2021, 8, 1), origin="transferred")
    row = sheet(report, [world.khoai_chau.pk]).rows[0]
    moved = next(box.element_id for box in row.boxes if box.code == "KL07-2.24")
    assert row.register[moved] == Decimal(len(units)) == 26
    assert Appointment.objects.count() == 28
