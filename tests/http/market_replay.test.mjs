// Thirty days of two sources: nothing doubled, nothing wrongly gone, and what moved or was cancelled is known to be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { replay } from '../lib/replay.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, world, rows;
before(async () => {
  stack = await startStack({ conf: { rooms: 'market' } });
  ({ world, rows } = await replay(stack, new Date().toISOString().slice(0, 10)));
});
after(() => stack?.close());

const dates = (market) => stack.sql(`SELECT to_char(d.key, 'YYYY-MM-DD') AS key, d.day::text, d.status, d.reason FROM market_date d
  JOIN market_origin o ON o.market_id = d.market_id WHERE o.external_id = 'a-${market}' ORDER BY d.key`);
const day = (ms) => new Date(ms).toISOString().slice(0, 10);

test('no market is there twice, none that is held is missing, none that is gone is listed', () => {
  for (const row of rows) {
    assert.deepEqual(row.doubles, [], `doubled on ${row.day} (${row.happened})`);
    assert.deepEqual(row.lost, [], `lost on ${row.day} (${row.happened})`);
  }
  assert.deepEqual(rows.at(-1).ghosts, []);
});

test('a reading that lacks half takes nothing away; one that breaks off neither', () => {
  const half = rows[12], broken = rows[21];
  assert.equal(half.a.state, 'partial');
  assert.equal(half.a.vanished, 0);
  assert.equal(half.a.problems.some(({ kind }) => kind === 'too_much_missing'), true);
  assert.equal(broken.a.state, 'failed');
  assert.equal(broken.a.vanished, 0);
});

test('days without news take nothing away and ask nobody', () => {
  for (const row of rows.slice(1).filter(({ happened }) => happened === '')) {
    for (const run of [row.a, row.b]) assert.equal(run.vanished + run.conflicts, 0, row.day);
  }
});

test('a moved date keeps its name and tells both days; a cancelled one its reason', async () => {
  const moved = (await dates(11)).find(({ status }) => status === 'moved');
  assert.equal(moved.day, day(world.markets[11].dates[6].at));
  assert.equal(moved.key, day(world.markets[11].dates[6].at + 86400000));
  const cancelled = (await dates(3)).find(({ status }) => status === 'cancelled');
  assert.equal(cancelled?.reason, 'Storm');
});

test('dates that were held stay', async () => {
  const held = (await dates(1)).map(({ key }) => key);
  for (const date of world.markets[1].dates.slice(0, 2)) assert.ok(held.includes(day(date.at)), `${day(date.at)} of ${held}`);
});

test('two halls of one building stay two markets', async () => {
  const [row] = await stack.sql(`SELECT count(DISTINCT market_id)::int AS markets FROM market_origin WHERE external_id IN ('a-25', 'a-26')`);
  assert.equal(row.markets, 2);
});
