"""Decisions attached to positions: who may open them, what is refused, what stays after a mistake or a merge."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.cadres.models import Appointment, AppointmentFile, Cadre
from apps.cadres.services import Scan, attach_decision, merge_cadres, withdraw_decision
from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed
from apps.files.models import StoredFile
from apps.files.services import disk
from tests.cadres.people import appoint, cadre
from tests.files.makers import docx, paragraph, pdf, picture, upload
from tests.visits import signed_in, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
SINCE = date(2019, 3, 1)


def url(route: str, *keys: int) -> str:
    return reverse(f"cadres:{route}", args=keys)


def scan(name: str = "QĐ 15.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return upload(name, pdf() if content is None else content)


@pytest.fixture
def post(world: World) -> Appointment:
    return appoint(cadre(world.khoai_chau, education=None, theory=None), "DEPUTY_SECRETARY", SINCE)


def attach(world: World, post: Appointment, **given: Any) -> AppointmentFile:
    given = {
        "kind": "appointing",
        "scan": Scan(scan(), db_now()),
        "today": DAY,
        "actor": world.officer,
    } | given
    return attach_decision(appointment_id=post.pk, **given)


def files_on(folder: Any) -> list[Any]:
    return [path for path in folder.rglob("*") if path.is_file()]


def download(user: User, paper: AppointmentFile) -> HttpResponse:
    return signed_in(user).get(url("decision", paper.appointment.cadre_id, paper.pk))


ACT = {
    "position": "SECRETARY", "starts_on": "01/10/2020", "origin": "elected", "engagement": "full_time",
    "group": "general", "decision_number": "5-QĐ", "decision_on": "20/09/2020",
}  # fmt: skip


def test_a_decision_comes_with_the_act(world: World, post: Appointment):
    client, person = signed_in(world.secretary), post.cadre
    given = ACT | {"unit_id": str(world.khoai_chau.pk), "scan": scan()}
    assert client.post(url("move", person.pk, post.pk), given).status_code == 302
    new = person.appointments.get(position_id="SECRETARY")
    ended = {
        "ends_on": "01/06/2021",
        "ending": "graduated",
        "decision_number": "7-QĐ",
        "scan": scan("QĐ 7.pdf"),
    }
    assert client.post(url("end", person.pk, new.pk), ended).status_code == 302
    given = ACT | {"unit_id": str(world.dong_tien.pk), "starts_on": "01/07/2021", "is_main": "on"}
    given["scan"] = scan("QĐ 8.png", picture("PNG"))
    assert client.post(url("appoint", person.pk), given).status_code == 302
    kept = AppointmentFile.objects.order_by("pk").values_list("file__name", "kind", "appointment__unit")
    assert list(kept) == [
        ("QĐ 15.pdf", "appointing", world.khoai_chau.pk),
        ("QĐ 7.pdf", "ending", world.khoai_chau.pk),
        ("QĐ 8.png", "appointing", world.dong_tien.pk),
    ]
    acts = Entry.objects.filter(act__in=["cadres.move", "cadres.end", "cadres.appoint"])
    assert ["file" in entry.changed for entry in acts] == [True] * 3


def test_several_are_attached_later_and_stand_on_the_page(world: World, post: Appointment):
    client, person = signed_in(world.secretary), post.cadre
    page = url("attach", person.pk, post.pk)
    assert "tối đa 10 MB; không nhận tài liệu đóng dấu MẬT." in words(client.get(page))
    for name in ("QĐ 15.pdf", "Biên bản.docx"):
        sent = {"kind": "appointing", "scan": scan(name, docx() if name.endswith("docx") else None)}
        assert client.post(page, sent).url == url("cadre", person.pk)
    entry = Entry.objects.filter(act="cadres.attach_decision").latest("pk")
    assert (entry.chain, entry.changed) == (world.khoai_chau.pk, ["file", "kind"])
    text = words(client.get(url("cadre", person.pk)))
    assert "QĐ 15.pdf" in text
    assert "Biên bản.docx" in text
    html = signed_in(world.viewer).get(url("cadre", person.pk)).content.decode()
    assert "QĐ 15.pdf" not in html


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200), ("standing", 200), ("secretary", 200), ("deputy", 200),
        ("viewer", 403), ("administrator", 403),
        ("neighbour", 404), ("affiliate_secretary", 404), ("commune_secretary", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_the_right_is_asked_for_at_every_download(world: World, post: Appointment, who: str, status: int):
    paper, user = attach(world, post), getattr(world, who)
    response = download(user, paper)
    assert response.status_code == status
    read = Entry.objects.filter(
        act="read", subject_id=paper.pk, subject_type="cadres.appointmentfile", actor=user
    )
    assert read.count() == (status == 200)
    if status == 200:
        assert b"".join(response.streaming_content) == pdf()
        assert response["Content-Disposition"].startswith("attachment")
        response.close()


def test_the_secretary_of_a_commune_sees_the_file_but_opens_no_decision(world: World):
    person = cadre(world.dong_tien)
    paper = attach(world, appoint(person, "SECRETARY", SINCE))
    response = download(world.commune_secretary, paper)
    assert response.status_code == 403
    assert "Thông tin này chỉ dành cho người phụ trách" in words(response)


def test_a_paper_is_found_with_its_own_person_alone(world: World, post: Appointment):
    paper, other = attach(world, post), cadre(world.khoai_chau)
    client = signed_in(world.officer)
    for route in ("decision", "withdraw"):
        assert client.get(url(route, other.pk, paper.pk)).status_code == 404


def test_a_file_that_the_disk_has_lost_is_not_found_and_counts_as_unread(world: World, post: Appointment):
    paper = attach(world, post)
    disk.remove(paper.file.token)
    assert download(world.officer, paper).status_code == 404
    assert not Entry.objects.filter(act="read").exists()


BAD = [
    (lambda: scan("MẬT - QĐ 15.pdf"), "tài liệu mật không được đưa lên hệ thống này"),
    (lambda: scan("QĐ.docx", docx(paragraph("TUYỆT MẬT"))), "tài liệu mật không được đưa lên hệ thống này"),
    (lambda: scan("QĐ.exe", b"MZ"), "Chỉ nhận tệp PDF, PNG, JPG, DOCX, XLSX"),
    (lambda: scan("QĐ.pdf", b""), "Tệp rỗng"),
    (lambda: scan("QĐ.pdf", b"%PDF-1.7" + bytes(11 * 2**20)), "Tệp lớn hơn 10 MB"),
]


@pytest.mark.parametrize(("bad", "said"), BAD)
def test_a_refused_file_says_why_beside_the_field_and_nothing_typed_is_lost(
    world: World, post: Appointment, bad: Any, said: str, files_dir: Any
):
    given = ACT | {"unit_id": str(world.khoai_chau.pk), "scan": bad()}
    response = signed_in(world.secretary).post(url("move", post.cadre_id, post.pk), given)
    html = response.content.decode()
    assert response.status_code == 200
    assert said in html.split('id="id_scan_error"')[1][:900]
    assert 'value="5-QĐ"' in html
    assert 'value="01/10/2020"' in html
    post.refresh_from_db()
    assert (post.ending, AppointmentFile.objects.count(), files_on(files_dir)) == ("", 0, [])


def test_when_something_else_is_refused_the_file_is_asked_for_again(
    world: World, post: Appointment, files_dir: Any
):
    given = ACT | {"unit_id": str(world.khoai_chau.pk), "starts_on": "01/01/2019", "scan": scan()}
    text = words(signed_in(world.secretary).post(url("move", post.cadre_id, post.pk), given))
    assert "chọn ngày sau đó" in text
    assert "Chọn lại tệp: trình duyệt không giữ tệp" in text
    assert (StoredFile.objects.count(), files_on(files_dir)) == (0, [])


def test_more_files_than_a_form_may_send_are_refused(world: World, post: Appointment, files_dir: Any):
    sent = {"kind": "appointing", **{f"scan{number}": scan() for number in range(11)}}
    response = signed_in(world.secretary).post(url("attach", post.cadre_id, post.pk), sent)
    assert response.status_code == 400
    assert files_on(files_dir) == []


def test_who_may_not_change_the_file_attaches_and_withdraws_nothing(world: World, post: Appointment):
    paper = attach(world, post)
    for who in (world.neighbour, world.viewer, world.standing):
        with pytest.raises(NotAllowed):
            attach(world, post, actor=who)
        with pytest.raises(NotAllowed):
            withdraw_decision(actor=who, paper_id=paper.pk, reason="Nhầm", today=DAY, now=db_now())
    assert AppointmentFile.objects.attached().count() == 1


def test_a_wrong_paper_is_withdrawn_with_a_reason_and_kept(world: World, post: Appointment):
    paper, client = attach(world, post), signed_in(world.secretary)
    page = url("withdraw", post.cadre_id, paper.pk)
    assert "Ghi lý do gỡ tệp." in words(client.post(page, {"reason": " "}))
    assert client.post(page, {"reason": "Nhầm người"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.withdrawn_by, paper.withdrawal_reason) == (world.secretary, "Nhầm người")
    assert disk.path_of(paper.file.token).exists()
    assert download(world.officer, paper).status_code == 404
    assert paper.file.name not in words(client.get(url("cadre", post.cadre_id)))
    assert Entry.objects.filter(act="cadres.withdraw_decision", subject_id=paper.pk).count() == 1
    with pytest.raises(ValidationError, match="đã được gỡ"):
        withdraw_decision(actor=world.officer, paper_id=paper.pk, reason="x", today=DAY, now=db_now())


def test_the_database_wants_who_when_and_why(world: World, post: Appointment):
    paper = attach(world, post)
    constraint = "cadres_appointmentfile_withdrawn_with_reason"
    for half in ({"withdrawn_at": db_now()}, {"withdrawal_reason": "Nhầm"}, {"withdrawn_by": world.officer}):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            AppointmentFile.objects.filter(pk=paper.pk).update(**half)
    with pytest.raises(IntegrityError, match="cadres_appointmentfile_kind_known"), transaction.atomic():
        AppointmentFile.objects.filter(pk=paper.pk).update(kind="other")


def test_papers_go_with_the_positions_when_files_are_merged(world: World, post: Appointment):
    """Also those of an appointment that both files have: it stays behind, its decision does not."""
    kept = cadre(world.khoai_chau, education=None, theory=None)
    same = appoint(kept, "DEPUTY_SECRETARY", date(2020, 1, 1), is_main=False)
    further = appoint(post.cadre, "STAFF", date(2015, 1, 1), SINCE, is_main=False)
    papers = [attach(world, post), attach(world, further)]
    merge_cadres(actor=world.officer, kept_id=kept.pk, merged_id=post.cadre_id, version=1, today=DAY)
    for paper in papers:
        paper.refresh_from_db()
    assert [paper.appointment_id for paper in papers] == [same.pk, further.pk]
    assert {paper.appointment.cadre_id for paper in papers} == {kept.pk}
    assert Cadre.objects.get(pk=post.cadre_id).appointments.get() == post
    page = words(signed_in(world.officer).get(url("cadre", kept.pk)))
    assert page.count("QĐ 15.pdf") >= 2
