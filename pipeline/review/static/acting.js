// What keys and buttons do at a fragment and its card.

import { all, ask, card, current, leave, one, open, save } from "./asking.js";

export function move(step, wanted = () => true) {
  const fragments = all(".fragment");
  const from = fragments.indexOf(current());
  for (let at = from + step; at >= 0 && at < fragments.length; at += step)
    if (wanted(fragments[at])) return open(fragments[at].dataset.at);
}

export function mostDoubted() {
  const doubts = all(".fragment[data-doubt]").filter((each) => each !== current());
  const most = doubts.sort((one, other) => other.dataset.doubt - one.dataset.doubt)[0];
  if (most) return open(most.dataset.at);
}

export const waiting = (fragment) => !fragment.classList.contains("done");
export const offer = () => one(".offer[aria-current]", card());
export const press = (name, within = card()) => {
  const button = within && one(`[data-press="${name}"]`, within);
  if (button) return save(button);
};

export const follow = (name) => {
  const link = one(`[data-move="${name}"]`, card());
  if (!link) return;
  const to = new URL(link.href);
  return to.pathname === location.pathname ? open(to.searchParams.get("at")) : leave(link.href);
};

export const visit = (name, within = card()) => {
  const link = within && one(`[data-visit="${name}"]`, within);
  if (link) return leave(link.href);
};

export function nextOffer(step) {
  const offers = all(".offer", card());
  if (!offers.length) return;
  const to = offers[(offers.indexOf(offer()) + step + offers.length) % offers.length];
  offer()?.removeAttribute("aria-current");
  to.setAttribute("aria-current", "true");
  to.scrollIntoView({ block: "nearest" });
}

function number(dimension) {
  for (const each of all(".dimension", card())) each.toggleAttribute("data-current", each.dataset.dimension === dimension);
}

export function nextDimension() {
  const dimensions = all(".dimension", card());
  const at = dimensions.findIndex((each) => each.hasAttribute("data-current"));
  const to = dimensions[(at + 1) % dimensions.length];
  number(to?.dataset.dimension);
  to?.scrollIntoView({ block: "nearest" });
}

export function digit(key, change) {
  const opened = one(".change[open]", card());
  const others = change ? offer() && one(".others", offer()) : opened;
  const place = others ?? one(".dimension[data-current]", card());
  const button = place && one(`[data-digit="${key}"]`, place);
  if (button) return save(button);
}

export function changing() {
  const details = offer() && one(".change", offer());
  if (details) details.open = !details.open;
}

// What the codes of the suggestion's dimension mean; once more, and it is put away.
export function inform() {
  const about = one(".about-codes", card());
  if (!about) return;
  about.open = !about.open;
  const dimension = one(".dimension[data-current]", card())?.dataset.dimension;
  if (about.open) (one(`[data-about="${dimension}"]`, about) ?? about).scrollIntoView({ block: "nearest" });
}

// Why the model suggests this; once more, and it is put away.
export function explain() {
  const link = one("[data-why]", card());
  const shown = one("#why", card());
  if (!link) return;
  if (shown.hidden) return ask(link.href).then(() => one("#why", card())?.scrollIntoView({ block: "nearest" }));
  shown.hidden = true;
}

export function note() {
  const field = one("[data-memo]", card());
  if (!field) return;
  field.closest("details").open = true;
  field.focus();
}
