"""Giving a file back. The view of the app that owns it has asked at its door before."""

import logging

from django.http import FileResponse, Http404

from apps.files.enums import CONTENT_TYPES, FileKind
from apps.files.models import StoredFile
from apps.files.services import disk

logger = logging.getLogger(__name__)


def serve(file: StoredFile) -> FileResponse:
    """A download under its original name that no browser shows, guesses at, runs or keeps.

    Raises Http404 when the file was erased, and (logged) when the disk has lost it.
    """
    if file.erased_at:
        raise Http404
    try:
        content = disk.path_of(file.token).open("rb")
    except FileNotFoundError:
        logger.error("stored file %s is missing on the disk", file.pk)
        raise Http404 from None
    kind = CONTENT_TYPES[FileKind(file.kind)]
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
