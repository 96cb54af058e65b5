// A web application: visitors sign in to Odoo and see their own invoices. Node.js 18, no packages.
import crypto from "node:crypto";
import http from "node:http";

const api = "http://127.0.0.1:8069/restapi/1.0";
const key = process.env.CLIENT_ID; // the key of your web application
const secret = process.env.CLIENT_SECRET;
const redirectUri = "http://127.0.0.1:3000/callback"; // registered with it

const random = () => crypto.randomBytes(32).toString("base64url");
const sha256 = (text) => crypto.createHash("sha256").update(text).digest("base64url");
// the session of each browser, by its cookie; a real application stores it in a database
const sessions = new Map();

// ---- tokens

class Ended extends Error {} // the visitor revoked the application, or was away for too long

async function getTokens(session, form) {
  const answer = await fetch(`${api}/common/oauth2/access_token`, {
    method: "POST",
    headers: { Authorization: "Basic " + Buffer.from(`${key}:${secret}`).toString("base64") },
    body: new URLSearchParams(form),
  });
  const body = await answer.json();
  if (body.error === "invalid_grant") throw new Ended(body.error_description);
  if (!answer.ok) throw new Error(body.error_description);
  // each refresh gives a new refresh token: store it, the old one has ended
  session.tokens = { ...body, ends: Date.now() + (body.expires_in - 30) * 1000 };
}

async function refresh(session) {
  // only one refresh at a time, however many requests wait for it
  session.refreshing ??= getTokens(session, {
    grant_type: "refresh_token",
    refresh_token: session.tokens.refresh_token,
  }).finally(() => (session.refreshing = null));
  await session.refreshing;
}

async function odoo(session, path, accept = "application/json") {
  if (Date.now() > session.tokens.ends) await refresh(session);
  const answer = await fetch(api + path, {
    headers: { Authorization: `Bearer ${session.tokens.access_token}`, Accept: accept },
  });
  if (answer.status === 401) throw new Ended();
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer;
}

async function records(session, path, query) {
  const answer = await odoo(session, `${path}?${new URLSearchParams(query)}`);
  return Object.values(await answer.json())[0]; // the only key is the model's name
}

// ---- signing in

function begin(response, session) {
  session.tokens = null;
  session.state = random();
  session.verifier = random();
  const query = new URLSearchParams({
    response_type: "code",
    client_id: key,
    redirect_uri: redirectUri,
    scope: "read report",
    state: session.state,
    code_challenge: sha256(session.verifier),
    code_challenge_method: "S256",
  });
  response.writeHead(302, { Location: `${api}/common/oauth2/authorize?${query}` }).end();
}

async function finish(response, session, answer) {
  const { state, verifier } = session;
  session.state = session.verifier = null; // each works once
  if (!state || answer.get("state") !== state) throw new Error("not our sign-in");
  if (answer.has("error")) throw new Error(answer.get("error")); // access_denied: the visitor refused
  await getTokens(session, {
    grant_type: "authorization_code",
    code: answer.get("code"),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  response.writeHead(302, { Location: "/" }).end();
}

// ---- pages

async function myPartner(session) {
  const user = await (await odoo(session, "/common/oauth2/userinfo")).json();
  const me = await records(session, `/object/res.users/${user.sub}`, { fields: "partner_id" });
  return me.partner_id; // [id, name]
}

async function home(response, session) {
  const [partner, name] = await myPartner(session);
  const invoices = await records(session, "/object/account.move", {
    domain: JSON.stringify([
      ["move_type", "=", "out_invoice"],
      ["state", "=", "posted"],
      ["partner_id", "=", partner],
    ]),
    fields: "name,amount_total",
    order: "id desc",
    limit: 20,
  });
  const row = (one) => `<li><a href="/invoices/${one.id}">${text(one.name)}</a> ${one.amount_total}</li>`;
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.end(`<h1>${text(name)}</h1><ul>${invoices.map(row).join("")}</ul>`);
}

async function invoice(response, session, id) {
  const pdf = await odoo(session, `/report/account.report_invoice/${id}`, "application/pdf");
  response.writeHead(200, { "Content-Type": "application/pdf" });
  response.end(Buffer.from(await pdf.arrayBuffer()));
}

const text = (value) => String(value).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function sessionOf(request, response) {
  const id = /session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
  if (sessions.has(id)) return sessions.get(id);
  const made = random();
  sessions.set(made, {});
  response.setHeader("Set-Cookie", `session=${made}; HttpOnly; SameSite=Lax; Path=/`); // Secure, with https
  return sessions.get(made);
}

http
  .createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, redirectUri);
    const session = sessionOf(request, response);
    const document = /^\/invoices\/(\d+)$/.exec(pathname);
    try {
      if (pathname === "/callback") await finish(response, session, searchParams);
      else if (!session.tokens) begin(response, session);
      else if (document) await invoice(response, session, document[1]);
      else await home(response, session);
    } catch (error) {
      if (error instanceof Ended && session.tokens) return begin(response, session);
      response.writeHead(400, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(error.message);
    }
  })
  .listen(3000, "127.0.0.1");
