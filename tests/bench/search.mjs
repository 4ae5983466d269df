// `./dev bench search`: what people search for, of each kind its share, through nginx and the workers, at 100,000 builds (search.sql).
// One reader asks, one request after the other, signed in, so that no answer comes from nginx's memory; the first 200 are not counted.
// BENCH_ORIGIN asks a site that runs already instead, with BENCH_TOKEN.
import { join } from 'node:path';
import { Client } from '../lib/client.mjs';
import { root, startStack } from '../lib/stack.mjs';
import { table } from './table.mjs';

const requests = 2000, warm = 200;
let state = 20260101;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const of = (list) => list[Math.floor(random() ** 1.7 * list.length)];
const nouns = 'house castle tower bridge farm village temple ship statue garden church barn windmill lighthouse library palace wall gate fountain market mansion cottage dungeon portal'.split(' ');
const adjectives = 'medieval modern gothic japanese fantasy rustic small large ancient ruined floating underground snowy desert jungle steampunk baroque victorian nordic elven'.split(' ');
const blocks = 'stone oak_planks glass lantern bookshelf quartz_block beacon prismarine purpur_block sculk cherry_planks observer slime_block dragon_egg create:cogwheel'.split(' ');
const places = 'velador morawyn ashimere karenford thorilholm elegard brandale dunorfell grimeheim'.split(' ');
const slip = (word) => { const at = 1 + Math.floor(random() * (word.length - 2)); return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2); };
const sort = () => of(['newest', 'downloads', 'likes', 'size', 'updated', 'oldest']);
const number = (most) => 1 + Math.floor(random() * most);

/** What is asked, and how often of a hundred times. */
const kinds = {
  'nothing, any order': [10, () => ({ sort: sort() })],
  'one word': [14, () => ({ text: of([...nouns, ...adjectives]), sort: 'relevance' })],
  'a rare word': [5, () => ({ text: of(places), sort: 'relevance' })],
  'beginning of a word': [5, () => ({ text: of([...nouns, ...adjectives]).slice(0, 3), sort: 'relevance' })],
  'two words': [10, () => ({ text: `${of(adjectives)} ${of(nouns)}`, sort: of(['relevance', 'newest']) })],
  'a phrase': [4, () => ({ text: `"${of(adjectives)} ${of(nouns)}"`, sort: 'relevance' })],
  'a mistyped word': [7, () => ({ text: slip(of([...nouns, ...adjectives])), sort: 'relevance' })],
  'words and none': [4, () => ({ text: `${of(nouns)} -${of(adjectives)}`, sort: 'relevance' })],
  'a tag, any order': [9, () => ({ tag: of([...nouns, ...adjectives]), sort: sort() })],
  'tags, one left out': [4, () => ({ tag: `${of(adjectives)},-${of(nouns)}`, sort: sort() })],
  'contains a block': [5, () => ({ block: of(blocks), sort: sort() })],
  'two blocks, one not': [4, () => ({ block: `${of(blocks)},${of(blocks)},-${of(blocks)}`, sort: sort() })],
  'an author': [3, () => ({ author: `builder-${number(2000)}`, sort: sort() })],
  'sizes and versions': [5, () => ({ width_max: number(120), height_min: number(60), blocks_min: 10 ** number(5), game_from: of(['1.20', '1.18', '1.16']), sort: sort() })],
  'many facets': [5, () => ({ text: of(nouns), format: 'sponge,litematica', licence: '-none', mods: 'none', block: 'stone', width_min: number(20), sort: sort() })],
  'counts of facets': [3, () => ({ '': '/facets', text: of(nouns), tag: of(['', 'survival', of(adjectives)]) })],
  'names of blocks': [3, () => ({ '': '/blocks', text: of(['oak', 'sto', 'lant', 'cop', 'create:']) })],
};

/** One kind a request, by its share. */
function* asked(count) {
  const shares = Object.entries(kinds), all = shares.reduce((sum, [, [share]]) => sum + share, 0);
  for (let i = 0; i < count; i++) {
    let at = random() * all;
    const [kind, [, make]] = shares.find(([, [share]]) => (at -= share) < 0) ?? shares[0];
    const { '': below = '', ...fields } = make();
    yield [kind, `/schematics${below}?${new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))}`];
  }
}

async function site() {
  if (process.env.BENCH_ORIGIN) return { client: new Client(process.env.BENCH_ORIGIN), token: process.env.BENCH_TOKEN, close() {} };
  const stack = await startStack();
  await stack.dev('psql', '-q', '-v', 'ON_ERROR_STOP=1', '-1', '-f', join(root, 'tests/bench/search.sql'));
  const { token } = await stack.register();
  return { client: stack, token, close: () => stack.close() };
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const row = (kind, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  return [kind, String(times.length), ...[0.5, 0.95, 0.99].map((share) => at(sorted, share).toFixed(1))];
};

const { client, token, close } = await site();
try {
  const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []])), slowest = [];
  let i = 0;
  for (const [kind, path] of asked(warm + requests)) {
    const started = performance.now();
    const answer = await client.api('GET', path, undefined, { token });
    const took = performance.now() - started;
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    if (i++ < warm) continue;
    times[kind].push(took);
    slowest.push([took, path]);
  }
  table('Search at 100,000 builds, milliseconds', ['asked for', 'requests', 'p50', 'p95', 'p99'], [...Object.entries(times).filter(([, list]) => list.length).map(([kind, list]) => row(kind, list)),
    row('all', Object.values(times).flat())]);
  for (const [took, path] of slowest.sort((a, b) => b[0] - a[0]).slice(0, Number(process.env.BENCH_SLOWEST ?? 0))) console.log(took.toFixed(1), path);
} finally {
  await close();
}
