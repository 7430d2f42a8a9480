"""Reads about jobs and about the health of the whole."""

from apps.jobs.queries.cards import JobCard, JobList, card, job_list
from apps.jobs.queries.health import Health, health

__all__ = ["Health", "JobCard", "JobList", "card", "health", "job_list"]
