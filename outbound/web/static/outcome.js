// The outcome: which one is chosen, what else it asks for, and the callback's hours.

import { look } from "./link.js";

export class Outcome {
  constructor(root) {
    this.root = root;
    this.loaded = ""; // the attempt whose callback hours are on the page
  }

  get form() {
    return this.root.querySelector("#outcome");
  }

  get chosen() {
    return this.form?.querySelector("input[name=outcome]:checked") ?? null;
  }

  /** After fresh HTML: suggests the likely outcome, unless the agent chose one. */
  refresh() {
    if (!this.form) return;
    const likely = this.root.querySelector("[data-part=state]").dataset.suggested;
    const radio = [...this.form.elements.outcome ?? []].find((r) => r.value === likely);
    if (radio && !this.touched()) radio.checked = true;
    this.show();
  }

  /** Whether the agent, not the suggestion, chose the outcome. */
  touched() {
    return this.form.dataset.touched === "true" && this.chosen !== null;
  }

  choose(radio) {
    radio.checked = true;
    radio.focus();
    this.form.dataset.touched = "true";
    return this.show();
  }

  /** Shows what the chosen outcome asks for besides. */
  async show() {
    const value = this.chosen?.value ?? "";
    for (const extra of this.form.querySelectorAll(".extra")) {
      extra.hidden = extra.dataset.for !== value;
      for (const field of extra.querySelectorAll("select")) field.disabled = extra.hidden;
    }
    if (value === "callback-agreed") await this.#loadHours();
  }

  async #loadHours() {
    const place = this.form.querySelector("#windows");
    const { attempt } = this.root.querySelector("[data-part=state]").dataset;
    if (place.childElementCount && this.loaded === attempt) return;
    const { html } = await look(`/agent/callbacks?attempt=${encodeURIComponent(attempt)}`);
    place.innerHTML = html;
    this.loaded = attempt;
  }

  /** K: promise a callback. */
  async callBack() {
    const radio = this.form?.querySelector("input[value=callback-agreed]");
    if (!radio) return;
    await this.choose(radio);
    const hours = this.form.querySelector("#callback");
    if (!hours) return;
    if (hours.selectedIndex < 0) hours.selectedIndex = 0;
    hours.focus();
  }

  /** A letter: the outcome it stands for. */
  press(letter) {
    const radio = this.form.querySelector(`input[data-key="${CSS.escape(letter)}"]`);
    if (radio) this.choose(radio);
    return radio !== null;
  }

  focus() {
    (this.chosen ?? this.form?.querySelector("input[name=outcome]"))?.focus();
  }

  /** What to send; empty fields left out. */
  fields() {
    return Object.fromEntries([...new FormData(this.form)].filter(([, value]) => value !== ""));
  }

  tell(text) {
    this.form.querySelector(":scope > .told").textContent = text;
  }
}
