// A full disk, and workers killed at the worst moments of an upload: what was acknowledged is kept, the rest leaves nothing
// behind that anybody could see.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Load, blobFile } from '../lib/load.mjs';
import { assertAccounted } from '../lib/accounts.mjs';
import { makeBuild, rawBuild } from '../lib/build.mjs';
import { fill, noDisk, onSmallDisk } from '../lib/disk.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, person;
before(async () => {
  stack = await startStack({ scanner: true });
  person = await stack.register();
});
after(() => stack?.close());

function upload(bytes, title, { key, accept } = {}) {
  const body = new FormData();
  body.append('title', title);
  body.append('file', new Blob([bytes]), 'fault.schem');
  const headers = { ...(key && { 'idempotency-key': key }), ...(accept && { accept }) };
  return stack.api('POST', '/schematics', body, { token: person.token, headers });
}

const rowsOf = (title) => stack.sql(`SELECT id, status, encode(sha256, 'hex') AS sha256 FROM schematic WHERE title = '${title}'`);
const halfDone = () => readdirSync(join(stack.setting('blob_dir'), 'tmp')).filter((name) => name !== 'filler');
const killWorkers = () => stack.workers('web').forEach((pid) => process.kill(pid, 'SIGKILL'));
const answered = (promise) => promise.then((answer) => answer, (error) => ({ error }));

/** Rows of the upload wait where PLACE is (a trigger of ours in this copy's database), so that the moment can be hit. */
async function slowDown(place, work) {
  await stack.sql("CREATE OR REPLACE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NEW; END'");
  await stack.sql(`CREATE ${place} EXECUTE FUNCTION linger()`);
  try {
    return await work();
  } finally {
    await stack.sql('DROP FUNCTION linger() CASCADE');
  }
}

const lingering = () => stack.waitFor(async () =>
  (await stack.sql("SELECT 1 AS one FROM pg_stat_activity WHERE application_name = 'curio' AND wait_event = 'PgSleep'")).length > 0);

/** An upload whose worker is killed while it lingers at PLACE, then sent again with the same key until it is answered. */
async function killedAt(place, title) {
  const bytes = makeBuild(), key = randomUUID();
  const first = await slowDown(place, async () => {
    const sent = answered(upload(bytes, title, { key }));
    await lingering();
    killWorkers();
    return sent;
  });
  assert.equal(first.status, 503, first.text);
  return stack.waitFor(async () => {
    const answer = await upload(bytes, title, { key });
    assert.ok([201, 409, 503].includes(answer.status), answer.text);
    if (answer.status === 409) assert.equal(answer.json.type, '/problems/idempotency-key-in-use');
    return answer.status === 201 && answer;
  });
}

async function assertWhole(answer, title) {
  const rows = await rowsOf(title);
  assert.deepEqual(rows.map(({ id }) => id), [answer.json.id]);
  assert.ok(existsSync(blobFile(stack, rows[0].sha256)));
  await stack.waitFor(async () => (await rowsOf(title))[0].status === 'clean', { seconds: 20, what: 'the scan' });
}

test('killed after the file has its place and before the commit: no row, and the next try makes one', async () => {
  const answer = await killedAt('TRIGGER linger BEFORE INSERT ON schematic FOR EACH ROW', 'before the commit');
  assert.equal(answer.headers['idempotency-replayed'], undefined);
  await assertWhole(answer, 'before the commit');
});

test('killed in the middle of the commit: the row is there, and the next try is told so', async () => {
  const answer = await killedAt('CONSTRAINT TRIGGER linger AFTER INSERT ON schematic DEFERRABLE INITIALLY DEFERRED FOR EACH ROW',
    'during the commit');
  assert.equal(answer.headers['idempotency-replayed'], 'true');
  await assertWhole(answer, 'during the commit');
});

test('killed at any moment, again and again: every acknowledged build is there and whole', async () => {
  const load = new Load(stack, { rest: 0 }).upload(3, person);
  try {
    for (let i = 0; i < 8; i++) {
      await load.flows(5);
      const [pid] = stack.workers('web');
      process.kill(pid, 'SIGKILL');
    }
    await load.flows(20);
  } finally {
    await load.stop();
  }
  load.assertCalm({ inUse: true });
  await load.assertKept();
  const unscanned = await stack.sql("SELECT id FROM schematic s LEFT JOIN blob b USING (sha256) WHERE s.status = 'clean' AND b.scan <> 'clean'");
  assert.deepEqual(unscanned, []);
  await stack.waitFor(async () => (await stack.sql("SELECT sha256 FROM schematic_file WHERE analysis = 'waiting'")).length === 0, { seconds: 60, what: 'the drawing' });
  await assertAccounted(stack);
  await load.assertKept();
});

test('a full disk: 507, nothing is left behind, and there is room again as soon as there is', { skip: noDisk }, async () => {
  await onSmallDisk(stack, stack.setting('blob_dir'), '1m', async (folder) => {
    mkdirSync(join(folder, 'tmp'), { recursive: true }); // a worker that starts just now makes it as well
    const noise = rawBuild({ says: randomBytes(20000).toString('hex') });
    // The body does not fit in the spool; then it does, but the copy of it does not; then nothing at all does.
    for (const [what, left] of [['the body', 20480], ['a copy of it', 61440], ['anything', 0]]) {
      fill(join(folder, 'tmp', 'filler'), left);
      const answer = await upload(noise, `no room for ${what}`);
      assert.equal(answer.status, 507, `${what}: ${answer.text}`);
      assert.equal(answer.json.type, '/problems/storage-full');
      await stack.waitFor(() => halfDone().length === 0, { what: 'what was received by half to go' });
      assert.deepEqual(await rowsOf(`no room for ${what}`), []);
      rmSync(join(folder, 'tmp', 'filler'));
    }
    assert.equal((await upload(noise, 'room again')).status, 201);
  });
});
