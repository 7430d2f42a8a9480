"""Acts on the register."""

from apps.cadres.services.reference import load_reference

__all__ = ["load_reference"]
