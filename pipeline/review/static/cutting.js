// Choosing a word by arrow keys; pressing it is the form's own work.

const lines = [...document.querySelectorAll(".word-line")];
const words = (line) => [...line.querySelectorAll("button")];
const middle = (line) => words(line).find((each) => each.ariaCurrent) ?? words(line)[Math.floor(words(line).length / 2)];

function step(event) {
  if (event.key === "Escape") return document.querySelector("[data-back]").click();
  const line = event.target.closest(".word-line");
  if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
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

document.addEventListener("keydown", step);
// A fragment of one word cannot be split: then the first line that has a word to choose.
const first = lines.find((line) => words(line).length);
if (first) middle(first).focus();
