"""Refuses commits by Odoo's code, during requests that must be one transaction."""

import contextlib
from typing import Callable, Iterator, List, NoReturn, Optional

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

    outer = vars(env.cr).get("commit")
    env.cr.commit = refuse
    try:
        yield refuse
    except Exception as exception:
        if attempts:
            raise error(attempts[0]) from exception
        raise
    finally:
        _restore(env, outer)
    if attempts:
        raise error(attempts[0])


def _restore(env: Env, outer: Optional[Callable[[], None]]) -> None:
    if outer is None:
        del env.cr.commit
    else:
        env.cr.commit = outer
