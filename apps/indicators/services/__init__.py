"""Acts on the catalogue and the approved figures."""

from apps.indicators.services.facts import lock_rollup, rebuild_rollups, record_facts, refresh_rollups
from apps.indicators.services.reference import REFERENCE, load_reference

__all__ = ["REFERENCE", "load_reference", "lock_rollup", "rebuild_rollups", "record_facts", "refresh_rollups"]
