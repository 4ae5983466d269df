// clamd stopped and frozen while uploads come, and the jobs killed in the middle of a scan: nothing is served before it is clean,
// and everything becomes clean by itself.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Load } from '../lib/load.mjs';
import { makeBuild, rawBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, person;
before(async () => {
  stack = await startStack({ scanner: true, conf: { scan_timeout_seconds: 4 } });
  person = await stack.register();
});
after(() => stack?.close());

const readiness = async () => { const answer = await stack.api('GET', '/health/readiness'); return [answer.status, answer.json.status, answer.json.checks.scanner]; };
const pending = () => stack.sql("SELECT id FROM schematic WHERE status = 'pending'");
const hurry = () => stack.sql("UPDATE job SET run_at = now() WHERE kind = 'scan' AND state = 'waiting'");

async function upload(bytes, title) {
  const body = new FormData();
  body.append('title', title);
  body.append('file', new Blob([bytes]), 'scan.schem');
  const answer = await stack.api('POST', '/schematics', body, { token: person.token });
  assert.equal(answer.status, 201, answer.text);
  return answer.json.id;
}

const download = (id) => stack.api('GET', `/schematics/${id}/download`, undefined, { token: person.token });

/** Everything becomes clean; the waiting between two tries is cut short, because it may grow to half a minute. */
async function allBecomeClean() {
  await stack.waitFor(async () => { await hurry(); return (await pending()).length === 0; }, { seconds: 30, what: 'the scans' });
  assert.deepEqual(await stack.sql("SELECT id FROM schematic WHERE status <> 'clean'"), []);
  assert.deepEqual(await stack.sql("SELECT id FROM job WHERE state = 'aside'"), []);
}

/** Uploads come while the scanner is away; it takes them all, serves none, says that it is degraded, and then catches up. */
async function survives(away, back) {
  const lines = stack.events('jobs').length;
  const load = new Load(stack).upload(2, person).read(1, '/api/v1/auth/me', { token: person.token });
  try {
    await load.flows();
    await away();
    await stack.waitFor(async () => (await readiness())[2] === 'away');
    assert.deepEqual(await readiness(), [200, 'degraded', 'away']);
    const late = await upload(makeBuild(), 'while the scanner is away');
    await load.flows(30);
    assert.equal((await download(late)).status, 409);
    assert.equal((await stack.api('GET', `/schematics/${late}`)).status, 404);
    assert.ok((await pending()).length > 0);
  } finally {
    await load.stop();
    await back();
  }
  load.assertAllGood();
  await stack.waitFor(async () => (await readiness())[1] === 'ready');
  await allBecomeClean();
  await load.assertKept();
  const said = stack.events('jobs').slice(lines).filter(({ level }) => level !== 'info').length;
  assert.ok(said <= load.kept.length * 6, `${said} lines for ${load.kept.length} builds`);
}

test('stopped', () => survives(() => stack.stop('clamd'), () => stack.start('clamd')));

test('frozen', async () => {
  const pid = stack.pid('clamd');
  await survives(() => process.kill(pid, 'SIGSTOP'), () => process.kill(pid, 'SIGCONT'));
});

test('nothing is served before it is clean, at no moment', async () => {
  const seen = [];
  const load = new Load(stack).upload(1, person).run(2, async (l) => {
    const last = l.kept.at(-1);
    if (!last) return;
    const { status } = await download(last.id);
    const [row] = await stack.sql(`SELECT status FROM schematic WHERE id = '${last.id}'`);
    seen.push(status);
    if (status === 200) assert.equal(row.status, 'clean');
    else assert.equal(status, 409);
  });
  try {
    await load.flows(20);
    await stack.waitFor(() => seen.length > 20);
  } finally {
    await load.stop();
  }
  await allBecomeClean();
});

test('jobs killed in the middle of a scan: another takes it over, and the verdict is given once', async () => {
  const clamd = stack.pid('clamd');
  const scans = () => stack.events('jobs').filter(({ message }) => message === 'scanned').length;
  process.kill(clamd, 'SIGSTOP');
  let id;
  try {
    id = await upload(rawBuild({ width: 40, height: 40, length: 40 }), 'scanned by two');
    await stack.waitFor(async () => (await stack.sql("SELECT id FROM job WHERE kind = 'scan' AND state = 'running'")).length === 1);
    const [worker] = stack.workers('jobs');
    process.kill(worker, 'SIGKILL');
    await stack.waitFor(() => { const now = stack.workers('jobs'); return now.length === 1 && now[0] !== worker; });
  } finally {
    process.kill(clamd, 'SIGCONT');
  }
  const before = scans();
  assert.equal((await stack.sql(`SELECT status FROM schematic WHERE id = '${id}'`))[0].status, 'pending');
  // Its lease ends after the longest that a scan may take and a minute; time is moved on.
  await stack.sql("UPDATE job SET locked_until = now() WHERE kind = 'scan' AND state = 'running'");
  await allBecomeClean();
  assert.equal(scans(), before + 1);
  assert.ok(stack.events('jobs').some(({ message }) => message === 'job of a dead worker'));
  assert.equal((await download(id)).status, 200);
});

test('jobs killed again and again under load', async () => {
  const load = new Load(stack).upload(2, person);
  try {
    for (let i = 0; i < 5; i++) {
      await load.flows(6);
      stack.workers('jobs').forEach((pid) => process.kill(pid, 'SIGKILL'));
    }
  } finally {
    await load.stop();
  }
  load.assertAllGood();
  await stack.sql("UPDATE job SET locked_until = now() WHERE state = 'running'");
  await allBecomeClean();
  await load.assertKept();
});
