"""What a device sends twice is done once: same form, same answer; anything else under its key is refused."""

from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from apps.core.clock import db_now
from apps.core.exceptions import KeyReused, NotAllowed
from apps.jobs.models import Delivery
from apps.jobs.services import deliver_once, delivered, purge_deliveries
from tests.jobs.workbench import at_once, make_person
from tests.visits import signed_in


class Work:
    """An act that can be counted."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> dict[str, int]:
        self.done += 1
        return {"number": self.done}


def form(key: Any, **fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"khoa": str(key), "csrfmiddlewaretoken": "x", **fields})
    return data


def paper(content: bytes) -> MultiValueDict:
    return MultiValueDict({"tep": [SimpleUploadedFile("bien-ban.pdf", content)]})


def deliver(person, post, act, path="/bao-cao/", **more):
    return deliver_once(actor=person, path=path, post=post, act=act, **more)


def test_the_same_form_gets_the_same_answer_and_is_done_once(person):
    key, work = uuid4(), Work()
    answers = [deliver(person, form(key, so="3"), work) for _ in range(3)]
    assert answers == [{"number": 1}] * 3
    assert work.done == 1
    kept = Delivery.objects.get()
    assert (kept.pk, kept.user, kept.path, kept.answer) == (key, person, "/bao-cao/", {"number": 1})


def test_a_fresh_token_does_not_make_another_form(person):
    key, work = uuid4(), Work()
    deliver(person, form(key, so="3"), work)
    again = form(key, so="3")
    again["csrfmiddlewaretoken"] = "y"
    deliver(person, again, work)
    assert work.done == 1


@pytest.mark.parametrize("other", ["content", "file", "path", "person"])
def test_anything_else_under_the_key_is_refused(person, other):
    key, work = uuid4(), Work()
    deliver(person, form(key, so="3"), work, files=paper(b"mot"))
    somebody = make_person("nguoi-khac") if other == "person" else person
    post = form(key, so="4" if other == "content" else "3")
    files = paper(b"hai" if other == "file" else b"mot")
    path = "/khac/" if other == "path" else "/bao-cao/"
    with pytest.raises(KeyReused):
        deliver(somebody, post, work, path=path, files=files)
    assert work.done == 1


def test_a_file_is_read_from_its_beginning_after_it_was_counted(person):
    files = paper(b"bien ban")
    read = deliver(person, form(uuid4()), lambda: {"read": files["tep"].read().decode()}, files=files)
    assert read == {"read": "bien ban"}


def test_what_was_refused_leaves_nothing_and_may_come_again(person):
    key, work = uuid4(), Work()

    def refuse():
        raise NotAllowed("Chưa được.")

    with pytest.raises(NotAllowed):
        deliver(person, form(key, so="3"), refuse)
    assert not Delivery.objects.exists()
    assert deliver(person, form(key, so="4"), work) == {"number": 1}


@pytest.mark.parametrize("key", ["", "khong-phai-ma"])
def test_without_a_key_the_act_is_simply_done(person, key):
    work = Work()
    assert [deliver(person, form(key), work) for _ in range(2)] == [{"number": 1}, {"number": 2}]
    assert not Delivery.objects.exists()


def test_old_deliveries_go_others_stay(person):
    now = db_now()
    for age in (399, 401):
        key = uuid4()
        deliver(person, form(key), Work())
        Delivery.objects.filter(pk=key).update(at=now - timedelta(days=age))
    assert purge_deliveries(now=now) == 1
    assert Delivery.objects.get().at == now - timedelta(days=399)


@pytest.mark.slow
def test_two_equal_forms_at_once_are_done_once(fresh_db):
    person, key, work = make_person(), uuid4(), Work()
    start = Barrier(6)

    def send(_):
        start.wait()
        return deliver(person, form(key, so="3"), work)

    answers = at_once(6, send)
    assert answers == [{"number": 1}] * 6
    assert work.done == 1


def test_the_token_says_whose_session_it_is_and_who_has_none_is_sent_to_sign_in(person, client):
    told = signed_in(person).get("/viec/cho-gui/ma/")
    assert told.json()["user"] == str(person.pk)
    assert len(told.json()["token"]) == 64
    assert "no-store" in told["Cache-Control"]
    answer = client.get("/viec/cho-gui/ma/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/dang-nhap/")


def test_a_form_that_is_delivered_without_a_session_is_told_so(client, db):
    answer = client.post("/viec/1/thu-lai/", headers={"X-Delivery": "1"})
    assert answer.status_code == 401


def test_a_delivered_form_is_answered_with_an_address_or_a_status(person):
    answer = signed_in(person).post("/viec/1/thu-lai/", headers={"X-Delivery": "1"})
    assert (answer.status_code, answer.json()) == (404, {"said": ""})


def test_the_page_of_what_waits_may_be_kept_by_its_person_alone(person):
    assert signed_in(person).get("/viec/cho-gui/")["X-Offline-Page"] == str(person.pk)
    assert "X-Offline-Page" not in signed_in(person).get("/viec/")


def test_the_worker_is_served_from_the_root_to_everybody(client, db):
    answer = client.get("/service-worker.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    answer.close()


def test_an_act_that_was_not_done_may_come_again_under_its_key(person):
    """The form comes back corrected; once done, it is done once."""
    key, said, work = uuid4(), [False, True, True], []

    def act() -> bool:
        work.append(len(work))
        return said[len(work) - 1]

    post = form(key, so="3")
    answers = [delivered(actor=person, path="/chi-doan/", post=post, act=act) for _ in range(3)]
    assert answers == [False, True, True]
    assert len(work) == 2
    assert Delivery.objects.get().answer == {"done": True}
