"""The protocols, named after their specifications, on top of oauthlib and the models."""

import logging

try:
    import jwt  # noqa: F401 - the manifest can't name it, see there
except ImportError as error:
    raise ImportError("The addon restapi needs the Python package PyJWT.") from error

# At DEBUG oauthlib writes codes and tokens into the log, whatever the server's log level is for.
logging.getLogger("oauthlib").setLevel(logging.INFO)
