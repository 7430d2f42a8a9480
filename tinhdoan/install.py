"""Make `.venv` and install one lock file into it; then hand over to a command of that environment.

    python3 -I tinhdoan/install.py [--with-browser] requirements.txt [argument of .venv/bin/python …]

Runs before anything is installed, so it imports the standard library alone, and is started as a
script, so that the package `tinhdoan` is not imported. Every failure is one Vietnamese sentence
on stderr and exit code 1; pip's own words are kept in `var/log/install.log`.
"""

import ctypes.util
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "log" / "install.log"
OFFLINE = ("connection broken", "NewConnectionError", "Max retries", "timed out", "No matching distribution")


def main() -> None:
    """Install when the lock changed since the last time, then become the command, if there is one."""
    with_browser = "--with-browser" in sys.argv[1:2]
    lock, *command = sys.argv[2:] if with_browser else sys.argv[1:]
    if sys.version_info < (3, 11):
        fail(f"Cần Python 3.11 trở lên, máy này có {sys.version.split()[0]}.")
    LOG.parent.parent.mkdir(mode=0o700, exist_ok=True)
    LOG.parent.mkdir(exist_ok=True)
    with open(LOG, "ab") as log:
        fcntl.flock(log, fcntl.LOCK_EX)  # two starts at once: the second waits for the first
        ensure_venv(log)
        ensure_packages(ROOT / lock, log)
        if with_browser:
            ensure_browser(log)
    if command:
        os.chdir(ROOT)
        os.execv(PYTHON, [str(PYTHON), *command])


def ensure_venv(log: BinaryIO) -> None:
    """Create the environment, unless one is there that runs on this very Python."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if PYTHON.exists() and (VENV / "lib" / f"python{version}").is_dir():
        return
    if importlib.util.find_spec("ensurepip") is None:
        ensure_debian_packages(["python3-venv"], log)
    say("Đang tạo môi trường Python trong .venv …")
    if run([sys.executable, "-m", "venv", "--clear", str(VENV)], log) != 0:
        fail(f"Không tạo được môi trường Python .venv; chi tiết ở {LOG.relative_to(ROOT)}.")


def ensure_packages(lock: Path, log: BinaryIO) -> None:
    """Install exactly what the lock names, checked by hash; skipped while the lock is unchanged."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f".{lock.name}.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say(f"Đang cài các thư viện theo {lock.name} …")
    start = log.tell()
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], log) != 0:
        fail(reason(LOG.read_bytes()[start:].decode(errors="replace")))
    stamp.write_text(digest)


def ensure_browser(log: BinaryIO) -> None:
    """Chromium from Debian's packages, with what it and its driver need."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None or ctypes.util.find_library("atomic") is None:
        ensure_debian_packages(["chromium", "libatomic1", "fonts-dejavu-core"], log)


def reason(words: str) -> str:
    """Say in one sentence what pip's words mean."""
    where = f"chi tiết ở {LOG.relative_to(ROOT)}"
    if any(sign in words for sign in OFFLINE):
        return f"Không tải được thư viện: máy chưa nối mạng hoặc kho gói không trả lời; {where}."
    if "No space left" in words:
        return f"Không cài được thư viện: ổ đĩa đã đầy; {where}."
    return f"Không cài được thư viện; {where}."


def ensure_debian_packages(names: list[str], log: BinaryIO) -> None:
    """Install Debian packages as root; anybody else is told the command to ask for."""
    wish = " ".join(names)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        fail(f"Máy còn thiếu gói hệ thống, hãy chạy bằng quyền quản trị: apt install {wish}")
    say(f"Đang cài gói hệ thống: {wish} …")
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    run([*apt, "update"], log)
    if run([*apt, "install", "--no-install-recommends", *names], log) != 0:
        fail(f"Không cài được gói hệ thống ({wish}): máy chưa nối mạng hoặc kho gói không trả lời.")


def run(command: list[str], log: BinaryIO) -> int:
    """Run with all output in the log; return the exit code."""
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    return finished.returncode


def say(line: str) -> None:
    """One line for the person in front of the screen."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def fail(sentence: str) -> None:
    """Say why, and stop."""
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        fail("Đã dừng khi đang cài đặt.")
