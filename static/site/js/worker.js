/* The service worker. The shell (styles, scripts, fonts) is kept by version; pages always come from the network, and only
 * the offline page is kept of them: whatever a signed-in person saw is never stored. SHELL and VERSION come from the build. */
const LANGUAGE = new URL(self.location).searchParams.get("language") ?? ""; // of the page that registered it: each language has its own
const CACHE = "shell-" + VERSION + LANGUAGE;
const OFFLINE = "/offline?language=" + encodeURIComponent(LANGUAGE);

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL);
  await cache.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit", cache: "reload" }));
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function shell(request) {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (SHELL.includes(path)) event.respondWith(shell(request));
});
