"""Measures the sides of a row in turns, A B A B, so that noise hits all of them."""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from bench.apis import Failed
from bench.processes import Workers
from bench.rows import Row, Side
from bench.wire import Request, send

ROUNDS = 10
CLIENTS = 8


@dataclass(frozen=True)
class Effort:
    """How long a row may take.

    :param seconds: for the samples of one side
    :param most: samples of one side, however quick they are
    :param crowd_seconds: for the throughput of one side
    """

    seconds: float
    most: int
    crowd_seconds: float


@dataclass
class Result:
    """Of one side. CPU times are those of each round, per sample."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    database_cpu_seconds: list[float] = field(default_factory=list)
    peak_mib: float = 0
    added_mib: float | None = None
    crowd_samples: int = 0
    crowd_seconds: float = 0

    def summary(self) -> dict[str, float]:
        ordered = sorted(self.seconds)
        figures = {
            "median_ms": statistics.median(ordered) * 1000,
            "p95_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000,
            "cpu_ms": statistics.median(self.cpu_seconds) * 1000,
            "database_cpu_ms": statistics.median(self.database_cpu_seconds) * 1000,
            "per_second": self.crowd_samples / self.crowd_seconds if self.crowd_seconds else 0,
            "peak_mib": self.peak_mib,
            "samples": len(ordered),
        }
        if self.added_mib is not None:
            figures["added_mib"] = self.added_mib
        return {name: round(figure, 3) for name, figure in figures.items()}


class Meter:
    def __init__(self, port: int, workers: Workers) -> None:
        self.port = port
        self.workers = workers

    def measure(self, row: Row, effort: Effort) -> dict[str, Result]:
        results = {side.name: Result() for side in row.sides}
        if row.heavy:
            for side in row.sides:
                results[side.name].added_mib = self._added_mib(row, side)
        self._check_same(row)
        count = self._sample_count(row, effort)
        rounds = min(ROUNDS, count)
        for number in range(rounds):
            for side in _turned(row.sides, number):
                self._round(side, count // rounds, results[side.name])
        if effort.crowd_seconds and not row.heavy:
            for number in range(2):
                for side in _turned(row.sides, number):
                    self._crowd(side, effort.crowd_seconds / 2, results[side.name])
        return results

    def run(self, side: Side, requests: list[Request]) -> float:
        """Sends the requests of one sample; the seconds until all are answered."""
        seconds = 0.0
        for request in requests:
            answer = send(self.port, request)
            side.api.check(answer)
            seconds += answer.seconds
        return seconds

    def _value(self, side: Side) -> Any:
        return [side.api.value(send(self.port, request)) for request in side.sample()]

    def _check_same(self, row: Row) -> None:
        """That all sides do the same work."""
        values = {side.name: _comparable(self._value(side)) for side in row.sides}
        if row.same and len(set(values.values())) > 1:
            shown = {name: value[:400] for name, value in values.items()}
            raise Failed(f"the answers of {row.name!r} differ: {shown}")

    def _sample_count(self, row: Row, effort: Effort) -> int:
        """As many for each side as the slowest can do in its time."""
        slowest = 0.0
        for side in row.sides:
            self.run(side, side.sample())
            slowest = max(slowest, *(self.run(side, side.sample()) for _ in range(2)))
        return max(4, min(effort.most, int(effort.seconds / slowest)))

    def _round(self, side: Side, count: int, result: Result) -> None:
        samples = [side.sample() for _ in range(count)]
        self.workers.reset_peak()
        database_before = self.workers.database_cpu_seconds()
        before = self.workers.cpu_seconds()
        result.seconds += [self.run(side, sample) for sample in samples]
        used = self.workers.cpu_seconds() - before
        result.cpu_seconds.append(used / count)
        database_used = self.workers.database_cpu_seconds() - database_before
        result.database_cpu_seconds.append(database_used / count)
        result.peak_mib = max(result.peak_mib, *self.workers.peak_mib().values())

    def _crowd(self, side: Side, seconds: float, result: Result) -> None:
        """Eight clients at once, each on its next request as soon as one is answered."""
        started = time.monotonic()

        def client(_: int) -> int:
            count = 0
            while time.monotonic() - started < seconds:
                self.run(side, side.sample())
                count += 1
            return count

        with ThreadPoolExecutor(CLIENTS) as pool:
            result.crowd_samples += sum(pool.map(client, range(CLIENTS)))
        result.crowd_seconds += time.monotonic() - started

    def _added_mib(self, row: Row, side: Side) -> float:
        """How far one request raises the memory of a fresh worker."""
        self.workers.renew()
        for _ in range(30):
            send(self.port, side.api.version())
        before = self.workers.memory_mib()
        self.workers.reset_peak()
        self.run(side, side.sample())
        return max(peak - before[pid] for pid, peak in self.workers.peak_mib().items())


def _turned(sides: list[Side], number: int) -> list[Side]:
    start = number % len(sides)
    return sides[start:] + sides[:start]


def _comparable(values: list[Any]) -> str:
    """A list of records by all that is in it, a single one by its fields: each call reads another."""
    first = values[0]
    if isinstance(first, dict):
        first = [first]
    if isinstance(first, list) and len(first) == 1 and isinstance(first[0], dict):
        first = list(first[0])
    return json.dumps(first, sort_keys=True)
