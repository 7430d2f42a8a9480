"""Start `./run` on a free port with a data folder of its own, look at it as a visitor, stop it.

Fetches /healthz, signs in with each name that `./run` prints, and after Ctrl+C looks for processes
that stayed. Ends with exit code 1 and a sentence when one of this does not hold.
"""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_BUDGET, STOP_BUDGET = 240.0, 60.0  # seconds


def main() -> None:
    """One whole life of the product."""
    with tempfile.TemporaryDirectory() as var:
        address, process, said = start(Path(var))
        try:
            check(fetch(f"{address}healthz")[0] == 200, "/healthz không trả lời 200.")
            fresh = memory(process)
            names, password = printed_accounts(said)
            for name in names:
                check(sign_in(address, name, password), f"Không đăng nhập được bằng tên {name}.")
            tell(f"Đăng nhập được {len(names)} tài khoản. Bộ nhớ {fresh} MB, sau đó {memory(process)} MB.")
        finally:
            left = stop(process)
        check(not left, f"Còn tiến trình sau khi dừng: {left}")
        check(process.returncode == 0, f"./run kết thúc với mã {process.returncode}.")


def start(var: Path) -> tuple[str, subprocess.Popen[str], str]:
    """Start it; return its address, its process and what it said until it was ready."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    began = time.monotonic()
    environment = dict(os.environ) | {"PORT": str(port), "VAR_DIR": str(var), "DEMO": "1"}
    process = subprocess.Popen([str(ROOT / "run")], env=environment, stdout=subprocess.PIPE, text=True)
    said = ""
    for line in process.stdout or ():
        said += line
        if "Ctrl+C" in line:
            tell(f"{said}\nSẵn sàng sau {time.monotonic() - began:.0f} giây.")
            check(time.monotonic() - began < START_BUDGET, "Khởi động quá lâu.")
            return f"http://127.0.0.1:{port}/", process, said
    raise SystemExit(f"./run không khởi động được:\n{said}")


def printed_accounts(said: str) -> tuple[list[str], str]:
    """The sign-in names and the one password, as a person reads them off the screen."""
    password = re.search(r"[Mm]ật khẩu[^:\n]*:\s*(\S+)", said)
    names = re.findall(r"^ *([a-z0-9][\w.@-]*) {2,}\S", said, re.M)
    check(bool(password and names), "./run không in tên đăng nhập và mật khẩu.")
    return names, password[1] if password else ""


def sign_in(address: str, name: str, password: str) -> bool:
    """Fill in the form like a browser; true when the page behind it is somebody's own."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with opener.open(address) as page:
        form_address, html = page.url, page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    check(bool(token), "Trang đăng nhập không có biểu mẫu.")
    fields = {"csrfmiddlewaretoken": token[1] if token else "", "login": name, "password": password}
    request = urllib.request.Request(form_address, urllib.parse.urlencode(fields).encode())
    request.add_header("Referer", form_address)
    with opener.open(request) as page:
        return page.status == 200 and 'name="password"' not in page.read().decode()


def fetch(address: str) -> tuple[int, str]:
    """Status and body, of errors too."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def memory(process: subprocess.Popen[str]) -> int:
    """Megabytes of the whole family, shared pages counted once."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    return sum(member.memory_full_info().pss for member in family) // 1_000_000


def stop(process: subprocess.Popen[str]) -> list[str]:
    """Press Ctrl+C; return what still runs afterwards."""
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    process.wait(STOP_BUDGET)
    return [
        str(member) for member in family if member.is_running() and member.status() != psutil.STATUS_ZOMBIE
    ]


def check(holds: bool, sentence: str) -> None:
    if not holds:
        raise SystemExit(sentence)


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
