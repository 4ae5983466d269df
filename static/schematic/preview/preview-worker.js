/* Fetches, unpacks and meshes, so that the page's own thread only uploads and draws. What it is told: open, again, retry, cut,
 * hide, taken, pick, pack; what it says: header, mesh, progress, coarse, picked, colours, failed. */
import { Download, Failure } from "./download.js";
import { EDGE } from "./format.js";
import { legendOf } from "./legend.js";
import { kindsOf, meshCells, PAD } from "./mesher.js";
import { packColours } from "./pack.js";
import { coarsen, cutLayers, fillPadded, hideRegions } from "./padded.js";
import { pick } from "./pick.js";
import { splitState } from "./shapes.js";
import { Store } from "./store.js";

const IN_FLIGHT_MAX = 8 << 20; // bytes of faces that the page has not uploaded yet
const FINE_SHARE = 4; // a section may take this many times its fair share of what is left of the budget
const FINE_MIN = 128 << 10;

let store, kinds, url, budget;
let cut = { low: 0, high: 0 };
let hidden = new Set();
let queue = []; // sections whose faces have to be made, the middle first
const bytesOf = new Map();
let used = 0;
let inFlight = 0;
let busy = false;
let finished = 0;
const padded = new Uint16Array(PAD ** 3);

const say = (message, transfer = []) => postMessage(message, transfer);
const fail = (error) => say({ is: "failed", why: error instanceof Failure ? error.why : "broken" });

/* Lets waiting messages be heard. */
const channel = new MessageChannel();
const pause = () =>
  new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  });

async function load() {
  try {
    store ??= new Store(new Download(url));
    do {
      if (!store.download.done) await store.download.more();
      if (!store.readHeader()) continue;
      if (!kinds) begin();
      work();
    } while (!store.download.done);
  } catch (error) {
    fail(error);
  }
}

function begin() {
  const { size, blocks, palette, regions, sections } = store.header;
  kinds = kindsOf(palette);
  cut = { low: 0, high: size[1] };
  queue = [...sections];
  const colours = new Uint8Array(palette.length * 4);
  palette.forEach(({ colour = "#000000", alpha }, i) => {
    const rgb = parseInt(colour.slice(1), 16);
    colours.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, alpha], 4 * i);
  });
  say({ is: "header", size, blocks, regions, sections: sections.length, legend: legendOf(palette), colours }, [colours.buffer]);
}

const around = [-1, 0, 1];
function isReady({ x, y, z }) {
  for (const dy of around) for (const dz of around) for (const dx of around) {
    const beside = store.at(x + dx, y + dy, z + dz);
    if (beside && !store.has(beside)) return false;
  }
  return true;
}

async function work() {
  if (busy || !kinds) return;
  busy = true;
  try {
    while (inFlight < IN_FLIGHT_MAX) {
      const next = queue.findIndex(isReady);
      if (next < 0) break;
      const [section] = queue.splice(next, 1);
      await makeFaces(section);
      await pause();
    }
  } catch (error) {
    queue = [];
    fail(error);
  }
  busy = false;
}

async function makeFaces(section) {
  const { x, y, z } = section;
  const base = [x * EDGE - 1, y * EDGE - 1, z * EDGE - 1];
  const beside = new Map();
  for (const dy of around) for (const dz of around) for (const dx of around) beside.set([dx, dy, dz].join(), await store.cells(x + dx, y + dy, z + dz));
  fillPadded(padded, (...d) => beside.get(d.join()));
  cutLayers(padded, base, cut.low, cut.high);
  if (hidden.size > 0) hideRegions(padded, base, store.header.regions, hidden);
  send(section, withinBudget(section));
}

const bytesIn = ({ solid, clear }) => solid.words.byteLength + clear.words.byteLength;

/* The faces, of ever larger cells where they would take more memory than there is for them. */
function withinBudget(section) {
  used -= bytesOf.get(section) ?? 0;
  const left = Math.max(1, store.header.sections.length - bytesOf.size);
  const allowed = Math.max(Math.min(FINE_MIN, budget / store.header.sections.length), (FINE_SHARE * (budget - used)) / left);
  let mesh = meshCells(padded, kinds);
  for (let step = 2; step <= 8 && bytesIn(mesh) > allowed; step *= 2) {
    mesh = meshCells(coarsen(padded, kinds, step), kinds, EDGE / step);
    say({ is: "coarse" });
  }
  return mesh;
}

function send(section, mesh) {
  const bytes = bytesIn(mesh);
  if (!bytesOf.has(section)) finished++;
  bytesOf.set(section, bytes);
  used += bytes;
  inFlight += bytes;
  const { x, y, z } = section;
  const percent = (100 * finished) / store.header.sections.length;
  const last = queue.length === 0 && store.download.done;
  say({ is: "mesh", at: [x, y, z], ...mesh, bytes, percent, last }, [mesh.solid.words.buffer, mesh.clear.words.buffer]);
}

function again(wanted) {
  if (!store?.header) return;
  const waiting = new Set(queue);
  queue = store.header.sections.filter((section) => waiting.has(section) || wanted(section));
  work();
}

/* A cut shows what lay hidden in the first and the last layer that stay. */
function cutAt({ low, high }) {
  const edges = [cut.low, cut.high - 1, low, high - 1].map((layer) => Math.floor(layer / EDGE));
  cut = { low, high };
  again(({ y }) => edges.includes(y));
}

function hide({ regions }) {
  const changed = store.header.regions.filter((region, i) => regions.includes(i) !== hidden.has(i));
  hidden = new Set(regions);
  const near = ({ origin, size }, at) => [at.x, at.y, at.z].every((n, k) => n * EDGE <= origin[k] + size[k] && (n + 1) * EDGE >= origin[k]);
  again((section) => changed.some((region) => near(region, section)));
}

const inside = ({ origin, size }, at) => at.every((n, k) => n >= origin[k] && n < origin[k] + size[k]);
function isShown(...at) {
  const { regions } = store.header;
  return hidden.size === 0 || !regions.some((region, i) => hidden.has(i) && inside(region, at)) || regions.some((region, i) => !hidden.has(i) && inside(region, at));
}

async function answerPick({ origin, direction }) {
  if (!kinds) return;
  const found = await pick(store, kinds, { origin, direction, ...cut, seen: isShown });
  if (!found) {
    say({ is: "picked" });
    return;
  }
  const { palette } = store.header;
  const { state, count, colour } = palette[found.index];
  const { name } = splitState(state);
  const kind = palette.reduce((sum, entry) => sum + (splitState(entry.state).name === name ? entry.count : 0), 0);
  say({ is: "picked", at: found.at, state, name, count, kind, colour });
}

async function takePack({ file }) {
  const colours = store?.header ? await packColours(file, store.header.palette).catch(() => null) : null;
  say({ is: "colours", colours }, colours ? [colours.buffer] : []);
}

/* After what came was broken nothing of it is kept. */
function retry({ anew }) {
  if (anew) {
    store = kinds = undefined;
    bytesOf.clear();
    used = finished = 0;
    queue = [];
  }
  load();
}

const told = {
  open(message) {
    ({ url, budget } = message);
    load();
  },
  retry,
  again: () => again(() => true),
  cut: cutAt,
  hide,
  taken({ bytes }) {
    inFlight -= bytes;
    work();
  },
  pick: (message) => answerPick(message).catch(fail),
  pack: takePack,
};
onmessage = ({ data }) => told[data.do](data);
