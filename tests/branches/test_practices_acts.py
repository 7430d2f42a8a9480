"""Models worth copying: nominated, judged by the province, adopted by others, withdrawn; pictures; who sees them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.branches.enums import PRACTICE_STEPS, PracticeAct, PracticeState
from apps.branches.models import Adoption, Practice
from apps.branches.services import (
    MOST_PICTURES,
    Album,
    add_practice_pictures,
    adopt,
    edit_practice,
    judge_practice,
    nominate,
    update_adoption,
    withdraw_practice,
    withdraw_practice_picture,
)
from apps.branches.services.practices import NOT_OFFERED, OWN, STANDS
from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed, Stale
from apps.files.models import StoredFile
from apps.units.enums import Role
from apps.units.models import Sector, Unit
from tests.branches.ground import branch
from tests.files.makers import pdf, picture, upload
from tests.world import World, person

pytestmark = pytest.mark.django_db
STARTED, TODAY = date(2020, 3, 1), date(2021, 10, 20)


def described(**more: Any) -> Any:
    given = {
        "title": "Chi đoàn ba không chờ", "sector": None, "problem": "Đoàn viên đi làm xa", "method": "Họp trực tuyến",
        "outcome": "", "started_on": STARTED,
    }  # fmt: skip
    return given | more


def album(*uploads: Any) -> Album:
    return Album(uploads, db_now(), "Buổi họp")


def made(world: World, actor: Any = None, unit: Unit | None = None, *uploads: Any, **more: Any) -> Practice:
    given = {
        "actor": actor or world.commune_secretary,
        "unit_id": (unit or world.dong_tien).pk,
        "today": TODAY,
    }
    return nominate(description=described(**more), album=album(*uploads), **given)


def judged(world: World, practice: Practice, *, is_recommended: bool = True, **more: Any) -> Practice:
    given = {"actor": world.officer, "version": practice.version, "note": "Dễ làm", "today": TODAY} | more
    return judge_practice(practice_id=practice.pk, is_recommended=is_recommended, **given)


def adopted(world: World, practice: Practice, unit: Unit, **more: Any) -> Adoption:
    given = {"actor": world.officer, "adopted_on": date(2020, 9, 1), "outcome": "", "today": TODAY} | more
    return adopt(practice_id=practice.pk, unit_id=unit.pk, **given)


def refused(act: Any, *given: Any, **more: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as said, transaction.atomic():
        act(*given, **more)
    return said.value.message_dict if hasattr(said.value, "error_dict") else {"": said.value.messages}


# --- nominating ---
def test_a_unit_nominates_with_pictures_encoded_anew(world: World):
    photo = picture("JPEG")
    practice = made(world, None, None, upload("ảnh.jpg", photo), upload("b.png", picture("PNG")))
    assert (practice.state, practice.unit, practice.nominated_by) == (
        "nominated",
        world.dong_tien,
        world.commune_secretary,
    )
    files = [one.file for one in practice.pictures.all()]
    assert [file.kind for file in files] == ["jpg", "png"]
    from hashlib import sha256

    assert files[0].sha256 != sha256(photo).hexdigest()
    entry = Entry.objects.get(act="branches.nominate")
    assert {"title", "method", "pictures"} <= set(entry.changed)
    assert entry.chain == world.dong_tien.pk


@pytest.mark.parametrize(
    ("who", "is_allowed"),
    [
        ("officer", True), ("secretary", True), ("commune_secretary", True), ("standing", False), ("viewer", False),
        ("neighbour", False), ("administrator", False), ("stranger", False), ("branch_secretary", False),
    ],
)  # fmt: skip
def test_who_nominates_for_a_commune(world: World, who: str, is_allowed: bool):
    if is_allowed:
        assert made(world, getattr(world, who))
    else:
        with pytest.raises(NotAllowed):
            made(world, getattr(world, who))


def test_a_branch_nominates_its_own(world: World):
    assert made(world, world.branch_secretary, world.branch).unit == world.branch
    with pytest.raises(NotAllowed):
        made(world, world.branch_secretary, branch(world.dong_tien))


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"title": " "}, "title"), ({"problem": ""}, "problem"), ({"method": ""}, "method"),
        ({"started_on": date(2021, 10, 21)}, "started_on"), ({"title": "x" * 161}, "title"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_field(world: World, fault, field):
    assert field in refused(made, world, **fault)
    assert not Practice.objects.exists()


def test_what_is_no_picture_is_refused_and_nothing_stays(world: World, files_dir):
    said = refused(made, world, None, None, upload("a.png", picture("PNG")), upload("b.pdf", pdf()))
    assert said == {"pictures": ["Chỉ nhận ảnh PNG, JPG."]}
    assert "pictures" in refused(made, world, None, None, upload("a.png", b"khong phai anh"))
    assert (Practice.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [file for file in files_dir.rglob("*") if file.is_file()] == []


def test_a_model_has_so_many_pictures_and_no_more(world: World):
    practice = made(
        world, None, None, *(upload(f"{place}.png", picture("PNG")) for place in range(MOST_PICTURES))
    )
    one_more = {"actor": world.commune_secretary, "practice_id": practice.pk, "today": TODAY}
    assert (
        "nhiều nhất 8 ảnh"
        in refused(add_practice_pictures, album=album(upload("x.png", picture("PNG"))), **one_more)[
            "pictures"
        ][0]
    )
    taken = practice.pictures.first()
    withdraw_practice_picture(actor=world.commune_secretary, picture_id=taken.pk, today=TODAY, now=db_now())
    add_practice_pictures(album=album(upload("x.png", picture("PNG"))), **one_more)
    assert practice.pictures.filter(withdrawn_at=None).count() == MOST_PICTURES
    assert practice.pictures.count() == MOST_PICTURES + 1
    with pytest.raises(ValidationError):
        withdraw_practice_picture(
            actor=world.commune_secretary, picture_id=taken.pk, today=TODAY, now=db_now()
        )
    assert refused(add_practice_pictures, album=album(), **one_more) == {"pictures": ["Chọn ảnh."]}


# --- changing, judging, withdrawing ---
def edit(world: World, practice: Practice, **more: Any) -> Practice:
    given = {"actor": world.commune_secretary, "version": practice.version, "today": TODAY}
    return edit_practice(practice_id=practice.pk, description=described(**more), **given)


def test_it_is_changed_while_it_is_nominated(world: World):
    practice = made(world)
    sector = Sector.objects.get(pk="RURAL")
    changed = edit(world, practice, outcome="Dự họp 80 %", sector=sector)
    assert (changed.outcome, changed.sector, changed.version) == ("Dự họp 80 %", sector, 2)
    assert set(Entry.objects.get(act="branches.edit_practice").changed) == {"outcome", "sector"}
    assert edit(world, changed, outcome="Dự họp 80 %", sector=sector).version == 2
    with pytest.raises(Stale):
        edit(world, practice, outcome="khác")


def test_the_province_recommends_with_a_note_and_then_it_stands(world: World):
    practice = judged(world, made(world))
    assert (practice.state, practice.note) == ("recommended", "Dễ làm")
    assert [(step.act, step.note, step.by) for step in practice.steps.all()] == [
        ("recommend", "Dễ làm", world.officer)
    ]
    assert refused(edit, world, practice, title="Khác") == {"": [STANDS]}
    with pytest.raises(NotAllowed):
        judged(world, practice, is_recommended=False)


def test_a_declined_one_says_why_and_is_nominated_again_by_being_changed(world: World):
    practice = made(world)
    assert "note" in refused(judged, world, practice, is_recommended=False, note=" ")
    declined = judged(world, Practice.objects.get(), is_recommended=False, note="Nêu rõ kinh phí")
    assert (declined.state, declined.note) == ("declined", "Nêu rõ kinh phí")
    again = edit(world, declined, method="Họp trực tuyến, 50 nghìn đồng một tháng")
    assert (again.state, again.note) == ("nominated", "")
    assert [step.act for step in again.steps.all()] == ["decline", "again"]


@pytest.mark.parametrize("who", ["secretary", "commune_secretary", "viewer", "administrator", "neighbour"])
def test_only_the_province_judges(world: World, who: str):
    with pytest.raises(NotAllowed):
        judged(world, made(world), actor=getattr(world, who))
    assert judged(world, Practice.objects.get(), actor=world.standing).state == "recommended"


def test_a_judgement_of_an_older_text_is_refused(world: World):
    practice = made(world)
    edit(world, practice, title="Tên khác")
    with pytest.raises(Stale):
        judged(world, practice)


def test_every_step_of_the_table_can_be_gone_and_no_other(world: World):
    acts = {
        PracticeAct.RECOMMEND: lambda one: judged(world, one),
        PracticeAct.DECLINE: lambda one: judged(world, one, is_recommended=False),
        PracticeAct.NOMINATE_AGAIN: lambda one: edit(world, one, title="Lần nữa"),
        PracticeAct.WITHDRAW: lambda one: withdraw_practice(
            actor=world.commune_secretary, practice_id=one.pk, today=TODAY
        ),
    }
    allowed = {(step.state, step.act): step.next_state for step in PRACTICE_STEPS}
    for state in PracticeState:
        for act, do in acts.items():
            practice = made(world, title="Một mô hình")
            Practice.objects.filter(pk=practice.pk).update(state=state, note="Vì vậy")
            practice.refresh_from_db()
            if (state, act) == (PracticeState.NOMINATED, PracticeAct.NOMINATE_AGAIN):
                continue  # a change, and no step
            if (state, act) in allowed:
                assert do(practice).state == allowed[state, act]
            else:
                with pytest.raises((NotAllowed, ValidationError)), transaction.atomic():
                    do(practice)


# --- adopting ---
def test_another_unit_takes_it_up_once(world: World):
    practice = made(world)
    adoption = adopted(world, practice, world.dan_tien, outcome="Làm hằng tháng")
    assert (adoption.unit, adoption.outcome, adoption.ended_on) == (world.dan_tien, "Làm hằng tháng", None)
    assert Entry.objects.get(act="branches.adopt").chain == world.dan_tien.pk
    assert refused(adopted, world, practice, world.dan_tien) == {
        "unit_id": ["Đơn vị đã ghi áp dụng mô hình này."]
    }


def test_the_nominating_unit_does_not_adopt_its_own(world: World):
    assert refused(adopted, world, made(world), world.dong_tien) == {"unit_id": [OWN]}


def test_units_below_count_as_others(world: World):
    assert adopted(world, made(world), world.branch, actor=world.commune_secretary).unit == world.branch


def test_one_adopts_for_units_that_one_keeps(world: World):
    practice = judged(world, made(world))
    commune = Unit.objects.children_of(world.phu_cu.pk, TODAY).first()
    assert adopted(world, practice, commune, actor=world.neighbour)
    for who in ("secretary", "commune_secretary", "viewer", "standing", "stranger"):
        with pytest.raises(NotAllowed):
            adopted(world, practice, world.phu_cu, actor=getattr(world, who))


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_is_offered_no_more_is_adopted_no_more(world: World, state: str):
    practice = made(world)
    Practice.objects.filter(pk=practice.pk).update(state=state, note="Vì vậy")
    assert refused(adopted, world, practice, world.dan_tien) == {"": [NOT_OFFERED]}


def test_an_adoption_tells_how_it_went_and_when_it_was_given_up(world: World):
    adoption = adopted(world, made(world), world.dan_tien)
    given = {
        "actor": world.secretary,
        "adoption_id": adoption.pk,
        "adopted_on": date(2020, 9, 1),
        "today": TODAY,
    }
    later = update_adoption(version=1, ended_on=None, outcome="Tốt", **given)
    assert (later.outcome, later.version) == ("Tốt", 2)
    assert update_adoption(version=2, ended_on=None, outcome="Tốt", **given).version == 2
    over = update_adoption(version=2, ended_on=date(2021, 5, 1), outcome="Tốt", **given)
    assert (over.ended_on, over.version) == (date(2021, 5, 1), 3)
    assert "ended_on" in refused(
        update_adoption, version=3, ended_on=date(2020, 9, 1), outcome="Tốt", **given
    )
    assert "ended_on" in refused(
        update_adoption, version=3, ended_on=date(2021, 10, 21), outcome="Tốt", **given
    )
    with pytest.raises(Stale):
        update_adoption(version=1, ended_on=None, outcome="", **given)
    with pytest.raises(NotAllowed):
        update_adoption(**(given | {"actor": world.neighbour}), version=3, ended_on=None, outcome="")


# --- who sees what ---
def test_a_nomination_is_for_its_own_line_what_is_recommended_for_all(world: World):
    practice = made(world, world.branch_secretary, world.branch)
    line = {
        "officer",
        "standing",
        "secretary",
        "commune_secretary",
        "branch_secretary",
        "viewer",
        "administrator",
    }
    everybody = line | {"neighbour", "affiliate_secretary", "stranger"}

    def seeing() -> set[str]:
        return {who for who in everybody if Practice.objects.visible_to(getattr(world, who), TODAY).exists()}

    assert seeing() == line
    judged(world, practice)
    assert seeing() == everybody


@pytest.mark.parametrize(
    "fault",
    [{"title": ""}, {"problem": ""}, {"method": ""}, {"state": "other"}, {"state": "declined", "note": ""}],
)
def test_the_database_refuses_what_the_services_never_write(world: World, fault):
    made(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.update(**fault)


def test_a_branch_secretary_of_elsewhere_sees_a_recommended_one_and_adopts_it(world: World):
    commune = Unit.objects.children_of(world.phu_cu.pk, TODAY).first()
    unit = branch(commune, "Chi đoàn Phù")
    secretary = person("phu-chi-doan", Role.BRANCH_SECRETARY, unit)
    practice = judged(world, made(world))
    assert adopted(world, practice, unit, actor=secretary).unit == unit
