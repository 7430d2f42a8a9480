"""What cadres ask of their own data, with the days that the law sets."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0007_decision_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
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
                            ("access", "xem, nhận bản sao dữ liệu"),
                            ("correction", "sửa dữ liệu"),
                            ("anonymising", "ẩn danh hồ sơ"),
                        ],
                        max_length=12,
                        verbose_name="yêu cầu",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="ngày nhận")),
                ("reason", models.CharField(max_length=300, verbose_name="nội dung, lý do")),
                ("answer_by", models.DateField(verbose_name="trả lời trước ngày")),
                ("finish_by", models.DateField(verbose_name="hoàn thành trước ngày")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="ngày trả lời")),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="ngày hoàn thành")),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="kết quả")),
                ("places", models.JSONField(blank=True, default=list, verbose_name="nơi còn phải xử lý")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="ghi lúc"
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="cadres.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "yêu cầu về dữ liệu cá nhân",
                "verbose_name_plural": "yêu cầu về dữ liệu cá nhân",
                "ordering": ["-received_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["access", "correction", "anonymising"])),
                        name="cadres_datarequest_kind_known",
                        violation_error_message="Giá trị không có trong danh mục.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_on", None),
                                ("answered_on__gte", models.F("received_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("finished_on", None),
                                ("finished_on__gte", models.F("received_on")),
                                _connector="OR",
                            ),
                        ),
                        name="cadres_datarequest_after_receipt",
                        violation_error_message="Ngày trả lời, hoàn thành không thể trước ngày nhận.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_on", None),
                            models.Q(
                                ("answered_on__isnull", False), models.Q(("outcome", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="cadres_datarequest_finished_with_outcome",
                        violation_error_message="Hoàn thành thì phải có ngày trả lời và kết quả.",
                    ),
                ],
            },
        ),
    ]
