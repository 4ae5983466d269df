// What the preview makes of a sections file, away from any browser: reading, merging faces, cutting, picking.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { Camera, isInPicture } from '../../../static/schematic/preview/camera.js';
import { bodyStart, cellsOf, parseHeader } from '../../../static/schematic/preview/format.js';
import { legendOf } from '../../../static/schematic/preview/legend.js';
import { PAD, kindsOf, meshCells } from '../../../static/schematic/preview/mesher.js';
import { coarsen, cutLayers, fillPadded, hideRegions } from '../../../static/schematic/preview/padded.js';
import { pick } from '../../../static/schematic/preview/pick.js';
import { shapeOf } from '../../../static/schematic/preview/shapes.js';
import { Store } from '../../../static/schematic/preview/store.js';
import { assemble, house, makeSections } from '../../lib/sections.mjs';

const nothing = { state: '', alpha: 0 };
const entry = (state, shape = 'cube', alpha = 255) => ({ state: `minecraft:${state}`, colour: '#808080', alpha, shape, count: 1 });
const palette = [nothing, entry('stone'), entry('glass', 'cube', 100), entry('water[level=0]', 'fluid', 150), entry('oak_slab[type=bottom]', 'slab-bottom'),
  entry('oak_stairs[facing=east,half=bottom,shape=straight]', 'stairs'), entry('poppy', 'cross')];
const kinds = kindsOf(palette);
const [STONE, GLASS, WATER, SLAB, STAIRS, POPPY] = [1, 2, 3, 4, 5, 6];
const slot = (x, y, z) => ((y + 1) * PAD + z + 1) * PAD + x + 1;

function volume(...blocks) {
  const cells = new Uint16Array(PAD ** 3);
  for (const [x, y, z, index] of blocks) cells[slot(x, y, z)] = index;
  return cells;
}

const quads = ({ words }) => words.length / 8;
const facesOf = ({ words }) => Array.from({ length: words.length / 8 }, (unused, i) => words[i * 8 + 1] >>> 16).sort();
const cornersOf = ({ words }, quad) => [0, 1, 2, 3].map((k) => {
  const word = words[quad * 8 + k * 2];
  return [word & 1023, (word >> 10) & 1023, (word >> 20) & 1023];
});

test('a block alone has six faces, each wound counter-clockwise as seen from outside', () => {
  const { solid, clear } = meshCells(volume([3, 4, 5, STONE]), kinds);
  assert.deepEqual([quads(solid), quads(clear)], [6, 0]);
  assert.deepEqual(facesOf(solid), [0, 1, 2, 3, 4, 5]);
  const outward = [[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1]];
  for (let quad = 0; quad < 6; quad++) {
    const [a, b, c] = cornersOf(solid, quad);
    const [p, q] = [b.map((n, k) => n - a[k]), c.map((n, k) => n - a[k])];
    const normal = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]].map((n) => Math.sign(n) + 0);
    assert.deepEqual(normal, outward[solid.words[quad * 8 + 1] >>> 16]);
    for (const corner of cornersOf(solid, quad)) corner.forEach((n, k) => assert.ok(n === [48, 64, 80][k] || n === [64, 80, 96][k]));
  }
});

test('faces of one state are merged, and none is made between full neighbours, across the section’s border either', () => {
  const flat = [];
  for (let x = 0; x < 32; x++) for (let z = 0; z < 32; z++) flat.push([x, 0, z, STONE]);
  assert.equal(quads(meshCells(volume(...flat), kinds).solid), 6);
  const beside = flat.map(([x, , z]) => [x, -1, z, STONE]);
  assert.deepEqual(facesOf(meshCells(volume(...flat, ...beside), kinds).solid), [0, 1, 3, 4, 5]);
});

test('glass and water stand apart, do not hide stone, and hide their own kind', () => {
  const { solid, clear } = meshCells(volume([0, 0, 0, STONE], [1, 0, 0, GLASS], [2, 0, 0, GLASS]), kinds);
  assert.equal(quads(solid), 6);
  assert.deepEqual(facesOf(clear), [1, 2, 3, 4, 5]);
  const pool = meshCells(volume([0, 0, 0, WATER], [0, 1, 0, WATER]), kinds).clear;
  assert.equal(pool.words.length / 8, 10); // sides of the two differ in height
  const tops = [...Array(quads(pool)).keys()].filter((i) => pool.words[i * 8 + 1] >>> 16 === 3).map((i) => cornersOf(pool, i)[0][1]);
  assert.deepEqual(tops, [16 + 14]);
});

test('slabs are half as high, stairs are boxes, flowers are crossed blades', () => {
  const slab = meshCells(volume([0, 0, 0, SLAB]), kinds).solid;
  assert.equal(Math.max(...[...Array(6).keys()].flatMap((i) => cornersOf(slab, i).map((at) => at[1]))), 8);
  assert.equal(quads(meshCells(volume([0, 0, 0, POPPY]), kinds).solid), 4);
  const { boxes } = shapeOf(palette[STAIRS]);
  assert.deepEqual(boxes, [[0, 0, 0, 16, 8, 16], [8, 8, 0, 16, 16, 8], [8, 8, 8, 16, 16, 16]]);
  assert.equal(shapeOf(entry('oak_slab[type=double]', 'slab-bottom')).boxes[0][4], 16);
  assert.equal(shapeOf(entry('snow[layers=4]', 'carpet')).boxes[0][4], 8);
  const corner = (shape) => shapeOf(entry(`oak_stairs[facing=north,half=bottom,shape=${shape}]`, 'stairs')).boxes.slice(1).map(([x, , z]) => [x, z]);
  assert.deepEqual(corner('outer_left'), [[0, 0]]);
  assert.deepEqual(corner('inner_right'), [[0, 0], [8, 0], [8, 8]]);
});

test('corners are darker where blocks meet', () => {
  const { solid } = meshCells(volume([0, 0, 0, STONE], [1, 1, 0, STONE]), kinds);
  const top = [...Array(quads(solid)).keys()].find((i) => solid.words[i * 8 + 1] >>> 16 === 3 && cornersOf(solid, i)[0][1] === 16);
  const open = [0, 1, 2, 3].map((k) => [cornersOf(solid, top)[k][0], solid.words[top * 8 + k * 2] >>> 30]);
  for (const [x, how] of open) assert.equal(how, x === 16 ? 2 : 3);
});

test('whatever stands where: as much surface as a plain count says', () => {
  let seed = 7;
  const chance = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const cells = new Uint16Array(PAD ** 3).map(() => (chance() < 0.4 ? STONE : 0));
  let wanted = 0;
  for (let y = 0; y < 32; y++) for (let z = 0; z < 32; z++) for (let x = 0; x < 32; x++) {
    if (!cells[slot(x, y, z)]) continue;
    for (const [dx, dy, dz] of [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]) if (!cells[slot(x + dx, y + dy, z + dz)]) wanted++;
  }
  const { solid } = meshCells(cells, kinds);
  let area = 0;
  for (let i = 0; i < quads(solid); i++) {
    const corners = cornersOf(solid, i);
    const spans = [0, 1, 2].map((k) => (Math.max(...corners.map((at) => at[k])) - Math.min(...corners.map((at) => at[k]))) / 16);
    area += spans.filter((n) => n > 0).reduce((a, b) => a * b, 1);
  }
  assert.equal(area, wanted);
  const rough = meshCells(coarsen(cells, kinds, 2), kinds, 16);
  assert.ok(quads(rough.solid) > 0 && quads(rough.solid) < quads(solid) / 2);
});

test('cuts and hidden regions take blocks away', () => {
  const cells = volume([0, 0, 0, STONE], [0, 1, 0, STONE], [0, 2, 0, STONE]);
  cutLayers(cells, [-1, -1, -1], 1, 2);
  assert.deepEqual([0, 1, 2].map((y) => cells[slot(0, y, 0)]), [0, STONE, 0]);
  const both = volume([0, 0, 0, STONE], [1, 0, 0, STONE], [5, 0, 0, STONE]);
  const regions = [{ origin: [0, 0, 0], size: [2, 1, 1] }, { origin: [1, 0, 0], size: [1, 1, 1] }];
  hideRegions(both, [-1, -1, -1], regions, new Set([0]));
  assert.deepEqual([0, 1, 5].map((x) => both[slot(x, 0, 0)]), [0, STONE, STONE]);
});

function storeOf(file) {
  const store = new Store({ bytes: new Uint8Array(file), received: file.length, total: file.length, done: true });
  store.readHeader();
  return store;
}

test('a file is read as it was written, past section borders', async () => {
  const at = (x, y, z) => ((x * 7 + y * 3 + z) % 5 === 0 ? 1 + ((x + y + z) % 2) : 0);
  const store = storeOf(makeSections({ size: [40, 33, 35], palette: palette.slice(1), at }));
  assert.equal(store.header.sections.length, 8);
  const padded = new Uint16Array(PAD ** 3);
  const cells = new Map();
  for (const y of [-1, 0, 1]) for (const z of [-1, 0, 1]) for (const x of [-1, 0, 1]) cells.set([x, y, z].join(), await store.cells(1 + x, y, z));
  fillPadded(padded, (...d) => cells.get(d.join()));
  for (const [x, y, z] of [[-1, 0, 0], [0, 0, 0], [7, 32, 0], [3, 31, 32], [-1, 32, 32], [5, 5, 5]]) assert.equal(padded[slot(x, y, z)], at(32 + x, y, z), [x, y, z].join());
});

test('what is no sections file, or lies about itself, is refused', async () => {
  assert.equal(bodyStart(new TextEncoder().encode('<!doctype html><html>')), null);
  const head = (header, version = 1) => {
    const file = new Uint8Array(assemble(header, []));
    file[8] = version;
    return file;
  };
  assert.equal(bodyStart(head({ edge: 32, palette: [nothing], sections: [] }, 2)), null);
  assert.throws(() => parseHeader(head({ edge: 16, palette: [nothing], sections: [] })));
  for (const runs of [[0, 1], [1, 9], [255, 255, 255], [1, 1], [128, 128, 3, 1], [128, 128, 2, 1, 0]]) assert.throws(() => cellsOf(Uint8Array.from(runs), 2), String(runs));
  assert.equal(cellsOf(Uint8Array.from([128, 128, 2, 1]), 2)[32767], 1);
  const short = deflateRawSync(Buffer.from([5, 1]));
  const header = { size: [32, 32, 32], edge: 32, palette: [nothing, entry('stone')], regions: [], sections: [[0, 0, 0, 0, short.length, 1]] };
  await assert.rejects(storeOf(assemble(header, [short])).cells(0, 0, 0), { why: 'broken' });
});

test('a ray finds the first block that it really meets', async () => {
  const blocks = { '40,0,3': 1, '20,0,3': 6, '10,0,3': 4 };
  const store = storeOf(makeSections({ size: [64, 8, 8], palette: [entry('stone'), entry('glass', 'cube', 100), entry('a', 'cube'), entry('oak_slab[type=bottom]', 'slab-bottom'), entry('b'), entry('poppy', 'cross')], at: (x, y, z) => blocks[[x, y, z]] ?? 0 }));
  const along = (y, more = {}) => pick(store, kindsOf(store.header.palette), { origin: [-5, y, 3.5], direction: [1, 0, 0], low: 0, high: 8, seen: () => true, ...more });
  assert.deepEqual((await along(0.3)).at, [10, 0, 3]);
  assert.deepEqual((await along(0.7)).at, [20, 0, 3]);
  assert.deepEqual((await along(0.95)).at, [40, 0, 3]);
  assert.equal(await along(1.5), null);
  assert.equal(await along(0.3, { low: 1 }), null);
  assert.deepEqual((await along(0.3, { seen: (x) => x > 10 })).at, [20, 0, 3]);
  assert.deepEqual((await along(0.5, { origin: [63.5, 0.95, 3.5], direction: [-1, 0, 0] })).at, [40, 0, 3]);
});

test('the legend counts all states of a block together', () => {
  const legend = legendOf([nothing, { ...entry('a[x=1]'), count: 3 }, { ...entry('b'), count: 4 }, { ...entry('a[x=2]'), count: 2, colour: '#111111' }]);
  assert.deepEqual(legend.map(({ name, count, indices }) => [name, count, indices]), [['minecraft:a', 5, [1, 3]], ['minecraft:b', 4, [2]]]);
});

test('the camera shows the whole of any build, and knows what lies outside', () => {
  for (const size of [[1, 1, 1], [200, 4, 9], [3, 255, 3], [40, 20, 36]]) {
    const camera = new Camera(size);
    camera.aspect = 1.25;
    camera.reset();
    const matrix = camera.matrix();
    for (let corner = 0; corner < 8; corner++) {
      const at = [...size.map((n, k) => ((corner >> k) & 1 ? n : 0)), 1];
      const [x, y, z, w] = [0, 1, 2, 3].map((row) => at.reduce((sum, n, column) => sum + n * matrix[column * 4 + row], 0));
      for (const n of [x, y, z]) assert.ok(Math.abs(n) <= w, `${size}: ${x / w} ${y / w} ${z / w}`);
    }
    assert.ok(isInPicture(matrix, [0, 0, 0], size));
    assert.ok(!isInPicture(matrix, camera.eye().map((n, k) => n + 10 * camera.axes()[0][k]), camera.eye().map((n, k) => n + 10 * camera.axes()[0][k])));
    const { origin, direction } = camera.ray(0, 0);
    assert.ok(Math.abs(Math.hypot(...camera.target.map((n, k) => n - origin[k] - direction[k] * camera.distance))) < 1e-6);
  }
});

test('the sample has what it should', () => {
  const { header } = storeOf(house().file);
  assert.equal(header.blocks, header.palette.reduce((sum, { alpha, count }) => sum + (alpha > 0 ? count : 0), 0));
});
