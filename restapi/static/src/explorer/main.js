/** The API explorer: who is signed in, and which model is shown. */

const version = new URL(import.meta.url).search;
const load = (name) => import(`./${name}.js${version}`);
const [{ byId, copyButton, el, text }, { Api }, oauth, { Search }, { modelPage }, viewer] = await Promise.all(
    ["dom", "api", "oauth", "search", "model", "viewer"].map(load),
);

const { clientId, scopes: ALL_SCOPES, lang, database } = document.body.dataset;
const FIRST_SCOPE = "read";

/**
 * `api` is null while nobody is signed in. `mayChange`: requests that change something can be sent.
 * `isDry`: they are only tried, and rolled back.
 */
const state = { api: null, user: "", scopes: [], mayChange: false, isDry: true, models: [], shown: 0 };

const search = new Search(byId("search"), byId("found"), byId("count"), (model) => {
    const before = location.hash;
    location.hash = model;
    if (location.hash === before) {
        byId("title")?.focus();
    }
});

// Messages

function alertBox(kind, message, ...buttons) {
    const box = el("div", { class: `alert ${kind}`, "data-kind": kind }, el("span", {}, message), ...buttons);
    document.querySelectorAll(`#alerts [data-kind=${kind}]`).forEach((old) => old.remove());
    byId("alerts").append(box);
}

function clearAlerts(...kinds) {
    kinds.forEach((kind) => byId("alerts").querySelector(`[data-kind=${kind}]`)?.remove());
}

// Sign-in

async function signIn(scope) {
    if (!window.isSecureContext) {
        alertBox("error", text("needs_https"));
        return;
    }
    await oauth.begin(clientId, scope);
}

function signedIn({ token, scopes, seconds }) {
    state.api = new Api(token, lang, expired);
    state.scopes = scopes;
    state.mayChange = scopes.length > 1;
    state.isDry = true;
    state.timer = setTimeout(expired, seconds * 1000);
}

/** Keep what is shown, so that the user finds it again after signing in. */
function expired() {
    if (!state.api) {
        return;
    }
    clearTimeout(state.timer);
    const scope = state.scopes.join(" ");
    state.api = null;
    state.mayChange = false;
    showAccount();
    clearAlerts("warning", "error");
    alertBox("expired", text("expired"), signInButton(scope));
}

function signInButton(scope) {
    return el("button", { type: "button", onclick: () => signIn(scope) }, text("sign_in"));
}

async function signOut() {
    const { token } = state.api;
    clearTimeout(state.timer);
    Object.assign(state, { api: null, mayChange: false, models: [] });
    clearAlerts("warning", "expired", "error");
    start();
    await oauth.revoke(clientId, token);
    alertBox("info", text("signed_out"));
}

function showAccount() {
    if (!state.api) {
        byId("account").replaceChildren(signInButton(FIRST_SCOPE));
        return;
    }
    const switches = [toggle("changes", state.mayChange, switchChanges)];
    if (state.mayChange) {
        switches.push(toggle("dry_run", state.isDry, switchDryRun));
    }
    byId("account").replaceChildren(
        ...switches,
        copyButton(text("copy_token"), () => state.api.token),
        el("span", { class: "user" }, state.user),
        el("button", { type: "button", onclick: signOut }, text("sign_out")),
    );
}

function toggle(name, isOn, onchange) {
    const input = el("input", { type: "checkbox", role: "switch", id: name, onchange });
    input.checked = isOn;
    return el("label", { class: "switch", title: text(`${name}_hint`) }, input, el("span", {}, text(name)));
}

/** Requests that change something need more scopes, and so a consent of their own. */
function switchChanges(event) {
    const isWanted = event.target.checked;
    if (isWanted && state.scopes.length === 1) {
        event.target.checked = false;
        signIn(ALL_SCOPES);
        return;
    }
    Object.assign(state, { mayChange: isWanted, isDry: true });
    showAccount();
    byId("changes").focus();
    warn();
    showPlace();
}

function switchDryRun(event) {
    state.isDry = event.target.checked;
    warn();
}

function warn() {
    clearAlerts("warning", "info");
    if (state.mayChange) {
        const values = { database: database || location.host, user: state.user };
        const [kind, name] = state.isDry ? ["info", "dry_run_notice"] : ["warning", "changes_warning"];
        alertBox(kind, text(name, values));
    }
}

// Places: #res.partner, #res.partner/routes

function place() {
    const [model, tab = ""] = location.hash.slice(1).split("/");
    return { model, tab };
}

async function showPlace() {
    const { model, tab } = place();
    const one = state.models.find((known) => known.model === model);
    document.title = one ? `${one.name} · ${text("title")}` : text("title");
    byId("columns").classList.toggle("has-model", Boolean(one));
    byId("choose").hidden = Boolean(one) || !state.models.length;
    search.select(model);
    clearAlerts("error");
    if (!one) {
        byId("model").replaceChildren();
        if (model && state.models.length) {
            alertBox("error", text("unknown_model", { model }));
        }
        return;
    }
    const turn = ++state.shown;
    byId("model").replaceChildren(el("p", { class: "muted" }, text("loading")));
    const document_ = await state.api?.document(model).catch(failed);
    if (document_ && turn === state.shown) {
        byId("model").replaceChildren(modelPage(one, document_, options(document_, model, tab)));
        byId("title").focus({ preventScroll: true });
    }
}

function options(document_, model, tab) {
    const chosen = (id) => history.replaceState(null, "", `#${model}/${id}`);
    let ui = null;
    const routes = async (container, operation) => {
        if (!ui || !container.firstChild) {
            const box = el("div", { class: "viewer" });
            container.replaceChildren(hint(), box);
            ui = viewer.showRoutes(box, document_, state);
        }
        const shown = await ui;
        if (operation) {
            viewer.openOperation(shown, document_, operation);
        }
    };
    return { tab, chosen, routes };
}

function hint() {
    return state.mayChange ? "" : el("p", { class: "muted" }, text("reading_only"));
}

function failed(error) {
    byId("model").replaceChildren();
    if (state.api) {
        alertBox("error", error.message);
    }
}

// Light and dark, as the system has it

function followColours() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
    dark.addEventListener("change", apply);
    apply();
}

// Start

function start() {
    const isIn = Boolean(state.api);
    byId("models").hidden = !isIn;
    byId("welcome").hidden = isIn;
    byId("choose").hidden = true;
    if (!isIn) {
        byId("model").replaceChildren();
    }
    showAccount();
}

async function showModels() {
    try {
        const [user, models] = await Promise.all([state.api.user(), state.api.models()]);
        Object.assign(state, { user: user.name, models });
    } catch (error) {
        failed(error);
        return;
    }
    showAccount();
    warn();
    search.show(state.models);
    await showPlace();
    if (!place().model) {
        byId("search").focus();
    }
}

async function main() {
    followColours();
    byId("sign_in").addEventListener("click", () => signIn(FIRST_SCOPE));
    window.addEventListener("hashchange", () => state.models.length && state.api && showPlace());
    const answer = await oauth.finish(clientId).catch((error) => ({ error: "network", description: error.message }));
    if (answer?.token) {
        signedIn(answer);
    }
    start();
    if (answer?.error) {
        const known = { access_denied: "denied", state: "wrong_state" }[answer.error];
        alertBox("error", known ? text(known) : text("failed", { reason: answer.description || answer.error }));
    }
    if (state.api) {
        await showModels();
    }
}

await main();
