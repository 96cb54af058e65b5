from . import restapi_protected, restapi_token

# The other models inherit from these.
# isort: split
from . import (
    base,
    ir_actions_report,
    ir_attachment,
    ir_autovacuum,
    ir_http,
    ir_model_data,
    ir_qweb,
    ir_rule,
    res_users,
    res_users_guard,
    restapi_application,
    restapi_application_consent,
    restapi_application_form,
    restapi_application_guard,
    restapi_application_kind,
    restapi_application_usage,
    restapi_nonce,
    restapi_oauth1_token,
    restapi_oauth2_token,
    restapi_rights,
    restapi_sealing,
    restapi_sealing_anew,
    restapi_signing_key,
)

# These extend the models above, or are database views on their tables.
from . import (  # isort: skip
    restapi_token_purge,
    restapi_active_token,
    restapi_active_token_list,
    restapi_grant,
)

__all__ = [
    "base",
    "ir_actions_report",
    "ir_attachment",
    "ir_autovacuum",
    "ir_http",
    "ir_model_data",
    "ir_qweb",
    "ir_rule",
    "res_users",
    "res_users_guard",
    "restapi_active_token",
    "restapi_active_token_list",
    "restapi_application",
    "restapi_application_consent",
    "restapi_application_form",
    "restapi_application_guard",
    "restapi_application_kind",
    "restapi_application_usage",
    "restapi_grant",
    "restapi_nonce",
    "restapi_oauth1_token",
    "restapi_oauth2_token",
    "restapi_protected",
    "restapi_rights",
    "restapi_sealing",
    "restapi_sealing_anew",
    "restapi_signing_key",
    "restapi_token",
    "restapi_token_purge",
]
