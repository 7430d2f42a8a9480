"""A workbook of the scores of a round: by whom, for what, and for a day the file itself."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0004_follower_is_related"),
        ("units", "0004_branch_secretary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoreExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=300, verbose_name="mục đích sử dụng")),
                (
                    "requested_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="xuất lúc"
                    ),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="dựng xong lúc")),
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.assessmentround",
                        verbose_name="đợt",
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
                "verbose_name": "lần xuất điểm",
                "verbose_name_plural": "lần xuất điểm",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("content__isnull", False)),
                        fields=["made_at"],
                        name="assessments_export_to_purge",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="assessments_scoreexport_has_purpose",
                        violation_error_message="Ghi mục đích sử dụng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content", None), ("made_at__isnull", False), _connector="OR"),
                        name="assessments_scoreexport_file_has_day",
                        violation_error_message="Tệp đã dựng phải có thời điểm.",
                    ),
                ],
            },
        ),
    ]
