// Marks a market from a list without loading the list anew. Where anything is in the way, the form goes as it would without a script.
import { tellMark } from "./kept.js";

async function mark(event) {
  const form = event.target.closest("form[data-star]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button"), on = button.getAttribute("aria-pressed") !== "true", path = new URL(form.action).pathname;
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const answer = await fetch(`/api/v1${path}`, { method: on ? "PUT" : "DELETE", headers: { "X-CSRF-Token": form.elements.namedItem("csrf").value } }).catch(() => null);
  button.removeAttribute("aria-busy");
  if (!answer?.ok) {
    form.submit();
    return;
  }
  for (const other of document.querySelectorAll("form[data-star]")) {
    if (other.action !== form.action) continue; // the same market may stand in several lists
    other.querySelector("button").setAttribute("aria-pressed", String(on));
    other.elements.namedItem("_method").value = on ? "DELETE" : "PUT";
  }
  tellMark(path.slice(0, path.lastIndexOf("/")), on);
}

export function markMarkets() {
  document.addEventListener("submit", mark);
}
