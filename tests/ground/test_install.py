"""`./run` and `./test` before anything is installed: each obstacle is one Vietnamese sentence."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tinhdoan import install


@pytest.fixture
def log(tmp_path):
    with (tmp_path / "install.log").open("ab") as file:
        yield file


@pytest.fixture
def ordinary_user(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def refusal(capsys, act, *arguments) -> str:
    """The one sentence with which `act` gives up."""
    with pytest.raises(SystemExit) as stopped:
        act(*arguments)
    assert stopped.value.code == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    return sentence


def test_missing_venv_package(monkeypatch, capsys, tmp_path, log, ordinary_user):
    monkeypatch.setattr(install, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "apt install python3-venv" in refusal(capsys, install.ensure_venv, log)


def test_missing_browser(monkeypatch, capsys, log, ordinary_user):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "apt install chromium libatomic1" in refusal(capsys, install.ensure_browser, log)


def test_old_python(monkeypatch, capsys):
    with monkeypatch.context() as old:
        old.setattr(sys, "version_info", (3, 9, 2))
        old.setattr(sys, "argv", ["install.py", "requirements.txt"])
        sentence = refusal(capsys, install.main)
    assert sentence.startswith("Cần Python 3.11 trở lên")


@pytest.mark.slow
def test_no_network(tmp_path):
    """A real pip that finds nobody at the address of the registry."""
    root = Path(install.__file__).parent.parent
    (tmp_path / "tinhdoan").mkdir()
    shutil.copy(root / "tinhdoan" / "install.py", tmp_path / "tinhdoan")
    shutil.copy(root / "requirements.txt", tmp_path)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(
        [sys.executable, str(tmp_path / "tinhdoan" / "install.py"), "requirements.txt"],
        env={"PATH": os.environ["PATH"]} | nowhere, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("Không tải được thư viện: máy chưa nối mạng")
    assert not (tmp_path / ".venv" / ".requirements.txt.sha256").exists()


def test_the_locks_name_no_place():
    """Where packages come from is the matter of whoever installs them."""
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (install.ROOT / lock).read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text
