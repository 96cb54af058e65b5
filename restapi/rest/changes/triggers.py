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
# PostgreSQL's transition tables that have the ids of an event; before a truncation, the table itself has them.
_TRANSITIONS = {"INSERT": ["NEW"], "UPDATE": ["NEW"], "DELETE": ["OLD"], "TRUNCATE": []}

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
# Each transaction plans anew what it runs, so a single record takes simple statements, and each event has a function
# of its own.
_FUNCTION = """
    CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
    #variable_conflict use_column
    DECLARE
        one integer;
        other integer;
    BEGIN
        FOR other IN SELECT {column} FROM {rows} LOOP
            IF other <> one THEN
                INSERT INTO {changes} (followed_id, txid, horizon, is_new, res_id, res_ids)
                SELECT {followed_id}, {noted}, {is_new},
                       CASE count(*) WHEN 1 THEN min(id) ELSE - nextval({sequence}) END,
                       CASE count(*) WHEN 1 THEN NULL ELSE array_agg(id) END
                  FROM (SELECT id, (row_number() OVER () - 1)
                                   / CASE WHEN count(*) OVER () > {many} THEN {most} ELSE 1 END AS note
                          FROM (SELECT DISTINCT {column} AS id FROM {rows}) AS one_each) AS noted
                 GROUP BY note
                ON CONFLICT DO NOTHING;
                RETURN NULL;
            END IF;
            one := other;
        END LOOP;
        IF FOUND THEN
            INSERT INTO {changes} (followed_id, txid, horizon, is_new, res_id)
            VALUES ({followed_id}, {noted}, {is_new}, one)
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    END $body$
"""
_TRIGGER = """
    CREATE TRIGGER {name} {event} ON {table} {referencing}
    FOR EACH STATEMENT EXECUTE PROCEDURE {name}()
"""
_FUNCTIONS = """
    SELECT p.proname, EXISTS(SELECT FROM pg_trigger t WHERE t.tgfoid = p.oid) FROM pg_proc p
     WHERE p.proname LIKE 'restapi\\_followed\\_%%' AND p.pronamespace = current_schema()::regnamespace
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
    """An event that changes records: their ids are in a column of the table."""

    followed_id: int
    table: str
    column: str
    event: str

    @property
    def name(self) -> str:
        """The name of the trigger, and of its function."""
        # with the text, so that an update of the addon replaces a function that it changes
        parts = (_FUNCTION, _NOTED, self.table, self.column, MANY, MOST)
        known = " ".join(map(str, parts))
        digest = hashlib.sha256(known.encode()).hexdigest()[:8]
        return "%s%d_%s_%s" % (PREFIX, self.followed_id, self.event.lower(), digest)

    @property
    def is_own(self) -> bool:
        """Whether the table is the model's own, not that of a many2many field."""
        return self.column == "id"

    @property
    def transitions(self) -> List[str]:
        """The transition tables that have the ids."""
        if self.event == "UPDATE" and not self.is_own:
            return ["NEW", "OLD"]  # a row can get another record; a record keeps its id
        return _TRANSITIONS[self.event]


def sources(followed_id: int, records: Model) -> Set[Source]:
    """What to watch for changes of the records of a model."""
    columns = {(records._table, "id")}
    for field in records._fields.values():
        if field.type == "many2many" and field.store and field.relation:
            columns.add((field.relation, field.column1))
    ordinary = ordinary_tables(records.env.cr, [table for table, _column in columns])
    return {
        Source(followed_id, table, column, event)
        for table, column in columns
        if table in ordinary
        for event in _TRANSITIONS
    }


def ordinary_tables(cr: Cursor, names: Iterable[str]) -> Set[str]:
    """Those of the names that are tables, not views or foreign tables."""
    cr.execute(_ORDINARY, [tuple(names)])
    return {name for (name,) in cr.fetchall()}


def functions(cr: Cursor) -> Dict[str, bool]:
    """The trigger functions that there are, and whether the trigger of each is there."""
    cr.execute(_FUNCTIONS, [])
    return dict(cr.fetchall())


def followed_id(function: str) -> int:
    """The id in the name of a trigger function."""
    return int(function[len(PREFIX) :].partition("_")[0])


def tables(cr: Cursor, names: Iterable[str]) -> List[str]:
    """The tables with triggers that call these functions."""
    cr.execute(_TABLES_OF_FUNCTIONS, [(*names, "")])
    return sorted(name for (name,) in cr.fetchall())


def create(cr: Cursor, source: Source) -> None:
    """Create a trigger on a table, which the transaction has locked."""
    table = _qualified(cr, source.table)
    transitions = ["%s TABLE AS %s_rows" % (one, one) for one in source.transitions]
    names = {
        "name": sql.Identifier(source.name),
        "event": sql.SQL("%s %s" % ("AFTER" if transitions else "BEFORE", source.event)),
        "table": table,
        "referencing": sql.SQL(" ".join(["REFERENCING", *transitions] if transitions else [])),
        "column": sql.Identifier(source.column),
        "rows": _rows(source, table),
        "changes": _qualified(cr, "restapi_change"),
        "followed_id": sql.Literal(source.followed_id),
        "noted": sql.SQL(_NOTED),
        "is_new": sql.Literal(source.is_own and source.event == "INSERT"),
        "sequence": sql.Literal(_qualified(cr, "restapi_change_many").as_string(cr._cnx)),
        "many": sql.Literal(MANY),
        "most": sql.Literal(MOST),
    }
    _run(cr, sql.SQL(_FUNCTION).format(**names))
    try:
        with cr.savepoint():
            _run(cr, sql.SQL(_TRIGGER).format(**names))
    except psycopg2.ProgrammingError as error:
        if error.pgcode != errorcodes.DUPLICATE_OBJECT:
            raise  # else another worker has just created it


def _rows(source: Source, table: sql.Composable) -> sql.Composable:
    """Where the ids of an event are."""
    tables: List[sql.Composable] = [sql.SQL(one + "_rows") for one in source.transitions]
    tables = tables or [table]
    if source.is_own:
        return tables[0]
    # the table of a many2many field can be that of another model, whose column may be empty
    statement = sql.SQL("SELECT {0} FROM {1} WHERE {0} IS NOT NULL")
    parts = [statement.format(sql.Identifier(source.column), one) for one in tables]
    return sql.SQL("({}) AS all_rows").format(sql.SQL(" UNION ALL ").join(parts))


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
