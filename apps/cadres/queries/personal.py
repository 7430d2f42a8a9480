"""Of every row about a cadre: what tells the person and goes, what stays for the counts (ADR 0016).

A field that stands in neither list fails a test: whoever adds one decides here what becomes of it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Case, CharField, F, Model, Value, When
from django.db.models.functions import Cast, Concat

from apps.cadres.models import (
    Appointment,
    AppointmentFile,
    Cadre,
    CadreRating,
    DataRequest,
    Discipline,
    FieldVisit,
    Placement,
    PublicSeat,
    Qualification,
    SuccessionCandidate,
    TrainingParticipant,
)

PSEUDONYM = "Cán bộ đã ẩn danh"
GONE = "đã ẩn danh"


def pseudonym(cadre: Cadre) -> str:
    """Cán bộ đã ẩn danh 1234"""
    return f"{PSEUDONYM} {cadre.pk}"


def _if_said(field: str) -> Case:
    """Whether something was said stays, what was said goes."""
    return Case(When(**{field: ""}, then=Value("")), default=Value(GONE))


# What each field is set to. The name is set by the service: it needs the number of the file.
GOES: dict[type[Model], dict[str, Any]] = {
    Cadre: {
        "born_on": None, "ethnic_group": "", "home": "", "party_joined_on": None, "union_joined_on": None,
        "phone": "", "email": "",
    },
    Qualification: {"obtained_on": None, "field": ""},
    Appointment: {"decision_number": "", "decision_on": None, "ending_decision": ""},
    AppointmentFile: {"withdrawal_reason": _if_said("withdrawal_reason")},
    SuccessionCandidate: {"note": ""},
    TrainingParticipant: {"result": ""},
    FieldVisit: {"note": ""},
    CadreRating: {"decided_on": None},
    Placement: {"proposal": GONE, "result": "", "due_on": None},
    Discipline: {"form": GONE, "decision_number": ""},
    PublicSeat: {"body": Concat(Value(f"{GONE} "), Cast(F("pk"), CharField()))},  # two must stay two
    DataRequest: {"reason": GONE, "outcome": _if_said("outcome")},
}  # fmt: skip
STAYS: dict[type[Model], set[str]] = {
    Cadre: {
        "full_name", "sort_key", "search_key", "sex", "unit", "anonymised_at", "merged_into", "version", "recorded_at",
    },
    Qualification: {"cadre", "kind", "level"},
    Appointment: {
        "cadre", "unit", "position", "seat", "validity", "engagement", "is_concurrent", "is_main", "group", "origin",
        "ending", "recorded_by", "recorded_at",
    },
    AppointmentFile: {"appointment", "file", "kind", "attached_by", "attached_at", "withdrawn_by", "withdrawn_at"},
    SuccessionCandidate: {"plan", "cadre", "readiness", "validity"},
    TrainingParticipant: {"training", "cadre", "unit"},
    FieldVisit: {"cadre", "unit", "place", "kind", "starts_on", "days"},
    CadreRating: {"cadre", "unit", "year", "rating", "guide"},
    Placement: {"cadre", "unit", "state", "done_on"},
    Discipline: {"cadre", "unit", "decided_on"},
    PublicSeat: {"cadre", "kind", "validity"},
    DataRequest: {
        "cadre", "kind", "received_on", "answer_by", "finish_by", "answered_on", "finished_on", "places", "recorded_by",
        "recorded_at",
    },
}  # fmt: skip
# Texts that may name somebody else than the person of their row: (model, field).
NOTES = [
    ("cadres.AppointmentFile", "withdrawal_reason"),
    ("cadres.DataRequest", "outcome"),
    ("cadres.DataRequest", "reason"),
    ("cadres.FieldVisit", "note"),
    ("cadres.Placement", "proposal"),
    ("cadres.Placement", "result"),
    ("cadres.SuccessionCandidate", "note"),
    ("cadres.SuccessionReview", "note"),
    ("cadres.TrainingParticipant", "result"),
]


# Of what stays, or is set by the service, what a page need not tell.
UNTOLD = {
    "cadre", "appointment", "file", "full_name", "sort_key", "search_key", "seat", "version", "merged_into",
    "anonymised_at",
    "recorded_by", "recorded_at", "attached_by", "attached_at", "withdrawn_by", "withdrawn_at", "places", "answer_by",
    "finish_by",
}  # fmt: skip


def decide(
    model: type[Model], *, goes: Mapping[str, Any], stays: Collection[str], notes: Collection[str] = ()
) -> None:
    """For an app above whose rows point to a cadre: said when it is ready, since nobody here may know it."""
    GOES[model], STAYS[model] = dict(goes), set(stays)
    NOTES.extend((model._meta.label, name) for name in notes)


def labels(model: type[Model], names: Collection[str]) -> list[str]:
    """Fields in words, in the model's order."""
    told = set(names) - UNTOLD
    return [str(field.verbose_name) for field in model._meta.concrete_fields if field.name in told]
