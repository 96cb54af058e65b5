/** The search for models: a combobox whose list is always shown. */

const { el, text } = await import(`./dom.js${new URL(import.meta.url).search}`);

const MOST_SHOWN = 300;

/** 0 for the model itself; then those with a part that begins like this, and shorter names first. */
function rank({ model, name }, sought) {
    if (model === sought) {
        return 0;
    }
    const parts = [...model.split("."), name.toLowerCase(), model];
    return model.length + (parts.some((part) => part.startsWith(sought)) ? 0 : 1000);
}

export class Search {
    /**
     * @param {HTMLInputElement} input
     * @param {HTMLElement} list
     * @param {HTMLElement} count
     * @param {function(string)} open called with the technical name of the model that was chosen
     */
    constructor(input, list, count, open) {
        Object.assign(this, { input, list, count, open, models: [], active: -1 });
        input.addEventListener("input", () => this.filter());
        input.addEventListener("keydown", (event) => this.key(event));
        document.addEventListener("keydown", (event) => this.focusBySlash(event));
    }

    show(models) {
        this.models = models.map((one) => ({
            ...one,
            sought: `${one.model} ${one.name}`.toLowerCase(),
        }));
        this.filter();
    }

    /** List the models that have every word of the input, the best match first. */
    filter() {
        const sought = this.input.value.trim().toLowerCase();
        const words = sought.split(/\s+/);
        const found = this.models.filter((one) => words.every((word) => one.sought.includes(word)));
        if (sought) {
            found.sort((one, other) => rank(one, sought) - rank(other, sought));
        }
        this.list.replaceChildren(...found.slice(0, MOST_SHOWN).map((one) => this.option(one)));
        this.count.textContent = found.length ? text("found", { count: found.length }) : text("none_found");
        this.mark(sought && found.length ? 0 : -1);
        this.select(this.current);
    }

    option(one) {
        const option = el(
            "li",
            { role: "option", id: `model_${one.model}`, "data-model": one.model, "aria-selected": "false" },
            el("span", { class: "label" }, one.name),
            el("code", {}, one.model),
        );
        option.addEventListener("click", () => this.open(one.model));
        return option;
    }

    key(event) {
        const steps = { ArrowDown: 1, ArrowUp: -1 };
        if (event.key in steps) {
            event.preventDefault();
            const last = this.list.children.length - 1;
            this.mark(Math.min(Math.max(this.active + steps[event.key], 0), last));
        } else if (event.key === "Enter" && this.list.children[this.active]) {
            event.preventDefault();
            this.open(this.list.children[this.active].dataset.model);
        } else if (event.key === "Escape") {
            event.preventDefault();
            this.clear();
        }
    }

    /** Empty the search; if it is empty already, leave it. */
    clear() {
        if (!this.input.value) {
            this.input.blur();
        }
        this.input.value = "";
        this.filter();
    }

    focusBySlash(event) {
        const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
        if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && this.input.offsetParent) {
            event.preventDefault();
            this.input.focus();
            this.input.select();
        }
    }

    /** Mark the option that Enter opens. */
    mark(index) {
        this.list.children[this.active]?.classList.remove("active");
        this.active = index;
        const option = this.list.children[index];
        option?.classList.add("active");
        option?.scrollIntoView({ block: "nearest" });
        if (option) {
            this.input.setAttribute("aria-activedescendant", option.id);
        } else {
            this.input.removeAttribute("aria-activedescendant");
        }
    }

    /** Show which model is open. */
    select(model) {
        this.current = model;
        for (const option of this.list.children) {
            option.setAttribute("aria-selected", option.dataset.model === model);
        }
    }
}
