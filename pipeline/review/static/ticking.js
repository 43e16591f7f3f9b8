// Tick every box of a list, with a button below its last line: whoever presses it has the list behind them.

for (const button of document.querySelectorAll("[data-tick-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of button.form.querySelectorAll("input[type=checkbox]")) box.checked = true;
  });
}
