"""Refusals that reach a person: each carries its reason in Vietnamese."""

from collections.abc import Callable
from typing import Any


class NotAllowed(Exception):
    """The person may not do this, or not now. Answered with 403 and the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refusal(check_can: Callable[..., None], *subjects: Any) -> str:
    """The reason why not, for a sleeping button; empty when the person may."""
    try:
        check_can(*subjects)
    except NotAllowed as refused:
        return refused.reason
    return ""


class Stale(Exception):
    """Somebody else changed the object after this page was opened. Answered with 409; nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyReused(Exception):
    """An idempotency key came back with another body. Answered with 422."""
