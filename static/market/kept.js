// Markets without a network: tells the service worker what to keep, says how old a kept page is, and lists what can be opened.
import { ago } from "../site/js/locale.js";

const PAGES = 5; // of favourites, fetched ahead

const tell = (message) => navigator.serviceWorker.ready.then(({ active }) => active.postMessage(message));
const links = (page) => [...page.querySelectorAll(".stall-link")].map((link) => link.getAttribute("href"));

/** All that is marked, whatever page of the list this is the first of. */
async function favourites() {
  const marked = links(document);
  let next = document.querySelector(".pager a[rel=next]");
  for (let page = 1; next && page < PAGES; page++) {
    const text = await (await fetch(next.getAttribute("href"))).text();
    const more = new DOMParser().parseFromString(text, "text/html");
    marked.push(...links(more));
    next = more.querySelector(".pager a[rel=next]");
  }
  return { marked, all: !next };
}

async function tellWhatToKeep() {
  if (!document.body.hasAttribute("data-signed-in") && !document.querySelector("[data-kept-list]")) await tell({ signedOut: true });
  if (!navigator.serviceWorker.controller) await tell({ opened: location.href });
  const here = document.querySelector("[data-marked]")?.dataset.marked;
  if (here === "yes") await tell({ marked: [location.pathname] });
  if (here === "no") await tell({ unmarked: location.pathname });
  if (document.querySelector("[data-favourites]") && !location.search) await tell(await favourites());
}

function sayAge() {
  const line = document.querySelector("[data-kept-at]");
  if (!line) return false;
  const time = line.querySelector("time");
  time.dateTime = line.dataset.keptAt;
  time.textContent = ago(new Date(line.dataset.keptAt));
  return true;
}

function item(url, response) {
  const link = document.createElement("a"), note = document.createElement("span"), line = document.createElement("li");
  const words = new DOMParser().parseFromString(decodeURIComponent(response.headers.get("x-kept-title")), "text/html").body.textContent;
  link.href = url.pathname + url.search;
  link.textContent = [words.replace(/ · [^·]*$/, ""), url.searchParams.get("near")].filter(Boolean).join(" · ");
  note.className = "fine";
  note.textContent = ago(new Date(response.headers.get("x-kept-at")));
  line.append(link, " ", note);
  return line;
}

async function listKept(section) {
  const list = section.querySelector("ul");
  for (const name of ["lists", "marked"]) {
    const cache = await caches.open(name);
    for (const request of (await cache.keys()).reverse()) list.append(item(new URL(request.url), await cache.match(request)));
  }
  section.hidden = !list.firstElementChild;
}

/** That the page at PATH is a favourite now, or is none any more. */
export function tellMark(path, on) {
  if ("serviceWorker" in navigator) tell(on ? { marked: [path] } : { unmarked: path }).catch(() => {});
}

export function keepMarkets() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const section = document.querySelector("[data-kept-list]");
  if (section) listKept(section).catch(() => {});
  if (!sayAge()) tellWhatToKeep().catch(() => {}); // without a network nothing more is kept
}
