// Keys and instant saving. Everything here is also possible without it: forms and links do the work.

const desk = document.querySelector(".desk");
const said = document.getElementById("said");
const one = (query, within = document) => within.querySelector(query);
const all = (query, within = document) => [...within.querySelectorAll(query)];
const card = () => document.getElementById("card");
const current = () => one(".fragment[aria-current]");

// What is asked waits its turn: two quick keys act on what the first one left behind.
let queue = Promise.resolve();
const soon = (act) => (queue = queue.then(act).catch(trouble));

function say(words, bad = false) {
  said.textContent = words;
  said.classList.toggle("trouble", bad);
  clearTimeout(say.timer);
  if (!bad) say.timer = setTimeout(() => (said.textContent = ""), 4000);
}

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

async function ask(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { "X-Desk": "1" }, redirect: "error" });
  const elsewhere = response.headers.get("x-desk-go");
  if (elsewhere) return leave(elsewhere);
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("text/html")) throw new Error("the desk did not answer with a page");
  const focused = document.activeElement?.closest("#card button")?.value;
  const inCard = card()?.contains(document.activeElement);
  const judged = swap(await response.text());
  settle(focused, inCard);
  tell(judged);
}

// The page goes: what waits in the queue was meant for it, and does not act on what is left of it.
function leave(address) {
  const to = new URL(address, location);
  if (to.pathname + to.search === location.pathname + location.search) location.reload();
  else location.assign(to);
  return new Promise(() => {});
}

const save = (button) =>
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
const open = (at) => ask(`${location.pathname}/fragments/${at}?queue=${encodeURIComponent(through())}`);

function move(step, wanted = () => true) {
  const fragments = all(".fragment");
  const from = fragments.indexOf(current());
  for (let at = from + step; at >= 0 && at < fragments.length; at += step)
    if (wanted(fragments[at])) return open(fragments[at].dataset.at);
}

function mostDoubted() {
  const doubts = all(".fragment[data-doubt]").filter((each) => each !== current());
  const most = doubts.sort((one, other) => other.dataset.doubt - one.dataset.doubt)[0];
  if (most) return open(most.dataset.at);
}

const waiting = (fragment) => !fragment.classList.contains("done");
const offer = () => one(".offer[aria-current]", card());
const press = (name, within = card()) => {
  const button = within && one(`[data-press="${name}"]`, within);
  if (button) return save(button);
};

const follow = (name) => {
  const link = one(`[data-move="${name}"]`, card());
  if (!link) return;
  const to = new URL(link.href);
  return to.pathname === location.pathname ? open(to.searchParams.get("at")) : leave(link.href);
};

const visit = (name, within = card()) => {
  const link = within && one(`[data-visit="${name}"]`, within);
  if (link) return leave(link.href);
};

function nextOffer(step) {
  const offers = all(".offer", card());
  if (!offers.length) return;
  const to = offers[(offers.indexOf(offer()) + step + offers.length) % offers.length];
  offer()?.removeAttribute("aria-current");
  to.setAttribute("aria-current", "true");
  to.scrollIntoView({ block: "nearest" });
  number(to.dataset.dimension);
}

function number(dimension) {
  for (const each of all(".dimension", card())) each.toggleAttribute("data-current", each.dataset.dimension === dimension);
}

function nextDimension() {
  const dimensions = all(".dimension", card());
  const at = dimensions.findIndex((each) => each.hasAttribute("data-current"));
  const to = dimensions[(at + 1) % dimensions.length];
  number(to?.dataset.dimension);
  to?.scrollIntoView({ block: "nearest" });
}

function digit(key, change) {
  const opened = one(".change[open]", card());
  const others = change ? offer() && one(".others", offer()) : opened;
  const place = others ?? one(".dimension[data-current]", card());
  const button = place && one(`[data-digit="${key}"]`, place);
  if (button) return save(button);
}

function changing() {
  const details = offer() && one(".change", offer());
  if (details) details.open = !details.open;
}

// What the codes of the suggestion's dimension mean; once more, and it is put away.
function inform() {
  const about = one(".about-codes", card());
  if (!about) return;
  about.open = !about.open;
  const dimension = one(".dimension[data-current]", card())?.dataset.dimension;
  if (about.open) (one(`[data-about="${dimension}"]`, about) ?? about).scrollIntoView({ block: "nearest" });
}

// Why the model suggests this; once more, and it is put away.
function explain() {
  const link = one("[data-why]", card());
  const shown = one("#why", card());
  if (!link) return;
  if (shown.hidden) return ask(link.href).then(() => one("#why", card())?.scrollIntoView({ block: "nearest" }));
  shown.hidden = true;
}

function note() {
  const field = one("[data-memo]", card());
  if (!field) return;
  field.closest("details").open = true;
  field.focus();
}

// Ctrl with Enter keeps what stands in a field; Escape leaves it, and the keys are keys again.
function writing(event) {
  const field = event.target.closest("textarea");
  if (!field) return;
  if (event.key === "Escape") field.blur();
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  one("button", field.form).click();
}

// Find a code by typing
const finder = document.getElementById("finder");
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function find() {
  if (!card()?.dataset.at) return;
  const input = one("input", finder);
  input.value = "";
  list("");
  finder.showModal();
}

function list(typed) {
  const found = all(".dimension .code", card()).filter((each) =>
    plain(`${one(".words", each).textContent} ${each.closest(".dimension").dataset.dimension} ${each.value.split(" ")[2]}`).includes(plain(typed)),
  );
  const items = found.map((button, position) => {
    const item = document.createElement("li");
    item.id = `found-${position}`;
    item.role = "option";
    item.className = [...button.classList].find((each) => each.startsWith("tone-")) ?? "";
    item.append(one(".shape", button).cloneNode(true), ` ${one(".words", button).textContent} `);
    const dimension = document.createElement("small");
    dimension.textContent = one("legend", button.closest(".dimension")).firstChild.textContent.trim();
    item.append(button.classList.contains("held") ? "✓" : "", dimension);
    item.addEventListener("click", () => choose(button));
    item.button = button;
    return item;
  });
  one("ul", finder).replaceChildren(...items);
  one("[data-none]", finder).hidden = items.length > 0;
  select(0);
}

function select(position) {
  const items = all("li", finder);
  const at = Math.max(0, Math.min(position, items.length - 1));
  items.forEach((item, nth) => item.setAttribute("aria-selected", nth === at));
  items[at]?.scrollIntoView({ block: "nearest" });
  one("input", finder).setAttribute("aria-activedescendant", items[at]?.id ?? "");
}

function choose(button) {
  finder.close();
  soon(() => save(button));
}

function finding(event) {
  const items = all("li", finder);
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1 };
  if (event.key in moves) select(moves[event.key]);
  else if (event.key === "Enter" && items[at]) choose(items[at].button);
  else return;
  event.preventDefault();
}

const help = document.getElementById("help");

const KEYS = {
  j: () => move(1), ArrowDown: () => move(1),
  k: () => move(-1), ArrowUp: () => move(-1),
  n: () => move(1, waiting),
  u: mostDoubted,
  ArrowLeft: () => nextOffer(-1), ArrowRight: () => nextOffer(1),
  a: () => press("accept", offer()),
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
  "/": find, s: find,
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

// What is going on is looked at again, by whoever has no script too: there the page asks for it itself.
const again = one("[data-again]");
if (again) setTimeout(() => location.replace(again.dataset.again), 2000);

if (desk) {
  if (desk.dataset.keys !== "off") document.addEventListener("keydown", key);
  desk.addEventListener("keydown", writing);
  desk.addEventListener("submit", (event) => {
    if (!event.submitter?.closest("#card")) return;
    event.preventDefault();
    const button = event.submitter;
    soon(() => save(button));
  });
  desk.addEventListener("click", (event) => {
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
  });
  one("input", finder).addEventListener("input", (event) => list(event.target.value));
  finder.addEventListener("keydown", finding);
  settle.at = document.getElementById("heard").dataset.at = card()?.dataset.at;
  current()?.scrollIntoView({ block: "center" });
}
