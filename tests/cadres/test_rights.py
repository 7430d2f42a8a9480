"""What a person may ask of the own data: deadlines, who answers, the copy of everything, where a name is found."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.audit.models import Entry
from apps.cadres.models import Cadre, DataRequest, SuccessionReview
from apps.cadres.queries.rights import files_of, rows_about
from apps.cadres.queries.traces import COLUMNS, Known, hidden, known_of, traces
from apps.cadres.services import Scan, attach_decision, record_data_request, settle_data_request
from apps.core.clock import db_now, working_days_after
from apps.core.exceptions import NotAllowed
from tests.cadres.people import appoint, cadre
from tests.files.makers import pdf, upload
from tests.visits import signed_in, statements, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
SINCE = date(2019, 3, 1)
NAME = "Trần Thị Minh Họa"


def url(route: str, *keys: int) -> str:
    return reverse(f"cadres:{route}", args=keys)


@pytest.fixture
def person(world: World) -> Cadre:
    found = cadre(
        world.khoai_chau, date(1990, 3, 12), name=NAME, phone="0912 345 678", email="MinhHoa@tinhdoan.example"
    )
    appoint(found, "DEPUTY_SECRETARY", SINCE, decision_number="15-QĐ/TĐTN")
    return found


def ask(world: World, person: Cadre, kind: str = "access", **given: Any) -> DataRequest:
    given = {"received_on": DAY, "reason": "Đơn ngày 30/9", "today": DAY, "actor": world.officer} | given
    return record_data_request(cadre_id=person.pk, kind=kind, **given)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 1)),
        (date(2026, 11, 28), date(2026, 12, 1)),
    ],
)
def test_two_working_days_leave_out_the_weekend(day: date, later: date):
    assert working_days_after(day, 2) == later


def test_a_request_says_until_when_and_what_next(world: World, person: Cadre):
    asked = ask(world, person)  # DAY is a Thursday
    assert (asked.answer_by, asked.finish_by) == (date(2021, 10, 4), date(2021, 10, 10))
    assert asked.next_step == "Trả lời trước 17 giờ 00 thứ Hai 4/10/2021"
    given = {"actor": world.secretary, "request_id": asked.pk, "today": date(2021, 10, 5)}
    answered = {"answered_on": date(2021, 10, 1), "finished_on": None, "outcome": ""}
    assert (
        settle_data_request(**given, **answered).next_step == "Hoàn thành trước 17 giờ 00 Chủ nhật 10/10/2021"
    )
    done = answered | {"finished_on": date(2021, 10, 5), "outcome": "Đã giao bản sao"}
    assert settle_data_request(**given, **done).next_step == ""
    with pytest.raises(ValidationError, match="đã hoàn thành"):
        settle_data_request(**given, **done)
    acts = Entry.objects.filter(subject_id=asked.pk, subject_type="cadres.datarequest").order_by("pk")
    assert [entry.act for entry in acts] == ["cadres.record_request", *["cadres.settle_request"] * 2]
    assert set(acts[1].changed) == {"answered_on", "finished_on", "outcome"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"finished_on": DAY}, "outcome"),
        ({"finished_on": DAY, "outcome": "Xong"}, "outcome"),
        ({"answered_on": date(2021, 9, 1)}, "finished_on"),
        ({"answered_on": date(2021, 10, 1)}, "answered_on"),
        ({"answered_on": DAY, "finished_on": date(2021, 10, 1), "outcome": "x"}, "finished_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world: World, person: Cadre, given: Any, field: str):
    asked = ask(world, person)
    given = {"answered_on": None, "finished_on": None, "outcome": ""} | given
    with pytest.raises(ValidationError) as told:
        settle_data_request(actor=world.officer, request_id=asked.pk, today=DAY, **given)
    assert list(told.value.message_dict) == [field]


def test_a_request_of_tomorrow_or_of_no_kind_is_refused(world: World, person: Cadre):
    with pytest.raises(ValidationError, match="Ngày nhận"):
        ask(world, person, received_on=date(2021, 10, 1))
    with pytest.raises(ValidationError):
        ask(world, person, kind="other")
    with pytest.raises(IntegrityError, match="kind_known"), transaction.atomic():
        DataRequest.objects.filter(pk=ask(world, person).pk).update(kind="other")


def test_who_keeps_the_file_answers_and_nobody_else(world: World, person: Cadre):
    asked = ask(world, person, "anonymising", actor=world.secretary)
    for who, status in (("viewer", 403), ("standing", 403), ("administrator", 403), ("neighbour", 404)):
        client = signed_in(getattr(world, who))
        assert client.get(url("rights", person.pk)).status_code == status
        assert client.post(url("export", person.pk, asked.pk)).status_code == status
        assert client.get(url("anonymise", person.pk, asked.pk)).status_code == status
        with pytest.raises(NotAllowed):
            ask(world, person, actor=getattr(world, who))
    refused = signed_in(world.secretary).get(url("anonymise", person.pk, asked.pk))
    assert refused.status_code == 403
    assert "Chỉ cán bộ Ban Tổ chức – Kiểm tra được ẩn danh hồ sơ." in words(refused)
    assert (
        signed_in(world.officer).get(url("settle", cadre(world.khoai_chau).pk, asked.pk)).status_code == 404
    )


def test_a_request_is_recorded_on_the_page_and_settled(world: World, person: Cadre):
    client, page = signed_in(world.secretary), url("rights", person.pk)
    assert "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15" in words(client.get(page))
    sent = {"kind": "access", "received_on": "30/09/2021", "reason": ""}
    refused = client.post(page, sent)
    assert "Ghi nội dung, lý do." in words(refused)
    assert 'value="30/09/2021"' in refused.content.decode()
    assert client.post(page, sent | {"reason": "Đơn ngày 30/9"}).url == page
    text = words(client.get(page))
    assert "Quá hạn: Trả lời trước 17 giờ 00 thứ Hai 4/10/2021" in text.replace("\xa0", " ")
    asked = DataRequest.objects.get()
    sent = {"answered_on": "01/10/2021", "finished_on": "04/10/2021", "outcome": "Đã giao"}
    assert client.post(url("settle", person.pk, asked.pk), sent).url == page
    assert "Hoàn thành 04/10/2021" in words(client.get(page))


def test_the_list_shows_own_people_and_what_waits_first(world: World, person: Cadre):
    ask(world, cadre(world.phu_cu, name="Lê Văn Phù"))
    done = ask(world, cadre(world.khoai_chau, name="Lê Văn Xong"))
    DataRequest.objects.filter(pk=done.pk).update(answered_on=DAY, finished_on=DAY, outcome="Xong")
    ask(world, person)
    text = words(signed_in(world.secretary).get(url("requests")))
    assert "2 yêu cầu của cán bộ" in text
    assert "Lê Văn Phù" not in text
    assert text.index(NAME) < text.index("Lê Văn Xong")
    assert "3 yêu cầu" in words(signed_in(world.officer).get(url("requests")))
    assert signed_in(world.viewer).get(url("requests")).status_code == 403


def test_the_pages_cost_the_same_for_3_and_12_requests(world: World, person: Cadre):
    client, pages = signed_in(world.officer), [url("requests"), url("rights", person.pk)]
    for _ in range(3):
        ask(world, person)
    few = [statements(client, page) for page in pages]
    for _ in range(9):
        ask(world, person)
    assert [statements(client, page) for page in pages] == few


# --- what is held ---
def test_every_key_to_the_file_is_followed(world: World, person: Cadre):
    """Also of the file that was merged into it, of what hangs on a position, and of what has been deleted since."""
    twin = cadre(world.dong_tien, name="Trần Thị Minh Hoạ", merged_into=person)
    row = person.appointments.get()
    scan = Scan(upload("QĐ.pdf", pdf()), db_now())
    attach_decision(actor=world.officer, appointment_id=row.pk, kind="appointing", scan=scan, today=DAY)
    person.qualifications.all().delete()
    rows = rows_about(files_of(person))
    found = {model.__name__: len(of_model) for model, of_model in rows.items()}
    assert found == {
        "Cadre": 2, "CadreEvent": 2, "Qualification": 2, "QualificationEvent": 6, "Appointment": 1,
        "AppointmentEvent": 1, "AppointmentFile": 1, "StoredFile": 1,
    }  # fmt: skip
    assert twin.pk in {file.pk for file in rows[Cadre]}


def test_the_copy_holds_everything_and_is_logged(world: World, person: Cadre):
    SuccessionReview.objects.create(
        unit=world.phu_cu, reviewed_on=DAY, note=f"Đưa {NAME.upper()} vào quy hoạch"
    )
    asked = ask(world, person)
    response = signed_in(world.officer).post(url("export", person.pk, asked.pk), {"dang": "json"})
    assert response["Content-Disposition"] == f'attachment; filename="can-bo-{person.pk}.json"'
    content = json.loads(response.content)
    (file,) = content["dữ liệu"]["Cán bộ"]
    assert (file["họ và tên"], file["ngày sinh"], file["điện thoại"]) == (NAME, "12/03/1990", "0912 345 678")
    (post,) = content["dữ liệu"]["Việc giữ chức"]
    assert (post["đơn vị"], post["số quyết định"]) == ("Huyện đoàn Khoái Châu", "15-QĐ/TĐTN")
    (place,) = content["nơi khác có tên"]
    assert place["nơi"] == "Lần rà soát quy hoạch: kết quả"
    assert "Đưa TRẦN THỊ MINH HỌA vào" in place["lời"]
    entry = Entry.objects.get(act="cadres.export_person")
    assert (entry.subject_id, entry.chain, entry.actor) == (asked.pk, world.khoai_chau.pk, world.officer)
    page = (
        signed_in(world.officer).post(url("export", person.pk, asked.pk), {"dang": "html"}).content.decode()
    )
    for text in (NAME, "12/03/1990", "15-QĐ/TĐTN", "cadres.record_request", "TRẦN THỊ MINH HỌA"):
        assert text in page


def test_a_district_gets_no_text_of_others_by_a_name_of_its_making(world: World):
    """Otherwise a file named like a secret would show where the secret stands."""
    SuccessionReview.objects.create(unit=world.phu_cu, reviewed_on=DAY, note="Tin riêng của Phù Cừ")
    made_up = cadre(world.khoai_chau, None, name="Tin riêng")
    asked = ask(world, made_up)
    copies = [
        signed_in(world.secretary).post(url("export", made_up.pk, asked.pk), {"dang": form}).content.decode()
        for form in ("html", "json")
    ]
    page = copies[0]
    assert [copy for copy in copies if "của Phù Cừ" in copy] == []
    assert "do Ban Tổ chức – Kiểm tra Tỉnh đoàn lập" in page
    assert "của Phù Cừ" in signed_in(world.officer).post(url("export", made_up.pk, asked.pk)).content.decode()


def test_what_somebody_typed_is_no_markup_in_the_copy(world: World, person: Cadre):
    asked = ask(world, person, reason="<script>alert(1)</script>")
    page = signed_in(world.officer).post(url("export", person.pk, asked.pk)).content.decode()
    assert "<script" not in page


# --- where a name stands ---
def say(world: World, text: str, day: date = DAY) -> SuccessionReview:
    return SuccessionReview.objects.create(unit=world.province, reviewed_on=day, note=text)


FOUND = [
    NAME, "TRẦN THỊ MINH HỌA", "tran thi minh hoa", "Trần  Thị\u00a0Minh Hoạ", "(Trần Thị Minh Họa)",
    "Tra\u0302\u0300n Thi\u0323 Minh Ho\u0323a",
    "gọi 0912345678", "0912.345.678", "+84 912 345 678", "84912345678",
    "minhhoa@TINHDOAN.example", "sinh 12/03/1990", "12-3-1990", "1990-03-12", "ngày 12 tháng 3 năm 1990",
]  # fmt: skip
NOT_FOUND = [
    "Trần Thị Minh Hòan", "Trần Thị Minh", "Hà Trần Thị Minh Họat", "00912345678", "09123456789", "0912345679",
    "xminhhoa@tinhdoan.example", "112/03/1990", "12/03/19901", "12/04/1990",
]  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_a_text_that_names_the_person_is_found_however_it_is_written(world: World, person: Cadre, text: str):
    note, known = say(world, f"Ghi: {text}; hết."), known_of([person.pk])
    places = {(trace.table, trace.column, trace.row) for trace in traces(known)}
    assert ("cadres_successionreview", "note", str(note.pk)) in places
    left = hidden(f"Ghi: {text}; hết.", known, "X")
    assert left in {
        "Ghi: X; hết.",
        "Ghi: (X); hết.",
        "Ghi: gọi X; hết.",
        "Ghi: ngày X; hết.",
        "Ghi: sinh X; hết.",
    }


@pytest.mark.parametrize("text", NOT_FOUND)
def test_a_text_that_only_looks_like_it_is_not(world: World, person: Cadre, text: str):
    say(world, text)
    assert not [trace for trace in traces(known_of([person.pk])) if trace.table == "cadres_successionreview"]
    assert hidden(text, known_of([person.pk]), "X") == text


def test_what_the_file_said_before_is_known_too(world: World, person: Cadre):
    Cadre.objects.filter(pk=person.pk).update(full_name="Trần Thị Hoa", phone="", email="x@tinhdoan.example")
    known = known_of([person.pk])
    assert known.names == {NAME, "Trần Thị Hoa"}
    assert known.phones == {"0912345678"}
    assert known.emails == {"minhhoa@tinhdoan.example", "x@tinhdoan.example"}


def test_nothing_known_is_nothing_searched():
    assert traces(Known(frozenset(), frozenset(), frozenset(), frozenset())) == []


def test_every_text_column_of_the_schema_is_read():
    """Told by information_schema, not by the catalogue that the search itself asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND (c.data_type IN"
            " ('text', 'character varying', 'character', 'json', 'jsonb', 'name')"
            " OR c.udt_name IN ('_text', '_varchar', '_json', '_jsonb', 'citext'))"
        )
        asked = set(cursor.fetchall())
        cursor.execute(COLUMNS)
        read = {(table, column) for table, columns, _ in cursor.fetchall() for column in columns}
    assert asked - read == set()
    assert len({table for table, _ in read}) > 60
