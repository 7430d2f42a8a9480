"""Khối: residential areas, schools, enterprises …, and to which a unit belongs."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_dated_tree"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sector",
            fields=[
                (
                    "code",
                    models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="mã"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên gọi")),
                ("rank", models.PositiveSmallIntegerField(unique=True, verbose_name="thứ tự")),
                ("is_residential", models.BooleanField(default=False, verbose_name="địa bàn dân cư")),
            ],
            options={
                "verbose_name": "khối",
                "verbose_name_plural": "khối",
                "ordering": ["rank"],
            },
        ),
        migrations.CreateModel(
            name="UnitSector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "validity",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="có hiệu lực"),
                ),
            ],
            options={
                "verbose_name": "khối của đơn vị",
                "verbose_name_plural": "khối của đơn vị",
            },
        ),
        migrations.AddField(
            model_name="unitsector",
            name="sector",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.sector",
                verbose_name="khối",
            ),
        ),
        migrations.AddField(
            model_name="unitsector",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sectors",
                to="units.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitsector",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("unit", "="), ("validity", "&&")],
                name="units_unitsector_one_at_once",
                violation_error_message="Đơn vị đã thuộc khối khác trong thời gian này.",
            ),
        ),
    ]
