// Live figures of a page: they change in place, and the page says when they stop coming.

import { setNow, tick } from "./clock.js";
import { look, Lost } from "./link.js";
import { merge, remember } from "./merge.js";

const EVERY = 2000; // milliseconds between two looks
const root = document.querySelector("[data-live]");
const banner = document.querySelector("#banner");
const clock = document.querySelector("[data-clock]");
let seenAt = clock.textContent;
let timer = 0;
let tag = "";

async function update() {
  clearTimeout(timer);
  try {
    const { html, now, tag: fresh } = await look(root.dataset.live, tag);
    tag = fresh;
    setNow(now);
    tick();
    seenAt = clock.textContent;
    banner.hidden = true;
    if (html !== null) merge(root, html);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    tellStale();
  } finally {
    timer = setTimeout(update, EVERY);
  }
}

function tellStale() {
  banner.textContent = banner.dataset.stale.replace("{at}", seenAt);
  banner.hidden = false;
}

remember(root);
timer = setTimeout(update, EVERY);
addEventListener("offline", tellStale);
addEventListener("online", update);
