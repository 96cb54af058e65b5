"""What schemathesis sends (https://schemathesis.readthedocs.io): it loads this file into its own process."""

import schemathesis


@schemathesis.hook
def filter_case(context, case):
    """Leaves out three kinds of invalid requests that are answered on purpose.

    A server must ignore a preference that it does not know (RFC 7240 §2). A parameter with blank text or
    null counts as not sent, since forms and typed clients send it so.
    """
    declared = {parameter.name for parameter in case.operation.headers}
    if "Prefer" in declared and (case.headers or {}).get("Prefer") != "keys=model":
        return False
    body = case.body if isinstance(case.body, dict) else {}
    sent = [*(case.query or {}).values(), *body.values()]
    return not any(
        value is None or (isinstance(value, str) and not value.strip()) for value in sent
    )
