"""What the branches' register answers is asked from it."""

from django.db import migrations

CODES = [
    *("KL08-B2a", "KL08-B2b", "KL08-D4", "KL08-E1b", "KL08-F1", "KL08-F4", "KL08-F5"),
    *("KL08-G1", "KL08-G2", "KL08-H1a", "KL08-H2a", "KL08-H4a"),
]


def answer(apps, schema_editor):
    apps.get_model("indicators", "Element").objects.filter(code__in=CODES).update(source="COMPUTED")


def type_again(apps, schema_editor):
    apps.get_model("indicators", "Element").objects.filter(code__in=CODES).update(source="REPORTED")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_tree_guard")]

    operations = [migrations.RunPython(answer, type_again)]
