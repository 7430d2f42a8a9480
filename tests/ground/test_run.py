"""The supervisor: messages, restarts, and that nothing stays behind."""

import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from tests.conftest import free_port
from tests.ground.processes import alive, command_of, eventually, family, left_of
from tinhdoan import stack, supervisor
from tinhdoan.processes import Program
from tinhdoan.servers import ServerError

OURS = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "DATABASE_ROLE")


def run(var, **environment) -> subprocess.Popen:
    """`./run` in the environment that is installed already, on a data folder of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.Popen(
        [sys.executable, "-m", "tinhdoan.supervisor"], cwd=stack.ROOT, text=True,
        env=clean | {"VAR_DIR": str(var), "DEMO": "0"} | environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def await_ready(process: subprocess.Popen) -> None:
    """Read until it says that everything runs."""
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl+C" in line:
            return
    raise AssertionError("".join(said) + process.stderr.read())


def refusal(process: subprocess.Popen) -> str:
    """The one sentence on stderr with which it gave up."""
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert out == ""
    (sentence,) = err.splitlines()
    return sentence


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = refusal(run(tmp_path / "var", PORT=str(port)))
    assert sentence.startswith(f"Cổng {port} đang có chương trình khác dùng")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("wish", ["", "tám nghìn", "0", "65536", "-1"])
def test_a_port_is_a_number(wish):
    with pytest.raises(ServerError, match="PORT phải là một số từ 1 đến 65535"):
        supervisor.free_port(wish)


def test_one_run_per_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "SECONDS_FOR_LAST_RUN", 0)
    with supervisor.only_run(tmp_path), pytest.raises(ServerError, match="đang chạy rồi"):
        supervisor.only_run(tmp_path).__enter__()
    with supervisor.only_run(tmp_path):
        pass


@pytest.mark.slow
def test_what_keeps_dying_stops_the_run(tmp_path, capsys):
    dying = Program("dying", ["false"], tmp_path / "log")
    dying.start()
    with pytest.raises(ServerError, match="Tiến trình dying liên tục dừng"):
        supervisor.watch([dying])
    assert len(capsys.readouterr().err.splitlines()) == supervisor.RESTARTS


@pytest.mark.slow
def test_a_failed_step_is_told_with_its_last_line(tmp_path):
    command = stack.manage("no_such_command", log=tmp_path / "log", env={})
    with pytest.raises(ServerError, match="Bước “no_such_command” không xong"):
        supervisor.do(command)


@pytest.mark.slow
def test_crash_of_the_web_server_kill_of_the_run_and_a_second_run(tmp_path):
    """What dies is started again; after kill -9 and after Ctrl+C no process is left."""
    port = free_port()
    with run(tmp_path, PORT=str(port)) as process:
        await_ready(process)
        assert stack.healthy(port)
        web = gunicorn_of(process)
        os.kill(web, signal.SIGKILL)
        assert eventually(lambda: gunicorn_of(process) not in (None, web))
        assert eventually(lambda: stack.healthy(port))
        pids = family(process.pid)
        process.kill()
        process.communicate(timeout=60)
    assert eventually(lambda: alive(pids) == []), left_of(pids)

    with run(tmp_path, PORT=str(port)) as process:
        await_ready(process)
        pids = family(process.pid)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert alive(pids) == [], left_of(pids)


def gunicorn_of(run: subprocess.Popen) -> int | None:
    """The process that the supervisor started as its web server; None while there is none."""
    children = [child.pid for child in psutil.Process(run.pid).children()]
    return next((pid for pid in children if "gunicorn" in command_of(pid)), None)
