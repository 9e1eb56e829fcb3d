// Which step of the script is in hand. The server says what was answered and which branches are open;
// what was read aloud, and where the agent went back to, only this page knows.

const PAST = "past";
const NOW = "now";
const COMING = "coming";

export class Script {
  /** `kept` are the answers waiting to be sent. */
  constructor(root, kept) {
    this.root = root;
    this.kept = kept;
    this.attempt = "";
    this.read = new Set();
    this.chosen = null; // the step the agent went to, if not the first open one
  }

  get steps() {
    return [...this.root.querySelectorAll(".step")];
  }

  /** The step in hand; undefined without a script. */
  get current() {
    return this.steps.find((step) => step.dataset.place === NOW);
  }

  /** Puts every step in its place, after fresh HTML or a move. */
  refresh() {
    const part = this.root.querySelector("[data-part=script]");
    if (part && (part.dataset.attempt ?? "") !== this.attempt) this.#begin(part.dataset.attempt ?? "");
    this.#markKept();
    const steps = this.steps;
    if (!steps.length) return;
    const now = steps.find((s) => s.dataset.step === this.chosen) ?? steps.find((s) => !this.#done(s)) ?? steps.at(-1);
    for (const step of steps) {
      step.dataset.place = step === now ? NOW : this.#done(step) ? PAST : COMING;
      step.querySelector(".fold").tabIndex = step === now ? -1 : 0;
      if (step === now) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  }

  #begin(attempt) {
    this.attempt = attempt;
    this.chosen = null;
    this.read = new Set(JSON.parse(sessionStorage.getItem("outbound-read") ?? "{}")[attempt] ?? []);
  }

  #markKept() {
    const kept = this.kept.of(this.attempt);
    for (const step of this.steps) {
      const answer = kept.get(step.querySelector(".answer")?.dataset.question);
      step.classList.toggle("kept", Boolean(answer));
      if (!answer) continue;
      step.dataset.answered = "";
      step.querySelector(".given").textContent = `${answer.shown} · ${this.root.dataset.kept}`;
    }
  }

  /** Answered, or read aloud, or plainly read because a later question is answered. */
  #done(step) {
    if (step.dataset.kind !== "say") return "answered" in step.dataset;
    if (this.read.has(step.dataset.step)) return true;
    const steps = this.steps;
    return steps.slice(steps.indexOf(step)).some((later) => "answered" in later.dataset);
  }

  /** Leaves the step in hand for the next open one after it, else the first open one of all. */
  next() {
    const step = this.current;
    if (!step) return;
    if (step.dataset.kind === "say") this.#remember(step.dataset.step);
    this.after(step.dataset.step);
  }

  /** Goes to the first open step after the named one; branches that just opened come first. */
  after(name) {
    const steps = this.steps;
    const at = steps.findIndex((step) => step.dataset.step === name);
    const open = (step) => !this.#done(step) && step.dataset.step !== name;
    this.chosen = (steps.slice(at + 1).find(open) ?? steps.find(open) ?? steps.at(-1))?.dataset.step ?? null;
    this.refresh();
    this.focus();
  }

  /** Goes `by` steps up or down, to correct or to leave one for later. */
  move(by) {
    const steps = this.steps;
    const to = steps[steps.indexOf(this.current) + by];
    if (to) this.open(to);
  }

  /** Takes this step in hand. */
  open(step) {
    this.chosen = step.dataset.step;
    this.refresh();
    this.focus();
  }

  /** Puts the focus where the agent needs it: on the field to fill, else on the step itself. */
  focus() {
    const step = this.current;
    if (!step) return;
    (step.querySelector(".answer textarea, .answer input") ?? step.querySelector(".body")).focus({ preventScroll: true });
    step.scrollIntoView({ block: "nearest" });
  }

  /** Says something under the step in hand. */
  tell(text) {
    const place = this.current?.querySelector(".told");
    if (place) place.textContent = text;
  }

  #remember(name) {
    this.read.add(name);
    sessionStorage.setItem("outbound-read", JSON.stringify({ [this.attempt]: [...this.read] }));
  }
}
