"""What the running product consists of: its environment, its management commands, its three programs.

Shared by `./run` (see `supervisor.py`) and by the tests that start the real thing (`tests/services.py`).
"""

import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tinhdoan.processes import Program
from tinhdoan.servers import ServerError

ROOT = Path(__file__).resolve().parent.parent
WEB_PROCESSES, WEB_THREADS, WORKER_PROCESSES = 2, 4, 2
SECONDS_TO_ANSWER = 60.0
# A worker that is asked to stop interrupts its job, which then goes back into the queue (apps.jobs.services).
PROMPT_STOP = {"REMAP_SIGTERM": "SIGQUIT"}


def environment(var: Path) -> dict[str, str]:
    """Variables that `settings.py` reads, servers aside; what the owner has set already stays."""
    switches = {"DEMO": "1", "DEBUG": "0", "PRODUCTION": "0"}
    chosen = {name: os.environ.get(name, value) for name, value in switches.items()}
    key = os.environ.get("SECRET_KEY") or secret_key(var / "secret_key")
    return chosen | {"VAR_DIR": str(var), "SECRET_KEY": key}


def secret_key(file: Path) -> str:
    """The key of this installation, drawn once."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text()


def manage(*arguments: str, log: Path, env: Mapping[str, str], owner: bool = False) -> Program:
    """A management command as a child; `owner=True` keeps the rights of the database's owner."""
    role = {"DATABASE_ROLE": ""} if owner else {}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return Program(arguments[0], command, log, env={**env, **role}, cwd=ROOT)


def finish(program: Program) -> None:
    """Wait for a command; raise with its last line when it failed."""
    assert program.process is not None
    if program.process.wait() != 0:
        raise ServerError(
            f"Bước “{program.name}” không xong: {program.last_words(1).strip()}\nChi tiết ở {program.log}."
        )


def programs(*, var: Path, port: int, env: Mapping[str, str]) -> list[Program]:
    """Web, worker and scheduler, not started yet."""
    commands = {"web": web(port), "worker": worker(), "scheduler": scheduler(var)}
    surroundings = {**env, **PROMPT_STOP}
    return [
        Program(
            name, [sys.executable, "-m", *command], var / "log" / f"{name}.log", env=surroundings, cwd=ROOT
        )
        for name, command in commands.items()
    ]


def web(port: int) -> list[str]:
    """gunicorn loads the product once and shares it among its processes."""
    size = [f"--workers={WEB_PROCESSES}", f"--threads={WEB_THREADS}", "--worker-class=gthread", "--preload"]
    limits = ["--timeout=60", "--graceful-timeout=10", "--max-requests=5000", "--max-requests-jitter=500"]
    ours = ["--config=python:tinhdoan.web", f"--bind=127.0.0.1:{port}", "--no-control-socket"]
    return ["gunicorn", "tinhdoan.wsgi", *ours, *size, *limits]


def worker() -> list[str]:
    """Silent about itself: with Redis gone, Celery sends its heartbeat again and again under a lock and never ends."""
    size = [f"--concurrency={WORKER_PROCESSES}", "--prefetch-multiplier=1"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO"]
    return ["celery", "--app=tinhdoan.celery", "worker", *size, *quiet]


def scheduler(var: Path) -> list[str]:
    return [
        "celery",
        "--app=tinhdoan.scheduler",
        "beat",
        f"--schedule={var / 'schedule'}",
        "--pidfile=",
        "--loglevel=INFO",
    ]


def wait_for_health(port: int, web_program: Program) -> None:
    """Return once `/healthz` is 200; raise when the web server dies or stays ill, with its own words."""
    deadline, said = time.monotonic() + SECONDS_TO_ANSWER, ""
    while time.monotonic() < deadline and web_program.running:
        status, said = health(port)
        if status == 200:
            return
        time.sleep(0.1)
    said = said or web_program.last_words()
    raise ServerError(f"Máy chủ web không sẵn sàng; chi tiết ở {web_program.log}.\n{said}")


def healthy(port: int) -> bool:
    """Does the product itself say that all is well?"""
    return health(port)[0] == 200


def health(port: int) -> tuple[int, str]:
    """Status and words of `/healthz`; status 0 when nobody answers."""
    try:
        question = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers=through_proxy())
        with urllib.request.urlopen(question, timeout=5) as answer:  # noqa: S310 – the address stands above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()
    except (urllib.error.URLError, OSError):
        return 0, ""


def through_proxy() -> dict[str, str]:
    """The headers of the proxy in front: in production only its own name and https get an answer."""
    name = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip()
    return {"Host": name, "X-Forwarded-Proto": "https"}
