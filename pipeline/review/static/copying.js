// A button that copies the words it stands beside; without it they can be selected as any text.

const words = (button) => document.getElementById(button.dataset.copy);

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(words(button).textContent.trim());
  } catch {
    // Browsers give the clipboard to safe addresses only: the words are selected, and the older way tried.
    select(words(button));
    document.execCommand("copy");
  }
  button.textContent = button.dataset.copied;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
