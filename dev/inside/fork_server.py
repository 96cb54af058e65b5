"""Imports Odoo once, then forks a server for each line of its standard input, which is a JSON object.

Importing Odoo takes most of the CPU time until a server is ready, and the tests start hundreds. All else
happens in the fork as in `odoo_bin.py`: it reads its options and environment, and loads its database.

Arguments: the addons path, then the addons to import. Prints the process id of each fork.
"""

import gc
import json
import os
import signal
import sys

import odoo_bin


def import_odoo(addons_path, addons):
    import odoo.cli
    import odoo.cli.server
    import odoo.service.server
    from odoo.modules.module import load_openerp_module

    # Up to 15.0 the bus asks for it while it is imported: else polls would occupy workers.
    odoo.multi_process = True
    odoo.tools.config._parse_config(["--addons-path", addons_path])  # without a log, as cli.main
    odoo.modules.initialize_sys_path()
    for name in addons:
        load_openerp_module(name)


def serve(request):
    """What a fork does, until it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, request["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT),
    ):
        os.dup2(os.open(path, flags, 0o644), number)
    os.dup2(1, 2)
    os.environ.update(request["env"])
    odoo_bin.end_with(request["parent"])
    sys.argv = request["argv"]
    import odoo.cli

    odoo.cli.main()


def main():
    odoo_bin.prepare()
    _, addons_path, *addons = sys.argv
    import_odoo(addons_path, addons)
    gc.collect()
    gc.freeze()  # so that forks share these pages
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no fork becomes a zombie
    for line in sys.stdin:
        request = dict(json.loads(line), parent=os.getpid())
        pid = os.fork()
        if not pid:
            serve(request)
            return
        print(pid, flush=True)


if __name__ == "__main__":
    main()
