/* A new version of a build: its file goes in pieces, then the form as without script, with the finished upload in the file's place. */
import { Refusal, forget, sendInPieces } from "./pieces.js";

export function takeVersion(form) {
  const input = form.querySelector("input[type=file]");
  const area = form.querySelector("[data-progress]");
  const says = area.querySelector("[data-progress-says]");
  const bar = area.querySelector("progress");
  const words = form.dataset;
  const show = (text) => {
    area.hidden = false;
    if (says.textContent !== text) says.textContent = text;
  };
  input.addEventListener("change", () => {
    input.setCustomValidity(input.files[0]?.size > Number(words.uploadMax) ? words.tooLarge : "");
    input.reportValidity();
  });
  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      const { signal } = new AbortController();
      const id = await sendInPieces(file, {
        csrf: form.elements.namedItem("csrf").value, account: words.account, signal,
        progress: (bytes) => { bar.value = (100 * bytes) / file.size; },
        says: (what) => show(words[what]),
      });
      forget(words.account, file);
      show(words.checking);
      form.querySelector("input[name=upload]").value = id;
      input.disabled = true;
      form.submit();
    } catch (refusal) {
      button.disabled = false;
      show((refusal instanceof Refusal && refusal.problem.detail) || words.failed);
    }
  });
}
