"""Whom PostgreSQL runs as when we are root, which it refuses to be."""

import os
import pwd
from pathlib import Path

from dev.console import Problem


def account() -> pwd.struct_passwd | None:
    """None for an ordinary user, who runs it as themselves."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Problem(
        "there is no account `postgres` or `nobody` to run PostgreSQL as",
        "run make as another user",
    )


def command(program: list[str]) -> list[str]:
    """`program`, run as the servant, who may pass through folders like /root on the way to our files.

    Only that is granted: to search and read, or, in a container that withholds it, to override
    permissions.
    """
    servant = account()
    if not servant:
        return program
    user = [f"--reuid={servant.pw_uid}", f"--regid={servant.pw_gid}", "--clear-groups"]
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    effective = int(status["CapEff"], 16)
    for number, name in ((2, "dac_read_search"), (1, "dac_override")):
        if effective >> number & 1:  # the numbers are those of linux/capability.h
            user += [f"--inh-caps=-all,+{name}", f"--ambient-caps=+{name}"]
            # initdb asks access(2) for its programs, which takes the capability away otherwise.
            user += ["--securebits=+no_setuid_fixup"]
            break
    return ["setpriv", *user, "--", *program]
