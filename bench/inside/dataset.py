"""Runs in `odoo shell`. Fills a copy of the template with the records of the benchmark.

It uses SQL because the ORM would take minutes, and sets the columns that the ORM would set.
"""

import datetime

PARTNERS = 20000  # every tenth is a company, the others are its contacts
TO_DELETE = 6000  # archived, so that they are in no list

env = globals()["env"]  # defined by the shell
cr = env.cr


# Columns in which the n-th copy differs from the sample. `%(prefix)s` is a parameter.
DIFFERENT = {
    "name": "%(prefix)s || n",
    "complete_name": "%(prefix)s || n",
    "display_name": "%(prefix)s || n",
    "email": "n || '@example.com'",
    "email_normalized": "n || '@example.com'",
    "phone": "'+32 2 ' || lpad(n::text, 7, '0')",
    "city": "'City ' || mod(n, 100)",
    "country_id": "(SELECT min(id) FROM res_country) + mod(n, 50)",
    "is_company": "mod(n, 10) = 0",
    "commercial_partner_id": "NULL::int",
}


def copy_partners(count, active, prefix):
    """Creates a partner with the ORM and copies it `count` times. Returns the ids of the copies."""
    model = env["res.partner"].with_context(tracking_disable=True)
    sample = model.create({"name": "%s0" % prefix, "email": "0@example.com", "active": active})
    getattr(env, "flush_all", getattr(model, "flush", None))()
    cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = 'res_partner' AND table_schema = 'public' AND column_name <> 'id'"
    )
    columns = [name for (name,) in cr.fetchall()]
    cr.execute(
        "INSERT INTO res_partner (%s) SELECT %s FROM res_partner p, generate_series(1, %%(count)s) n "
        "WHERE p.id = %%(sample)s ORDER BY n RETURNING id"
        % (", ".join(columns), ", ".join(DIFFERENT.get(name, "p." + name) for name in columns)),
        {"prefix": prefix, "count": count, "sample": sample.id},
    )
    return [record_id for (record_id,) in cr.fetchall()]


partners = copy_partners(PARTNERS, True, "Bench ")
copy_partners(TO_DELETE, False, "Deletable ")
cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL")
# the contacts belong to the company before them
cr.execute(
    "UPDATE res_partner SET parent_id = %(first)s + (id - %(first)s) / 10 * 10 - 1, "
    "commercial_partner_id = %(first)s + (id - %(first)s) / 10 * 10 - 1 "
    "WHERE id BETWEEN %(first)s + 10 AND %(last)s AND NOT is_company",
    {"first": partners[0], "last": partners[-1]},
)
if "res.users.apikeys" in env:
    keys = env["res.users.apikeys"].with_user(env.ref("base.user_admin")).sudo()
    arguments = ["rpc", "bench"]
    if hasattr(keys, "_check_expiration_date"):
        arguments.append(datetime.datetime.now() + datetime.timedelta(days=3650))
    env["ir.config_parameter"].sudo().set_param("bench.api_key", keys._generate(*arguments))
cr.commit()
