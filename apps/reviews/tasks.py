"""Celery tasks of the reviews."""

from celery import shared_task

from apps.jobs import services as jobs
from apps.reviews import services


@shared_task(name="reviews.build")
def build(job_id: int) -> None:
    jobs.run(job_id, services.build_review)


@shared_task(name="reviews.document")
def document(job_id: int) -> None:
    jobs.run(job_id, services.write_document)
