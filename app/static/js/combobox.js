// Suggestions under a search field, after the combobox pattern of the ARIA practices guide.
// The field keeps what was typed until something is chosen; without this script it is a plain one.

const PAUSE_BEFORE_ASKING = 150;
const PAUSE_BEFORE_TELLING = 1200;
const FEWEST_LETTERS = 2;
const MOST_LETTERS = 200;
const MOST_REMEMBERED = 40;
// One character of these scripts is a word.
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made;
}

class Combobox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input");
    this.form = this.input.form;
    this.address = box.dataset.suggest;
    this.words = JSON.parse(box.dataset.words);
    this.numbers = new Intl.NumberFormat(document.documentElement.lang);
    this.remembered = new Map();
    this.options = [];
    this.active = -1;
    this.list = element("div", {
      id: `${this.input.id}-suggestions`, class: "combobox-list", role: "listbox",
      "aria-label": this.words.list, hidden: "",
    });
    this.told = element("div", { class: "visually-hidden", "aria-live": "polite" });
    box.append(this.list, this.told);
    const { input, list } = this;
    // HTML lets no field of the type "search" be a combobox; telephones still show a search key.
    input.type = "text";
    input.enterKeyHint = "search";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.addEventListener("input", (event) => this.typed(event));
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    // The field keeps the focus, so that the list does not close before it is clicked.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("pagehide", () => this.close());
  }

  get text() {
    return this.input.value.trim();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  typed(event) {
    this.activate(-1);
    this.forgetWaiting();
    if (event.isComposing) return;
    if (this.canAsk()) this.waiting = setTimeout(() => this.ask(), PAUSE_BEFORE_ASKING);
    else this.close();
  }

  canAsk() {
    const { length } = this.text;
    return length <= MOST_LETTERS
      && (length >= FEWEST_LETTERS || UNSPACED.test(this.text));
  }

  /** Show what the text may become, unless it has changed before the answer is here. */
  async ask(activated = null) {
    this.forgetWaiting();
    const text = this.text;
    const found = this.remembered.get(text) ?? await this.fetched(text);
    if (found && text === this.text && document.activeElement === this.input) {
      this.show(found);
      if (activated !== null && this.options.length) this.activate(activated);
    }
  }

  async fetched(text) {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const address = new URL(this.address, document.baseURI);
      address.searchParams.set("q", text);
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return null;
      const found = await answer.json();
      if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
      this.remembered.set(text, found);
      return found;
    } catch {
      // Stale, or the network is gone: the field goes on without suggestions.
      return null;
    }
  }

  forgetWaiting() {
    clearTimeout(this.waiting);
    clearTimeout(this.telling);
    this.asking?.abort();
  }

  show({ suggestions, corrected }) {
    this.activate(-1);
    this.options = [];
    this.list.replaceChildren();
    if (corrected && suggestions.length) {
      this.list.append(element("div", { class: "combobox-note", role: "presentation" },
        this.words.similar));
    }
    for (const [kind, name] of this.words.kinds) {
      const those = suggestions.filter((each) => each.kind === kind);
      if (those.length) this.list.append(this.group(kind, name, those));
    }
    this.setOpen(this.options.length > 0);
    this.telling = setTimeout(() => this.tell(corrected), PAUSE_BEFORE_TELLING);
  }

  group(kind, name, suggestions) {
    const title = element("div", {
      id: `${this.list.id}-${kind}`, class: "combobox-group", role: "presentation",
    }, name);
    const options = suggestions.map((each) => this.option(each));
    return element("div", { role: "group", "aria-labelledby": title.id }, title, ...options);
  }

  option(suggestion) {
    // An empty language is how HTML says that nobody stated it.
    const label = element("span", { dir: "auto", lang: suggestion.label_language ?? "" },
      suggestion.label);
    const made = element("div", {
      id: `${this.list.id}-${this.options.length}`, role: "option", "aria-selected": "false",
    }, label);
    const about = { class: "combobox-about", dir: "auto" };
    for (const name of [suggestion.named, suggestion.provider].filter(Boolean)) {
      made.append(" ", element("span", { ...about, lang: "" }, name));
    }
    if (suggestion.count !== null) {
      made.append(" ", element("span", about, this.amount(suggestion.count)));
    }
    this.options.push({ suggestion, element: made });
    return made;
  }

  amount(count) {
    return count === 1
      ? this.words.record : this.words.records.replace("{number}", this.numbers.format(count));
  }

  /** Say how many there are, once the typing has paused. */
  tell(corrected) {
    const { length } = this.options;
    const many = this.words.many.replace("{number}", this.numbers.format(length));
    const amount = length === 1 ? this.words.one : many;
    const similar = corrected ? `${this.words.similar} ` : "";
    this.told.textContent = length ? similar + amount : this.words.none;
  }

  pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const action = {
      ArrowDown: () => this.move(event, 1),
      ArrowUp: () => this.move(event, -1),
      Enter: () => this.active >= 0 && this.choose(this.options[this.active].suggestion),
      Escape: () => this.leave(),
      Home: () => this.goTo(0),
      End: () => this.goTo(this.input.value.length),
      ArrowLeft: () => this.activate(-1),
      ArrowRight: () => this.activate(-1),
      Tab: () => this.close(),
    }[event.key];
    if (action?.()) event.preventDefault();
  }

  /** Go up or down, round by way of the field itself; a closed list is opened. */
  move(event, step) {
    if (!this.isOpen) {
      if (!this.canAsk()) return false;
      this.ask(event.altKey ? null : (step > 0 ? 0 : -2));
      return true;
    }
    if (event.altKey) {
      if (step < 0) this.close();
      return true;
    }
    const places = this.options.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
    return true;
  }

  /** Escape closes the list and leaves what was typed; only pressed again it empties the field. */
  leave() {
    if (!this.isOpen) this.input.value = "";
    this.close();
    return true;
  }

  /** Home and End are of the text: they leave the list for its beginning or end. */
  goTo(place) {
    if (this.active < 0) return false;
    this.activate(-1);
    this.input.setSelectionRange(place, place);
    return true;
  }

  /** Make an option the active one; -1 is none, and -2 the last. */
  activate(place) {
    this.options[this.active]?.element.setAttribute("aria-selected", "false");
    this.active = place === -2 ? this.options.length - 1 : place;
    const option = this.options[this.active]?.element;
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  clicked(event) {
    const option = event.target.closest("[role=option]");
    const chosen = this.options.find((each) => each.element === option);
    if (chosen) this.choose(chosen.suggestion);
  }

  /** A credential has a page; a provider or field is a filter; what else is chosen is searched. */
  choose(suggestion) {
    this.forgetWaiting();
    this.close();
    const { kind, label, value, page } = suggestion;
    if (kind === "credential") {
      this.open(page);
    } else if (kind === "provider" || kind === "field") {
      this.tick(kind, value);
      this.input.value = "";
      this.form.requestSubmit();
    } else {
      this.input.value = label;
      this.form.requestSubmit();
    }
    return true;
  }

  /** Go to the page, on the host that is being read, with the levels that are shown. */
  open(page) {
    const { pathname } = new URL(page);
    const kept = [...new FormData(this.form)].filter(([name]) => name === "levels_in");
    const query = new URLSearchParams(kept).toString();
    window.location.assign(query ? `${pathname}?${query}` : pathname);
  }

  tick(name, value) {
    const box = [...this.form.elements].find((each) => each.name === name && each.value === value);
    if (box) box.checked = true;
    else this.form.append(element("input", { type: "hidden", name, value }));
  }

  close() {
    this.forgetWaiting();
    this.activate(-1);
    this.setOpen(false);
    this.told.textContent = "";
  }

  setOpen(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }
}

for (const box of document.querySelectorAll(".combobox")) new Combobox(box);
