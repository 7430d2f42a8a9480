"""A version of each row that people write, so that one criterion is saved without the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="gateanswer",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="phiên bản"),
        ),
        migrations.AddField(
            model_name="score",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="phiên bản"),
        ),
    ]
