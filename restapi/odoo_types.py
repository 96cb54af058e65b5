"""Types for annotations: objects of Odoo, Werkzeug and oauthlib.

Odoo's own classes are not typed. For mypy, environments, records, fields and cursors are therefore distinct
classes that accept any attribute. At run time all names are ``Any``, so nothing is imported for them, and
annotations can be evaluated.
"""

from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Sequence, Tuple, Union

if TYPE_CHECKING:
    from typing import Iterator, Mapping, Optional

    from psycopg2.extensions import Diagnostics as Diagnostics
    from werkzeug import wrappers
    from werkzeug.datastructures import FileStorage as FileStorage
    from werkzeug.exceptions import HTTPException as HTTPException
    from werkzeug.routing import Map as Map
    from werkzeug.routing import Rule as Rule
    from werkzeug.wrappers import Response as Response

    # The type of ``request.httprequest``.
    HTTPRequest = wrappers.Request

    class _Untyped:
        """An object whose attributes can all be read and set."""

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

        def __iter__(self) -> "Iterator[str]": ...
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
        """``odoo.models.BaseModel``: a recordset; an empty one also represents its model."""

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
        """``odoo.http.request``: Odoo's view of the current request."""

        httprequest: HTTPRequest
        db: Optional[str]
        env: Env
        registry: Registry
        session: Any

    class Application(_Untyped):
        """``odoo.http.Application``, up to 15.0 ``Root``: the WSGI application."""

    class OAuthRequest(_Untyped):
        """``oauthlib.common.Request``: an OAuth request, with attributes that the validator sets."""

        scopes: List[str]

else:
    Application = Cursor = Env = Field = Records = Registry = Request = Any
    Diagnostics = FileStorage = HTTPException = HTTPRequest = OAuthRequest = Response = Any
    Map = Rule = Any

# A recordset with one record.
Record = Records
# A record of ``res.users``.
User = Records
# An empty recordset that represents its model.
Model = Records

# A value from a client: mypy requires a check of its type before it is used.
Value = object
# A value from a client that has been checked and may be passed to Odoo.
Checked = Any
# The value of a field, whose type depends on the field.
FieldValue = Any
# The result of a model's method.
Result = Any
# Values by field name, as ``create`` and ``write`` take them.
Vals = Dict[str, Any]
# A query of Odoo's ORM that has not been run yet.
SearchQuery = Any
# A search domain in Odoo's form.
Domain = List[Any]
# The context of an environment.
Context = Dict[str, Any]
# A window action for the web client.
Action = Dict[str, Any]
# A method or function with any arguments.
Method = Callable[..., Any]
# A decorator of a method or a class.
Decorator = Callable[[Any], Any]

# The token response of oauthlib, which becomes JSON.
OAuthToken = Dict[str, Any]

# WSGI (PEP 3333).
Environ = Dict[str, Any]
StartResponse = Callable[..., Any]
WSGIAnswer = Iterable[bytes]
