"""A file may be erased, once and by name of nobody; nothing else of it ever changes."""

import os
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import Error, IntegrityError, connection, transaction
from django.http import Http404

from apps.core.clock import db_now
from apps.files import services
from apps.files.enums import ERASED
from apps.files.models import StoredFile
from apps.files.services import disk
from tests.files.makers import pdf, upload
from tests.world import person as make_person

NOW = datetime(2021, 10, 1, 8, tzinfo=UTC)
STAYS = ("token", "kind", "size", "sha256", "uploaded_by_id", "uploaded_at")


@pytest.fixture
def file(person) -> StoredFile:
    return services.store(user=person, upload=upload("QĐ Trần Thị Minh Họa.pdf", pdf()), now=NOW)


def checked(*options: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_files", *options, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_bytes_and_name_go_and_the_row_stays(file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert services.erase(files=[file], now=NOW) == 1
    left = StoredFile.objects.get()
    assert (left.name, left.erased_at) == (ERASED, NOW)
    assert [getattr(left, name) for name in STAYS] == [getattr(file, name) for name in STAYS]
    assert not disk.path_of(file.token).exists()
    assert checked() == (0, "1 tệp, 0 lỗi\n", "")
    with pytest.raises(Http404):
        services.serve(left)
    assert services.erase(files=[left], now=db_now()) == 0


def test_what_is_rolled_back_is_not_erased(fresh_db):
    file = services.store(user=make_person("nguoi-gui"), upload=upload("a.pdf", pdf()), now=NOW)
    with transaction.atomic():
        services.erase(files=[file], now=NOW)
        transaction.set_rollback(True)
    assert disk.path_of(file.token).exists()
    with transaction.atomic():
        services.erase(files=[file], now=NOW)
    assert not disk.path_of(file.token).exists()


@pytest.mark.parametrize(
    "change",
    [
        "name = 'x'",
        f"erased_at = now(), name = '{ERASED}', sha256 = repeat('a', 64)",
        f"erased_at = now(), name = '{ERASED}', size = size + 1",
        f"erased_at = now(), name = '{ERASED}', token = repeat('a', 32)",
    ],
)
def test_nothing_else_changes_on_the_way(file, change):
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE files_storedfile SET {change}")


def test_erased_means_without_a_name(file):
    named = "UPDATE files_storedfile SET erased_at = now()"
    constraint = "files_storedfile_erased_has_no_name"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(named)


@pytest.mark.parametrize(
    "change", ["UPDATE files_storedfile SET erased_at = NULL", "DELETE FROM files_storedfile"]
)
def test_what_is_erased_stays_so(file, change):
    services.erase(files=[file], now=NOW)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_what_a_crash_or_a_restore_left_is_named_and_swept(file):
    services.erase(files=[file], now=NOW)  # this test's transaction never commits: the bytes are still there
    hours_ago = db_now().timestamp() - 2 * 60 * 60
    os.utime(disk.path_of(file.token), (hours_ago, hours_ago))
    code, _, err = checked()
    assert (code, "đã xóa theo yêu cầu nhưng còn trên đĩa" in err) == (1, True)
    assert checked("--sweep") == (0, "đã xóa 1 tệp còn sót\n1 tệp, 0 lỗi\n", "")
    assert not disk.path_of(file.token).exists()
