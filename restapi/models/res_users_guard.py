"""Passwords and what stands in for them: no token changes them, nor tries them (docs/reference/oauth2.rst).

Who works in Odoo's web client, or calls its own RPC, does it as ever: they have a password. A token may
create a user with a first password, as integrations do that bring people along.
"""

import functools
import inspect
from typing import Any

from odoo import models
from odoo.addons.base.models import res_users
from odoo.http import request

from ..exceptions import PasswordByToken
from ..oauth import caller
from ..odoo_types import Method, Vals

# Of users: passwords, and the second factor of auth_totp.
SECRETS = ("password", "new_password", "totp_secret")
# All ways to try or to change one. Some are public, which Odoo's RPC calls with any user's name.
METHODS = (
    "_change_password",
    "_check_credentials",
    "_login",
    "authenticate",
    "change_password",
    "check",
    "check_super",
)


def refuse_token() -> None:
    """:raises PasswordByToken: the current request is signed in with a token"""
    if caller.is_by_token(request):
        raise PasswordByToken()


def _guarded(method: Method) -> Method:
    @functools.wraps(method)
    def guard(*args: Any, **kwargs: Any) -> Any:
        refuse_token()
        return method(*args, **kwargs)

    guard.is_restapi_guard = True  # type: ignore[attr-defined]
    return guard


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals: Vals) -> bool:
        if any(name in vals for name in SECRETS):
            refuse_token()
        return super().write(vals)

    def _register_hook(self) -> None:
        """Stand before whatever other addons add: auth_ldap tries a password before it asks Odoo."""
        super()._register_hook()
        cls = type(self)
        for name in METHODS:
            method = inspect.getattr_static(cls, name, None)
            function = getattr(method, "__func__", method)  # of a class method
            if method is None or getattr(function, "is_restapi_guard", False):
                continue
            guard = _guarded(function)
            setattr(cls, name, classmethod(guard) if isinstance(method, classmethod) else guard)


if hasattr(res_users, "KEY_CRYPT_CONTEXT"):  # 14.0 and later have keys that stand for a password

    class ResUsersApikeys(models.Model):
        """The trusted devices of auth_totp inherit it."""

        _inherit = "res.users.apikeys"

        def _generate(self, *args: Any, **kwargs: Any) -> Any:
            refuse_token()
            return super()._generate(*args, **kwargs)

        def _check_credentials(self, *args: Any, **kwargs: Any) -> Any:
            refuse_token()
            return super()._check_credentials(*args, **kwargs)

        def unlink(self) -> bool:
            refuse_token()
            return super().unlink()
