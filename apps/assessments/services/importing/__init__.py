"""Scores from Excel: the workbook that offers to be filled in, what it says, its trial, and bringing it in."""

from apps.assessments.services.importing.acts import ScoreOrder, import_scores, try_scores
from apps.assessments.services.importing.columns import read_scores
from apps.assessments.services.importing.template import score_template

__all__ = ["ScoreOrder", "import_scores", "read_scores", "score_template", "try_scores"]
