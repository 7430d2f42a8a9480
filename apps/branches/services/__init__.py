"""Acts on the branches' register."""

from apps.branches.services.places import set_coverage, set_meeting_place, set_sector
from apps.branches.services.reference import load_reference
from apps.branches.services.register import close_branch, found_branch, rename_branch
from apps.branches.services.villages import add_village, close_village, rename_village

__all__ = [
    "add_village",
    "close_branch",
    "close_village",
    "found_branch",
    "load_reference",
    "rename_branch",
    "rename_village",
    "set_coverage",
    "set_meeting_place",
    "set_sector",
]
