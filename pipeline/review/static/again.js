// What is going on is looked at again, by whoever has no script too: there the page asks for it itself.

const again = document.querySelector("[data-again]");
if (again) setTimeout(() => location.replace(again.dataset.again), 2000);
