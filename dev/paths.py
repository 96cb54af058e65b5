"""Where everything that `dev` makes lies: in one ignored folder of the checkout."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "restapi"
REQUIREMENTS = ROOT / "dev" / "requirements"

# A link in a copy of the checkout shares what is prepared (dev/mutants.py); venvs know their real path.
STATE = (ROOT / ".odoo").resolve()
# A folder with nothing but a link to the addon: Odoo reads every file below its addons path when it
# exports translations.
ADDONS = STATE / "addons" / hashlib.sha256(bytes(ROOT)).hexdigest()[:12]
LOG = STATE / "log"
# Several clones can share one cache of downloads; nothing in it is ever run in place.
CACHE = Path(os.environ.get("RESTAPI_CACHE") or STATE / "cache").resolve()


def ensure(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
