"""The fixtures of this house: databases of one's own, and the product as processes."""

import urllib.request

import pytest
from django.db import connection

from tests.ground.processes import eventually
from tinhdoan.stack import healthy, through_proxy


def ask(question: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


@pytest.mark.django_db
def test_a_usual_test_has_the_rights_of_the_product_on_a_migrated_database():
    role, database = ask("SELECT current_user, current_database()")
    assert role == "tinhdoan_app"
    assert database.startswith("test_")
    assert ask("SELECT count(*) > 100 FROM units_unit") == (True,)


def test_a_fresh_database_commits(fresh_db):
    assert ask("SELECT current_user, current_database()") == ("tinhdoan_app", fresh_db)
    assert connection.get_autocommit()


def test_two_fresh_databases_share_nothing(fresh_db):
    assert ask("SELECT count(*) FROM django_session") == (0,)
    ask("INSERT INTO django_session VALUES ('key', 'words', now()) RETURNING 1")


test_nor_in_the_other_order = test_two_fresh_databases_share_nothing


@pytest.mark.slow
def test_the_stack_answers_and_survives_its_worker(stack, stack_db):
    assert ask("SELECT current_database()") == (stack.database,)
    with urllib.request.urlopen(f"{stack.url}/healthz") as answer:
        assert answer.status == 200
    stack.worker.process.kill()
    assert eventually(lambda: not stack.worker.running)
    stack.worker.start()
    assert stack.worker.running
    assert healthy(stack.port)


@pytest.mark.django_db
def test_the_supervisor_gets_an_answer_in_production(client, settings, monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "baocao.example.vn,so-ket.example.vn")
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["baocao.example.vn"], True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/healthz", headers={"Host": "baocao.example.vn"}).status_code == 301
    assert client.get("/healthz", headers=through_proxy()).status_code == 200


@pytest.mark.slow
def test_the_stack_runs_management_commands(stack):
    assert "units" in stack.manage("showmigrations")


@pytest.mark.browser
def test_the_browser_is_debians(page):
    page.set_content("<h1>Xin chào đồng chí</h1>")
    assert page.get_by_role("heading").inner_text() == "Xin chào đồng chí"
