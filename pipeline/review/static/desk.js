// An interview on the desk: keys and instant saving. Everything here is also possible without it: forms and links do the work.

import {
  changing, digit, explain, follow, inform, mostDoubted, move, nextDimension, nextOffer, note, offer, press, visit, waiting,
} from "./acting.js";
import { begin, card, one, open, save, soon } from "./asking.js";
import { find } from "./finding.js";
import "./selecting.js";

const desk = document.querySelector(".desk");
const help = document.getElementById("help");

const KEYS = {
  j: () => move(1), ArrowDown: () => move(1),
  k: () => move(-1), ArrowUp: () => move(-1),
  n: () => move(1, waiting),
  u: mostDoubted,
  ArrowLeft: () => nextOffer(-1), ArrowRight: () => nextOffer(1),
  a: () => press("accept", offer()), A: () => press("accept-all"),
  r: () => press("reject", offer()),
  c: changing,
  d: nextDimension,
  Enter: () => press("done") ?? follow("onward"),
  x: () => press("none"),
  z: () => press("undo"), Z: () => press("redo"), y: () => press("redo"),
  i: () => inform(), w: explain,
  b: () => visit("cut"), l: () => visit("alike", offer()),
  "<": () => press("end-earlier"), ">": () => press("end-later"),
  M: () => press("merge"), m: note,
  "/": () => find(), s: () => find(),
  "?": () => help.showModal(),
};

function key(event) {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
  if (target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === "Enter" && target.closest("a, button, summary")) return;
  // The digit row says digits only with Shift on a Belgian keyboard: go by the place of the key.
  const typed = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const act = typed ? () => digit(typed, event.shiftKey) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  soon(act);
}

// Ctrl with Enter keeps what stands in a field; Escape leaves it, and the keys are keys again.
function writing(event) {
  const field = event.target.closest("textarea");
  if (!field) return;
  if (event.key === "Escape") field.blur();
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  one("button:not([type=button])", field.form).click();
}

function submitted(event) {
  if (!event.submitter?.closest("#card")) return;
  event.preventDefault();
  const button = event.submitter;
  soon(() => save(button));
}

function clicked(event) {
  if (event.target.closest("[data-help]")) {
    event.preventDefault();
    help.showModal();
    return;
  }
  if (event.target.closest("[data-why]") && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    soon(explain);
    return;
  }
  const link = event.target.closest("[data-move], .number");
  if (link && new URL(link.href).pathname !== location.pathname) return;
  const fragment = event.target.closest(".fragment");
  if (event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection()) || !(link || fragment)) return;
  event.preventDefault();
  const at = fragment?.dataset.at ?? new URL(link.href).searchParams.get("at");
  if (at !== card().dataset.at) soon(() => open(at));
}

if (desk.dataset.keys !== "off") document.addEventListener("keydown", key);
desk.addEventListener("keydown", writing);
desk.addEventListener("submit", submitted);
desk.addEventListener("click", clicked);
begin();
