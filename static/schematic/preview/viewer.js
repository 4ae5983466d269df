/* The build in its stage: ties worker, scene, camera, controls and panel together. Draws only when something has changed. */
import { Camera } from "./camera.js";
import { takeControls } from "./controls.js";
import { Slices, fillLegend, fillRegions, showPicked } from "./panel.js";
import { openScene } from "./scene.js";

const TURNS_A_SECOND = 0.02;
const REST = 5; // while a build arrives, drawing it takes no more than one part in so many of the time
const SLOW = 60; // milliseconds a drawing
const CALM = 250;
const still = matchMedia("(prefers-reduced-motion: reduce)");
/* Bytes of faces on the graphics card. */
const budgetHere = () => ((navigator.deviceMemory ?? 8) >= 4 ? 128 : 64) << 20;

export class Viewer {
  #scheduled = false;
  #touched = still.matches;
  #onScreen = true;
  #picked = null;
  #cut = [0, 1];
  #changed = false; // what is to be seen, other than by more sections
  #drawnAt = -Infinity;
  #took = 0; // milliseconds, the last drawing
  #hasty = false; // drawn with fewer pixels, for as long as it moves on a slow device
  #failedAs = "";

  constructor(part) {
    this.part = part;
    this.canvas = part("canvas");
    this.words = part("says").dataset;
  }

  /* False: this browser can't. */
  open() {
    this.scene = typeof DecompressionStream === "function" ? openScene(this.canvas) : null;
    if (!this.scene) return false;
    performance.mark("preview-start");
    const { worker, sections } = this.part("preview").dataset;
    this.worker = new Worker(worker, { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this[`on_${data.is}`](data));
    this.worker.addEventListener("error", () => this.on_failed({ why: "broken" }));
    this.#tell({ do: "open", url: new URL(sections, location.href).href, budget: budgetHere() });
    this.#takeEvents();
    return true;
  }

  #tell(message) {
    this.worker.postMessage(message);
  }

  #takeEvents() {
    this.canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      this.on_failed({ why: "lost" });
    });
    this.canvas.addEventListener("webglcontextrestored", () => this.#restore());
    this.part("retry").addEventListener("click", () => this.#retry());
    new ResizeObserver(() => this.draw()).observe(this.part("stage"));
    new IntersectionObserver(([entry]) => {
      this.#onScreen = entry.isIntersecting;
      this.draw();
    }).observe(this.canvas);
    this.canvas.addEventListener("pointerdown", () => this.#stopTurning());
    this.canvas.addEventListener("keydown", () => this.#stopTurning());
    this.part("tools").addEventListener("input", () => this.#stopTurning());
    this.part("tools").addEventListener("click", () => this.#stopTurning());
  }

  #stopTurning() {
    this.#touched = true;
  }

  on_header({ size, regions, sections, legend, colours }) {
    const { part } = this;
    this.colours = colours;
    this.camera = new Camera(size);
    this.#fit();
    this.camera.reset();
    this.scene.setPalette(colours);
    this.#cut = [0, size[1]];
    this.slices = new Slices(part, size[1], (low, high) => this.#slice(low, high));
    fillLegend(part, legend, (indices) => this.#mark(indices));
    fillRegions(part, regions, this.words.region, (hidden) => this.#change({ do: "hide", regions: hidden }));
    if (!this.controlled) this.#takeControls();
    if (sections === 0) this.#drawn();
  }

  #takeControls() {
    this.controlled = true;
    const change = (fn) => (...args) => {
      fn(...args);
      this.draw();
    };
    takeControls(this.canvas, {
      turn: change((x, y) => this.camera.turn(-x * Math.PI, y * Math.PI)),
      move: change((x, y) => this.camera.move(x, y)),
      zoom: change((factor) => this.camera.zoom(factor)),
      reset: change(() => this.camera.reset()),
      slice: (by) => this.slices.step(by),
      pick: (x, y) => this.#tell({ do: "pick", ...this.camera.ray(x, y) }),
    });
    this.part("reset").addEventListener("click", change(() => this.camera.reset()));
    this.part("shot").addEventListener("click", () => this.#savePicture());
    this.part("pack").addEventListener("change", ({ target }) => target.files[0] && this.#tell({ do: "pack", file: target.files[0] }));
    this.#takeFullScreen();
  }

  #takeFullScreen() {
    const stage = this.part("stage");
    if (!document.fullscreenEnabled) return;
    this.part("full").hidden = false;
    this.part("full").addEventListener("click", async () => {
      await stage.requestFullscreen();
      this.canvas.focus();
    });
  }

  on_mesh(mesh) {
    this.scene.add(mesh);
    this.part("progress").value = mesh.percent;
    if (mesh.last) this.complete = true;
    this.#schedule();
  }

  on_coarse() {
    this.coarse = true;
  }

  on_picked(found) {
    this.#picked = found.at ?? null;
    this.part("picked").hidden = !found.at;
    if (found.at) showPicked(this.part, found);
    this.say(found.at ? [this.part("picked-name").textContent, ...["picked-at", "picked-count"].map((name) => `${this.part(name).previousElementSibling.textContent}: ${this.part(name).textContent}`)].join(". ") : this.words.nothing);
    this.draw();
  }

  on_colours({ colours }) {
    if (colours) this.scene.setFaceColours((this.packed = colours));
    this.say(colours ? this.words.packDone : this.words.packBroken, true);
    this.draw();
  }

  /* WHY: network, refused, broken or lost. */
  on_failed({ why }) {
    this.#failedAs = why;
    this.part("failed-says").textContent = this.words[why];
    this.part("failed").hidden = false;
    this.part("progress").hidden = true;
  }

  #retry() {
    this.part("failed").hidden = true;
    if (this.#failedAs === "lost" && this.scene.gl.isContextLost()) location.reload();
    else this.#tell({ do: "retry", anew: this.#failedAs === "broken" });
  }

  /* The card has forgotten all; the worker has not. */
  #restore() {
    this.scene = openScene(this.canvas);
    this.part("failed").hidden = true;
    if (!this.colours) return;
    this.scene.setPalette(this.colours);
    if (this.packed) this.scene.setFaceColours(this.packed);
    this.#tell({ do: "again" });
  }

  /* SHOWN: also for those who see. */
  say(text, shown = false) {
    this.part("status").textContent = text;
    this.part("status").classList.toggle("visually-hidden", !shown);
  }

  #change(message) {
    this.complete = false;
    this.#tell(message);
    this.draw();
  }

  #slice(low, high) {
    this.#cut = [low, high];
    this.#change({ do: "cut", low, high });
  }

  #mark(indices) {
    this.scene.mark(indices);
    this.draw();
  }

  draw() {
    this.#changed = true;
    this.#schedule();
  }

  #schedule() {
    if (this.#scheduled || !this.camera || !this.#onScreen) return;
    this.#scheduled = true;
    requestAnimationFrame((now) => this.#frame(now));
  }

  #frame(now) {
    this.#scheduled = false;
    const since = now - (this.last ?? now);
    if (this.#drawnAt === this.last) this.#took = since;
    this.last = now;
    for (const { bytes } of this.scene.upload()) this.#tell({ do: "taken", bytes });
    if (!this.#touched) this.camera.turn(-Math.min(0.1, since / 1000) * TURNS_A_SECOND * 2 * Math.PI, 0);
    const settled = this.complete && !this.scene.hasWaiting;
    const turning = !this.#touched && this.complete;
    const calm = this.#hasty && !this.#changed && now - this.#drawnAt > CALM;
    if (this.#changed) this.#hasty = this.#hasty || this.#took > SLOW;
    else if (calm) this.#hasty = false;
    if (this.#changed || settled || turning || calm || now - this.#drawnAt > REST * this.#took) this.#drawNow(now);
    if (settled) this.#drawn();
    if (this.scene.hasWaiting || !this.#touched || this.#hasty) this.#schedule();
  }

  #drawNow(now) {
    this.#changed = false;
    this.#drawnAt = now;
    this.#fit();
    this.scene.draw(this.camera, { cut: this.#cut, picked: this.#picked });
    if (this.scene.hasBlocks && !this.seen) this.#firstSeen();
  }

  /* The canvas has as many pixels as the screen shows, within reason. */
  #fit() {
    const { canvas } = this;
    const sharp = Math.min(devicePixelRatio, 2) * (this.#hasty ? 0.5 : 1);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((n) => Math.max(1, Math.round(n * sharp)));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.camera.aspect = width / height;
  }

  #firstSeen() {
    this.seen = true;
    performance.mark("preview-first-frame");
    this.part("preview").dataset.seen = "";
  }

  #drawn() {
    this.part("progress").hidden = true;
    if (this.finished) return;
    this.finished = true;
    performance.mark("preview-drawn");
    this.part("preview").dataset.drawn = "";
    this.say(this.coarse ? this.words.coarse : this.words.drawn, this.coarse);
  }

  /* Twice as large as on the screen, on the page's own background. */
  #savePicture() {
    const { canvas, scene, camera } = this;
    this.#hasty = false;
    this.#fit();
    const most = scene.gl.getParameter(scene.gl.MAX_RENDERBUFFER_SIZE);
    const twice = Math.min(2, most / canvas.width, most / canvas.height);
    Object.assign(canvas, { width: Math.floor(canvas.width * twice), height: Math.floor(canvas.height * twice) });
    scene.draw(camera, { cut: this.#cut, picked: this.#picked, paper: paperOf(this.part("stage")) });
    canvas.toBlob((blob) => blob && download(blob, `${location.pathname.split("/").pop() || "build"}.png`));
    this.draw();
  }
}

function paperOf(element) {
  const [r, g, b] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g).map(Number);
  return [r / 255, g / 255, b / 255];
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
