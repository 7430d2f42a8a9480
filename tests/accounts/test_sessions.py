"""A session ends after 30 idle minutes, 12 hours, or a change of role; reading pages writes next to nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis import Redis

from apps.accounts.middleware import SEEN
from apps.accounts.services import end_sessions
from apps.core.clock import db_now
from tests.world import PASSWORD, World

PAGE = "/tai-khoan/doi-mat-khau/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(world: World, client: Client) -> Client:
    client.post("/dang-nhap/", {"login": "khoai-chau", "password": PASSWORD, "next": PAGE})
    return client


def after(minutes: float, client: Client, **headers: str):
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        return client.get(PAGE, headers=headers)


def writes(queries: CaptureQueriesContext) -> list[str]:
    reading = ("SELECT", "SAVEPOINT", "RELEASE")
    return [query["sql"][:60] for query in queries if not query["sql"].startswith(reading)]


def test_29_idle_minutes_are_fine_30_are_not(signed_in: Client):
    assert after(29, signed_in).status_code == 200
    assert after(29 + 31, signed_in).status_code == 302


def test_the_sign_in_page_says_that_the_session_is_over(signed_in: Client):
    answer = after(31, signed_in)
    assert answer["Location"] == f"/dang-nhap/?next={PAGE}"
    assert "Phiên làm việc đã hết" in signed_in.get(answer["Location"]).content.decode()


def test_work_keeps_a_session_open_for_twelve_hours_at_most(signed_in: Client):
    answers = [after(minutes, signed_in).status_code for minutes in range(20, 12 * 60 + 40, 20)]
    assert answers[: 12 * 3 - 1] == [200] * (12 * 3 - 1)
    assert answers[12 * 3] == 302


def test_reading_touches_the_session_every_five_minutes_and_writes_nothing_else(signed_in: Client):
    signed_in.get(PAGE)
    seen = signed_in.session[SEEN]
    with CaptureQueriesContext(connection) as queries:
        after(4, signed_in)
    assert writes(queries) == []
    assert signed_in.session[SEEN] == seen
    with CaptureQueriesContext(connection) as queries:
        after(6, signed_in)
    assert signed_in.session[SEEN] > seen
    assert all('"django_session"' in sql for sql in writes(queries))
    assert len(writes(queries)) == 1


def test_a_change_of_role_ends_open_sessions_at_once_but_not_the_next(world: World, signed_in: Client):
    end_sessions(user=world.secretary, now=db_now())
    assert signed_in.get(PAGE).status_code == 302
    signed_in.post("/dang-nhap/", {"login": "khoai-chau", "password": PASSWORD, "next": PAGE})
    assert signed_in.get(PAGE).status_code == 200


def test_a_fragment_takes_the_whole_page_to_the_sign_in_page(signed_in: Client):
    url = "http://testserver/bao-cao/2021-q3/"
    answer = after(31, signed_in, HX_Request="true", HX_Current_URL=url)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/dang-nhap/?next=/bao-cao/2021-q3/")


def test_a_save_without_a_session_is_refused_in_words_and_stays_on_the_page(client: Client, db: None):
    answer = client.post(PAGE, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer
    assert "mời đồng chí đăng nhập lại" in answer.content.decode()


def test_sessions_live_in_postgresql_and_outlive_the_cache(signed_in: Client):
    caches["default"].clear()
    assert Session.objects.exists()
    assert signed_in.get(PAGE).status_code == 200


def test_while_redis_is_away_one_signs_in_works_and_signs_out(world: World, client: Client, valkey, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": valkey.cache_url()}}
    credentials = {"login": "khoai-chau", "password": PASSWORD, "next": PAGE}
    client.post("/dang-nhap/", credentials)
    valkey.stop()
    assert client.get(PAGE).status_code == 200
    client.post("/dang-xuat/")
    assert client.get(PAGE).status_code == 302
    client.post("/dang-nhap/", credentials)
    assert client.get(PAGE).status_code == 200


def test_what_the_cache_keeps_of_a_session_is_gone_in_five_minutes(signed_in: Client):
    key = signed_in.session.cache_key
    client: Redis = caches["default"]._cache.get_client(key)
    assert 0 < client.ttl(caches["default"].make_key(key)) <= 5 * 60


def test_the_cookie_is_out_of_reach_of_scripts(signed_in: Client):
    cookie = signed_in.cookies["sessionid"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["max-age"]) == ("Lax", "")
