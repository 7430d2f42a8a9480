"""Acts on the yearly assessment."""

from apps.assessments.services.reference import load_reference

__all__ = ["load_reference"]
