"""The gate: every bad file is refused with its own sentence and leaves nothing; every good one comes back."""

import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from apps.core.clock import db_now
from apps.files import services
from apps.files.enums import EXTENSIONS, FileKind
from apps.files.gate import Refusal, inspect, sheet_extent
from apps.files.gate.names import cleaned
from apps.files.models import StoredFile
from tests.files.bad_others import OTHERS
from tests.files.bad_packages import PACKAGES
from tests.files.cases import each
from tests.files.good import GOOD, turned
from tests.files.makers import cells, saved, sheet, upload, xlsx

BAD = PACKAGES + OTHERS
PICTURES = {FileKind.PNG, FileKind.JPEG}


def read(response):
    try:
        return b"".join(response.streaming_content)
    finally:
        response.close()


@pytest.mark.django_db
@each(BAD)
def test_a_bad_file_is_refused_with_its_sentence_and_nothing_stays(case, person, files_dir):
    with pytest.raises(ValidationError) as told:
        services.store(user=person, upload=upload(case.name, case.make()), now=db_now())
    assert (told.value.code, told.value.message) == (case.reason.name.lower(), case.reason.value)
    assert "%(" not in told.value.messages[0]
    assert list(files_dir.rglob("*")) == [files_dir] or not any(
        path.is_file() for path in files_dir.rglob("*")
    )
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
@each(GOOD)
def test_a_good_file_is_stored_and_given_back(case, person):
    content = case.make()
    file = services.store(user=person, upload=upload(case.name, content), now=db_now())
    given = read(services.serve(file))
    assert (len(given), hashlib.sha256(given).hexdigest()) == (file.size, file.sha256)
    assert file.kind == EXTENSIONS[case.name.rpartition(".")[2].lower()]
    if file.kind in PICTURES:
        assert b"<script>" not in given
        assert b"PK\x03\x04" not in given
        assert Image.open(BytesIO(given)).format == Image.open(BytesIO(content)).format
    else:
        assert given == content


def test_there_are_enough_of_both():
    assert len(BAD) >= 100
    assert len(GOOD) >= 30


def test_every_refusal_of_the_gate_has_been_heard():
    unheard = set(Refusal) - {case.reason for case in BAD}
    assert unheard == {Refusal.DISK_FULL}  # the disk's, not the gate's


@pytest.mark.parametrize("reason", Refusal)
def test_a_refusal_is_one_sentence_that_says_what_to_do(reason):
    assert reason.value.endswith(".")
    assert "; đồng chí" in reason.value
    assert ". " not in reason.value


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Ke\u0302\u0301 hoạch.pdf", "Kế hoạch.pdf"),
        ("C:\\Users\\Lan\\Kế hoạch.pdf", "Kế hoạch.pdf"),
        ("../../etc/a.pdf", "a.pdf"),
        ('a\x00\n<b>:"c"|?*.pdf', "a-b-c-.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("  a   b .PDF", "a b.PDF"),
        ("ă" * 300 + ".docx", "ă" * 155 + ".docx"),
    ],
)
def test_a_name_is_cleaned(sent, kept):
    assert cleaned(sent) == kept


def test_a_photograph_stands_upright_and_tells_nothing_of_its_place():
    kept = Image.open(inspect(upload("a.jpg", turned())).content)
    assert kept.size == (30, 40)
    assert (dict(kept.getexif()), kept.info.get("comment"), kept.info.get("icc_profile")) == ({}, None, None)


def test_transparency_of_a_palette_is_kept():
    sent = saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)).quantize(4), "PNG")
    kept = Image.open(inspect(upload("a.png", sent)).content)
    assert kept.mode == "P"
    assert kept.convert("RGBA").getpixel((0, 0))[3] == 0


def test_the_extent_of_a_workbook_is_its_greatest_cell():
    book = xlsx(cells("B3", "D2"), {"xl/worksheets/sheet2.xml": sheet(cells("A7"))})
    extent = sheet_extent(BytesIO(book))
    assert (extent.columns, extent.rows) == (4, 7)


def test_an_empty_workbook_has_no_extent():
    extent = sheet_extent(BytesIO(xlsx()))
    assert (extent.columns, extent.rows) == (0, 0)
