"""Tools of these tests: ask for work, do it, look at it from outside, do things at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg2
from django.db import connection, connections

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.audit.services import record
from apps.jobs.models import Job
from apps.jobs.services import Progress, enqueue

KIND = "tests.count"


def make_person(name: str = "nguoi-lam") -> User:
    return User.objects.create_user(
        username=name, email=f"{name}@tinhdoan.example", full_name=f"Đồng chí {name}"
    )


def ask(person: User, key: str = "1", **changes: Any) -> Job:
    wanted = {"kind": KIND, "title": "Việc thử", "args": {"id": 1}, "key": key, "requested_by": person}
    return enqueue(**wanted | changes)


def leave_result(job: Job, progress: Progress) -> None:
    """Work with one official result: a line in the log."""
    progress.step(1, 2, "đang đếm")
    with progress.committing(result_url="/ket-qua/"):
        record(actor=None, act="tests.result", subject=job, chain=0)


def results() -> int:
    return Entry.objects.filter(act="tests.result").count()


def lapse(job: Job) -> None:
    """As if the lease had run out a second ago."""
    Job.objects.filter(pk=job.pk).update(lease_until="2021-01-01T00:00:00Z")


def at_once(count, act):
    """`act(0) … act(count - 1)`, each in a thread with a connection of its own."""

    def with_own_connection(number):
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(with_own_connection, range(count)))


def kill_other_connections():
    with owner() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [own_backend()],
        )


def own_backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def owner():
    parameters = connection.get_connection_params()
    parameters = {name: parameters[name] for name in ("dbname", "user", "host") if name in parameters}
    session = psycopg2.connect(**parameters)
    session.autocommit = True
    return OwnerCursor(session)


class OwnerCursor:
    def __init__(self, session):
        self.session = session

    def __enter__(self):
        return self.session.cursor()

    def __exit__(self, *error):
        self.session.close()


def outside_view(job):
    """The row as another connection sees it."""
    with owner() as cursor:
        cursor.execute("SELECT step, step_count, step_label FROM jobs_job WHERE id = %s", [job.pk])
        return dict(zip(("step", "step_count", "step_label"), cursor.fetchone(), strict=True))


def wait_for(holds, seconds=5.0):
    """Asks again and again until it holds; False when it never does."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if holds():
            return True
        pause.wait(0.02)
    return False
