"""The register: people, the positions they hold, the standards that judge them, what is planned and done for them."""

from apps.cadres.models.appointment import Appointment, Position, Quota, StaffQuota
from apps.cadres.models.decision import AppointmentFile
from apps.cadres.models.development import (
    CadreRating,
    Discipline,
    FieldVisit,
    FieldVisitRule,
    Placement,
    PublicSeat,
    Training,
    TrainingParticipant,
)
from apps.cadres.models.export import CadreExport
from apps.cadres.models.importing import ColumnChoice, ListImport
from apps.cadres.models.person import Cadre, Qualification, name_key
from apps.cadres.models.rights import DataRequest
from apps.cadres.models.standard import AgeRule, Standard, StandardSet
from apps.cadres.models.succession import Congress, SuccessionCandidate, SuccessionPlan, SuccessionReview

__all__ = [
    "AgeRule",
    "Appointment",
    "AppointmentFile",
    "Cadre",
    "CadreExport",
    "CadreRating",
    "ColumnChoice",
    "Congress",
    "DataRequest",
    "Discipline",
    "FieldVisit",
    "FieldVisitRule",
    "ListImport",
    "Placement",
    "Position",
    "PublicSeat",
    "Qualification",
    "Quota",
    "StaffQuota",
    "Standard",
    "StandardSet",
    "SuccessionCandidate",
    "SuccessionPlan",
    "SuccessionReview",
    "Training",
    "TrainingParticipant",
    "name_key",
]
