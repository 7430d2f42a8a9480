"""Which positions make their holder a cán bộ Đoàn (Quy chế 289, Điều 1)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cadres", "0001_register")]

    operations = [
        migrations.AddField(
            model_name="position",
            name="is_cadre",
            field=models.BooleanField(default=False, verbose_name="là cán bộ Đoàn"),
        ),
    ]
