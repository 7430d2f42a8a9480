"""The steps of a model worth copying: recommended, declined with a reason, nominated again, withdrawn."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_locked_quarters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("recommend", "Đề nghị nhân rộng"),
                            ("decline", "Chưa đề nghị nhân rộng"),
                            ("again", "Giới thiệu lại"),
                            ("withdraw", "Thôi giới thiệu"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ý kiến")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của mô hình",
                "verbose_name_plural": "bước của mô hình",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="practice",
            name="branches_practice_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="practice",
            name="branches_practice_described",
        ),
        migrations.AddField(
            model_name="adoption",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="phiên bản"),
        ),
        migrations.AlterField(
            model_name="practice",
            name="state",
            field=models.CharField(
                choices=[
                    ("nominated", "đã giới thiệu"),
                    ("recommended", "đề nghị nhân rộng"),
                    ("declined", "chưa đề nghị nhân rộng"),
                    ("withdrawn", "thôi giới thiệu"),
                ],
                default="nominated",
                max_length=12,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["nominated", "recommended", "declined", "withdrawn"])),
                name="branches_practice_state_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    models.Q(("problem", ""), _negated=True),
                    models.Q(("method", ""), _negated=True),
                ),
                name="branches_practice_described",
                violation_error_message="Ghi tên mô hình, việc mô hình giải quyết và cách làm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="branches_practice_declined_with_reason",
                violation_error_message="Ghi vì sao chưa đề nghị nhân rộng.",
            ),
        ),
        migrations.AddField(
            model_name="practicestep",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người làm",
            ),
        ),
        migrations.AddField(
            model_name="practicestep",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="branches.practice",
                verbose_name="mô hình",
            ),
        ),
        migrations.AddConstraint(
            model_name="practicestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["recommend", "decline", "again", "withdraw"])),
                name="branches_practicestep_act_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ),
    ]
