/** Writes and reads a record of each of the models of tests/harness/awkward.py. */

import createClient from "openapi-fetch";
import type { paths } from "./odoo.js";

const API = "http://127.0.0.1:8069/restapi/1.0";
const { CLIENT_ID, CLIENT_SECRET } = process.env;
const header = { Prefer: "keys=model" } as const;

const answer = await fetch(`${API}/common/oauth2/access_token`, {
  method: "POST",
  headers: { Authorization: `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}` },
  body: new URLSearchParams({ grant_type: "client_credentials" }),
});
const token = (await answer.json()) as { access_token: string };
const odoo = createClient<paths>({
  baseUrl: API,
  headers: { Authorization: `Bearer ${token.access_token}` },
});

const one = await odoo.POST("/object/x_awk.ward", {
  params: { header },
  body: { vals: { x_class: "one", x_choice: "+7" } },
});
const read = await odoo.GET("/object/x_awk.ward/{record_id}", {
  params: { header, path: { record_id: one.data!["x_awk.ward"].id } },
});
console.log(read.data!["x_awk.ward"].x_class, read.data!["x_awk.ward"].x_choice);

const other = await odoo.POST("/object/x_awk__ward", {
  params: { header },
  body: { vals: { x_class: "other" } },
});
const otherRead = await odoo.GET("/object/x_awk__ward/{record_id}", {
  params: { header, path: { record_id: other.data!["x_awk__ward"].id } },
});
console.log(otherRead.data!["x_awk__ward"].x_class, otherRead.data!["x_awk__ward"].x_choice);
