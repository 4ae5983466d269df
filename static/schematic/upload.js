/* The upload form with a drop zone and progress. Without script it posts as any form; with script the same request is sent
 * by XMLHttpRequest, the one way to hear of progress, and the answering page takes this one's place. */
export function takeUploads() {
  for (const form of document.querySelectorAll("form[data-upload]")) takeUpload(form);
}

function takeUpload(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  form.querySelector("[data-drop-says]").hidden = false;
  takeDrops(drop, input);
  input.addEventListener("change", () => {
    checkSize(form, input);
    suggestTitle(form, input);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.reportValidity()) send(form);
  });
}

function takeDrops(drop, input) {
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    if (event.dataTransfer.files.length !== 1) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
}

function checkSize(form, input) {
  const tooLarge = input.files[0]?.size > Number(form.dataset.uploadMax);
  input.setCustomValidity(tooLarge ? form.dataset.tooLarge : "");
  if (tooLarge) input.reportValidity();
}

/* From the file's name, as long as nobody has written a title of their own. */
let suggested = "";
function suggestTitle(form, input) {
  const title = form.elements.namedItem("title");
  const name = input.files[0]?.name;
  if (!name || title.value !== suggested) return;
  suggested = name.replace(/\.[a-z]+$/i, "").replace(/[_-]+/g, " ").slice(0, 120);
  title.value = suggested;
}

function send(form) {
  const request = new XMLHttpRequest();
  const show = progressOf(form);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) show(form.dataset.sending, (100 * event.loaded) / event.total);
  });
  request.upload.addEventListener("load", () => show(form.dataset.checking, 100));
  request.addEventListener("load", () => replacePage(request));
  request.addEventListener("error", () => {
    show(form.dataset.failed, 0);
    form.querySelector("button[type=submit]").disabled = false;
  });
  form.querySelector("button[type=submit]").disabled = true;
  show(form.dataset.sending, 0);
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
}

function progressOf(form) {
  const area = form.querySelector("[data-progress]");
  const says = area.querySelector("[data-progress-says]");
  const bar = area.querySelector("progress");
  return (text, percent) => {
    area.hidden = false;
    if (says.textContent !== text) says.textContent = text;
    bar.value = percent;
  };
}

/* After success the browser has followed the redirect: go there. Otherwise the answer is this form with what is wrong in it:
 * it takes the place of what is shown, and the chosen file stays chosen by staying out of the exchange. */
function replacePage(request) {
  const moved = new URL(request.responseURL).pathname !== location.pathname && request.status < 400;
  if (moved) {
    location.assign(request.responseURL);
    return;
  }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const file = document.querySelector("form[data-upload] input[type=file]")?.files;
  document.querySelector("main").replaceWith(document.adoptNode(answer.querySelector("main")));
  const input = document.querySelector("form[data-upload] input[type=file]");
  if (input && file) input.files = file;
  takeUploads();
  const wrong = document.querySelector("main [role=alert], main [aria-invalid=true]");
  if (wrong) {
    wrong.tabIndex = wrong.matches("input, textarea") ? 0 : -1;
    wrong.focus();
  } else document.querySelector("main").focus();
}
