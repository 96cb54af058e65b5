"""Runs in `odoo shell`. Serves the routes of OCA ``fastapi`` at `/bench`."""

env = globals()["env"]  # defined by the shell

runner = env.ref("fastapi.group_fastapi_endpoint_runner")
user = env["res.users"].create(
    {"name": "Bench", "login": "bench", "group_ids": [(6, 0, [runner.id])]}
)
vals = {"name": "Bench", "app": "bench", "root_path": "/bench", "user_id": user.id}
endpoint = env["fastapi.endpoint"].create({**vals, "save_http_session": False})
endpoint.action_sync_registry()
env.cr.commit()
