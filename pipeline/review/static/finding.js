// Find a code by typing, for a fragment or for selected words. Every code that is chosen is saved at once, and the
// finder stays for the next one: type, Enter, type, Enter. Enter or Escape without a choice closes it.

import { all, ask, card, one, save, soon } from "./asking.js";

const finder = document.getElementById("finder");
const input = one("input", finder);
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const label = (button) => one(".words", button).textContent;
const code = (button) => button.value.split(" ").slice(1).join(".");
const LAST = "drempel-last-codes";

let selection = null; // the selected words, when it is words that are coded
let given = 0;

export function find(of = null) {
  if (!card()?.dataset.at) return;
  selection = of;
  given = 0;
  describe();
  input.value = "";
  list();
  finder.showModal();
  place();
}

// Which words are coded, and which fragments are cut for that, before anything happens.
function describe() {
  const about = one("[data-chosen]", finder);
  about.hidden = !selection;
  finder.dataset.text = selection?.text ?? "";
  if (!selection) return;
  const text = selection.text.replace(/\s+/g, " ").trim();
  const short = text.length > 160 ? `${text.slice(0, 110)} … ${text.slice(-40)}` : text;
  const number = (part) => one(".number", part.fragment).firstChild.data.trim();
  const parts = selection.parts.map((part) => `${number(part)} (${part.whole ? finder.dataset.whole : finder.dataset.cut})`);
  about.textContent = `“${short}” ${finder.dataset.of}: ${parts.join(", ")}`;
}

// Below the selected words, or above them where there is no room; where neither has, at the bottom of the window.
function place() {
  const wide = matchMedia("(min-width: 52.01rem)").matches;
  finder.classList.toggle("beside", Boolean(selection && wide));
  finder.style.left = finder.style.top = "";
  if (!selection || !wide) return;
  const { rect } = selection;
  const [width, height] = [finder.offsetWidth, finder.offsetHeight];
  const below = rect.bottom + 8;
  const above = rect.top - height - 8;
  const top = below + height < innerHeight ? below : above > 0 ? above : Math.max(8, innerHeight - height - 8);
  finder.style.left = `${Math.max(8, Math.min(rect.left, innerWidth - width - 8))}px`;
  finder.style.top = `${top}px`;
}

const begins = (words, typed) => words.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed));

// What a code means and the words that go with it, as the card has it.
function meaning(button) {
  const dimension = button.closest(".dimension").dataset.dimension;
  const nth = all(".code", button.closest(".dimension")).indexOf(button);
  const term = all(`[data-about="${dimension}"] dt`, card())[nth];
  const told = [];
  for (let each = term?.nextElementSibling; each && each.tagName === "DD"; each = each.nextElementSibling) told.push(each.textContent);
  const keywords = one(`[data-code="${CSS.escape(code(button))}"]`, document.getElementById("keywords").content);
  return `${told.join(" ")} ${keywords?.textContent ?? ""}`;
}

// How well a code fits what was typed: the lower the better, -1 not at all.
function fit(button, typed) {
  const [shown, other] = [plain(label(button)), plain(button.dataset.also)];
  const ways = [shown.startsWith(typed), begins(shown, typed), shown.includes(typed), begins(other, typed), other.includes(typed)];
  const found = ways.indexOf(true);
  if (found >= 0 || typed.length < 3) return found;
  return begins(plain(meaning(button)), typed) ? ways.length : -1;
}

const lastCodes = () => JSON.parse(sessionStorage.getItem(LAST) ?? "[]");
const remember = (named) => sessionStorage.setItem(LAST, JSON.stringify([named, ...lastCodes().filter((each) => each !== named)].slice(0, 5)));

// Before anything is typed: what is suggested, what was given last, what is given most.
function likely() {
  const wholeCard = !selection || selection.parts.some((part) => part.fragment.dataset.at === card().dataset.at);
  const offers = wholeCard ? all(".offer [data-press=accept]", card()).map(code) : [];
  const used = (finder.dataset.used ?? "").split(" ").filter(Boolean).slice(0, 5);
  const why = new Map();
  for (const [reason, codes] of [["suggested", offers], ["last", lastCodes()], ["most", used]])
    for (const each of codes) if (!why.has(each)) why.set(each, reason);
  return why;
}

function list() {
  const wanted = plain(input.value.trim());
  const why = wanted ? new Map() : likely();
  const order = [...why.keys()];
  const rank = (button) => (why.has(code(button)) ? order.indexOf(code(button)) : order.length);
  const fits = all(".dimension .code", card()).map((button) => [wanted ? fit(button, wanted) : rank(button), button]);
  const found = fits.filter(([how]) => how >= 0).sort(([one], [other]) => one - other);
  const items = found.map(([, button], position) => itemOf(button, position, why.get(code(button))));
  const made = newCodes().map((each, position) => newItem(each, items.length + position));
  one("ul", finder).replaceChildren(...items, ...made);
  one("[data-none]", finder).hidden = items.length > 0;
  // Once a code was given, Enter without more typing means that this was all. A new code is never the first choice.
  select(items.length === 0 || (given && !wanted) ? -1 : 0);
}

const legend = (dimension) => one("legend", dimension).firstChild.textContent.trim();
const named = (dimension, label) => all(".code", dimension).find((button) => plain(one(".words", button).textContent.trim()) === plain(label));

// The codes that could be made: of what is typed, below another code after `>`, or of the selected words themselves.
function newCodes() {
  const typed = input.value.replace(/\s+/g, " ").trim();
  const vivo = !typed && selection && !given ? selection.text.replace(/\s+/g, " ").trim() : "";
  const [, above, below] = typed.match(/^(.+?) ?> ?(.+)$/) ?? [];
  const label = below ?? (typed || vivo);
  if (!label || label.length > 80 || typed.endsWith(">")) return [];
  return all(".dimension", card()).flatMap((dimension) => {
    const parent = above && named(dimension, above);
    if (named(dimension, label) || (above && !parent)) return [];
    return [{ dimension, label, parent, vivo: Boolean(vivo) }];
  });
}

function newItem(made, position) {
  const item = document.createElement("li");
  item.id = `found-${position}`;
  item.role = "option";
  item.className = "new-code";
  const words = document.createElement("span");
  words.textContent = `${finder.dataset[made.vivo ? "vivo" : "new"]}: “${made.label}”`;
  const where = document.createElement("small");
  where.textContent = legend(made.dimension);
  if (made.parent) where.textContent += ` · ${finder.dataset.below} ${label(made.parent)}`;
  item.append("+ ", words, where);
  item.act = () => make(made);
  item.addEventListener("click", item.act);
  return item;
}

// The code is made first, and given to the same words or fragment when it stands on the card.
function make({ dimension, label: wanted, parent }) {
  const body = new URLSearchParams({ csrf: one("#judging [name=csrf]").value, dimension: dimension.dataset.dimension, label: wanted, queue: card().dataset.queue });
  if (parent) body.set("parent", code(parent).split(".")[1]);
  input.value = "";
  given += 1;
  list();
  input.focus();
  soon(async () => {
    one("#new-code").replaceChildren();
    await ask(`${location.pathname}/fragments/${card().dataset.at}/codes`, { method: "POST", body });
    const added = one("#new-code input")?.value;
    if (!added) return finder.close();
    remember(added);
    return selection ? codeWords(added) : give(added);
  }).finally(next);
}

const holds = (button) => !selection && button.classList.contains("held");

function itemOf(button, position, reason) {
  const item = document.createElement("li");
  item.id = `found-${position}`;
  item.role = "option";
  item.className = [...button.classList].find((each) => each.startsWith("tone-")) ?? "";
  const dimension = document.createElement("small");
  dimension.textContent = legend(button.closest(".dimension"));
  if (reason) dimension.textContent += ` · ${finder.dataset[reason]}`;
  const words = document.createElement("span");
  words.textContent = label(button);
  item.append(one(".shape", button).cloneNode(true), words, holds(button) ? "✓" : "", dimension);
  item.act = () => choose(button);
  item.addEventListener("click", item.act);
  return item;
}

function select(position) {
  const items = all("li", finder);
  const at = Math.min(position, items.length - 1);
  items.forEach((item, nth) => item.setAttribute("aria-selected", nth === at));
  items[at]?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", items[at]?.id ?? "");
}

function choose(button) {
  const chosen = code(button);
  remember(chosen);
  input.value = "";
  given += 1;
  // Before the answer is there: one more Enter then closes, and does not give the same code again.
  list();
  input.focus();
  soon(() => (selection ? codeWords(chosen) : give(chosen)).finally(next));
}

// The card may have been drawn anew since the list was made.
const give = (chosen) => save(all(".dimension .code", card()).find((each) => code(each) === chosen)).then(said);

// The words are cut out by the first code; the next code is given to what was made of them.
async function codeWords(chosen) {
  const body = new URLSearchParams({ csrf: one("#judging [name=csrf]").value, code: chosen });
  for (const part of selection.parts) body.append("words", part.words);
  one("#passage").replaceChildren();
  await ask(`${location.pathname}/passages`, { method: "POST", body });
  const made = all("#passage input").map((each) => each.value);
  if (!made.length) return finder.close();
  all(".fragment .number").forEach((each, nth) => (each.firstChild.data = String(nth + 1)));
  selection.parts = made.map((at) => ({ fragment: document.getElementById(`f-${at}`), whole: true, words: at }));
  describe();
  said();
}

// What was done is said inside the window that is open, too.
function said() {
  const words = document.getElementById("said");
  if (words.classList.contains("trouble")) return finder.close();
  one("[data-done]", finder).textContent = words.textContent;
}

// The answer is there: the list is that of the card as it is now; what was gone to meanwhile stays selected.
function next() {
  if (!finder.open) return;
  const selected = () => one("li[aria-selected=true]", finder)?.textContent;
  const before = selected();
  list();
  const same = all("li", finder).findIndex((item) => item.textContent === before);
  if (same >= 0) select(same);
  input.focus();
}

// Closed here and not by the browser, which lets go of the field only later: the next key may be pressed before.
function leave() {
  finder.close();
  if (finder.contains(document.activeElement)) document.activeElement.blur();
}

function finding(event) {
  const items = all("li", finder);
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const moves = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0) };
  if (event.key in moves) select(moves[event.key]);
  else if (event.key === "Enter" && items[at]) items[at].act();
  else if ((event.key === "Enter" && given && !input.value.trim()) || event.key === "Escape") leave();
  else return;
  event.preventDefault();
}

input.addEventListener("input", list);
finder.addEventListener("keydown", finding);
finder.addEventListener("close", () => (one("[data-done]", finder).textContent = ""));
