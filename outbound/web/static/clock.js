// The centre's clock and the timers. The server says what time it is; this only counts on from there.

let base = Date.now();
let heard = performance.now();

/** The centre's present moment in milliseconds, as far as this page knows. */
export const now = () => base + performance.now() - heard;

/** Sets the clock to what the server just said. */
export function setNow(iso) {
  const said = Date.parse(iso ?? "");
  if (Number.isNaN(said)) return;
  base = said;
  heard = performance.now();
}

/** Writes every clock and timer of the page. */
export function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const form = { timeZone: clock.dataset.zone, hour: "2-digit", minute: "2-digit", second: "2-digit" };
    write(clock, new Intl.DateTimeFormat("en-GB", form).format(now()));
  }
  for (const timer of document.querySelectorAll("[data-since]")) {
    write(timer, length(now() - Date.parse(timer.dataset.since)));
  }
}

/** 75 000 ms as 01:15; from an hour on as 1:01:15. */
function length(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

setNow(document.querySelector("[data-clock]")?.dataset.clock);
tick();
setInterval(tick, 250);
