"""Submitting, sending back, approving: what the main road promises."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from apps.audit.models import Entry
from apps.core.canonical import sha256
from apps.core.exceptions import KeyReused, NotAllowed, Stale
from apps.reports import services
from apps.reports.enums import ReportState
from apps.reports.models import Report, ReportValue, ReportVersion
from tests.reports.desk import (
    LATER,
    NOW,
    approve,
    fill,
    open_quarter,
    quarter,
    report_of,
    row_of,
    send_back,
    submit,
)
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world: World) -> Report:
    """Khoái Châu's report of quý III/2021, every box filled."""
    open_quarter()
    report = report_of(world.khoai_chau)
    fill(report)
    return report_of(world.khoai_chau)


def test_a_quarter_is_opened_once_for_the_twelve_that_report(world):
    assert open_quarter() == 12
    assert open_quarter() == 0
    assert set(report_of(world.khoai_chau).row_unit_ids) > {world.khoai_chau.pk, world.dong_tien.pk}
    assert report_of(world.affiliate).row_unit_ids == [world.affiliate.pk]
    assert report_of(world.province).row_unit_ids == [world.province.pk]


def test_the_way_from_draft_to_approved(world, report):
    receipt = submit(report, world.secretary)
    assert receipt.receipt_number.startswith("BC-QUY/2021-Q3/")
    frozen = approve(report, world.officer)
    report.refresh_from_db()
    assert (report.state, report.approved_by) == (ReportState.APPROVED, world.officer)
    assert [step.act for step in report.steps.all()] == ["submit", "approve"]
    assert frozen.sha256 == sha256(frozen.content)
    content = json.loads(frozen.content)
    assert (content["period"], content["unit"]["name"]) == ("2021-q3", "Huyện đoàn Khoái Châu")
    assert len(content["rows"]) == 26
    acts = Entry.objects.filter(chain=world.khoai_chau.pk).values_list("act", flat=True)
    assert {"reports.submit", "reports.approve"} <= set(acts)


def test_a_returned_field_carries_its_reason_and_the_report_opens_again(world, report):
    submit(report, world.secretary)
    send_back(report, world.officer, world.dong_tien, "KL08-B1")
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    note = report.steps.get(act="send_back").notes.get()
    assert (note.row.unit, note.element.code) == (world.dong_tien, "KL08-B1")
    submit(report, world.secretary)
    assert [receipt.number for receipt in report.submissions.all()] == [1, 2]
    assert approve(report, world.officer).number == 1


def test_a_return_needs_a_reason_of_a_field_of_this_report(world, report):
    submit(report, world.secretary)
    version = Report.objects.get(pk=report.pk).version
    for notes in (
        [],
        [services.Note(" ", unit_id=world.dong_tien.pk, code="KL08-B1")],
        [services.Note("Sai", unit_id=world.phu_cu.pk, code="KL08-B1")],
        [services.Note("Sai", unit_id=world.dong_tien.pk, code="KHONG-CO")],
    ):
        with pytest.raises(ValidationError):
            services.send_back(
                user=world.officer, report_id=report.pk, version=version, notes=notes, message="", now=NOW
            )


def test_the_same_key_and_body_give_the_same_receipt_and_another_body_is_refused(world, report):
    version, key = report.version, uuid4()
    again = {"user": world.secretary, "report_id": report.pk, "key": key, "now": NOW}
    first = services.submit(version=version, seen={"a": 1}, **again)
    assert services.submit(version=version, seen={"a": 1}, **again) == first
    with pytest.raises(KeyReused):
        services.submit(version=version, seen={"a": 2}, **again)
    with pytest.raises(NotAllowed, match="đã nộp lúc"):
        submit(report, world.deputy)


def test_a_stale_page_does_not_submit(world, report):
    with pytest.raises(Stale):
        services.submit(
            user=world.secretary,
            report_id=report.pk,
            version=report.version - 1,
            key=uuid4(),
            seen="",
            now=NOW,
        )


def test_a_report_with_gaps_says_where_they_are(world, report):
    ReportValue.objects.filter(row=row_of(report, world.dan_tien), element__code="KL08-B5").delete()
    with pytest.raises(NotAllowed, match=r"1 ô trống \(Dân Tiến 1\)"):
        submit(report, world.secretary)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_nobody_approves_what_they_submitted(world):
    """The officer enters and submits the province's own report; the standing secretary approves it."""
    open_quarter()
    report = report_of(world.province)
    fill(report)
    submit(report, world.officer)
    with pytest.raises(NotAllowed):
        approve(report, world.officer)
    approve(report, world.standing)


@pytest.mark.parametrize(
    "who", ["secretary", "neighbour", "commune_secretary", "viewer", "administrator", "stranger"]
)
def test_only_the_province_approves(world, report, who):
    submit(report, world.deputy)
    with pytest.raises(NotAllowed):
        approve(report, getattr(world, who))


@pytest.mark.parametrize(
    "who", ["officer", "neighbour", "commune_secretary", "viewer", "administrator", "stranger"]
)
def test_only_the_reporting_unit_submits(world, report, who):
    with pytest.raises(NotAllowed):
        submit(report, getattr(world, who))


@pytest.mark.parametrize("is_approved", [False, True])
def test_the_database_refuses_changes_to_a_report_that_is_not_open(world, report, is_approved):
    submit(report, world.secretary)
    if is_approved:
        approve(report, world.officer)
    value = ReportValue.objects.filter(row__report=report).first()
    for change in (lambda: ReportValue.objects.filter(pk=value.pk).update(value=7), value.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_frozen_version_never_changes(world, report):
    submit(report, world.secretary)
    frozen = approve(report, world.officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.filter(pk=frozen.pk).update(content="{}")


def test_an_extension_needs_a_later_deadline_and_a_reason(world, report):
    grant = {"user": world.officer, "report_id": report.pk, "now": LATER}
    services.grant_extension(due_at=LATER + timedelta(days=2), reason="Đang sáp nhập chi đoàn", **grant)
    assert report_of(world.khoai_chau).due_at == LATER + timedelta(days=2)
    for due_at, reason in (
        (NOW, "Lý do"),
        (LATER + timedelta(days=1), "Lý do"),
        (LATER + timedelta(days=9), " "),
    ):
        with pytest.raises(ValidationError):
            services.grant_extension(due_at=due_at, reason=reason, **grant)
    with pytest.raises(NotAllowed):
        services.grant_extension(
            user=world.secretary,
            report_id=report.pk,
            due_at=LATER + timedelta(days=3),
            reason="Xin thêm",
            now=LATER,
        )


def test_a_quarter_without_units_opens_nothing_twice(world):
    assert open_quarter("2019-q1") == 12
    assert quarter("2019-q1").reports.count() == 12
