"""Disk and row together or not at all; nobody changes either; the file comes back as a mere download."""

import os
import stat
from datetime import UTC, datetime
from io import StringIO

import psycopg2
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import call_command
from django.db import Error, IntegrityError, OperationalError, connection, transaction
from django.http import Http404

from apps.accounts.models import User
from apps.core.clock import db_now
from apps.files import services
from apps.files.gate import Refusal
from apps.files.models import StoredFile
from apps.files.services import disk
from tests.files.makers import docx, pdf, upload
from tests.world import person as make_person

NOW = datetime(2021, 10, 1, 8, tzinfo=UTC)


def stored(user: User, name: str = "Quyết định.pdf", content: bytes | None = None) -> StoredFile:
    return services.store(user=user, upload=upload(name, content or pdf()), now=NOW)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_the_row_says_who_what_and_when(person):
    file = stored(person)
    file.refresh_from_db()
    assert (file.name, file.kind, file.size, file.uploaded_by, file.uploaded_at) == (
        "Quyết định.pdf", "pdf", len(pdf()), person, NOW,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_name_on_the_disk_tells_nothing_and_only_we_may_read(person, files_dir):
    file, again = stored(person), stored(person)
    assert file.token != again.token
    assert sorted(files_in(files_dir)) == sorted(
        files_dir / token[:2] / token for token in (file.token, again.token)
    )
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files_in(files_dir)}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in files_dir.rglob("*") if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.django_db
def test_a_large_upload_comes_from_its_temporary_file(person):
    with TemporaryUploadedFile("a.docx", "", 0, None) as sent:
        sent.write(docx())
        sent.size = sent.tell()
        file = services.store(user=person, upload=sent, now=NOW)
    assert disk.path_of(file.token).read_bytes() == docx()


def fail_after_storing(user):
    stored(user)
    raise ZeroDivisionError


@pytest.mark.django_db
def test_a_rolled_back_transaction_leaves_no_file(person, files_dir):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail_after_storing(person)
    assert (files_in(files_dir), StoredFile.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_a_row_that_is_refused_leaves_no_file(files_dir):
    with pytest.raises(IntegrityError), transaction.atomic():
        store_for_nobody()
    assert files_in(files_dir) == []


def store_for_nobody():
    stored(User(pk=0, username="khong-co"))
    connection.check_constraints()


def test_a_committed_transaction_keeps_the_file(fresh_db, files_dir):
    user = make_person("nguoi-gui")
    with transaction.atomic():
        kept = stored(user)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail_after_storing(user)
    assert files_in(files_dir) == [disk.path_of(kept.token)]


def test_a_connection_that_breaks_at_the_commit_keeps_the_file_for_check_files(fresh_db, files_dir):
    """Whether it was committed cannot be known: one file too many is named, one too few would be lost."""
    user = make_person("nguoi-gui")
    with pytest.raises(OperationalError), transaction.atomic():
        store_and_break(user)
    assert len(files_in(files_dir)) == 1
    connection.close()
    assert StoredFile.objects.count() == 0


def store_and_break(user):
    stored(user)
    with psycopg2.connect(os.environ["TEST_DATABASE_URL"].format(name="postgres")) as other:
        other.cursor().execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()


@pytest.mark.django_db
def test_a_crash_while_writing_leaves_nothing_that_counts(person, files_dir):
    """A child process dies with half of the bytes written under the temporary name."""
    if (child := os.fork()) == 0:
        disk.write("c" * 32, HalfAFile())
    _, ended = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(ended) == 9
    assert [path.parent.name for path in files_in(files_dir)] == [disk.INCOMING]
    assert not disk.path_of("c" * 32).exists()
    age(files_in(files_dir)[0])
    assert checked()[0] == 1


class HalfAFile:
    """Gives half of its content; at the next question the process is gone."""

    def __init__(self):
        self.is_asked = False

    def seek(self, place):
        pass

    def read(self, count):
        if self.is_asked:
            os._exit(9)
        self.is_asked = True
        return b"half"


def test_a_fault_while_writing_leaves_nothing(files_dir):
    with pytest.raises(ZeroDivisionError):
        disk.write("c" * 32, BrokenFile())
    assert files_in(files_dir) == []


class BrokenFile:
    def seek(self, place):
        pass

    def read(self, count):
        raise ZeroDivisionError


@pytest.mark.django_db
def test_a_volume_that_is_nearly_full_takes_nothing(person, files_dir, settings):
    settings.FILES_MIN_FREE_PERCENT = disk.free_percent() + 1
    with pytest.raises(ValidationError) as told:
        stored(person)
    assert told.value.message == Refusal.DISK_FULL.value
    assert files_in(files_dir) == []


@pytest.mark.parametrize("change", ["UPDATE files_storedfile SET name = 'x'", "DELETE FROM files_storedfile"])
@pytest.mark.parametrize("role", ["tinhdoan_app", "NONE"])
@pytest.mark.django_db
def test_a_row_is_never_changed(person, change, role):
    stored(person)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "exe"}, "files_storedfile_kind_known"),
        ({"token": "../../etc/passwd"}, "files_storedfile_token_random"),
        ({"size": 0}, "files_storedfile_described"),
        ({"sha256": "x" * 64}, "files_storedfile_described"),
        ({"name": ""}, "files_storedfile_described"),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_a_row_that_says_nothing(person, change, constraint):
    row = {
        "token": "a" * 32,
        "name": "a.pdf",
        "kind": "pdf",
        "size": 1,
        "sha256": "a" * 64,
        "uploaded_by": person,
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        StoredFile.objects.create(**row | change)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "said"), [
    ("Quyết định 12.pdf", "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%2012.pdf"),
    ("ke-hoach.pdf", 'attachment; filename="ke-hoach.pdf"'),
])  # fmt: skip
def test_a_download_is_an_attachment_that_no_browser_runs(person, name, said):
    response = services.serve(stored(person, name))
    response.close()
    assert dict(response.items()) == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(pdf())),
        "Content-Disposition": said,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, no-store",
    }


@pytest.mark.django_db
def test_a_file_that_the_disk_has_lost_is_not_found_and_logged(person, caplog):
    file = stored(person)
    disk.remove(file.token)
    with pytest.raises(Http404):
        services.serve(file)
    assert f"stored file {file.pk} is missing" in caplog.text


# --- check_files ---
def checked():
    """Exit code, what was printed, and the complaints."""
    out, err = StringIO(), StringIO()
    try:
        call_command("check_files", stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def age(path):
    hours_ago = db_now().timestamp() - 2 * 60 * 60
    os.utime(path, (hours_ago, hours_ago))


@pytest.mark.django_db
def test_check_files_is_content_with_what_was_stored(person):
    for _ in range(3):
        age(disk.path_of(stored(person).token))
    assert checked() == (0, "3 tệp, 0 lỗi\n", "")


def lose(path):
    path.unlink()


def alter(path):
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "said"), [(lose, "không còn trên đĩa"), (alter, "đã bị đổi"), (cut, "đã bị đổi")]
)
def test_check_files_names_the_file_that_was_harmed(person, harm, said):
    whole, harmed = stored(person), stored(person)
    harm(disk.path_of(harmed.token))
    code, out, err = checked()
    assert (code, out) == (1, "2 tệp, 1 lỗi\n")
    assert f"tệp số {harmed.pk} ({harmed.token}): " in err
    assert said in err
    assert whole.token not in err


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["ab/" + "ab" * 16, disk.INCOMING + "/" + "cd" * 16, "la.txt"])
def test_check_files_names_what_no_row_knows(person, files_dir, place):
    stored(person)
    stranger = files_dir / place
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_bytes(b"x")
    assert checked()[0] == 0  # it may belong to a transaction that has not ended
    age(stranger)
    code, _out, err = checked()
    assert (code, err) == (1, f"{stranger}: không có dòng nào trong cơ sở dữ liệu\n")
