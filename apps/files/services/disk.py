"""FILES_DIR: `ab/ab12…` for what counts, `incoming/ab12…` while it is being written. Only this module opens it."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

INCOMING = "incoming"
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Written:
    """What lies on the disk now."""

    size: int
    sha256: str


def path_of(token: str) -> Path:
    return Path(settings.FILES_DIR, token[:2], token)


def free_percent() -> float:
    """How much of the volume is free, of what an ordinary user may fill."""
    usage = shutil.disk_usage(_folder(Path(settings.FILES_DIR)))
    return 100 * usage.free / (usage.used + usage.free)


def write(token: str, content: IO[bytes]) -> Written:
    """Whole under its name or not at all, also when the power fails: temporary name, fsync, rename, fsync."""
    temporary = _folder(Path(settings.FILES_DIR, INCOMING)) / token
    try:
        written = _copy(content, temporary)
        final = path_of(token)
        temporary.rename(_folder(final.parent) / final.name)
        _sync(final.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return written


def remove(token: str) -> None:
    path_of(token).unlink(missing_ok=True)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def everything() -> Iterator[Path]:
    """Every file there is, by name."""
    return (path for path in sorted(Path(settings.FILES_DIR).rglob("*")) if not path.is_dir())


def _copy(content: IO[bytes], target: Path) -> Written:
    content.seek(0)
    sha256, size = hashlib.sha256(), 0
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(_CHUNK):
            file.write(chunk)
            sha256.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Written(size, sha256.hexdigest())


def _folder(folder: Path) -> Path:
    """The folder, made for this user alone when it is not there; its own name survives a power failure too."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(folder.parent)
    return folder


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
