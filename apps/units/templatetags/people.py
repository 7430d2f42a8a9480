"""People on pages that know no units."""

from typing import Any

from django import template

from apps.core.clock import today
from apps.units.queries import demo_names as demo_accounts

register = template.Library()


@register.inclusion_tag("units/people/_demo_names.html")
def demo_names() -> dict[str, Any]:
    """The sign-in names of the demo province, one for each role. Put it behind `{% if demo %}`."""
    return {"names": demo_accounts(today())}
