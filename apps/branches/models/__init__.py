"""Branches: where they are, their quarters, models worth copying, support for the weak."""

from apps.branches.models.place import Coverage, MeetingPlace, Village
from apps.branches.models.practice import Adoption, Practice, PracticePicture, PracticeStep
from apps.branches.models.quarter import (
    COUNTS,
    MEMBERS,
    NUMBERS,
    YOUTH,
    BranchMeeting,
    BranchQuarter,
    EntryStep,
    WorkPicture,
    YouthWork,
)
from apps.branches.models.rule import BranchRule
from apps.branches.models.support import SupportPlan

__all__ = [
    "COUNTS",
    "MEMBERS",
    "NUMBERS",
    "YOUTH",
    "Adoption",
    "BranchMeeting",
    "BranchQuarter",
    "BranchRule",
    "Coverage",
    "EntryStep",
    "MeetingPlace",
    "Practice",
    "PracticePicture",
    "PracticeStep",
    "SupportPlan",
    "Village",
    "WorkPicture",
    "YouthWork",
]
