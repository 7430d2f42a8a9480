"""Acts on the register."""

from apps.cadres.services.appointments import Post, appoint, correct, end_appointment, follow_mains, move
from apps.cadres.services.merging import Merged, merge_cadres, preview_merge
from apps.cadres.services.people import FACTS, Held, record_cadre, update_cadre
from apps.cadres.services.reading import log_file_read, log_list_read
from apps.cadres.services.reference import load_reference

__all__ = [
    "FACTS",
    "Held",
    "Merged",
    "Post",
    "appoint",
    "correct",
    "end_appointment",
    "follow_mains",
    "load_reference",
    "log_file_read",
    "log_list_read",
    "merge_cadres",
    "move",
    "preview_merge",
    "record_cadre",
    "update_cadre",
]
