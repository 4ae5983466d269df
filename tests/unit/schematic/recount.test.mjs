// What `curio schematic` says and writes of real builds, counted again by a reader that shares nothing with it. Skips plainly
// where the corpora are absent.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { countStates, flatten, isAir, isVoid, readBuild } from '../../lib/decode_build.mjs';
import { root, run } from '../../lib/stack.mjs';

const build = process.env.CURIO_BUILD ?? 'release';
const program = resolve(root, build.includes('/') ? build : join('build', build), 'bin/curio');
const corpora = resolve(root, process.env.CURIO_CORPORA ?? '../shared/corpora', 'schematics');
// Larger builds would take the plain reader minutes; structures name each block by itself.
const LARGEST = 1_000_000, LARGEST_STRUCTURE = 100_000;
const columns = ['name', 'format', 'version', 'width', 'height', 'length'];
const missing = !existsSync(corpora) && `no builds in ${corpora}`;
let folder, files;

before(() => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'curio-recount-'));
  mkdirSync(join(folder, 'in'));
  files = readFileSync(join(root, 'tests/unit/schematic/corpus.tsv'), 'utf8').trim().split('\n')
    .map((line) => Object.fromEntries(line.split('\t').slice(0, columns.length).map((text, i) => [columns[i], text])))
    .filter(({ format, width, height, length }) => format !== 'refused' && width * height * length <= LARGEST)
    .map(({ name, format, width, height, length }, i) => {
      const path = join(folder, 'in', `${i}${extname(name)}`); // names of their own: some files differ in their folder alone
      symlinkSync(join(corpora, name), path);
      return { name, format, path, stem: String(i), volume: width * height * length };
    });
});
after(() => { if (folder) rmSync(folder, { recursive: true, force: true }); });

async function lines(command, which, ...options) {
  const done = await run(program, ['schematic', command, ...which.map(({ path }) => path), ...options], { env: { LC_ALL: 'C' } });
  const said = done.out.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  assert.deepEqual(said.filter(({ ok }) => !ok), []);
  assert.equal(said.length, which.length);
  return said;
}

const sum = (counts, which) => [...counts].reduce((all, [state, n]) => all + (which(state) ? n : 0), 0);

// Blocks that no other is placed by, and that are one item each.
const plain = /^minecraft:(\w+_(planks|concrete|wool|stairs|fence|glass|terracotta|log|leaves)|stone|cobblestone|glowstone|sea_lantern|obsidian|bookshelf)$/;

function plainItems(counts) {
  const items = new Map();
  for (const [state, n] of counts) {
    const name = state.replace(/\[.*/, '');
    if (plain.test(name)) items.set(name, (items.get(name) ?? 0) + n);
  }
  return items;
}

test('sizes, blocks and materials are those of a plain count', { skip: missing, timeout: 300_000 }, async () => {
  const facts = await lines('inspect', files), materials = await lines('materials', files);
  files.forEach((file, i) => {
    const read = readBuild(readFileSync(file.path)), counts = countStates(read);
    assert.equal(read.format, facts[i].format, file.name);
    assert.deepEqual([facts[i].width, facts[i].height, facts[i].length], read.size, file.name);
    assert.equal(facts[i].blocks, sum(counts, (state) => !isAir(state)), file.name);
    assert.equal(materials[i].blocks, sum(counts, (state) => !isAir(state) && !isVoid(state)), file.name);
    const items = new Map(materials[i].items.map(({ item, count }) => [item, count]));
    for (const [name, n] of plainItems(counts)) assert.equal(items.get(name), n, `${name} in ${file.name}`);
    for (const { count, stacks, rest, stack_size: size } of materials[i].items) assert.equal(stacks * size + rest, count, file.name);
  });
});

/** All that can be said of old numbers and their names: what is one block stays one, what is air stays air, and few blocks have two
 * numbers (some numbers differ in what the game worked out anew). */
function assertRenamed(read, again, file) {
  const air = (state) => (isAir(state) ? 'air' : state), partners = [];
  const was = flatten(read, new Map([['air', 1]]), air), is = flatten(again, new Map([['air', 1]]), air);
  was.forEach((number, i) => {
    partners[number] ??= is[i];
    if (partners[number] !== is[i]) assert.fail(`${file}: one block became two`);
  });
  assert.equal(partners[1] ?? 1, 1, file);
  const named = partners.filter((number) => number > 1);
  assert.equal(named.length, Object.keys(partners).filter((number) => number > 1).length, file);
  assert.ok(new Set(named).size >= 0.75 * named.length, `${file}: ${new Set(named).size} blocks of ${named.length}`);
}

function assertSameBlocks(read, again, file) {
  const bare = read.format === 'bedrock' ? (state) => state.replace(/\[.*/, '') : undefined; // which spells values in its own way
  assert.deepEqual(again.size, read.size, file);
  if (read.format === 'mcedit') return assertRenamed(read, again, file);
  const known = new Map(), was = flatten(read, known, bare), is = flatten(again, known, bare);
  assert.ok(Buffer.from(was.buffer).equals(Buffer.from(is.buffer)), file);
}

async function convertAll(to, extension, which) {
  const out = join(folder, to);
  mkdirSync(out);
  await lines('convert', which, '--to', to, '--out', out);
  for (const file of which) assertSameBlocks(readBuild(readFileSync(file.path)), readBuild(readFileSync(join(out, file.stem + extension))), `${file.name} as ${to}`);
  rmSync(out, { recursive: true });
}

for (const [to, extension] of Object.entries({ sponge2: '.schem', sponge3: '.schem', litematica: '.litematic' }))
  test(`converted to ${to}, every block is where it was`, { skip: missing, timeout: 300_000 }, () => convertAll(to, extension, files));

test('converted to structure, every block is where it was', { skip: missing, timeout: 300_000 }, () =>
  convertAll('structure', '.nbt', files.filter(({ volume }) => volume <= LARGEST_STRUCTURE)));

test('old numbers come back as they were', { skip: missing, timeout: 300_000 }, async () => {
  const old = files.filter(({ format }) => format === 'mcedit');
  assert.ok(old.length > 10);
  await convertAll('mcedit', '.schematic', old);
});
