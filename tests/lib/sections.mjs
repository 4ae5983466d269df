// Sections files (app/schematic/sections.h) and builds to put into them, made here so that a test knows every block.
import { deflateRawSync } from 'node:zlib';

const EDGE = 32;

function varint(bytes, value) {
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  bytes.push(value);
}

/** One section's cells as runs; null when nothing is in it. */
function runsOf(cells) {
  const bytes = [];
  let blocks = 0;
  for (let from = 0; from < cells.length; ) {
    let to = from;
    while (to < cells.length && cells[to] === cells[from]) to++;
    varint(bytes, to - from);
    varint(bytes, cells[from]);
    if (cells[from] !== 0) blocks += to - from;
    from = to;
  }
  return blocks === 0 ? null : { bytes: deflateRawSync(Buffer.from(bytes)), blocks };
}

/**
 * SIZE [w, h, l]; PALETTE of { state, colour, shape?, alpha? } without the first entry, which is nothing; AT(x, y, z) says which
 * entry stands there, from 1, or 0. Answers the file.
 */
export function makeSections({ size, palette, at, regions = [{ name: '', origin: [0, 0, 0], size }] }) {
  const entries = [{ state: '', alpha: 0, count: 0 }, ...palette.map((entry) => ({ alpha: 255, shape: 'cube', count: 0, ...entry }))];
  const middle = size.map((n) => n / 2 / EDGE - 0.5);
  const places = [];
  const along = size.map((n) => Math.ceil(n / EDGE));
  for (let y = 0; y < along[1]; y++) for (let z = 0; z < along[2]; z++) for (let x = 0; x < along[0]; x++) places.push([x, y, z]);
  const away = (place) => Math.hypot(...place.map((n, k) => n - middle[k]));
  places.sort((a, b) => away(a) - away(b));
  const bodies = [];
  const sections = [];
  let offset = 0;
  let blocks = 0;
  for (const place of places) {
    const made = runsOf(cellsAt(place, size, at, entries));
    if (!made) continue;
    sections.push([...place, offset, made.bytes.length, made.blocks]);
    bodies.push(made.bytes);
    offset += made.bytes.length;
    blocks += made.blocks;
  }
  return assemble({ size, edge: EDGE, blocks, palette: entries, regions, sections }, bodies);
}

function cellsAt([sx, sy, sz], [w, h, l], at, entries) {
  const cells = new Uint16Array(EDGE ** 3);
  for (let y = sy * EDGE, i = 0; y < (sy + 1) * EDGE; y++)
    for (let z = sz * EDGE; z < (sz + 1) * EDGE; z++)
      for (let x = sx * EDGE; x < (sx + 1) * EDGE; x++, i++) {
        if (x >= w || y >= h || z >= l) continue;
        cells[i] = at(x, y, z);
        entries[cells[i]].count++;
      }
  return cells;
}

export function assemble(header, bodies) {
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(16);
  prefix.write('CURIOSEC', 'latin1');
  prefix.writeUInt32LE(1, 8);
  prefix.writeUInt32LE(json.length, 12);
  return Buffer.concat([prefix, json, ...bodies]);
}

const stone = { state: 'minecraft:stone', colour: '#7d7d7d' };

/** A house by a pond: every kind of shape, two regions. */
export function house() {
  const palette = [
    { state: 'minecraft:grass_block[snowy=false]', colour: '#7fb238' },
    { state: 'minecraft:stone_bricks', colour: '#78787a' },
    { state: 'minecraft:oak_planks', colour: '#a98657' },
    { state: 'minecraft:glass_pane[east=true,north=false,south=false,waterlogged=false,west=true]', colour: '#c8e6f0', alpha: 110, shape: 'pane' },
    { state: 'minecraft:water[level=0]', colour: '#3f76e4', alpha: 150, shape: 'fluid' },
    { state: 'minecraft:dark_oak_stairs[facing=south,half=bottom,shape=straight,waterlogged=false]', colour: '#4a3018', shape: 'stairs' },
    { state: 'minecraft:dark_oak_stairs[facing=north,half=bottom,shape=straight,waterlogged=false]', colour: '#4a3018', shape: 'stairs' },
    { state: 'minecraft:dark_oak_slab[type=bottom,waterlogged=false]', colour: '#4a3018', shape: 'slab-bottom' },
    { state: 'minecraft:poppy', colour: '#c23a2c', shape: 'cross' },
    { state: 'minecraft:oak_fence[east=true,north=false,south=false,waterlogged=false,west=true]', colour: '#b08e5a', shape: 'post' },
    { state: 'minecraft:lantern[hanging=false,waterlogged=false]', colour: '#f2b851', shape: 'small' },
    { state: 'minecraft:red_carpet', colour: '#a12722', shape: 'carpet' },
    { state: 'minecraft:oak_log[axis=y]', colour: '#6b5233' },
    { state: 'minecraft:oak_leaves[distance=1,persistent=true,waterlogged=false]', colour: '#4f8a2a' },
    { state: 'minecraft:dark_oak_planks', colour: '#4a3018' },
    { state: 'minecraft:sand', colour: '#dbd3a0' },
  ];
  const index = Object.fromEntries(['grass', 'brick', 'plank', 'pane', 'water', 'rising', 'falling', 'slab', 'flower', 'fence', 'lantern', 'carpet', 'log', 'leaves', 'roof', 'sand'].map((name, i) => [name, i + 1]));
  const size = [40, 20, 36];
  return { file: makeSections({ size, palette, at: (x, y, z) => index[houseAt(x, y, z)] ?? 0,
    regions: [{ name: 'House', origin: [6, 0, 6], size: [16, 20, 16] }, { name: 'Garden', origin: [0, 0, 0], size: [40, 20, 36] }] }), size, palette };
}

function houseAt(x, y, z) {
  const pond = Math.hypot(x - 30, (z - 24) * 1.1);
  if (y === 0) return pond < 8.5 ? 'sand' : 'grass';
  if (y === 1) return pond < 7 ? 'water' : pond < 8.5 ? 'sand' : 'grass';
  return roomAt(x, y, z) ?? treeAt(x - 31, y, z - 8) ?? gardenAt(x, y, z, pond);
}

function roomAt(x, y, z) {
  const [inX, inZ] = [x >= 7 && x <= 20, z >= 8 && z <= 19];
  if (inX && inZ && y <= 7) {
    const wall = x === 7 || x === 20 || z === 8 || z === 19;
    if (!wall) return y === 2 ? 'plank' : y === 3 && x > 9 && x < 18 && z > 11 && z < 17 ? 'carpet' : '';
    if ((x === 7 || x === 20) && (z === 8 || z === 19)) return 'log';
    if (z === 19 && (x === 13 || x === 14) && y < 5 && y > 1) return '';
    if ((y === 4 || y === 5) && (z === 19 || z === 8) && [9, 10, 11, 16, 17, 18].includes(x)) return 'pane';
    return y < 4 ? 'brick' : 'plank';
  }
  return roofAt(x, y, z);
}

function roofAt(x, y, z) {
  if (x < 6 || x > 21 || y < 7 || y > 14 || z < 6 || z > 21) return undefined;
  const rise = y - 7;
  if (z === 6 + rise) return 'rising';
  if (z === 21 - rise) return 'falling';
  if (y === 14 && (z === 13 || z === 14)) return 'slab';
  if ((x === 7 || x === 20) && z > 6 + rise && z < 21 - rise) return y === 10 && (z === 13 || z === 14) ? 'pane' : 'plank';
  return undefined;
}

function treeAt(x, y, z) {
  if (x === 0 && z === 0 && y < 9) return 'log';
  return Math.hypot(x, (y - 10) * 1.15, z) < 4.4 ? 'leaves' : undefined;
}

function gardenAt(x, y, z, pond) {
  if (y !== 2) return y === 3 && z === 34 && x % 9 === 4 ? 'lantern' : '';
  if (z === 34 && x > 1 && x < 38) return 'fence';
  return pond > 9.5 && (x * 7 + z * 13 + x * z) % 23 === 0 ? 'flower' : '';
}

/** Hills of many materials with caves, filling a box: SIDE³ at most. */
export function hills(width, height, length = width) {
  const colours = ['#7d7d7d', '#8a8a86', '#6f7a52', '#7fb238', '#a98657', '#9a5a3a', '#c9b98a', '#5d6a7a', '#eef2f2', '#4b4b52'];
  const names = ['stone', 'andesite', 'moss_block', 'grass_block', 'dirt', 'terracotta', 'sandstone', 'deepslate', 'snow_block', 'basalt'];
  const palette = names.map((name, i) => ({ ...stone, state: `minecraft:${name}`, colour: colours[i] }));
  palette.push({ state: 'minecraft:water[level=0]', colour: '#3f76e4', alpha: 150, shape: 'fluid' });
  const top = (x, z) => height * (0.52 + 0.2 * Math.sin(x / 19) * Math.cos(z / 23) + 0.16 * Math.sin((x + z) / 41) + 0.07 * Math.sin(x / 5 + z / 7));
  const tops = new Float64Array(width * length);
  for (let z = 0; z < length; z++) for (let x = 0; x < width; x++) tops[z * width + x] = top(x, z);
  const sea = Math.floor(height * 0.34);
  const at = (x, y, z) => {
    const surface = tops[z * width + x];
    if (y > surface) return y <= sea ? 11 : 0;
    if (Math.sin(x / 6) + Math.sin(y / 5) + Math.sin(z / 7) > 2.2) return 0;
    if (surface - y < 1) return y > height * 0.78 ? 9 : y <= sea + 1 ? 7 : 4;
    if (surface - y < 4) return 5;
    return 1 + ((x * 73856093) ^ (y * 19349663) ^ (z * 83492791)) % 97 % 3 + (y % 17 === 0 ? 5 : 0);
  };
  return { file: makeSections({ size: [width, height, length], palette, at: (x, y, z) => Math.abs(at(x, y, z)) }), size: [width, height, length], palette };
}
