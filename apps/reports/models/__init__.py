"""The quarterly report: form, deadline, rows of draft values, hand-overs, submissions, steps and frozen versions."""

from apps.reports.models.form import Deadline, FormUnitKind, ReportForm, TextItem
from apps.reports.models.report import Extension, Report, ReportRow, ReportText, ReportValue
from apps.reports.models.steps import ReportStep, ReportVersion, ReturnNote, RowStep, Submission

__all__ = [
    "Deadline",
    "Extension",
    "FormUnitKind",
    "Report",
    "ReportForm",
    "ReportRow",
    "ReportStep",
    "ReportText",
    "ReportValue",
    "ReportVersion",
    "ReturnNote",
    "RowStep",
    "Submission",
    "TextItem",
]
