"""Models and records for a caller: whether they exist, and what the caller may do with them."""

from typing import Any, Dict, Iterable, List, Optional, Sequence, Set

from odoo.exceptions import AccessError

from .. import compat
from ..compat import access
from ..exceptions import InvalidParameter, NotFound, UnknownModel, UnknownRecord, nearest
from ..odoo_types import Context, Env, Model, Records, Request
from . import raw_fields
from .errors import odoo_errors
from .read import related_names
from .request.record_ids import as_id


def environment(request: Request, context: Context) -> Env:
    """The caller's environment with the context of the request.

    :raises InvalidParameter: a key of the context is reserved, or a value that Odoo relies on is invalid
    :raises odoo.exceptions.AccessError: the context names a company that the user doesn't belong to
    """
    for name in context:
        if name.startswith("restapi_"):
            raise InvalidParameter("context", "the key '%s' is reserved." % name[:80])
    for name in ("lang", "tz"):
        if not isinstance(context.get(name) or "", str):
            raise InvalidParameter("context", "%s must be text." % name)
    env = request.env(context=context)
    _check_language(env, context.get("lang"))
    _check_time_zone(env, context.get("tz"))
    if "allowed_company_ids" not in context:
        return env
    company_ids = context["allowed_company_ids"]
    if not isinstance(company_ids, (list, tuple)) or not all(map(as_id, company_ids)):
        raise InvalidParameter("context", "allowed_company_ids must be a list of ids.")
    with odoo_errors():
        access.check_companies(env)
    return env


def _check_language(env: Env, code: Optional[str]) -> None:
    """:raises InvalidParameter: it is not installed; Odoo would silently use another language"""
    if not code or code == "en_US":
        return
    # sudo: the languages of the database are no secret
    installed = dict(env["res.lang"].sudo().get_installed())
    if code not in installed:
        known = ", ".join(sorted({"en_US", *installed}))
        raise InvalidParameter(
            "context", "the language '%s' is not installed; installed: %s." % (code[:80], known)
        )


def _check_time_zone(env: Env, name: Optional[str]) -> None:
    """:raises InvalidParameter: there is no such time zone; Odoo would silently use UTC"""
    if not name:
        return
    known = env["res.partner"]._fields["tz"].get_values(env)
    if name not in known:
        hint = nearest(name, known) or "use a name such as Europe/Brussels."
        raise InvalidParameter("context", "there is no time zone '%s'; %s" % (name[:80], hint))


def model(env: Env, name: str, operation: Optional[str] = None) -> Model:
    """An empty recordset of the model.

    :param operation: what the caller must be allowed to do: ``read``, ``create``, …
    :raises UnknownModel: this database has no such model
    :raises NotFound: an operation is given and the model is abstract, so it has no records
    :raises odoo.exceptions.AccessError: the caller's groups don't allow the operation
    """
    if name not in env.registry:
        raise UnknownModel(name, env.registry)
    if operation is None:
        return env[name]
    if env[name]._abstract:
        raise NotFound("Model '%s' is abstract: it has no records." % name)
    with odoo_errors():
        access.check_model_access(env[name], operation)
    return env[name]


def without_prefetch(records: Records, names: Iterable[str] = ()) -> Records:
    """The same records without Odoo's prefetching of columns, if only stored fields will be read.

    Odoo fetches all columns of a record as soon as it needs one that was not requested: of each
    company for record rules, of each related record for its name. Computed fields may need many
    columns, so with one of them prefetching stays on.

    :param names: the fields that will be read
    """
    if all(records._fields[name].store for name in names):
        # not ``with_context(**…)``: clients choose the keys, and ``self`` would collide
        context = {"prefetch_fields": False, **records.env.context}
        return records.with_env(records.env(context=context))
    return records


def existing(records: Records, ids: Sequence[int]) -> Records:
    """The records with these ids, in the same order.

    :param records: their model, which the caller has access to
    :raises UnknownRecord: an id has no record; the error lists all such ids
    """
    check_ids(records, ids)
    found = records.browse(ids)
    with odoo_errors():
        missing = found - found.exists()
    if missing:
        raise UnknownRecord(records._name, missing.ids)
    return found


def records_to_read(records: Records, ids: Sequence[int], names: Iterable[str]) -> Records:
    """The records with these ids, whose fields ``names`` will be read.

    ``read`` notices missing records when it fetches a stored column. For ``id`` and for computed
    fields Odoo doesn't query the table, so then their existence is checked here.

    :raises UnknownRecord: an id is out of range or, without a stored column, has no record
    """
    if has_column(records, names):
        check_ids(records, ids)
        return records.browse(ids)
    return existing(records, ids)


def has_column(records: Records, names: Iterable[str]) -> bool:
    """Whether one of the fields is a column of the table, besides ``id``."""
    columns = (records._fields[name] for name in names if name != "id")
    return any(field.store and field.column_type for field in columns)


def readable(model: Model, ids: Iterable[int]) -> Set[int]:
    """The ids of those of the records that exist, and that the caller may read."""
    with odoo_errors():
        if not access.has_model_access(model, "read"):
            return set()
        found = model.browse(sorted(set(ids))).exists()
    return set(_readable(found))


def _readable(records: Records) -> List[int]:
    """The ids of the readable records, found by halving, since nearly always all of them are."""
    if not records:
        return []
    try:
        with odoo_errors():
            access.check_reading(records)
    except AccessError:
        if len(records) == 1:
            return []
        half = len(records) // 2
        return _readable(records[:half]) + _readable(records[half:])
    return list(records.ids)


def check_ids(records: Records, ids: Iterable[int]) -> None:
    """:raises UnknownRecord: an id is out of range"""
    invalid = [record_id for record_id in ids if as_id(record_id) is None]
    if invalid:
        raise UnknownRecord(records._name, invalid)


def read(records: Records, names: List[str]) -> List[Dict[str, Any]]:
    """Values as Odoo's ``read`` returns them, binary ones in base64.

    :raises UnknownRecord: one of the records doesn't exist
    """
    with odoo_errors():
        rows = related_names.read(records, names)
    if len(rows) < len(records):
        found = {row["id"] for row in rows}
        missing = [record_id for record_id in records.ids if record_id not in found]
        raise UnknownRecord(records._name, missing)
    return raw_fields.in_base64(records, rows)


def flush(records: Records) -> None:
    """Write pending changes to the database, so that its constraints are checked before the answer."""
    with odoo_errors():
        compat.flush_all(records.env)


def forget(records: Records) -> None:
    """Clear the cache, so that the next read returns the stored values and not those that were sent."""
    compat.forget_all(records.env)
