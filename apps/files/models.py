"""A file that somebody handed in. The bytes lie in FILES_DIR under a random name; the row says what they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.files.enums import ERASED, FileKind

NAME_LENGTH = 160


class StoredFile(models.Model):
    """Never changed and never deleted; once, its bytes and its name may be erased (trigger, `services.erase`).

    Whoever points to it says who may read it.
    """

    token = models.CharField("tên trên đĩa", max_length=32, unique=True)
    name = models.CharField("tên tệp", max_length=NAME_LENGTH)
    kind = models.CharField("loại tệp", max_length=4, choices=FileKind)
    size = models.PositiveIntegerField("cỡ (byte)")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField("tải lên lúc", db_default=Now())
    erased_at = models.DateTimeField("xóa theo yêu cầu lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["-id"]
        constraints = [
            one_of("kind", FileKind, "files_storedfile_kind_known"),
            models.CheckConstraint(
                condition=Q(token__regex=r"^[0-9a-f]{32}$"),  # noqa: S106 – a name
                name="files_storedfile_token_random",
                violation_error_message="Tên trên đĩa gồm 32 chữ số hệ mười sáu.",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0) & Q(sha256__regex=r"^[0-9a-f]{64}$") & ~Q(name=""),
                name="files_storedfile_described",
                violation_error_message="Tệp phải có tên, cỡ và mã SHA-256.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name=ERASED),
                name="files_storedfile_erased_has_no_name",
                violation_error_message="Tệp đã xóa theo yêu cầu thì không còn tên.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
