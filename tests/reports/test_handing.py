"""A row between commune and district: handed over, taken over, given back; who is still out, and until when."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.exceptions import NotAllowed, Stale
from apps.jobs.models import Delivery
from apps.reports import services
from apps.reports.enums import RowState
from apps.reports.models import Deadline, Report, ReportRow, ReportValue, RowStep
from apps.reports.services import Typed
from tests.reports.desk import NOW, fill, open_quarter, report_of, row_of, submit
from tests.reports.test_pages import url
from tests.visits import signed_in, statements, words
from tests.world import World, person

pytestmark = pytest.mark.django_db
CODE = "KL08-B1"


@pytest.fixture
def report(world: World) -> Report:
    """Khoái Châu's, every box filled with figures that add up."""
    open_quarter()
    found = report_of(world.khoai_chau)
    fill(found)
    return found


def hand_over(report, unit, user, now=NOW, version=None):
    seen = row_of(report, unit).version if version is None else version
    return services.hand_over(user=user, report_id=report.pk, unit_id=unit.pk, version=seen, now=now)


def settle(act, report, unit, user, reason="Xã đang kiện toàn"):
    return act(user=user, report_id=report.pk, unit_id=unit.pk, reason=reason, now=NOW)


def type_in(report, unit, user, text, **more):
    version = more.pop("version", row_of(report, unit).version)
    cells = {CODE: Typed(text=text)}
    return services.save_row(
        user=user, report_id=report.pk, unit_id=unit.pk, version=version, cells=cells, now=NOW, **more
    )


def stored(report, unit):
    return ReportValue.objects.get(row__report=report, row__unit=unit, element__code=CODE).value


def shown(report, unit) -> str:
    return f"{stored(report, unit):f}".split(".")[0]


def test_a_complete_row_is_handed_over_once_with_who_and_when(world, report):
    hand_over(report, world.dong_tien, world.commune_secretary)
    row, step = row_of(report, world.dong_tien), RowStep.objects.get()
    assert (row.state, row.first_handed_over_at) == (RowState.HANDED_OVER, NOW)
    assert (step.row, step.done_by, step.done_at) == (row, world.commune_secretary, NOW)
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.subject_id) == ("reports.hand_over", row.pk)
    with pytest.raises(NotAllowed):
        hand_over(report, world.dong_tien, world.commune_secretary)


def test_what_the_row_lacks_is_named_and_it_stays(world, report):
    ReportValue.objects.filter(row__unit=world.dong_tien, element__code=CODE).delete()
    with pytest.raises(NotAllowed, match=r"Chưa bàn giao được: 1 ô trống \(Đồng Tiến 1\)"):
        hand_over(report, world.dong_tien, world.commune_secretary)
    assert row_of(report, world.dong_tien).state == RowState.OPEN


def test_a_row_that_somebody_else_changed_is_not_handed_over_unseen(world, report):
    version = row_of(report, world.dong_tien).version
    type_in(report, world.dong_tien, world.secretary, "71")
    with pytest.raises(Stale):
        hand_over(report, world.dong_tien, world.commune_secretary, version=version)
    assert row_of(report, world.dong_tien).state == RowState.OPEN


def test_the_own_saves_since_the_page_was_kept_are_no_reason_to_refuse(world, report):
    version, figure = row_of(report, world.dong_tien).version, shown(report, world.dong_tien)
    for text in ("1" + figure, figure):
        type_in(report, world.dong_tien, world.commune_secretary, text)
    hand_over(report, world.dong_tien, world.commune_secretary, version=version)
    assert row_of(report, world.dong_tien).state == RowState.HANDED_OVER


def test_what_was_typed_without_network_goes_by_what_was_seen_in_the_box(world, report):
    unit, old = world.dong_tien, row_of(report, world.dong_tien).version
    before = shown(report, unit)
    other = {"KL08-F2": Typed(text="91")}
    services.save_row(
        user=world.commune_secretary, report_id=report.pk, unit_id=unit.pk, version=old, cells=other, now=NOW
    )
    type_in(report, unit, world.commune_secretary, "61", version=old, seen={CODE: before})
    assert stored(report, unit) == 61
    with pytest.raises(Stale):
        type_in(report, unit, world.commune_secretary, "62", version=old, seen={CODE: before})
    with pytest.raises(Stale):
        type_in(report, unit, world.commune_secretary, "62", version=old, seen={})
    assert stored(report, unit) == 61


def test_a_row_that_is_handed_over_is_the_districts_until_it_is_given_back(world, report):
    hand_over(report, world.dong_tien, world.commune_secretary)
    with pytest.raises(NotAllowed, match="đề nghị cấp huyện trả dòng"):
        type_in(report, world.dong_tien, world.commune_secretary, "51")
    type_in(report, world.dong_tien, world.secretary, "52")
    settle(services.give_back, report, world.dong_tien, world.secretary)
    type_in(report, world.dong_tien, world.commune_secretary, "53")
    assert stored(report, world.dong_tien) == 53


def test_a_row_that_is_taken_over_is_closed_to_the_commune(world, report):
    settle(services.take_over, report, world.dong_tien, world.secretary)
    for act in (hand_over, lambda *given: type_in(*given, "51")):
        with pytest.raises(NotAllowed, match="Cấp huyện đang nhập thay dòng này"):
            act(report, world.dong_tien, world.commune_secretary)
    entry = Entry.objects.latest("pk")
    assert (entry.act, sorted(entry.changed)) == ("reports.take_over", ["reason", "state"])


@pytest.mark.parametrize("who", ["commune_secretary", "neighbour", "officer", "viewer"])
@pytest.mark.parametrize("act", [services.take_over, services.give_back])
def test_only_the_district_takes_over_and_gives_back(world, report, act, who):
    with pytest.raises(NotAllowed):
        settle(act, report, world.dong_tien, getattr(world, who))


@pytest.mark.parametrize("who", ["secretary", "officer", "neighbour"])
def test_only_the_commune_hands_over(world, report, who):
    with pytest.raises(NotAllowed):
        hand_over(report, world.dong_tien, getattr(world, who))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_the_commune_is_owed_a_reason(world, report, reason):
    with pytest.raises(ValidationError):
        settle(services.take_over, report, world.dong_tien, world.secretary, reason)
    assert not RowStep.objects.exists()


def test_the_districts_own_row_is_nobodys_to_take_over(world, report):
    with pytest.raises(NotAllowed):
        settle(services.take_over, report, world.khoai_chau, world.secretary)


def test_nothing_moves_in_a_report_that_was_submitted(world, report):
    hand_over(report, world.dong_tien, world.commune_secretary)
    submit(report, world.secretary)
    with pytest.raises(NotAllowed):
        settle(services.give_back, report, world.dong_tien, world.secretary)
    with pytest.raises(NotAllowed):
        hand_over(report, world.dan_tien, person("dan-tien", "commune_secretary", world.dan_tien))


def test_the_first_hand_over_stays_the_first(world, report):
    hand_over(report, world.dong_tien, world.commune_secretary)
    settle(services.give_back, report, world.dong_tien, world.secretary)
    hand_over(report, world.dong_tien, world.commune_secretary, now=NOW + timedelta(days=1))
    assert row_of(report, world.dong_tien).first_handed_over_at == NOW


def test_steps_of_a_row_are_never_changed(world, report):
    hand_over(report, world.dong_tien, world.commune_secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        RowStep.objects.update(note="khác")


def test_the_communes_deadline_is_the_fifth_and_never_after_the_districts(report):
    deadline = Deadline.objects.get(period=report.period)
    assert deadline.rows_due_at == timezone.make_aware(datetime(2021, 10, 5, 17))
    assert deadline.is_proposed
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=deadline.pk).update(rows_due_at=deadline.due_at + timedelta(hours=1))


def test_the_district_sees_who_is_still_out(world, report):
    person("dan-tien", "commune_secretary", world.dan_tien)
    district = signed_in(world.secretary)
    assert "0/2 xã đã bàn giao; còn: Dân Tiến, Đồng Tiến" in words(district.get(url(report)))
    hand_over(report, world.dong_tien, world.commune_secretary)
    assert "1/2 xã đã bàn giao; còn: Dân Tiến" in words(district.get(url(report)))
    settle(services.take_over, report, world.dan_tien, world.secretary, "Bí thư nghỉ thai sản")
    told = words(district.get(url(report, "hand_overs")))
    assert "1/2 xã đã bàn giao, 1 huyện nhập thay" in told
    assert "Nhập thay: Đồng chí khoai-chau" in told
    assert "Bí thư nghỉ thai sản" in told
    assert "Chưa có tài khoản, huyện nhập" in told


def test_the_commune_reads_whose_turn_it_is_and_why(world, report):
    phone = signed_in(world.commune_secretary)
    assert "Hạn bàn giao 17 giờ 00 thứ Ba 5/10/2021 (đề xuất)" in words(phone.get(url(report)))
    settle(services.take_over, report, world.dong_tien, world.secretary, "Đang kiện toàn")
    told = words(phone.get(url(report)))
    assert "Huyện đoàn Khoái Châu đang nhập thay dòng này." in told
    assert "Lý do: Đang kiện toàn" in told
    settle(services.give_back, report, world.dong_tien, world.secretary, "Xã đã có Bí thư")
    told = words(phone.get(url(report)))
    assert "Huyện đoàn Khoái Châu trả dòng để đồng chí nhập tiếp." in told
    assert "Lý do: Xã đã có Bí thư" in told


def post(client: Any, report: Report, unit: Any, headers: dict[str, str] | None = None, **fields: str):
    given = {"phien-ban": row_of(report, unit).version, "phan": "2", "kieu": "dong", **fields}
    return client.post(url(report, "hand_over", unit.pk), given, headers=headers or {})


def test_a_second_tap_gets_the_same_answer(world, report):
    phone, key = signed_in(world.commune_secretary), str(uuid4())
    answers = [post(phone, report, world.dong_tien, khoa=key) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, url(report))] * 2
    assert (RowStep.objects.count(), Delivery.objects.count()) == (1, 1)
    other = post(phone, report, world.dong_tien, khoa=key, **{f"so-{CODE}": "5"})
    assert other.status_code == 422


def test_a_refused_hand_over_comes_back_on_the_page_and_to_a_script_as_a_sentence(world, report):
    ReportValue.objects.filter(row__unit=world.dong_tien, element__code=CODE).delete()
    phone, told = signed_in(world.commune_secretary), "Chưa bàn giao được: 1 ô trống (Đồng Tiến 1)."
    answer = post(phone, report, world.dong_tien)
    assert (answer.status_code, told in words(answer)) == (403, True)
    assert "X-Offline-Page" not in answer
    answer = post(phone, report, world.dong_tien, headers={"X-Delivery": "1"})
    assert (answer.status_code, answer.json()) == (403, {"said": told})


def test_a_row_sent_by_a_script_is_answered_with_a_status_and_its_page_shows_both_sides(world, report):
    phone, version = signed_in(world.commune_secretary), row_of(report, world.dong_tien).version
    type_in(report, world.dong_tien, world.secretary, "71")
    row_url = url(report, "save_row", world.dong_tien.pk)
    typed = {"phien-ban": version, "phan": "2", "kieu": "dong", f"so-{CODE}": "72", f"cu-{CODE}": "7"}
    answer = phone.post(row_url, typed | {"khoa": uuid4()}, headers={"X-Delivery": "1"})
    assert (answer.status_code, answer.json()) == (409, {"said": ""})
    page = phone.post(row_url, typed | {"khoa": uuid4()})
    assert page.status_code == 409
    assert "của đồng chí 72 trên hệ thống 71" in words(page)
    assert stored(report, world.dong_tien) == 71
    assert not Delivery.objects.exists()


def test_a_row_that_was_saved_in_part_says_the_same_again(world, report):
    phone, key = signed_in(world.commune_secretary), uuid4()
    row_url, version = url(report, "save_row", world.dong_tien.pk), row_of(report, world.dong_tien).version
    typed = {"phien-ban": version, "phan": "2", "kieu": "dong", f"so-{CODE}": "mười", "so-KL08-B4c": "1"}
    pages = [phone.post(row_url, typed | {"khoa": key}) for _ in range(2)]
    assert [page.status_code for page in pages] == [422, 422]
    assert all('value="mười"' in page.content.decode() for page in pages)
    assert Delivery.objects.count() == 1


def test_only_the_communes_own_page_may_be_kept_by_a_phone(world, report):
    asked = f"{url(report)}?phan=4&dong={world.dong_tien.pk}"
    kept = {
        name: signed_in(getattr(world, name)).get(asked).headers.get("X-Offline-Page")
        for name in ("commune_secretary", "secretary", "officer", "viewer")
    }
    assert kept == {"commune_secretary": str(world.commune_secretary.pk)} | dict.fromkeys(
        ("secretary", "officer", "viewer")
    )


def test_taking_over_by_its_page(world, report):
    district, page = signed_in(world.secretary), url(report, "take_over", world.dong_tien.pk)
    assert "Nhập thay Đoàn xã Đồng Tiến, quý III/2021" in words(district.get(page))
    assert "Đồng chí nêu lý do" in words(district.post(page, {"reason": " "}))
    assert district.post(page, {"reason": "Xã chưa có mạng"}).status_code == 302
    assert ReportRow.objects.get(report=report, unit=world.dong_tien).state == RowState.TAKEN_OVER
    assert signed_in(world.neighbour).get(page).status_code == 404
    assert signed_in(world.commune_secretary).get(page).status_code == 403


def test_the_list_costs_the_same_for_few_rows_and_for_many(world, report):
    district = signed_in(world.secretary)
    spare = [row.pk for row in ReportRow.objects.filter(report=report).exclude(unit=world.khoai_chau)]
    many = statements(district, url(report, "hand_overs"))
    ReportValue.objects.filter(row_id__in=spare[3:]).delete()
    ReportRow.objects.filter(pk__in=spare[3:]).delete()
    assert statements(district, url(report, "hand_overs")) == many
