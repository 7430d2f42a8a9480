"""PostgreSQL and Valkey from their wheels: they start, keep what they were given, and leave nothing."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from tests.ground.processes import alive, eventually, family
from tinhdoan import servers
from tinhdoan.processes import end_with_parent
from tinhdoan.servers import DROP, UNSHARE, Postgres, ServerError, Valkey

pytestmark = pytest.mark.slow
WAYS = [UNSHARE, DROP] if os.geteuid() == 0 else [()]


@pytest.fixture(params=WAYS, ids=lambda way: way[0] if way else "user")
def way(request, monkeypatch):
    """Each way in which this machine can start PostgreSQL; the last one by having the first refused."""
    if request.param == DROP:
        monkeypatch.setattr(servers, "UNSHARE", ("false",))
    return request.param


def ask(url: str, question: str) -> str:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        connection.commit()
        return cursor.fetchone()[0] if cursor.description else ""


def test_postgres_keeps_its_data_over_a_restart_and_leaves_no_process(tmp_path, way):
    first = Postgres(tmp_path / "postgres", tmp_path / "postgres.log")
    assert first.wrapper == way
    first.start()
    pids = family(first.program.process.pid)
    ask(first.url("postgres"), "CREATE TABLE kept AS SELECT 'còn đây' AS words")
    first.stop()
    assert alive(pids) == []

    second = Postgres(tmp_path / "postgres", tmp_path / "postgres.log")
    second.start()
    try:
        assert ask(second.url("postgres"), "SELECT words FROM kept") == "còn đây"
    finally:
        second.stop()
        second.remove()
    assert not second.home.exists()


def test_postgres_listens_on_no_port_and_has_the_extensions(tmp_path):
    postgres = Postgres(tmp_path / "postgres", tmp_path / "postgres.log", durable=False)
    postgres.start()
    try:
        url = postgres.url("postgres")
        assert ask(url, "SHOW listen_addresses") == ""
        assert ask(url, "SHOW fsync") == "off"
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            ask(url, f"CREATE EXTENSION {extension}")
        assert ask(url, "SELECT unaccent('Đa Hòa')") == "Da Hoa"
    finally:
        postgres.stop()


def test_a_long_path_gets_a_short_socket_folder_that_goes_away(tmp_path):
    folder = tmp_path / ("dài" * 30) / "postgres"
    postgres = Postgres(folder, tmp_path / "postgres.log", durable=False)
    postgres.start()
    assert ask(postgres.url("postgres"), "SELECT 'được'") == "được"
    postgres.stop()
    assert not postgres.socket.folder.exists()


def test_valkey_keeps_its_data_over_a_restart(tmp_path):
    folder = tmp_path / "valkey"
    for expected in (None, b"1"):
        valkey = Valkey(folder, tmp_path / "valkey.log")
        valkey.start()
        with closing(redis.Redis.from_url(valkey.cache_url())) as client:
            assert client.get("kept") == expected
            client.set("kept", "1")
        valkey.stop()
        assert not valkey.running


def test_servers_end_when_their_parent_is_killed(tmp_path):
    script = f"""
import sys, time
from pathlib import Path
from tinhdoan.servers import Postgres, Valkey
for server in (Postgres, Valkey):
    server = server(Path({str(tmp_path)!r}) / server.name, Path({str(tmp_path)!r}) / "log", durable=False)
    server.start()
print("ready", flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=servers_root()) as parent:
        assert parent.stdout.readline() == b"ready\n"
        pids = family(parent.pid)
        assert len(pids) > 5
        parent.kill()
    assert eventually(lambda: alive(pids) == [])


def test_a_program_whose_parent_died_at_once_does_not_start():
    prefix = end_with_parent(signal.SIGTERM)
    assert subprocess.run([*prefix, "echo", "runs"], capture_output=True).stdout == b"runs\n"
    by_another = ["sh", "-c", '"$@"; true', "sh", *prefix, "echo", "runs"]
    assert subprocess.run(by_another, capture_output=True).stdout == b""


def test_binaries_that_are_not_there_are_named_in_words(tmp_path, monkeypatch):
    monkeypatch.setenv("TINHDOAN_PG_BIN", str(tmp_path))
    with pytest.raises(ServerError, match="TINHDOAN_PG_BIN: không thấy chương trình postgres"):
        Postgres(tmp_path / "postgres", tmp_path / "postgres.log")


def test_a_server_that_cannot_start_says_where_to_look(tmp_path):
    (tmp_path / "postgres").mkdir(mode=0o700)
    (tmp_path / "postgres" / "PG_VERSION").write_text("3\n")
    postgres = Postgres(tmp_path / "postgres", tmp_path / "postgres.log")
    if postgres.wrapper == DROP:
        postgres.home.mkdir()
    with pytest.raises(ServerError, match=r"PostgreSQL không .*postgres\.log"):
        postgres.start()


def servers_root() -> Path:
    return Path(servers.__file__).parent.parent
