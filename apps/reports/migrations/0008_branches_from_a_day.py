"""From which quarter on a form asks the register of branches and their ratings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_proposed_rows_deadlines"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportform",
            name="branches_from",
            field=models.DateField(
                blank=True,
                null=True,
                verbose_name="lấy số từ sổ chi đoàn, kết quả xếp loại, với kỳ kết thúc từ ngày",
            ),
        ),
    ]
