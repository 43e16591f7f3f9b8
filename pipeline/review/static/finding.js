// Find a code by typing: what begins as typed comes first, then what has it in it, then the label in the other language.

import { all, card, one, save, soon } from "./asking.js";

const finder = document.getElementById("finder");
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const label = (button) => one(".words", button).textContent;

export function find() {
  if (!card()?.dataset.at) return;
  const input = one("input", finder);
  input.value = "";
  list("");
  finder.showModal();
}

// How well a code fits what was typed: the lower the better, -1 not at all.
function fit(button, typed) {
  const [shown, other] = [plain(label(button)), plain(button.dataset.also)];
  const begins = (words) => words.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed));
  return [shown.startsWith(typed), begins(shown), shown.includes(typed), begins(other), other.includes(typed)].indexOf(true);
}

function list(typed) {
  const wanted = plain(typed.trim());
  const fits = all(".dimension .code", card()).map((button) => [fit(button, wanted), button]);
  const found = fits.filter(([how]) => how >= 0).sort(([one], [other]) => one - other);
  const items = found.map(([, button], position) => itemOf(button, position));
  one("ul", finder).replaceChildren(...items);
  one("[data-none]", finder).hidden = items.length > 0;
  select(0);
}

function itemOf(button, position) {
  const item = document.createElement("li");
  item.id = `found-${position}`;
  item.role = "option";
  item.className = [...button.classList].find((each) => each.startsWith("tone-")) ?? "";
  const dimension = document.createElement("small");
  dimension.textContent = one("legend", button.closest(".dimension")).firstChild.textContent.trim();
  const words = document.createElement("span");
  words.textContent = label(button);
  item.append(one(".shape", button).cloneNode(true), words, button.classList.contains("held") ? "✓" : "", dimension);
  item.addEventListener("click", () => choose(button));
  item.button = button;
  return item;
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

one("input", finder).addEventListener("input", (event) => list(event.target.value));
finder.addEventListener("keydown", finding);
