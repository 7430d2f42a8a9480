"""Do the rows and the disk agree?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apps.files.models import StoredFile
from apps.files.services import disk

UNSETTLED = timedelta(hours=1)  # a younger file may belong to a transaction that has not ended


def faults(*, now: datetime) -> Iterator[str]:
    """One sentence for every file that is missing, altered, still there after erasing, or unknown; reads every byte."""
    there = {path.name: path for path in disk.everything()}
    known = set()
    for file in StoredFile.objects.order_by("pk").iterator():
        known.add(file.token)
        yield from _faults_of(file)
    for token, path in there.items():
        if token not in known and _is_settled(path, now):
            yield f"{path}: không có dòng nào trong cơ sở dữ liệu"


def _faults_of(file: StoredFile) -> Iterator[str]:
    path = disk.path_of(file.token)
    if file.erased_at:
        if path.exists():
            yield f"tệp số {file.pk} ({file.token}): đã xóa theo yêu cầu nhưng còn trên đĩa; chạy với --sweep"
    elif not path.is_file():
        yield f"tệp số {file.pk} ({file.token}): không còn trên đĩa"
    elif disk.digest(path) != file.sha256:
        yield f"tệp số {file.pk} ({file.token}): nội dung đã bị đổi"


def _is_settled(path: Path, now: datetime) -> bool:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - UNSETTLED
