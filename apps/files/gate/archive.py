"""The zip around docx and xlsx, judged by its directory alone before anything is inflated."""

import re
import struct
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from apps.files.gate.limits import (
    MAX_DIRECTORY_BYTES,
    MAX_INFLATED,
    MAX_MEMBERS,
    MAX_RATIO,
    RATIO_COUNTS_FROM,
)
from apps.files.gate.refusals import Refusal, refused

_END = struct.Struct("<4s4H2LH")
_START_OF_ZIP, _START_OF_OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_UNSAFE_NAME = re.compile(r"^[/\\]|^\w:|\\|(^|/)\.\.(/|$)|\x00")
_ENCRYPTED_BITS = 0x1 | 0x40 | 0x2000


def open_archive(file: IO[bytes]) -> ZipFile:
    """Raises ValidationError for what is no plain zip, is a bomb, or has members outside of itself."""
    _refuse_other_formats(file)
    _refuse_foreign_bytes(file)
    try:
        archive = ZipFile(file)
    except (BadZipFile, NotImplementedError, ValueError, struct.error):
        raise refused(Refusal.BROKEN) from None
    members = archive.infolist()
    for member in members:
        _check(member)
    if len({member.filename.lower() for member in members}) < len(members):
        raise refused(Refusal.STRANGE_PART)
    if sum(member.file_size for member in members) > MAX_INFLATED:
        raise refused(Refusal.BOMB)
    return archive


def _refuse_other_formats(file: IO[bytes]) -> None:
    """Office locks a file with a password by putting it into the old container."""
    file.seek(0)
    start = file.read(len(_START_OF_OLE))
    if start == _START_OF_OLE:
        raise refused(Refusal.LOCKED if _ENCRYPTED_OFFICE in file.read() else Refusal.OLD_OFFICE)
    if start != _START_OF_ZIP:
        raise refused(Refusal.MISMATCH)


def _refuse_foreign_bytes(file: IO[bytes]) -> None:
    """Nothing stands before the zip, nothing behind it, and its directory is small enough to be read at once."""
    length = file.seek(0, 2)
    file.seek(max(0, length - _END.size))
    tail = file.read()
    if len(tail) < _END.size or not tail.startswith(b"PK\x05\x06"):
        raise refused(Refusal.BROKEN)
    *_, members, directory, offset, _comment = _END.unpack(tail)
    if members > MAX_MEMBERS or directory > MAX_DIRECTORY_BYTES:
        raise refused(Refusal.BOMB)
    if offset + directory + _END.size != length:
        raise refused(Refusal.BROKEN)


def _check(member: ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED_BITS:
        raise refused(Refusal.LOCKED)
    if _UNSAFE_NAME.search(member.orig_filename) or member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise refused(Refusal.STRANGE_PART)
    is_dense = member.file_size > MAX_RATIO * max(1, member.compress_size)
    if is_dense and member.file_size > RATIO_COUNTS_FROM:
        raise refused(Refusal.BOMB)
