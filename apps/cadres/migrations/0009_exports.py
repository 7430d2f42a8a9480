"""What was taken out of the register: for what, by whom, and for a day the file."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0008_data_requests"),
        ("units", "0002_dated_tree"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CadreExport",
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
                            ("danh-sach", "danh sách cán bộ"),
                            ("bieu", "Biểu 1–7"),
                            ("qua-tuoi", "Biểu 2, danh sách cán bộ quá tuổi"),
                            ("du-bao", "dự báo"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("asked", models.JSONField(default=dict, verbose_name="điều kiện")),
                ("purpose", models.CharField(max_length=300, verbose_name="mục đích sử dụng")),
                (
                    "requested_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="xuất lúc"
                    ),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="dựng xong lúc")),
                ("made_with", models.JSONField(default=dict, verbose_name="quyền lúc dựng")),
                ("content", models.BinaryField(null=True, verbose_name="tệp")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xuất",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần xuất dữ liệu",
                "verbose_name_plural": "lần xuất dữ liệu",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("content__isnull", False)),
                        fields=["made_at"],
                        name="cadres_export_to_purge",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["danh-sach", "bieu", "qua-tuoi", "du-bao"])),
                        name="cadres_cadreexport_kind_known",
                        violation_error_message="Giá trị không có trong danh mục.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="cadres_cadreexport_has_purpose",
                        violation_error_message="Ghi mục đích sử dụng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content", None), ("made_at__isnull", False), _connector="OR"),
                        name="cadres_cadreexport_file_has_day",
                        violation_error_message="Tệp đã dựng phải có thời điểm.",
                    ),
                ],
            },
        ),
    ]
