// The keys of the agent's page. Digits answer wherever the focus is, unless something is being typed.

const typing = (element) => element.matches("textarea, select, input:not([type=radio])");

/** Listens for keys; `desk` has the script, the outcome, and the acts. */
export function listen(desk) {
  const waiting = []; // keys pressed while an answer is on its way belong to the next step
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (desk.busy && !typing(event.target)) {
      waiting.push(event.key);
      event.preventDefault();
    } else if (press(desk, event.key, event.target, event.shiftKey)) {
      event.preventDefault();
    }
  });
  desk.whenIdle = () => {
    while (waiting.length && !desk.busy) press(desk, waiting.shift(), document.activeElement, false);
  };
}

/** Does what the key stands for; false if it stands for nothing here. */
function press(desk, key, target, shift) {
  if (key === "Escape") return run(() => desk.script.focus());
  if (typing(target)) return pressTyping(desk, key, target, shift);
  if (target.closest("#outcome") && pressOutcome(desk, key)) return true;
  const go = PLACES[key.toLowerCase()];
  if (go) return run(() => go(desk));
  if (target.matches("summary") && (key === "ArrowUp" || key === "ArrowDown")) return pressList(key, target);
  return pressStep(desk, key, target);
}

const PLACES = {
  "/": (desk) => document.querySelector(".objections summary")?.focus(),
  "o": (desk) => desk.outcome.focus(),
  "k": (desk) => desk.callBack(),
  "n": () => document.querySelector("#note")?.focus(),
  "?": () => document.querySelector("#keys").showModal(),
};

function pressTyping(desk, key, field, shift) {
  if (key === "Enter" && !shift) return run(() => field.form.requestSubmit());
  const atStart = field.selectionStart === 0 && field.selectionEnd === 0;
  if (key === "ArrowUp" && atStart && field.closest(".step")) return run(() => desk.script.move(-1));
  if (key === "ArrowDown" && field.value === "" && field.closest(".step")) return run(() => desk.script.move(1));
  return false;
}

function pressOutcome(desk, key) {
  if (key === "Enter") return run(() => desk.outcome.form.requestSubmit());
  return /^[a-z]$/i.test(key) && !(key.toLowerCase() in PLACES) && desk.outcome.press(key.toLowerCase());
}

/** Up and down between the objections, or the offers. */
function pressList(key, summary) {
  const list = [...summary.closest("section > div").querySelectorAll("summary")];
  const to = list[list.indexOf(summary) + (key === "ArrowUp" ? -1 : 1)];
  to?.focus();
  return true;
}

function pressStep(desk, key, target) {
  const step = desk.script.current;
  if (!step) return false;
  if (key === "ArrowUp") return run(() => desk.script.move(-1));
  if (key === "ArrowDown") return run(() => desk.script.move(1));
  if (key === "Enter") return !target.matches("button, a, summary, input") && run(() => desk.enter(step));
  const choice = step.querySelector(`button[data-key="${CSS.escape(key.toLowerCase())}"]`);
  return choice !== null && run(() => choice.click());
}

function run(act) {
  act();
  return true;
}
