"""What these tests ask about processes."""

import time
from collections.abc import Callable

import psutil


def alive(pids: list[int]) -> list[int]:
    """Those that still run; a dead child that its parent has not noticed yet does not."""
    return [pid for pid in pids if _runs(pid)]


def left_of(pids: list[int]) -> list[str]:
    """What still runs, in words for a failure."""
    return [f"{pid} {' '.join(command_of(pid))}" for pid in alive(pids)]


def command_of(pid: int) -> list[str]:
    """Program and arguments; empty once it is dead."""
    try:
        return psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:
        return []


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    process = psutil.Process(pid)
    return [pid, *(child.pid for child in process.children(recursive=True))]


def eventually(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Does it become true in time?"""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
