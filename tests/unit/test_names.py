"""Compares the names of Odoo that the addon uses with those of each series (`tests/names`)."""

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
    """The series that lack a name. A series has an attribute if any of its classes has it."""
    rows = (
        [name]
        if not name.startswith(".")
        else [row for row in known if row.endswith(name) and not row.startswith(("odoo", "model"))]
    )
    having = {one.rstrip("?") for row in rows for one in known[row]}
    return sorted(set(SERIES) - having) if rows else []


def test_table_has_exactly_the_names_in_use(known):
    """Compares modules and models exactly. Attributes in the table must be used somewhere."""
    used = table.used()
    named = {name for name in used if not name.startswith(".")}
    assert named <= set(known), "run: python3 -m tests.names.table"
    for row in set(known) - named:
        assert f".{row.rpartition('.')[2]}" in used, row


def test_table_has_all_series(known):
    told = {one.rstrip("?") for series in known.values() for one in series}
    assert told == set(SERIES)
    doubtful = {one for series in known.values() for one in series if one.endswith("?")}
    assert doubtful <= {"20.0?"}


def test_missing_names_are_used_only_after_a_check(known):
    """Seen to fail with a `check_field_access_rights` that calls its parent on every series."""
    unasked = [
        f"{use.place}: {use.name.lstrip('.')} is not in {' '.join(missing)}"
        for use in uses.of_addon()
        if not use.is_guarded and not table.is_others(use)
        if (missing := lacking(known, use.name))
    ]
    assert not unasked, "\n".join(unasked)


@pytest.fixture(scope="module")
def choices():
    """For each series, what the addon chose under a package that has only the names of that series."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.names.skeleton", *SERIES],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("one", SERIES)
def test_addon_can_be_imported_with_the_names_of_one_series(one, known, choices):
    chosen = choices[one]
    assert "error" not in chosen, chosen["error"]

    def has(*rows):
        return any(one in (told.rstrip("?") for told in known[row]) for row in rows)

    has_dispatchers = has("odoo.http.Dispatcher", "odoo.http.dispatcher.Dispatcher")
    for module, is_chosen in (
        ("rest.transport.dispatcher", has_dispatchers),
        ("rest.transport.legacy", not has_dispatchers),
    ):
        assert (module in chosen["modules"]) == is_chosen, module
    for model, is_extended in (
        ("ir.access", has("model ir.access")),
        ("ir.rule", not has("model ir.access")),
        ("ir.qweb", not has("ir.qweb._compile_directive_out")),
        ("ir.autovacuum", not has("odoo.api.autovacuum")),
        ("res.users.apikeys", has("model res.users.apikeys")),
    ):
        assert (model in chosen["extended"]) == is_extended, model
    for flag, is_set in (
        ("rights.HAS_ONE_MODEL", has("model ir.access")),
        ("printing.HAS_ENGINES", has("ir.actions.report.get_pdf_engine_state")),
        ("binary.HAS_OBJECTS", has("odoo.tools.binary.BinaryValue")),
        ("binary.NAMES_FILES_FIRST", has("odoo.tools.binary.BinaryValue")),
        ("searching.LOSES_CONDITIONS", not has("odoo.fields.Domain")),
        ("searching.HAS_WHERE_CALC", has("BaseModel._where_calc")),
        ("access.HAS_RIGHTS_OF_FIELDS", has("BaseModel.check_field_access_rights")),
    ):
        assert chosen["flags"][flag] == is_set, flag
