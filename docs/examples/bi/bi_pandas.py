"""A table of Odoo as a pandas DataFrame."""

import io

import pandas
from odoo_client import Odoo

query = {
    "domain": "[('code','in',['AQ','BE','TW'])]",
    "fields": "name,code,currency_id,phone_code,country_group_ids,write_date",
    "order": "code",
}
answer = Odoo().request("GET", "/object/res.country", params=query, headers={"Accept": "text/csv"})
countries = pandas.read_csv(
    io.BytesIO(answer.content),
    encoding="utf-8",
    index_col="id",
    parse_dates=["write_date"],
    # integers with missing values; text that may look like numbers; "NA" is a country code
    dtype={"currency_id.id": "Int64", "code": str, "country_group_ids": str},
    keep_default_na=False,
    na_values=[""],
)
assert len(countries) == int(answer.headers["X-Record-Count"])  # the list is complete

print(countries.dtypes.to_string())
print(countries.drop(columns="write_date").to_string())
print(countries["country_group_ids"].str.split(",").explode().nunique(), "groups")
