// Talking to the site over a bad line.

export class Refused extends Error {
  constructor(answer) {
    super([answer.detail ?? answer.title, ...(answer.errors ?? []).map(({ message }) => message)].filter(Boolean).join(" "));
    this.answer = answer;
  }
}

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

/** A picture to the pool, with its progress from 0 to 1. Rejects with Refused where it will not be taken, with an Error where it did not arrive. */
export function sendPicture(file, csrf, progress) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", "/api/v1/images");
    call.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    call.setRequestHeader("X-CSRF-Token", csrf);
    call.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    call.addEventListener("load", () => {
      const answer = parsed(call.responseText);
      if (call.status === 201) resolve(answer);
      else if (call.status >= 500) reject(new Error(answer.detail ?? String(call.status)));
      else reject(new Refused(answer));
    });
    for (const end of ["error", "abort", "timeout"]) call.addEventListener(end, () => reject(new Error("")));
    call.send(file);
  });
}

/** JSON to the API. KEY makes that it happens once however often it is sent. */
export async function post(path, body, { csrf, key }) {
  const answer = await fetch(`/api/v1${path}`, {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf, ...(key && { "Idempotency-Key": key }) },
  });
  const text = await answer.text();
  if (answer.ok) return parsed(text);
  if (answer.status >= 500) throw new Error(parsed(text).detail ?? "");
  throw new Refused(parsed(text));
}
