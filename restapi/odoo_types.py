"""Names for annotations: what Odoo, Werkzeug and oauthlib hand to this addon.

Odoo has no types. For mypy its environments, records, fields and cursors are therefore classes that
have any attribute, but can't be taken for one another. At run time all names are ``Any``, so that
nothing is imported for them, and whoever evaluates annotations can.
"""

from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Sequence, Tuple, Union

if TYPE_CHECKING:
    from typing import Iterator, Mapping, Optional

    from psycopg2.extensions import Diagnostics as Diagnostics
    from werkzeug import wrappers
    from werkzeug.datastructures import FileStorage as FileStorage
    from werkzeug.exceptions import HTTPException as HTTPException
    from werkzeug.routing import Rule as Rule
    from werkzeug.wrappers import Response as Response

    # What Odoo has as ``request.httprequest``.
    HTTPRequest = wrappers.Request

    class _Untyped:
        """Any attribute can be read and set."""

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...

    class Cursor(_Untyped):
        """``odoo.sql_db.Cursor``: a transaction."""

        dbname: str
        rowcount: int

        def execute(
            self,
            query: str,
            params: Union[Sequence[Any], Mapping[str, Any], None] = None,
            log_exceptions: bool = True,
        ) -> None: ...
        def fetchone(self) -> Any: ...
        def fetchall(self) -> List[Tuple[Any, ...]]: ...
        def close(self) -> None: ...
        def __enter__(self) -> "Cursor": ...
        def __exit__(self, *exc_info: object) -> None: ...

    class Env(_Untyped):
        """``odoo.api.Environment``: a cursor, a user and a context."""

        cr: Cursor
        uid: int
        user: "Records"
        context: Dict[str, Any]
        registry: "Registry"

        def __getitem__(self, model: str) -> "Records": ...
        def __contains__(self, model: str) -> bool: ...
        def __call__(self, **changes: Any) -> "Env": ...
        def ref(self, xml_id: str, raise_if_not_found: bool = True) -> Any: ...

    class Registry(_Untyped):
        """``odoo.modules.registry.Registry``: the models of a database."""

        db_name: str

        def __getitem__(self, model: str) -> Any: ...
        def __contains__(self, model: str) -> bool: ...
        def cursor(self, **options: Any) -> Cursor: ...

    class Field(_Untyped):
        """``odoo.fields.Field``: a column of a model."""

        name: str
        type: str
        comodel_name: str
        model_name: str

    class Records(_Untyped):
        """``odoo.models.BaseModel``: some records of a model, or none, which stands for the model."""

        env: Env
        id: int
        ids: List[int]
        _name: str
        _table: str
        _description: str
        _fields: Mapping[str, Field]

        def __iter__(self) -> "Iterator[Records]": ...
        def __len__(self) -> int: ...
        def __bool__(self) -> bool: ...
        def __contains__(self, item: "Union[Records, str]") -> bool: ...
        def __getitem__(self, key: Union[int, slice, str]) -> Any: ...
        def __setitem__(self, name: str, value: Any) -> None: ...
        def __or__(self, other: "Records") -> "Records": ...
        def __and__(self, other: "Records") -> "Records": ...
        def __sub__(self, other: "Records") -> "Records": ...
        def __add__(self, other: "Records") -> "Records": ...

    class Request(_Untyped):
        """``odoo.http.request``: what Odoo knows of the request that it serves."""

        httprequest: HTTPRequest
        db: Optional[str]
        env: Env
        registry: Registry
        session: Any

    class Application(_Untyped):
        """``odoo.http.Application``, up to 15.0 ``Root``: what a WSGI server calls."""

    class OAuthRequest(_Untyped):
        """``oauthlib.common.Request``: of a protocol, with what the validator finds out about it."""

        scopes: List[str]

else:
    Application = Cursor = Env = Field = Records = Registry = Request = Any
    Diagnostics = FileStorage = HTTPException = HTTPRequest = OAuthRequest = Response = Rule = Any

# One record; the class is the same.
Record = Records
# The user that somebody is: a record of ``res.users``.
User = Records
# A recordset that stands for its model.
Model = Records

# What a client has sent: mypy lets nobody use it before its type has been asked for.
Value = object
# The same, after it has been looked at: Odoo may have it.
Checked = Any
# What Odoo has in a field, by whose type it goes.
FieldValue = Any
# What a method of a model has returned.
Result = Any
# The values of fields by their names, as ``create`` and ``write`` take them.
Vals = Dict[str, Any]
# A search domain, in Odoo's own form.
Domain = List[Any]
# The context of an environment.
Context = Dict[str, Any]
# A window action, as the web client takes it.
Action = Dict[str, Any]
# A method or a function, of whatever arguments.
Method = Callable[..., Any]
# What is written above a method or a class.
Decorator = Callable[[Any], Any]

# What oauthlib is about to answer, as JSON has it.
OAuthToken = Dict[str, Any]

# PEP 3333
Environ = Dict[str, Any]
StartResponse = Callable[..., Any]
WSGIAnswer = Iterable[bytes]
