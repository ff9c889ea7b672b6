// Runs before the page is drawn, so that nobody sees the wrong colours first. Without it the page is the plain table.
document.documentElement.classList.add("js");
try {
  document.documentElement.dataset.theme = localStorage.getItem("engage-theme") ?? "auto";
} catch {
  document.documentElement.dataset.theme = "auto";
}
