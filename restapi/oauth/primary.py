"""The primary database, whatever a request reads from: a replica may lag behind it."""

import contextlib
from typing import Any, Iterator

from .. import compat


@contextlib.contextmanager
def primary_cursor(env: Any) -> Iterator[Any]:
    """The request's cursor, or one on the primary: a replica may not know of a revocation yet."""
    if not compat.is_readonly(env.cr):
        yield env.cr
        return
    with env.registry.cursor() as cr:
        yield cr
