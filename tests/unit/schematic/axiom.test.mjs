// Axiom blueprints made here chunk by chunk, read by `curio schematic` and by a reader that shares nothing with it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { nbt } from '../../lib/build.mjs';
import { countStates, flatten, readBuild, readNbt } from '../../lib/decode_build.mjs';
import { root, run } from '../../lib/stack.mjs';

const build = process.env.CURIO_BUILD ?? 'release';
const program = resolve(root, build.includes('/') ? build : join('build', build), 'bin/curio');
let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), 'curio-axiom-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

const list = (name, compounds) => nbt.tag(9, name, Buffer.concat([Buffer.from([10]), nbt.i32(compounds.length), ...compounds.map((tags) => Buffer.concat([...tags, Buffer.from([0])]))]));

/** As the game packs a chunk: at least four bits each, none across two longs; nothing at all for one state. */
function packed(count, at) {
  const bits = BigInt(Math.max(4, Math.ceil(Math.log2(count)))), fit = Number(64n / bits), longs = new BigUint64Array(Math.ceil(4096 / fit));
  for (let i = 0; i < 4096; i++) longs[Math.floor(i / fit)] |= BigInt(at(i & 15, i >> 8, i >> 4 & 15)) << (bits * BigInt(i % fit));
  const bytes = Buffer.alloc(8 * longs.length);
  longs.forEach((long, i) => bytes.writeBigUInt64BE(long, 8 * i));
  return nbt.tag(12, 'data', Buffer.concat([nbt.i32(longs.length), bytes]));
}

const chunk = ([x, y, z], states, at) => [nbt.int('X', x), nbt.int('Y', y), nbt.int('Z', z), nbt.compound('BlockStates', [
  list('palette', states.map((state) => [nbt.string('Name', `minecraft:${state}`)])), ...(states.length > 1 ? [packed(states.length, at)] : []),
])];

function blueprint(chunks, { version = 2, chests = [] } = {}) {
  const part = (bytes) => Buffer.concat([nbt.i32(bytes.length), bytes]);
  const header = nbt.compound('', [nbt.tag(4, 'Version', Buffer.from([0, 0, 0, 0, 0, 0, 0, version])), nbt.string('Name', 'towers'), nbt.string('Author', 'somebody')]);
  const blocks = nbt.compound('', [nbt.int('DataVersion', 3465), list('BlockRegion', chunks),
    list('BlockEntities', chests.map(([x, y, z]) => [nbt.string('id', 'minecraft:chest'), nbt.int('x', x), nbt.int('y', y), nbt.int('z', z), nbt.int('Slots', 27)])), list('Entities', [])]);
  return Buffer.concat([nbt.i32(0x0ae5bb36), part(header), part(Buffer.from('no picture')), part(gzipSync(blocks))]);
}

async function said(...args) {
  const done = await run(program, ['schematic', ...args], { env: { LC_ALL: 'C' } });
  assert.equal(done.code, 0, done.out + done.err);
  return JSON.parse(done.out);
}

const many = (n) => Array.from({ length: n }, (_, i) => `block_${i}`);
const builds = {
  'palettes of every width': [
    chunk([1, 2, -1], ['void_air', 'stone', 'air', 'chest', 'oak_log'], (x, y, z) => (x + y * 3 + z * 7) % 5),
    chunk([2, 2, -1], ['void_air', ...many(16)], (x, y, z) => (x * 31 + y * 17 + z) % 17),
    chunk([2, 3, -1], many(40), (x, y, z) => (x * 131 + y * 17 + z * 5) % 40),
    chunk([1, 3, 0], many(300), (x, y, z) => (x + 16 * (z + 16 * y)) % 300),
    chunk([-3, 0, 4], ['stone']),
    chunk([40, 40, 40], ['void_air']),
  ],
  'a corner of a chunk': [chunk([0, 0, 0], ['structure_void', 'stone'], (x, y, z) => Number(x >= 13 && y >= 14 && z >= 15))],
  'one block': [chunk([-1, -1, -1], ['void_air', 'stone'], (x, y, z) => Number(x === 5 && y === 6 && z === 7))],
};

for (const [name, chunks] of Object.entries(builds))
  test(`${name}: counted, listed, converted, drawn`, async () => {
    const path = join(folder, `${name}.bp`);
    writeFileSync(path, blueprint(chunks));
    const read = readBuild(readFileSync(path)), counts = countStates(read);
    const blocks = [...counts].reduce((sum, [state, n]) => sum + (state === 'minecraft:air' ? 0 : n), 0);
    const facts = await said('inspect', path), materials = await said('materials', path);
    assert.deepEqual([facts.format, facts.width, facts.height, facts.length, facts.blocks], ['axiom', ...read.size, blocks]);
    assert.equal(materials.blocks, blocks);
    assert.deepEqual(new Map(materials.items.map(({ item, count }) => [item, count])), new Map([...counts].filter(([state]) => state !== 'minecraft:air').sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))));
    for (const to of ['sponge2', 'sponge3', 'litematica', 'structure']) {
      const done = await said('convert', path, '--to', to, '--out', folder, '--force');
      assert.equal(done.hash, facts.hash, to);
      const known = new Map();
      assert.deepEqual(flatten(readBuild(readFileSync(done.out)), known), flatten(read, known), to);
      assert.equal((await said('inspect', done.out)).hash, facts.hash, to);
    }
    assert.equal((await said('thumb', path, '--out', folder)).ok, true);
  });

test('chests and names come along', async () => {
  const path = join(folder, 'chests.bp');
  writeFileSync(path, blueprint([chunk([1, 2, -1], ['void_air', 'chest'], (x, y, z) => Number(x === 4 && z === 3 && y > 9))], { chests: [[20, 42, -13], [20, 47, -13]] }));
  const { out } = await said('convert', path, '--to', 'sponge3', '--out', folder);
  const { Schematic } = readNbt(readFileSync(out));
  assert.deepEqual([Schematic.Width, Schematic.Height, Schematic.Length], [1, 6, 1]);
  assert.deepEqual([Schematic.Metadata.Name, Schematic.Metadata.Author], ['towers', 'somebody']);
  assert.deepEqual(Schematic.Blocks.BlockEntities, [[0, 0, 0], [0, 5, 0]].map((Pos) => ({ Pos, Id: 'minecraft:chest', Data: { Slots: 27 } })));
});
