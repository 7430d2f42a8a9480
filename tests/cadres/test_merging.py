"""Two files of one person: everything moves, what cannot move is reported and stays where it was."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.audit.models import Entry
from apps.cadres.enums import Education, PoliticalTheory
from apps.cadres.models import (
    Appointment,
    Cadre,
    CadreRating,
    Discipline,
    FieldVisit,
    Placement,
    PublicSeat,
    Qualification,
    SuccessionCandidate,
    SuccessionPlan,
    Training,
    TrainingParticipant,
)
from apps.cadres.services import merge_cadres, preview_merge
from apps.core.exceptions import NotAllowed, Stale
from tests.cadres.people import appoint, cadre
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
SINCE = date(2020, 3, 1)


def everything(world: World, person: Cadre, course: Training, plan: SuccessionPlan) -> None:
    """One row of every kind that a file may have."""
    unit, term = world.khoai_chau, DateRange(SINCE, None)
    appoint(person, "DEPUTY_SECRETARY", SINCE)
    SuccessionCandidate.objects.create(plan=plan, cadre=person, readiness="now", validity=term)
    TrainingParticipant.objects.create(training=course, cadre=person, unit=unit)
    FieldVisit.objects.create(
        cadre=person, unit=unit, place=world.dong_tien, kind="survey", starts_on=SINCE, days=2
    )
    CadreRating.objects.create(cadre=person, unit=unit, year=2020, rating="good", guide="HD 33")
    Placement.objects.create(cadre=person, unit=unit, state="drafted", proposal="Khối Đảng")
    Discipline.objects.create(cadre=person, unit=unit, decided_on=SINCE, form="Khiển trách")
    PublicSeat.objects.create(cadre=person, kind="elected_body", body="HĐND xã", validity=term)


@pytest.fixture
def pair(world: World) -> tuple[Cadre, Cadre]:
    """Two files; the second one has a row of every kind, and another file was merged into it before."""
    kept = cadre(world.khoai_chau, education=None, theory=None, home="Ân Thi")
    merged = cadre(world.dong_tien, date(1990, 5, 18), home="Khoái Châu", phone="0912")
    course = Training.objects.create(
        title="Lớp", kind="skills", organiser=world.province, starts_on=SINCE, ends_on=SINCE
    )
    plan = SuccessionPlan.objects.create(
        unit=world.khoai_chau, position_id="SECRETARY", term=DateRange(SINCE, None)
    )
    everything(world, merged, course, plan)
    cadre(world.dong_tien, education=None, theory=None, merged_into=merged)
    return kept, merged


def pointers() -> Counter[tuple[str, Any, str, int]]:
    """Every row of every model that points to a cadre, whatever its name: (model, row, field, file)."""
    found: Counter[tuple[str, Any, str, int]] = Counter()
    for relation in Cadre._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and relation.one_to_many) or model.__name__.endswith("Event"):
            continue
        name = relation.field.attname
        for pk, target in model._base_manager.exclude(**{name: None}).values_list("pk", name):
            found[(model.__name__, pk, name, target)] += 1
    return found


def merge(world: World, kept: Cadre, merged: Cadre, act=merge_cadres, actor=None, version: int = 1):
    return act(
        actor=actor or world.officer, kept_id=kept.pk, merged_id=merged.pk, version=version, today=DAY
    )  # fmt: skip


def test_every_row_of_every_model_moves(world: World, pair):
    kept, merged = pair
    before = pointers()
    assert {model for model, _, _, _ in before} == {
        "Appointment", "Cadre", "CadreRating", "Discipline", "FieldVisit", "Placement", "PublicSeat",
        "Qualification", "SuccessionCandidate", "TrainingParticipant",
    }  # fmt: skip
    result = merge(world, kept, merged)
    expected = Counter((model, pk, name, kept.pk) for model, pk, name, _ in before)
    expected[("Cadre", merged.pk, "merged_into_id", kept.pk)] = 1
    assert pointers() == expected
    assert result.moved == len(before)
    assert [conflict.what for conflict in result.conflicts] == ["ngày sinh", "quê quán"]


def test_what_is_missing_is_filled_and_what_differs_is_reported(world: World, pair):
    kept, merged = pair
    result = merge(world, kept, merged)
    kept.refresh_from_db()
    assert (kept.phone, kept.home, kept.born_on) == ("0912", "Ân Thi", date(1990, 5, 17))
    assert kept.unit == world.dong_tien  # where the moved main position is
    assert "giữ “17/05/1990”, hồ sơ gộp ghi “18/05/1990”" in [one.reason for one in result.conflicts]


def test_what_both_have_stays_with_the_merged_file(world: World):
    kept, merged = cadre(world.khoai_chau), cadre(world.khoai_chau, theory=PoliticalTheory.ADVANCED)
    for person in (kept, merged):
        appoint(person, "DEPUTY_SECRETARY", SINCE)
        CadreRating.objects.create(cadre=person, unit=world.khoai_chau, year=2020, rating="good", guide="HD")
    before = pointers()
    result = merge(world, kept, merged)
    assert len(pointers()) == len(before) + 1
    assert {one.what for one in result.conflicts} == {
        "việc giữ chức: Phó Bí thư, từ 01/03/2020",
        "trình độ: trình độ chuyên môn đại học",
        "xếp loại cán bộ: năm 2020: hoàn thành tốt nhiệm vụ",
    }
    assert merged.qualifications.get().level == Education.UNIVERSITY
    assert {row.level_label for row in kept.qualifications.all()} == {
        "đại học", "trung cấp", "cao cấp, cử nhân",
    }  # fmt: skip
    assert Qualification.objects.count() == 4


def test_a_second_main_position_moves_as_a_further_one(world: World):
    kept, merged = cadre(world.khoai_chau), cadre(world.dong_tien, education=None, theory=None)
    appoint(kept, "DEPUTY_SECRETARY", SINCE)
    other = appoint(merged, "SECRETARY", SINCE)
    result = merge(world, kept, merged)
    other.refresh_from_db()
    assert (other.cadre_id, other.is_main) == (kept.pk, False)
    (conflict,) = result.conflicts
    assert conflict.reason.endswith("Chuyển thành chức danh không chính.")


def test_the_merged_file_stays_out_of_lists_and_takes_no_more_acts(world: World, pair):
    kept, merged = pair
    merge(world, kept, merged)
    merged.refresh_from_db()
    assert merged.merged_into == kept
    assert list(Cadre.objects.listed()) == [kept]
    with pytest.raises(ValidationError, match="đã gộp vào hồ sơ khác"):
        merge(world, kept, merged, version=2)


def test_it_is_one_audited_act(world: World, pair):
    before = Entry.objects.count()
    merge(world, *pair)
    (entry,) = Entry.objects.order_by("pk")[before:]
    assert (entry.act, entry.subject_id) == ("cadres.merge", pair[0].pk)
    assert entry.changed == ["merged", "phone", "rows"]


def test_a_preview_changes_nothing(world: World, pair):
    before, entries = pointers(), Entry.objects.count()
    assert merge(world, *pair, act=preview_merge).moved == len(before)
    assert (pointers(), Entry.objects.count()) == (before, entries)
    assert Cadre.objects.get(pk=pair[0].pk).version == 1


def test_refusals(world: World, pair):
    kept, merged = pair
    with pytest.raises(ValidationError, match="Không gộp một hồ sơ vào chính nó"):
        merge(world, kept, kept)
    with pytest.raises(Stale):
        merge(world, kept, merged, version=7)
    for actor in (world.neighbour, world.standing, world.viewer):
        with pytest.raises(NotAllowed):
            merge(world, kept, merged, actor=actor)
    foreign = cadre(world.phu_cu)
    with pytest.raises(NotAllowed):
        merge(world, kept, foreign, actor=world.secretary)
    assert Appointment.objects.get().cadre_id == merged.pk
