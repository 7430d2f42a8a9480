"""Fixtures for every test: databases that commit, the running product, Debian's Chromium.

@pytest.mark.django_db     the usual test: one transaction, rolled back
valkey                     a Valkey of this test's own, to be stopped and started
fresh_db                   a database of this test's own: it commits, opens threads, kills connections
stack                      web, worker and scheduler as processes on a database of the module's own
stack_db                   this test's ORM looks at the stack's database
"""

import itertools
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests import services
from tests.running import Stack, pointed_at
from tests.world import world
from tinhdoan.servers import Valkey

__all__ = ["world"]

_number = itertools.count(1)


class CheapArgon2(Argon2PasswordHasher):
    """The product's hasher at the least cost; the stacks hash as the product does."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(scope="session", autouse=True)
def cheap_settings() -> None:
    """What costs much in every test and nothing in a server that starts once: hashes, a walk through static files."""
    settings.PASSWORD_HASHERS = [f"{CheapArgon2.__module__}.{CheapArgon2.__qualname__}"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing to do: this process got its database before settings were read (`services.py`)."""


@pytest.fixture
def fresh_db(django_db_blocker: Any) -> Iterator[str]:
    """The name of a new database, a copy of `migrated`; dropped after the test."""
    name = database_name("fresh")
    services.create_database(name)
    try:
        with django_db_blocker.unblock(), pointed_at(name):
            yield name
    finally:
        services.drop_database(name)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A Valkey of this test's own, to be stopped and started."""
    server = Valkey(tmp_path / "valkey", tmp_path / "valkey.log", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def demo_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the demo province for one module; its tests undo what they write."""
    name = database_name("demo")
    services.create_database(name, template=services.ensure_demo_template())
    try:
        with django_db_blocker.unblock(), pointed_at(name):
            yield name
    finally:
        services.drop_database(name)


@pytest.fixture(scope="module")
def start_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Stack]]:
    """`start_stack(template=…, JOB_LEASE_SECONDS="3")`: stacks with other data or environment."""
    stacks: list[Stack] = []

    def start(template: str = services.TEMPLATE, **environment: str) -> Stack:
        name = database_name("stack")
        services.create_database(name, template=template)
        stacks.append(Stack(name, tmp_path_factory.mktemp("stack"), free_port(), environment))
        stacks[-1].start()
        return stacks[-1]

    yield start
    for stack in stacks:
        stack.stop()
        services.drop_database(stack.database)


@pytest.fixture(scope="module")
def stack(start_stack: Callable[..., Stack]) -> Stack:
    """The product on the reference data alone."""
    return start_stack()


@pytest.fixture(scope="module")
def demo_stack(start_stack: Callable[..., Stack]) -> Stack:
    """The product on the demo province."""
    return start_stack(services.ensure_demo_template(), DEMO="1")


@pytest.fixture
def stack_db(stack: Stack, django_db_blocker: Any) -> Iterator[Stack]:
    """The stack, with this test's ORM on the stack's database; what the test writes is committed."""
    with django_db_blocker.unblock(), pointed_at(stack.database):
        yield stack


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which asks nobody outside for anything."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "Cần Chromium: chạy ./test bằng quyền quản trị hoặc: apt install chromium"
    quiet = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    quiet += " disable-component-update disable-sync"
    arguments = [f"--{name}" for name in quiet.split()]
    return browser_type_launch_args | {"executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


def database_name(kind: str) -> str:
    """Unique over all test processes of this run."""
    return f"{kind}_{os.getpid()}_{next(_number)}"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
