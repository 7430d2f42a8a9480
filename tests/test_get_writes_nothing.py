"""GET changes nothing but the session and the append-only read log (safe.md)."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from tests.routes import Subjects, client_of, route_names, subjects

WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|ALTER|CREATE|DROP)\b", re.I)
MAY_BE_WRITTEN = re.compile(r"django_session|INSERT INTO \"audit_entry\".*'read'|axes_", re.S)


@pytest.fixture(scope="module")
def scene(demo_db: str) -> Subjects:
    return subjects()


def writes(client: object, url: str) -> list[str]:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        client.get(url).close()  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return [
        query["sql"][:120]
        for query in asked
        if WRITE.match(query["sql"]) and not MAY_BE_WRITTEN.search(query["sql"])
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "username", ["tochuc", "thuongtruc", "quantri", "khoaichau", "xa.dongtien", "chidoan"]
)
def test_no_page_writes_when_it_is_read(username: str, scene: Subjects) -> None:
    client = client_of(User.objects.get(username=username))
    client.get("/")
    found = {route: said for route in route_names() if (said := writes(client, scene.url(route)))}
    assert found == {}
