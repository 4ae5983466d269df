/* Sends a file in pieces (tus 1.0): what came whole is kept by the site, and a broken connection goes on from there, by itself or when
 * the same file is chosen again. */
const PIECE = 4 * 1024 * 1024;
const TRIES = 6; // failures in a row, while there is a connection
const PLACE = "/api/v1/uploads";

/* What the site said of a request that it did not take. `retry`: the same may work later. */
export class Refusal extends Error {
  constructor(status, problem = {}, retryAfter = 0) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get retry() {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

function problemOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/* One request, with progress. Resolves to the finished XMLHttpRequest, rejects with a Refusal (status 0: no connection). */
export function send(method, url, { headers = {}, body = null, csrf, signal, progress, takes = (status) => status < 400 }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const fail = (refusal) => {
      signal?.removeEventListener("abort", stop);
      reject(refusal);
    };
    request.open(method, url);
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.setRequestHeader("Accept", "application/json");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (progress) request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("error", () => fail(new Refusal(0)));
    request.addEventListener("abort", () => fail(signal.reason));
    request.addEventListener("load", () => {
      if (!takes(request.status)) return fail(new Refusal(request.status, problemOf(request.responseText), Number(request.getResponseHeader("Retry-After")) || 0));
      signal?.removeEventListener("abort", stop);
      resolve(request);
    });
    if (signal?.aborted) return fail(signal.reason);
    signal?.addEventListener("abort", stop);
    request.send(body);
  });
}

/* Where a file was on its way to when it was chosen before, for this person in this browser. */
const keyOf = (account, file) => `upload ${account} ${file.name} ${file.size} ${file.lastModified}`;
const memory = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, place) {
    try {
      if (place) localStorage.setItem(key, place);
      else localStorage.removeItem(key);
    } catch {
      /* a browser that keeps nothing: within the page it goes on all the same */
    }
  },
};

export function forget(account, file) {
  memory.set(keyOf(account, file), null);
}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    }
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

/* Tries until it works or is refused for good; SAYS hears what it waits for. */
export async function insist(attempt, { signal, says }) {
  for (let failures = 0; ; ) {
    try {
      return await attempt();
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || !refusal.retry) throw refusal;
      if (navigator.onLine) failures++;
      if (failures > TRIES) throw refusal;
      says(refusal.status === 0 ? "offline" : "busy");
      await pause(refusal.retryAfter || Math.min(30, 2 ** failures), signal);
    }
  }
}

const tus = { "Tus-Resumable": "1.0.0" };
const offsetOf = (answer) => Number(answer.getResponseHeader("Upload-Offset"));

/* Where to go on, or nothing where the site knows no such upload any more. */
async function find(place, file, options) {
  const answer = await send("HEAD", place, { ...options, headers: tus, takes: (status) => status === 200 || status === 404 || status === 410 });
  const here = answer.status === 200 && Number(answer.getResponseHeader("Upload-Length")) === file.size;
  return here ? { place, offset: offsetOf(answer) } : null;
}

async function begin(file, once, options) {
  const headers = { ...tus, "Idempotency-Key": once, "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)}` };
  const answer = await send("POST", PLACE, { ...options, headers });
  return { place: new URL(answer.getResponseHeader("Location"), location.href).pathname, offset: 0 };
}

async function sendPiece(at, file, options, progress) {
  const piece = file.slice(at.offset, at.offset + PIECE);
  const headers = { ...tus, "Upload-Offset": String(at.offset), "Content-Type": "application/offset+octet-stream" };
  const before = at.offset;
  try {
    const answer = await send("PATCH", at.place, { ...options, headers, body: piece, progress: (loaded) => progress(before + Math.min(loaded, piece.size)) });
    return offsetOf(answer);
  } catch (refusal) {
    if (refusal instanceof Refusal && (refusal.retry || refusal.status === 409)) at.asks = true; // what counts is for the site to say
    if (refusal instanceof Refusal && refusal.status === 409) return before;
    throw refusal;
  }
}

/* Resolves to the id of the finished upload. PROGRESS hears the bytes so far, SAYS one of resumed, offline, busy, sending. */
export async function sendInPieces(file, { csrf, account, signal, progress, says }) {
  const key = keyOf(account, file), options = { csrf, signal };
  const keep = (attempt) => insist(attempt, { signal, says });
  const known = memory.get(key);
  let at = known && (await keep(() => find(known, file, options)));
  says(at ? "resumed" : "sending");
  const once = crypto.randomUUID(); // an answer that is lost is given again
  at ??= await keep(() => begin(file, once, { csrf })); // not cut off: what is begun has to be known to be given up
  memory.set(key, at.place);
  signal.throwIfAborted();
  while (at.offset < file.size) {
    progress(at.offset);
    at.offset = await keep(async () => {
      if (at.asks) {
        const found = await find(at.place, file, options);
        if (!found) {
          memory.set(key, null);
          throw new Refusal(410, {});
        }
        at = found;
        says("resumed");
      }
      return at.offset < file.size ? sendPiece(at, file, options, progress) : at.offset;
    });
  }
  progress(file.size);
  return at.place.split("/").at(-1);
}

/* Gives an upload up; what can't be reached now is swept by the site when its time is over. */
export function giveUp(id, csrf) {
  return send("DELETE", `${PLACE}/${id}`, { csrf, headers: tus }).catch(() => {});
}

export function giveUpFile(account, file, csrf) {
  const place = memory.get(keyOf(account, file));
  forget(account, file);
  return place ? giveUp(place.split("/").at(-1), csrf) : Promise.resolve();
}
