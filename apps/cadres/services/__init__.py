"""Acts on the register."""

from apps.cadres.services.anonymising import IN_OFFICE, Anonymised, anonymise
from apps.cadres.services.appointments import Post, appoint, correct, end_appointment, follow_mains, move
from apps.cadres.services.decisions import Scan, attach_decision, log_decision_read, withdraw_decision
from apps.cadres.services.development import (
    PLACEMENT_ORDER,
    Course,
    add_participants,
    advance_placement,
    plan_placement,
    rate,
    record_discipline,
    record_seat,
    record_training,
    record_visit,
)
from apps.cadres.services.exports import build_export, purge_exports, request_export, take_export
from apps.cadres.services.merging import Merged, merge_cadres, preview_merge
from apps.cadres.services.people import FACTS, Held, record_cadre, update_cadre
from apps.cadres.services.quotas import set_age_rule, set_quota, set_staff_quota
from apps.cadres.services.reading import log_file_read, log_list_read
from apps.cadres.services.reference import load_reference
from apps.cadres.services.rights import log_export, record_data_request, settle_data_request
from apps.cadres.services.standards import (
    Document,
    Limits,
    copy_standards,
    correct_standards,
    describe_standards,
    discard_standards,
    end_standards,
    put_in_force,
    remove_standard,
    set_standard,
)
from apps.cadres.services.succession import (
    add_candidate,
    open_plan,
    record_review,
    remove_candidate,
    set_readiness,
)

__all__ = [
    "FACTS",
    "IN_OFFICE",
    "PLACEMENT_ORDER",
    "Anonymised",
    "Course",
    "Document",
    "Held",
    "Limits",
    "Merged",
    "Post",
    "Scan",
    "add_candidate",
    "add_participants",
    "advance_placement",
    "anonymise",
    "appoint",
    "attach_decision",
    "build_export",
    "copy_standards",
    "correct",
    "correct_standards",
    "describe_standards",
    "discard_standards",
    "end_appointment",
    "end_standards",
    "follow_mains",
    "load_reference",
    "log_decision_read",
    "log_export",
    "log_file_read",
    "log_list_read",
    "merge_cadres",
    "move",
    "open_plan",
    "plan_placement",
    "preview_merge",
    "purge_exports",
    "put_in_force",
    "rate",
    "record_cadre",
    "record_data_request",
    "record_discipline",
    "record_review",
    "record_seat",
    "record_training",
    "record_visit",
    "remove_candidate",
    "remove_standard",
    "request_export",
    "set_age_rule",
    "set_quota",
    "set_readiness",
    "set_staff_quota",
    "set_standard",
    "settle_data_request",
    "take_export",
    "update_cadre",
    "withdraw_decision",
]
