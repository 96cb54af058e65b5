"""Models and records for a caller: what is there, and what the caller may do with it."""

from typing import Any, Dict, Iterable, List, Optional, Sequence

from .. import compat
from ..compat import access
from ..exceptions import InvalidParameter, NotFound, UnknownModel, UnknownRecord, nearest
from ..odoo_types import Context, Env, Model, Records, Request, Value
from . import raw_fields
from .errors import odoo_errors
from .read import related_names
from .request.params import MAX_ID


def environment(request: Request, context: Context) -> Env:
    """The caller's environment with the context that it asked for.

    :raises InvalidParameter: a part of the context that Odoo relies on is of the wrong type
    :raises odoo.exceptions.AccessError: it names a company that the user does not belong to
    """
    for name in context:
        if name.startswith("restapi_"):
            raise InvalidParameter("context", "'%s' is a key of this API's own." % name[:80])
    for name in ("lang", "tz"):
        if not isinstance(context.get(name) or "", str):
            raise InvalidParameter("context", "%s must be text." % name)
    env = request.env(context=context)
    _check_language(env, context.get("lang"))
    _check_time_zone(env, context.get("tz"))
    if "allowed_company_ids" not in context:
        return env
    company_ids = context["allowed_company_ids"]
    if not isinstance(company_ids, (list, tuple)) or not all(map(_is_id, company_ids)):
        raise InvalidParameter("context", "allowed_company_ids must be a list of ids.")
    with odoo_errors():
        access.check_companies(env)
    return env


def _check_language(env: Env, code: Optional[str]) -> None:
    """:raises InvalidParameter: it is not installed, so that Odoo would answer in another"""
    if not code or code == "en_US":
        return
    # sudo: the languages of the database are no secret
    installed = dict(env["res.lang"].sudo().get_installed())
    if code not in installed:
        known = ", ".join(sorted({"en_US", *installed}))
        raise InvalidParameter(
            "context", "the language '%s' is not installed; there are: %s." % (code[:80], known)
        )


def _check_time_zone(env: Env, name: Optional[str]) -> None:
    """:raises InvalidParameter: there is none of that name, so that Odoo would take UTC"""
    if not name:
        return
    known = env["res.partner"]._fields["tz"].get_values(env)
    if name not in known:
        hint = nearest(name, known) or "it has names such as Europe/Brussels."
        raise InvalidParameter("context", "there is no time zone '%s'; %s" % (name[:80], hint))


def _is_id(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_ID


def model(env: Env, name: str, operation: Optional[str] = None) -> Model:
    """The model of that name, empty.

    :param operation: what the caller must be allowed to do: ``read``, ``create``, …
    :raises UnknownModel: this database has none
    :raises NotFound: it is abstract, so that nothing can be done to its records
    :raises odoo.exceptions.AccessError: the caller's groups do not allow the operation
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


def lean(records: Records, names: Iterable[str] = ()) -> Records:
    """The same records, reading only the columns that are needed, if stored fields are all that is.

    By itself Odoo fetches all columns of a record as soon as one is needed that was not asked for:
    of each company for record rules, of each related record for its name. Computed fields may need
    many, so they keep that.

    :param names: the fields that will be read
    """
    if all(records._fields[name].store for name in names):
        # no ``with_context``, since clients choose the keys: ``self`` would be no possible argument
        context = {"prefetch_fields": False, **records.env.context}
        return records.with_env(records.env(context=context))
    return records


def existing(records: Records, ids: Sequence[int]) -> Records:
    """Records that are there, in the order asked.

    :param records: their model, which the caller has access to
    :raises UnknownRecord: one of the ids has no record; it names them all
    """
    check_ids(records, ids)
    found = records.browse(ids)
    with odoo_errors():
        missing = found - found.exists()
    if missing:
        raise UnknownRecord(records._name, missing.ids)
    return found


def records_to_read(records: Records, ids: Sequence[int], names: Iterable[str]) -> Records:
    """Records whose fields will be read, which misses those that are not there.

    Odoo does not look into the table for ``id`` and for computed fields, so that it is asked then.

    :raises UnknownRecord: one of the ids can't have a record, or has none
    """
    columns = (records._fields[name] for name in names if name != "id")
    if any(field.store and field.column_type for field in columns):
        check_ids(records, ids)
        return records.browse(ids)
    return existing(records, ids)


def check_ids(records: Records, ids: Iterable[int]) -> None:
    """:raises UnknownRecord: an id is out of the range of ids"""
    beyond = [record_id for record_id in ids if not _is_id(record_id)]
    if beyond:
        raise UnknownRecord(records._name, beyond)


def read(records: Records, names: List[str]) -> List[Dict[str, Any]]:
    """Values as Odoo's ``read`` gives them.

    :raises UnknownRecord: one of the records is not there
    """
    with odoo_errors():
        rows = related_names.read(records, names)
    if len(rows) < len(records):
        found = {row["id"] for row in rows}
        missing = [record_id for record_id in records.ids if record_id not in found]
        raise UnknownRecord(records._name, missing)
    return raw_fields.in_base64(records, rows)


def flush(records: Records) -> None:
    """Send what was written to the database, so that its constraints are heard before the answer."""
    with odoo_errors():
        compat.flush_all(records.env)


def forget(records: Records) -> None:
    """Forget what was written, so that what is read next is what is stored rather than what was sent."""
    compat.forget_all(records.env)
