"""The account that runs PostgreSQL when make runs as root, because PostgreSQL refuses to run as root."""

import os
import pwd
from pathlib import Path

from dev.console import Problem


def account() -> pwd.struct_passwd | None:
    """The account, or None if the current user is not root.

    :raises Problem: there is no suitable account
    """
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Problem(
        "PostgreSQL can't run as root, and there is no account `postgres` or `nobody`",
        "run make as a user other than root",
    )


def command(program: list[str]) -> list[str]:
    """`program` with a prefix that runs it as that account, which can read folders such as /root.

    It gets only the capability to read and search, or, in a container without that one, to override
    permissions.
    """
    user_account = account()
    if not user_account:
        return program
    user = [f"--reuid={user_account.pw_uid}", f"--regid={user_account.pw_gid}", "--clear-groups"]
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    effective = int(status["CapEff"], 16)
    for number, name in ((2, "dac_read_search"), (1, "dac_override")):
        if effective >> number & 1:  # numbers from linux/capability.h
            user += [f"--inh-caps=-all,+{name}", f"--ambient-caps=+{name}"]
            # Without this, access(2), which initdb calls, drops the capability.
            user += ["--securebits=+no_setuid_fixup"]
            break
    return ["setpriv", *user, "--", *program]
