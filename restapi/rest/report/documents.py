"""Printing: documents that Odoo's reports render from a caller's records (docs/reference/reports.rst)."""

import contextlib
from typing import Iterator, List, Tuple

from odoo import _
from odoo.exceptions import AccessError, UserError

from ...compat import access, printing
from ...exceptions import Forbidden, ServiceUnavailable, UnknownReport, UnsupportedReport
from ...odoo_types import Env, Records
from .. import orm
from ..errors import odoo_errors
from ..problems import VALUE_ERRORS, OdooError
from ..request import literals
from . import wkhtmltopdf

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"

# Odoo's report types, with the media type and the file extension of their documents.
TYPES = {"qweb-pdf": (PDF, "pdf"), "qweb-html": (HTML, "html"), "qweb-text": (TEXT, "txt")}
# The reports that Odoo's portal prints for its users, by model. Portal users have no access to some of
# the lines, taxes and terms in these documents.
PORTAL_REPORTS = {
    "account.invoice": ("account.report_invoice", "account.report_invoice_with_payments"),
    "account.move": ("account.report_invoice", "account.report_invoice_with_payments"),
    "purchase.order": ("purchase.report_purchaseorder", "purchase.report_purchasequotation"),
    "sale.order": ("sale.report_saleorder",),
    "stock.picking": ("stock.report_deliveryslip",),
}
RETRY_AFTER = 60  # seconds; an administrator has to repair something


class Report:
    """A report that the caller may print, for records that the caller may read.

    :param env: the caller's environment; documents use the user's language and time zone, as in the
        web client, unless the ``context`` parameter overrides them
    :param name: the ``report_name`` or external id
    :raises UnknownReport: there is no report of that name
    :raises UnsupportedReport: the type of the report is not one that is printed from a template
    :raises Forbidden: the report is restricted to groups that the caller isn't in
    """

    def __init__(self, env: Env, name: str) -> None:
        literals.check_storable(name, "report_name")
        own_context = env["res.users"].context_get()
        until = wkhtmltopdf.deadline()
        self.env = env(context={**own_context, **env.context, wkhtmltopdf.DEADLINE: until})
        self.name = name
        self.action = printing.find_report(self.env, name)
        if not self.action or self.action.model not in env.registry:
            raise UnknownReport(name, printing.report_names(env))
        kind = printing.report_kind(self.action)
        if kind not in TYPES:
            raise UnsupportedReport(name, kind, TYPES)
        groups = printing.report_groups(self.action)
        is_allowed = not groups or groups & access.all_groups(env.user) or self._is_of_portal()
        if not is_allowed:
            raise Forbidden("Report '%s' is restricted to other groups of users." % name)
        self.media_type, self.extension = TYPES[kind]

    def records(self, ids: List[int]) -> Records:
        """The records with these ids, all of which the caller may read.

        :raises UnknownRecord: one of them doesn't exist
        :raises odoo.exceptions.AccessError: the caller may not read one of them; or the context names a
            company that the caller doesn't belong to
        """
        records = orm.existing(orm.model(self.env, self.action.model, "read"), ids)
        if access.permitted(records, "read") != records:
            # up to 15.0 Odoo's own error names the records that the user may not see
            raise AccessError(
                _("You are not allowed to read all of these records. Nothing was printed.")
            )
        return records

    def render(self, records: Records) -> Tuple[bytes, str]:
        """One document of all the records: its bytes, and its format as Odoo names it.

        :raises ServiceUnavailable: wkhtmltopdf is missing, broken or too slow
        """
        with self._errors():
            try:
                return self._render(records)
            except (wkhtmltopdf.WkhtmltopdfError, AssertionError) as error:
                # wkhtmltopdf without patched Qt prints one record at a time, and 14.0 asserts that it
                # can find where the document of each record begins
                too_slow = isinstance(error, wkhtmltopdf.TooSlow)
                if too_slow or len(records) < 2 or self.media_type != PDF:
                    raise
                documents = [self._render(record)[0] for record in records]
                return printing.merge_pdf(self.env, documents), "pdf"

    def _render(self, records: Records) -> Tuple[bytes, str]:
        env, action = self.env, self.action
        if self._is_of_portal():
            # as superuser, just as the portal does, for records that ``records`` has checked
            env = printing.portal_environment(env, records)
            action = action.with_env(env)
        return printing.render_report(env, self.name, action, records.ids)

    def _is_of_portal(self) -> bool:
        names = PORTAL_REPORTS.get(self.action.model, ())
        return self.action.report_name in names and access.is_portal_user(self.env.user)

    def file_name(self, records: Records) -> str:
        """The file name that Odoo's own download uses."""
        with self._errors():
            return "%s.%s" % (printing.report_title(self.action, records), self.extension)

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Handle errors of Odoo's code in templates and report models, which QWeb wraps in its own."""
        with odoo_errors(), self._printing_errors():
            try:
                yield
            except printing.TEMPLATE_ERRORS as error:
                raise printing.template_error_cause(error) from error

    @contextlib.contextmanager
    def _printing_errors(self) -> Iterator[None]:
        try:
            yield
        except (*VALUE_ERRORS, *printing.PDF_ERRORS) as error:
            raise self._failure(error) from error
        except wkhtmltopdf.WkhtmltopdfError as error:
            raise ServiceUnavailable(
                "wkhtmltopdf, the program that Odoo prints PDF with, failed: %s" % error,
                RETRY_AFTER,
            ) from error
        except UserError as error:
            # exactly UserError and no subclass is what Odoo raises if the program is missing
            if type(error) is not UserError or printing.has_engine(self.action):
                raise
            raise ServiceUnavailable(
                "%s, the program that Odoo prints PDF with, is not installed on the server."
                % printing.engine(self.action),
                RETRY_AFTER,
            ) from error

    def _failure(self, error: BaseException) -> OdooError:
        return OdooError(
            "Report '%s' can't be printed from record ids alone (%s: %s). A report that a wizard starts "
            "needs the wizard's values, which this route doesn't take."
            % (self.name, type(error).__name__, error)
        )
