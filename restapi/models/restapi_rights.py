"""The access rights for the models of this addon, for all series.

A data file can't serve all series: up to 19.0 it would fill two models that 20.0 doesn't have. So
``security/restapi_security.xml`` calls this at each installation and update, right after the groups.
"""

from odoo import api, models

from ..compat import rights
from ..compat.rights import ALL, Right

MANAGER = "restapi.group_manager"


def _of_managers(model: str, operations: str) -> Right:
    name = "%s_manager" % model.replace(".", "_")
    return Right(name, "%s manager" % model, model, MANAGER, operations)


def _of_nobody(model: str) -> Right:
    return Right("%s_nobody" % model.replace(".", "_"), "%s nobody" % model, model, MANAGER, "")


RIGHTS = (
    _of_managers("restapi.application", ALL),
    _of_managers("restapi.followed", ALL),
    _of_managers("restapi.openapi.export", ALL),
    _of_managers("restapi.webhook", ALL),
    _of_managers("restapi.webhook.delivery", "r"),
    _of_managers("restapi.oauth1.token", "r"),
    _of_managers("restapi.oauth2.token", "r"),
    _of_managers("restapi.signing.key", "r"),
    _of_managers("restapi.active.token", "r"),
    Right("restapi_grant_user", "restapi.grant user", "restapi.grant", "base.group_user", "r"),
    Right(
        "restapi_grant_portal", "restapi.grant portal", "restapi.grant", "base.group_portal", "r"
    ),
    # all users, only their own records
    Right(
        "restapi_grant_rule_own",
        "Allowed applications: everybody their own",
        "restapi.grant",
        "",
        ALL,
        "[('user_id', '=', user.id)]",
    ),
    # No rights for anybody; without a row Odoo would warn about a model without access rights.
    _of_nobody("restapi.idempotency.key"),
    _of_nobody("restapi.nonce"),
)


class RestapiRights(models.AbstractModel):
    _name = "restapi.rights"
    _description = "Access Rights of the REST API"

    @api.model
    def _load(self) -> None:
        rights.load(self.env, "restapi", RIGHTS)
