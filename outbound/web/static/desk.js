// The agent's desk: looks at it every second, sends what the agent does, and shows what comes back.

import { now, setNow, tick } from "./clock.js";
import { Kept } from "./kept.js";
import { listen } from "./keys.js";
import { act, look, Lost, Refused } from "./link.js";
import { merge, remember } from "./merge.js";
import { Outcome } from "./outcome.js";
import { Script } from "./script.js";

const EVERY = { busy: 1000, idle: 3000, hidden: 5000 }; // milliseconds until the next look

class Desk {
  constructor(root, banner) {
    this.root = root;
    this.banner = banner;
    this.kept = new Kept(root.dataset.agent);
    this.script = new Script(root, this.kept);
    this.outcome = new Outcome(root);
    this.busy = false; // an act is on its way
    this.turn = 0; // a look that began before an act shows the past
    this.tag = "";
    this.refused = "";
    this.whenIdle = () => {};
  }

  get state() {
    return this.root.querySelector("[data-part=state]").dataset;
  }

  start() {
    remember(this.root);
    this.#arrange();
    this.#settle("", "");
    this.root.addEventListener("click", (event) => this.#click(event));
    this.root.addEventListener("submit", (event) => this.#submit(event));
    this.root.addEventListener("change", (event) => this.#change(event));
    this.root.addEventListener("toggle", (event) => event.target.scrollIntoView({ block: "nearest" }), true);
    window.addEventListener("online", () => this.look());
    window.addEventListener("offline", () => this.#failed(new Lost("offline")));
    listen(this);
    this.#repeat();
  }

  // Showing

  show(html) {
    const { state, attempt } = this.state;
    merge(this.root, html);
    this.#arrange();
    this.#settle(state, attempt);
  }

  #arrange() {
    this.script.refresh();
    this.outcome.refresh();
    tick();
  }

  /** When the state or the contact has changed, the focus goes where the work is. */
  #settle(state, attempt) {
    const after = this.state;
    if (after.state === state && after.attempt === attempt) return;
    if (document.activeElement?.matches("textarea, select") && after.attempt === attempt) return;
    if (!after.attempt) this.root.querySelector("#go")?.focus();
    else if (after.state === "wrap-up") this.outcome.focus();
    else this.script.focus();
  }

  // Looking

  async #repeat() {
    await this.look();
    this.#lookIn(EVERY[document.hidden ? "hidden" : this.state.attempt || this.state.state === "ready" ? "busy" : "idle"]);
  }

  #lookIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#repeat(), milliseconds);
  }

  async look() {
    if (this.busy) return;
    const turn = this.turn;
    try {
      await this.#sendKept();
      const seen = await look("/agent/desk", this.tag);
      setNow(seen.now);
      this.#connected();
      if (turn !== this.turn || this.busy) return;
      this.tag = seen.tag;
      if (seen.html !== null) this.show(seen.html);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #sendKept() {
    for (const answer of this.kept.all()) {
      const { attempt, question, value } = answer;
      try {
        await act("/agent/answer", { attempt, question, value });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.refused = `${this.banner.dataset.refused} ${question}: ${answer.shown}. ${error.message}`;
      }
      this.kept.drop(answer);
      this.tag = "";
    }
  }

  #connected() {
    this.banner.hidden = !this.refused;
    this.banner.textContent = this.refused;
  }

  #failed(error) {
    if (!(error instanceof Lost)) throw error;
    const count = this.kept.all().length;
    const counted = count ? ` ${this.banner.dataset.kept.replace("{n}", count)}` : "";
    this.banner.textContent = this.banner.dataset.lost + counted;
    this.banner.hidden = false;
  }

  // Acting

  /** One act at a time; keys pressed meanwhile are for what it leads to. */
  async #perform(work, tell) {
    if (this.busy) return;
    this.busy = true;
    this.turn += 1;
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused) tell(error.message);
      else {
        this.#failed(error);
        tell(this.banner.dataset.lost);
      }
    } finally {
      this.busy = false;
      this.tag = "";
      this.#lookIn(EVERY.busy); // what was done may soon have an effect, such as a call
      this.whenIdle();
    }
  }

  answer(step, value, shown) {
    const { question } = step.querySelector(".answer").dataset;
    const answer = { attempt: this.state.attempt, question, value, shown };
    this.refused = "";
    this.script.tell(this.root.dataset.saving);
    const name = step.dataset.step;
    return this.#perform(async () => {
      try {
        const html = await act("/agent/answer", { attempt: answer.attempt, question, value });
        this.kept.drop(answer);
        this.#leave(name, () => this.show(html));
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        this.kept.put({ ...answer, at: new Date(now()).toISOString() });
        this.#failed(error);
        this.#leave(name, () => this.script.refresh());
      }
    }, (text) => this.script.tell(text));
  }

  /** Shows the answer's effect, then goes on from the answered step. */
  #leave(name, show) {
    this.script.tell("");
    show();
    this.script.after(name);
  }

  /** Enter on a step: read, saved, or on its way. */
  enter(step) {
    const several = step.querySelector(".answer[data-kind=many-of]");
    if (several) several.requestSubmit();
    else if (step.dataset.kind === "say" || "answered" in step.dataset) this.script.next();
    else this.script.tell(this.root.dataset.needs);
  }

  callBack() {
    return this.outcome.callBack().catch((error) => this.#failed(error));
  }

  #act(path, fields = {}) {
    return this.#perform(async () => this.show(await act(path, fields)), (text) => this.#say(text));
  }

  #say(text) {
    this.banner.textContent = text;
    this.banner.hidden = false;
  }

  // What the agent presses

  #click(event) {
    const choice = event.target.closest(".answer [data-value]");
    if (choice) return this.#choose(choice);
    const button = event.target.closest("[data-act]");
    if (!button) return undefined;
    const { attempt } = this.state;
    const acts = {
      ready: () => this.#act("/agent/ready"),
      break: () => this.#act("/agent/break"),
      "hang-up": () => this.#act("/agent/hang-up", { attempt }),
      grant: () => this.#act("/agent/offer", { attempt, offer: button.dataset.offer }),
      open: () => this.script.open(button.closest(".step")),
      next: () => this.script.next(),
      keys: () => document.querySelector("#keys").showModal(),
    };
    return acts[button.dataset.act]();
  }

  /** One choice answers; of several, each is switched and Save sends them. */
  #choose(button) {
    const several = button.closest("[data-kind=many-of]") && !button.matches(".skip-answer");
    const on = several && button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!on));
    if (!several) this.answer(button.closest(".step"), button.dataset.value, label(button));
  }

  #submit(event) {
    event.preventDefault();
    if (event.target.id === "outcome") return this.#finish();
    const form = event.target;
    const pressed = [...form.querySelectorAll("[aria-pressed=true]:not(.skip-answer)")];
    const value = form.elements.value?.value.trim() ?? pressed.map((b) => b.dataset.value).join(", ");
    const shown = pressed.length ? pressed.map(label).join(", ") : value;
    if (value === "") return this.script.tell(this.root.dataset.needs);
    return this.answer(form.closest(".step"), value, shown);
  }

  #finish() {
    const fields = { attempt: this.state.attempt, ...this.outcome.fields() };
    if (!fields.outcome) return this.outcome.focus();
    return this.#perform(
      async () => this.show(await act("/agent/outcome", fields)),
      (text) => this.outcome.tell(text),
    );
  }

  #change(event) {
    if (event.target.name !== "outcome") return;
    this.outcome.form.dataset.touched = "true";
    this.outcome.show().catch((error) => this.#failed(error));
  }
}

/** A choice's own words, without its key. */
function label(button) {
  return [...button.childNodes].filter((n) => n.nodeName !== "KBD").map((n) => n.textContent).join("").trim();
}

new Desk(document.querySelector("main"), document.querySelector("#banner")).start();
