"""The entity tag of the document: it is known before the document is made (RFC 9110 §8.8.3)."""

import hashlib
from typing import Any, List, Tuple

from odoo import release

from ...compat import access, caches
from ...odoo_types import Env
from .document import Options


def entity_tag(env: Env, options: Options) -> str:
    """A text that differs whenever the document may differ, without quotes.

    What Odoo caches covers models, fields, rights, rules, groups and translations. Choices of a
    selection that its own code reads from other records are not covered.
    """
    facts = (
        env.cr.dbname,
        caches.state(env),
        release.version,
        _module_versions(env),
        env.uid,
        sorted(access.all_groups(env.user).ids),
        sorted(env.context.items(), key=str),
        options,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def _module_versions(env: Env) -> List[Tuple[Any, ...]]:
    env.cr.execute(
        "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed' ORDER BY name"
    )
    return env.cr.fetchall()
