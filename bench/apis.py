"""The APIs that the benchmark compares: how to build their requests and read their answers."""

import abc
import base64
import json
import xmlrpc.client
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.wire import Answer, Request

BASE = "/restapi/1.0"
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "text/xml"}


class Failed(Exception):
    """An API answered with an error or a wrong value, so its figures would be meaningless."""


@dataclass(frozen=True)
class Call:
    """A call of a model's method, for any of Odoo's own APIs.

    APIs without named arguments send `args` in order. All send `kwargs` by name.
    """

    model: str
    method: str
    ids: list[int] | None = None
    args: dict[str, Any] = field(default_factory=dict)
    kwargs: dict[str, Any] = field(default_factory=dict)

    def positional(self) -> list[Any]:
        return [*([self.ids] if self.ids is not None else []), *self.args.values()]


class Api(abc.ABC):
    name = ""

    @abc.abstractmethod
    def version(self) -> Request:
        """The request that asks for the server's version."""

    def value(self, answer: Answer) -> Any:
        """The value in an answer.

        :raises Failed: the answer is an error
        """
        if answer.status != 200:
            raise Failed(f"{self.name} answered {answer.status}: {answer.body[:400]!r}")
        return json.loads(answer.body)

    def check(self, answer: Answer) -> None:
        """Checks for errors, cheaply enough for every answer.

        :raises Failed: the answer is an error
        """
        if answer.status != 200:
            self.value(answer)


class OdooApi(Api):
    """One of Odoo's own APIs."""

    @abc.abstractmethod
    def call(self, call: Call) -> Request:
        """The request for a call."""


class Restapi(Api):
    name = "restapi"

    def __init__(self, token: str) -> None:
        self.token = token
        self.authorization = {"Authorization": f"Bearer {token}"}

    def version(self) -> Request:
        return Request("GET", f"{BASE}/common/version")

    def get(self, path: str, accept: str | None = None, **params: Any) -> Request:
        headers = {**self.authorization, **({"Accept": accept} if accept else {})}
        return Request("GET", f"{BASE}/object/{path}?{query(params)}", None, headers)

    def document(self, models: str, **headers: str) -> Request:
        """The request for the OpenAPI document."""
        target = f"{BASE}/openapi.json?{query({'models': models})}"
        return Request("GET", target, None, {**self.authorization, **headers})

    def send(self, method: str, path: str, **params: Any) -> Request:
        body = json.dumps(params).encode() if params else None
        headers = {**self.authorization, **(JSON if body else {})}
        return Request(method, f"{BASE}/object/{path}", body, headers)

    def value(self, answer: Answer) -> Any:
        if answer.content_type.startswith("application/x-ndjson") and answer.status == 200:
            return [json.loads(line) for line in answer.body.splitlines()]
        content = super().value(answer)
        # the only key is the description of the model, as in {"Contact": […]}
        return next(iter(content.values())) if len(content) == 1 else content


class Single(Api):
    """This API, for requests that none of Odoo's own APIs has a counterpart of.

    :param status: the status that they are answered with
    """

    name = "restapi"

    def __init__(self, status: int) -> None:
        self.status = status

    def version(self) -> Request:
        return Restapi("").version()

    def value(self, answer: Answer) -> Any:
        if answer.status != self.status:
            raise Failed(f"expected {self.status}, got {answer.status}: {answer.body[:400]!r}")
        return answer.status

    def check(self, answer: Answer) -> None:
        self.value(answer)


def query(params: dict[str, Any]) -> str:
    return urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()})


def client_credentials(client_id: str, client_secret: str) -> Request:
    """A token request of the client credentials grant (RFC 6749 §4.4)."""
    basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    headers = {
        "Authorization": f"Basic {basic}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    target = f"{BASE}/common/oauth2/access_token"
    return Request("POST", target, b"grant_type=client_credentials", headers)


class Json2(OdooApi):
    """Odoo 19.0's own REST-like API."""

    name = "JSON-2"

    def __init__(self, key: str) -> None:
        self.headers = {"Authorization": f"bearer {key}", **JSON}

    def version(self) -> Request:
        return Request("GET", "/web/version")

    def call(self, call: Call) -> Request:
        content = {**call.args, **call.kwargs}
        if call.ids is not None:
            content["ids"] = call.ids
        body = json.dumps(content).encode()
        return Request("POST", f"/json/2/{call.model}/{call.method}", body, self.headers)


class Rpc(OdooApi):
    """JSON-RPC and XML-RPC: services with positional arguments."""

    def __init__(self, db: str, uid: int, login: str, password: str) -> None:
        self.credentials = (db, uid, password)
        self.sign_in_arguments = (db, login, password, {})

    @abc.abstractmethod
    def request(self, service: str, method: str, args: Any) -> Request:
        """The request for a call of a service."""

    def version(self) -> Request:
        return self.request("common", "version", [])

    def sign_in(self) -> Request:
        return self.request("common", "authenticate", list(self.sign_in_arguments))

    def call(self, call: Call) -> Request:
        args = [*self.credentials, call.model, call.method, call.positional(), call.kwargs]
        return self.request("object", "execute_kw", args)


class JsonRpc(Rpc):
    name = "JSON-RPC"

    def request(self, service: str, method: str, args: Any) -> Request:
        params = {"service": service, "method": method, "args": args}
        content = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        return Request("POST", "/jsonrpc", json.dumps(content).encode(), JSON)

    def value(self, answer: Answer) -> Any:
        content = super().value(answer)
        if "result" not in content:
            raise Failed(f"{self.name} answered {answer.body[:400]!r}")
        return content["result"]

    def check(self, answer: Answer) -> None:
        if answer.status != 200 or b'"error"' in answer.body[:60]:
            self.value(answer)


class XmlRpc(Rpc):
    name = "XML-RPC"

    def request(self, service: str, method: str, args: Any) -> Request:
        body = xmlrpc.client.dumps(tuple(args), method, allow_none=True).encode()
        return Request("POST", f"/xmlrpc/2/{service}", body, XML)

    def value(self, answer: Answer) -> Any:
        if answer.status != 200:
            raise Failed(f"{self.name} answered {answer.status}: {answer.body[:400]!r}")
        try:
            return xmlrpc.client.loads(answer.body)[0][0]
        except xmlrpc.client.Fault as fault:
            raise Failed(f"{self.name} answered {fault.faultString[-400:]}") from None

    def check(self, answer: Answer) -> None:
        if answer.status != 200 or b"<fault>" in answer.body[:100]:
            self.value(answer)
