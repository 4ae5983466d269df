/* Pictures of a build. Without script each leads to its large file; with script that opens over the page, and several can be sent at
 * once. */
for (const gallery of document.querySelectorAll("[data-gallery]")) openOver(gallery);
for (const form of document.querySelectorAll("form[data-pictures]")) sendSeveral(form);

function openOver(gallery) {
  const links = [...gallery.querySelectorAll("figure a")];
  let box;
  links.forEach((link, at) => {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      box ??= makeBox(gallery, links);
      box.show(at);
    });
  });
}

function button(label, does, name) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button button-quiet button-small ${name}`;
  made.textContent = label;
  made.addEventListener("click", does);
  return made;
}

function makeBox(gallery, links) {
  const { close, before, after, label } = gallery.dataset;
  const dialog = document.createElement("dialog");
  const bar = document.createElement("div");
  const place = document.createElement("span");
  const image = document.createElement("img");
  const caption = document.createElement("p");
  let at = 0;
  const show = (to) => {
    at = (to + links.length) % links.length;
    const small = links[at].querySelector("img");
    image.src = links[at].href;
    image.width = Number(links[at].dataset.width);
    image.height = Number(links[at].dataset.height);
    image.alt = small.alt;
    caption.textContent = links[at].closest("figure").querySelector("figcaption")?.textContent ?? "";
    place.textContent = `${at + 1} / ${links.length}`;
    if (!dialog.open) dialog.showModal();
  };
  dialog.className = "lightbox";
  dialog.setAttribute("aria-label", label);
  bar.className = "lightbox-bar";
  place.className = "figure";
  place.setAttribute("role", "status");
  bar.append(place);
  if (links.length > 1) bar.append(button(before, () => show(at - 1), "lightbox-before"), button(after, () => show(at + 1), "lightbox-after"));
  bar.append(button(close, () => dialog.close(), "lightbox-close"));
  dialog.append(bar, image, caption);
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") show(at - 1);
    if (key === "ArrowRight") show(at + 1);
  });
  dialog.addEventListener("close", () => links[at].focus());
  document.body.append(dialog);
  return { show };
}

/* One request a picture, in their order; what one of them lacks does not keep the others. */
function sendSeveral(form) {
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-said]");
  input.multiple = true;
  form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    if (files.length < 2) return;
    event.preventDefault();
    const refused = [];
    form.querySelector("button[type=submit]").disabled = true;
    for (const [i, file] of files.entries()) {
      said.textContent = `${form.dataset.sending} ${i + 1} / ${files.length}`;
      const problem = await sendOne(form, file);
      if (problem) refused.push(`${file.name}: ${problem}`);
    }
    if (refused.length === 0) return location.reload();
    said.textContent = `${form.dataset.failed} ${refused.join(" ")}`;
    form.querySelector("button[type=submit]").disabled = false;
  });
}

async function sendOne(form, file) {
  const body = new FormData(form);
  body.set("picture", file);
  try {
    const answer = await fetch(`/api/v1${new URL(form.action).pathname}`, { method: "POST", body, headers: { "x-csrf-token": form.elements.namedItem("csrf").value } });
    return answer.ok ? "" : (await answer.json()).detail;
  } catch (error) {
    return error.message;
  }
}
