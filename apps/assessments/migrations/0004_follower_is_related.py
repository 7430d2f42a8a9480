"""A cadre knows whom they follow, so that a merge of files takes it along."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0003_row_versions"),
        ("cadres", "0012_birth_dates_by_sex"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="follower",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_assessments",
                to="cadres.cadre",
                verbose_name="cán bộ theo dõi",
            ),
        ),
    ]
