"""What the tests of the job share: a person, and a view of the broker's queue."""

import json
from base64 import b64decode
from collections.abc import Iterator

import pytest
from celery import current_app
from redis import Redis

from apps.accounts.models import User
from tests.jobs.workbench import make_person


@pytest.fixture
def person(db: None) -> User:
    return make_person()


class Messages:
    """The messages that wait in the broker of this test process."""

    def __init__(self, client: Redis) -> None:
        self.client = client

    def __call__(self) -> list[int]:
        """The job ids they carry, oldest first."""
        waiting = [json.loads(message) for message in reversed(self.client.lrange("celery", 0, -1))]
        return [json.loads(b64decode(message["body"]))[0][0] for message in waiting]

    def flush(self) -> None:
        """Everything is gone, as after FLUSHALL (other test processes keep theirs)."""
        self.client.flushdb()


@pytest.fixture
def messages() -> Iterator[Messages]:
    with current_app.connection_for_write() as broker:
        found = Messages(broker.default_channel.client)
        found.flush()
        yield found
        found.flush()
