"""Decisions as papers of the positions that they gave or took."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0006_document_of_289"),
        ("files", "0003_erasing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppointmentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appointing", "quyết định giữ chức"),
                            ("ending", "quyết định thôi giữ chức"),
                        ],
                        max_length=10,
                        verbose_name="loại quyết định",
                    ),
                ),
                (
                    "attached_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="đính kèm lúc"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="gỡ lúc")),
                ("withdrawal_reason", models.CharField(blank=True, max_length=300, verbose_name="lý do gỡ")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="cadres.appointment",
                        verbose_name="việc giữ chức",
                    ),
                ),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đính kèm",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="tệp",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gỡ",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp quyết định",
                "verbose_name_plural": "tệp quyết định",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["appointing", "ending"])),
                        name="cadres_appointmentfile_kind_known",
                        violation_error_message="Giá trị không có trong danh mục.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cadres_appointmentfile_withdrawn_with_reason",
                        violation_error_message="Gỡ tệp phải có người gỡ, lúc gỡ và lý do.",
                    ),
                ],
            },
        ),
    ]
