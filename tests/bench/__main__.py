"""`make bench`: measured against the budgets of docs/speed.md, on throw-away servers. Prints, asserts nothing."""

import os
import sys

from tests import services


def main() -> None:
    os.environ["STATEMENT_TIMEOUT"] = "600"
    services.start_servers()
    services.create_database("bench")
    os.environ |= services.servers_for("bench", number=1) | {"DATABASE_ROLE": ""}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhdoan.settings")
    import django

    django.setup()
    from tests.bench import figures

    wanted = sys.argv[1:] or ["figures"]
    for module in (figures,):
        if module.__name__.rpartition(".")[2] in wanted:
            for name, measured, budget in module.rows():
                sys.stdout.write(f"{name}\n    {measured}    (budget {budget})\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
