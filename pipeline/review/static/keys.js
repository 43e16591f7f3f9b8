// Keys on the pages beside the desk: what has a key in `data-key` is clicked, and arrow keys choose a word.

const lines = [...document.querySelectorAll(".word-line")];
const words = (line) => [...line.querySelectorAll("button")];
const middle = (line) => words(line).find((each) => each.ariaCurrent) ?? words(line)[Math.floor(words(line).length / 2)];

function step(event) {
  const line = event.target.closest(".word-line");
  if (!line) return;
  const at = words(line).indexOf(event.target);
  const onto = {
    ArrowLeft: words(line)[at - 1],
    ArrowRight: words(line)[at + 1],
    ArrowUp: lines[lines.indexOf(line) - 1] && middle(lines[lines.indexOf(line) - 1]),
    ArrowDown: lines[lines.indexOf(line) + 1] && middle(lines[lines.indexOf(line) + 1]),
    Home: words(line)[0],
    End: words(line).at(-1),
  };
  if (!(event.key in onto)) return;
  event.preventDefault();
  onto[event.key]?.focus();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  step(event);
  if (event.defaultPrevented || (event.key !== "Escape" && event.target.closest("input, select, textarea"))) return;
  // The digit row says digits only with Shift on a Belgian keyboard: go by the place of the key.
  const key = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? event.key;
  const wanted = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
}

if (!document.querySelector("[data-keys=off]")) document.addEventListener("keydown", press);
// A fragment of one word cannot be split: then the first line that has a word to choose.
const first = lines.find((line) => words(line).length);
if (first) middle(first).focus();
