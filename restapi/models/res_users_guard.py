"""Protection of passwords, API keys and second factors: a token can't be used to change or check them
(docs/reference/oauth2.rst).

Odoo's web client and RPC are not affected, since their users have a password. A token may set a password
when it creates a user, which integrations that import users need.
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

# Fields of users: passwords, and the second factor of auth_totp.
SECRETS = ("password", "new_password", "totp_secret")
# All methods that check or change a password. Some are public, and Odoo's RPC calls them for any login.
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
    """:raises PasswordByToken: the current request is authenticated by a token"""
    if caller.is_by_token(request):
        raise PasswordByToken()


def _guarded(method: Method) -> Method:
    @functools.wraps(method)
    def guard(*args: Any, **kwargs: Any) -> Any:
        refuse_token()
        return method(*args, **kwargs)

    guard.is_restapi_guard = True  # type: ignore[attr-defined]
    # Odoo 12.0 counts the arguments of a method to find the context behind them.
    guard.__signature__ = inspect.signature(method)  # type: ignore[attr-defined]
    return guard


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals: Vals) -> bool:
        if any(name in vals for name in SECRETS):
            refuse_token()
        return super().write(vals)

    def _register_hook(self) -> None:
        """Guard the methods before overrides of other addons run: auth_ldap checks a password before Odoo."""
        super()._register_hook()
        cls = type(self)
        for name in METHODS:
            method = inspect.getattr_static(cls, name, None)
            function = getattr(method, "__func__", method)  # unwraps a class method
            if method is None or getattr(function, "is_restapi_guard", False):
                continue
            guard = _guarded(function)
            setattr(cls, name, classmethod(guard) if isinstance(method, classmethod) else guard)


if hasattr(res_users, "KEY_CRYPT_CONTEXT"):  # 14.0 and later have API keys

    class ResUsersApikeys(models.Model):
        """Also the base of the trusted devices of auth_totp."""

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
