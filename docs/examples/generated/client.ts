/** Uses the types that openapi-typescript has made in `odoo.ts`. */

import createClient from "openapi-fetch";
import type { components, paths } from "./odoo.js";

const API = "http://127.0.0.1:8069/restapi/1.0";
const { CLIENT_ID, CLIENT_SECRET } = process.env;
const header = { Prefer: "keys=model" } as const;

type Problem = components["schemas"]["Problem"];
// of a list the types have CSV and others too
type Media = "application/json" | "application/problem+json";

/** The data of an answer, if it is no error. */
function checked<T>({ data, error }: { data?: T; error?: Problem }): T {
  if (data === undefined) {
    throw new Error(error ? `${error.status} ${error.code}: ${error.detail}` : "no answer");
  }
  return data;
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${API}/common/oauth2/access_token`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  const token = (await answer.json()) as { access_token: string };
  return token.access_token;
}

const odoo = createClient<paths, Media>({
  baseUrl: API,
  headers: { Authorization: `Bearer ${await signIn()}` },
});

const countries = checked(
  await odoo.GET("/object/res.country", {
    params: { header, query: { domain: '[["code", "=", "BE"]]', fields: "name,code" } },
  }),
);
const belgium = countries["res.country"][0]!;
console.log(belgium.id, belgium.name, belgium.code);

const created = checked(
  await odoo.POST("/object/res.partner", {
    params: { header },
    body: { vals: { name: "Ada", type: "invoice", country_id: belgium.id }, fields: ["id"] },
  }),
);
const path = { record_id: created["res.partner"].id };

// null empties a field; a field that is not sent stays as it is
checked(
  await odoo.PATCH("/object/res.partner/{record_id}", {
    params: { header, path },
    body: { vals: { city: "London", country_id: null } },
  }),
);
const read = checked(
  await odoo.GET("/object/res.partner/{record_id}", {
    params: { header, path, query: { fields: "name,type,city,country_id" } },
  }),
);
const partner = read["res.partner"];
console.log(partner.name, partner.type, partner.city, partner.country_id);

const addresses = checked(
  await odoo.POST("/object/res.partner/{record_id}/address_get", {
    params: { path },
    body: { adr_pref: ["invoice"] },
  }),
);
const { invoice: address } = addresses.result as Record<string, number>;
console.log(address === path.record_id);
checked(await odoo.DELETE("/object/res.partner/{record_id}", { params: { path } }));

const posted = checked(
  await odoo.GET("/object/account.move", {
    params: {
      header,
      query: {
        domain: '[["move_type", "=", "out_invoice"], ["state", "=", "posted"]]',
        fields: "id",
        limit: 1,
      },
    },
  }),
);
const pdf = checked(
  await odoo.GET("/report/account.report_invoice/{record_id}", {
    params: { path: { record_id: posted["account.move"][0]!.id } },
    headers: { Accept: "application/pdf" },
    parseAs: "arrayBuffer",
  }),
);
console.log(new TextDecoder().decode(pdf.slice(0, 5)));

const gone = await odoo.GET("/object/res.partner/{record_id}", { params: { header, path } });
try {
  checked(gone);
} catch (error) {
  console.log((error as Error).message.replace(String(path.record_id), "…"));
}
