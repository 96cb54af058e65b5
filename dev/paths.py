"""Paths. Everything that `dev` creates is in one folder of the checkout, which git ignores."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "restapi"
REQUIREMENTS = ROOT / "dev" / "requirements"

# Resolved, because a copy of the checkout has a link here (dev/mutants.py), and virtual environments
# contain their real path.
STATE = (ROOT / ".odoo").resolve()
# A folder with nothing but a link to the addon, because Odoo reads every file on its addons path when
# it exports translations.
ADDONS = STATE / "addons" / hashlib.sha256(bytes(ROOT)).hexdigest()[:12]
LOG = STATE / "log"
# Several clones can share a cache of downloads. Nothing runs from inside it.
CACHE = Path(os.environ.get("RESTAPI_CACHE") or STATE / "cache").resolve()


def ensure(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
