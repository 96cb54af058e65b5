"""Measures the APIs of a row alternately, A B A B, so that noise affects all of them."""

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
LEAST, LEAST_HEAVY = 40, 4  # samples
CLIENTS = 8


@dataclass(frozen=True)
class Effort:
    """The time that a row may take.

    :param seconds: time for the samples of one API
    :param max_samples: limit for the samples of one API
    :param throughput_seconds: time for the throughput of one API, 0 to skip it
    """

    seconds: float
    max_samples: int
    throughput_seconds: float


@dataclass
class Result:
    """Figures of one API. The CPU times are means per sample, one for each round.

    :param eight_seconds: the times of the samples of eight clients
    """

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    database_cpu_seconds: list[float] = field(default_factory=list)
    peak_mib: float = 0
    added_mib: float | None = None
    eight_seconds: list[float] = field(default_factory=list)
    throughput_seconds: float = 0

    def summary(self) -> dict[str, float]:
        figures = {
            "median_ms": statistics.median(self.seconds) * 1000,
            "p95_ms": _percentile(self.seconds, 95) * 1000,
            "p99_ms": _percentile(self.seconds, 99) * 1000,
            "cpu_ms": statistics.median(self.cpu_seconds) * 1000,
            "database_cpu_ms": statistics.median(self.database_cpu_seconds) * 1000,
            "peak_mib": self.peak_mib,
            "samples": len(self.seconds),
        }
        if self.eight_seconds:
            figures["per_second"] = len(self.eight_seconds) / self.throughput_seconds
            figures["eight_p99_ms"] = _percentile(self.eight_seconds, 99) * 1000
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
        rounds = min(ROUNDS * row.effort, count)
        for number in range(rounds):
            for side in _rotated(row.sides, number):
                self._round(side, count // rounds, results[side.name])
        if effort.throughput_seconds and not row.heavy:
            for number in range(2):
                for side in _rotated(row.sides, number):
                    self._throughput(side, effort.throughput_seconds / 2, results[side.name])
        return results

    def run(self, side: Side, requests: list[Request]) -> float:
        """Sends the requests of one sample. Returns the seconds until the last answer."""
        seconds = 0.0
        for request in requests:
            answer = send(self.port, request)
            side.api.check(answer)
            seconds += answer.seconds
        return seconds

    def _value(self, side: Side) -> Any:
        return [side.api.value(send(self.port, request)) for request in side.sample()]

    def _check_same(self, row: Row) -> None:
        """Checks that all APIs do the same work.

        :raises Failed: their answers differ
        """
        values = {side.name: _comparable(self._value(side)) for side in row.sides}
        if row.is_same and len(set(values.values())) > 1:
            shown = {name: value[:400] for name, value in values.items()}
            raise Failed(f"the answers of {row.name!r} differ: {shown}")

    def _sample_count(self, row: Row, effort: Effort) -> int:
        """The number of samples for each API: as many as the slowest can do in its time, but not too few."""
        slowest = 0.0
        for side in row.sides:
            self.run(side, side.sample())
            usual = statistics.median(self.run(side, side.sample()) for _ in range(3))
            slowest = max(slowest, usual)
        least = LEAST_HEAVY if row.heavy else LEAST
        return row.effort * max(least, min(effort.max_samples, int(effort.seconds / slowest)))

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

    def _throughput(self, side: Side, seconds: float, result: Result) -> None:
        """Counts the requests of eight concurrent clients, which send the next after each answer."""
        started = time.monotonic()

        def client(_: int) -> list[float]:
            times = []
            while time.monotonic() - started < seconds:
                times.append(self.run(side, side.sample()))
            return times

        with ThreadPoolExecutor(CLIENTS) as pool:
            for times in pool.map(client, range(CLIENTS)):
                result.eight_seconds += times
        result.throughput_seconds += time.monotonic() - started

    def _added_mib(self, row: Row, side: Side) -> float:
        """MiB that one request adds to the memory of a new worker."""
        self.workers.renew()
        for _ in range(30):
            send(self.port, side.api.version())
        before = self.workers.memory_mib()
        self.workers.reset_peak()
        self.run(side, side.sample())
        return max(peak - before[pid] for pid, peak in self.workers.peak_mib().items())


def _percentile(seconds: list[float], percent: int) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _rotated(sides: list[Side], number: int) -> list[Side]:
    start = number % len(sides)
    return sides[start:] + sides[:start]


def _comparable(values: list[Any]) -> str:
    """A value as comparable text. Of a single record only the field names, as each call reads another."""
    first = values[0]
    if isinstance(first, dict):
        first = [first]
    if isinstance(first, list) and len(first) == 1 and isinstance(first[0], dict):
        first = list(first[0])
    return json.dumps(first, sort_keys=True)
