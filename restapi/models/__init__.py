from . import (
    ir_actions_report,
    ir_http,
    res_users,
    restapi_application,
    restapi_application_form,
    restapi_oauth2_token,
    restapi_signing_key,
)

# Database views of the tables above.
from . import restapi_active_token, restapi_grant  # isort: skip

__all__ = [
    "ir_actions_report",
    "ir_http",
    "res_users",
    "restapi_active_token",
    "restapi_application",
    "restapi_application_form",
    "restapi_grant",
    "restapi_oauth2_token",
    "restapi_signing_key",
]
