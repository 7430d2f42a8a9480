"""Ẩn danh: afterwards no text of the database names the person, and what was counted is there to be counted."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from apps.audit.models import Entry
from apps.cadres.enums import PlacementState
from apps.cadres.models import (
    Appointment,
    AppointmentFile,
    Cadre,
    CadreRating,
    DataRequest,
    Discipline,
    FieldVisit,
    Placement,
    PublicSeat,
    SuccessionCandidate,
    SuccessionPlan,
    SuccessionReview,
    Training,
    TrainingParticipant,
)
from apps.cadres.queries.personal import GOES, NOTES, STAYS
from apps.cadres.queries.rights import files_of, rows_about
from apps.cadres.queries.traces import known_of, traces
from apps.cadres.services import (
    FACTS,
    Scan,
    anonymise,
    attach_decision,
    merge_cadres,
    record_cadre,
    record_data_request,
    update_cadre,
)
from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed, Stale
from apps.files.enums import ERASED
from apps.files.models import StoredFile
from apps.files.services import disk
from apps.indicators.models import Fact
from apps.jobs.models import Job
from tests.cadres.people import appoint, cadre
from tests.files.makers import pdf, upload
from tests.visits import signed_in, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2019, 3, 1), date(2021, 6, 1)
NAME, BORN, PHONE, EMAIL = "Trần Thị Minh Họa", date(1990, 3, 12), "0912345678", "minhhoa@tinhdoan.example"
SECRETS = (
    NAME,
    "tran thi minh hoa",
    PHONE,
    EMAIL,
    "1990-03-12",
    "15-QĐ/TĐTN",
    "16-QĐ/TĐTN",
    "Làng Nủa",
    "Luật Hà Nội",
)


def url(route: str, *keys: int) -> str:
    return reverse(f"cadres:{route}", args=keys)


@pytest.fixture
def person(world: World) -> Cadre:
    """Somebody who has left, with a row of every kind, a changed phone, a merged file, scans, and notes elsewhere."""
    facts = dict.fromkeys(FACTS, "") | dict.fromkeys(("born_on", "party_joined_on", "union_joined_on"))
    facts |= {"full_name": NAME, "born_on": BORN, "phone": "0987654321", "email": EMAIL, "sex": "female"}
    made = record_cadre(actor=world.secretary, unit_id=world.khoai_chau.pk, facts=facts, held=[], today=DAY)
    facts |= {"phone": PHONE, "home": "Làng Nủa", "ethnic_group": "Tày", "party_joined_on": date(2015, 7, 19)}
    given = {"actor": world.secretary, "cadre_id": made.pk, "facts": facts, "held": [], "today": DAY}
    update_cadre(version=1, **given)
    twin = cadre(world.dong_tien, BORN, name="Trần Minh Họa", phone="0911111111")
    twin.qualifications.filter(kind="education").update(field="Luật Hà Nội", obtained_on=date(2012, 6, 1))
    rows_of_every_kind(world, Cadre.objects.get(pk=made.pk))
    merge_cadres(actor=world.officer, kept_id=made.pk, merged_id=twin.pk, version=2, today=DAY)
    return Cadre.objects.get(pk=made.pk)


def rows_of_every_kind(world: World, person: Cadre) -> None:
    unit, past = world.khoai_chau, DateRange(SINCE, UNTIL)
    post = appoint(
        person, "DEPUTY_SECRETARY", SINCE, UNTIL, decision_number="15-QĐ/TĐTN", ending_decision="16-QĐ/TĐTN"
    )  # fmt: skip
    for kind in ("appointing", "ending"):
        scan = Scan(upload(f"QĐ {NAME}.pdf", pdf()), db_now())
        attach_decision(actor=world.officer, appointment_id=post.pk, kind=kind, scan=scan, today=DAY)
    AppointmentFile.objects.filter(kind="ending").update(
        withdrawn_at=db_now(), withdrawn_by=world.officer, withdrawal_reason=f"Nhầm với {NAME}"
    )
    plan = SuccessionPlan.objects.create(unit=unit, position_id="SECRETARY", term=DateRange(SINCE, None))
    SuccessionCandidate.objects.create(plan=plan, cadre=person, readiness="now", validity=past, note=NAME)
    course = Training.objects.create(
        title="Lớp", kind="skills", organiser=unit, starts_on=SINCE, ends_on=SINCE
    )
    TrainingParticipant.objects.create(training=course, cadre=person, unit=unit, result="Giỏi")
    FieldVisit.objects.create(
        cadre=person, unit=unit, place=world.dong_tien, kind="survey", starts_on=SINCE, days=2, note=NAME
    )
    CadreRating.objects.create(cadre=person, unit=unit, year=2020, rating="good", guide="HD 33")
    Placement.objects.create(
        cadre=person, unit=unit, state=PlacementState.DONE, proposal=NAME, result=PHONE, done_on=UNTIL
    )
    Discipline.objects.create(
        cadre=person, unit=unit, decided_on=SINCE, form="Khiển trách", decision_number="9"
    )
    for body in ("HĐND xã", "HĐND huyện"):
        PublicSeat.objects.create(cadre=person, kind="elected_body", body=body, validity=past)
    SuccessionReview.objects.create(
        unit=unit, reviewed_on=DAY, note=f"Đưa ra: TRẦN THỊ  MINH HỌA ({PHONE}), hai người."
    )


def ask(world: World, person: Cadre, **given: Any) -> DataRequest:
    given = {"kind": "anonymising", "reason": f"{NAME} đề nghị", "received_on": DAY, "today": DAY} | given
    return record_data_request(actor=world.officer, cadre_id=person.pk, **given)


def do(world: World, person: Cadre, **given: Any):
    given = {"typed_name": NAME, "version": person.version, "today": DAY, "now": db_now()} | given
    given = {"actor": world.officer} | given
    return anonymise(request_id=given.pop("request_id", None) or ask(world, person).pk, **given)


def whole_database() -> str:
    """Every value of every table as text, by the database's own catalogue of tables."""
    texts = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            texts += [text for (text,) in cursor.fetchall()]
    return "\n".join(texts)


def test_afterwards_nothing_in_the_database_tells_the_person(world: World, person: Cadre):
    known = known_of(files_of(person))
    assert (len(known.names), len(known.phones)) == (2, 3)
    before = whole_database()
    assert [secret for secret in SECRETS if secret not in before] == []
    done = do(world, person)
    assert traces(known) == []
    after = whole_database()
    assert [
        secret for secret in (*SECRETS, "Trần Minh Họa", "0987654321", "0911111111") if secret in after
    ] == []
    assert (done.left, done.cadre.full_name) == ([], f"Cán bộ đã ẩn danh {person.pk}")


def test_the_file_and_the_merged_one_are_marked_and_the_request_is_done(world: World, person: Cadre):
    asked = ask(world, person)
    do(world, person, request_id=asked.pk)
    files = Cadre.objects.filter(pk__in=files_of(person))
    assert [file.anonymised_at is not None for file in files] == [True, True]
    assert {(file.born_on, file.phone, file.party_joined_on) for file in files} == {(None, "", None)}
    asked.refresh_from_db()
    assert (asked.answered_on, asked.finished_on, asked.places) == (DAY, DAY, [])
    entry = Entry.objects.get(act="cadres.anonymise")
    assert (entry.subject_id, entry.chain, entry.actor) == (person.pk, world.khoai_chau.pk, world.officer)
    assert {"born_on", "full_name", "phone"} <= set(entry.changed)


def test_what_is_counted_stays(world: World, person: Cadre):
    def counted() -> list[Any]:
        return [
            list(
                model.objects.order_by("pk").values_list(
                    *(f"{name}_id" if name in KEYS else name for name in names)
                )
            )
            for model, names in STAYS.items()
            if model not in {Cadre, DataRequest}
            for names in [sorted(names)]
        ]

    before, facts = counted(), Fact.objects.count()
    do(world, person)
    assert counted() == before
    assert Fact.objects.count() == facts
    assert Appointment.objects.get().validity == DateRange(SINCE, UNTIL)
    assert PublicSeat.objects.count() == 2


KEYS = {"cadre", "unit", "position", "plan", "place", "training", "appointment", "file"} | {
    "recorded_by", "attached_by", "withdrawn_by",
}  # fmt: skip


def test_the_scans_are_erased(world: World, person: Cadre, django_capture_on_commit_callbacks: Any):
    tokens = list(StoredFile.objects.values_list("token", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        do(world, person)
    assert len(tokens) == 2
    assert [disk.path_of(token).exists() for token in tokens] == [False, False]
    assert set(StoredFile.objects.values_list("name", flat=True)) == {ERASED}
    paper = AppointmentFile.objects.get(kind="appointing")
    assert signed_in(world.officer).get(url("decision", person.pk, paper.pk)).status_code == 404


def test_a_note_of_ours_keeps_its_other_words(world: World, person: Cadre):
    do(world, person)
    hidden = f"Cán bộ đã ẩn danh {person.pk}"
    assert SuccessionReview.objects.get().note == f"Đưa ra: {hidden} ({hidden}), hai người."


def failed(world: World, error: str) -> Job:
    return Job.objects.create(
        kind="reviews.build", title="Sơ kết", key="1", requested_by=world.officer, error=error
    )


def test_what_cannot_be_changed_waits_for_a_hand(world: World, person: Cadre):
    """A finished job's error is nobody's note: the place is told, the words are not kept."""
    job = Job.objects.create(
        kind="reviews.build", title="Sơ kết", key="1", requested_by=world.officer, error=f"Thiếu {NAME}"
    )
    asked = ask(world, person)
    done = do(world, person, request_id=asked.pk)
    assert [(trace.table, trace.column, trace.row) for trace in done.left] == [
        ("jobs_job", "error", str(job.pk))
    ]
    asked.refresh_from_db()
    assert (asked.places, asked.finished_on) == ([["jobs_job", "error", str(job.pk)]], None)
    page = words(signed_in(world.officer).get(url("rights", person.pk)))
    assert "Còn 1 nơi có tên" in page
    assert f"lỗi, dòng số {job.pk}" in page


def test_somebody_of_the_same_name_keeps_the_notes(world: World, person: Cadre):
    other = cadre(world.phu_cu, date(1985, 1, 1), name="Trần Thị Minh Hoạ")
    done = do(world, person)
    other.refresh_from_db()
    assert other.full_name == "Trần Thị Minh Hoạ"
    assert "MINH HỌA" in SuccessionReview.objects.get().note
    tables = {trace.table for trace in done.left}
    assert tables == {"cadres_cadre", "cadres_cadreevent", "cadres_successionreview"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"typed_name": "Trần Thị Minh Hoa"}, "Gõ đúng họ và tên"),
        ({"typed_name": "Trần Minh Họa"}, "Gõ đúng"),
    ],
)
def test_another_name_is_no_confirmation(world: World, person: Cadre, given: Any, said: str):
    with pytest.raises(ValidationError, match=said):
        do(world, person, **given)
    assert Cadre.objects.get(pk=person.pk).full_name == NAME


def test_who_still_serves_or_is_planned_for_is_not_made_anonymous(world: World, person: Cadre):
    held = appoint(person, "STAFF", UNTIL)
    with pytest.raises(ValidationError, match="còn giữ chức danh"):
        do(world, person)
    page = signed_in(world.officer).get(url("anonymise", person.pk, DataRequest.objects.latest("pk").pk))
    assert "ghi thôi giữ chức, đưa ra khỏi quy hoạch trước khi ẩn danh" in words(page)
    assert "không hoàn lại</button>" not in page.content.decode()
    Appointment.objects.filter(pk=held.pk).update(validity=DateRange(UNTIL, DAY), ending="left")
    SuccessionCandidate.objects.update(validity=DateRange(SINCE, None))
    with pytest.raises(ValidationError, match="còn trong quy hoạch"):
        do(world, person)
    SuccessionCandidate.objects.update(validity=DateRange(SINCE, DAY))
    assert do(world, person).left == []


def test_only_the_province_may_and_only_for_a_request(world: World, person: Cadre):
    for who in (world.secretary, world.standing, world.neighbour, world.administrator):
        with pytest.raises(NotAllowed):
            do(world, person, actor=who)
    for wrong in (ask(world, person, kind="access"), ask(world, person)):
        DataRequest.objects.filter(kind="anonymising").update(answered_on=DAY, finished_on=DAY, outcome="x")
        with pytest.raises(ValidationError, match="theo một yêu cầu ẩn danh chưa hoàn thành"):
            do(world, person, request_id=wrong.pk)
    with pytest.raises(Stale):
        do(world, person, version=person.version - 1)


def test_afterwards_nothing_more_is_recorded(world: World, person: Cadre):
    do(world, person)
    kept = Cadre.objects.get(pk=person.pk)
    facts = {"full_name": NAME}
    given = {"actor": world.officer, "cadre_id": kept.pk, "facts": facts, "held": [], "today": DAY}
    with pytest.raises(ValidationError, match="đã được ẩn danh"):
        update_cadre(version=kept.version, **given)
    with pytest.raises(ValidationError, match="đã được ẩn danh"):
        merge_cadres(
            actor=world.officer, kept_id=cadre(world.khoai_chau).pk, merged_id=kept.pk, version=1, today=DAY
        )
    client = signed_in(world.officer)
    for route in ("edit", "merge", "appoint", "placement_new"):
        response = client.get(url(route, kept.pk))
        assert response.status_code == 403
        assert "Hồ sơ này đã được ẩn danh" in words(response)
    page = words(client.get(url("cadre", kept.pk)))
    assert f"Cán bộ đã ẩn danh {kept.pk}" in page
    assert "Hồ sơ này đã được ẩn danh" in page
    assert [secret for secret in SECRETS if secret in words(client.get(url("history", kept.pk)))] == []
    assert "Cán bộ đã ẩn danh" in words(client.get(f"{url('index')}?nhan-dinh=khong-giu-chuc"))


def test_the_page_shows_what_goes_before_it_goes(world: World, person: Cadre):
    asked, client = ask(world, person), signed_in(world.officer)
    Job.objects.create(
        kind="reviews.build", title="Sơ kết", key="1", requested_by=world.officer, error=f"Thiếu {NAME} & <b>"
    )
    page = url("anonymise", person.pk, asked.pk)
    text = words(client.get(page))
    for said in (
        "Việc giữ chức",
        "số quyết định, ngày quyết định",
        "thời gian giữ chức",
        "Thiếu Trần Thị Minh Họa",
    ):
        assert said in text
    assert "Không hoàn lại được" in text
    refused = client.post(page, {"typed_name": "Ai đó", "version": person.version})
    assert "Gõ đúng họ và tên ghi trong hồ sơ" in words(refused)
    assert 'value="Ai đó"' in refused.content.decode()
    assert client.post(page, {"typed_name": NAME, "version": person.version}).url == url("rights", person.pk)
    assert Cadre.objects.get(pk=person.pk).anonymised_at


# --- nothing is forgotten ---
def pointing() -> set[type[models.Model]]:
    """Every model of ours with a key to a cadre or to a position held, history aside."""
    found: set[type[models.Model]] = {Cadre}
    for target in (Cadre, Appointment):
        found |= {
            field.related_model
            for field in target._meta.related_objects
            if not hasattr(field.related_model, "pgh_id")
        }
    return found


def test_of_every_field_it_is_decided_whether_it_goes():
    assert set(GOES) == set(STAYS) == pointing()
    for model in GOES:
        fields = {field.name for field in model._meta.concrete_fields if not field.primary_key}
        assert set(GOES[model]) | STAYS[model] == fields, model
        assert not set(GOES[model]) & STAYS[model], model


def test_every_note_of_the_register_may_be_cleaned():
    texts = {
        (model._meta.label, field.name)
        for model in GOES
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length == 300
    }
    assert texts <= set(NOTES)


def test_rows_of_others_stay_what_they_were(world: World, person: Cadre):
    other = cadre(world.phu_cu, date(1985, 1, 1), name="Lê Văn Phù", phone="0933333333")
    appoint(other, "DEPUTY_SECRETARY", SINCE, decision_number="1-QĐ")
    ids = [other.pk]
    before = {model: [vars(row) for row in rows] for model, rows in rows_about(ids).items()}
    do(world, person)
    after = {model: [vars(row) for row in rows] for model, rows in rows_about(ids).items()}
    for side in (before, after):
        for rows in side.values():
            for row in rows:
                row.pop("_state")
    assert after == before
