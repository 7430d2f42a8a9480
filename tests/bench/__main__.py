"""`make bench`: measured against the budgets of docs/speed.md, on throw-away servers. Prints, asserts nothing.

`python -m tests.bench figures acts` runs these parts; without arguments all of them.
"""

import os
import sys
import time
from importlib import import_module

from tests import services

# The database each part works on: a synthetic province is added to the reference data, or the demo is used.
PARTS = {
    "pages": "demo",
    "register": "demo",
    "acts": "demo",
    "cadres": "demo",
    "branches": "demo",
    "figures": "migrated",
    "dhis2": "migrated",
    "checks": "migrated",
    "product": "demo",
}


def main() -> None:
    os.environ |= {"STATEMENT_TIMEOUT": "600", "DEMO": "1"}
    services.start_servers()
    started = time.perf_counter()
    services.ensure_demo_template()
    tell("demo seed", f"{time.perf_counter() - started:.1f} s", "≤ 90 s")
    for number, part in enumerate(sys.argv[1:] or list(PARTS), start=1):
        services.create_database(f"bench_{part}", template=PARTS[part])
        run(part, number)


def run(part: str, number: int) -> None:
    """In a process of its own, so that each part has its own database."""
    if os.fork():
        os.wait()
        return
    os.environ |= services.servers_for(f"bench_{part}", number=number) | {"DATABASE_ROLE": ""}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhdoan.settings")
    import django

    django.setup()
    for row in import_module(f"tests.bench.{part}").rows():
        tell(*row)
    os._exit(0)


def tell(name: str, measured: str, budget: str) -> None:
    sys.stdout.write(f"{name}\n    {measured}    (budget {budget})\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
