"""Validation of domains, term by term before Odoo gets them: a filter must never fail open.

Depending on the series, Odoo ignores conditions on unsearchable or binary fields, and values that it
can't use. Each of these would return more records than requested.
"""

from typing import Any, List, Sequence

from ...compat import searching
from ...exceptions import BadRequest, InvalidDomain, nearest
from ...odoo_types import Model, Value
from .. import fields
from . import operands, rewriting

MAX_TERMS = 1000
CONSTANTS = ((1, "=", 1), (0, "=", 1))
_ARITY = {"&": 2, "|": 2, "!": 1}
_NESTED = ("any", "not any")


def validated_domain(model: Model, domain: Value) -> List[Any]:
    """The domain, rewritten so that Odoo evaluates exactly what it says.

    :param domain: a list of conditions and of the prefix operators ``&``, ``|``, ``!``
    :raises InvalidDomain: it is malformed or too long, or a value doesn't suit its field
    :raises UnknownField: it names a field that the model lacks
    :raises odoo.exceptions.AccessError: it names a field that the caller may not read
    """
    if _length(domain) > MAX_TERMS:
        raise InvalidDomain("The domain has more than %d terms." % MAX_TERMS)
    return _validated(model, domain)


def _length(domain: Value) -> int:
    """The number of terms, including those of nested domains."""
    if not isinstance(domain, (list, tuple)):
        return 0
    nested = [
        term[2]
        for term in domain[: MAX_TERMS + 1]
        if isinstance(term, (list, tuple)) and len(term) == 3 and isinstance(term[1], str)
        if " ".join(term[1].lower().split()) in _NESTED
    ]
    return len(domain) + sum(map(_length, nested))


def _validated(model: Model, domain: Value, is_joined: bool = False) -> List[Any]:
    """As ``validated_domain``, for a domain whose length has been checked.

    :param is_joined: Odoo may run it as a join, without the model's own search
    """
    if not isinstance(domain, (list, tuple)):
        raise InvalidDomain("A domain is a list such as [('name','=','x')].")
    if len(domain) == 3 and isinstance(domain[0], str) and domain[0] not in _ARITY:
        raise InvalidDomain("A domain is a list of conditions: put %r into a list." % (domain,))
    _check_arity(domain)
    terms: List[Any] = []
    for token in domain:
        terms += [token] if isinstance(token, str) else _condition(model, token, is_joined)
    # before 19.0 each name in a list becomes a term of its own, which Odoo looks up separately
    if len(terms) > 2 * MAX_TERMS:
        raise InvalidDomain(
            "The lists in the domain have more than %d names; use ids instead." % MAX_TERMS
        )
    return terms


def _check_arity(domain: Sequence[Value]) -> None:
    """Check that prefix operators have their operands; adjacent terms are joined by an implicit ``&``."""
    missing = 0  # operands
    for token in domain:
        # a term after a complete expression is joined to it
        missing = max(missing, 1)
        if isinstance(token, (list, tuple)):
            missing -= 1
        elif isinstance(token, str) and token in _ARITY:
            missing += _ARITY[token] - 1
        else:
            raise InvalidDomain(
                "%r is not valid in a domain, which consists of conditions such as ('name','=','x') "
                "and the prefix operators '&', '|', '!'." % (token,)
            )
    if missing:
        raise InvalidDomain(
            "The domain ends too early: '&' and '|' take the two terms after them, "
            "'!' takes the term after it."
        )


def _condition(model: Model, token: Sequence[Any], is_joined: bool) -> List[Any]:
    if len(token) != 3:
        raise InvalidDomain("A condition has three parts (field, operator, value): %r." % (token,))
    path, operator, value = token
    if (path, operator, value) in CONSTANTS and not isinstance(path, bool):
        return [rewriting.constant(path == 1)]
    if not isinstance(path, str) or not path:
        raise InvalidDomain("A condition begins with the name of a field: %r." % (token,))
    operator = _operator(operator)
    target = _target(model, path)
    if operator in _NESTED:
        return [(path, operator, _nested(target, path, value))]
    value = operands.converted_operand(target, path, operator, value, is_joined)
    return rewriting.faithful_terms(model, target, path, operator, value)


def _operator(operator: Value) -> str:
    if not isinstance(operator, str):
        raise InvalidDomain("An operator is text such as '=' or 'in', not %r." % (operator,))
    name = " ".join(operator.lower().split())
    if name == "<>":  # supported by 12.0 to 18.0, deprecated in 19.0
        return "!="
    if name not in searching.DOMAIN_OPERATORS:
        hint = nearest(name, searching.DOMAIN_OPERATORS)
        if not hint:
            hint = "it has %s." % ", ".join(sorted(searching.DOMAIN_OPERATORS))
        raise InvalidDomain("This series of Odoo has no operator '%s'; %s" % (operator[:80], hint))
    return name


def _target(model: Model, path: str) -> fields.Target:
    target = fields.resolve(model, path)
    field, part = target.field, target.part
    obstacle = rewriting.unsearchable(model, path)
    if obstacle is not None:
        raise InvalidDomain(
            "Field '%s' of model '%s' is computed, and can't be searched by."
            % (obstacle.name, obstacle.model_name)
        )
    if part is not None and field.type != "properties" and part not in searching.DATE_PARTS:
        parts = sorted(searching.DATE_PARTS)
        hint = "use %s." % ", ".join(parts) if parts else "this series of Odoo supports none."
        raise InvalidDomain(
            "'%s' is not a part of a date; %s" % (part, nearest(part, parts) or hint)
        )
    return target


def _nested(target: fields.Target, path: str, value: Value) -> List[Any]:
    if target.field.name == "id" and not searching.LOSES_CONDITIONS:  # 19.0: the record itself
        return _validated(target.model, value, True)
    try:
        comodel = fields.related_model(target.model, target.field)
    except BadRequest:
        raise InvalidDomain("'any' needs a relation, and '%s' is not one." % path) from None
    fields.check_model(comodel)
    return _validated(comodel, value, True)
