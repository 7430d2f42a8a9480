"""Acts on the catalogue and the approved figures."""

from apps.indicators.services.facts import lock_rollup, rebuild_rollups, record_facts, refresh_rollups
from apps.indicators.services.reference import load_reference

__all__ = ["load_reference", "lock_rollup", "rebuild_rollups", "record_facts", "refresh_rollups"]
