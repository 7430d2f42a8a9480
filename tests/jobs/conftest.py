"""What the tests of the job share: a person, and a view of the broker's queue."""

import json
from collections.abc import Callable, Iterator

import pytest
from celery import current_app

from apps.accounts.models import User
from tests.jobs.workbench import make_person


@pytest.fixture
def person(db: None) -> User:
    return make_person()


@pytest.fixture
def messages() -> Iterator[Callable[[], list[int]]]:
    """The job ids that wait in the broker, oldest first; the queue is emptied before and after."""
    with current_app.connection_for_write() as broker:
        client = broker.default_channel.client
        client.delete("celery")

        def waiting() -> list[int]:
            raw = [json.loads(message) for message in reversed(client.lrange("celery", 0, -1))]
            return [
                int(json.loads(f"[{message['headers']['argsrepr'].strip('[]()').rstrip(',')}]")[0])
                for message in raw
            ]

        yield waiting
        client.delete("celery")
