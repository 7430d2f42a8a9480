"""`manage.py workflows`: writes docs/workflows.md from the transition tables that the code runs on."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from apps.core.workflow import Step, mermaid

HEAD = """# Các quy trình

Vẽ từ bảng chuyển trạng thái mà chương trình chạy (`*_STEPS` trong `enums.py` của từng app); đừng sửa tay:
`manage.py workflows` viết lại, một kiểm thử so sánh.
"""


def tables() -> Iterator[tuple[str, str, tuple[Step, ...]]]:
    """(title, name, steps) of every transition table; the title is the first line of its module."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if not config.name.startswith("apps.") or find_spec(f"{config.name}.enums") is None:
            continue
        module = import_module(f"{config.name}.enums")
        for name, steps in vars(module).items():
            if name.endswith("_STEPS"):
                yield str(config.verbose_name), name, steps


def diagram(steps: tuple[Any, ...]) -> str:
    """States and acts are TextChoices: their Vietnamese labels stand in the picture."""
    states = {member.value: member.label for step in steps for member in (step.state, step.next_state)}
    return mermaid(steps, states, {step.act: step.act.label for step in steps})


def document() -> str:
    parts = [
        f"## {title} (`{name}`)\n\n```mermaid\n{diagram(steps)}\n```\n" for title, name, steps in tables()
    ]
    return "\n".join([HEAD, *parts])


class Command(BaseCommand):
    help = "Viết lại docs/workflows.md từ các bảng chuyển trạng thái."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "workflows.md").write_text(document(), encoding="utf-8")
        self.stdout.write("Đã viết docs/workflows.md.")
