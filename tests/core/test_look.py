"""Template tags and components that every page shares."""

from django.core.paginator import Paginator
from django.template.loader import render_to_string


def test_counts_of_a_list_are_grouped(rf):
    page = Paginator(range(2345), 100).get_page(12)
    html = render_to_string(
        "components/pagination.html", {"page": page, "noun": "người"}, request=rf.get("/")
    )
    assert "<p>1.101–1.200 trong 2.345 người</p>" in html
