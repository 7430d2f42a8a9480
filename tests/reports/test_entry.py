"""Typing figures: what is saved, what is refused and why, what is never lost."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from apps.core.exceptions import NotAllowed, Stale
from apps.indicators.enums import ElementKind
from apps.reports import services
from apps.reports.models import Report, ReportText, ReportValue, TextItem
from apps.reports.queries import sheet
from apps.reports.services import Typed
from tests.reports.desk import NOW, approve, fill, open_quarter, quarter, report_of, row_of, submit
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world: World) -> Report:
    """Khoái Châu's report of quý III/2021, still empty."""
    open_quarter()
    return report_of(world.khoai_chau)


def type_in(report, unit, user, version=None, **cells):
    """Types into one row; codes are given with "_" for "-" and "."."""
    row = row_of(report, unit)
    return services.save_row(
        user=user,
        report_id=report.pk,
        unit_id=unit.pk,
        version=row.version if version is None else version,
        cells=cells.get("cells") or {"KL08-B1": Typed(text=cells["text"])},
        now=NOW,
    )


def stored(report, unit, code="KL08-B1"):
    return ReportValue.objects.filter(row__report=report, row__unit=unit, element__code=code).first()


BAD = [
    ("mười hai", "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5."),
    ("1e9", "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5."),
    ("-3", "Số liệu không được âm."),
    ("−3", "Số liệu không được âm."),
    ("12,5", "Số đếm phải là số nguyên, không có dấu phẩy."),
    ("12.34", "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5."),
    ("9" * 10_000, "Số quá lớn, tối đa 15 chữ số."),
    ("x" * 10_000, "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5."),
    ("٣", "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5."),
    ("=1+1", "Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5."),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[text[:8] for text, _ in BAD])
def test_a_bad_number_is_refused_in_words_while_its_neighbour_is_saved(world, report, text, message):
    cells = {"KL08-B1": Typed(text=text), "KL08-B4a": Typed(text="1.234")}
    saved = type_in(report, world.dong_tien, world.secretary, cells=cells)
    assert saved.refused["KL08-B1"].message == message
    assert saved.refused["KL08-B1"].typed.text == text
    assert saved.changed == ["KL08-B4a"]
    assert stored(report, world.dong_tien) is None
    assert stored(report, world.dong_tien, "KL08-B4a").value == 1234


def test_a_decimal_comma_is_read_where_the_figure_has_decimals(world, report):
    saved = type_in(report, world.dong_tien, world.secretary, cells={"KL08-F4": Typed(text="12,5")})
    assert not saved.refused
    assert stored(report, world.dong_tien, "KL08-F4").value == Decimal("12.5")


def test_an_unknown_box_and_one_of_another_kind_of_unit_are_refused(world, report):
    cells = {"KHONG-CO": Typed(text="1"), "KL07-2.13a": Typed(text="1"), "BC-PHAI-NOP": Typed(text="1")}
    saved = type_in(report, world.dong_tien, world.secretary, cells=cells)
    assert set(saved.refused) == set(cells)
    assert not ReportValue.objects.filter(row__report=report).exists()


def test_no_figure_needs_a_reason_and_is_neither_zero_nor_empty(world, report):
    refused = type_in(report, world.dong_tien, world.secretary, cells={"KL08-B1": Typed(absent=" ")})
    assert "nêu lý do" in refused.refused["KL08-B1"].message
    type_in(report, world.dong_tien, world.secretary, cells={"KL08-B1": Typed(absent="Sổ đang nhập lại")})
    value = stored(report, world.dong_tien)
    assert (value.value, value.absent_reason) == (None, "Sổ đang nhập lại")
    row = sheet(report, [world.dong_tien.pk]).rows[0]
    assert "KL08-B1" not in [box.code for box in row.missing]
    type_in(report, world.dong_tien, world.secretary, text="0")
    assert (stored(report, world.dong_tien).value, stored(report, world.dong_tien).absent_reason) == (0, "")


def test_emptying_a_box_makes_it_missing_again(world, report):
    type_in(report, world.dong_tien, world.secretary, text="7")
    type_in(report, world.dong_tien, world.secretary, text=" ")
    assert stored(report, world.dong_tien) is None


def test_what_does_not_add_up_is_settled_by_a_reason_until_the_number_changes(world, report):
    cells = {"KL08-B2a": Typed(text="3"), "KL08-B2b": Typed(text="5")}
    type_in(report, world.dong_tien, world.secretary, cells=cells)
    row = sheet(report, [world.dong_tien.pk]).rows[0]
    assert [item.sentence for item in row.unsettled] == ["nhiều nhất 3, đang ghi 5"]
    type_in(report, world.dong_tien, world.secretary, cells={"KL08-B2b": Typed(kept="Có chi đoàn ghép")})
    row = sheet(report, [world.dong_tien.pk]).rows[0]
    assert (len(row.mismatches), row.unsettled) == (1, [])
    type_in(report, world.dong_tien, world.secretary, cells={"KL08-B2b": Typed(text="6")})
    assert len(sheet(report, [world.dong_tien.pk]).rows[0].unsettled) == 1


def test_the_opening_balance_is_last_quarters_closing_one(world, report):
    open_quarter("2021-q2")
    before = report_of(world.khoai_chau, "2021-q2")
    type_in(before, world.dong_tien, world.secretary, text="12")
    cells = {"KL08-B4a": Typed(text="3"), "KL08-B4b": Typed(text="1"), "KL08-B1": Typed(text="15")}
    type_in(report, world.dong_tien, world.secretary, cells=cells)
    row = sheet(report, [world.dong_tien.pk]).rows[0]
    assert [(item.sentence, item.fix) for item in row.unsettled] == [("12 + 3 − 1 = 14, đang ghi 15", 14)]


def test_versions_grow_with_every_change_and_not_without_one(world, report):
    first = type_in(report, world.dong_tien, world.secretary, text="7")
    again = type_in(report, world.dong_tien, world.secretary, text="7")
    other = type_in(report, world.dong_tien, world.secretary, text="8")
    assert (first.version, again.version, other.version) == (2, 2, 3)
    assert Report.objects.get(pk=report.pk).version == report.version + 2


def test_two_tabs_the_second_is_told_and_nothing_is_written_over(world, report):
    version = row_of(report, world.dong_tien).version
    type_in(report, world.dong_tien, world.secretary, version=version, text="7")
    with pytest.raises(Stale):
        type_in(report, world.dong_tien, world.deputy, version=version, text="9")
    assert stored(report, world.dong_tien).value == 7


def test_the_same_save_twice_is_no_conflict(world, report):
    version = row_of(report, world.dong_tien).version
    type_in(report, world.dong_tien, world.secretary, version=version, text="7")
    again = type_in(report, world.dong_tien, world.secretary, version=version, text="7")
    assert (again.changed, again.version) == ([], version + 1)
    with pytest.raises(Stale):
        type_in(report, world.dong_tien, world.secretary, version=version, text="bảy")


def test_a_commune_types_its_own_row_alone(world, report):
    assert not type_in(report, world.dong_tien, world.commune_secretary, text="7").refused
    for unit in (world.dan_tien, world.khoai_chau):
        with pytest.raises(NotAllowed):
            type_in(report, unit, world.commune_secretary, text="7")


@pytest.mark.parametrize("who", ["officer", "standing", "neighbour", "viewer", "administrator", "stranger"])
def test_nobody_else_types(world, report, who):
    with pytest.raises(NotAllowed):
        type_in(report, world.dong_tien, getattr(world, who), text="7")


def test_a_unit_of_another_report_has_no_row_here(world, report):
    with pytest.raises(NotAllowed, match="không có dòng"):
        services.save_row(
            user=world.secretary,
            report_id=report.pk,
            unit_id=world.phu_cu.pk,
            version=1,
            cells={"KL08-B1": Typed(text="1")},
            now=NOW,
        )


def test_nothing_is_typed_once_the_report_is_in(world, report):
    fill(report)
    submit(report, world.secretary)
    with pytest.raises(NotAllowed, match="đã nộp"):
        type_in(report, world.dong_tien, world.secretary, text="7")
    approve(report, world.officer)
    with pytest.raises(NotAllowed, match="đã duyệt"):
        type_in(report, world.dong_tien, world.commune_secretary, text="7")


def test_last_quarters_stocks_fill_only_what_is_empty(world, report):
    open_quarter("2021-q2")
    typed = fill(report_of(world.khoai_chau, "2021-q2"), seed=5)
    type_in(report, world.dong_tien, world.secretary, text="7")
    count = services.copy_previous(
        user=world.secretary, report_id=report.pk, unit_ids=[world.dong_tien.pk], now=NOW
    )
    row = sheet(report, [world.dong_tien.pk]).rows[0]
    stocks = [box for box in row.boxes if box.kind == ElementKind.STOCK]
    before = typed[world.dong_tien.pk]
    assert count == len(stocks) - 1
    assert row.entries[next(box.element_id for box in stocks if box.code == "KL08-B1")].value == 7
    assert all(row.values[box.element_id] == before[box.code] for box in stocks if box.code != "KL08-B1")
    assert {box.kind for box in row.missing} <= {ElementKind.FLOW, ElementKind.DISTINCT}


def test_a_text_is_guarded_like_a_row(world, report):
    item = TextItem.objects.filter(form=report.form).first()
    save = {"user": world.secretary, "report_id": report.pk, "item_id": item.pk, "now": NOW}
    assert services.save_text(version=0, body="Đã học tập\r\n25/25 cơ sở", **save) == 1
    assert services.save_text(version=1, body="Đã học tập\n25/25 cơ sở", **save) == 1
    assert services.save_text(version=0, body="Đã học tập\n25/25 cơ sở", **save) == 1
    with pytest.raises(Stale):
        services.save_text(version=0, body="Bản khác", **save)
    with pytest.raises(ValidationError, match=r"tối đa 4\.000 ký tự, đang là 10\.000"):
        services.save_text(version=1, body="x" * 10_000, **save)
    assert ReportText.objects.get(report=report, item=item).body == "Đã học tập\n25/25 cơ sở"
    assert quarter().reports.get(pk=report.pk).version == report.version + 1
