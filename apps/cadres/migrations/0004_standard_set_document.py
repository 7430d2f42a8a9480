"""Who issued a set of standards and when, why it ended, which set it mends; ages that can be meant."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0003_positions_of_cadres"),
    ]

    operations = [
        migrations.AddField(
            model_name="standardset",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="cadres.standardset",
                verbose_name="sửa lỗi gõ của",
            ),
        ),
        migrations.AddField(
            model_name="standardset",
            name="end_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="căn cứ hết hiệu lực"),
        ),
        migrations.AddField(
            model_name="standardset",
            name="is_corrected",
            field=models.BooleanField(default=False, verbose_name="đã có bản sửa thay"),
        ),
        migrations.AddField(
            model_name="standardset",
            name="issued_by",
            field=models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành"),
        ),
        migrations.AddField(
            model_name="standardset",
            name="issued_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày ban hành"),
        ),
        migrations.AddField(
            model_name="standardset",
            name="reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="lý do sửa"),
        ),
        migrations.AddField(
            model_name="standardset",
            name="revision",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="lần sửa"),
        ),
        migrations.AlterField(
            model_name="standardset",
            name="code",
            field=models.CharField(max_length=80, verbose_name="số, ký hiệu"),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(("age_max", None), ("age_max__range", (16, 70)), _connector="OR"),
                name="cadres_standard_age_possible",
                violation_error_message="Mức tuổi phải từ 16 đến 70.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_age_max", None), ("first_age_max__range", (16, 70)), _connector="OR"
                ),
                name="cadres_standard_first_age_possible",
                violation_error_message="Mức tuổi phải từ 16 đến 70.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardset",
            constraint=models.UniqueConstraint(
                fields=("code", "revision"),
                name="cadres_standardset_code_once",
                violation_error_message="Đã có bộ tiêu chuẩn của văn bản số này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardset",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_published", False), ("is_corrected", False), _connector="OR"),
                name="cadres_standardset_corrected_judges_nobody",
                violation_error_message="Bộ đã có bản sửa thay thì không dùng để xét nữa.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("reason", "")),
                    models.Q(("corrects__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="cadres_standardset_correction_has_reason",
                violation_error_message="Sửa lỗi gõ phải có lý do.",
            ),
        ),
    ]
