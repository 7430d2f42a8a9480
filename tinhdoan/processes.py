"""Child processes that never outlive us.

Each child is a session of its own (Ctrl+C reaches the supervisor alone, which then stops them in
order), writes to its own log, and is told by the kernel when its parent dies, even by `kill -9`.
Started from the main thread: the kernel's promise is tied to the thread that forked.
"""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LOG_LIMIT = 10_000_000  # bytes; a longer log is set aside once when its program starts


@dataclass
class Program:
    """One child: what to start, with which environment, where it writes, how it is asked to stop."""

    name: str
    command: list[str]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    wrapper: tuple[str, ...] = ()
    keep_open: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it; the log is appended to. What a dead predecessor left of its session is killed."""
        if self.process is not None:
            kill_session(self.process.pid)
        set_aside(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.wrapper, *end_with_parent(self.stop_signal), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(os.environ) | dict(self.env or {}),
                cwd=self.cwd,
                start_new_session=True,
                pass_fds=self.keep_open,
            )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.running:
            self.process.send_signal(self.stop_signal)

    def wait_until_stopped(self, seconds: float) -> None:
        """Wait; whatever of its session is left after `seconds` is killed."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        kill_session(self.process.pid)
        self.process.wait()

    def stop(self, seconds: float = 15) -> None:
        self.ask_to_stop()
        self.wait_until_stopped(seconds)

    def last_words(self, lines: int = 5) -> str:
        """The end of its log, for a message to people."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def end_with_parent(stop_signal: signal.Signals) -> list[str]:
    """Prefix that has the kernel send `stop_signal` to the program when its parent, this process, is gone.

    Who is gone before the kernel was told is noticed too: then the program does not start.
    """
    unless_orphan = f'[ "$PPID" = {os.getpid()} ] && exec "$@"'
    tell = ["setpriv", "--pdeathsig", stop_signal.name.removeprefix("SIG")]
    return [*tell, "--", "sh", "-c", unless_orphan, "sh"]


def kill_session(leader: int) -> None:
    """Kill what is left of a process group."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def set_aside(log: Path) -> None:
    """Keep one old log beside the new one when it has grown too long."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".1.log"))
