// Reads builds the slow and plain way, so that what Curio reads and writes has a second reader. Shares nothing with it.
import { gunzipSync, inflateSync } from 'node:zlib';

export const isAir = (state) => /^minecraft:(cave_|void_)?air$/.test(state) || state === '0:0' || /^0:/.test(state);
export const isVoid = (state) => state === 'minecraft:structure_void' || /^217:/.test(state);

/** Some files have a few bytes after their compressed data. */
function unpack(file, rest = 0) {
  const open = { 0x1f: gunzipSync, 0x78: inflateSync }[file[0]];
  if (!open) return file;
  try {
    return open(file.subarray(0, file.length - rest));
  } catch (error) {
    if (rest === 64) throw error;
    return unpack(file, rest + 1);
  }
}

/** Root compound of unpacked NBT: numbers, strings, arrays, plain objects; arrays of bytes and of longs as a Buffer. */
function parse(b, little) {
  let at = 0;
  const take = (n, read) => { const value = read(at); at += n; return value; };
  const number = (kind, n) => () => take(n, (i) => b[`read${kind}${little ? 'LE' : 'BE'}`](i));
  const int = number('Int32', 4), length = number('UInt16', 2);
  const text = () => { const n = length(); return take(n, (i) => b.toString('utf8', i, i + n)); };
  const many = (n, one) => { const all = []; for (let i = 0; i < n; i++) all.push(one()); return all; };
  const raw = (size) => () => { const n = int() * size; return take(n, (i) => b.subarray(i, i + n)); };
  const compound = () => {
    const fields = {};
    for (let tag; (tag = b[at++]) !== 0;) {
      const name = text();
      if (Object.hasOwn(fields, name)) throw new Error(`${name} is there twice`);
      Object.defineProperty(fields, name, { value: value(tag), enumerable: true });
    }
    return fields;
  };
  const list = () => { const tag = b[at++]; return many(int(), () => value(tag)); };
  const readers = {
    0: () => null, 1: () => take(1, (i) => b.readInt8(i)), 2: number('Int16', 2), 3: int, 4: number('BigInt64', 8),
    5: number('Float', 4), 6: number('Double', 8), 7: raw(1), 8: text, 9: list, 10: compound, 11: () => many(int(), int), 12: raw(8),
  };
  const value = (tag) => { if (at > b.length || !readers[tag]) throw new Error(`no tag ${tag} at ${at}`); return readers[tag](); };
  if (b[at++] !== 10) throw new Error('no compound');
  text();
  const root = compound();
  if (at !== b.length) throw new Error('something follows');
  return root;
}

/** Of a file that is packed in any way. Bedrock's lengths are the other way around, which does not parse as the usual one. */
export function readNbt(file) {
  const b = unpack(file);
  try {
    return parse(b, false);
  } catch (error) {
    try { return parse(b, true); } catch { throw error; }
  }
}

const spell = (name, properties) => {
  const parts = properties.sort((a, b) => (a[0] < b[0] ? -1 : 1)).map((pair) => pair.join('='));
  const full = name.includes(':') ? name : `minecraft:${name}`;
  return parts.length ? `${full}[${parts}]` : full;
};
const stateOf = ({ Name, Properties, name, states }) => spell(Name ?? name, Object.entries(Properties ?? states ?? {}));
const stateOfText = (text) => {
  const [, name, list] = /^([^[]*)(?:\[(.*)\])?$/.exec(text.replaceAll(' ', ''));
  return spell(name, list ? list.split(',').map((pair) => pair.split('=')) : []);
};

const volume = ([w, h, l]) => w * h * l;
const empty = ['minecraft:structure_void', 'minecraft:void_air']; // in blueprints

function sponge({ Blocks, Palette, BlockData, Width, Height, Length }) {
  const palette = Blocks?.Palette ?? Palette, data = Blocks?.Data ?? BlockData;
  const size = [Width & 0xffff, Height & 0xffff, Length & 0xffff], cells = new Uint32Array(volume(size));
  const states = [];
  for (const [text, i] of Object.entries(palette)) states[i] = stateOfText(text);
  let i = 0;
  for (let at = 0; at < data.length; i++)
    for (let shift = 0, more = true; more; shift += 7) {
      cells[i] |= (data[at] & 0x7f) << shift;
      more = data[at++] >= 0x80;
    }
  if (i !== cells.length) throw new Error(`${i} blocks, not ${cells.length}`);
  return { format: 'sponge', size, regions: [{ origin: [0, 0, 0], size, states, cells }] };
}

/** BITS from the bit START on, of longs whose lowest bit comes first. */
function bitsAt(longs, start, bits) {
  const word = (i) => longs.readUInt32BE(i % 2 ? 4 * (i - 1) : 4 * (i + 1)); /* the lower half of each long first */
  const i = Math.floor(start / 32), off = start % 32;
  const low = word(i) >>> off, high = off + bits > 32 ? word(i + 1) << (32 - off) : 0;
  return (low | high) & (2 ** bits - 1);
}

function litematica({ Regions }) {
  const axes = ['x', 'y', 'z'], regions = [];
  for (const { Position, Size, BlockStatePalette, BlockStates } of Object.values(Regions)) {
    const size = axes.map((axis) => Math.abs(Size[axis])), cells = new Uint32Array(volume(size));
    const origin = axes.map((axis) => Position[axis] + Math.min(0, Size[axis] + 1));
    const bits = Math.max(2, Math.ceil(Math.log2(BlockStatePalette.length)));
    for (let i = 0; i < cells.length; i++) cells[i] = bitsAt(BlockStates, bits * i, bits);
    regions.push({ origin, size, states: BlockStatePalette.map(stateOf), cells });
  }
  return { format: 'litematica', ...boxed(regions) };
}

/** Origins seen from the lowest corner of all, and the size of the box around them. */
function boxed(regions) {
  const low = [0, 1, 2].map((k) => Math.min(...regions.map(({ origin }) => origin[k])));
  const size = low.map((from, k) => Math.max(...regions.map((region) => region.origin[k] + region.size[k])) - from);
  return { size, regions: regions.map((region) => ({ ...region, origin: region.origin.map((n, k) => n - low[k]) })) };
}

/** Numbers instead of states: "1:5". */
function mcedit({ Width, Height, Length, Blocks, Data, AddBlocks, Add, SchematicaMapping }) {
  const size = [Width, Height, Length], cells = new Uint32Array(volume(size)), states = ['0:0'], known = new Map([['0:0', 0]]);
  const half = (i) => AddBlocks[i >> 1] >> 4 * ((SchematicaMapping ? i + 1 : i) % 2) & 15;
  for (let i = 0; i < cells.length; i++) {
    const upper = AddBlocks ? half(i) : Add ? Add[i] & 15 : 0, text = `${Blocks[i] | upper << 8}:${(Data?.[i] ?? 0) & 15}`;
    if (!known.has(text)) known.set(text, states.push(text) - 1);
    cells[i] = known.get(text);
  }
  return { format: 'mcedit', size, regions: [{ origin: [0, 0, 0], size, states, cells }] };
}

function structure({ size, palette, palettes, blocks }) {
  const states = [null, ...(palette ?? palettes[0]).map(stateOf)], cells = new Uint32Array(volume(size));
  for (const { pos: [x, y, z], state } of blocks) cells[x + size[0] * (z + size[2] * y)] = state + 1;
  return { format: 'structure', size, regions: [{ origin: [0, 0, 0], size, states, cells }] };
}

/** z runs fastest, then y. */
function bedrock({ size, structure: { block_indices: [first], palette } }) {
  const states = [null, ...palette.default.block_palette.map(stateOf)], cells = new Uint32Array(volume(size));
  first.forEach((index, i) => {
    const z = i % size[2], y = Math.floor(i / size[2]) % size[1], x = Math.floor(i / (size[1] * size[2]));
    cells[x + size[0] * (z + size[2] * y)] = index + 1;
  });
  return { format: 'bedrock', size, regions: [{ origin: [0, 0, 0], size, states, cells }] };
}

/** Chunks of 16³ after a header and a picture; none of their numbers reaches from one long into the next. The build is the box
 * around what is said. */
function axiom(file) {
  let at = 4;
  const part = () => { const n = file.readInt32BE(at); at += 4 + n; return file.subarray(at - n, at); };
  part();
  part();
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  const chunks = readNbt(part()).BlockRegion.map(({ X, Y, Z, BlockStates: { palette, data } }) => {
    const states = palette.map(stateOf).map((state) => (empty.includes(state) ? null : state)), cells = new Uint32Array(4096), origin = [X, Y, Z].map((n) => 16 * n);
    const bits = states.length > 1 ? Math.max(4, Math.ceil(Math.log2(states.length))) : 0, fit = Math.floor(64 / bits);
    for (let i = 0; i < 4096; i++) {
      cells[i] = bits ? bitsAt(data, 64 * Math.floor(i / fit) + bits * (i % fit), bits) : 0;
      if (!states[cells[i]]) continue;
      [i & 15, i >> 8, i >> 4 & 15].forEach((n, k) => {
        low[k] = Math.min(low[k], origin[k] + n);
        high[k] = Math.max(high[k], origin[k] + n);
      });
    }
    return { origin, size: [16, 16, 16], states, cells };
  });
  return { format: 'axiom', size: high.map((n, k) => n - low[k] + 1), regions: chunks.map((chunk) => ({ ...chunk, origin: chunk.origin.map((n, k) => n - low[k]) })) };
}

/** { format, size, regions: [{ origin, size, states, cells }] }, of a file in any format. Cells are indices of states, x fastest,
 * then z, then y; a state of null is nothing. Of the numbers of old files states are "1:5". */
export function readBuild(file) {
  if (file.readUInt32BE(0) === 0x0ae5bb36) return axiom(file);
  const root = readNbt(file), build = root.Schematic ?? root;
  if (build.structure) return bedrock(build);
  if (build.Regions) return litematica(build);
  if (build.blocks) return structure(build);
  return Buffer.isBuffer(build.Blocks) ? mcedit(build) : sponge(build);
}

/** state → how many in all regions. */
export function countStates({ regions }) {
  const counts = new Map();
  for (const { states, cells } of regions) {
    const uses = new Float64Array(states.length);
    for (const index of cells) uses[index]++;
    uses.forEach((n, i) => { if (n && states[i]) counts.set(states[i], (counts.get(states[i]) ?? 0) + n); });
  }
  return counts;
}

/** The box as one: numbers that KNOWN (state → number from 1 on, filled on the way) gives; 0 where nothing or structure void is. Later
 * regions win. NAME may turn states into others. */
export function flatten({ size: [width, height, length], regions }, known, name = (state) => state) {
  const flat = new Uint32Array(width * height * length);
  for (const { origin, size, states, cells } of regions) {
    const numbers = Uint32Array.from(states, (state) => {
      if (!state || isVoid(state)) return 0;
      const text = name(state);
      if (!known.has(text)) known.set(text, known.size + 1);
      return known.get(text);
    });
    for (let y = 0, i = 0; y < size[1]; y++)
      for (let z = 0; z < size[2]; z++) {
        const row = origin[0] + width * (origin[2] + z + length * (origin[1] + y));
        for (let x = 0; x < size[0]; x++, i++) if (numbers[cells[i]]) flat[row + x] = numbers[cells[i]];
      }
  }
  return flat;
}

/** "x,y,z" → state, of a small build. */
export function decodeBuild(file) {
  const { regions } = readBuild(file), blocks = new Map();
  for (const { origin, size: [width, , length], states, cells } of regions)
    cells.forEach((index, i) => {
      const at = [i % width, Math.floor(i / (width * length)), Math.floor(i / width) % length].map((n, k) => n + origin[k]);
      if (states[index]) blocks.set(at.join(), states[index]);
    });
  return blocks;
}
