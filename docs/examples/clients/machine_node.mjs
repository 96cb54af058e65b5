// A machine application in JavaScript: Node.js 18 or newer, no packages.
const server = "http://127.0.0.1:8069";
const api = server + "/restapi/1.0";
const { client_id: key, client_secret: secret } = await (await fetch(server + "/start")).json(); // use your own, from Odoo

const answer = await fetch(api + "/common/oauth2/access_token", {
  method: "POST",
  headers: { Authorization: "Basic " + Buffer.from(`${key}:${secret}`).toString("base64") },
  body: new URLSearchParams({ grant_type: "client_credentials", scope: "read" }),
});
const { access_token: token } = await answer.json();

const query = new URLSearchParams({ domain: JSON.stringify([["code", "=", "BE"]]), fields: "name,code" });
const found = await fetch(`${api}/object/res.country?${query}`, { headers: { Authorization: "Bearer " + token } });
console.log(JSON.stringify(await found.json()));
