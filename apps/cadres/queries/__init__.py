"""Reads of the register."""

from apps.cadres.queries.ages import age_on, birthday, too_old_on
from apps.cadres.queries.duplicates import find_duplicates
from apps.cadres.queries.judging import Judged, judged, judged_cadre
from apps.cadres.queries.sentences import Finding, counting_words, findings, headline, verdict

__all__ = [
    "Finding",
    "Judged",
    "age_on",
    "birthday",
    "counting_words",
    "find_duplicates",
    "findings",
    "headline",
    "judged",
    "judged_cadre",
    "too_old_on",
    "verdict",
]
