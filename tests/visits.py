"""Visiting pages as a signed-in person, with the number of SQL statements that a visit costs."""

from html import unescape
from html.parser import HTMLParser

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User

BACKEND = "apps.accounts.backends.SignInBackend"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def statements(client: Client, url: str, **extra: str) -> int:
    """What a visit costs once the session is open (its first visit marks the beginning)."""
    client.get(url, **extra)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url, **extra).status_code == 200
    return len(captured)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words(response: HttpResponse) -> str:
    """The text of a page as one reads it, blanks drawn together."""
    parser = _Words()
    parser.feed(response.content.decode())
    return " ".join(unescape(" ".join(parser.found)).split())
