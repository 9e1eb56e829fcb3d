// Puts fresh parts of a page in place of old ones: only those that differ, and without disturbing anyone.
// A part is an element with data-part. Focus, half-typed fields, open details and scrolling are kept.

const sources = new WeakMap();

/** Remembers how the parts of a page came from the server, before anything here changes them. */
export function remember(root) {
  for (const part of root.querySelectorAll(":scope > [data-part]")) sources.set(part, part.outerHTML);
}

/** Replaces the parts of root by those of the HTML; leaves alone what came the same way before. */
export function merge(root, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = [...template.content.querySelectorAll("[data-part]")];
  const names = new Set(fresh.map((part) => part.dataset.part));
  const old = new Map([...root.children].filter((e) => e.dataset.part).map((e) => [e.dataset.part, e]));
  for (const [name, part] of old) if (!names.has(name)) part.remove();
  let before = null;
  for (const part of fresh) {
    const source = part.outerHTML;
    const present = old.get(part.dataset.part);
    if (present && sources.get(present) === source) {
      before = present;
      continue;
    }
    sources.set(part, source);
    if (present) replace(present, part);
    else if (before) before.after(part);
    else root.prepend(part);
    before = part;
  }
}

function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const same = old.dataset.attempt === fresh.dataset.attempt;
  const kept = same ? touched(old) : [];
  const scrolled = old.querySelector("ol")?.scrollTop ?? 0;
  old.replaceWith(fresh);
  for (const restore of kept) restore(fresh);
  const list = fresh.querySelector("ol");
  if (same && list) list.scrollTop = scrolled;
  if (focused) fresh.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
}

/** What a person has done to a part that the server does not know: one restoring function each. */
function touched(part) {
  const restores = [];
  const again = (element, restore) =>
    restores.push((fresh) => {
      const same = element.id && fresh.querySelector(`#${CSS.escape(element.id)}`);
      if (same) restore(same);
    });
  for (const field of part.querySelectorAll("input, textarea")) {
    if (field.type === "radio" && field.checked) again(field, (same) => (same.checked = true));
    else if (field.value !== field.defaultValue) again(field, (same) => (same.value = field.value));
  }
  for (const summary of part.querySelectorAll("details[open] > summary")) {
    again(summary, (same) => (same.parentElement.open = true));
  }
  return restores;
}
