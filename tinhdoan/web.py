"""Hooks of gunicorn."""

import gc


def when_ready(server: object) -> None:
    """What is loaded by now stays: the processes share it and no collection touches it."""
    gc.collect()
    gc.freeze()
