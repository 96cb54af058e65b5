"""E-mails by Odoo's own mail servers, without the addon ``mail``."""

from ..odoo_types import Env


def send(env: Env, address: str, subject: str, text: str) -> None:
    """Send a plain text.

    :raises Exception: the mail server doesn't take it
    """
    servers = env["ir.mail_server"]
    build = getattr(servers, "_build_email__", None) or servers.build_email  # since 19.0, before
    sender = servers._get_default_from_address() or address
    servers.send_email(build(sender, [address], subject, text))
