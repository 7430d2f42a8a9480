"""Refusals that reach a person: each carries its reason in Vietnamese."""


class NotAllowed(Exception):
    """The person may not do this, or not now. Answered with 403 and the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stale(Exception):
    """Somebody else changed the object after this page was opened. Answered with 409; nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyReused(Exception):
    """An idempotency key came back with another body. Answered with 422."""
