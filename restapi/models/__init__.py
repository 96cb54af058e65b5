from . import (
    ir_actions_report,
    ir_http,
    res_users,
    restapi_application,
    restapi_oauth2_token,
    restapi_signing_key,
)

__all__ = [
    "ir_actions_report",
    "ir_http",
    "res_users",
    "restapi_application",
    "restapi_oauth2_token",
    "restapi_signing_key",
]
