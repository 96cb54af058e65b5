"""The protocols, named after their specifications, on top of oauthlib and the models."""

import logging

# At DEBUG oauthlib writes codes and tokens into the log, whatever the server's log level is for.
logging.getLogger("oauthlib").setLevel(logging.INFO)
