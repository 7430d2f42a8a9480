"""Quy hoạch: who may plan, what cannot stand, ages as a warning; the unit's page in numbers."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.audit.models import Entry
from apps.cadres import services
from apps.cadres.enums import Readiness
from apps.cadres.models import Position, Quota, SuccessionCandidate, SuccessionPlan
from apps.cadres.queries.succession import age_warning, unit_plans
from apps.core.exceptions import NotAllowed
from apps.units.models import Unit
from tests.cadres.people import appoint, cadre
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
TERM = {"starts_on": date(2017, 7, 1), "ends_on": date(2022, 7, 1)}


def opened(world: World, actor=None, unit=None, position="DEPUTY_SECRETARY", **more) -> SuccessionPlan:
    return services.open_plan(
        actor=actor or world.secretary,
        unit_id=(unit or world.khoai_chau).pk,
        position=Position.objects.get(pk=position),
        today=DAY,
        **(TERM | more),
    )


def added(world: World, plan, person, actor=None, starts_on=date(2018, 1, 5), readiness=Readiness.SOON):
    return services.add_candidate(
        actor=actor or world.secretary,
        plan_id=plan.pk,
        cadre_id=person.pk,
        readiness=readiness,
        starts_on=starts_on,
        today=DAY,
    )


def test_a_plan_is_opened_once_for_a_time_and_audited_in_its_unit(world: World):
    plan = opened(world)
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.chain, entry.changed) == (
        "cadres.open_plan", world.khoai_chau.pk, ["position", "term"],
    )  # fmt: skip
    with pytest.raises(ValidationError, match="Đã có quy hoạch chức danh này trong thời gian ấy"):
        opened(world, starts_on=date(2022, 6, 30), ends_on=date(2027, 7, 1))
    assert opened(world, starts_on=plan.term.upper, ends_on=date(2027, 7, 1)).pk
    assert opened(world, position="SECRETARY").pk


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"position": "STAFF"}, "không lập quy hoạch"),
        ({"ends_on": date(2017, 7, 1)}, "sau ngày bắt đầu"),
        ({"ends_on": date(2071, 7, 1)}, "trong cùng một nhiệm kỳ"),
    ],
)
def test_what_is_no_plan_is_refused(world: World, more, sentence):
    with pytest.raises(ValidationError, match=sentence):
        opened(world, **more)


@pytest.mark.parametrize("who", ["neighbour", "commune_secretary", "viewer", "standing", "stranger"])
def test_only_keepers_of_the_unit_plan(world: World, who):
    actor, plan = getattr(world, who), opened(world)
    candidate = added(world, plan, cadre(world.khoai_chau))
    review = {"reviewed_on": DAY, "decision_number": "", "note": ""}
    for act, given in (
        (services.open_plan, {"unit_id": world.khoai_chau.pk, "position": plan.position, **TERM}),
        (services.add_candidate, {"plan_id": plan.pk, "cadre_id": 1, "readiness": "now", "starts_on": DAY}),
        (services.set_readiness, {"candidate_id": candidate.pk, "readiness": "now"}),
        (services.remove_candidate, {"candidate_id": candidate.pk, "ends_on": DAY}),
        (services.record_review, {"unit_id": world.khoai_chau.pk, **review}),
    ):
        before = Entry.objects.count()
        with pytest.raises(NotAllowed):
            act(actor=actor, today=DAY, **given)
        assert Entry.objects.count() == before


def test_somebody_is_in_a_plan_once_at_a_time(world: World):
    plan, person = opened(world), cadre(world.dong_tien)
    candidate = added(world, plan, person)
    with pytest.raises(ValidationError, match="đã có trong quy hoạch này"):
        added(world, plan, person, starts_on=date(2020, 1, 1))
    services.remove_candidate(
        actor=world.secretary,
        candidate_id=candidate.pk,
        ends_on=date(2019, 5, 1),
        note="Chuyển ngành",
        today=DAY,
    )
    candidate.refresh_from_db()
    assert (candidate.validity.upper, candidate.note) == (date(2019, 5, 1), "Chuyển ngành")
    assert added(world, plan, person, starts_on=date(2019, 5, 1)).pk
    with pytest.raises(ValidationError, match="đã ra khỏi quy hoạch từ ngày 01/05/2019"):
        services.set_readiness(actor=world.secretary, candidate_id=candidate.pk, readiness="now", today=DAY)


def test_a_person_of_another_district_is_not_put_into_a_plan(world: World):
    plan, person = opened(world), cadre(world.phu_cu)
    with pytest.raises(NotAllowed):
        added(world, plan, person)
    assert not SuccessionCandidate.objects.exists()


@pytest.mark.parametrize(
    ("ends_on", "sentence"),
    [(date(2018, 1, 5), "phải sau ngày đưa vào .05/01/2018."), (date(2021, 10, 1), "không thể sau hôm nay")],
)
def test_the_day_of_leaving_a_plan_is_one_that_has_been(world: World, ends_on, sentence):
    candidate = added(world, opened(world), cadre(world.khoai_chau))
    with pytest.raises(ValidationError, match=sentence):
        services.remove_candidate(
            actor=world.secretary, candidate_id=candidate.pk, ends_on=ends_on, today=DAY
        )


@pytest.mark.parametrize("starts_on", [date(2021, 10, 1), date(2022, 7, 1)])
def test_nobody_enters_a_plan_before_the_day_or_after_its_term(world: World, starts_on):
    with pytest.raises(ValidationError, match=r"không thể sau hôm nay|kết thúc ngày 01/07/2022"):
        added(world, opened(world), cadre(world.khoai_chau), starts_on=starts_on)
    with pytest.raises(ValidationError, match="kết thúc ngày 01/01/2021"):
        added(
            world,
            opened(world, position="SECRETARY", ends_on=date(2021, 1, 1)),
            cadre(world.khoai_chau),
            starts_on=DAY,
        )


@pytest.mark.parametrize(
    ("born_on", "sentence"),
    [
        (date(1985, 9, 30), "Đã 36 tuổi, quá mức không quá 35 tuổi của chức danh này từ 30/09/2021."),
        (date(1985, 10, 1), "Sẽ quá mức không quá 35 tuổi từ 01/10/2021, trước khi hết nhiệm kỳ."),
        (date(1986, 7, 1), ""),
        (None, ""),
    ],
)
def test_age_is_a_warning_and_no_refusal(world: World, born_on, sentence):
    plan, person = opened(world), cadre(world.khoai_chau, born_on)
    assert added(world, plan, person).pk
    assert age_warning(person, plan, DAY) == sentence


def test_a_review_is_recorded_once_a_day_and_not_ahead(world: World):
    given = {
        "actor": world.officer,
        "unit_id": world.khoai_chau.pk,
        "decision_number": "12-TB/ĐTN",
        "note": "",
    }
    review = services.record_review(**given, reviewed_on=date(2021, 9, 1), today=DAY)
    assert review.decision_number == "12-TB/ĐTN"
    for reviewed_on, sentence in (
        (date(2021, 9, 1), "Đã ghi lần rà soát"),
        (date(2021, 10, 1), "sau hôm nay"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            services.record_review(**given, reviewed_on=reviewed_on, today=DAY)


def of(unit: Unit) -> Unit:
    return Unit.objects.with_lineage(DAY).get(pk=unit.pk)


def test_the_page_counts_people_to_positions_and_misses_the_review_of_the_year(world: World):
    Quota.objects.create(
        unit=world.khoai_chau,
        position_id="DEPUTY_SECRETARY",
        seats=2,
        validity=DateRange(date(2017, 1, 1), None),
        source="thử",
    )
    plan = opened(world)
    ready, later, gone = (
        cadre(world.khoai_chau, name=f"Trần Thị Minh {name}") for name in ("An", "Bình", "Chi")
    )
    appoint(ready, "STAFF", date(2018, 1, 1))
    for person, readiness in ((later, Readiness.LATER), (ready, Readiness.NOW), (gone, Readiness.NOW)):
        candidate = added(world, plan, person, readiness=readiness)
    services.remove_candidate(actor=world.secretary, candidate_id=candidate.pk, ends_on=DAY, today=DAY)
    services.record_review(
        actor=world.secretary,
        unit_id=world.khoai_chau.pk,
        reviewed_on=date(2020, 12, 5),
        decision_number="",
        note="",
        today=DAY,
    )
    found = unit_plans(of(world.khoai_chau), DAY, is_private=lambda _: True)
    (row,) = found.positions
    assert [person.name for person in row.people] == ["Trần Thị Minh An", "Trần Thị Minh Bình"]
    assert row.people[0].post == "Chuyên viên Huyện đoàn Khoái Châu"
    assert (row.ratio, row.fraction, row.ready_count) == ("1,0", "2 người / 2 chức danh", 1)
    assert found.is_review_missing
    assert found.last_review.reviewed_on == date(2020, 12, 5)
    earlier = unit_plans(of(world.khoai_chau), date(2020, 12, 31), is_private=lambda _: True)
    assert not earlier.is_review_missing


def test_without_a_quota_there_is_no_ratio_and_without_a_plan_no_review_is_missed(world: World):
    assert not unit_plans(of(world.phu_cu), DAY, is_private=lambda _: True).is_review_missing
    added(world, opened(world), cadre(world.khoai_chau))
    (row,) = unit_plans(of(world.khoai_chau), DAY, is_private=lambda _: True).positions
    assert (row.seats, row.ratio, row.fraction) == (None, "—", "1 người / chưa nhập định biên")


def test_an_age_is_told_only_to_those_who_may_see_it(world: World):
    added(world, opened(world), cadre(world.khoai_chau, date(1980, 1, 1)))
    for is_private in (True, False):
        (row,) = unit_plans(of(world.khoai_chau), DAY, is_private=lambda _, seen=is_private: seen).positions
        assert bool(row.people[0].warning) == is_private


def test_reading_takes_as_many_statements_for_three_as_for_twelve(world: World, django_assert_num_queries):
    plan, unit = opened(world), of(world.khoai_chau)
    for count in (3, 9):
        for number in range(count):
            person = cadre(world.khoai_chau, name=f"Lê Văn {count} {number}")
            appoint(person, "COMMITTEE_MEMBER", date(2018, 1, 1))
            added(world, plan, person)
        with django_assert_num_queries(9):
            found = unit_plans(unit, DAY, is_private=lambda _: True)
            assert len(found.positions[0].people) == (3 if count == 3 else 12)
