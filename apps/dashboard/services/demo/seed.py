"""Seeding the demo province: people, cadres, quarters, targets, a finished sơ kết. All of it "Dữ liệu minh họa"."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from apps.accounts.models import User
from apps.cadres.models import Appointment
from apps.core.reference import rows
from apps.dashboard.services.demo.branches import seed_branches
from apps.dashboard.services.demo.branches.helping import seed_help
from apps.dashboard.services.demo.branches.quarters import Entry, stocks
from apps.dashboard.services.demo.cadres import seed_cadres
from apps.dashboard.services.demo.figures import Quarter
from apps.dashboard.services.demo.people import Person, Place, cast, create_people, places
from apps.dashboard.services.demo.rounds import seed_rounds
from apps.dashboard.services.demo.story import FIRST, LAST, Stage, act, opened_at, type_figures
from apps.dashboard.services.demo.texts import LESSONS
from apps.directives.models import Directive, Period
from apps.indicators.models import Indicator, Target
from apps.indicators.services import REFERENCE
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.reports import services as reports
from apps.reports.models import ReportForm
from apps.reviews import services as reviews
from apps.reviews.models import Review
from apps.units.enums import Role
from apps.units.models import Membership
from apps.units.services import keep_entry

REVIEWED_TO = "2021-q2"


@transaction.atomic
def seed_province(*, now: datetime) -> None:
    """People, cadres, targets and seven quarters; the running deadlines are counted from `now`, the hour of seeding."""
    stage = _set_stage()
    _assign_targets(stage)
    _ask_register(stage)
    for period, _ in stage.quarters:
        reports.open_reports(period=period, now=opened_at(period))
    type_figures(stage)
    act(stage, now)
    reports.record_punctuality(now=now)


def _set_stage() -> Stage:
    first, last = (Period.objects.get(slug=slug) for slug in (FIRST, LAST))
    periods = list(Period.objects.between(first, last))
    units = places(last.end_on)
    people = cast(units)
    create_people(people)
    seed_cadres(units, people)
    entries = _set_branches(units, last)
    return Stage(
        quarters=tuple(
            (period, Quarter(period.slug, period.year, period.ordinal, step))
            for step, period in enumerate(periods)
        ),
        units={unit.pk: unit for unit in units},
        stocks=stocks(entries),
        users=_submitters(),
        officer=User.objects.get(username="tochuc"),
        standing=User.objects.get(username="thuongtruc"),
    )


def _set_branches(units: list[Place], last: Period) -> list[Entry]:
    """Branches, what was done for the weak, their rounds; one secretary of a branch signs in too."""
    branches, entries = seed_branches(units, last)
    officer = User.objects.get(username="tochuc")
    create_people([_branch_secretary(units)])
    seed_help(branches, officer)
    seed_rounds(branches, officer)
    return entries


def _branch_secretary(units: list[Place]) -> Person:
    """Whoever leads the first branch of Đồng Tiến signs in too."""
    commune = next(unit for unit in units if unit.short_name == "Đồng Tiến")
    held = Appointment.objects.filter(
        unit__parents__parent_id=commune.pk,
        unit__kind="BRANCH",
        position="SECRETARY",
        validity__upper_inf=True,
    )
    first = held.select_related("cadre").order_by("unit_id")[0]
    return Person("cd.dongtien", first.cadre.full_name, Role.BRANCH_SECRETARY, first.unit_id)


def _ask_register(stage: Stage) -> None:
    """From the first quarter on, reports take what the registers of cadres and of branches know."""
    asked_from = stage.quarters[0][0].end_on
    changed = {"register_from": asked_from, "branches_from": asked_from}
    for form in ReportForm.objects.all():
        form.register_from = form.branches_from = asked_from
        keep_entry(actor=stage.officer, entry=form, rows=(), changed=changed)


def _submitters() -> dict[int, User]:
    """Who submits for which unit: the secretaries, and for the province the officer of Ban Tổ chức – Kiểm tra."""
    held = Membership.objects.filter(role__in=[Role.DISTRICT_SECRETARY, Role.ORGANISATION]).select_related(
        "user"
    )
    return {membership.unit_id: membership.user for membership in held}


def _assign_targets(stage: Stage) -> None:
    """A count is assigned to one unit (by its code), a rate to all."""
    units = {unit.code: unit.pk for unit in stage.units.values()}
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    Target.objects.bulk_create(
        Target(
            indicator=indicators[row["indicator"]],
            unit_id=units[row["unit_code"]] if row["unit_code"] else None,
            year=int(row["year"]),
            value=Decimal(row["value"]),
            source=row["source"],
            reason=row["reason"],
            is_illustrative=True,
        )
        for row in rows(REFERENCE, "demo_targets.csv")
    )


def seed_review(*, now: datetime) -> None:
    """The finished sơ kết to the second quarter of 2021: built by the same job, presented and approved."""
    officer, standing = (User.objects.get(username=name) for name in ("tochuc", "thuongtruc"))
    review, job = reviews.request_review(
        user=officer,
        directives=list(Directive.objects.filter(code__in=["KL07", "KL08"])),
        from_period=Period.objects.get(slug=FIRST),
        to_period=Period.objects.get(slug=REVIEWED_TO),
        scope_id=Membership.objects.get(user=officer).unit_id,
        basis=Directive.objects.get(code="KH442"),
        dated_on=date(2021, 11, 23),
    )
    run(job.pk, reviews.build_review)
    job.refresh_from_db()
    if job.state != JobState.SUCCEEDED:
        raise RuntimeError(job.error or "the review was not built")
    _write_lessons(review, officer, now)
    reviews.present(user=officer, review_id=review.pk, now=now)
    reviews.approve(user=standing, review_id=review.pk, now=now)


def _write_lessons(review: Review, officer: User, now: datetime) -> None:
    """The one part that no rule drafts; the Word file is made anew by its own job."""
    revision = reviews.save_texts(
        user=officer, review_id=review.pk, base=1, changes={"bai-hoc": LESSONS}, now=now
    )
    run(Job.objects.get(key=f"revision:{revision.pk}").pk, reviews.write_document)
