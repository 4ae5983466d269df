// `./dev bench nearby`: markets around points, through nginx and the workers, at 100,000 markets (nearby.sql): one request after the other,
// then eight readers at once; signed in, so that no answer comes from nginx's memory. The first 200 are not counted.
// BENCH_ORIGIN asks a site that runs already instead, with BENCH_TOKEN.
import { join } from 'node:path';
import { Client } from '../lib/client.mjs';
import { root, startStack } from '../lib/stack.mjs';
import { table } from './table.mjs';

const requests = 2000, warm = 200, readers = 8;
let state = 20260101;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const of = (list) => list[Math.floor(random() * list.length)];
const day = (ahead) => new Date(Date.now() + ahead * 86400000).toISOString().slice(0, 10);
// Anywhere in the country, its edges and the sea beyond them.
const anywhere = () => ({ latitude: (47 + 11 * random()).toFixed(4), longitude: (6 + 9 * random()).toFixed(4) });
const flags = () => Object.fromEntries(['accessible', 'toilets', 'dogs', 'cards'].filter(() => random() < 0.4).map((flag) => [flag, true]));

/** What is asked, and how often of a hundred times. */
const kinds = {
  'within 50 km': [20, () => ({})],
  'within 5 km': [6, () => ({ radius: 5 })],
  'within 200 km': [6, () => ({ radius: 200 })],
  'today': [14, () => ({ when: 'today' })],
  'this weekend': [12, () => ({ when: 'weekend' })],
  'a week': [6, () => ({ when: 'week' })],
  'a range of days': [8, () => { const first = Math.floor(random() * 200); return { from: day(first), to: day(first + Math.floor(random() * 10)) }; }],
  'kind and setting': [6, () => ({ kind: of(['antiques', 'christmas', 'car_boot', 'flea']), setting: of(['indoor', 'outdoor']) })],
  'flags and prices': [6, () => ({ ...flags(), fee_max: of([0, 0, 300]), stall_max: of(['', 2000]) })],
  'filters and today': [5, () => ({ ...flags(), when: 'today', kind: of(['any', 'flea', 'antiques']) })],
  'far and rare': [3, () => ({ radius: 500, kind: 'christmas', accessible: true, dogs: true, cards: true, stall_max: 500 })],
  'soonest first': [4, () => ({ sort: 'date' })],
  'best rated first': [2, () => ({ sort: 'rating' })],
  'a place by name': [2, () => ({ latitude: '', longitude: '', near: `Town ${1 + Math.floor(random() * 600)}` })],
};

/** One kind a request, by its share. */
function* asked(count) {
  const shares = Object.entries(kinds), all = shares.reduce((sum, [, [share]]) => sum + share, 0);
  for (let i = 0; i < count; i++) {
    let at = random() * all;
    const [kind, [, make]] = shares.find(([, [share]]) => (at -= share) < 0) ?? shares[0];
    const fields = { ...anywhere(), ...make() };
    yield [kind, `/markets/nearby?${new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))}`];
  }
}

async function site() {
  if (process.env.BENCH_ORIGIN) return { client: new Client(process.env.BENCH_ORIGIN), token: process.env.BENCH_TOKEN, close() {} };
  const stack = await startStack({ conf: { rooms: 'market' } });
  await stack.dev('psql', '-q', '-v', 'ON_ERROR_STOP=1', '-f', join(root, 'tests/bench/nearby.sql'));
  const { token } = await stack.register();
  return { client: stack, token, close: () => stack.close() };
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const row = (kind, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  return [kind, String(times.length), ...[0.5, 0.95, 0.99].map((share) => at(sorted, share).toFixed(1))];
};

const { client, token, close } = await site();

async function measure(title, count) {
  const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []])), slowest = [], queue = [...asked(warm + requests)];
  let i = 0;
  const reader = async () => {
    while (i < queue.length) {
      const turn = i++, [kind, path] = queue[turn];
      const started = performance.now();
      const answer = await client.api('GET', path, undefined, { token });
      const took = performance.now() - started;
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      if (turn < warm) continue;
      times[kind].push(took);
      slowest.push([took, path]);
    }
  };
  await Promise.all(Array.from({ length: count }, reader));
  table(title, ['asked for', 'requests', 'p50', 'p95', 'p99'], [...Object.entries(times).filter(([, list]) => list.length).map(([kind, list]) => row(kind, list)),
    row('all', Object.values(times).flat())]);
  for (const [took, path] of slowest.sort((a, b) => b[0] - a[0]).slice(0, Number(process.env.BENCH_SLOWEST ?? 0))) console.log(took.toFixed(1), path);
}

try {
  await measure('Nearby at 100,000 markets, one at a time, milliseconds', 1);
  await measure(`Nearby at 100,000 markets, ${readers} at once, milliseconds`, readers);
} finally {
  await close();
}
