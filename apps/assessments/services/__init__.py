"""Acts on the yearly assessment; the outside imports them from here."""

from apps.assessments.services.appraising import (
    accept_rest,
    appraise,
    appraise_gate,
    appraise_score,
    mark_return,
    send_back,
    take_back,
)
from apps.assessments.services.deciding import Document, appeal, decide, overrule
from apps.assessments.services.reference import load_reference
from apps.assessments.services.rounds import (
    Calendar,
    add_units,
    assign,
    close_round,
    open_round,
    register,
    set_calendar,
)
from apps.assessments.services.scores import (
    Answer,
    Proof,
    answer_gate,
    attach_evidence,
    attach_minutes,
    score,
    withdraw_evidence,
)
from apps.assessments.services.submitting import submit

__all__ = [
    "Answer",
    "Calendar",
    "Document",
    "Proof",
    "accept_rest",
    "add_units",
    "answer_gate",
    "appeal",
    "appraise",
    "appraise_gate",
    "appraise_score",
    "assign",
    "attach_evidence",
    "attach_minutes",
    "close_round",
    "decide",
    "load_reference",
    "mark_return",
    "open_round",
    "overrule",
    "register",
    "score",
    "send_back",
    "set_calendar",
    "submit",
    "take_back",
    "withdraw_evidence",
]
