// The sheets print as well without this file; it adds the button.

document.getElementById("posting-print").addEventListener("click", () => window.print());
document.documentElement.dataset.ready = "true";
