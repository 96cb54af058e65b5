/**
 * Signs in by an authorization code with PKCE (RFC 7636).
 *
 * The token is only in memory. The verifier is in the session storage while the browser is at the consent
 * page, together with the place in the explorer that the user comes back to.
 */

const BASE = "/restapi/1.0/common/oauth2";
const KEPT = "restapi.explorer";

function random(size) {
    return encode(crypto.getRandomValues(new Uint8Array(size)));
}

function encode(bytes) {
    const base64 = btoa(String.fromCharCode(...bytes));
    return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The redirect URI: this page, without query and place. */
function here() {
    return location.origin + location.pathname;
}

/**
 * Leave for the consent page.
 *
 * @param {string} clientId
 * @param {string} scope the scopes to ask for, separated by spaces
 */
export async function begin(clientId, scope) {
    const verifier = random(32);
    const state = random(16);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state, place: location.hash }));
    const query = new URLSearchParams({
        response_type: "code",
        client_id: clientId,
        redirect_uri: here(),
        scope,
        state,
        code_challenge: encode(new Uint8Array(digest)),
        code_challenge_method: "S256",
    });
    location.assign(`${BASE}/authorize?${query}`);
}

/**
 * Finish a sign-in whose answer is in the address, and clean the address.
 *
 * @param {string} clientId
 * @returns {Promise<?Object>} `{token, scopes, seconds}`, `{error, description}`, or null: there is no answer
 */
export async function finish(clientId) {
    const query = new URLSearchParams(location.search);
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    sessionStorage.removeItem(KEPT);
    if (!query.has("code") && !query.has("error")) {
        return null;
    }
    history.replaceState(null, "", location.pathname + (kept.place || ""));
    if (!kept.state || query.get("state") !== kept.state) {
        return { error: "state" };
    }
    if (query.has("error")) {
        return { error: query.get("error"), description: query.get("error_description") };
    }
    return exchange(clientId, query.get("code"), kept.verifier);
}

async function exchange(clientId, code, verifier) {
    const answer = await post("access_token", {
        grant_type: "authorization_code",
        client_id: clientId,
        redirect_uri: here(),
        code,
        code_verifier: verifier,
    });
    const body = await answer.json();
    if (!answer.ok) {
        return { error: body.error, description: body.error_description || body.detail };
    }
    return { token: body.access_token, scopes: body.scope.split(" "), seconds: body.expires_in };
}

export async function revoke(clientId, token) {
    await post("revoke", { client_id: clientId, token });
}

function post(endpoint, form) {
    return fetch(`${BASE}/${endpoint}`, {
        method: "POST",
        body: new URLSearchParams(form),
        credentials: "omit",
    });
}
