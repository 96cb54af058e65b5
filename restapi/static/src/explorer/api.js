/** Requests to this API with the token of the sign-in. */

const BASE = "/restapi/1.0";

export class Api {
    /**
     * @param {string} token
     * @param {string} lang an Odoo language code for labels; empty for the user's own
     * @param {function()} expired called when the server no longer accepts the token
     */
    constructor(token, lang, expired) {
        this.token = token;
        this.lang = lang;
        this.expired = expired;
    }

    /** The caller: name and login. */
    user() {
        return this.get("/common/oauth2/userinfo");
    }

    /** The models that the caller may use: `{model, name, operations}`. */
    async models() {
        const found = await this.get("/openapi.json", this.localized({ version: "3.1" }));
        return found["x-odoo-models"];
    }

    /** The OpenAPI document of a model. */
    document(model) {
        return this.get("/openapi.json", this.localized({ models: model, version: "3.1" }));
    }

    localized(query) {
        return this.lang ? { ...query, context: JSON.stringify({ lang: this.lang }) } : query;
    }

    /** @throws {Error} with the explanation of the server */
    async get(path, query = {}) {
        const answer = await fetch(`${BASE}${path}?${new URLSearchParams(query)}`, {
            headers: this.headers(),
            credentials: "omit",
        });
        const body = await answer.json();
        if (answer.status === 401) {
            this.expired();
        }
        if (!answer.ok) {
            throw new Error(body.detail || answer.statusText);
        }
        return body;
    }

    headers() {
        return { Authorization: `Bearer ${this.token}`, Prefer: "keys=model" };
    }
}
