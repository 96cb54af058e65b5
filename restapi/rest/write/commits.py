"""Refuses commits by Odoo's code, during requests that must be one transaction."""

import contextlib
from typing import Callable, Iterator, List, NoReturn

from ...exceptions import CommitsByItself, Conflict
from ...odoo_types import Env

COMMITS = "commits by itself"


@contextlib.contextmanager
def refused(
    env: Env, error: Callable[[str], Conflict] = CommitsByItself
) -> Iterator[Callable[[str], NoReturn]]:
    """Run the block without letting it commit.

    :param error: makes the error from what the block attempted, such as ``COMMITS``
    :returns: a function that refuses another kind of attempt
    :raises Conflict: the block attempted to commit, even if Odoo's code wrapped or caught the error
    """
    attempts: List[str] = []

    def refuse(attempt: str = COMMITS) -> NoReturn:
        attempts.append(attempt)
        raise error(attempt)

    env.cr.commit = refuse
    try:
        yield refuse
    except Exception as exception:
        if attempts:
            raise error(attempts[0]) from exception
        raise
    finally:
        del env.cr.commit
    if attempts:
        raise error(attempts[0])
