"""Reads of the branches' register."""

from apps.branches.queries.rules import due_at, rule_on

__all__ = ["due_at", "rule_on"]
