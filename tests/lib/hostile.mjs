// Files that somebody made to break a reader: each is made here, byte by byte, with what it has to be refused for and where.
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { nbt, rawBuild } from './build.mjs';

const { tag, short, int, bytes, string, compound, i32 } = nbt;
const raw = (name) => Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name, 'latin1')]);
const END = Buffer.from([0]);

export const list = (name, type, count, items = []) => tag(9, name, Buffer.concat([Buffer.from([type]), i32(count), ...items]));
export const longs = (name, values) => tag(12, name, Buffer.concat([i32(values.length), ...values.map((value) => {
  const eight = Buffer.alloc(8);
  eight.writeBigInt64BE(BigInt.asIntN(64, value));
  return eight;
})]));
const ints = (name, values) => tag(11, name, Buffer.concat([i32(values.length), ...values.map(i32)]));
const body = (...tags) => Buffer.concat([...tags, END]);

/** A Sponge build, version 2, whose fields can be replaced: those that are null are left out. */
export function sponge({ width = 1, height = 1, length = 1, palette = [int('minecraft:stone', 0)], data = Buffer.alloc(1), more = [], ...fields } = {}) {
  const all = {
    Version: int('Version', 2), DataVersion: int('DataVersion', 3465), Width: short('Width', width), Height: short('Height', height),
    Length: short('Length', length), Palette: compound('Palette', palette), BlockData: bytes('BlockData', data), ...fields,
  };
  return compound('Schematic', [...Object.values(all).filter(Boolean), ...more]);
}

const box = (x, y, z, names = ['x', 'y', 'z']) => [x, y, z].map((n, i) => int(names[i], n));
export const region = (name, { at = [0, 0, 0], size = [1, 1, 1], states = [1n], palette = ['minecraft:air', 'minecraft:stone'] } = {}) =>
  compound(name, [
    compound('Position', box(...at)), compound('Size', box(...size)),
    list('BlockStatePalette', 10, palette.length, palette.map((id) => body(string('Name', id)))), longs('BlockStates', states),
  ]);
export const litematic = (...regions) => compound('', [int('Version', 6), int('MinecraftDataVersion', 3465), compound('Regions', regions)]);

export const structure = ({ size = [1, 1, 1], palette = ['minecraft:stone'], blocks = [[0, 0, 0]], state = 0 } = {}) => compound('', [
  list('size', 3, 3, size.map(i32)), list('palette', 10, palette.length, palette.map((id) => body(string('Name', id)))),
  list('blocks', 10, blocks.length, blocks.map((at) => body(list('pos', 3, 3, at.map(i32)), int('state', state)))), int('DataVersion', 3465),
]);

export const mcedit = ({ width = 1, height = 1, length = 1, blocks = Buffer.from([1]), data = Buffer.alloc(1) } = {}) => compound('Schematic', [
  short('Width', width), short('Height', height), short('Length', length), string('Materials', 'Alpha'), bytes('Blocks', blocks), bytes('Data', data),
]);

/** A zip of one stored member, as an archive program would open it. */
function zip(name, content) {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50);
  head.writeUInt16LE(10, 4);
  head.writeUInt32LE(content.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), content]);
}

/** gzip's own header with a comment in it, which most programs skip: room for the start of another format. */
function gzipWithComment(comment, content) {
  const plain = gzipSync(content), head = Buffer.from(plain.subarray(0, 10));
  head[3] |= 0x10;
  return Buffer.concat([head, comment, END, plain.subarray(10)]);
}

const deep = (levels) => Buffer.concat([Buffer.from([10]), raw(''), ...Array(levels).fill(Buffer.concat([Buffer.from([10]), raw('a')])), Buffer.alloc(levels + 1)]);
/** LEVELS lists in lists; where one of them is opened says its place. */
const lists = (levels) => Buffer.concat([Buffer.from([10]), raw(''), Buffer.from([9]), raw('l'), ...Array(levels).fill(Buffer.from([9, 0, 0, 0, 1])), Buffer.alloc(64)]);

/** MEMBERS times a member of COUNT MiB of zeros in an array: little to send, much to unpack. */
function unfolding(members, mebibytes) {
  const one = gzipSync(bytes('filler', Buffer.alloc(mebibytes << 20)));
  return Buffer.concat([gzipSync(Buffer.concat([Buffer.from([10]), raw('Schematic')])), ...Array(members).fill(one)]);
}

/** LISTS lists of COUNT empty compounds: none of them says too much. */
function unfoldingLists(lists, count) {
  const one = gzipSync(Buffer.concat([list('a', 10, count), Buffer.alloc(count)]));
  return Buffer.concat([gzipSync(Buffer.concat([Buffer.from([10]), raw('Schematic')])), ...Array(lists).fill(one), gzipSync(END)]);
}

const good = rawBuild({ says: 'a polyglot' });
const text = (latin1) => Buffer.concat([Buffer.from([8]), raw('t'), Buffer.from([0, latin1.length]), Buffer.from(latin1, 'latin1')]);
const withText = (latin1) => Buffer.concat([Buffer.from([10]), raw(''), text(latin1), END]);
const many = (count, entry) => Array.from({ length: count }, (_, i) => entry(i));

/** [what, bytes, reason, offset]; without an offset: wherever the reader sees it first. BUDGET: nbt_bytes_max of the copy. */
export function refusals({ budget }) {
  const mebibytes = budget / 2 ** 20;
  return [
    ['gzip in gzip', gzipSync(gzipSync(good)), 'not-nbt', 0],
    ['gzip in zlib', deflateSync(gzipSync(good)), 'not-nbt', 0],
    ['a gigabyte of zeros', Buffer.concat(Array(1024).fill(gzipSync(Buffer.alloc(1 << 20)))), 'not-nbt', 0],
    ['arrays that unfold', unfolding(mebibytes / 8 + 1, 8), 'too-many-bytes'],
    ['an array that says more than the budget', sponge({ BlockData: tag(7, 'BlockData', i32(budget)) }), 'too-many-bytes'],
    ['an array of 2^31-1 longs', compound('', [tag(12, 'a', i32(0x7fffffff))]), 'too-many-bytes', 7],
    ['an array of -1 bytes', compound('', [tag(7, 'a', i32(-1))]), 'negative-length', 7],
    ['a list of -2^31', compound('', [list('a', 1, -0x80000000)]), 'negative-length', 7],
    ['a list of a thousand ends', compound('', [list('a', 0, 1000)]), 'end-list', 7],
    ['more empty compounds than the budget', gzipSync(Buffer.concat([Buffer.from([10]), raw(''), list('a', 10, 40 << 20), Buffer.alloc(40 << 20)])), 'too-many-nodes', 7],
    ['many lists of empty compounds', unfoldingLists(5, 8 << 20), 'too-many-nodes'],
    ['a list that says more than it has', gzipSync(compound('', [list('a', 10, 1 << 20)])), 'truncated'],
    ['513 compounds in each other', gzipSync(deep(513)), 'too-deep', 3 + 512 * 4],
    ['a hundred thousand of them', gzipSync(deep(100000)), 'too-deep', 3 + 512 * 4],
    ['a million lists in each other', gzipSync(lists(1000000)), 'too-deep', 7 + 512 * 5],
    ['a tag that there is not', compound('', [Buffer.from([13, 0, 0])]), 'unknown-tag', 3],
    ['text that is cut', withText('\xc3'), 'bad-text', 7],
    ['text with a plain NUL', withText('a\0b'), 'bad-text', 7],
    ['text with NUL in three bytes', withText('\xe0\x80\x80'), 'bad-text', 7],
    ['text with a slash in two bytes', withText('\xc0\xaf'), 'bad-text', 7],
    ['text in four bytes', withText('\xf0\x9f\x98\x80'), 'bad-text', 7],
    ['something behind the root', Buffer.concat([good, Buffer.from('<script>')]), 'trailing-data', good.length],
    ['something behind the root, packed', gzipSync(Buffer.concat([good, Buffer.from('MZ')])), 'trailing-data', good.length],
    ['a zip behind gzip', Buffer.concat([gzipSync(good), zip('evil.sh', Buffer.alloc(100, 'x'))]), 'trailing-data'],
    ['a zip before gzip', Buffer.concat([zip('a', gzipSync(good)), gzipSync(good)]), 'not-nbt', 0],
    ['raw deflate', deflateRawSync(good), 'not-nbt', 0],
    ['gzip that is cut', gzipSync(good).subarray(0, 60), 'truncated'],
    ['gzip whose sum is wrong', Buffer.concat([gzipSync(good).subarray(0, -8), Buffer.alloc(8)]), 'bad-compression'],
    ['a key that comes twice', sponge({ more: [short('Width', 2)] }), 'duplicate-field'],
    ['a palette that comes twice', sponge({ more: [compound('Palette', [int('minecraft:dirt', 0)])] }), 'duplicate-field'],
    ['65535 a side', sponge({ width: 65535, height: 65535, length: 65535 }), 'axis-too-long'],
    ['2^30 and more', sponge({ width: 16384, height: 16384, length: 16384 }), 'too-many-blocks'],
    ['a volume that is 0 in 32 bits', litematic(region('r', { size: [16384, 16384, 16384] })), 'too-many-blocks'],
    ['a volume that is 1 in 64 bits', litematic(region('r', { size: [0x7fffffff, 0x7fffffff, 0x7fffffff] })), 'axis-too-long'],
    ['a size of -2^31', litematic(region('r', { size: [-0x80000000, 1, 1] })), 'axis-too-long'],
    ['regions at the ends of the world', litematic(region('a', { at: [-0x80000000, 0, 0] }), region('b', { at: [0x7fffffff, 0, 0] })), 'axis-too-long'],
    ['a region of no size', litematic(region('r', { size: [0, 1, 1], states: [] })), 'empty'],
    ['too few longs', litematic(region('r', { size: [64, 64, 64] })), 'block-count'],
    ['an entry past the palette', litematic(region('r', { states: [3n] })), 'palette-index'],
    ['70,000 regions', gzipSync(litematic(...many(70000, (i) => region(`r${i}`)))), 'too-many-regions'],
    ['a palette of 70,000', gzipSync(sponge({ palette: many(70000, (i) => int(`a:b${i}`, i)) })), 'palette-too-long'],
    ['an index for 2^31', sponge({ palette: [int('minecraft:stone', 0x7fffffff)] }), 'palette-too-long'],
    ['an index below 0', sponge({ palette: [int('minecraft:stone', -1)] }), 'bad-palette'],
    ['one index for two blocks', sponge({ palette: [int('minecraft:stone', 0), int('minecraft:dirt', 0)] }), 'bad-palette'],
    ['a block called up and away', sponge({ palette: [int('minecraft:../../etc/passwd\n', 0)] }), 'bad-palette'],
    ['a block with a NUL in its name', gzipSync(sponge({ palette: [Buffer.concat([Buffer.from([3]), raw('a:b\xc0\x80'), i32(0)])] })), 'bad-palette'],
    ['a varint that does not end', sponge({ width: 1, data: Buffer.alloc(6, 0xff) }), 'bad-varint'],
    ['a varint that is cut', sponge({ data: Buffer.from([0x80]) }), 'bad-varint'],
    ['an index past the palette', sponge({ data: Buffer.from([1]) }), 'palette-index'],
    ['fewer blocks than its size', sponge({ width: 2 }), 'block-count'],
    ['more blocks than its size', sponge({ data: Buffer.alloc(2) }), 'block-count'],
    ['no side', sponge({ width: 0, data: Buffer.alloc(0) }), 'empty'],
    ['a version to come', sponge({ Version: int('Version', 4) }), 'unknown-version'],
    ['a size of another type', sponge({ Width: string('Width', '1') }), 'wrong-type'],
    ['no size', sponge({ Width: null }), 'missing-field'],
    ['two formats at once', sponge({ more: [bytes('Blocks', Buffer.alloc(1)), bytes('Data', Buffer.alloc(1))] }), 'ambiguous-format'],
    ['a negative size in a structure', structure({ size: [-1, 1, 1] }), 'bad-size'],
    ['a block outside its structure', structure({ blocks: [[0, 0, 1]] }), 'block-outside'],
    ['a block far outside', structure({ blocks: [[-0x80000000, 0x7fffffff, 0]] }), 'block-outside'],
    ['two blocks at one place', structure({ blocks: [[0, 0, 0], [0, 0, 0]] }), 'duplicate-block'],
    ['a state that there is not', structure({ state: 1 }), 'palette-index'],
    ['an MCEdit build of other length', mcedit({ blocks: Buffer.alloc(9) }), 'block-count'],
    ['sound NBT that is no build', compound('', [string('hello', 'world')]), 'no-schematic'],
    ['a zip', zip('a.nbt', good), 'not-nbt', 0],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'not-nbt', 0],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'not-nbt', 0],
    ['Bedrock\'s NBT', Buffer.from('\x0a\0\0\x03\x0e\0format_version\x01\0\0\0\0', 'latin1'), 'bedrock'],
  ];
}

/** [what, bytes, what is said of it]: odd, and yet builds. */
export const oddities = () => [
  ['a zip in gzip\'s own comment', gzipWithComment(zip('evil', Buffer.alloc(0)).subarray(0, 4), rawBuild()), { format: 'sponge' }],
  ['gzip of two members', Buffer.concat([gzipSync(good.subarray(0, 40)), gzipSync(good.subarray(40))]), { format: 'sponge', blocks: 8 }],
  ['bytes behind gzip', Buffer.concat([gzipSync(rawBuild()), Buffer.from('1234567')]), { format: 'sponge', warnings: ['trailing-bytes'] }],
  ['regions over each other', litematic(region('a', { size: [2, 1, 1], states: [5n] }), region('b', { size: [2, 1, 1], states: [5n] })),
    { format: 'litematica', blocks: 4, regions: 2, warnings: ['regions-overlap'] }],
  ['negative sizes', litematic(region('r', { at: [5, 5, 5], size: [-2, -3, -1], states: [0x555n] })), { format: 'litematica', width: 2, height: 3, length: 1, blocks: 6 }],
  ['a palette of 65,000', gzipSync(sponge({ palette: many(65000, (i) => int(`a:b${i}`, i)) })), { format: 'sponge', blocks: 1 }],
  ['511 compounds in each other', sponge({ more: [Buffer.concat([...Array(510).fill(Buffer.concat([Buffer.from([10]), raw('a')])), Buffer.alloc(510)])] }), { format: 'sponge' }],
  ['blocks called as nobody calls them', sponge({ width: 4, data: Buffer.from([0, 1, 2, 3]), palette: [
    int('<img src=x onerror=alert(1)>', 0), int('=cmd|calc:a', 1), int('@sum(1+1):b', 2), int('a:"quoted",comma', 3)] }), { format: 'sponge', blocks: 4 }],
  ['a thousand keys of one name that nobody reads', sponge({ more: many(1000, () => ints('twice', [1])) }), { format: 'sponge' }],
];
