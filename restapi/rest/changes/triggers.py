"""Triggers that note which records of a followed model change (docs/explanation/changes.rst).

A statement trigger on the model's table, and on each of its many2many tables, adds a row to
``restapi_change`` in the transaction of the change: the id of the record, and the ids of the transaction and
of the oldest one that was running then. So a change by SQL, a cascade or another module is noted as well,
and nothing is noted of what is rolled back. A statement that changes many records adds a row for some hundreds
of them.
"""

import hashlib
from typing import Dict, Iterable, List, NamedTuple, Set

import psycopg2
from psycopg2 import errorcodes, sql

from ...odoo_types import Cursor, Model

PREFIX = "restapi_followed_"
_EVENTS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")

# A statement that changes more records than this adds notes of many records, with as many as PostgreSQL stores in the
# row itself.
MANY = 16
MOST = 400

# No foreign key on followed_id, which would lock its row for each statement. The res_id of a note of many records is
# a negative number that makes it unique.
TABLES = """
    CREATE SEQUENCE IF NOT EXISTS restapi_change_many MAXVALUE 2147483647 CYCLE;
    CREATE TABLE IF NOT EXISTS restapi_change (
        followed_id integer NOT NULL,
        txid bigint NOT NULL,
        res_id integer NOT NULL,
        horizon bigint NOT NULL,
        is_new boolean NOT NULL,
        res_ids integer[],
        noted_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
        PRIMARY KEY (followed_id, txid, res_id));
    CREATE TABLE IF NOT EXISTS restapi_change_state (
        followed_id integer PRIMARY KEY,
        identity varchar NOT NULL,
        epoch varchar NOT NULL,
        floor bigint NOT NULL)
"""
# The ids of the transaction, and of the oldest one that was running then.
_NOTED = "txid_current(), txid_snapshot_xmin(txid_current_snapshot())"
_FUNCTION = """
    CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $body$
    #variable_conflict use_column
    DECLARE
        lowest integer;
        highest integer;
    BEGIN
        IF TG_OP = 'UPDATE' THEN {note_updated}
        ELSIF TG_OP = 'INSERT' THEN {note_inserted}
        ELSIF TG_OP = 'DELETE' THEN {note_deleted}
        ELSE {note_truncated}
        END IF;
        RETURN NULL;
    END $body$
"""
# Each transaction plans anew what it runs, so a single record takes simple statements.
_NOTE = """
            SELECT min({column}), max({column}) INTO lowest, highest FROM {rows};
            IF lowest = highest THEN
                INSERT INTO {changes} (followed_id, txid, horizon, is_new, res_id)
                VALUES ({followed_id}, {noted}, {is_new}, lowest)
                ON CONFLICT DO NOTHING;
            ELSIF lowest < highest THEN
                INSERT INTO {changes} (followed_id, txid, horizon, is_new, res_id, res_ids)
                SELECT {followed_id}, {noted}, {is_new},
                       CASE count(*) WHEN 1 THEN min(id) ELSE - nextval({sequence}) END,
                       CASE count(*) WHEN 1 THEN NULL ELSE array_agg(id) END
                  FROM (SELECT id, (row_number() OVER () - 1)
                                   / CASE WHEN count(*) OVER () > {many} THEN {most} ELSE 1 END AS note
                          FROM (SELECT DISTINCT {column} AS id FROM {rows}) AS one_each) AS noted
                 GROUP BY note
                ON CONFLICT DO NOTHING;
            END IF;
"""
_NEW, _OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"
_TRIGGER = """
    CREATE TRIGGER {name} %s ON {table} %s
    FOR EACH STATEMENT EXECUTE PROCEDURE {function}()
"""
_FUNCTIONS = """
    SELECT p.proname, count(t.oid) FROM pg_proc p LEFT JOIN pg_trigger t ON t.tgfoid = p.oid
     WHERE p.proname LIKE 'restapi\\_followed\\_%%' AND p.pronamespace = current_schema()::regnamespace
     GROUP BY p.proname
"""
_ORDINARY = """
    SELECT relname FROM pg_class
     WHERE relname IN %s AND relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
"""
_TABLES_OF_FUNCTIONS = """
    SELECT DISTINCT c.relname FROM pg_trigger t
      JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
     WHERE p.proname IN %s AND p.pronamespace = current_schema()::regnamespace
"""


class Source(NamedTuple):
    """A column with ids of records that change when its table does."""

    followed_id: int
    table: str
    column: str

    @property
    def function(self) -> str:
        """The name of the trigger function."""
        # with the text, so that an update of the addon replaces a function that it changes
        parts = (_FUNCTION, _NOTE, _NOTED, self.table, self.column, MANY, MOST)
        known = " ".join(map(str, parts))
        digest = hashlib.sha256(known.encode()).hexdigest()[:8]
        return "%s%d_%s" % (PREFIX, self.followed_id, digest)


def sources(followed_id: int, records: Model) -> Set[Source]:
    """What to watch for changes of the records of a model."""
    found = {Source(followed_id, records._table, "id")}
    for field in records._fields.values():
        if field.type == "many2many" and field.store and field.relation:
            found.add(Source(followed_id, field.relation, field.column1))
    ordinary = ordinary_tables(records.env.cr, [source.table for source in found])
    return {source for source in found if source.table in ordinary}


def ordinary_tables(cr: Cursor, names: Iterable[str]) -> Set[str]:
    """Those of the names that are tables, not views or foreign tables."""
    cr.execute(_ORDINARY, [tuple(names)])
    return {name for (name,) in cr.fetchall()}


def functions(cr: Cursor) -> Dict[str, bool]:
    """The trigger functions that there are, and whether all of their triggers are there."""
    cr.execute(_FUNCTIONS, [])
    return {name: count == len(_EVENTS) for name, count in cr.fetchall()}


def followed_id(function: str) -> int:
    """The id in the name of a trigger function."""
    return int(function[len(PREFIX) :].partition("_")[0])


def tables(cr: Cursor, names: Iterable[str]) -> List[str]:
    """The tables with triggers that call these functions."""
    cr.execute(_TABLES_OF_FUNCTIONS, [(*names, "")])
    return sorted(name for (name,) in cr.fetchall())


def create(cr: Cursor, source: Source) -> None:
    """Create the triggers on a table, which the transaction has locked."""
    is_own = source.column == "id"
    # an id of a record never changes, but a row of a many2many table can get another one
    updated = "new_rows" if is_own else "(TABLE new_rows UNION ALL TABLE old_rows) AS both_rows"
    table = _qualified(cr, source.table)
    note = {
        "changes": _qualified(cr, "restapi_change"),
        "followed_id": sql.Literal(source.followed_id),
        "noted": sql.SQL(_NOTED),
        "sequence": sql.Literal(_qualified(cr, "restapi_change_many").as_string(cr._cnx)),
        "column": sql.Identifier(source.column),
        "many": sql.Literal(MANY),
        "most": sql.Literal(MOST),
    }

    def noting(rows: sql.Composable, is_new: bool = False) -> sql.Composable:
        return sql.SQL(_NOTE).format(rows=rows, is_new=sql.Literal(is_new), **note)

    names = {
        "function": sql.Identifier(source.function),
        "table": table,
        "note_inserted": noting(sql.SQL("new_rows"), is_new=is_own),
        "note_updated": noting(sql.SQL(updated)),
        "note_deleted": noting(sql.SQL("old_rows")),
        "note_truncated": noting(table),
    }
    _run(cr, sql.SQL(_FUNCTION).format(**names))
    transitions = {
        "INSERT": ("AFTER INSERT", "REFERENCING " + _NEW),
        "UPDATE": ("AFTER UPDATE", "REFERENCING %s %s" % (_NEW, "" if is_own else _OLD)),
        "DELETE": ("AFTER DELETE", "REFERENCING " + _OLD),
        "TRUNCATE": ("BEFORE TRUNCATE", ""),
    }
    for event in _EVENTS:
        name = sql.Identifier("%s_%s" % (source.function, event.lower()))
        statement = sql.SQL(_TRIGGER % transitions[event]).format(name=name, **names)
        try:
            with cr.savepoint():
                _run(cr, statement)
        except psycopg2.ProgrammingError as error:
            if error.pgcode != errorcodes.DUPLICATE_OBJECT:
                raise  # else another worker has just created it


def _run(cr: Cursor, statement: sql.Composable) -> None:
    # as text, since cursors up to 14.0 take nothing else
    cr.execute(statement.as_string(cr._cnx), log_exceptions=False)


def _qualified(cr: Cursor, table: str) -> sql.Composable:
    """A table's name with the schema, since a change by SQL may come with another search path."""
    cr.execute("SELECT current_schema()", [])
    return sql.Identifier(cr.fetchone()[0]) + sql.SQL(".") + sql.Identifier(table)


def drop(cr: Cursor, names: Iterable[str]) -> None:
    """Drop functions with their triggers, on tables that the transaction has locked."""
    for name in names:
        _run(cr, sql.SQL("DROP FUNCTION {}() CASCADE").format(sql.Identifier(name)))
