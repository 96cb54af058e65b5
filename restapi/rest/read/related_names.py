"""``read`` with the names of related records, each computed once.

Odoo's own ``read`` computes the name of a many2one's record again for each row that has it, which
in long lists is most of its time. The answer is the same.
"""

from typing import Any, Dict, List

from odoo.exceptions import MissingError

from ...odoo_types import Records

Row = Dict[str, Any]


def read(records: Records, names: List[str]) -> List[Row]:
    """As Odoo's ``read``, of at least one field."""
    if has_properties(records, names):
        return records.read(names)
    return fill(records, records.read(names, load=""))


def has_properties(records: Records, names: List[str]) -> bool:
    """Whether some of these fields hold names of related records that only Odoo's ``read`` finds."""
    return any(records._fields[name].type == "properties" for name in names)


def fill(records: Records, rows: List[Row]) -> List[Row]:
    """Put ``(id, name)`` in place of the ids of many2one fields.

    :param rows: of the model of ``records``, read with ``load=""``
    """
    for name in rows[0] if rows else ():
        if records._fields[name].type == "many2one":
            pairs = _pairs(records, name, rows)
            for row in rows:
                row[name] = pairs[row[name]]
    return rows


def _pairs(records: Records, name: str, rows: List[Row]) -> Dict[Any, Any]:
    """What stands for each id; also for ``False``, which is no record."""
    ids = {row[name] for row in rows if row[name]}
    # sudo: as in Odoo's read, whoever may read a record may see the names that it refers to
    related = records.env[records._fields[name].comodel_name].sudo().browse(sorted(ids))
    pairs: Dict[Any, Any] = {False: False}
    for record in related:
        try:
            pairs[record.id] = (record.id, record.display_name)
        except MissingError:  # a column without a foreign key
            pairs[record.id] = False
    return pairs
