"""Acts on units and people; the outside imports them from here."""

from apps.units.services.reference import load_reference

__all__ = ["load_reference"]
