"""Why a delivery got no answer. Each message says what a person can do; none has the secret, the body or the path.

DeliveryError
├── RefusedAddress     the address is not one that webhooks are sent to
├── UnknownHost        the name of the host has no address
├── ConnectionFailed   no connection, or it broke
├── TlsFailed          no encrypted connection, or the wrong certificate
├── DeadlineExceeded   no complete answer in time
└── InvalidAnswer      an answer that is not HTTP, or too long
"""


class DeliveryError(Exception):
    """:param message: what went wrong and what to do about it, shown with the delivery"""

    code = "delivery_error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RefusedAddress(DeliveryError):
    code = "refused_address"


class UnknownHost(DeliveryError):
    code = "unknown_host"


class ConnectionFailed(DeliveryError):
    code = "connection_failed"


class TlsFailed(DeliveryError):
    code = "tls_failed"


class DeadlineExceeded(DeliveryError):
    code = "deadline_exceeded"


class InvalidAnswer(DeliveryError):
    code = "invalid_answer"
