"""Interleaved measuring: ours and the floor in turn, medians and their ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Milliseconds (median), their ratio, and CPU milliseconds of ours in this process."""

    ours: float
    floor: float
    cpu: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    def said(self, ratio: str = "{:.1f} ×") -> str:
        return f"{self.ours:.0f} ms (CPU {self.cpu:.0f}) / {self.floor:.0f} ms = {ratio.format(self.ratio)}"


def milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """(wall, CPU of this process) of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def in_turn(ours: Callable[[], object], floor: Callable[[], object], runs: int = 5) -> Pair:
    """A B A B … after one warm-up of each."""
    ours()
    floor()
    mine, cpu, theirs = [], [], []
    for _ in range(runs):
        wall, used = milliseconds(ours)
        mine.append(wall)
        cpu.append(used)
        theirs.append(milliseconds(floor)[0])
    return Pair(statistics.median(mine), statistics.median(theirs), statistics.median(cpu))


def p95(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=20)[-1]


def equal(same: bool) -> str:
    return "checksum equal" if same else "checksum DIFFERS"
