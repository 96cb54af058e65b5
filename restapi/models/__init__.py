from . import (
    ir_actions_report,
    ir_http,
    res_users,
    restapi_application,
    restapi_application_form,
    restapi_oauth2_token,
    restapi_signing_key,
)
from . import restapi_active_token, restapi_grant  # views of the tables above  # isort: skip

__all__ = [
    "ir_actions_report",
    "ir_http",
    "res_users",
    "restapi_application",
    "restapi_application_form",
    "restapi_oauth2_token",
    "restapi_signing_key",
    "restapi_active_token",
    "restapi_grant",
]
