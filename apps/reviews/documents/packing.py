"""The bytes: python-docx stamps the clock into the zip and the properties, so both are written anew."""

import io
import zipfile
from datetime import UTC

from docx.document import Document as Docx

from apps.reviews.queries.content import Content

FIXED = (1980, 1, 1, 0, 0, 0)


def packed(made: Docx, content: Content) -> bytes:
    _stamp(made, content)
    raw = io.BytesIO()
    made.save(raw)
    return _rewritten(raw)


def _stamp(made: Docx, content: Content) -> None:
    """The properties speak of the snapshot's time, whenever the file is made."""
    at = content.taken_at.astimezone(UTC).replace(tzinfo=None)
    properties = made.core_properties
    properties.created = properties.modified = at
    properties.author = properties.last_modified_by = content.style["body_name"]
    properties.title = "Báo cáo sơ kết"
    properties.comments = f"Ảnh chụp số liệu {content.sha256}"
    properties.language = "vi-VN"
    properties.revision = 1


def _rewritten(raw: io.BytesIO) -> bytes:
    """The same entries in the same order with one fixed date and one system's attributes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()
