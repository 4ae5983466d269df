// `curio schematic convert`, read again by a reader that shares nothing with it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { nbt } from '../../lib/build.mjs';
import { decodeBuild, readNbt } from '../../lib/decode_build.mjs';
import { root, run } from '../../lib/stack.mjs';

const build = process.env.CURIO_BUILD ?? 'release';
const program = resolve(root, build.includes('/') ? build : join('build', build), 'bin/curio');
const states = ['minecraft:stone', 'minecraft:air', 'minecraft:oak_log[axis=y]', 'minecraft:structure_void', 'minecraft:granite'];
const sides = { width: 5, height: 4, length: 3 };
const targets = { sponge2: '.schem', sponge3: '.schem', litematica: '.litematic', mcedit: '.schematic', structure: '.nbt' };
let folder, source;

/** x runs fastest, then z, then y. */
function makeSource() {
  const data = Buffer.from(Array.from({ length: 60 }, (_, i) => i % states.length));
  const chest = [nbt.tag(11, 'Pos', Buffer.concat([3, 2, 1, 0].map(nbt.i32))), nbt.string('Id', 'minecraft:chest'), nbt.int('Slots', 27)];
  return gzipSync(nbt.compound('Schematic', [
    nbt.int('Version', 2), nbt.int('DataVersion', 3465),
    nbt.short('Width', sides.width), nbt.short('Height', sides.height), nbt.short('Length', sides.length),
    nbt.compound('Palette', states.map((state, i) => nbt.int(state, i))), nbt.bytes('BlockData', data),
    nbt.tag(9, 'BlockEntities', Buffer.concat([Buffer.from([10]), nbt.i32(1), ...chest, Buffer.from([0])])),
  ]));
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'curio-convert-'));
  source = join(folder, 'my.build.schem');
  writeFileSync(source, makeSource());
});
after(() => rmSync(folder, { recursive: true, force: true }));

const linesOf = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

async function convert(...args) {
  const done = await run(program, ['schematic', 'convert', ...args], { env: { LC_ALL: 'C' } });
  return { ...done, lines: linesOf(done.out) };
}

function outFolder(name) {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

test('another reader finds the same blocks in every format', async () => {
  const blocks = decodeBuild(readFileSync(source));
  const hashes = new Set();
  for (const [to, extension] of Object.entries(targets)) {
    const out = outFolder(to);
    const { code, lines } = await convert(source, '--to', to, '--out', out);
    assert.equal(code, 0, to);
    assert.equal(lines.length, 1);
    const { losses, ...line } = lines[0];
    assert.deepEqual(line, { file: source, ok: true, out: join(out, `my.build${extension}`), format: to, hash: line.hash });
    hashes.add(line.hash);
    assert.deepEqual(readdirSync(out), [`my.build${extension}`]);
    const written = decodeBuild(readFileSync(line.out));
    const numbers = { 'minecraft:stone': '1:0', 'minecraft:air': '0:0', 'minecraft:oak_log[axis=y]': '17:0', 'minecraft:structure_void': '0:0', 'minecraft:granite': '1:1' };
    for (const [place, state] of blocks) {
      const absent = to === 'structure' && state === 'minecraft:structure_void';
      assert.equal(written.get(place), absent ? undefined : to === 'mcedit' ? numbers[state] : state, `${to} ${place}`);
    }
    const kinds = losses.map(({ kind }) => kind);
    assert.equal(kinds.includes('absent-as-air'), to === 'mcedit');
    assert.equal(kinds.includes('absent-as-structure-void'), to !== 'mcedit' && to !== 'structure');
  }
  assert.equal(hashes.size, 1);
});

test('block entities arrive where each format keeps them', async () => {
  const out = outFolder('entities');
  const written = {};
  for (const to of Object.keys(targets)) {
    const { lines } = await convert(source, '--force', '--to', to, '--out', out);
    written[to] = readNbt(readFileSync(lines[0].out));
  }
  assert.deepEqual(written.sponge2.BlockEntities, [{ Pos: [2, 1, 0], Id: 'minecraft:chest', Slots: 27 }]);
  assert.deepEqual(written.sponge3.Schematic.Blocks.BlockEntities, [{ Pos: [2, 1, 0], Id: 'minecraft:chest', Data: { Slots: 27 } }]);
  assert.deepEqual(written.litematica.Regions.Main.TileEntities, [{ id: 'minecraft:chest', x: 2, y: 1, z: 0, Slots: 27 }]);
  assert.deepEqual(written.mcedit.TileEntities, [{ id: 'minecraft:chest', x: 2, y: 1, z: 0, Slots: 27 }]);
  assert.deepEqual(written.structure.blocks.find((block) => block.nbt), { pos: [2, 1, 0], state: 2, nbt: { id: 'minecraft:chest', Slots: 27 } });
});

test('a file that is there stays, unless it is to go', async () => {
  const out = outFolder('kept');
  const there = join(out, 'my.build.nbt');
  writeFileSync(there, 'mine');
  const kept = await convert(source, '--to', 'structure', '--out', out);
  assert.equal(kept.code, 1);
  assert.deepEqual(kept.lines, [{ file: source, ok: false, reason: 'exists', offset: 0, detail: there }]);
  assert.equal(readFileSync(there, 'utf8'), 'mine');
  assert.deepEqual(readdirSync(out), ['my.build.nbt']);
  assert.equal((await convert(source, '--to', 'structure', '--out', out, '--force')).code, 0);
  assert.ok(decodeBuild(readFileSync(there)).size > 0);
});

test('each file has its line, whatever became of the others', async () => {
  const out = outFolder('several');
  const bad = join(folder, 'bad.schem');
  writeFileSync(bad, 'no build');
  const { code, lines } = await convert(bad, source, join(folder, 'none.nbt'), '--to', 'litematica', '--out', out);
  assert.equal(code, 1);
  assert.deepEqual(lines.map(({ ok, reason }) => [ok, reason]), [[false, 'not-nbt'], [true, undefined], [false, 'unreadable']]);
  assert.deepEqual(readdirSync(out), ['my.build.litematic']);
});

test('where nothing can be written, that is said', async () => {
  const { code, lines } = await convert(source, '--to', 'mcedit', '--out', join(folder, 'no', 'such'));
  assert.deepEqual([code, lines[0].reason], [1, 'unwritable']);
});

test('a wrong order is refused with the usage', async () => {
  for (const args of [[source, '--to', 'gif'], [source, source, source], ['--to', 'mcedit', '--force'], [source, '--to', 'mcedit', '--fast']]) {
    const { code, err } = await convert(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /usage: curio schematic convert/);
  }
});
