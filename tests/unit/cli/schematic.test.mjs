// `curio schematic`: what it prints and writes, what it says of what it can't, and its exit codes.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { nbt } from '../../lib/build.mjs';
import { countStates, readBuild } from '../../lib/decode_build.mjs';
import { root, run } from '../../lib/stack.mjs';

const build = process.env.CURIO_BUILD ?? 'release';
const program = resolve(root, build.includes('/') ? build : join('build', build), 'bin/curio');
let folder, house, bad;

// state → how many of it the house has
const parts = {
  'minecraft:stone': 65, 'minecraft:oak_door[facing=east,half=lower]': 2, 'minecraft:oak_door[facing=east,half=upper]': 2,
  'minecraft:red_bed[part=foot]': 1, 'minecraft:red_bed[part=head]': 1, 'minecraft:oak_slab[type=double]': 3, 'minecraft:oak_slab[type=top]': 1,
  'minecraft:candle[candles=3]': 2, 'minecraft:snow[layers=4]': 2, 'minecraft:potted_poppy': 1, 'minecraft:wall_torch[facing=north]': 4,
  'minecraft:oak_fence[waterlogged=true]': 2, 'minecraft:water[level=0]': 1, 'minecraft:water[level=3]': 3, 'minecraft:structure_void': 5, 'minecraft:air': 5,
};
const items = {
  stone: [65, 64], snow: [8, 64], oak_slab: [7, 64], candle: [6, 64], torch: [4, 64], water_bucket: [3, 1], oak_door: [2, 64], oak_fence: [2, 64],
  flower_pot: [1, 64], poppy: [1, 64], red_bed: [1, 1],
};

function makeHouse() {
  const data = Object.values(parts).flatMap((n, i) => Array(n).fill(i));
  return gzipSync(nbt.compound('Schematic', [
    nbt.int('Version', 2), nbt.int('DataVersion', 3465), nbt.short('Width', data.length / 4), nbt.short('Height', 2), nbt.short('Length', 2),
    nbt.compound('Palette', Object.keys(parts).map((state, i) => nbt.int(state, i))), nbt.bytes('BlockData', Buffer.from(data)),
  ]));
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'curio-schematic-'));
  house = join(folder, 'my house.schem');
  writeFileSync(house, makeHouse());
  bad = join(folder, 'bad.schem');
  writeFileSync(bad, 'no build');
});
after(() => rmSync(folder, { recursive: true, force: true }));

const linesOf = (text) => text.split('\n').filter(Boolean);
const schematic = (args, { env = {}, input } = {}) => run(program, ['schematic', ...args], { env: { LC_ALL: 'C', ...env }, input });
const parsed = ({ out }) => linesOf(out).map((line) => JSON.parse(line));

test('help lists all four', async () => {
  const { out } = await run(program, ['help'], { env: { LC_ALL: 'C' } });
  for (const name of ['inspect', 'materials', 'convert', 'thumb']) assert.match(out, new RegExp(`^  schematic ${name} FILE\\.\\.\\..* +\\S`, 'm'));
});

test('the house is as another reader counts it', () => {
  const counts = Object.fromEntries(countStates(readBuild(readFileSync(house))));
  assert.deepEqual(counts, parts);
});

test('inspect: a line a file, and 1 where any was refused', async () => {
  const done = await schematic(['inspect', house, bad, join(folder, 'none')]);
  assert.equal(done.code, 1);
  const [sound, refused, none] = parsed(done);
  assert.deepEqual([sound.ok, sound.format, sound.blocks, sound.width * sound.height * sound.length], [true, 'sponge', 95, 100]); // structure void counts
  assert.deepEqual([refused.ok, refused.reason, refused.offset], [false, 'not-nbt', 0]);
  assert.deepEqual([none.ok, none.reason], [false, 'unreadable']);
  assert.equal((await schematic(['inspect', house])).code, 0);
});

test('a name that is no UTF-8, a folder and a pipe are dealt with', async () => {
  const odd = await run('/bin/sh', ['-c', `printf 'x' > "$1/$(printf 'b\\344d')"; exec "$0" schematic inspect "$1"/b*d "$1" -- - </dev/null`, program, folder], { env: { PATH: process.env.PATH } });
  assert.equal(odd.code, 1);
  assert.deepEqual(parsed(odd).map(({ reason }) => reason), ['not-nbt', 'unreadable', 'unreadable']);
  assert.ok(parsed(odd)[0].file.endsWith('b\ufffdd'));
});

test('standard input is read where it is a file', async () => {
  const done = await run('/bin/sh', ['-c', 'exec "$0" schematic inspect - <"$1"', program, house], { env: {} });
  assert.deepEqual([done.code, parsed(done)[0].blocks], [0, 95]);
});

test("the settings' budgets hold for every command", async () => {
  const conf = join(folder, 'curio.conf');
  writeFileSync(conf, 'token_secret = 0123456789abcdef0123456789abcdef\nschematic_blocks_max = 99\n');
  for (const args of [['inspect', house], ['materials', house], ['convert', house, '--to', 'sponge3', '--out', folder], ['thumb', house, '--out', folder]]) {
    const done = await schematic(args, { env: { CURIO_CONFIG: conf } });
    assert.deepEqual([done.code, parsed(done)[0].reason], [1, 'too-many-blocks'], args[0]);
    const wrong = await schematic(args, { env: { CURIO_CONFIG: join(folder, 'none.conf') } });
    assert.deepEqual([wrong.code, wrong.out], [2, ''], args[0]);
  }
});

test('materials: the items that a player needs, as JSON', async () => {
  const done = await schematic(['materials', house, bad]);
  assert.equal(done.code, 1);
  const [list, refused] = parsed(done);
  assert.equal(list.blocks, 90);
  assert.equal(list.without_item, 6); // a door's and a bed's far halves, and water that flows
  assert.deepEqual(Object.fromEntries(list.items.map(({ item, count, stack_size: size }) => [item.replace('minecraft:', ''), [count, size]])), items);
  assert.deepEqual([list.items[0].stacks, list.items[0].rest, list.items[0].shulker_boxes], [1, 1, 0.04]);
  assert.deepEqual([refused.ok, refused.reason], [false, 'not-nbt']);
});

test('materials: the same as CSV and as the mods write it', async () => {
  const csv = await schematic(['materials', '--format', 'csv', house]);
  assert.equal(csv.code, 0);
  const [head, ...rows] = csv.out.trimEnd().split('\r\n');
  assert.equal(head, 'item,count,stacks,rest,stack_size,shulker_boxes');
  assert.deepEqual(rows.map((row) => row.split(',').slice(0, 2)), Object.entries(items).map(([item, [count]]) => [`minecraft:${item}`, String(count)]));
  const text = await schematic(['materials', house, '--format', 'text']);
  assert.equal(text.code, 0);
  assert.match(text.out, /^\| Material List for schematic 'my house' \(1 of 1 regions\) +\|$/m);
  assert.match(text.out, /^\| Oak Slab +\| +7 \| +7 \| +0 \|$/m);
});

test('materials: what is refused is said on standard error where the output is no JSON', async () => {
  const done = await schematic(['materials', '--format', 'csv', bad, house]);
  assert.equal(done.code, 1);
  assert.match(done.err, /^curio: .*bad\.schem: not-nbt \(0\): \S/);
  assert.match(done.out, /^item,count/);
});

/** Width and height of a picture, by its first bytes. */
function sizeOf(file) {
  if (file.subarray(1, 4).toString() === 'PNG') return [file.readUInt32BE(16), file.readUInt32BE(20)];
  assert.equal(file.subarray(0, 4).toString() + file.subarray(8, 16).toString(), 'RIFFWEBPVP8L');
  const bits = file.readUInt32LE(21);
  return [(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1];
}

test('thumb: pictures of the size and kind that was asked for, the same every time', async () => {
  const out = join(folder, 'pictures');
  mkdirSync(out);
  const done = await schematic(['thumb', house, '--out', out]);
  assert.equal(done.code, 0);
  assert.deepEqual(parsed(done), [{ file: house, ok: true, out: join(out, 'my house.webp'), width: 512, height: 512 }]);
  assert.deepEqual(sizeOf(readFileSync(join(out, 'my house.webp'))), [512, 512]);
  const png = (name, ...more) => schematic(['thumb', house, '-o', join(out, name), '--format', 'png', '--size', '64', ...more]);
  for (const [name, ...more] of [['a.png'], ['b.png'], ['top.png', '--view', 'top']]) assert.equal((await png(name, ...more)).code, 0);
  const [a, b, top] = ['a.png', 'b.png', 'top.png'].map((name) => readFileSync(join(out, name)));
  assert.deepEqual(sizeOf(a), [64, 64]);
  assert.ok(a.equals(b) && !a.equals(top));
});

test('thumb: a picture that is there stays, unless it is to go', async () => {
  const out = join(folder, 'kept');
  mkdirSync(out);
  writeFileSync(join(out, 'my house.webp'), 'mine');
  const kept = await schematic(['thumb', bad, house, '--out', out]);
  assert.equal(kept.code, 1);
  assert.deepEqual(parsed(kept).map(({ reason }) => reason), ['not-nbt', 'exists']);
  assert.deepEqual(readdirSync(out), ['my house.webp']);
  assert.equal(readFileSync(join(out, 'my house.webp'), 'utf8'), 'mine');
  assert.equal((await schematic(['thumb', house, '--out', out, '--force'])).code, 0);
  assert.deepEqual(sizeOf(readFileSync(join(out, 'my house.webp'))), [512, 512]);
});

test('where nothing can be written, that is said and nothing is left behind', async () => {
  for (const args of [['thumb', house, '--out', join(folder, 'no', 'such')], ['convert', house, '--to', 'structure', '--out', '/proc'], ['thumb', house, '-o', '/proc/x.webp']]) {
    const done = await schematic(args);
    assert.deepEqual([done.code, parsed(done)[0].reason], [1, 'unwritable'], args.join(' '));
  }
  const full = await run('/bin/sh', ['-c', 'ulimit -f 0; trap "" XFSZ; exec "$0" schematic thumb "$1" --out "$2"', program, house, join(folder, 'kept')], { env: {} });
  assert.notEqual(full.code, 0);
  assert.deepEqual(readdirSync(join(folder, 'kept')).filter((name) => name.startsWith('.')), []);
});

test('a wrong order is refused with the usage', async () => {
  for (const [name, ...args] of [['inspect', '--all', house], ['inspect', '--'], ['materials', house, '--format', 'xml'], ['materials', '--format', 'csv'],
    ['materials', house, '--format'], ['thumb', house, '--size', '0'], ['thumb', house, '--size', '4097'], ['thumb', house, '--view', 'side'],
    ['thumb', house, '--format', 'gif'], ['thumb', house, house, '-o', 'x'], ['thumb', house, '-o', 'x', '--out', folder], ['thumb', '--force']]) {
    const done = await schematic([name, ...args]);
    assert.deepEqual([done.code, done.out], [2, ''], args.join(' '));
    assert.match(done.err, new RegExp(`usage: curio schematic ${name}`));
  }
});
