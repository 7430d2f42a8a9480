"""Template filters of reports: moments and deadlines in words."""

from datetime import datetime

from django import template

from apps.core import vietnamese

register = template.Library()


@register.filter
def moment(value: datetime) -> str:
    """17 giờ 30, 15/11/2021"""
    return vietnamese.moment(value)


@register.filter
def deadline(value: datetime) -> str:
    """17 giờ 00 thứ Sáu 10/10/2021"""
    return vietnamese.deadline(value)
