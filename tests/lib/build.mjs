// Small Minecraft builds in Sponge's format, version 2, written tag by tag.
import { gzipSync } from 'node:zlib';

const u16 = (n) => { const b = Buffer.alloc(2); b.writeUInt16BE(n); return b; };
const i32 = (n) => { const b = Buffer.alloc(4); b.writeInt32BE(n); return b; };
const text = (s) => Buffer.concat([u16(Buffer.byteLength(s)), Buffer.from(s)]);
const tag = (type, name, value) => Buffer.concat([Buffer.from([type]), text(name), value]);
const short = (name, n) => tag(2, name, u16(n));
const int = (name, n) => tag(3, name, i32(n));
const bytes = (name, b) => tag(7, name, Buffer.concat([i32(b.length), b]));
const string = (name, s) => tag(8, name, text(s));
const compound = (name, tags) => tag(10, name, Buffer.concat([...tags, Buffer.from([0])]));

let made = 0;

/** A box of stone with AIR blocks of air in it. SAYS stands in the metadata, so that two builds differ. */
export function rawBuild({ width = 2, height = 2, length = 2, air = 0, says = `build ${process.pid} ${++made}` } = {}) {
  const blocks = Buffer.alloc(width * height * length, 0);
  blocks.fill(1, 0, air);
  return compound('Schematic', [
    int('Version', 2), int('DataVersion', 3465), short('Width', width), short('Height', height), short('Length', length),
    int('PaletteMax', 2), compound('Palette', [int('minecraft:stone', 0), int('minecraft:air', 1)]),
    bytes('BlockData', blocks), compound('Metadata', [string('Says', says)]),
  ]);
}

export const makeBuild = (options) => gzipSync(rawBuild(options));

/** The EICAR test text, taken apart so that no scanner takes this source for one. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** The tags, for builds of another shape. */
export const nbt = { tag, short, int, bytes, string, compound, i32 };
