"""Which files are taken, and as what they are given back."""

from django.conf import settings
from django.db.models import TextChoices


class FileKind(TextChoices):
    PDF = "pdf", "PDF"
    PNG = "png", "ảnh PNG"
    JPEG = "jpg", "ảnh JPG"
    DOCX = "docx", "văn bản Word"
    XLSX = "xlsx", "bảng tính Excel"


EXTENSIONS = {
    "pdf": FileKind.PDF,
    "png": FileKind.PNG,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "docx": FileKind.DOCX,
    "xlsx": FileKind.XLSX,
}
ERASED = "tệp đã xóa theo yêu cầu"  # the name that is left of it
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)  # of an <input type="file">
ALLOWED = (
    f"PDF, PNG, JPG, DOCX hoặc XLSX, tối đa {settings.UPLOAD_MAX_BYTES // 2**20} MB; "
    "không nhận tài liệu đóng dấu MẬT."
)  # said beside the field, before anything is refused
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
