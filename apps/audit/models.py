"""The append-only log of acts. It knows its subject and its chain as plain ids; it never holds a personal value."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apps.core.fields import by

SYSTEM_CHAIN = 0  # acts that concern no unit


class Entry(models.Model):
    """One act. `seq`, `previous_hash` and `hash` are set by a trigger; the chain is one unit's (0 = the system's)."""

    at = models.DateTimeField("lúc", db_default=Now())
    actor = by("ai", null=True)
    act = models.CharField("việc", max_length=60)
    subject_type = models.CharField("loại đối tượng", max_length=60)
    subject_id = models.BigIntegerField("mã đối tượng")
    chain = models.BigIntegerField("chuỗi (đơn vị)")
    changed = ArrayField(models.CharField(max_length=80), verbose_name="trường đã đổi", default=list)
    digest = models.CharField("mã khóa của thay đổi", max_length=64)
    seq = models.BigIntegerField("số thứ tự trong chuỗi", db_default=0)
    previous_hash = models.CharField("mã trước", max_length=64, db_default="")
    hash = models.CharField("mã", max_length=64, db_default="")

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_entry_chain_seq_unique")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_entry_subject"),
            models.Index(fields=["-at"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_type}:{self.subject_id}"
