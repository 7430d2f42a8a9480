"""docs/workflows.md is what the transition tables say."""

from django.conf import settings

from apps.core.management.commands.workflows import document


def test_the_pictures_are_those_of_the_tables():
    written = (settings.BASE_DIR / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert written == document(), "chạy: manage.py workflows"
