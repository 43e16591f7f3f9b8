// Select words anywhere in the transcript, with the mouse, a finger or Shift and the arrow keys, and code them.

import { all, current, one, soon } from "./asking.js";
import { find } from "./finding.js";

// The same white space as on the server (`passages.py`), which counts words by it.
const WORD = /[^\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;

const transcript = one(".transcript");
const button = document.getElementById("code-words");
const heard = document.getElementById("heard");
const finder = document.getElementById("finder");

let words = []; // every word of every fragment, in order, while words are selected by keys
let from = -1, to = -1;

const node = (fragment) => one(".text", fragment).firstChild;
const wordsOf = (fragment) =>
  [...(node(fragment)?.data ?? "").matchAll(WORD)].map((found, nth) => ({ fragment, nth, start: found.index, end: found.index + found[0].length }));

function rangeOf(first, last) {
  const range = document.createRange();
  range.setStart(node(first.fragment), first.start);
  range.setEnd(node(last.fragment), last.end);
  return range;
}

// What a run of words is, fragment by fragment: whole, or from which word to which.
function chosen(run) {
  const parts = [];
  for (const word of run) {
    const part = parts.at(-1)?.fragment === word.fragment ? parts.at(-1) : null;
    if (part) part.last = word.nth;
    else parts.push({ fragment: word.fragment, first: word.nth, last: word.nth });
  }
  return parts.map(({ fragment, first, last }) => {
    const whole = first === 0 && last === wordsOf(fragment).length - 1;
    const at = fragment.dataset.at;
    return { fragment, whole, words: whole ? at : `${at}:${first}-${last}` };
  });
}

// The words that a range touches, as far as they are in fragments.
function touched(range) {
  return all(".fragment", transcript).flatMap((fragment) => {
    const text = node(fragment);
    if (!text || !range.intersectsNode(text)) return [];
    const start = text === range.startContainer ? range.startOffset : 0;
    const end = text === range.endContainer ? range.endOffset : text.length;
    return wordsOf(fragment).filter((word) => word.start < end && word.end > start);
  });
}

function show(range) {
  if (!CSS.highlights) return;
  if (range) CSS.highlights.set("selected", new Highlight(range));
  else CSS.highlights.delete("selected");
}

function code(run) {
  if (!run.length) return;
  const range = rangeOf(run[0], run.at(-1));
  const text = range.toString();
  const rect = range.getBoundingClientRect();
  show(range);
  button.hidden = true;
  find({ parts: chosen(run), text, rect });
}

function mouseSelected(event) {
  if (event.pointerType !== "mouse" || event.button !== 0) return;
  // The selection is what it will be only after the event.
  setTimeout(() => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount || one("dialog[open]")) return;
    soon(() => code(touched(selection.getRangeAt(0))));
  });
}

// A finger adjusts what it selected: a button waits for it. So it does for selections made by other means.
let pointer = "";
function selectionChanged() {
  clearTimeout(selectionChanged.timer);
  if (pointer === "mouse" || finder.open) return;
  selectionChanged.timer = setTimeout(() => {
    const selection = getSelection();
    const any = selection.rangeCount && !selection.isCollapsed && touched(selection.getRangeAt(0)).length;
    button.hidden = !any;
  }, 300);
}

function stop() {
  from = to = -1;
  words = [];
  show(null);
}

function say() {
  const run = words.slice(Math.min(from, to), Math.max(from, to) + 1);
  const range = rangeOf(run[0], run.at(-1));
  show(range);
  words[to].fragment.scrollIntoView({ block: "nearest" });
  const text = range.toString().replace(/\s+/g, " ");
  heard.textContent = `${finder.dataset.selected}: ${text}`;
}

// Where an arrow key leads from a word: a word on, or to the far end of the fragment above or below.
function step(key) {
  const here = words[to].fragment;
  const first = words.findIndex((each) => each.fragment === here);
  const last = words.findLastIndex((each) => each.fragment === here);
  if (key === "ArrowLeft") return to - 1;
  if (key === "ArrowRight") return to + 1;
  if (key === "Home") return first;
  if (key === "End") return last;
  if (key === "ArrowUp") return to > first ? first : words.findIndex((each) => each.fragment === words[Math.max(first - 1, 0)].fragment);
  return to < last ? last : words.findLastIndex((each) => each.fragment === words[Math.min(last + 1, words.length - 1)].fragment);
}

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

function start(key) {
  words = all(".fragment", transcript).flatMap(wordsOf);
  const here = current();
  const first = words.findIndex((each) => each.fragment === here);
  if (first < 0) return stop();
  const last = words.findLastIndex((each) => each.fragment === here);
  const backwards = key === "ArrowLeft" || key === "ArrowUp";
  from = to = backwards ? last : first;
  if (key === "ArrowUp") to = first;
  if (key === "ArrowDown") to = last;
  say();
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const selecting = to >= 0;
  if (ARROWS.includes(event.key) && (event.shiftKey || selecting)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!selecting) return start(event.key);
    to = Math.max(0, Math.min(words.length - 1, step(event.key)));
    if (!event.shiftKey) from = to;
    return say();
  }
  if (!selecting || event.key === "Shift") return;
  const run = words.slice(Math.min(from, to), Math.max(from, to) + 1);
  stop();
  if (!["Enter", "/", "s", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.key !== "Escape") soon(() => code(run));
}

// Copying what is selected works also while the finder has the focus.
function copied(event) {
  const input = one("input", finder);
  if (!finder.dataset.text || input.selectionStart !== input.selectionEnd) return;
  event.clipboardData.setData("text/plain", finder.dataset.text);
  event.preventDefault();
}

if (transcript) {
  document.addEventListener("pointerdown", (event) => (pointer = event.pointerType), true);
  document.addEventListener("pointerup", (event) => transcript.contains(event.target) && mouseSelected(event));
  document.addEventListener("selectionchange", selectionChanged);
  if (one(".desk").dataset.keys !== "off") document.addEventListener("keydown", key, true);
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => code(touched(getSelection().getRangeAt(0))));
  finder.addEventListener("copy", copied);
  finder.addEventListener("close", () => {
    show(null);
    getSelection().removeAllRanges();
  });
}
