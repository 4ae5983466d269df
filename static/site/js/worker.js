/* The service worker. The shell (styles, scripts, fonts) is kept by version. Pages come from the network whenever it answers; the last
 * lists of markets and the markets that a person marked are kept beside, and shown with their age when it does not. What a signed-in
 * person saw is dropped when they sign out. SHELL and VERSION come from the build. */
const LANGUAGE = new URL(self.location).searchParams.get("language") ?? ""; // of the page that registered it: each language has its own
const CACHE = "shell-" + VERSION + LANGUAGE;
const OFFLINE = "/offline?language=" + encodeURIComponent(LANGUAGE);
const LISTS = "lists", MARKED = "marked"; // kept pages, by caches
const MOST = { [LISTS]: 12, [MARKED]: 120 };
const LIST_PATHS = ["/markets", "/markets/today", "/markets/nearby", "/markets/search", "/markets/calendar"];
const FAVOURITES = "/markets/favourites";
const MARKET = /^\/markets\/[^/]+$/;
const SLOW = 4000; // milliseconds until what is kept is shown instead
const FRESH = 10 * 60 * 1000; // what is younger is not fetched ahead again

let leaves = 0; // sign-outs: what was asked for before one is not kept after it

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL);
  await cache.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit", cache: "reload" }));
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (![CACHE, LISTS, MARKED].includes(name)) await caches.delete(name);
  await self.clients.claim();
}

async function matchKept(url) {
  for (const name of [LISTS, MARKED]) {
    const response = await (await caches.open(name)).match(url.href);
    if (response) return response;
  }
  return undefined;
}

/** Where a page of URL is kept, or null. A market is kept when it is kept already: that it is marked is told by its page. */
async function shelfOf(url) {
  if (LIST_PATHS.includes(url.pathname)) return LISTS;
  if (url.pathname === FAVOURITES) return MARKED;
  return MARKET.test(url.pathname) && (await (await caches.open(MARKED)).match(url.href)) ? MARKED : null;
}

async function keep(name, url, response) {
  const then = leaves;
  if (!response.ok || response.redirected || !response.headers.get("content-type")?.startsWith("text/html")) return;
  const text = await response.text(), headers = new Headers(response.headers);
  for (const header of ["content-encoding", "content-length"]) headers.delete(header);
  headers.set("x-kept-at", new Date().toISOString());
  headers.set("x-kept-title", encodeURIComponent(/<title>([^<]*)/.exec(text)?.[1] ?? ""));
  if (/<body[^>]* data-signed-in/.test(text)) headers.set("x-kept-personal", "yes");
  const cache = await caches.open(name);
  if (then !== leaves) return;
  await cache.delete(url.href);
  await cache.put(url.href, new Response(text, { headers }));
  const keys = await cache.keys(); // oldest first
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST[name]))) await cache.delete(old);
}

async function dropPersonal() {
  leaves++;
  for (const name of [LISTS, MARKED]) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) if ((await cache.match(request))?.headers.has("x-kept-personal")) await cache.delete(request);
  }
}

/** The kept page, saying from when it is. WHY: offline, slow. */
async function fromLast(url, why) {
  const response = await matchKept(url);
  if (!response) return null;
  const mark = `<p class="kept-line wrap" data-kept="${why}" data-kept-at="${response.headers.get("x-kept-at")}"`;
  return new Response((await response.text()).replace('<p class="kept-line wrap" hidden', mark), { headers: response.headers });
}

async function refresh(url, response) {
  const shelf = await shelfOf(url);
  if (shelf) await keep(shelf, url, response);
}

async function page(event, url) {
  const asked = fetch(event.request).then((response) => {
    event.waitUntil(refresh(url, response.clone()).catch(() => {}));
    return response;
  });
  event.waitUntil(asked.catch(() => {})); // an answer that came too late is kept all the same
  const waits = [asked.catch(() => "offline")];
  if (await matchKept(url)) waits.push(new Promise((resolve) => { setTimeout(resolve, SLOW, "slow"); }));
  const answer = await Promise.race(waits);
  if (typeof answer !== "string") return answer;
  return (await fromLast(url, answer)) ?? (await caches.match(OFFLINE)) ?? Response.error();
}

const stem = (path) => path.replace(/[.-][0-9a-f]{8,}(?=\.)/, "");

/** A kept page may name the shell of an earlier version: without a network today's stands in. */
async function shell(request, path) {
  const found = await caches.match(request);
  if (found) return found;
  return fetch(request).catch(async () => (await caches.match(SHELL.find((other) => stem(other) === stem(path)) ?? "")) ?? Response.error());
}

/** Fetches the pages of marked markets ahead. ALL: no others are marked. */
async function keepMarked(paths, all) {
  const cache = await caches.open(MARKED);
  const urls = paths.slice(0, MOST[MARKED]).map((path) => new URL(path, self.location.origin)).filter(({ pathname }) => MARKET.test(pathname));
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (all && pathname !== FAVOURITES && !urls.some((url) => url.pathname === pathname)) await cache.delete(request);
  }
  for (const url of urls) {
    const old = await cache.match(url.href);
    if (old && Date.now() - new Date(old.headers.get("x-kept-at")) < FRESH) continue;
    await keep(MARKED, url, await fetch(url, { headers: { accept: "text/html" } }));
  }
}

/** A page that was opened before there was a worker. */
async function keepOpened(href) {
  const url = new URL(href, self.location.origin), shelf = await shelfOf(url);
  if (shelf && !(await matchKept(url))) await keep(shelf, url, await fetch(url, { headers: { accept: "text/html" } }));
}

async function drop(path) {
  await (await caches.open(MARKED)).delete(new URL(path, self.location.origin).href);
}

async function hear({ signedOut, opened, marked, all, unmarked }) {
  if (signedOut) await dropPersonal();
  if (opened) await keepOpened(opened);
  if (unmarked) await drop(unmarked);
  if (marked) await keepMarked(marked, all);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(hear(event.data).catch(() => {})));
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === "/auth/logout") event.waitUntil(dropPersonal());
  if (request.method !== "GET") return;
  url.hash = "";
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (SHELL.includes(url.pathname) || (url.pathname.startsWith("/static/") && /\.(css|js|woff2)$/.test(url.pathname))) event.respondWith(shell(request, url.pathname));
});
