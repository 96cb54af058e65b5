"""Domains, checked term by term before Odoo sees them: a filter must never fail open.

Odoo ignores, on one series or another, conditions on fields that can't be searched, on binary
fields, and values that it can't use; each of these would answer more records than were asked for.
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
    """Give back a domain that Odoo follows to the letter, in the form that it prefers.

    :param domain: a list of conditions and of ``&``, ``|``, ``!`` before what they join
    :raises InvalidDomain: it is malformed or too long, or a value does not suit its field
    :raises UnknownField: it names a field that the model lacks
    :raises odoo.exceptions.AccessError: it names one that the caller may not read
    """
    if _length(domain) > MAX_TERMS:
        raise InvalidDomain("The domain has more than %d terms." % MAX_TERMS)
    return _check(model, domain)


def _length(domain: Value) -> int:
    """The number of terms, with those of the domains inside of it."""
    if not isinstance(domain, (list, tuple)):
        return 0
    inside = [
        term[2]
        for term in domain[: MAX_TERMS + 1]
        if isinstance(term, (list, tuple)) and len(term) == 3 and isinstance(term[1], str)
        if " ".join(term[1].lower().split()) in _NESTED
    ]
    return len(domain) + sum(map(_length, inside))


def _check(model: Model, domain: Value, is_joined: bool = False) -> List[Any]:
    """The same of one that is not too long.

    :param is_joined: Odoo may join the model to another, without its own search
    """
    if not isinstance(domain, (list, tuple)):
        raise InvalidDomain("A domain is a list such as [('name','=','x')].")
    if len(domain) == 3 and isinstance(domain[0], str) and domain[0] not in _ARITY:
        raise InvalidDomain("A domain is a list of conditions: put %r into a list." % (domain,))
    _check_arity(domain)
    checked: List[Any] = []
    for token in domain:
        checked += [token] if isinstance(token, str) else _condition(model, token, is_joined)
    # before 19.0 each name in a list is a condition of its own, which Odoo looks up by itself
    if len(checked) > 2 * MAX_TERMS:
        raise InvalidDomain(
            "The lists in the domain have more than %d names; ask for ids instead." % MAX_TERMS
        )
    return checked


def _check_arity(domain: Sequence[Value]) -> None:
    """Prefix operators have what they join; conditions side by side are joined by ``&``."""
    awaited = 0
    for token in domain:
        # what stands where nothing is awaited is joined to what came before
        awaited = max(awaited, 1)
        if isinstance(token, (list, tuple)):
            awaited -= 1
        elif isinstance(token, str) and token in _ARITY:
            awaited += _ARITY[token] - 1
        else:
            raise InvalidDomain(
                "%r is no part of a domain: it has conditions such as ('name','=','x'), "
                "and '&', '|', '!' before what they join." % (token,)
            )
    if awaited:
        raise InvalidDomain(
            "The domain ends too early: '&' and '|' join the two terms after them, "
            "'!' turns the one after it."
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
    value = operands.check(target, path, operator, value, is_joined)
    return rewriting.to_the_letter(model, target, path, operator, value)


def _operator(operator: Value) -> str:
    if not isinstance(operator, str):
        raise InvalidDomain("An operator is text such as '=' or 'in', not %r." % (operator,))
    name = " ".join(operator.lower().split())
    if name == "<>":  # 12.0 to 18.0 know it, 19.0 warns about it
        return "!="
    if name not in searching.DOMAIN_OPERATORS:
        hint = nearest(name, searching.DOMAIN_OPERATORS)
        if not hint:
            hint = "it has %s." % ", ".join(sorted(searching.DOMAIN_OPERATORS))
        raise InvalidDomain("This Odoo has no operator '%s'; %s" % (operator[:80], hint))
    return name


def _target(model: Model, path: str) -> fields.Target:
    target = fields.resolve(model, path)
    field, part = target.field, target.part
    obstacle = rewriting.unsearchable(model, path)
    if obstacle is not None:
        raise InvalidDomain(
            "Field '%s' of model '%s' is computed and can't be searched by."
            % (obstacle.name, obstacle.model_name)
        )
    if part is not None and field.type != "properties" and part not in searching.DATE_PARTS:
        known = sorted(searching.DATE_PARTS)
        hint = "it has %s." % ", ".join(known) if known else "this Odoo has none."
        raise InvalidDomain("'%s' is no part of a date; %s" % (part, nearest(part, known) or hint))
    return target


def _nested(target: fields.Target, path: str, value: Value) -> List[Any]:
    if target.field.name == "id" and not searching.LOSES_CONDITIONS:  # 19.0: the record itself
        return _check(target.model, value, True)
    try:
        comodel = fields.related_model(target.model, target.field)
    except BadRequest:
        raise InvalidDomain("'any' needs a relation, and '%s' is none." % path) from None
    fields.check_model(comodel)
    return _check(comodel, value, True)
