"""Odoo's own external API (XML-RPC): tests prepare records with it and verify the addon's answers."""

import base64
import functools
import hashlib
import secrets
import xmlrpc.client
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

API_KEY = secrets.token_hex(20)  # the administrator's, in the databases of this process


def quick_sign_in() -> str:
    """SQL that gives the administrator an API key which Odoo can check in milliseconds.

    XML-RPC signs in at each call, and each new user or setting clears Odoo's cache of checked
    credentials. A check of a password takes Odoo 19 a third of a second. Odoo tries the password
    before the API keys, so the password gets a cheap hash, too, until someone signs in with it.
    12.0 and 13.0 have no API keys.
    """
    return f"""DO $sign_in$ BEGIN
        UPDATE res_users SET password = '{_hash("admin")}' WHERE login = 'admin';
        IF to_regclass('res_users_apikeys') IS NOT NULL THEN
            INSERT INTO res_users_apikeys (name, user_id, index, key)
            SELECT 'Tests', id, '{API_KEY[:8]}', '{_hash(API_KEY)}' FROM res_users
             WHERE login = 'admin'
               AND NOT EXISTS (SELECT FROM res_users_apikeys WHERE name = 'Tests');
        END IF;
    END $sign_in$"""


def _hash(secret: str, salt: bytes = b"sixteen and more", rounds: int = 1000) -> str:
    """A hash in the form in which Odoo stores secrets."""
    digest = hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, rounds)
    parts = [base64.b64encode(part, b"./").decode().rstrip("=") for part in (salt, digest)]
    return "$".join(["", "pbkdf2-sha512", str(rounds), *parts])


class OdooClient:
    """Acts as one user. Odoo's faults are raised as `xmlrpc.client.Fault`."""

    def __init__(self, url: str, db: str, login: str = "admin", password: str = API_KEY) -> None:
        self.url = url
        self.db = db
        self.login = login
        tried = [API_KEY, "admin"] if password == API_KEY else [password]
        with self._proxy("common") as common:
            for self.password in tried:
                self.uid: Any = common.authenticate(db, login, self.password, {})
                if self.uid:
                    break
        if not self.uid:
            raise AssertionError(f"{login} can't sign in to {db}")

    def _proxy(self, service: str) -> xmlrpc.client.ServerProxy:
        return xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/{service}", allow_none=True)

    def call(self, model: str, method: str, args: Sequence[object] = (), **kwargs: object) -> Any:
        """`call('res.partner', 'search', [[('name', '=', 'x')]], limit=1)`"""
        with self._proxy("object") as service:
            return service.execute_kw(
                self.db, self.uid, self.password, model, method, list(args), kwargs
            )

    def create(self, model: str, vals: dict[str, Any], **kwargs: object) -> int:
        record: int = self.call(model, "create", [vals], **kwargs)
        return record

    def write(self, model: str, ids: int | list[int], vals: dict[str, Any]) -> None:
        self.call(model, "write", [[ids] if isinstance(ids, int) else ids, vals])

    def unlink(self, model: str, ids: int | list[int]) -> None:
        self.call(model, "unlink", [[ids] if isinstance(ids, int) else ids])

    def read(self, model: str, record: int, fields: Sequence[str]) -> dict[str, Any]:
        rows: list[dict[str, Any]] = self.call(model, "read", [[record], list(fields)])
        return rows[0]

    def search(self, model: str, domain: Sequence[object], **kwargs: object) -> list[int]:
        ids: list[int] = self.call(model, "search", [list(domain)], **kwargs)
        return ids

    def ref(self, xmlid: str) -> int:
        """The id of the record with this external id.

        :raises LookupError: if there is none
        """
        module, name = xmlid.split(".")
        domain = [("module", "=", module), ("name", "=", name)]
        rows = self.call("ir.model.data", "search_read", [domain, ["res_id"]])
        if not rows:
            raise LookupError(xmlid)
        record: int = rows[0]["res_id"]
        return record

    def run_daily_job(self) -> None:
        """Runs Odoo's autovacuum with the button of its scheduled action."""
        (job,) = self.search("ir.cron", [("model_id.model", "=", "ir.autovacuum")])
        self.call("ir.cron", "method_direct_trigger", [[job]])

    def fields_of_types(self, *types: str) -> set[tuple[str, str]]:
        """`{(model, name)}` of all fields of these types in the database."""
        domain = [("ttype", "in", list(types))]
        rows = self.call("ir.model.fields", "search_read", [domain, ["model", "name"]])
        return {(row["model"], row["name"]) for row in rows}

    def as_user(self, login: str, password: str) -> "OdooClient":
        return OdooClient(self.url, self.db, login, password)


@dataclass(frozen=True)
class User:
    id: int
    login: str
    password: str
    name: str
    partner_id: int


MakeUser = Callable[..., User]


def user_factory(odoo: OdooClient, sql: Callable[..., Any] | None = None) -> MakeUser:
    """Returns `make_user(groups=[xmlid…], **vals)`; each user gets its own login.

    :param sql: runs a statement on the database. It copies the hash of the first user's password to the
        others, because Odoo 19 takes a third of a second to make one
    """
    # Odoo 19 renamed the field and no longer has the demo user in its default data.
    groups_field = (
        "group_ids" if "group_ids" in odoo.call("res.users", "fields_get") else "groups_id"
    )
    shared = secrets.token_urlsafe(12)
    hashes: list[str] = []
    ref = functools.cache(odoo.ref)

    def make_user(groups: Sequence[str] = ("base.group_user",), **vals: Any) -> User:
        login = vals.pop("login", f"user-{secrets.token_hex(6)}")
        own = vals.pop("password", None)
        group_ids = [ref(xmlid) for xmlid in groups]
        values = {
            "name": login,
            "login": login,
            "email": f"{login}@example.com",
            groups_field: [(6, 0, group_ids)],
            **vals,
        }
        if own or not hashes:
            values["password"] = own or shared
        # Otherwise Odoo would try to send an invitation.
        user = odoo.create("res.users", values, context={"no_reset_password": True})
        if sql and not own:
            if not hashes:
                hashes.extend(sql("SELECT password FROM res_users WHERE id = %s", [user])[0])
            sql("UPDATE res_users SET password = %s WHERE id = %s", [hashes[0], user])
        partner = odoo.read("res.users", user, ["partner_id"])["partner_id"][0]
        return User(user, login, own or shared, values["name"], partner)

    return make_user
