"""Runs in `odoo shell`. Creates the application that `GET /start` shows, which acts as the administrator.

Idempotent, so that it can run after each installation and update of the addon.
"""

env = globals()["env"]  # defined by the shell

REDIRECT_URI = "https://127.0.0.1/callback"  # the one in the 1.0 manual

env["ir.config_parameter"].sudo().set_param("restapi.demo", "1")
if not env.ref("restapi.demo_application", raise_if_not_found=False):
    application = env["restapi.application"].create(
        {
            "name": "Demo",
            "user_id": env.ref("base.user_admin").id,
            "redirect_uris": REDIRECT_URI,
        }
    )
    env["ir.model.data"].create(
        {
            "module": "restapi",
            "name": "demo_application",
            "model": application._name,
            "res_id": application.id,
            "noupdate": True,
        }
    )
env.cr.commit()
