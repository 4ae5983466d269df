// PostgreSQL goes away under load, in every way it can, and comes back: the site recovers by itself.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { Load, assertAway, metric } from '../lib/load.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, person;
before(async () => {
  stack = await startStack();
  person = await stack.register();
});
after(() => stack?.close());

const personal = { headers: { cookie: '__Host-csrf=shares-no-cached-page' } };
const readiness = () => stack.api('GET', '/health/readiness');

/** FAIL happens under load, which goes on by itself afterwards; nothing acknowledged is lost, nothing is done twice. */
async function survives(fail) {
  const lines = stack.events('web').length;
  const load = new Load(stack).upload(2, person).read(1, '/api/v1/auth/me', { token: person.token }).read(1, '/schematics', personal);
  try {
    await load.flows();
    await fail();
    await load.flows(40);
  } finally {
    await load.stop();
  }
  load.assertCalm({ inUse: true });
  await load.assertKept();
  await stack.waitFor(async () => (await readiness()).status === 200);
  const said = stack.events('web').slice(lines).filter(({ message }) => message === 'database').length;
  assert.ok(said <= load.failed.length + 20, `${said} lines in the log for ${load.failed.length} failures`);
  return load;
}

test('restarted: 503 meanwhile, for programs and people, and counted', async () => {
  const series = 'curio_requests_total{method="GET",route="/api/v1/auth/me",status="503"}';
  const load = await survives(async () => {
    await stack.stop('postgres');
    const answer = await stack.waitFor(async () => { const a = await readiness(); return a.status === 503 && a; });
    assert.equal(answer.json.checks.database, 'away');
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assertAway(await stack.api('GET', '/auth/me', undefined, { token: person.token }));
    assertAway(await stack.fetch('/schematics', { headers: { accept: 'text/html', ...personal.headers } }));
    assertAway(await stack.api('POST', '/auth/login', { email: person.email, password: person.password }));
    assertAway(await stack.api('POST', '/auth/register', { email: 'late@example.org', name: 'Late', password: 'correct horse battery' }));
    assert.equal((await stack.api('GET', '/health/liveness')).status, 200);
    await stack.start('postgres');
  });
  assert.ok(load.failed.length > 0, 'the fault was not felt at all');
  assert.ok(await metric(stack, series) > 0);
});

test('a server process killed: PostgreSQL throws all others out and repairs itself', async () => {
  const load = await survives(async () => {
    const [{ pid }] = await stack.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'curio' LIMIT 1");
    process.kill(pid, 'SIGKILL');
    await stack.waitFor(async () => (await stack.sql('SELECT 1 AS one').catch(() => [])).length === 1);
  });
  assert.ok(load.records.length > 60);
});

test('killed as a whole', async () => {
  const load = await survives(async () => {
    const pid = stack.pid('postgres');
    process.kill(pid, 'SIGKILL');
    await stack.waitFor(() => leftNothing(pid), { what: 'its server processes to end' });
    await stack.start('postgres');
  });
  assert.ok(load.failed.length > 0, 'the fault was not felt at all');
});

// A new one refuses to start while the old one is in the process table, or server processes of it are attached to its memory.
function leftNothing(pid) {
  const listed = readFileSync('/proc/sysvipc/shm', 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  return !existsSync(`/proc/${pid}`) && !listed.some(([, , , , creator, , attached]) => Number(creator) === pid && Number(attached) > 0);
}

test('every connection cut at once, again and again', async () => {
  await survives(async () => {
    for (let i = 0; i < 5; i++) {
      await stack.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'curio'");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
});

test('frozen: answers are given up, and come again when it thaws', async () => {
  const leader = stack.pid('postgres');
  const all = () => [leader, ...readFileSync(`/proc/${leader}/task/${leader}/children`, 'utf8').split(' ').filter(Boolean).map(Number)];
  const send = (signal) => all().forEach((pid) => process.kill(pid, signal));
  const load = new Load(stack).upload(1, person).read(2, '/api/v1/auth/me', { token: person.token }).read(1, '/schematics', personal);
  let frozen = false;
  try {
    await load.flows();
    await stack.redis('flushall'); // so that nobody's session is remembered
    send('SIGSTOP');
    frozen = true;
    await stack.waitFor(() => load.failed.length >= 4, { seconds: 60, what: 'answers to be given up' });
    const answer = await readiness();
    assert.deepEqual([answer.status, answer.json.checks.database], [503, 'away']);
    send('SIGCONT');
    frozen = false;
    await load.flows(40, 40);
  } finally {
    if (frozen) send('SIGCONT');
    await load.stop();
  }
  load.assertCalm({ seconds: 40, inUse: true });
  await load.assertKept();
});
