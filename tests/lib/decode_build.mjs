// Reads builds the slow and plain way, so that what Curio writes has a second reader.
import { gunzipSync } from 'node:zlib';

/** The value of the root compound: numbers, strings, arrays, plain objects; longs as unsigned BigInt. */
export function readNbt(file) {
  const b = gunzipSync(file);
  let at = 0;
  const take = (n, read) => { const value = read(at); at += n; return value; };
  const text = () => { const n = take(2, (i) => b.readUInt16BE(i)); return take(n, (i) => b.toString('utf8', i, i + n)); };
  const count = () => take(4, (i) => b.readInt32BE(i));
  const many = (n, one) => Array.from({ length: n }, one);
  const compound = () => {
    const fields = {};
    for (let tag; (tag = b[at++]) !== 0;) {
      const name = text();
      if (name in fields) throw new Error(`${name} is there twice`);
      fields[name] = value(tag);
    }
    return fields;
  };
  const list = () => { const tag = b[at++]; return many(count(), () => value(tag)); };
  const long = () => take(8, (i) => b.readBigUInt64BE(i));
  const int = () => take(4, (i) => b.readInt32BE(i));
  const readers = {
    1: () => take(1, (i) => b.readInt8(i)), 2: () => take(2, (i) => b.readInt16BE(i)), 3: int, 4: long,
    5: () => take(4, (i) => b.readFloatBE(i)), 6: () => take(8, (i) => b.readDoubleBE(i)),
    7: () => { const n = count(); return take(n, (i) => b.subarray(i, i + n)); }, 8: text, 9: list, 10: compound,
    11: () => many(count(), int), 12: () => many(count(), long),
  };
  const value = (tag) => readers[tag]();
  if (b[at++] !== 10) throw new Error('no compound');
  text();
  const root = compound();
  if (at !== b.length) throw new Error('something follows');
  return root;
}

const stateOf = ({ Name, Properties = {} }) => {
  const parts = Object.keys(Properties).sort().map((key) => `${key}=${Properties[key]}`);
  return parts.length ? `${Name}[${parts}]` : Name;
};

/** place of each block in the order x, z, y → "x,y,z" */
const place = (i, width, length) => [i % width, Math.floor(i / (width * length)), Math.floor(i / width) % length].join();

function sponge(build) {
  const { Palette, Data } = build.Blocks ?? { Palette: build.Palette, Data: build.BlockData };
  const names = Object.entries(Palette).reduce((all, [name, i]) => ({ ...all, [i]: name }), {});
  const blocks = new Map();
  for (let i = 0, at = 0; at < Data.length; i++) {
    let index = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      index |= (Data[at] & 0x7f) << shift;
      more = Data[at++] >= 0x80;
    }
    blocks.set(place(i, build.Width, build.Length), names[index]);
  }
  return blocks;
}

/** All regions in one, seen from the lowest position. */
function litematica({ Regions }) {
  const blocks = new Map(), regions = Object.values(Regions);
  const low = ['x', 'y', 'z'].map((axis) => Math.min(...regions.map(({ Position }) => Position[axis])));
  for (const { Position, Size, BlockStatePalette, BlockStates } of regions) {
    const bits = Math.max(2, Math.ceil(Math.log2(BlockStatePalette.length)));
    const all = BlockStates.reduce((sum, long, i) => sum | long << BigInt(64 * i), 0n);
    for (let i = 0; i < Size.x * Size.y * Size.z; i++) {
      const [x, y, z] = place(i, Size.x, Size.z).split(',').map(Number);
      const index = Number(all >> BigInt(bits * i) & (1n << BigInt(bits)) - 1n);
      blocks.set([x + Position.x - low[0], y + Position.y - low[1], z + Position.z - low[2]].join(), stateOf(BlockStatePalette[index]));
    }
  }
  return blocks;
}

/** Numbers instead of states: "1:5". */
function mcedit({ Width, Length, Blocks, Data, AddBlocks }) {
  const upper = (i) => (AddBlocks ? AddBlocks[i >> 1] >> 4 * (i % 2) & 15 : 0);
  return new Map([...Blocks].map((low, i) => [place(i, Width, Length), `${low | upper(i) << 8}:${Data[i]}`]));
}

const structure = ({ palette, blocks }) => new Map(blocks.map(({ pos, state }) => [pos.join(), stateOf(palette[state])]));

/** "x,y,z" → state, of a file in any format that Curio writes. */
export function decodeBuild(file) {
  const root = readNbt(file);
  const build = root.Schematic ?? root;
  if (build.Regions) return litematica(build);
  if (build.blocks) return structure(build);
  return build.Data && build.Materials ? mcedit(build) : sponge(build);
}
