"""Reads of the register."""

from apps.cadres.queries.ages import age_on, birthday, too_old_on
from apps.cadres.queries.duplicates import alike, find_duplicates
from apps.cadres.queries.figures import register_figures
from apps.cadres.queries.history import history
from apps.cadres.queries.judging import Judged, judged, judged_cadre
from apps.cadres.queries.lists import search_cadres
from apps.cadres.queries.person import Profile, profile
from apps.cadres.queries.sentences import Finding, counting_words, findings, headline, verdict

__all__ = [
    "Finding",
    "Judged",
    "Profile",
    "age_on",
    "alike",
    "birthday",
    "counting_words",
    "find_duplicates",
    "findings",
    "headline",
    "history",
    "judged",
    "judged_cadre",
    "profile",
    "register_figures",
    "search_cadres",
    "too_old_on",
    "verdict",
]
