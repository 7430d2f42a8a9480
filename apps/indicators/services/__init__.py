"""Acts on the catalogue and the approved figures."""

from apps.indicators.services.catalogue import keep_in_catalogue, set_judging_rule, set_target
from apps.indicators.services.facts import rebuild_rollups, record_facts, refresh_rollups
from apps.indicators.services.reference import REFERENCE, load_reference

__all__ = [
    "REFERENCE",
    "keep_in_catalogue",
    "load_reference",
    "rebuild_rollups",
    "record_facts",
    "refresh_rollups",
    "set_judging_rule",
    "set_target",
]
