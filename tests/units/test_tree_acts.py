"""The acts on the tree: what they write, and every refusal with its reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.audit.models import Entry
from apps.core.exceptions import NotAllowed
from apps.directives.models import Period
from apps.indicators.models import Layout
from apps.indicators.services import record_facts
from apps.units.enums import Role, UnitAct
from apps.units.models import Membership, Unit, UnitEvent, UnitKind
from apps.units.queries import tree as queries
from apps.units.services import tree
from tests.world import World, unit_named

pytestmark = pytest.mark.django_db
TODAY = date(2021, 11, 23)
DAY = date(2021, 10, 1)


@pytest.fixture
def order(world: World) -> dict:
    return {
        "actor": world.officer,
        "decision_number": "12-QĐ/TĐTN-BTC",
        "decision_on": date(2021, 9, 20),
        "effective_on": DAY,
        "today": TODAY,
    }


def refusal(act, **given) -> dict[str, list[str]]:
    """The refusals of an act by field; everything it did before is rolled back."""
    with pytest.raises(ValidationError) as caught:
        tree.preview(act, **given)
    error = caught.value
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def found(order, parent: Unit, name="Đoàn xã Bình Minh", **more) -> UnitEvent:
    given = {"kind": UnitKind.objects.get(code="GRASSROOTS"), "name": name, "short_name": name[9:], **more}
    return tree.found(parent_id=parent.pk, **given, **order)


def test_found_adds_a_unit_with_name_code_parent_and_ancestry(world, order):
    event = found(order, world.phu_cu, code="99001")
    unit = Unit.objects.named(DAY).get(pk=event.unit_id)
    assert (unit.name, unit.code, unit.opened_on) == ("Đoàn xã Bình Minh", "99001", DAY)
    assert Unit.objects.under(world.province.pk, DAY).filter(pk=unit.pk).exists()
    assert not Unit.objects.under(world.province.pk, date(2021, 9, 30)).filter(pk=unit.pk).exists()
    assert event.summary == (
        "Thành lập “Đoàn xã Bình Minh” (Đoàn cơ sở, mã 99001), trực thuộc Huyện đoàn Phù Cừ, từ ngày 01/10/2021."
    )
    assert Entry.objects.filter(act="units.found", chain=unit.pk, actor=world.officer).count() == 1


def test_rename_keeps_the_old_name_until_the_day(world, order):
    event = tree.rename(
        unit_id=world.dong_tien.pk, name="Đoàn thị trấn Đồng Tiến", short_name="Đồng Tiến", **order
    )
    assert queries.name_on(world.dong_tien.pk, date(2021, 9, 30)) == "Đoàn xã Đồng Tiến"
    assert queries.name_on(world.dong_tien.pk, DAY) == "Đoàn thị trấn Đồng Tiến"
    assert event.summary == "Đổi tên “Đoàn xã Đồng Tiến” thành “Đoàn thị trấn Đồng Tiến”, từ ngày 01/10/2021."


def test_rename_may_bring_another_code(world, order):
    old = Unit.objects.named(DAY).get(pk=world.dong_tien.pk).code
    tree.rename(
        unit_id=world.dong_tien.pk, name="Đoàn xã Đồng Tiến", short_name="Đồng Tiến", code="99002", **order
    )
    assert Unit.objects.named(date(2021, 9, 30)).get(pk=world.dong_tien.pk).code == old
    assert Unit.objects.named(DAY).get(pk=world.dong_tien.pk).code == "99002"


def test_move_takes_everything_below_along(world, order):
    event = tree.move(unit_id=world.khoai_chau.pk, parent_id=world.phu_cu.pk, **order)
    below = Unit.objects.under(world.phu_cu.pk, DAY)
    assert below.filter(pk=world.dong_tien.pk).exists()
    assert not Unit.objects.under(world.phu_cu.pk, date(2021, 9, 30)).filter(pk=world.dong_tien.pk).exists()
    assert "cùng 25 đơn vị cấp dưới" in event.summary


def test_close_ends_every_row_on_the_day(world, order):
    tree.close(unit_id=world.dan_tien.pk, **order)
    unit = Unit.objects.get(pk=world.dan_tien.pk)
    assert unit.closed_on == DAY
    assert not unit.names.filter(validity__contains=DAY).exists()
    assert not Unit.objects.under(world.khoai_chau.pk, DAY).filter(pk=unit.pk).exists()
    assert Unit.objects.under(world.khoai_chau.pk, date(2021, 9, 30)).filter(pk=unit.pk).exists()


def test_correct_changes_the_text_and_adds_no_row(world, order):
    event = tree.correct(
        unit_id=world.dong_tien.pk,
        name="Đoàn xã  Đồng Tiến A ",
        short_name="Đồng Tiến A",
        actor=world.officer,
        today=TODAY,
    )
    unit = Unit.objects.get(pk=world.dong_tien.pk)
    assert [row.name for row in unit.names.all()] == ["Đoàn xã Đồng Tiến A"]
    assert event.act == UnitAct.CORRECT
    assert event.summary.startswith("Sửa lỗi gõ: tên “Đoàn xã Đồng Tiến” thành “Đoàn xã Đồng Tiến A”")


def test_correct_still_works_on_a_closed_unit(world, order):
    tree.close(unit_id=world.dan_tien.pk, **order)
    tree.correct(
        unit_id=world.dan_tien.pk,
        name="Đoàn xã Dân Tiến B",
        short_name="Dân Tiến B",
        actor=world.officer,
        today=TODAY,
    )
    assert queries.name_on(world.dan_tien.pk, DAY) == "Đoàn xã Dân Tiến B"


def test_a_preview_leaves_nothing(world, order):
    before = (UnitEvent.objects.count(), Entry.objects.count())
    assert "kết thúc hoạt động" in tree.preview(tree.close, unit_id=world.dan_tien.pk, **order)
    assert (UnitEvent.objects.count(), Entry.objects.count()) == before
    assert Unit.objects.get(pk=world.dan_tien.pk).closed_on is None


@pytest.mark.parametrize(
    "who", ["standing", "secretary", "commune_secretary", "viewer", "administrator", "stranger"]
)
def test_only_the_officer_changes_the_tree(world, order, who):
    order["actor"] = getattr(world, who)
    with pytest.raises(NotAllowed, match="Ban Tổ chức – Kiểm tra"):
        tree.close(unit_id=world.dan_tien.pk, **order)
    with pytest.raises(NotAllowed, match="Ban Tổ chức – Kiểm tra"):
        found(order, world.khoai_chau)


def test_an_officer_of_one_district_changes_nothing_elsewhere(world, order):
    Membership.objects.create(
        user=world.neighbour,
        unit=world.phu_cu,
        role=Role.ORGANISATION,
        validity=DateRange(date(2019, 1, 1), None),
    )
    order["actor"] = world.neighbour
    below = unit_named("Đoàn xã Tống Trân")
    assert tree.preview(tree.close, unit_id=below.pk, **order)
    with pytest.raises(NotAllowed):
        tree.close(unit_id=world.dan_tien.pk, **order)
    with pytest.raises(NotAllowed):
        tree.move(unit_id=below.pk, parent_id=world.khoai_chau.pk, **order)


def test_a_decision_number_is_needed(world, order):
    order["decision_number"] = "  "
    assert (
        "Ghi số quyết định" in refusal(tree.close, unit_id=world.dan_tien.pk, **order)["decision_number"][0]
    )


def test_a_decision_from_the_future_is_refused(world, order):
    order["decision_on"] = date(2021, 12, 1)
    assert "decision_on" in refusal(tree.close, unit_id=world.dan_tien.pk, **order)


def test_a_day_far_ahead_is_taken_for_a_mistyped_year(world, order):
    order["effective_on"] = date(2201, 10, 1)
    assert "kiểm tra lại năm" in refusal(tree.close, unit_id=world.dan_tien.pk, **order)["effective_on"][0]


def test_a_cycle_is_refused(world, order):
    given = {"unit_id": world.khoai_chau.pk, "parent_id": world.dong_tien.pk}
    assert "đứng dưới chính đơn vị" in refusal(tree.move, **given, **order)["parent_id"][0]


def test_nobody_stands_below_itself(world, order):
    given = {"unit_id": world.khoai_chau.pk, "parent_id": world.khoai_chau.pk}
    assert "parent_id" in refusal(tree.move, **given, **order)


def test_a_day_before_the_last_change_is_refused(world, order):
    tree.move(unit_id=world.dan_tien.pk, parent_id=world.phu_cu.pk, **order)
    order["effective_on"] = date(2021, 9, 1)
    reason = refusal(tree.move, unit_id=world.dan_tien.pk, parent_id=world.khoai_chau.pk, **order)[
        "effective_on"
    ][0]
    assert "Cấp trên hiện tại có từ ngày 01/10/2021" in reason
    assert "effective_on" in refusal(tree.close, unit_id=world.dan_tien.pk, **order)


def test_a_day_before_the_unit_opened_is_refused(world, order):
    order["effective_on"] = date(2018, 12, 31)
    assert "01/01/2019" in refusal(tree.close, unit_id=world.dan_tien.pk, **order)["effective_on"][0]


def test_a_closed_unit_changes_no_more(world, order):
    tree.close(unit_id=world.dan_tien.pk, **order)
    for act, more in (
        (tree.close, {}),
        (tree.move, {"parent_id": world.phu_cu.pk}),
        (tree.rename, {"name": "Đoàn xã Khác", "short_name": "Khác"}),
    ):
        assert "đã kết thúc hoạt động" in refusal(act, unit_id=world.dan_tien.pk, **more, **order)[""][0]


def test_closing_says_which_units_still_stand_below(world, order):
    reason = refusal(tree.close, unit_id=world.khoai_chau.pk, **order)[""][0]
    assert reason.startswith("Còn 25 đơn vị trực thuộc: ")
    assert "và 22 nữa" in reason


def test_closing_says_who_still_holds_a_role(world, order):
    reason = refusal(tree.close, unit_id=world.dong_tien.pk, **order)[""][0]
    assert "Còn 1 người giữ vai trò tại đơn vị: Đồng chí dong-tien (Bí thư Đoàn cấp xã)" in reason


def test_a_parent_must_be_open_from_that_day_on(world, order):
    tree.close(unit_id=world.dan_tien.pk, **order)
    late = found({**order, "effective_on": date(2021, 11, 1)}, world.phu_cu).unit
    assert (
        "đã kết thúc"
        in refusal(tree.move, unit_id=world.dong_tien.pk, parent_id=world.dan_tien.pk, **order)["parent_id"][
            0
        ]
    )
    assert (
        "mới hoạt động"
        in refusal(tree.move, unit_id=world.dong_tien.pk, parent_id=late.pk, **order)["parent_id"][0]
    )


def test_two_siblings_never_carry_one_name_on_one_day(world, order):
    kind = UnitKind.objects.get(code="GRASSROOTS")
    given = {"kind": kind, "short_name": "Dân Tiến", "parent_id": world.khoai_chau.pk}
    assert "đã có đơn vị tên" in refusal(tree.found, name="đoàn xã Dân Tiến", **given, **order)["name"][0]
    renamed = {"unit_id": world.dong_tien.pk, "name": "Đoàn xã Dân Tiến", "short_name": "Dân Tiến"}
    assert "name" in refusal(tree.rename, **renamed, **order)
    assert "name" in refusal(tree.correct, **renamed, actor=world.officer, today=TODAY)
    namesake = found(order, world.phu_cu, name="Đoàn xã Dân Tiến").unit
    later = {**order, "effective_on": date(2021, 11, 1)}
    assert "parent_id" in refusal(tree.move, unit_id=namesake.pk, parent_id=world.khoai_chau.pk, **later)


def test_a_code_belongs_to_one_unit_at_a_time(world, order):
    taken = Unit.objects.named(DAY).get(pk=world.dan_tien.pk).code
    given = {
        "unit_id": world.dong_tien.pk,
        "name": "Đoàn xã Đồng Tiến",
        "short_name": "Đồng Tiến",
        "code": taken,
    }
    assert "đang thuộc Đoàn xã Dân Tiến" in refusal(tree.rename, **given, **order)["code"][0]
    assert "code" in refusal(tree.correct, **given, actor=world.officer, today=TODAY)


def test_an_act_that_changes_nothing_is_refused(world, order):
    same = {"unit_id": world.dong_tien.pk, "name": "Đoàn xã Đồng Tiến", "short_name": "Đồng Tiến"}
    assert "name" in refusal(tree.rename, **same, **order)
    assert "name" in refusal(tree.correct, **same, actor=world.officer, today=TODAY)
    assert "parent_id" in refusal(
        tree.move, unit_id=world.dong_tien.pk, parent_id=world.khoai_chau.pk, **order
    )


def approved(unit: Unit, slug: str = "2021-q3") -> None:
    """Approved figures of one unit and quarter, as an approval leaves them."""
    period, layout = Period.objects.get(slug=slug), Layout.objects.get(code="BC-QUY")
    record_facts(
        layout=layout,
        period=period,
        reporter_id=unit.pk,
        figures={unit.pk: {}},
        version_number=1,
        version_sha256="a",
    )


def test_approved_figures_hold_the_tree_of_their_days(world, order):
    approved(world.dan_tien)
    order["effective_on"] = date(2021, 9, 30)
    for act, given in (
        (tree.close, {"unit_id": world.dan_tien.pk}),
        (tree.move, {"unit_id": world.dan_tien.pk, "parent_id": world.phu_cu.pk}),
        (tree.move, {"unit_id": world.khoai_chau.pk, "parent_id": world.phu_cu.pk}),
    ):
        assert "kết thúc ngày 30/09/2021" in refusal(act, **given, **order)["effective_on"][0]
    order["effective_on"] = DAY
    assert tree.preview(tree.move, unit_id=world.khoai_chau.pk, parent_id=world.phu_cu.pk, **order)
    assert tree.preview(tree.close, unit_id=world.dan_tien.pk, **order)


def test_approved_figures_do_not_hold_other_units(world, order):
    approved(world.dan_tien)
    order["effective_on"] = date(2021, 9, 1)
    assert tree.preview(
        tree.move, unit_id=unit_named("Đoàn xã Đông Tảo").pk, parent_id=world.phu_cu.pk, **order
    )
