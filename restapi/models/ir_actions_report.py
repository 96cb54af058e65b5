"""The one place where Odoo starts wkhtmltopdf: its failures can be told from those of a report, and
what it can reach is this server."""

import functools
from typing import Any, List

from odoo import models
from odoo.http import request

from .. import compat
from ..compat import printing as series
from ..odoo_types import Method, Records
from ..rest.report import printing, wkhtmltopdf


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _restapi_run(self, run: Method) -> Any:
        """Run the program as Odoo does it; for requests of this API confined to this server. When they
        ask for a document, within a time, and never an empty one.

        :param run: Odoo's own method, given the report that it runs as
        """
        if not (request and compat.is_own_path(request.httprequest.path)):
            return run(self)
        until = self.env.context.get(wkhtmltopdf.DEADLINE)
        with printing.confined(self) as report:
            if not isinstance(until, float):
                return run(report)
            with wkhtmltopdf.supervised(until):
                return wkhtmltopdf.checked(run(report))

    if series.HAS_ENGINES:

        def _register_hook(self) -> None:
            """The program has an addon of its own, which may be loaded after this one and asks nobody."""
            super()._register_hook()
            cls = type(self)
            for name, guard in _GUARDS.items():
                method = getattr(cls, name, None)
                if method is not None and not hasattr(method, "is_restapi_guard"):
                    setattr(cls, name, guard(method))

    else:

        def _run_wkhtmltopdf(self, *args: Any, **kwargs: Any) -> Any:
            def run(report: "IrActionsReport") -> Any:
                return super()._run_wkhtmltopdf(*args, **kwargs)

            return self._restapi_run(run)

        def _build_wkhtmltopdf_args(self, *args: Any, **kwargs: Any) -> List[str]:
            command = super()._build_wkhtmltopdf_args(*args, **kwargs)
            return [*command, *printing.arguments(self.env.context)]


def _guarded_engine(method: Method) -> Method:
    @functools.wraps(method)
    def guard(self: Records, engine_name: str, *args: Any, **kwargs: Any) -> Any:
        def run(report: Records) -> Any:
            return method(report, engine_name, *args, **kwargs)

        return self._restapi_run(run) if engine_name == series.PROGRAM else run(self)

    guard.is_restapi_guard = True  # type: ignore[attr-defined]
    return guard


def _guarded_arguments(method: Method) -> Method:
    @functools.wraps(method)
    def guard(self: Records, *args: Any, **kwargs: Any) -> List[str]:
        return [*method(self, *args, **kwargs), *printing.arguments(self.env.context)]

    guard.is_restapi_guard = True  # type: ignore[attr-defined]
    return guard


_GUARDS = {
    "_run_pdf_engine_without_processing": _guarded_engine,
    "_build_wkhtmltopdf_args": _guarded_arguments,
}
