"""The product as it really runs: gunicorn, Celery worker and scheduler on a database of their own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from tests import services
from tinhdoan.processes import Program
from tinhdoan.servers import Valkey
from tinhdoan.stack import finish, manage, programs, wait_for_health


class Stack:
    """Web, worker and scheduler, with a Valkey of their own, on the database `database`.

    `web`, `worker` and `scheduler` are `Program`s: `stop()`, `start()`, and
    `process.kill()` for a crash. `valkey` can be stopped and started likewise.
    """

    def __init__(self, database: str, var: Path, port: int, environment: dict[str, str]) -> None:
        self.database, self.var, self.port = database, var, port
        self.url = f"http://127.0.0.1:{port}"
        self.valkey = Valkey(var / "valkey", var / "log" / "valkey.log", durable=False)
        servers = {"REDIS_URL": self.valkey.broker_url(), "CACHE_URL": self.valkey.cache_url()}
        folders = {
            "VAR_DIR": str(var),
            "FILES_DIR": str(Path(os.environ["VAR_DIR"]) / "files"),
        }  # the demo's too
        self.env = services.servers_for(database, number=0) | servers | folders | environment
        self.web, self.worker, self.scheduler = programs(var=var, port=port, env=self.env)

    def start(self) -> None:
        """Start everything; return when `/healthz` is well."""
        (self.var / "static").symlink_to(Path(os.environ["VAR_DIR"]) / "static")
        for child in (self.valkey, self.web, self.worker, self.scheduler):
            child.start()
        wait_for_health(self.port, self.web)

    def stop(self) -> None:
        for program in (self.scheduler, self.worker, self.web):
            program.ask_to_stop()
        for child in (self.scheduler, self.worker, self.web, self.valkey):
            child.stop()

    def manage(self, *arguments: str) -> str:
        """Run a management command on the stack's database; return what it printed."""
        log = self.var / "log" / f"{arguments[0]}.log"
        log.unlink(missing_ok=True)
        command: Program = manage(*arguments, log=log, env=self.env)
        command.start()
        finish(command)
        return log.read_text()


@contextmanager
def pointed_at(database: str) -> Iterator[None]:
    """This process's Django works on `database` (every alias, every thread opened inside)."""
    before = {alias: connections.settings[alias]["NAME"] for alias in connections}
    _point(dict.fromkeys(before, database))
    try:
        yield
    finally:
        _point(before)


def _point(names: dict[str, str]) -> None:
    connections.close_all()
    for alias, name in names.items():
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name
