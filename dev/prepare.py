"""Prepares what several commands need, for all series in parallel."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from dev.database import Databases
from dev.odoo import Odoo


def odoos(series: Sequence[str]) -> None:
    _in_parallel(lambda one: Odoo(one).prepare(), series)


def bare_databases(series: Sequence[str], postgres_port: int) -> None:
    """Also what they need: each series goes on without waiting for the others."""
    _in_parallel(lambda one: _databases(one, postgres_port).prepare_bare(), series)


def templates(series: Sequence[str], postgres_port: int) -> None:
    """The databases with the addon, and what they need."""
    _in_parallel(lambda one: _databases(one, postgres_port).prepare_template(), series)


def _databases(series: str, postgres_port: int) -> Databases:
    odoo = Odoo(series)
    odoo.prepare()
    return Databases(odoo, postgres_port)


def _in_parallel(work: Callable[[str], None], series: Sequence[str]) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(work, series))
