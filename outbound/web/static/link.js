// The line to the server: acts and looks, told apart by what went wrong with them.

/** The server understood and will not do it; the message says why. */
export class Refused extends Error {}

/** No answer that tells: the network or the server is away. */
export class Lost extends Error {}

const PATIENCE = 5000; // milliseconds
const ACCEPT = "text/html, application/json;q=0.9"; // the desk as HTML, errors as JSON
const token = () => document.querySelector("meta[name=csrf]")?.content ?? "";

/** Sends an act; gives the HTML it answers with. Throws Refused or Lost. */
export async function act(path, fields = {}) {
  const answer = await send(path, {
    method: "POST",
    headers: { Accept: ACCEPT, "X-CSRF-Token": token() },
    body: new URLSearchParams(fields),
  });
  return answer.text();
}

/** Looks at a page's parts; null if they are still those of `tag`. Throws Refused or Lost. */
export async function look(path, tag = "") {
  const headers = tag ? { Accept: ACCEPT, "If-None-Match": tag } : { Accept: ACCEPT };
  const answer = await send(path, { headers, cache: "no-store" });
  const html = answer.status === 304 ? null : await answer.text();
  return { html, tag: answer.headers.get("ETag") ?? "", now: answer.headers.get("Outbound-Now") };
}

async function send(path, request) {
  let answer;
  try {
    answer = await fetch(path, { ...request, signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    throw new Lost(error.message);
  }
  if (answer.ok || answer.status === 304) return answer;
  if (answer.status === 401) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
    throw new Lost("signed out");
  }
  if (answer.status >= 500) throw new Lost(`status ${answer.status}`);
  throw new Refused(await reason(answer));
}

async function reason(answer) {
  try {
    const { message, hint } = (await answer.json()).error;
    return hint ? `${message} ${hint}` : message;
  } catch {
    return answer.statusText;
  }
}
