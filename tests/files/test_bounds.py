"""What an upload may cost: time and memory stay small however it was made, and nothing is read beyond the limit."""

import contextlib
import subprocess
import sys
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from apps.files import services
from apps.files.enums import ACCEPT
from apps.files.gate import Refusal, limits
from tests.files.makers import cells, pdf, word_parts, xlsx

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 2**20
GIGABYTE = 1024 * MEGABYTE
MOST_GROWTH = 64  # megabytes
MEASURED = """
import resource, sys
import django
django.setup()
from pathlib import Path
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from apps.files.services import check_upload
upload = SimpleUploadedFile(Path(sys.argv[1]).name, Path(sys.argv[1]).read_bytes())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    check_upload(upload)
    said = "passed"
except ValidationError as refusal:
    said = refusal.code
sys.stdout.write(f"{said} {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024}")
"""


def gigabyte_member(*, claimed: int = GIGABYTE) -> bytes:
    """One part of a docx is a gigabyte of blanks; the directory may say that it is less."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in word_parts().items():
            archive.writestr(name, content)
        with archive.open("word/a.xml", "w") as part:
            for _ in range(GIGABYTE // MEGABYTE):
                part.write(b" " * MEGABYTE)
        archive.infolist()[-1].file_size = claimed
    return target.getvalue()


def gigabyte_stream() -> bytes:
    squeezer = zlib.compressobj()
    body = b"".join(squeezer.compress(bytes(MEGABYTE)) for _ in range(1024)) + squeezer.flush()
    return pdf(b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(body), body))


def many_parts() -> bytes:
    """Within every bound."""
    return xlsx(more={f"xl/{number}.xml": "<a>" + " " * (MEGABYTE - 7) + "</a>" for number in range(100)})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.docx", gigabyte_member, "bomb"),
        ("a.docx", lambda: gigabyte_member(claimed=100_000), "broken"),
        ("a.pdf", gigabyte_stream, "bomb"),
        ("a.xlsx", many_parts, "passed"),
    ],
)
def test_memory_stays_small_whatever_inflates(name, make, code, tmp_path):
    (tmp_path / name).write_bytes(make())
    command = [sys.executable, "-c", MEASURED, str(tmp_path / name)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    said, growth = done.stdout.split()
    assert said == code
    assert int(growth) < MOST_GROWTH


def test_two_far_cells_are_refused_at_once():
    started = time.monotonic()
    with pytest.raises(ValidationError) as told:
        services.sheet_extent(BytesIO(xlsx(cells("A1", "XFD1048576"))))
    assert told.value.message == Refusal.TOO_WIDE.value
    assert time.monotonic() - started < 2


def crafted(content: bytes, count: int) -> bytes:
    """As many words `stream` as the size allows."""
    return pdf()[: -len(b"%%EOF\n")] + content * count + b"%%EOF"


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (b"stream\n", 1_400_000),
        (b"stream\n\x78\x9c" + b"\0\0\0\xff\xff" * 8, 19_000),
        (b"/ASCII85Decode stream\n", 400_000),
        (b"/" * 100, 90_000),
    ],
    ids=["streams", "streams that deflate nothing", "letters", "names"],
)
def test_a_pdf_made_to_be_slow_is_not(content, count):
    sent = SimpleUploadedFile("a.pdf", crafted(content, count))
    started = time.process_time()
    with contextlib.suppress(ValidationError):
        services.check_upload(sent)
    assert time.process_time() - started < 2


def posted(size: int) -> SimpleUploadedFile:
    sent = SimpleUploadedFile("a.pdf", bytes(size))
    return RequestFactory().post("/", {"paper": sent}).FILES["paper"]


@pytest.mark.parametrize("size", [10, 3 * MEGABYTE, limits.MAX_BYTES])
def test_an_upload_within_the_limit_arrives_whole(size):
    with posted(size) as sent:
        assert sent.size == len(sent.read()) == size


def test_an_upload_beyond_the_limit_is_cut_off_and_refused():
    with posted(2 * limits.MAX_BYTES) as sent:
        assert limits.MAX_BYTES < sent.size <= limits.MAX_BYTES + 64 * 1024
        with pytest.raises(ValidationError) as told:
            services.check_upload(sent)
    assert told.value.message == Refusal.TOO_BIG.value


class PaperForm(forms.Form):
    """As the apps above write it."""

    paper = forms.FileField(
        validators=[services.check_upload], widget=forms.FileInput(attrs={"accept": ACCEPT})
    )


def test_a_form_shows_the_sentence_beside_the_field():
    form = PaperForm(files={"paper": SimpleUploadedFile("a.exe", b"MZ")})
    assert form.errors == {"paper": [Refusal.NOT_TAKEN.value]}
    assert 'accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx"' in str(form["paper"])


def test_a_form_takes_a_good_file_whole():
    form = PaperForm(files={"paper": SimpleUploadedFile("a.pdf", pdf())})
    assert form.is_valid()
    form.cleaned_data["paper"].seek(0)
    assert form.cleaned_data["paper"].read() == pdf()


@pytest.mark.parametrize("place", ["static", "static/tep"])
def test_files_among_the_static_ones_are_refused_at_the_start(place, monkeypatch, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("FILES_DIR", str(tmp_path / place))
    command = [sys.executable, "-c", "import tinhdoan.settings"]
    started = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert started.returncode == 1
    assert "FILES_DIR phải nằm ngoài" in started.stderr
