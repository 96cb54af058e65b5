"""What the addon uses of Odoo, against the table of what each series has (`tests/names`)."""

import json
import subprocess
import sys

import pytest

from dev import paths
from dev.series import SERIES
from tests.names import table, uses


@pytest.fixture(scope="module")
def known():
    return table.read()


def lacking(known, name):
    """The series that lack a name; an attribute is there if any class has it."""
    rows = (
        [name]
        if not name.startswith(".")
        else [row for row in known if row.endswith(name) and not row.startswith(("odoo", "model"))]
    )
    having = {one.rstrip("?") for row in rows for one in known[row]}
    return sorted(set(SERIES) - having) if rows else []


def test_the_table_has_what_is_used_and_nothing_else(known):
    """Names of modules and models; whether an attribute is Odoo's, only its sources tell."""
    used = table.used()
    named = {name for name in used if not name.startswith(".")}
    assert named <= set(known), "run: python3 -m tests.names.table"
    for row in set(known) - named:
        assert f".{row.rpartition('.')[2]}" in used, row


def test_the_table_knows_each_series(known):
    told = {one.rstrip("?") for series in known.values() for one in series}
    assert told == set(SERIES)
    doubtful = {one for series in known.values() for one in series if one.endswith("?")}
    assert doubtful <= {"20.0?"}


def test_nothing_that_a_series_lacks_is_used_without_asking(known):
    """Seen to fail with a class that has `read_group` call its parent on every series."""
    unasked = [
        f"{use.place}: {use.name.lstrip('.')} is not in {' '.join(missing)}"
        for use in uses.of_addon()
        if not use.asked and not table.is_others(use)
        if (missing := lacking(known, use.name))
    ]
    assert not unasked, "\n".join(unasked)


@pytest.mark.parametrize("one", SERIES)
def test_the_addon_is_imported_with_the_names_of_a_series_alone(one):
    """Under a package made of the table, which has these and no others."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.names.skeleton", one],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    chosen = json.loads(done.stdout)
    number, flags = float(one), chosen["flags"]
    assert ("rest.transport" in chosen["modules"]) == (number >= 16)
    assert ("rest.transport_legacy" in chosen["modules"]) == (number < 16)
    assert {"ir.access", "ir.rule"} & set(chosen["extended"]) == (
        {"ir.access"} if one == "20.0" else {"ir.rule"}
    )
    assert ("ir.qweb" in chosen["extended"]) == (number < 15)
    assert ("ir.autovacuum" in chosen["extended"]) == (number < 14)
    assert ("res.users.apikeys" in chosen["extended"]) == (number >= 14)
    for flag in (
        "rights.HAS_ONE_MODEL",
        "printing.HAS_ENGINES",
        "binary.HAS_OBJECTS",
        "binary.NAMES_FILES_FIRST",
    ):
        assert flags[flag] == (one == "20.0"), flag
    assert flags["searching.LOSES_CONDITIONS"] == (number < 19)
    assert flags["searching.HAS_WHERE_CALC"] == (number < 19)
    assert flags["access.HAS_RIGHTS_OF_FIELDS"] == (number < 20)
