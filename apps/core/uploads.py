"""Uploads on their way in: what is too large is not written to the disk to its end."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CutOffHandler(FileUploadHandler):
    """The first of the handlers: passes on one chunk more than a file may have, so that its size refuses it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        """The next handler makes the file."""
