"""A plan of support says what will be done, and until when: its last day belongs to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("branches", "0003_practice_steps")]

    operations = [
        migrations.AlterField(
            model_name="supportplan",
            name="due_on",
            field=models.DateField(verbose_name="hạn xong"),
        ),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("measures", ""), _negated=True),
                name="branches_supportplan_has_measures",
                violation_error_message="Ghi việc sẽ làm để hỗ trợ chi đoàn.",
            ),
        ),
    ]
