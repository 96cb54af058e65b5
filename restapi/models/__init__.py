from . import restapi_closed, restapi_token

# The others inherit from those above.
# isort: split
from . import (
    ir_actions_report,
    ir_attachment,
    ir_autovacuum,
    ir_http,
    ir_model_data,
    res_users,
    restapi_application,
    restapi_application_consent,
    restapi_application_form,
    restapi_application_guard,
    restapi_application_kind,
    restapi_application_usage,
    restapi_nonce,
    restapi_oauth1_token,
    restapi_oauth2_token,
    restapi_signing_key,
)

# Database views of the tables above.
from . import restapi_active_token, restapi_active_token_list, restapi_grant  # isort: skip

__all__ = [
    "ir_actions_report",
    "ir_attachment",
    "ir_autovacuum",
    "ir_http",
    "ir_model_data",
    "res_users",
    "restapi_active_token",
    "restapi_active_token_list",
    "restapi_application",
    "restapi_application_consent",
    "restapi_application_form",
    "restapi_application_guard",
    "restapi_application_kind",
    "restapi_application_usage",
    "restapi_closed",
    "restapi_grant",
    "restapi_nonce",
    "restapi_oauth1_token",
    "restapi_oauth2_token",
    "restapi_signing_key",
    "restapi_token",
]
