/* The picture gives way to the build when the visitor asks for it, or by itself on a desk with a good line. */
import { Viewer } from "./viewer.js";

const preview = document.querySelector("[data-preview]");
const part = (name) => (name === "preview" ? preview : preview.querySelector(`[data-${name}]`));

function start(asked) {
  const viewer = new Viewer(part);
  part("start").hidden = true;
  part("canvas").hidden = false;
  if (!viewer.open()) {
    part("canvas").hidden = true;
    viewer.say(part("says").dataset.noWebgl, true);
    return;
  }
  part("legend-part").open = isDesk;
  part("progress").hidden = false;
  part("tools").hidden = false;
  part("cross").hidden = false;
  if (asked) part("canvas").focus();
}

const line = navigator.connection;
const isQuick = !line?.saveData && !/2g|3g/.test(line?.effectiveType ?? "");
const isDesk = matchMedia("(hover: hover) and (pointer: fine) and (min-width: 56rem)").matches;

if (preview && part("start")) {
  part("start").hidden = false;
  part("start").addEventListener("click", () => start(true), { once: true });
  if (isQuick && isDesk) {
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      watch.disconnect();
      if (!part("start").hidden) start(false);
    });
    watch.observe(part("stage"));
  }
}
