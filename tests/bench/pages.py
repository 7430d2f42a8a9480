"""The pages' rows of speed.md: queries and p95 of each page for its person, one process, warm."""

import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.reviews.models import Review
from apps.units.models import Unit
from tests.bench.measure import p95
from tests.world import DAY
from tinhdoan.web import when_ready

Row = tuple[str, str, str]
RUNS = 40


def rows() -> Iterator[Row]:
    when_ready(None)  # as the web processes start
    district = Unit.objects.named(DAY).get(name="Huyện đoàn Khoái Châu")
    review = Review.objects.order_by("pk").first()
    assert review is not None
    pages = [
        ("home, province", "tochuc", "/"),
        ("home, district", "khoaichau", "/"),
        ("home, commune", "xa.dongtien", "/"),
        ("board of the quarter", "tochuc", "/bao-cao/2021-q3/"),
        ("report grid, 26 rows", "khoaichau", f"/bao-cao/2021-q3/{district.pk}/"),
        ("frozen report", "tochuc", f"/bao-cao/2021-q2/{district.pk}/ban/1/"),
        ("indicators", "tochuc", "/chi-tieu/"),
        ("one indicator", "tochuc", "/chi-tieu/KL07-2.2/"),
        ("source of a number", "tochuc", f"/so-lieu/KL07-2.2/{district.pk}/2021-q2/"),
        ("review", "tochuc", f"/so-ket/{review.pk}/"),
        ("tree of units", "tochuc", "/don-vi/"),
        ("people", "quantri", "/nguoi-dung/"),
        ("audit", "quantri", "/nhat-ky/"),
    ]
    for name, username, path in pages:
        yield measured(name, username, path)


def measured(name: str, username: str, path: str) -> Row:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username=username), backend="apps.accounts.backends.SignInBackend")
    for _ in range(3):
        assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    count = len(asked)
    samples = []
    for _ in range(RUNS):
        start = time.perf_counter()
        client.get(path)
        samples.append((time.perf_counter() - start) * 1000)
    return (
        f"page: {name}",
        f"{count} queries, p95 {p95(samples):.0f} ms",
        "≤ 15 queries, p95 ≤ 150 ms, aim 50",
    )
