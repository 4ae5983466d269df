/* Files on their way to the site: chosen, dropped or pasted. Without script the same forms post them as they are. */
import { Queue } from "./upload/queue.js";
import { takeVersion } from "./upload/version.js";

for (const form of document.querySelectorAll("form[data-uploads]")) takeUploads(form);
for (const form of document.querySelectorAll("form[data-version]")) takeVersion(form);

function takeUploads(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const queue = new Queue(form);
  form.querySelector("[data-drop-says]").hidden = false;
  for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;
  input.addEventListener("change", () => {
    queue.add([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  takeDrops(drop, (files) => queue.add(files));
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    queue.add(files);
  });
}

/* Anywhere on the page: a file that misses the frame would otherwise be opened in its place. */
function takeDrops(drop, take) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    drop.dataset.over = "";
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && delete drop.dataset.over);
  addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    delete drop.dataset.over;
    take([...event.dataTransfer.files]);
  });
}
