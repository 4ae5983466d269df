// Workers that die, are recycled or told to stop, and nginx reloaded, all under load: readers notice nothing.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Load, assertAway, metric } from '../lib/load.mjs';
import { startStack } from '../lib/stack.mjs';

const personal = { headers: { cookie: '__Host-csrf=shares-no-cached-page' } };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a pool that keeps its workers', () => {
  let stack, person;
  before(async () => {
    stack = await startStack({ conf: { recycle_requests: 1000000 } });
    person = await stack.register();
  });
  after(() => stack?.close());

  async function under(load, work) {
    try {
      await load.flows();
      await work();
      await load.flows(40);
    } finally {
      await load.stop();
    }
  }

  /** A PATCH that waits for a row that somebody else holds, and what lets it go on. */
  async function slowRequest() {
    const holder = stack.sql(`SELECT pg_sleep(2) FROM (SELECT id FROM account WHERE id = '${person.user.id}' FOR UPDATE) held`);
    const waits = (event) => stack.waitFor(async () =>
      (await stack.sql(`SELECT 1 AS one FROM pg_stat_activity WHERE ${event}`)).length > 0, { what: event });
    await waits("wait_event = 'PgSleep'");
    const answer = stack.api('PATCH', '/account', { name: 'Somebody slow' }, { token: person.token });
    await waits("application_name = 'curio' AND wait_event_type = 'Lock'");
    return { answer, holder };
  }

  test('killed: readers notice nothing, writers are told to come back, others take over', async () => {
    const load = new Load(stack).upload(2, person).read(2, '/api/v1/auth/me', { token: person.token }).read(1, '/schematics', personal);
    load.run(1, () => load.call('POST', '/api/v1/auth/login', { email: person.email, password: person.password }));
    const starts = await metric(stack, 'curio_worker_starts_total{pool="web"}');
    await under(load, async () => {
      for (let i = 0; i < 6; i++) {
        process.kill(stack.workers('web')[i % 2], 'SIGKILL');
        process.kill(stack.workers('auth')[0], 'SIGKILL');
        await load.flows(10);
      }
    });
    load.assertCalm({ inUse: true });
    assert.deepEqual(load.failed.filter(({ method }) => method === 'GET').map(({ status }) => status), []);
    await load.assertKept();
    assert.ok(await metric(stack, 'curio_worker_starts_total{pool="web"}') >= starts + 6);
    await stack.waitFor(async () => await metric(stack, 'curio_pool_workers{pool="web"}') === 2);
    assert.equal(await metric(stack, 'curio_pool_busy{pool="web"}'), 1, 'only who answers this question is busy');
  });

  test('told to stop during a slow request: it is finished first', async () => {
    const { answer, holder } = await slowRequest();
    const old = stack.workers('web');
    old.forEach((pid) => process.kill(pid, 'SIGTERM'));
    assert.equal((await stack.api('GET', '/health/liveness')).status, 200);
    const said = await answer;
    assert.equal(said.status, 200, said.text);
    assert.equal(said.json.name, 'Somebody slow');
    await holder;
    await stack.waitFor(() => stack.workers('web').length === 2 && !stack.workers('web').some((pid) => old.includes(pid)));
  });

  test('killed during a slow request: it is undone, and the client is told to come back', async () => {
    const { answer, holder } = await slowRequest();
    stack.workers('web').forEach((pid) => process.kill(pid, 'SIGKILL'));
    assertAway(await answer);
    await holder;
    const again = await stack.waitFor(async () => {
      const { status, json } = await stack.api('GET', '/auth/me', undefined, { token: person.token });
      return status === 200 && json;
    });
    assert.ok(again);
  });

  test('told to stop under load: nobody notices', async () => {
    const load = new Load(stack).upload(2, person).read(2, '/api/v1/auth/me', { token: person.token });
    await under(load, async () => {
      for (let i = 0; i < 10; i++) {
        process.kill(stack.workers('web')[i % 2], 'SIGTERM');
        await load.flows(5);
      }
    });
    load.assertAllGood();
    await load.assertKept();
  });

  test('nginx reloaded under load: nobody notices', async () => {
    const load = new Load(stack).upload(1, person).read(2, '/api/v1/auth/me', { token: person.token });
    await under(load, async () => {
      for (let i = 0; i < 3; i++) {
        process.kill(stack.pid('nginx'), 'SIGHUP');
        await pause(200);
        await load.flows(10);
      }
    });
    load.assertAllGood();
    await load.assertKept();
  });

  test('the pool away: a proper page and a proper problem, and few words about it', async () => {
    await stack.stop('web');
    const lines = stack.logs('nginx').split('\n').length;
    for (let i = 0; i < 20; i++) assertAway(await stack.api('GET', '/auth/me', undefined, { token: person.token }));
    assertAway(await stack.fetch('/about', { headers: { accept: 'text/html', ...personal.headers } }));
    assertAway(await stack.fetch('/schematics', { method: 'POST', body: new URLSearchParams({ a: 'b' }) }));
    const said = stack.logs('nginx').split('\n').length - lines;
    assert.ok(said <= 22 * 4, `${said} lines for 22 requests`);
    await stack.start('web');
    await stack.waitFor(async () => (await stack.api('GET', '/auth/me', undefined, { token: person.token })).status === 200);
  });

  test('5,000 requests leave a worker no larger', async (t) => {
    const resident = () => stack.workers('web').map((pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]));
    const send = async (count) => {
      const load = new Load(stack, { rest: 0 });
      const paths = ['/api/v1/schematics', '/schematics?q=castle', '/api/v1/auth/me', '/about', '/api/v1/openapi.json', '/no/such/place'];
      let left = count;
      await Promise.all([0, 1, 2, 3].map(async () => {
        while (left-- > 0) await load.call('GET', paths[left % paths.length], undefined, { token: person.token, ...personal });
      }));
      assert.deepEqual(Object.keys(load.outcomes), ['200', '404']);
    };
    const workers = stack.workers('web');
    await send(600); // every query prepared, every buffer at its size
    const before = resident();
    await send(5000);
    assert.deepEqual(stack.workers('web'), workers);
    t.diagnostic(`resident KiB of each worker: ${before} before, ${resident()} after`);
    resident().forEach((kib, i) => assert.ok(kib - before[i] < 1024, `a worker grew from ${before[i]} to ${kib} KiB`));
  });
});

describe('workers that are recycled all the time', () => {
  let stack, person;
  before(async () => {
    stack = await startStack({ conf: { recycle_requests: 1 } });
    person = await stack.register();
  });
  after(() => stack?.close());

  test('nobody notices, and every upload is there', async () => {
    const load = new Load(stack, { rest: 20 }).upload(2, person).read(2, '/api/v1/auth/me', { token: person.token }).read(1, '/schematics', personal);
    try {
      await load.flows(200, 60);
    } finally {
      await load.stop();
    }
    load.assertAllGood();
    await load.assertKept();
    assert.ok(await metric(stack, 'curio_worker_starts_total{pool="web"}') >= 10);
  });

  test('nor does the pool give up, however quickly they have done their share', async () => {
    const load = new Load(stack, { rest: 0 }).read(2, '/api/v1/health/liveness');
    try {
      await load.flows(800, 60);
    } finally {
      await load.stop();
    }
    load.assertAllGood();
    assert.equal(stack.workers('web').length, 2);
  });
});
