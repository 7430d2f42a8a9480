"""`./run`: one small supervisor over PostgreSQL, Valkey, web, worker and scheduler.

    ./run                    start everything, until Ctrl+C
    ./run manage <command>   one management command with the environment of ./run

It prepares the database, prints the address and the sign-in names, starts again what dies, and
stops everything before it ends. What goes wrong is one Vietnamese sentence on stderr and exit code 1.
Environment: see `.env.example`. With `DATABASE_URL` or `REDIS_URL` set, the owner's server is used
and ours is not started.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import environ

from tinhdoan.processes import Program
from tinhdoan.servers import OWNER, Postgres, ServerError, Valkey
from tinhdoan.stack import ROOT, environment, finish, manage, programs, wait_for_health

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RESTARTS, WITHIN = 5, 60.0  # a child that dies more often than this in so many seconds stays down
SECONDS_FOR_LAST_RUN = 20.0  # a killed run needs a moment until its children are gone


class Child(Protocol):
    """A server or a program: something that runs and can be started again."""

    name: str

    @property
    def running(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


def main(arguments: list[str]) -> int:
    """Serve, or run one management command; return the exit code."""
    for name in SIGNALS:
        signal.signal(name, stop_once)
    try:
        if (ROOT / ".env").exists():
            environ.Env.read_env(ROOT / ".env")
        var = Path(os.environ.get("VAR_DIR", ROOT / "var")).absolute()
        return run_command(var, arguments[1:]) if arguments[:1] == ["manage"] else serve(var)
    except ServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def stop_once(_signal: int, _frame: object) -> None:
    """Turn the first signal into KeyboardInterrupt; a second one must not disturb the stopping."""
    for name in SIGNALS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


def serve(var: Path) -> int:
    """Everything, from an empty folder to the address on the screen, until a signal."""
    port = free_port(os.environ.get("PORT", "8000"))
    with servers(var) as (env, children):
        prepare(var, env)
        with ExitStack() as stack:
            ours = programs(var=var, port=port, env=env)
            for program in ours:
                up(program, stack)
            wait_for_health(port, ours[0])
            announce(port, env)
            watch([*children, *ours])
    return 0


def run_command(var: Path, arguments: list[str]) -> int:
    """`./run manage …`: beside a running product, or with the servers started for it alone."""
    with ExitStack() as stack:
        env = environment_of_running(var) or stack.enter_context(servers(var))[0]
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=dict(os.environ) | env, cwd=ROOT, check=False).returncode


def environment_of_running(var: Path) -> dict[str, str]:
    """What the product that runs in this folder was started with; empty when none runs."""
    if not (var / "run.lock").exists():
        return {}
    with (var / "run.lock").open("w") as lock:
        if take(lock.fileno()):
            return {}
    try:
        return dict(json.loads((var / "environment.json").read_text()))
    except FileNotFoundError:
        raise ServerError("Phần mềm đang khởi động hoặc đang dừng; hãy thử lại sau ít giây.") from None


@contextmanager
def servers(var: Path) -> Iterator[tuple[dict[str, str], list[Child]]]:
    """Our own PostgreSQL and Valkey, where the owner named none; yields environment and children."""
    with ExitStack() as stack:
        lock = stack.enter_context(only_run(var))
        children: list[Child] = []
        urls = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL")}
        if not urls["DATABASE_URL"]:
            postgres = Postgres(var / "postgres", var / "log" / "postgres.log", keep_open=lock)
            children.append(postgres)
            up(postgres, stack)
            postgres.ensure_database(OWNER)
            urls["DATABASE_URL"] = postgres.url(OWNER)
        if not urls["REDIS_URL"]:
            valkey = Valkey(var / "valkey", var / "log" / "valkey.log", keep_open=lock)
            children.append(valkey)
            up(valkey, stack)
            urls |= {"REDIS_URL": valkey.broker_url(), "CACHE_URL": urls["CACHE_URL"] or valkey.cache_url()}
        env = environment(var) | urls | {"CACHE_URL": urls["CACHE_URL"] or urls["REDIS_URL"]}
        write_privately(var / "environment.json", json.dumps(env))
        yield env, children


def up(child: Child, stack: ExitStack) -> None:
    """Start it now, stop it when the stack unwinds, also when the start fails half way."""
    stack.callback(child.stop)
    child.start()


@contextmanager
def only_run(var: Path) -> Iterator[tuple[int]]:
    """One run per folder. Children keep the lock open: it is free when the last of them is gone."""
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (var / "run.lock").open("w") as lock:
        deadline = time.monotonic() + SECONDS_FOR_LAST_RUN
        while not take(lock.fileno()):
            if time.monotonic() > deadline:
                raise ServerError(f"Phần mềm đang chạy rồi trong {var}; hãy dừng lần chạy đó trước.")
            time.sleep(0.2)
        (var / "environment.json").unlink(missing_ok=True)
        yield (lock.fileno(),)
        (var / "environment.json").unlink(missing_ok=True)


def take(lock: int) -> bool:
    """Take the lock if it is free."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free_port(wish: str) -> int:
    """The port, if nobody listens on it."""
    if not wish.isdecimal() or not 0 < int(wish) < 65536:
        raise ServerError(f"PORT phải là một số từ 1 đến 65535, đang là “{wish}”.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", int(wish)))
        except PermissionError:
            raise ServerError(f"Không được phép dùng cổng {wish}; hãy chọn cổng từ 1024 trở lên.") from None
        except OSError:
            raise ServerError(
                f"Cổng {wish} đang có chương trình khác dùng; hãy chọn cổng khác, ví dụ: PORT=8001 ./run"
            ) from None
    return int(wish)


def prepare(var: Path, env: Mapping[str, str]) -> None:
    """Bring database, reference data and static files up to date; then the demo, or the reports of this quarter."""
    log = var / "log" / "prepare.log"
    say("Đang chuẩn bị cơ sở dữ liệu …")
    with ExitStack() as stack:
        static = manage("collectstatic", "--no-input", log=var / "log" / "collectstatic.log", env=env)
        up(static, stack)
        for step in (["migrate", "--no-input"], ["load_reference"]):
            do(manage(*step, log=log, env=env, owner=True))
        last = ["seed_demo", "--if-new"] if env["DEMO"] == "1" else ["open_quarter"]
        do(manage(*last, log=log, env=env))
        finish(static)


def do(command: Program) -> None:
    """Start a command and wait for its success; an interruption stops it."""
    with ExitStack() as stack:
        up(command, stack)
        finish(command)


def announce(port: int, env: dict[str, str]) -> None:
    """The address and, in the demo, who may sign in."""
    say(f"\nPhần mềm đã sẵn sàng: http://127.0.0.1:{port}/\n")
    if env["DEMO"] == "1":
        names = [sys.executable, str(ROOT / "manage.py"), "demo_users"]
        subprocess.run(names, env=dict(os.environ) | env, cwd=ROOT, check=False)
    say("\nNhấn Ctrl+C để dừng.")


def watch(children: Sequence[Child]) -> None:
    """Start again what dies, until a signal; raise when something keeps dying."""
    deaths: dict[str, deque[float]] = {child.name: deque(maxlen=RESTARTS) for child in children}
    while True:
        for child in children:
            if not child.running:
                note_death(child.name, deaths[child.name])
                with suppress(ServerError):  # counted as its next death
                    child.start()
        time.sleep(0.5)


def note_death(name: str, times: deque[float]) -> None:
    """Count a death; too many in a short time mean that starting again does not help."""
    now = time.monotonic()
    if len(times) == RESTARTS and now - times[0] < WITHIN:
        raise ServerError(f"Tiến trình {name} liên tục dừng; chi tiết ở thư mục var/log.")
    times.append(now)
    sys.stderr.write(f"Tiến trình {name} đã dừng, đang khởi động lại.\n")


def write_privately(file: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(text)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
