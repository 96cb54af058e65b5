"""The routes that are compared, written as the documentation of OCA ``fastapi`` shows.

Callers send the same API key as to JSON-2, since the addon brings no credentials of its own.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import APIKeyHeader

from odoo import fields, models
from odoo.addons.fastapi.dependencies import odoo_env
from odoo.api import Environment

router = APIRouter()


def user_env(
    key: Annotated[str, Depends(APIKeyHeader(name="api-key"))],
    env: Annotated[Environment, Depends(odoo_env)],
) -> Environment:
    user_id = env["res.users.apikeys"].sudo()._check_credentials(scope="rpc", key=key)
    if not user_id:
        raise HTTPException(401)
    return env(user=user_id)


@router.get("/partners/{partner_id}")
def read_one(partner_id: int, fields: str, env: Annotated[Environment, Depends(user_env)]) -> dict:
    return env["res.partner"].browse(partner_id).read(fields.split(","))[0]


@router.get("/partners")
def read_many(fields: str, limit: int, env: Annotated[Environment, Depends(user_env)]) -> list:
    return env["res.partner"].search_read([], fields.split(","), limit=limit)


class FastapiEndpoint(models.Model):
    _inherit = "fastapi.endpoint"

    app = fields.Selection(selection_add=[("bench", "Bench")], ondelete={"bench": "cascade"})

    def _get_fastapi_routers(self) -> list[APIRouter]:
        return [router] if self.app == "bench" else super()._get_fastapi_routers()
