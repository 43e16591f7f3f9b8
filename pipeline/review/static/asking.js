// What the page asks of the desk, and what it does with the answer: pieces of the page, swapped where they stand.

import { restore } from "./drafts.js";

export const one = (query, within = document) => within.querySelector(query);
export const all = (query, within = document) => [...within.querySelectorAll(query)];
export const card = () => document.getElementById("card");
export const current = () => one(".fragment[aria-current]");

const said = document.getElementById("said");

// What is asked waits its turn: two quick keys act on what the first one left behind.
let queue = Promise.resolve();
export const soon = (act) => (queue = queue.then(act).catch(trouble));

function say(words, bad = false) {
  said.textContent = words;
  said.classList.toggle("trouble", bad);
  clearTimeout(say.timer);
  if (!bad) say.timer = setTimeout(() => (said.textContent = ""), 4000);
}

// What was not saved before is over once the desk answers again.
const unsay = () => said.classList.contains("trouble") && say("");

function trouble(error) {
  console.error(error.name);
  say(document.getElementById("words").dataset.notSaved, true);
}

// The desk answers with pieces of the page, each with the id of what it replaces.
function swap(html) {
  const pieces = [...new DOMParser().parseFromString(html, "text/html").body.children];
  for (const piece of pieces) {
    if (piece.id === "said") say(piece.textContent.trim(), piece.classList.contains("trouble"));
    else document.getElementById(piece.id)?.replaceWith(piece);
  }
  return pieces.filter((piece) => piece.matches(".fragment"));
}

// Who does not see the margin hears what stands there now, and the words of a fragment on arriving at it.
const words = (each) => each.textContent.trim();
const standing = (fragment) => [one(".number", fragment), ...all(".margin :is(.words, .unseen, .nothing)", fragment)].map(words);

function tell(judged) {
  const heard = document.getElementById("heard");
  const now = current();
  const arrived = now && now.dataset.at !== heard.dataset.at;
  if (now) heard.dataset.at = now.dataset.at;
  const told = judged.filter((each) => each !== now || !arrived).map(standing);
  if (arrived) told.push([...standing(now), words(one(".text", now))]);
  if (told.length) heard.textContent = told.map((each) => each.join(", ")).join(". ");
}

export async function ask(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { "X-Desk": "1" }, redirect: "error" });
  const elsewhere = response.headers.get("x-desk-go");
  if (elsewhere) return leave(elsewhere);
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("text/html")) throw new Error("the desk did not answer with a page");
  const focused = document.activeElement?.closest("#card button")?.value;
  const inCard = card()?.contains(document.activeElement);
  unsay();
  const judged = swap(await response.text());
  restore(card());
  settle(focused, inCard);
  tell(judged);
}

// The page goes: what waits in the queue was meant for it, and does not act on what is left of it.
export function leave(address) {
  const to = new URL(address, location);
  if (to.pathname + to.search === location.pathname + location.search) location.reload();
  else location.assign(to);
  return new Promise(() => {});
}

export const save = (button) =>
  ask(button.hasAttribute("formaction") ? button.formAction : button.form.action, { method: "POST", body: new URLSearchParams(new FormData(button.form, button)) });

// After a swap: mark the card's fragment, bring it into sight, and leave the focus where the hand was.
function settle(focused, inCard) {
  const at = card()?.dataset.at;
  const now = at && document.getElementById(`f-${at}`);
  for (const each of all(".fragment[aria-current]")) if (each !== now) each.removeAttribute("aria-current");
  if (now && at !== settle.at) {
    settle.at = at;
    now.setAttribute("aria-current", "true");
    now.scrollIntoView({ block: "nearest" });
    const rest = through() ? `&queue=${encodeURIComponent(through())}` : "";
    history.replaceState(null, "", `?at=${at}${rest}#f-${at}`);
    one(".panel").scrollTop = 0;
  }
  if (!inCard) return;
  const opposite = focused?.replace(/^(give|drop) /, (verb) => (verb === "give " ? "drop " : "give "));
  const button = all("#card button").find((each) => each.value === focused || each.value === opposite);
  (button ?? card()).focus({ preventScroll: true });
}

// The queue that is gone through goes along from card to card.
const through = () => card()?.dataset.queue ?? "";
export const open = (at) => ask(`${location.pathname}/fragments/${at}?queue=${encodeURIComponent(through())}`);

// Where the page stands as it came: from here on, arriving elsewhere is told.
export function begin() {
  settle.at = document.getElementById("heard").dataset.at = card()?.dataset.at;
  current()?.scrollIntoView({ block: "center" });
}
