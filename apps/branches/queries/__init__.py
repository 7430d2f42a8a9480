"""Reads of the branches' register."""

from apps.branches.queries.figures import branch_figures
from apps.branches.queries.rules import due_at, rule_on

__all__ = ["branch_figures", "due_at", "rule_on"]
