/* The card of one file: what it is and its form, as the site's own page shows them, which stays the page for those without script. */
import { showCopyButtons } from "../../site/js/copy.js";
import { Refusal, insist, send } from "./pieces.js";

/* The card of a finished upload. */
export async function loadCard(id, { csrf, signal, says }) {
  const answer = await insist(() => send("GET", `/uploads/${id}/study`, { csrf, signal, headers: { Accept: "text/html" } }), { signal, says });
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  const card = page.querySelector("[data-card]");
  if (!card) throw new Refusal(0);
  return document.adoptNode(card);
}

function showErrors(form, refusal, words) {
  const error = form.querySelector("[data-error]");
  for (const marked of form.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
  const said = (refusal.problem?.errors ?? []).map((one) => {
    const input = form.querySelector(`[data-field="${CSS.escape(one.field)}"] :is(input, textarea, select)`);
    input?.setAttribute("aria-invalid", "true");
    return one.message;
  });
  if (refusal.status === 401) said.push(words.signedOut);
  error.textContent = said.join(" ") || refusal.message || words.failed;
  error.hidden = false;
  (form.querySelector("[aria-invalid=true]") ?? error).focus();
}

function done(template, build, link, words) {
  const shown = template.content.cloneNode(true);
  const anchor = shown.querySelector("[data-build]");
  shown.querySelector("[data-done-says]").textContent = link ? words.shared : words.published;
  anchor.textContent = build.title;
  anchor.href = `/schematics/${build.slug}`;
  shown.querySelector("[data-pictures]").href = `/schematics/${build.slug}/pictures`;
  shown.querySelector("[data-edit]").href = `/schematics/${build.slug}/edit`;
  if (link) {
    shown.querySelector("[data-share]").hidden = false;
    const address = shown.querySelector("[data-share-link]");
    address.href = address.textContent = link;
    shown.querySelector("[data-copy]").dataset.copy = link;
  }
  return shown;
}

/* Takes over a card's form: it is sent without leaving the page, and what came of it stands in the card's place. */
export function takeCard(card, { csrf, words, template, published }) {
  const form = card.querySelector("form.catch-form");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    const buttons = form.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    try {
      const { signal } = new AbortController();
      const headers = { "Idempotency-Key": crypto.randomUUID() };
      const answer = await insist(() => send("POST", "/api/v1/schematics", { csrf, signal, headers, body: fields }), { signal, says() {} });
      const build = JSON.parse(answer.responseText);
      const links = fields.get("share") && JSON.parse((await send("GET", `/api/v1/schematics/${build.slug}/links`, { csrf })).responseText);
      card.replaceChildren(done(template, build, links ? links.data[0].url : "", words));
      card.className = "catch-done";
      showCopyButtons();
      published(build, card);
    } catch (refusal) {
      for (const button of buttons) button.disabled = false;
      showErrors(form, refusal, words);
    }
  });
}
