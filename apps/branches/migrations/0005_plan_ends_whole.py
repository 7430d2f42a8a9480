"""A result without a day is refused: NULL let it pass."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("branches", "0004_support_measures")]

    operations = [
        migrations.RemoveConstraint(model_name="supportplan", name="branches_supportplan_ends_with_result"),
        migrations.AddConstraint(
            model_name="supportplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("result", "")),
                    models.Q(
                        ("ended_on__gte", models.F("starts_on")),
                        ("ended_on__isnull", False),
                        models.Q(("result", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="branches_supportplan_ends_with_result",
                violation_error_message="Kết thúc kế hoạch phải ghi ngày và kết quả.",
            ),
        ),
    ]
