"""Files: recorded, updated with their levels, never over somebody else's change; probable duplicates."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from pghistory import models as history

from apps.audit.models import Entry
from apps.cadres.enums import Education, PoliticalTheory, QualificationKind
from apps.cadres.models import Cadre, CadreEvent, QualificationEvent, name_key
from apps.cadres.queries import find_duplicates
from apps.cadres.services import Held, record_cadre, update_cadre
from apps.core.exceptions import NotAllowed, Stale
from tests.cadres.people import cadre
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
DEGREE = Held(QualificationKind.EDUCATION, Education.UNIVERSITY, date(2009, 6, 1), "Đại học Luật")
THEORY = Held(QualificationKind.POLITICAL_THEORY, PoliticalTheory.INTERMEDIATE)


def recorded(world: World, actor=None, unit=None, held=(), **facts) -> Cadre:
    return record_cadre(
        actor=actor or world.secretary,
        unit_id=(unit or world.khoai_chau).pk,
        facts={"full_name": "Trần Thị  Minh Họa", "born_on": date(1986, 3, 12)} | facts,
        held=held,
        today=DAY,
    )


def refusal(world: World, **facts) -> dict:
    with pytest.raises(ValidationError) as refused:
        recorded(world, **facts)
    return refused.value.message_dict


def test_a_file_is_recorded_with_its_levels_and_audited_by_names_alone(world: World):
    person = recorded(world, held=[DEGREE, THEORY], phone="0912 345 678")
    assert (person.full_name, person.unit, person.version) == ("Trần Thị Minh Họa", world.khoai_chau, 1)
    assert {row.level_label for row in person.qualifications.all()} == {"đại học", "trung cấp"}
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.subject_id, entry.chain) == ("cadres.record", person.pk, world.khoai_chau.pk)
    assert entry.changed == ["born_on", "education", "full_name", "phone", "theory"]


def test_names_sort_by_the_given_name_then_by_the_rest():
    names = ["Nguyễn Văn Ánh", "Lê Thị An", "Trần Ánh", "Bùi Văn Án", "Đỗ Thị An", "Dương Minh An", "Đa"]
    assert sorted(names, key=name_key) == [
        "Dương Minh An", "Đỗ Thị An", "Lê Thị An", "Bùi Văn Án", "Nguyễn Văn Ánh", "Trần Ánh", "Đa",
    ]  # fmt: skip
    assert len(name_key("ǖ" * 120)) <= 500


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"full_name": "  "}, "full_name", "Ghi họ và tên."),
        ({"full_name": "a" * 10_000}, "full_name", "120"),
        ({"born_on": date(2021, 10, 1)}, "born_on", "Kiểm tra lại năm sinh"),
        ({"born_on": date(1900, 1, 1)}, "born_on", "Kiểm tra lại năm sinh"),
        ({"sex": "khác"}, "sex", "khác"),
        ({"email": "không phải thư"}, "email", "hợp lệ"),
        ({"party_joined_on": date(2021, 10, 1)}, "party_joined_on", "Ngày vào Đảng không thể sau hôm nay."),
        ({"union_joined_on": date(1986, 3, 12)}, "union_joined_on", "Ngày vào Đoàn phải sau ngày sinh."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world: World, facts, field, sentence):
    assert sentence in " ".join(refusal(world, **facts)[field])
    assert not Cadre.objects.exists()


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (Held("education", 9), "Giá trị không có trong danh mục."),
        (Held("education", 4, date(2022, 1, 1)), "không sau hôm nay"),
        (Held("education", 4, date(1980, 1, 1)), "phải sau ngày sinh"),
        (Held("education", 4, None, "a" * 161), "tối đa 160 ký tự"),
    ],
)
def test_a_level_that_cannot_be_is_refused(world: World, held, sentence):
    assert sentence in " ".join(refusal(world, held=[held])["education"])


def test_a_level_is_written_once(world: World):
    with pytest.raises(ValidationError, match="Mỗi trình độ chỉ ghi một lần"):
        recorded(world, held=[DEGREE, DEGREE])


def test_only_those_who_keep_the_unit_record_in_it(world: World):
    for actor in (world.neighbour, world.commune_secretary, world.viewer, world.standing):
        with pytest.raises(NotAllowed, match="Chỉ cấp quản lý cán bộ"):
            recorded(world, actor=actor)
    with pytest.raises(NotAllowed):
        recorded(world, unit=world.phu_cu)
    with pytest.raises(ValidationError, match="Không có đơn vị này"):
        record_cadre(actor=world.officer, unit_id=999_999_999, facts={"full_name": "A"}, held=[], today=DAY)


def update(person: Cadre, actor, version: int = 1, held=(), **facts) -> Cadre:
    return update_cadre(
        actor=actor, cadre_id=person.pk, version=version, facts=facts, held=held, today=DAY
    )  # fmt: skip


def test_an_update_changes_facts_and_levels_in_one_act(world: World):
    person = recorded(world, held=[DEGREE])
    update(person, world.officer, phone="0912 000 111", held=[DEGREE, THEORY])
    person.refresh_from_db()
    assert (person.phone, person.version, person.qualifications.count()) == ("0912 000 111", 2, 2)
    assert Entry.objects.latest("pk").changed == ["phone", "theory"]


def test_a_level_taken_back_leaves_its_history(world: World):
    person = recorded(world, held=[DEGREE, THEORY])
    update(person, world.officer, held=[THEORY])
    assert [row.level for row in person.qualifications.all()] == [PoliticalTheory.INTERMEDIATE]
    labels = QualificationEvent.objects.filter(cadre=person, kind="education").order_by("pgh_id")
    assert [event.pgh_label for event in labels] == ["insert", "delete"]


def test_what_is_typed_again_unchanged_writes_nothing(world: World):
    person = recorded(world, held=[DEGREE])
    before = Entry.objects.count()
    update(person, world.officer, full_name="Trần Thị Minh Họa", held=[DEGREE])
    person.refresh_from_db()
    assert (person.version, Entry.objects.count()) == (1, before)
    assert CadreEvent.objects.filter(pgh_obj=person).count() == 1


def test_a_stale_page_changes_nothing(world: World):
    person = recorded(world)
    update(person, world.officer, home="Khoái Châu")
    with pytest.raises(Stale, match="Người khác vừa cập nhật"):
        update(person, world.secretary, home="Ân Thi")
    person.refresh_from_db()
    assert person.home == "Khoái Châu"


def test_a_neighbour_may_not_update(world: World):
    person = recorded(world)
    for actor in (world.neighbour, world.standing, world.viewer):
        with pytest.raises(NotAllowed):
            update(person, actor, home="Ân Thi")


def found(world: World, name: str, born_on: date | None = None, unit=None, actor=None) -> list[str]:
    hits = find_duplicates(
        actor or world.officer,
        full_name=name,
        born_on=born_on,
        unit_id=(unit or world.khoai_chau).pk,
        today=DAY,
    )
    return [hit.full_name for hit in hits]


def test_duplicates_have_a_name_alike_and_the_birth_date_or_the_unit(world: World):
    cadre(world.khoai_chau, date(1986, 3, 12), name="Trần Thị Minh Họa")
    cadre(world.phu_cu, date(1990, 1, 1), name="Trần Thị Minh Hòa")
    cadre(world.khoai_chau, date(1986, 3, 12), name="Lê Văn Bình")
    assert found(world, "tran thi minh hoa") == ["Trần Thị Minh Họa"]
    assert found(world, "Trần Thị Minh Hoan") == ["Trần Thị Minh Họa"]
    assert found(world, "Trần Thị Minh Họa", date(1990, 1, 1)) == ["Trần Thị Minh Hòa", "Trần Thị Minh Họa"]
    assert found(world, "Trần Thị Minh Họa", date(1991, 1, 1), world.dong_tien) == []
    assert found(world, "Nguyễn Thị Lan") == []


def test_duplicates_of_other_districts_stay_unseen(world: World):
    cadre(world.khoai_chau, date(1986, 3, 12), name="Trần Thị Minh Họa")
    assert found(world, "Trần Thị Minh Họa", date(1986, 3, 12), world.phu_cu, world.neighbour) == []
    assert found(world, "Trần Thị Minh Họa", date(1986, 3, 12), world.phu_cu) == ["Trần Thị Minh Họa"]


def test_the_history_knows_who_only_from_a_request(world: World):
    person = recorded(world)
    assert CadreEvent.objects.get(pgh_obj=person).pgh_context is None
    assert not history.Context.objects.exists()
