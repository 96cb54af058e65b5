// OAuth 1.0a in JavaScript: npm install oauth-1.0a
const crypto = require("crypto");
const OAuth = require("oauth-1.0a");

const server = "http://127.0.0.1:8069";
const api = server + "/restapi/1.0";

async function main() {
  const { client_id: key, client_secret: secret } = await (await fetch(server + "/start")).json(); // use your own, from Odoo
  const oauth = OAuth({
    consumer: { key, secret },
    signature_method: "HMAC-SHA1",
    hash_function: (text, signingKey) => crypto.createHmac("sha1", signingKey).update(text).digest("base64"),
  });
  const send = async (method, url, token, data) => {
    const signed = oauth.toHeader(oauth.authorize({ url, method, data }, token));
    const answer = await fetch(url, { method, headers: { ...signed, Accept: "application/json" } });
    return answer.json();
  };
  const asToken = (answer) => ({ key: answer.oauth_token, secret: answer.oauth_token_secret });

  const temporary = asToken(
    await send("POST", api + "/common/oauth1/request_token", null, { oauth_callback: "https://127.0.0.1/callback" })
  );
  const { oauth_verifier } = await send("GET", api + "/common/oauth1/authorize", temporary);
  const token = asToken(await send("POST", api + "/common/oauth1/access_token", temporary, { oauth_verifier }));

  console.log(JSON.stringify(await send("GET", api + "/object/res.country/20?fields=name", token)));
}

main();
