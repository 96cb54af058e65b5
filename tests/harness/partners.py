"""Many partners, inserted with SQL because Odoo would take minutes."""

from tests.harness.server import Server

_INSERT = """
    INSERT INTO res_partner (name, ref, {columns} comment, active, type, create_date, write_date)
    SELECT 'Stream ' || lpad(n::text, 6, '0'), %s, {values} repeat('x', 10000), true, 'contact', now(), now()
      FROM generate_series(1, %s) AS n
"""


def insert_partners(server: Server, ref: str, count: int) -> None:
    """Each has a long comment, so that a list of them exceeds the buffers of a connection."""
    required = server.sql(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'res_partner' "
        "AND is_nullable = 'NO' AND column_default IS NULL AND column_name <> 'id'"
    )
    columns = "".join(f"{name}, " for (name,) in required if name not in ("name", "type"))
    values = "".join("'none', " for (name,) in required if name not in ("name", "type"))
    server.sql(_INSERT.format(columns=columns, values=values), [ref, count])
