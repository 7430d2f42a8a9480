"""Real servers for the tests: a pytest plugin (`-p tests.services`), because settings are read early.

The main process starts PostgreSQL and Valkey in a temporary folder and builds one database,
`migrated`, as the owner: migrations and reference data. Every test process then works on a copy
of its own, with the rights of the product (`tinhdoan_app`). A test that really commits takes a
fresh copy (`fresh_db`, `stack` in `conftest.py`); nobody flushes and nobody disables a trigger.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from tinhdoan.processes import Program
from tinhdoan.servers import Postgres, ServerError, Valkey
from tinhdoan.stack import finish, manage

TEMPLATE, DEMO_TEMPLATE = "migrated", "demo"
_running = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> Iterator[None]:
    """Before settings are read: servers (main process), a database of its own (every process)."""
    try:
        if "PYTEST_XDIST_WORKER" not in os.environ:
            start_servers()
        give_this_process_a_database()
    except ServerError as error:
        raise pytest.UsageError(str(error)) from error
    return (yield)


def start_servers() -> None:
    """Servers and the template; where they are is left in the environment for the worker processes."""
    atexit.register(_running.close)
    folder = Path(tempfile.mkdtemp(prefix="tinhdoan-test-"))
    _running.callback(shutil.rmtree, folder, ignore_errors=True)
    postgres = Postgres(folder / "postgres", folder / "log" / "postgres.log", durable=False)
    valkey = Valkey(folder / "valkey", folder / "log" / "valkey.log", durable=False)
    _running.callback(postgres.remove)
    for server in (postgres, valkey):
        _running.callback(server.stop)
        server.start()
    os.environ |= {
        "TEST_DATABASE_URL": postgres.url("{name}"),
        "TEST_BROKER_URL": valkey.broker_url().replace("=0", "={number}"),
        "TEST_CACHE_URL": valkey.cache_url().replace("=1", "={number}"),
        "VAR_DIR": str(folder),
        "SECRET_KEY": "a-key-for-tests-alone-that-is-longer-than-fifty-characters",
        "DATABASE_ROLE": "tinhdoan_app",
        "DEBUG": "0",
        "DEMO": "0",
        "PRODUCTION": "0",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # the browser driver keeps an event loop in the test's thread
    }
    build_template(folder / "log" / "prepare.log")


def build_template(log: Path) -> None:
    """Migrations and reference data as the owner; static files beside it."""
    create_database(TEMPLATE, template="template0")
    env = servers_for(TEMPLATE, number=0)
    static = manage("collectstatic", "--no-input", log=log.with_name("collectstatic.log"), env=env)
    static.start()
    for step in (["migrate", "--no-input"], ["load_reference"]):
        do(manage(*step, log=log, env=env, owner=True))
    finish(static)


def give_this_process_a_database() -> None:
    """A copy of the template and two Valkey databases, named after this test process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    number = 0 if worker == "main" else int(worker.removeprefix("gw")) + 1
    create_database(f"test_{worker}")
    os.environ |= servers_for(f"test_{worker}", number=number)


def servers_for(database: str, *, number: int) -> dict[str, str]:
    """The environment that points the product at this database and at the Valkey databases 2n, 2n+1."""
    return {
        "DATABASE_URL": os.environ["TEST_DATABASE_URL"].format(name=database),
        "REDIS_URL": os.environ["TEST_BROKER_URL"].format(number=2 * number),
        "CACHE_URL": os.environ["TEST_CACHE_URL"].format(number=2 * number + 1),
    }


def create_database(name: str, *, template: str = TEMPLATE) -> None:
    with owner_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(name: str) -> None:
    with owner_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def ensure_demo_template() -> str:
    """The template with the demo province; seeded once per run by the first process that asks."""
    with owner_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")  # let go when the connection closes
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DEMO_TEMPLATE])
        if cursor.fetchone() is None:
            create_database("demo_half")
            log = Path(os.environ["VAR_DIR"]) / "log" / "seed_demo.log"
            do(manage("seed_demo", log=log, env={**servers_for("demo_half", number=31), "DEMO": "1"}))
            cursor.execute(f'ALTER DATABASE "demo_half" RENAME TO "{DEMO_TEMPLATE}"')
    return DEMO_TEMPLATE


@contextmanager
def owner_cursor() -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor of the owner outside of any transaction, not on a test's database."""
    with closing(psycopg2.connect(os.environ["TEST_DATABASE_URL"].format(name="postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def do(command: Program) -> None:
    """Run a management command to its successful end; its log goes with the folder, so show it now."""
    command.start()
    try:
        finish(command)
    except ServerError as error:
        raise ServerError(f"{error}\n{command.last_words(30)}") from None
