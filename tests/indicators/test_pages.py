"""The pages of the indicators: what they answer, what they let one see, what they cost."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.directives.models import Period
from apps.indicators import queries, services
from apps.indicators.models import Element, Indicator, Layout, Target
from apps.indicators.templatetags.figures import figure
from apps.units.models import Unit
from tests.visits import signed_in, statements, words
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
RATE = "KL07-2.2"  # KL07-2.2a / KL07-2.2b
LOWER, UPPER = "2021-q1", "2021-q2"


@pytest.fixture
def reported(world: World) -> World:
    """Two approved quarters of Khoái Châu and Phù Cừ; in the second one commune gave one part only, one nothing."""
    for slug in (LOWER, UPPER):
        for district in (world.khoai_chau, world.phu_cu):
            record(slug, district, met=8 if slug == UPPER else 7, world=world)
    return world


def record(slug: str, district: Unit, *, met: int, world: World) -> None:
    period, layout = Period.objects.get(slug=slug), Layout.objects.get(code="BC-QUY")
    met_element, judged = Element.objects.get(code="KL07-2.2a"), Element.objects.get(code="KL07-2.2b")
    units = [district, *Unit.objects.children_of(district.pk, DAY)]
    given = {unit.pk: {met_element.pk: Decimal(met), judged.pk: Decimal(10)} for unit in units}
    if slug == UPPER and district == world.khoai_chau:
        given[world.dong_tien.pk] = {judged.pk: Decimal(10)}
        given[world.dan_tien.pk] = {}
    services.record_facts(
        layout=layout,
        period=period,
        reporter_id=district.pk,
        figures=given,
        version_number=1,
        version_sha256="ab12cd34" + "0" * 56,
    )
    services.rebuild_rollups(layout=layout, periods=[period])


def source_url(unit: Unit, slug: str = UPPER) -> str:
    return reverse("indicators:source", args=[RATE, unit.pk, slug])


def index_url(unit: Unit, **query: str) -> str:
    return reverse("indicators:index") + f"?don-vi={unit.pk}" + "".join(f"&{k}={v}" for k, v in query.items())


def test_the_index_reads_the_figures_of_the_unit(reported):
    page = words(signed_in(reported.secretary).get(index_url(reported.khoai_chau)))
    assert "Huyện đoàn Khoái Châu" in page
    assert "Quý II/2021, đủ 25/25 đơn vị đã duyệt" in page
    assert "80,0 %" in page
    assert "+10,0" in page


def test_a_target_is_judged_beside_the_value(reported):
    Target.objects.create(
        indicator=Indicator.objects.get(code=RATE), year=2021, value=85, source="Kế hoạch thử"
    )
    client = signed_in(reported.secretary)
    page = words(client.get(index_url(reported.khoai_chau)))
    assert "0/1 chỉ tiêu được giao đã đạt" in page
    assert "Cần chú ý còn 5,0 điểm" in page
    detail = words(client.get(reverse("indicators:detail", args=[RATE])))
    assert "Cán bộ đạt chuẩn theo Quy chế: 80,0 %, còn 5,0 điểm tới mục tiêu" in detail
    assert "căn cứ: Kế hoạch thử" in detail


def test_the_province_calls_a_quarter_provisional_until_all_are_in(reported):
    page = words(signed_in(reported.officer).get(index_url(reported.province)))
    assert "tạm tính 2/11" in page
    assert "Tạm tính." in page


def test_what_is_proposed_says_so(reported):
    client = signed_in(reported.secretary)
    page = words(client.get(reverse("indicators:detail", args=["KL07-1.1"])))
    assert "giá trị tham khảo" in page
    assert "đề xuất" in page


def test_districts_are_compared_in_the_order_of_the_tree(reported):
    page = words(signed_in(reported.officer).get(reverse("indicators:detail", args=[RATE])))
    assert "không xếp hạng" in page
    assert page.index("Khoái Châu 80,0") < page.index("Phù Cừ 80,0")


def test_the_parts_of_a_number_add_up_on_its_page(reported):
    response = signed_in(reported.officer).get(source_url(reported.khoai_chau))
    rows = re.findall(
        r'<td class="number" data-label="Đạt đủ tiêu chuẩn">([^<]+)</td>', response.content.decode()
    )
    *parts, total = [int(row.replace("—", "0").replace(".", "")) for row in rows]
    assert sum(parts) == total == 8 * 24


def test_a_number_names_what_is_missing_and_what_has_one_part_only(reported):
    page = words(signed_in(reported.officer).get(source_url(reported.khoai_chau)))
    assert "Chưa có số Đoàn xã Dân Tiến" in page
    assert "Chỉ có một vế Đoàn xã Đồng Tiến" in page
    assert "24/26 đơn vị có số liệu" in page
    assert "Theo cây đơn vị ngày 30/06/2021" in page


def test_each_part_leads_one_level_down_or_to_the_frozen_report(reported):
    client = signed_in(reported.officer)
    above = client.get(source_url(reported.province)).content.decode()
    assert source_url(reported.khoai_chau) in above
    below = client.get(source_url(reported.khoai_chau)).content.decode()
    frozen = reverse("reports:version", args=[UPPER, reported.khoai_chau.pk, 1])
    commune = Unit.objects.children_of(reported.khoai_chau.pk, DAY).exclude(pk=reported.dong_tien.pk).first()
    assert f"{frozen}#dong-{commune.pk}" in below
    assert "ab12cd34" in below


def test_the_popover_gets_a_fragment_and_a_browser_without_script_a_page(reported):
    client = signed_in(reported.officer)
    assert "<html" in client.get(source_url(reported.khoai_chau)).content.decode()
    fragment = client.get(source_url(reported.khoai_chau), HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in fragment
    assert "80,0 %" in fragment


@pytest.mark.parametrize("name", ["index", "detail"])
def test_the_pages_cost_the_same_for_every_size_of_unit(reported, name):
    client = signed_in(reported.officer)
    base = reverse(f"indicators:{name}", args=[RATE] if name == "detail" else [])
    units = (reported.dan_tien, reported.khoai_chau, reported.province)
    costs = {statements(client, f"{base}?don-vi={unit.pk}&ky={LOWER}") for unit in units}
    assert len(costs) == 1
    assert max(costs) <= 15


def test_a_source_costs_the_same_for_every_size_of_unit(reported):
    client = signed_in(reported.officer)
    costs = {statements(client, source_url(unit)) for unit in (reported.khoai_chau, reported.province)}
    assert len(costs) == 1
    assert max(costs) <= 15


def test_a_unit_out_of_sight_is_not_there(reported):
    client = signed_in(reported.neighbour)
    assert client.get(index_url(reported.khoai_chau)).status_code == 404
    assert client.get(source_url(reported.khoai_chau)).status_code == 404
    assert client.get(source_url(reported.province)).status_code == 404
    assert client.get(index_url(reported.phu_cu)).status_code == 200


@pytest.mark.parametrize("query", ["?don-vi=abc", "?don-vi=0", "?don-vi=99999999999999999999", "?ky=quý-ba"])
def test_an_address_that_means_nothing_is_not_found(reported, query):
    assert signed_in(reported.officer).get(reverse("indicators:index") + query).status_code == 404


def test_an_unknown_quarter_indicator_or_period_is_not_found(reported):
    client = signed_in(reported.officer)
    assert client.get(reverse("indicators:detail", args=["KL99"])).status_code == 404
    assert client.get(source_url(reported.province, "2021")).status_code == 404
    assert client.get(source_url(reported.province, "2050-q1")).status_code == 404


def test_who_reads_no_figures_is_told_why(reported):
    for user, reason in [
        (reported.administrator, "không xem số liệu"),
        (reported.stranger, "chưa được giao vai trò"),
    ]:
        response = signed_in(user).get(reverse("indicators:index"))
        assert response.status_code == 403
        assert reason in words(response)


def test_a_unit_without_figures_is_told_so(world):
    page = words(signed_in(world.secretary).get(reverse("indicators:index")))
    assert "Chưa có số liệu được duyệt" in page


def test_a_missing_number_is_a_dash_that_still_leads_to_its_source(reported):
    indicator = Indicator.objects.get(code=RATE)
    period = Period.objects.get(slug=UPPER)
    found = queries.indicator_series(reported.dan_tien.pk, [indicator], [period])[indicator.pk].last
    shown = figure(found)
    assert ">—<" in shown
    assert "num--missing" in shown
    assert source_url(reported.dan_tien) in shown


def test_a_count_is_held_against_its_own_target_alone(reported):
    """A target of the province's total says nothing about one district's count."""
    Target.objects.create(
        indicator=Indicator.objects.get(code="KL07-2.7a"),
        unit=reported.province,
        year=2021,
        value=15,
        source="thử",
    )
    indicator = Indicator.objects.get(code="KL07-2.7a")
    periods = list(Period.objects.filter(slug__in=[LOWER, UPPER]).order_by("start_on"))
    read = queries.readings([reported.khoai_chau.pk], queries.formulas([indicator]), periods)
    assert read[reported.khoai_chau.pk, indicator.pk].standing is None
