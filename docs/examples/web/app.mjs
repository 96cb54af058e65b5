// A web application: its visitors sign in to Odoo. Node.js 18 or newer, no packages.
import crypto from "node:crypto";
import http from "node:http";

const api = "http://127.0.0.1:8069/restapi/1.0";
const key = process.env.CLIENT_ID; // of your application of kind web
const secret = process.env.CLIENT_SECRET;
const redirectUri = "http://127.0.0.1:3000/callback"; // registered with it

const random = () => crypto.randomBytes(32).toString("base64url");
const sha256 = (text) => crypto.createHash("sha256").update(text).digest("base64url");
const signIns = new Map(); // state → verifier; a real application keeps them in its sessions

function begin(response) {
  const [state, verifier] = [random(), random()];
  signIns.set(state, verifier);
  const query = new URLSearchParams({
    response_type: "code",
    client_id: key,
    redirect_uri: redirectUri,
    scope: "read",
    state,
    code_challenge: sha256(verifier),
    code_challenge_method: "S256",
  });
  // the cookie ties the answer to this browser
  response.writeHead(302, {
    Location: `${api}/common/oauth2/authorize?${query}`,
    "Set-Cookie": `state=${state}; HttpOnly; SameSite=Lax`,
  });
  response.end();
}

async function finish(request, response, answer) {
  const state = answer.get("state");
  const verifier = signIns.get(state);
  signIns.delete(state);
  if (!verifier || !(request.headers.cookie ?? "").includes(`state=${state}`)) throw new Error("not our sign-in");
  if (answer.has("error")) throw new Error(answer.get("error")); // access_denied: the visitor said no

  const tokens = await fetch(`${api}/common/oauth2/access_token`, {
    method: "POST",
    headers: { Authorization: "Basic " + Buffer.from(`${key}:${secret}`).toString("base64") },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: answer.get("code"),
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const { access_token: token } = await tokens.json();
  const user = await fetch(`${api}/common/oauth2/userinfo`, { headers: { Authorization: `Bearer ${token}` } });
  response.end(`Hello, ${(await user.json()).name}.`);
}

http
  .createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, redirectUri);
    try {
      if (pathname === "/callback") await finish(request, response, searchParams);
      else begin(response);
    } catch (error) {
      response.writeHead(400);
      response.end(error.message);
    }
  })
  .listen(3000, "127.0.0.1");
