"""What the routes that write records have in common."""

from typing import Any, Callable, Dict, List, Optional, Tuple

from odoo.http import Response, request

from ..compat import PREFIX
from ..exceptions import Headers, MissingParameter
from ..oauth import caller
from ..odoo_types import FileStorage, Record, Records, Vals
from ..rest import orm, scopes
from ..rest.errors import odoo_errors
from ..rest.read import nested
from ..rest.request import params
from ..rest.response import binary, rendering, tagged
from ..rest.write import custom_models, values

VALS = params.Param("vals", params.parse_mapping, params.MAPPING, "the fields to change")
FIELDS = params.FIELDS._replace(
    description="fields to return; by default all that the caller may read"
)
# Files in a form, in parts that are named after binary fields.
FILES = params.ExtraParams("files", binary.is_file, "Put the values of fields into 'vals'.")
# Checks the conditions on a request for the records that it writes.
CheckConditions = Callable[[Records], None]


def with_files(
    records: Records, vals: Optional[Vals], files: Dict[str, FileStorage]
) -> Dict[str, Any]:
    """The values of a record with the files of a form.

    :raises MissingParameter: neither is there
    """
    if vals is None and not files:
        raise MissingParameter("vals")
    return {**(vals or {}), **binary.uploads(records, files)}


def write(
    records: Records,
    ids: List[int],
    vals: Vals,
    names: Optional[List[str]],
    check_conditions: CheckConditions,
) -> List[Dict[str, Any]]:
    """Write the same values to records, and read the fields ``names`` of them."""
    selection = nested.select(records, names)
    found = orm.existing(records, ids)
    checked = converted(records, vals, found)
    check_conditions(found)
    with odoo_errors():
        found.write(checked)
    return stored(found, selection)


def write_one(
    records: Records,
    record_id: int,
    vals: Vals,
    names: Optional[List[str]],
    check_conditions: CheckConditions,
) -> Response:
    """Change one record, and answer with it."""
    (row,) = write(records, [record_id], vals, names, check_conditions)
    return answer(records.browse(record_id), row, names)


def create(records: Records, vals_list: List[Dict[str, Any]]) -> Records:
    """New records of checked values."""
    with odoo_errors():
        return records.create([custom_models.complete(records, vals) for vals in vals_list])


def converted(records: Records, vals: Vals, written: Optional[Records] = None) -> Dict[str, Any]:
    """Checked values, whose scopes the token has.

    :param written: the records to write; none for a new record
    """
    result = values.converted(records, vals, written=written)
    caller.require_scopes(request, scopes.of_values(records, result, written is None))
    return result


def stored(written: Records, selection: nested.Selection) -> List[Dict[str, Any]]:
    """Flush the changes and read the stored values; only the ids if the token lacks the scope ``read``."""
    flush(written)
    if selection.names == ["id"] or caller.missing_scopes(request, ["read"]):
        return [{"id": record_id} for record_id in written.ids]
    orm.forget(written)
    return nested.read(written, selection)


def location(record: Record) -> Tuple[str, str]:
    """The header with the address of a new record."""
    return "Location", "%s/object/%s/%d" % (PREFIX, record._name, record.id)


def answer(
    record: Record,
    row: Dict[str, Any],
    names: Optional[List[str]],
    status: int = 200,
    headers: Optional[Headers] = None,
) -> Response:
    """The answer with one record, with its entity tag if the token may read it.

    The answer to PUT has none, since the record may differ from what was sent (RFC 9110 §9.3.4).
    """
    if request.httprequest.method == "PUT" or caller.missing_scopes(request, ["read"]):
        body = request.restapi_envelope.one(record, row)
        return rendering.json_response(body, status, headers)
    return tagged.one(request, record, row, names, status, headers)


def unlink(records: Records, ids: List[int], check_conditions: CheckConditions) -> Dict[str, Any]:
    """Delete records; the answer is empty."""
    found = orm.existing(records, ids)
    check_conditions(found)
    with odoo_errors():
        found.unlink()
    flush(records)
    return {}


def flush(records: Records) -> None:
    """Store pending changes, so that errors come before the answer."""
    orm.flush(records)
    custom_models.forget_rights(records)
