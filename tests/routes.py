"""Every route of the product with a subject of the demo province, for the tests that walk them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.models import User
from apps.branches.models import BranchMeeting, BranchQuarter, Village, WorkPicture, YouthWork
from apps.branches.services import add_village
from apps.cadres.models import (
    Appointment,
    AppointmentFile,
    CadreExport,
    DataRequest,
    ListImport,
    Standard,
    StandardSet,
    SuccessionCandidate,
)
from apps.core.clock import db_now
from apps.directives.models import Period
from apps.files.services import store
from apps.jobs.models import Job
from apps.reports.enums import ReportState
from apps.reports.models import Report, TextItem
from apps.reports.services import open_reports
from apps.reviews.enums import ReviewState
from apps.reviews.models import Review
from apps.reviews.queries.outline import OPENING
from apps.units.enums import Role
from apps.units.models import Invitation, Membership, Unit
from tests.assessments.subjects import Papers, is_bound, papers
from tests.branches.subjects import OF_A_PRACTICE, OF_NOBODY, Helped, helped
from tests.cadres.subjects import asked_for, drafted_standard, paper_of, read_for, serving
from tests.files.makers import picture as picture_bytes
from tests.world import DAY, branch_of, person

# Django's admin is guarded by has_perm, its routes are walked in tests/units and tests/directives.
LEFT_OUT = {"admin", "djdt"}


def route_names(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """Every named route of the URL conf, "app:name"."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in LEFT_OUT:
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                yield from route_names(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else str(entry.pattern)


@dataclass(frozen=True)
class Subjects:
    """What the routes are asked about: a district, its commune, its reports in each state, a review."""

    province: Unit
    district: Unit
    commune: Unit
    branch: Unit
    village: Village
    meeting: BranchMeeting
    work: YouthWork
    picture: WorkPicture
    helped: Helped
    papers: Papers
    open_report: Report
    submitted_report: Report
    approved_report: Report
    review: Review
    presented_review: Review
    job: Job
    membership: Membership
    invitation: Invitation
    appointment: Appointment
    paper: AppointmentFile
    data_request: DataRequest
    candidate: SuccessionCandidate
    standard: Standard
    export: CadreExport
    listing: ListImport

    def url(self, route: str) -> str:
        query = "?so=KL07-2.2|value" if route == "reviews:source" else ""
        return reverse(route, args=self._arguments(route)) + query

    def unit_of(self, route: str) -> Unit | None:
        """The unit whose relation to the person decides; None for routes without one."""
        if route.startswith("reviews:") and route not in {"reviews:index", "reviews:new"}:
            return self.province
        if route.startswith("branches:"):
            name = route.partition(":")[2]
            of = self.commune if route in OF_A_COMMUNE or name in OF_A_PRACTICE else self.branch
            return None if name == "index" or name in OF_NOBODY else of
        if route.startswith("assessments:"):
            return self.branch if is_bound(route) else None
        return self.district if self._arguments(route) and route in UNIT_BOUND else None

    def _arguments(self, route: str) -> list[Any]:
        app, _, name = route.partition(":")
        builders = {"reports": self._report, "reviews": self._review, "units": self._unit}
        builders |= {"cadres": self._cadre, "branches": self._branch, "assessments": self.papers.arguments}
        if app in builders:
            return builders[app](name)
        return {
            "indicators:detail": ["KL07-2.2"],
            "indicators:source": ["KL07-2.2", self.district.pk, self.approved_report.period.slug],
            "jobs:job": [self.job.pk],
            "jobs:progress": [self.job.pk],
            "jobs:retry": [self.job.pk],
            "account_reset_password_from_key": ["1", "set-password"],
        }.get(route, [])

    def _report(self, name: str) -> list[Any]:
        reports = dict.fromkeys(("version", "receipt"), self.approved_report)
        reports |= dict.fromkeys(("send_back", "approve"), self.submitted_report)
        report = reports.get(name, self.open_report)
        whole = [report.period.slug, report.unit_id]
        extra = {
            "save_row": [self.commune.pk],
            "hand_over": [self.commune.pk],
            "take_over": [self.commune.pk],
            "give_back": [self.commune.pk],
            "save_text": [TextItem.objects.order_by("pk").values_list("pk", flat=True)[0]],
            "receipt": [1],
            "version": [1],
        }
        return {"index": [], "period": whole[:1]}.get(name, whole + extra.get(name, []))

    def _branch(self, name: str) -> list[Any]:
        if (found := self.helped.arguments(name)) is not None:
            return found
        if name in {"village_rename", "village_close"}:
            return [self.village.pk]
        if f"branches:{name}" in OF_A_COMMUNE:
            return [self.commune.pk]
        if name in {"index", "picture"}:
            return {"index": [], "picture": [self.branch.pk, self.picture.pk]}[name]
        if name in OF_A_QUARTER:
            row = {"meeting_remove": self.meeting, "picture_remove": self.picture}.get(name, self.work)
            slug = "2021-q2" if name == "send_back" else "2021-q3"
            return [self.branch.pk, slug, *([row.pk] if name in OF_A_ROW else [])]
        return [self.branch.pk]

    def _cadre(self, name: str) -> list[Any]:
        cadre_id = self.appointment.cadre_id
        if name in {"plan", "plan_open", "review_new", "board"}:
            return [self.district.pk]
        if name in {"candidate_new", "candidate", "candidate_remove"}:
            return [self.candidate.plan_id if name == "candidate_new" else self.candidate.pk]
        if name in {"standard_edit", "standard_remove"}:
            return [self.standard.set_id, self.standard.pk]
        if name.startswith("standard_"):
            in_force = name in {"standard_set", "standard_end", "standard_correct"}
            return [StandardSet.objects.published().get().pk if in_force else self.standard.set_id]
        if name in {"import", "import_columns", "import_start", "import_discard"}:
            return [self.listing.pk]
        if name in {"settle", "export", "anonymise"}:
            return [cadre_id, self.data_request.pk]
        if name in {"decision", "withdraw"}:
            return [cadre_id, self.paper.pk]
        if name in {"end", "move", "correct", "attach"}:
            return [cadre_id, self.appointment.pk]
        if name in {"workbook", "workbook_file"}:
            return [self.export.pk]
        return (
            []
            if name
            in {
                "index",
                "new",
                "forecast",
                "requests",
                "standards",
                "workbook_new",
                "imports",
                "import_template",
            }
            else [cadre_id]
        )

    def _review(self, name: str) -> list[Any]:
        extra = {"annex": ["A"], "edit": [OPENING.key]}
        review = self.presented_review if name in {"send_back", "approve"} else self.review
        return [] if name in {"index", "new"} else [review.pk, *extra.get(name, [])]

    def _unit(self, name: str) -> list[Any]:
        if name in {"unit", "branch", "rename", "move", "close", "correct"}:
            return [self.district.pk]
        return {
            "person": [self.membership.user_id],
            "account_lock": [self.membership.user_id],
            "account_unlock": [self.membership.user_id],
            "account_reset_link": [self.membership.user_id],
            "role_end": [self.membership.pk],
            "invitation_revoke": [self.invitation.pk],
            "invitation": ["khong-co"],
        }.get(name, [])


OF_A_COMMUNE = {
    "branches:board", "branches:list", "branches:import", "branches:import_start", "branches:export",
    "branches:villages", "branches:found",
    "branches:village_new", "branches:village_rename", "branches:village_close",
}  # fmt: skip
OF_A_ROW = {"meeting_remove", "work_remove", "picture_add", "picture_remove"}
OF_A_QUARTER = OF_A_ROW | {
    "quarter", "numbers", "copy", "no_meeting", "meeting", "work", "hand_over", "send_back",
}  # fmt: skip
SUBMITTED_AT = datetime(2022, 1, 8, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
UNIT_BOUND = {
    "units:unit", "units:branch", "indicators:source",
    "reports:report", "reports:save_row", "reports:copy_previous", "reports:confirm_register", "reports:save_text",
    "reports:submit", "reports:hand_over", "reports:hand_overs", "reports:take_over", "reports:give_back",
    "cadres:cadre", "cadres:history", "cadres:edit", "cadres:merge", "cadres:appoint", "cadres:end", "cadres:move",
    "cadres:correct", "cadres:attach", "cadres:withdraw", "cadres:decision", "cadres:rights",
    "cadres:settle", "cadres:export", "cadres:anonymise",
    "cadres:training_new", "cadres:visit_new", "cadres:rating_new", "cadres:placement_new",
    "cadres:plan", "cadres:board", "cadres:plan_open", "cadres:review_new", "cadres:candidate_new", "cadres:candidate",
    "cadres:candidate_remove", "cadres:import", "cadres:import_columns", "cadres:import_start", "cadres:import_discard",
    "reports:receipt", "reports:version", "reports:history", "reports:send_back", "reports:approve", "reports:extend",
}  # fmt: skip


def subjects() -> Subjects:
    """Khoái Châu with its reports: of Q3/2021 open, of Q4/2021 submitted, of Q2/2021 approved; Đồng Tiến below it."""
    units = {str(unit): unit for unit in Unit.objects.named(DAY)}
    district = units["Huyện đoàn Khoái Châu"]
    membership = Membership.objects.get(user__username="khoaichau")
    invitation = Invitation.objects.create(
        email="moi@tinhdoan.example", full_name="Người được mời", unit=district, role="viewer",
        token_hash="0" * 64, expires_at="2030-01-01T00:00:00+07:00", invited_by=membership.user,
    )  # fmt: skip
    open_reports(period=Period.objects.get(slug="2021-q4"), now=SUBMITTED_AT)
    Report.objects.filter(unit=district, period__slug="2021-q4").update(
        state=ReportState.SUBMITTED,
        submitted_by=membership.user,
        submitted_at=SUBMITTED_AT,
        first_submitted_at=SUBMITTED_AT,
    )
    review = drafted(Review.objects.get())
    commune = units["Đoàn xã Đồng Tiến"]
    appointment = serving(district, membership.user)
    return Subjects(
        province=units["Tỉnh đoàn Hưng Yên"],
        district=district,
        commune=commune,
        **register_of(commune, membership.user),
        open_report=Report.objects.get(unit=district, period__slug="2021-q3"),
        submitted_report=Report.objects.get(unit=district, period__slug="2021-q4"),
        approved_report=Report.objects.get(unit=district, period__slug="2021-q2", state=ReportState.APPROVED),
        review=review,
        presented_review=presented(review),
        job=Job.objects.get(kind="reviews.build"),
        membership=membership,
        invitation=invitation,
        appointment=appointment,
        paper=paper_of(appointment, membership.user),
        data_request=asked_for(appointment.cadre_id, membership.user),
        candidate=SuccessionCandidate.objects.filter(plan__unit=district, validity__upper_inf=True).latest(
            "pk"
        ),
        standard=drafted_standard(),
        export=CadreExport.objects.create(
            kind="danh-sach",
            unit=district,
            purpose="Họp",
            requested_by=membership.user,
            content=b"PK",
            made_at=SUBMITTED_AT,
        ),
        listing=read_for(district, membership.user),
    )


def register_of(commune: Unit, user: Any) -> dict[str, Any]:
    """A branch of the commune with what the routes of the branches' register ask about."""
    branch = led_branch(commune)
    picture = entered(branch, user)
    village = add_village(
        actor=User.objects.get(username="tochuc"), commune_id=commune.pk, kind="village", name="Thôn thử",
        starts_on=DAY, today=DAY,
    )  # fmt: skip
    meeting = BranchMeeting.objects.get(quarter=picture.work.quarter)
    return {
        "branch": branch, "village": village, "meeting": meeting, "work": picture.work, "picture": picture,
        "helped": helped(branch, commune),
        "papers": papers(branch, User.objects.get(username="chidoan"), User.objects.get(username="tochuc")),
    }  # fmt: skip


def led_branch(commune: Unit) -> Unit:
    """A branch of the commune whose secretary signs in as chidoan."""
    branch = branch_of(commune, "Chi đoàn thử")
    person("chidoan", Role.BRANCH_SECRETARY, branch)
    return branch


def entered(branch: Unit, user: Any) -> WorkPicture:
    """A quarter that is being entered, with a meeting and a work; the one before was handed over."""
    before, running = Period.objects.get(slug="2021-q2"), Period.objects.get(slug="2021-q3")
    BranchQuarter.objects.create(
        branch=branch, period=before, state="handed", first_handed_over_at=SUBMITTED_AT, members=20
    )
    quarter = BranchQuarter.objects.create(branch=branch, period=running)
    BranchMeeting.objects.create(quarter=quarter, held_on=date(2021, 8, 14), mode="online", topic="Thử")
    work = YouthWork.objects.create(quarter=quarter, kind="task", title="Thử")
    upload = SimpleUploadedFile("anh.jpg", picture_bytes("JPEG"))
    return WorkPicture.objects.create(
        work=work, moment="after", file=store(user=user, upload=upload, now=db_now())
    )


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="apps.accounts.backends.SignInBackend")
    return client


def drafted(review: Review) -> Review:
    """The finished sơ kết, put back to where its texts may be edited."""
    Review.objects.filter(pk=review.pk).update(
        state=ReviewState.DRAFT, presented_by=None, approved_by=None, approved_at=None
    )
    return Review.objects.get(pk=review.pk)


def presented(review: Review) -> Review:
    """Another one of the same content that waits for Thường trực."""
    twin = Review.objects.create(
        from_period=review.from_period,
        to_period=review.to_period,
        scope=review.scope,
        requested_by=review.requested_by,
        presented_by=review.requested_by,
        state=ReviewState.PRESENTED,
    )
    twin.directives.set(review.directives.all())
    for row in (review.snapshot, review.revisions.latest("number")):
        row.pk, row.review = None, twin
        row.save()
    return twin


__all__ = ["Subjects", "client_of", "route_names", "subjects"]
