"""Sets of standards: drafts judge nobody, what was in force keeps its rows, one set a day, two editors."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.audit.models import SYSTEM_CHAIN, Entry
from apps.cadres import services
from apps.cadres.enums import Verdict
from apps.cadres.models import Position, Standard, StandardSet
from apps.cadres.queries import judged, judged_cadre
from apps.cadres.services.standards import NO_DRAFT, NOT_IN_FORCE
from apps.core.exceptions import NotAllowed, Stale
from apps.units.models import UnitKind
from tests.cadres.people import appoint, cadre
from tests.world import World

pytestmark = pytest.mark.django_db
BEGIN, STARTS = date(2010, 2, 8), date(2022, 7, 1)
DAY_BEFORE = STARTS - timedelta(days=1)
DOCUMENT = {
    "code": "1289-QĐ/TWĐTN-CTĐ", "short_name": "Quy chế 1289", "title": "Quy chế cán bộ Đoàn (thử)",
    "issued_on": date(2022, 5, 15), "issued_by": "Ban Bí thư Trung ương Đoàn", "note": "",
}  # fmt: skip


def in_force() -> StandardSet:
    return StandardSet.objects.get(code="289-QĐ/TW", is_published=True)


def copied(world: World, starts_on: date = STARTS, **more: object) -> StandardSet:
    document = DOCUMENT | more
    return services.copy_standards(
        actor=world.officer, set_id=in_force().pk, document=document, starts_on=starts_on
    )


def limits(row: Standard | None = None, **more: object) -> dict:
    """What a row says, with something else."""
    row = row or Standard.objects.filter(position="SECRETARY", unit_kind="DISTRICT", group="general").first()
    return {name: getattr(row, name) for name in services.Limits.__annotations__} | more


def deputy_row(draft: StandardSet) -> Standard:
    return draft.standards.get(position="DEPUTY_SECRETARY", unit_kind="DISTRICT", group="general")


def changed(world: World, draft: StandardSet, row: Standard, **more: object) -> StandardSet:
    """The draft after one change of a row."""
    given = {"row_id": row.pk, "limits": limits(row, **more)}
    return services.set_standard(actor=world.officer, set_id=draft.pk, version=draft.version, **given)


def put_in_force(world: World, draft: StandardSet) -> StandardSet:
    return services.put_in_force(actor=world.officer, set_id=draft.pk, version=draft.version)


def shortened(world: World, **more: object) -> StandardSet:
    """A draft that lets the deputies of districts serve until 31."""
    draft = copied(world, **more)
    return changed(world, draft, deputy_row(draft), age_max=31)


@pytest.fixture
def deputy(world: World):
    """33 years old in 2022."""
    person = cadre(world.khoai_chau, date(1989, 1, 15))
    appoint(person, "DEPUTY_SECRETARY", date(2018, 1, 1))
    return person


def verdict_on(person, day: date) -> str:
    (row,) = judged_cadre(person.pk, day)
    return row.verdict


def test_a_draft_has_all_rows_and_judges_nobody(world: World, deputy):
    days = [DAY_BEFORE, STARTS]
    before = {day: judged(day) for day in days}
    draft = shortened(world, starts_on=date(2011, 1, 1))
    rows = [limits(row) for row in in_force().standards.exclude(position="DEPUTY_SECRETARY")]
    assert [limits(row) for row in draft.standards.exclude(position="DEPUTY_SECRETARY")] == rows
    assert deputy_row(draft).age_max == 31
    assert deputy_row(in_force()).age_max == 35
    assert {day: judged(day) for day in days} == before


def test_put_in_force_the_old_set_ends_the_day_before_and_earlier_days_stand(world: World, deputy):
    before = judged(DAY_BEFORE)
    put_in_force(world, shortened(world))
    old, new = StandardSet.objects.order_by("validity")
    assert (old.validity, new.validity) == (DateRange(BEGIN, STARTS), DateRange(STARTS, None))
    assert old.end_reason == "Thay bằng 1289-QĐ/TWĐTN-CTĐ"
    assert judged(DAY_BEFORE) == before
    assert [verdict_on(deputy, day) for day in (DAY_BEFORE, STARTS)] == [Verdict.MET, Verdict.NOT_MET]


def test_a_closed_set_stays_closed_when_a_later_one_begins(world: World, deputy):
    ended(world, date(2021, 1, 1))
    put_in_force(world, shortened(world))
    assert in_force().validity == DateRange(BEGIN, date(2021, 1, 1))
    assert verdict_on(deputy, DAY_BEFORE) == Verdict.NO_STANDARD


def ended(world: World, ends_on: date | None, **more: object) -> StandardSet:
    found = in_force()
    given = {"version": found.version, "end_reason": "Công văn thử", "ends_on": ends_on} | more
    return services.end_standards(actor=world.officer, set_id=found.pk, **given)


def test_a_set_without_successor_ends_and_opens_again(world: World, deputy):
    ended(world, STARTS)
    assert [verdict_on(deputy, day) for day in (DAY_BEFORE, STARTS)] == [Verdict.MET, Verdict.NO_STANDARD]
    assert Entry.objects.latest("pk").act == "cadres.end_standards"
    ended(world, None)
    assert verdict_on(deputy, STARTS) == Verdict.MET


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"ends_on": BEGIN}, "sau ngày 08/02/2010"),
        ({"ends_on": STARTS, "end_reason": " "}, "Ghi căn cứ"),
    ],
)
def test_what_is_no_end_is_refused(world: World, more, sentence):
    with pytest.raises(ValidationError, match=sentence):
        ended(world, **more)


def test_an_end_cannot_reach_into_the_next_set(world: World):
    put_in_force(world, copied(world))
    with pytest.raises(ValidationError, match="Đã có bộ tiêu chuẩn khác đang dùng"):
        ended(world, STARTS + timedelta(days=1))


@pytest.mark.parametrize("starts_on", [BEGIN, date(2009, 1, 1)])
def test_a_set_cannot_begin_before_the_one_in_force(world: World, starts_on: date):
    with pytest.raises(ValidationError, match="Đã có Quy chế 289 dùng từ ngày 08/02/2010"):
        put_in_force(world, copied(world, starts_on))


@pytest.mark.parametrize("more", [{"issued_on": None}, {"issued_by": " "}])
def test_without_day_or_issuer_nothing_is_put_in_force(world: World, more):
    with pytest.raises(ValidationError, match="Ghi ngày ban hành và cơ quan ban hành"):
        put_in_force(world, copied(world, **more))
    assert in_force().validity.upper is None


def test_an_empty_draft_is_not_put_in_force(world: World):
    draft = copied(world)
    draft.standards.all().delete()
    with pytest.raises(ValidationError, match="chưa có dòng tiêu chuẩn nào"):
        put_in_force(world, draft)


def test_a_document_is_entered_once(world: World):
    with pytest.raises(ValidationError, match="Đã có bộ tiêu chuẩn của văn bản số này"):
        copied(world, code="289-QĐ/TW")


def test_a_draft_gets_another_document_and_day(world: World):
    draft = copied(world)
    given = {"document": DOCUMENT | {"title": "  Quy chế mới "}, "starts_on": date(2023, 1, 1)}
    services.describe_standards(actor=world.officer, set_id=draft.pk, version=draft.version, **given)
    draft.refresh_from_db()
    assert (draft.title, draft.validity, draft.version) == (
        "Quy chế mới",
        DateRange(date(2023, 1, 1), None),
        2,
    )


def test_rows_come_and_go(world: World):
    draft = copied(world)
    row = limits(unit_kind=UnitKind.objects.get(pk="BRANCH"), age_max=None, source=" Điều 20 ")
    draft = services.set_standard(actor=world.officer, set_id=draft.pk, version=draft.version, limits=row)
    added = draft.standards.get(unit_kind="BRANCH")
    assert (added.age_max, added.source) == (None, "Điều 20")
    given = {"version": draft.version, "row_id": added.pk}
    services.remove_standard(actor=world.officer, set_id=draft.pk, **given)
    assert not draft.standards.filter(unit_kind="BRANCH").exists()
    assert in_force().standards.count() == draft.standards.count() == 15


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"position": "SECRETARY"}, "position", "Bộ này đã có tiêu chuẩn cho chức danh, cấp và diện ấy"),
        ({"age_max": 15}, "age_max", "Mức tuổi phải từ 16 đến 70"),
        ({"first_age_max": 71}, "first_age_max", "Mức tuổi phải từ 16 đến 70"),
    ],
)
def test_what_no_row_can_say_is_refused_beside_its_field(world: World, more, field, sentence):
    draft = copied(world)
    if "position" in more:
        more = {"position": Position.objects.get(pk="SECRETARY")}
    with pytest.raises(ValidationError) as refused:
        changed(world, draft, deputy_row(draft), **more)
    assert sentence in refused.value.message_dict[field][0]


def test_what_was_in_force_is_not_edited(world: World):
    put_in_force(world, shortened(world))
    for found in StandardSet.objects.published():
        given = {"actor": world.officer, "set_id": found.pk, "version": found.version}
        row = found.standards.first()
        for act, more in (
            (services.describe_standards, {"document": DOCUMENT, "starts_on": STARTS}),
            (services.set_standard, {"limits": limits(row), "row_id": row.pk}),
            (services.remove_standard, {"row_id": row.pk}),
            (services.discard_standards, {}),
            (services.put_in_force, {}),
        ):
            with pytest.raises(ValidationError, match=NO_DRAFT):
                act(**given, **more)


def test_a_draft_neither_ends_nor_is_corrected(world: World):
    draft = copied(world)
    given = {"actor": world.officer, "set_id": draft.pk, "version": draft.version}
    with pytest.raises(ValidationError, match=NOT_IN_FORCE):
        services.end_standards(ends_on=None, end_reason="thử", **given)
    with pytest.raises(ValidationError, match=NOT_IN_FORCE):
        services.correct_standards(reason="thử", **given)


def correction(world: World, reason: str = "Gõ nhầm 35 thành 31") -> StandardSet:
    found = in_force()
    return services.correct_standards(
        actor=world.officer, set_id=found.pk, version=found.version, reason=reason
    )


def test_a_typing_error_is_mended_for_all_days_and_the_old_text_is_kept(world: World, deputy):
    ended(world, date(2030, 1, 1))
    old, draft = in_force(), correction(world)
    draft = changed(world, draft, deputy_row(draft), age_max=31)
    assert verdict_on(deputy, STARTS) == Verdict.MET
    ended(world, date(2031, 1, 1))
    new = put_in_force(world, draft)
    old.refresh_from_db()
    assert (old.is_published, old.is_corrected, deputy_row(old).age_max) == (False, True, 35)
    assert (new.validity, new.revision, new.code) == (DateRange(BEGIN, date(2031, 1, 1)), 2, "289-QĐ/TW")
    assert new.end_reason == "Công văn thử"
    assert [verdict_on(deputy, day) for day in (date(2020, 1, 1), STARTS)] == [Verdict.MET, Verdict.NOT_MET]


def test_a_correction_keeps_the_days_of_what_it_mends(world: World):
    draft = correction(world)
    given = {"version": draft.version, "document": DOCUMENT, "starts_on": STARTS}
    described = services.describe_standards(actor=world.officer, set_id=draft.pk, **given)
    assert (described.title, described.validity) == (DOCUMENT["title"], DateRange(BEGIN, None))


def test_one_correction_at_a_time_with_a_reason(world: World):
    with pytest.raises(ValidationError, match="Ghi lý do sửa"):
        correction(world, " ")
    draft = correction(world)
    with pytest.raises(ValidationError, match="Đã có một bản sửa của bộ này đang soạn"):
        correction(world)
    services.discard_standards(actor=world.officer, set_id=draft.pk, version=draft.version)
    assert correction(world).revision == 2


def test_a_discarded_draft_is_gone_and_the_log_knows(world: World):
    draft = copied(world)
    services.discard_standards(actor=world.officer, set_id=draft.pk, version=draft.version)
    assert StandardSet.objects.count() == 1
    assert Standard.objects.count() == 15
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.subject_id, entry.chain) == ("cadres.discard_standards", draft.pk, SYSTEM_CHAIN)
    assert copied(world).pk


def test_of_two_editors_the_second_hears_of_the_first(world: World):
    draft = copied(world)
    seen = draft.version
    changed(world, draft, deputy_row(draft), age_max=36)
    given = {"actor": world.officer, "set_id": draft.pk, "version": seen}
    before = Entry.objects.count()
    for act, more in (
        (services.set_standard, {"limits": limits(), "row_id": deputy_row(draft).pk}),
        (services.remove_standard, {"row_id": deputy_row(draft).pk}),
        (services.describe_standards, {"document": DOCUMENT}),
        (services.discard_standards, {}),
        (services.put_in_force, {}),
    ):
        with pytest.raises(Stale):
            act(**given, **more)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "who", ["standing", "secretary", "commune_secretary", "viewer", "administrator", "stranger"]
)
def test_only_the_officer_sets_standards(world: World, who: str):
    draft, actor = copied(world), getattr(world, who)
    row = draft.standards.first()
    given = {"actor": actor, "set_id": draft.pk, "version": draft.version}
    before = Entry.objects.count()
    for act, more in (
        (services.describe_standards, {"document": DOCUMENT}),
        (services.set_standard, {"limits": limits(row), "row_id": row.pk}),
        (services.remove_standard, {"row_id": row.pk}),
        (services.discard_standards, {}),
        (services.put_in_force, {}),
        (services.end_standards, {"ends_on": STARTS, "end_reason": "thử"}),
        (services.correct_standards, {"reason": "thử"}),
    ):
        with pytest.raises(NotAllowed):
            act(**given, **more)
    with pytest.raises(NotAllowed):
        services.copy_standards(actor=actor, set_id=draft.pk, document=DOCUMENT, starts_on=STARTS)
    assert Entry.objects.count() == before
