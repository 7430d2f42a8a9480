"""Acts on quarterly reports: opening, typing, handing over, submitting, returning, approving."""

from apps.reports.services.entry import (
    Refusal,
    RowSaved,
    Typed,
    confirm_register,
    copy_previous,
    save_row,
    save_text,
)
from apps.reports.services.facts import record_punctuality
from apps.reports.services.forms import set_deadline
from apps.reports.services.handing import give_back, hand_over, take_over
from apps.reports.services.opening import grant_extension, open_reports, open_running_quarter
from apps.reports.services.reference import ensure_deadlines, load_reference
from apps.reports.services.workflow import Note, approve, send_back, submit

__all__ = [
    "Note",
    "Refusal",
    "RowSaved",
    "Typed",
    "approve",
    "confirm_register",
    "copy_previous",
    "ensure_deadlines",
    "give_back",
    "grant_extension",
    "hand_over",
    "load_reference",
    "open_reports",
    "open_running_quarter",
    "record_punctuality",
    "save_row",
    "save_text",
    "send_back",
    "set_deadline",
    "submit",
    "take_over",
]
