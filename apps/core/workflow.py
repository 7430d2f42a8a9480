"""One way to move an object from state to state: a table of steps and `advance()`.

`advance` only checks and returns the step; the calling service writes the state, the log row and the audit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.core.exceptions import NotAllowed


@dataclass(frozen=True)
class Step:
    """One row of a transition table: in `state`, `act` leads to `next_state`; `who` says in words who does it."""

    state: str
    act: str
    next_state: str
    who: str


def acts_from(steps: Iterable[Step], state: str) -> list[str]:
    return [step.act for step in steps if step.state == state]


def advance(steps: Sequence[Step], *, state: str, act: str, refusal: str) -> Step:
    """The step that `act` takes from `state`; raises NotAllowed(refusal) when the table has none."""
    for step in steps:
        if step.state == state and step.act == act:
            return step
    raise NotAllowed(refusal)


def mermaid(steps: Iterable[Step], labels: dict[str, str], acts: dict[str, str]) -> str:
    """The table as a Mermaid state diagram, for docs/workflows.md."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state}: {label}" for state, label in labels.items()]
    lines += [f"    {step.state} --> {step.next_state}: {acts[step.act]} ({step.who})" for step in steps]
    return "\n".join(lines)
