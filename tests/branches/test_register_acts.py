"""Villages and branches from a day on: nothing overlaps, nothing is overwritten, and whose right is asked."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.audit.models import Entry
from apps.branches import services
from apps.branches.models import Coverage, MeetingPlace, Village
from apps.core.exceptions import NotAllowed
from apps.units.models import Sector, Unit, UnitSector
from tests.branches.scene import SINCE, TODAY, found, village
from tests.cadres.people import appoint, cadre
from tests.world import World

pytestmark = pytest.mark.django_db
TURN = date(2021, 7, 1)


def on(day: date, rows: object) -> list[str]:
    return sorted(str(row.village) for row in rows.filter(validity__contains=day))


def test_a_commune_founds_its_branch_with_everything_from_one_day(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien)
    unit = found(world.commune_secretary, world.dong_tien, villages=(place,))
    named = Unit.objects.named(SINCE).get(pk=unit.pk)
    assert (named.name, named.short_name, named.kind_id) == (
        "Chi đoàn thôn An Bình",
        "Thôn An Bình",
        "BRANCH",
    )
    assert on(SINCE, Coverage.objects.filter(branch=unit)) == ["An Bình"]
    assert UnitSector.objects.get(unit=unit).validity.lower == SINCE
    assert MeetingPlace.objects.get(branch=unit).description == "Nhà văn hóa thôn"
    acts = list(Entry.objects.filter(chain=unit.pk).order_by("pk").values_list("act", flat=True))
    assert acts == ["units.found", "units.set_sector", "branches.found"]


@pytest.mark.parametrize("who", ["viewer", "standing", "neighbour", "administrator", "branch_secretary"])
def test_nobody_else_founds_a_branch(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        found(getattr(world, who), world.dong_tien)


def test_a_commune_still_may_not_touch_the_tree_itself(world: World) -> None:
    from apps.units.services import close

    unit = found(world.commune_secretary, world.dong_tien)
    with pytest.raises(NotAllowed):
        close(
            unit_id=unit.pk, actor=world.commune_secretary, decision_number="1", decision_on=None,
            effective_on=TURN, today=TODAY,
        )  # fmt: skip


def test_branches_stand_in_communes_alone(world: World) -> None:
    with pytest.raises(ValidationError, match="Chỉ Đoàn cơ sở"):
        found(world.officer, world.khoai_chau)


def test_a_village_is_served_by_one_branch_at_a_time(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien)
    found(world.commune_secretary, world.dong_tien, villages=(place,))
    with pytest.raises(ValidationError, match="An Bình đang thuộc Chi đoàn thôn An Bình"):
        found(world.commune_secretary, world.dong_tien, "Chi đoàn thôn Khác", villages=(place,))


def test_a_village_of_another_commune_is_refused(world: World) -> None:
    strange = village(world.officer, world.dan_tien)
    with pytest.raises(ValidationError, match="chính Đoàn cơ sở này"):
        found(world.commune_secretary, world.dong_tien, villages=(strange,))


def test_a_joint_branch_takes_a_village_from_a_day_on(world: World) -> None:
    actor = world.commune_secretary
    one, two = village(actor, world.dong_tien), village(actor, world.dong_tien, "Phú Thọ")
    unit = found(actor, world.dong_tien, villages=(one,))
    services.set_coverage(
        actor=actor, branch_id=unit.pk, village_ids=[one.pk, two.pk], starts_on=TURN, today=TODAY
    )
    services.set_coverage(
        actor=actor, branch_id=unit.pk, village_ids=[two.pk], starts_on=date(2021, 9, 1), today=TODAY
    )
    rows = Coverage.objects.filter(branch=unit)
    assert on(SINCE, rows) == ["An Bình"]
    assert on(TURN, rows) == ["An Bình", "Phú Thọ"]
    assert on(date(2021, 9, 1), rows) == ["Phú Thọ"]


def test_a_renamed_village_keeps_its_branch_and_its_old_name_before_the_day(world: World) -> None:
    actor = world.commune_secretary
    place = village(actor, world.dong_tien)
    unit = found(actor, world.dong_tien, villages=(place,))
    services.rename_village(actor=actor, village_id=place.pk, name="An Hòa", starts_on=TURN, today=TODAY)
    assert on(date(2021, 6, 30), Coverage.objects.filter(branch=unit)) == ["An Bình"]
    assert on(TURN, Coverage.objects.filter(branch=unit)) == ["An Hòa"]


def test_a_mistyped_name_is_put_right_where_it_stands(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien, "An Bỉnh")
    services.rename_village(
        actor=world.commune_secretary, village_id=place.pk, name="An Bình", starts_on=None, today=TODAY
    )
    assert list(Village.objects.filter(commune=world.dong_tien).values_list("pk", "name")) == [
        (place.pk, "An Bình")
    ]


def test_a_village_that_ended_is_served_no_more(world: World) -> None:
    actor = world.commune_secretary
    place = village(actor, world.dong_tien)
    unit = found(actor, world.dong_tien, villages=(place,))
    services.close_village(actor=actor, village_id=place.pk, ends_on=TURN, today=TODAY)
    assert on(TURN, Coverage.objects.filter(branch=unit)) == []
    with pytest.raises(ValidationError, match="đã kết thúc từ ngày 01/07/2021"):
        services.close_village(actor=actor, village_id=place.pk, ends_on=TURN, today=TODAY)


def test_two_villages_of_one_name_are_refused_in_words(world: World) -> None:
    village(world.commune_secretary, world.dong_tien)
    with pytest.raises(ValidationError, match="đã có thôn, tổ dân phố tên này"):
        village(world.commune_secretary, world.dong_tien)


def test_sector_and_place_change_from_a_day_and_the_old_ones_stay(world: World) -> None:
    actor = world.commune_secretary
    unit = found(actor, world.dong_tien)
    second = Sector.objects.order_by("rank")[1]
    services.set_sector(actor=actor, branch_id=unit.pk, sector=second, starts_on=TURN, today=TODAY)
    services.set_meeting_place(
        actor=actor, branch_id=unit.pk, kind="none", description="", starts_on=TURN, today=TODAY
    )
    sectors = UnitSector.objects.filter(unit=unit).order_by("validity")
    assert [(row.validity.lower, row.validity.upper) for row in sectors] == [(SINCE, TURN), (TURN, None)]
    places = MeetingPlace.objects.filter(branch=unit).order_by("validity")
    assert [row.kind for row in places] == ["culture", "none"]
    with pytest.raises(ValidationError, match="Đã có thay đổi từ ngày 01/07/2021"):
        services.set_sector(actor=actor, branch_id=unit.pk, sector=second, starts_on=TURN, today=TODAY)


def order(world: World, day: date = TURN) -> dict[str, object]:
    return {
        "actor": world.commune_secretary, "decision_number": "9-QĐ/ĐTN", "decision_on": None, "effective_on": day,
        "today": TODAY,
    }  # fmt: skip


def test_closing_leaves_the_villages_without_a_branch(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien)
    unit = found(world.commune_secretary, world.dong_tien, villages=(place,))
    services.close_branch(branch_id=unit.pk, **order(world))
    assert Unit.objects.get(pk=unit.pk).closed_on == TURN
    assert on(TURN, Coverage.objects.filter(village=place)) == []
    assert not MeetingPlace.objects.filter(branch=unit, validity__contains=TURN).exists()
    assert not UnitSector.objects.filter(unit=unit, validity__contains=TURN).exists()


def test_nobody_closes_a_branch_over_the_head_of_its_secretary(world: World) -> None:
    unit = found(world.commune_secretary, world.dong_tien)
    appoint(cadre(unit, name="Lê Thị Bí Thư"), "SECRETARY", SINCE)
    with pytest.raises(ValidationError, match=r"Lê Thị Bí Thư \(Bí thư\)"):
        services.close_branch(branch_id=unit.pk, **order(world))


def test_a_renamed_branch_keeps_its_old_name_before_the_day(world: World) -> None:
    unit = found(world.commune_secretary, world.dong_tien)
    services.rename_branch(branch_id=unit.pk, name="Chi đoàn thôn An Hòa", **order(world))
    names = [Unit.objects.named(day).get(pk=unit.pk).name for day in (SINCE, TURN)]
    assert names == ["Chi đoàn thôn An Bình", "Chi đoàn thôn An Hòa"]
