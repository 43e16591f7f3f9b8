// Drafts of memos: what is typed is kept in this browser until it is saved, or thrown away on purpose.

const owner = () => document.documentElement.dataset.draftOwner;
const named = (form, name) => form.querySelector(`[name="${name}"]`)?.value ?? "";
const keyOf = (field) => `draft|${owner()}|${named(field.form, "topic")}|${named(field.form, "replaces")}`;

function show(field, kept) {
  const note = field.form.querySelector("[data-draft-note]");
  if (note) note.hidden = !kept;
  if (kept) for (let at = field.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}

function keep(field) {
  const changed = field.value !== field.defaultValue;
  if (changed) localStorage.setItem(keyOf(field), field.value);
  else localStorage.removeItem(keyOf(field));
  show(field, changed);
}

function throwAway(field) {
  localStorage.removeItem(keyOf(field));
  field.value = field.defaultValue;
  show(field, false);
}

// A draft that was sent is saved once the page shows its words; until then it stays.
const saved = (field, draft) =>
  sessionStorage.getItem("sent") === keyOf(field) &&
  [...document.querySelectorAll(".memo-text")].some((each) => each.textContent.trim() === draft.trim());

export function restore(within = document) {
  for (const field of within.querySelectorAll("textarea[data-draft]")) {
    const draft = localStorage.getItem(keyOf(field));
    if (draft === null) continue;
    if (saved(field, draft)) {
      localStorage.removeItem(keyOf(field));
      sessionStorage.removeItem("sent");
    } else {
      field.value = draft;
      show(field, true);
    }
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-draft]")) keep(event.target);
});
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("textarea[data-draft]");
  if (field) sessionStorage.setItem("sent", keyOf(field));
});
document.addEventListener("click", (event) => {
  if (event.target.matches("[data-throw-away]")) throwAway(event.target.form.querySelector("textarea[data-draft]"));
});
restore();
