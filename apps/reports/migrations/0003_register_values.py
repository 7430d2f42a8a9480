"""What a register said of a figure when it was confirmed, and why another number was put."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_tree_guard"),
        ("reports", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportvalue",
            name="dispute_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="lý do ghi khác sổ"),
        ),
        migrations.AddField(
            model_name="reportvalue",
            name="register_value",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                max_digits=20,
                null=True,
                verbose_name="số trong sổ khi xác nhận",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("register_value", None),
                    models.Q(("value", models.F("register_value")), ("value__isnull", False)),
                    models.Q(("value__isnull", False), models.Q(("dispute_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reports_reportvalue_other_than_register_with_reason",
                violation_error_message="Ghi khác sổ thì phải nêu lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dispute_reason", ""),
                    models.Q(
                        ("register_value__isnull", False),
                        ("value__isnull", False),
                        models.Q(("value", models.F("register_value")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reports_reportvalue_dispute_of_another_number",
                violation_error_message="Chỉ nêu lý do khi ghi khác số trong sổ.",
            ),
        ),
    ]
