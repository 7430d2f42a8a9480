"""Reference data in Django's admin: who may, what is kept, audited and never deleted; no English on any page."""

import re
from datetime import date, datetime, time
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from apps.audit.models import Entry
from apps.directives.enums import CutoffRule
from apps.directives.models import Directive, Period, ReportingRule, Section
from apps.directives.services import open_year
from apps.indicators.models import Element, Indicator, IndicatorSlot, JudgingRule, Slot, Target
from apps.reports.models import Deadline, ReportForm
from apps.units.models import UnitKind

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if model.__module__.startswith("apps.")]
FIXED = {"indicators.layout", "reports.reportform"}
ENGLISH = re.compile(
    r"\b(the|add|change|select|home|search|history|view|save|delete|filter|all|any|yes|today|now|show|results?|another"
    r"|recent|actions?|clear|remove|hide|please|correct|below|error|welcome|site|django|unknown|permission|true|false|none)\b",
    re.IGNORECASE,
)


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer, backend="apps.accounts.backends.SignInBackend")
    return client


def route(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def ids(models) -> list[str]:
    return [model._meta.label_lower for model in models]


class Words(HTMLParser):
    """What a person reads: texts and the attributes that are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.is_code = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.is_code = tag in {"script", "style"}
        self.words += [
            value for name, value in attrs if name in {"title", "alt", "placeholder", "aria-label"} and value
        ]

    def handle_endtag(self, tag):
        self.is_code = False

    def handle_data(self, data):
        if not self.is_code:
            self.words.append(data)


def english(response) -> list[str]:
    return [word for word in Words(response.content.decode()).words if ENGLISH.search(word)]


@pytest.mark.parametrize("model", MODELS, ids=ids(MODELS))
def test_every_page_opens_in_vietnamese(officer, model):
    pages = [route(model, "changelist"), route(model, "changelist") + "?q=doan"]
    if model._meta.label_lower not in FIXED:
        pages.append(route(model, "add"))
    if entry := model.objects.first():
        pages += [route(model, "change", entry.pk), route(model, "history", entry.pk)]
    for page in pages:
        response = officer.get(page)
        assert response.status_code == 200, page
        assert english(response) == [], page


def test_the_index_names_the_catalogues(officer):
    response = officer.get(reverse("admin:index"))
    page = response.content.decode()
    assert "Quy ước kỳ và hạn" in page
    assert reverse("units:tree") in page
    assert english(response) == []


@pytest.mark.parametrize("who", ["secretary", "commune_secretary", "viewer", "standing", "stranger"])
def test_others_do_not_come_in(client, world, who):
    client.force_login(getattr(world, who), backend="apps.accounts.backends.SignInBackend")
    for page in [reverse("admin:index"), route(Directive, "changelist"), route(Target, "add")]:
        assert client.get(page, follow=True).status_code == 403


def test_the_administrator_sees_no_catalogue(client, world):
    client.force_login(world.administrator, backend="apps.accounts.backends.SignInBackend")
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(route(Element, "changelist")).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=ids(MODELS))
def test_nothing_is_deleted(officer, model):
    entry = model.objects.first()
    if entry:
        assert officer.post(route(model, "delete", entry.pk), {"post": "yes"}).status_code == 403
        assert model.objects.filter(pk=entry.pk).exists()
    many = {"action": "delete_selected", "_selected_action": "1", "post": "yes"}
    before = model.objects.count()
    officer.post(route(model, "changelist"), many)
    assert model.objects.count() == before


def test_search_needs_no_accents(officer):
    page = officer.get(route(Element, "changelist"), {"q": "chi doan dia ban"}).content.decode()
    assert "KL08-B3" in page
    assert "KL07-2.2b" not in page


def fields(entry, *names: str) -> dict[str, object]:
    return {name: getattr(entry, name) for name in names}


def test_a_changed_directive_is_audited_by_field_name(officer, world):
    entry = Directive.objects.first()
    given = fields(entry, "number", "title", "issuer", "note", "source") | {"issued_on": "01/09/2021"}
    page = officer.post(
        route(Directive, "change", entry.pk), {**given, "title": "Trích yếu mới"}, follow=True
    )
    assert page.redirect_chain
    assert english(page) == []
    entry.refresh_from_db()
    assert entry.title == "Trích yếu mới"
    line = Entry.objects.latest("pk")
    assert (line.act, line.subject_id, line.actor) == ("directives.change_directive", entry.pk, world.officer)
    assert "title" in line.changed


def test_the_history_of_an_entry_is_vietnamese(officer):
    entry = Directive.objects.first()
    given = fields(entry, "number", "issuer", "note", "source") | {"issued_on": "01/09/2021"}
    officer.post(route(Directive, "change", entry.pk), {**given, "title": "Trích yếu mới"})
    page = officer.get(route(Directive, "history", entry.pk))
    assert "trích yếu" in page.content.decode().lower()
    assert english(page) == []


def test_a_refused_entry_keeps_what_was_typed(officer):
    entry = Directive.objects.first()
    given = {"number": "Số mới", "title": "", "issuer": "Ai", "issued_on": "32/13/2021"}
    page = officer.post(route(Directive, "change", entry.pk), given)
    assert 'value="Số mới"' in page.content.decode()
    assert english(page) == []
    assert not Entry.objects.filter(act="directives.change_directive").exists()


def test_the_mid_month_rule_is_switched_on_from_a_day(officer):
    given = {
        "starts_on": "01/01/2022", "cutoff_rule": CutoffRule.MID_MONTH, "deadline_day": 20,
        "deadline_time": "16:00", "rows_day": 12, "rows_time": "11:00", "source": "Quyết định thử", "is_proposed": "",
    }  # fmt: skip
    assert officer.post(route(ReportingRule, "add"), given).status_code == 302
    assert Period.objects.get(slug="2021-q4").cutoff_on == date(2021, 12, 31)
    assert Period.objects.get(slug="2022-q1").cutoff_on == date(2022, 3, 14)
    old, new = ReportingRule.objects.order_by("validity")
    assert old.validity.upper == new.validity.lower == date(2022, 1, 1)
    assert new.deadline_time == time(16)
    assert Entry.objects.latest("pk").act == "directives.set_rule"
    page = officer.post(route(ReportingRule, "add"), given).content.decode()
    assert "chọn ngày muộn hơn" in page


def test_a_year_is_opened_once(officer, world):
    assert officer.post(route(Period, "add"), {"year": 2023}).status_code == 302
    assert Period.objects.filter(year=2023).count() == 7
    assert "đã có các kỳ" in officer.post(route(Period, "add"), {"year": 2023}).content.decode()
    assert len(open_year(actor=world.officer, year=2024)) == 7


def test_a_cutoff_stays_inside_its_period(officer):
    period = Period.objects.get(slug="2022-q4")
    assert officer.post(route(Period, "change", period.pk), {"cutoff_on": "14/12/2022"}).status_code == 302
    page = officer.post(route(Period, "change", period.pk), {"cutoff_on": "14/12/2023"}).content.decode()
    assert "Ngày chốt phải nằm trong kỳ" in page
    period.refresh_from_db()
    assert period.cutoff_on == date(2022, 12, 14)


def test_a_deadline_is_set_and_audited(officer):
    deadline = Deadline.objects.latest("pk")
    given = {"due_at": "16:30 12/01/2023", "is_proposed": ""}
    assert officer.post(route(Deadline, "change", deadline.pk), given).status_code == 302
    deadline.refresh_from_db()
    assert deadline.due_at == timezone.make_aware(datetime(2023, 1, 12, 16, 30))
    assert not deadline.is_proposed
    assert Entry.objects.filter(act="reports.change_deadline", subject_id=deadline.pk).count() == 1


def target(indicator, **more) -> dict[str, object]:
    return {
        "indicator": indicator.pk,
        "unit": "",
        "year": 2022,
        "value": "81,5",
        "source": "Kế hoạch thử",
        **more,
    }


def test_a_target_is_a_new_row_each_time(officer, world):
    indicator = Indicator.objects.first()
    assert officer.post(route(Target, "add"), target(indicator)).status_code == 302
    page = officer.post(route(Target, "add"), target(indicator, value="85")).content.decode()
    assert "nêu lý do thay đổi" in page
    assert (
        officer.post(route(Target, "add"), target(indicator, value="85", reason="Điều chỉnh")).status_code
        == 302
    )
    rows = Target.objects.filter(indicator=indicator, year=2022, unit=None)
    assert [str(row.value) for row in rows.order_by("pk")] == ["81.5000", "85.0000"]
    assert rows.current().get().recorded_by == world.officer
    assert officer.post(route(Target, "change", rows[0].pk), target(indicator, value="1")).status_code == 403


def rows_of(prefix: str, *rows: dict[str, object]) -> dict[str, object]:
    """The management form and rows of an inline."""
    found: dict[str, object] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        found |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return found


def test_a_new_element_and_a_new_indicator_get_their_slots(officer):
    section = Section.objects.last()
    element = {
        "code": "THU-1", "name": "Số thử", "short_name": "Thử", "unit_of_measure": "người", "kind": "STOCK",
        "decimals": 0, "frequency": "QUARTER", "section": section.pk, "position": 999, "source": "REPORTED",
        "origin": "thử",
    }  # fmt: skip
    where = rows_of("unit_kinds", {"unit_kind": "GRASSROOTS", "validity_0": "01/01/2022", "validity_1": ""})
    assert officer.post(route(Element, "add"), element | where).status_code == 302
    added = Element.objects.get(code="THU-1")
    assert added.unit_kinds.get().validity == DateRange(date(2022, 1, 1), None)
    assert Slot.objects.filter(element=added).count() == 1
    indicator = {
        "code": "CT-THU", "name": "Chỉ tiêu thử", "short_name": "Thử", "unit_of_measure": "người", "factor": 1,
        "decimals": 0, "direction": "UP", "section": section.pk, "position": 999, "origin": "thử",
    }  # fmt: skip
    terms = rows_of("terms", {"side": "NUM", "element": added.pk, "sign": 1, "position": 1})
    assert officer.post(route(Indicator, "add"), indicator | terms).status_code == 302
    assert IndicatorSlot.objects.filter(indicator__code="CT-THU").count() == 1
    assert Entry.objects.filter(
        act="indicators.add_element", changed__contains=["elementunitkind.validity"]
    ).exists()


def test_what_figures_rest_on_stays(officer):
    element = Element.objects.get(code="KL08-B3")
    kept = rows_of("unit_kinds")
    given = fields(element, "name", "unit_of_measure", "position", "origin") | {"section": element.section_id}
    given |= {"short_name": "Tên cột mới", "kind": "FLOW", "decimals": 2, "frequency": "YEAR", "code": "KHAC"}
    assert officer.post(route(Element, "change", element.pk), given | kept).status_code == 302
    changed = Element.objects.get(pk=element.pk)
    assert changed.short_name == "Tên cột mới"
    assert fields(changed, "code", "kind", "decimals", "frequency") == fields(
        element, "code", "kind", "decimals", "frequency"
    )


def test_the_judging_rule_changes_from_a_day(officer):
    given = {"starts_on": "01/01/2022", "near_percent": 5, "source": "thử"}
    assert officer.post(route(JudgingRule, "add"), given).status_code == 302
    assert JudgingRule.objects.get(validity__contains=date(2022, 6, 1)).near_percent == 5
    assert JudgingRule.objects.get(validity__contains=date(2021, 6, 1)).near_percent != 5


def test_a_kind_of_unit_is_data(officer):
    given = {"code": "CLUB", "name": "Câu lạc bộ", "rank": 90}
    assert officer.post(route(UnitKind, "add"), given).status_code == 302
    assert UnitKind.objects.get(code="CLUB").name == "Câu lạc bộ"


def test_a_form_keeps_its_code_and_layout(officer):
    form = ReportForm.objects.first()
    given = {"name": "Tên mới", "code": "KHAC", **rows_of("unit_kinds"), **rows_of("texts")}
    assert officer.post(route(ReportForm, "change", form.pk), given).status_code == 302
    changed = ReportForm.objects.get(pk=form.pk)
    assert (changed.name, changed.code) == ("Tên mới", form.code)
