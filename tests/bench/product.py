"""The product's memory: web, worker, scheduler and both servers, at rest and while a review is built."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from apps.accounts.models import User
from apps.directives.models import Directive, Period
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.reviews.services import request_review
from apps.units.models import Unit
from tests import services
from tests.conftest import free_port
from tests.running import Stack, pointed_at
from tinhdoan.celery import app

Row = tuple[str, str, str]


def rows() -> Iterator[Row]:
    services.create_database("bench_stack", template="demo")
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(
            "bench_stack", Path(folder), free_port(), {"DEMO": "1", "DATABASE_ROLE": "tinhdoan_app"}
        )
        (stack.var / "log").mkdir()
        stack.start()
        app.conf.broker_url = stack.valkey.broker_url()
        try:
            with pointed_at("bench_stack"):
                yield memory()
        finally:
            stack.stop()


def memory() -> Row:
    time.sleep(5)  # until start-up is over
    rest = megabytes()
    seen, stop = [rest], threading.Event()

    def watch() -> None:
        while not stop.wait(0.1):
            seen.append(megabytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    job = build()
    stop.set()
    watcher.join()
    said = f"{rest:.0f} MB, at most {max(seen):.0f} MB while a review was built ({job.get_state_display()})"
    return "whole stack in memory at rest / during a review build", said, "≤ 450 MB / ≤ 700 MB"


def build() -> Job:
    """A review of both Conclusions over all approved quarters, built by the product's own worker."""
    _, job = request_review(
        user=User.objects.get(username="tochuc"),
        directives=list(Directive.objects.filter(sections__isnull=False).distinct()),
        from_period=Period.objects.get(slug="2020-q1"),
        to_period=Period.objects.get(slug="2021-q2"),
        scope_id=Unit.objects.get(kind="PROVINCE").pk,
    )
    while job.state in (JobState.QUEUED, JobState.RUNNING):
        time.sleep(0.2)
        job.refresh_from_db()
    return job


def megabytes() -> float:
    """Proportional memory of everything that the bench started, itself left out."""
    return sum(_proportional(pid) for pid in _below(os.getppid()) - {os.getpid()}) / 1024


def _below(root: int) -> set[int]:
    parents = {pid: _parent(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
    found, frontier = set[int](), {root}
    while frontier:
        frontier = {pid for pid, parent in parents.items() if parent in frontier}
        found |= frontier
    return found


def _parent(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it ended meanwhile
        return None


def _proportional(pid: int) -> int:
    """Kilobytes, shared pages divided among those who share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
