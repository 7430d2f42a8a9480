"""The upload gate: what may come in, by extension and by structure, and what of it is kept.

Documents are looked through and kept as they are; pictures are encoded anew. Every refusal is a
`ValidationError` with one sentence (`refusals.py`). Nothing is written here.
"""

from dataclasses import dataclass
from typing import IO

from django.core.files.uploadedfile import UploadedFile

from apps.files.enums import FileKind
from apps.files.gate.limits import MAX_BYTES
from apps.files.gate.names import cleaned, kind_of
from apps.files.gate.office import check_office
from apps.files.gate.pdf import check_pdf
from apps.files.gate.pictures import encoded_anew
from apps.files.gate.refusals import Refusal, refused
from apps.files.gate.sheets import Extent
from apps.files.gate.stamps import refuse_stamped_name

__all__ = ["Extent", "Passed", "Refusal", "inspect", "refused", "sheet_extent"]


@dataclass(frozen=True)
class Passed:
    """What may be stored: the cleaned name, what it is, and the bytes to keep."""

    name: str
    kind: FileKind
    content: IO[bytes]


def inspect(upload: UploadedFile) -> Passed:
    """Raises ValidationError unless the file may be stored."""
    name = cleaned(upload.name or "")
    kind = kind_of(name)
    _check_size(upload)
    refuse_stamped_name(name)
    return Passed(name, kind, _content(upload, kind))


def sheet_extent(workbook: IO[bytes]) -> Extent:
    """The greatest cell of an xlsx, found before any reader sees it; raises ValidationError as for an upload.

    For whoever imports: a workbook that passes has at most 200 columns and 20.000 rows in every sheet.
    """
    return check_office(workbook, FileKind.XLSX)


def _check_size(upload: UploadedFile) -> None:
    if not upload.size:
        raise refused(Refusal.EMPTY)
    if upload.size > MAX_BYTES:
        raise refused(Refusal.TOO_BIG)


def _content(upload: IO[bytes], kind: FileKind) -> IO[bytes]:
    if kind in {FileKind.PNG, FileKind.JPEG}:
        return encoded_anew(upload, kind)
    if kind == FileKind.PDF:
        check_pdf(upload)
    else:
        check_office(upload, kind)
    return upload
