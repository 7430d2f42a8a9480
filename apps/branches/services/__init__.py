"""Acts on the branches' register."""

from apps.branches.services.reference import load_reference

__all__ = ["load_reference"]
