"""A district's own list: head and columns, cells, rows, the trial run, and the acts."""

from apps.cadres.services.importing.acts import (
    IMPORT,
    discard_list,
    discard_lists_naming,
    forget_lists,
    import_list,
    match_columns,
    read_list,
    record_list,
    request_import,
    why_not_importable,
)
from apps.cadres.services.importing.planning import Plan, Planned, make_plan
from apps.cadres.services.importing.rows import Finding, lacking

__all__ = [
    "IMPORT",
    "Finding",
    "Plan",
    "Planned",
    "discard_list",
    "discard_lists_naming",
    "forget_lists",
    "import_list",
    "lacking",
    "make_plan",
    "match_columns",
    "read_list",
    "record_list",
    "request_import",
    "why_not_importable",
]
