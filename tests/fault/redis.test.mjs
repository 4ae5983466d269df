// Redis stopped, frozen and restarted under load: the site works on, slower; what must not be open stays shut.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Load, metric } from '../lib/load.mjs';
import { startStack } from '../lib/stack.mjs';

const tries = 4;
let stack, person, visitor;
before(async () => {
  stack = await startStack({ conf: { limit_login_count: tries } });
  person = await stack.register();
  visitor = stack.visitor();
  assert.equal((await visitor.submit('/auth/login', { email: person.email, password: person.password })).status, 303);
});
after(() => stack?.close());

const readiness = async () => (await stack.api('GET', '/health/readiness')).json;

/** AWAY makes Redis go, BACK makes it come; WORK happens in between, all under load. */
async function survives(away, back, work = async () => {}) {
  const lines = stack.events('web').length;
  const load = new Load(stack).upload(1, person).read(2, '/api/v1/auth/me', { token: person.token })
    .run(1, (l) => l.call('GET', '/account', undefined, { headers: { cookie: [...visitor.cookies].map((c) => c.join('=')).join('; ') } }));
  let gone = false;
  try {
    await load.flows();
    await away();
    gone = true;
    assert.deepEqual(await readiness().then(({ status, checks }) => [status, checks.redis]), ['degraded', 'away']);
    await load.flows(40);
    await work();
    await back();
    gone = false;
    await stack.waitFor(async () => (await readiness()).checks.redis === 'healthy');
    await load.flows();
  } finally {
    if (gone) await back();
    await load.stop();
  }
  load.assertAllGood();
  load.assertCalm({ seconds: 15 });
  await load.assertKept();
  const said = stack.events('web').slice(lines).filter(({ message }) => /Redis/.test(message));
  assert.ok(said.length >= 1 && said.length <= 12, `${said.length} lines about Redis for ${load.records.length} requests`);
}

async function wrongPasswords() {
  const somebody = await stack.register();
  const answers = [];
  for (let i = 0; i < tries; i++)
    answers.push((await stack.api('POST', '/auth/login', { email: somebody.email, password: 'a wrong one' })).status);
  return answers;
}

test('stopped: people stay signed in, and signing in is held tighter', async () => {
  await survives(() => stack.stop('redis'), () => stack.start('redis'), async () => {
    assert.match((await visitor.get('/account')).text, new RegExp(person.email));
    const answers = await wrongPasswords();
    assert.equal(answers[0], 401);
    assert.ok(answers.includes(429), answers.join(' '));
    assert.ok(await metric(stack, 'curio_cache_total{result="away"}') > 0);
  });
});

test('frozen: nobody waits for it', async () => {
  const pid = stack.pid('redis');
  await survives(() => process.kill(pid, 'SIGSTOP'), () => process.kill(pid, 'SIGCONT'), async () => {
    const answers = await wrongPasswords();
    assert.ok(answers.includes(429), answers.join(' '));
  });
});

test('killed and started anew, empty', async () => {
  await survives(async () => {
    process.kill(stack.pid('redis'), 'SIGKILL');
    await stack.waitFor(async () => (await readiness()).checks.redis === 'away');
  }, () => stack.start('redis'));
});

test('who signs out while Redis is frozen is out at once, and not let in by what it remembers', async () => {
  const old = stack.workers('web'); // new ones have not yet said anything about Redis
  old.forEach((pid) => process.kill(pid, 'SIGTERM'));
  await stack.waitFor(() => stack.workers('web').length === 2 && !stack.workers('web').some((pid) => old.includes(pid)));
  const session = (await stack.api('POST', '/auth/login', { email: person.email, password: person.password })).json;
  const me = () => stack.api('GET', '/auth/me', undefined, { token: session.access_token });
  assert.equal((await me()).status, 200);
  const pid = stack.pid('redis');
  const noticed = () => stack.events('web').filter(({ message }) => message === 'Redis is away').length;
  const before = noticed();
  process.kill(pid, 'SIGSTOP');
  try {
    await stack.waitFor(async () => {
      await Promise.all(Array.from({ length: 8 }, me));
      return noticed() >= before + 2;
    }, { what: 'both workers to see it' });
    assert.equal((await stack.api('POST', '/auth/logout', undefined, { token: session.access_token })).status, 204);
    assert.equal((await me()).status, 401);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await stack.waitFor(async () => (await readiness()).checks.redis === 'healthy');
  for (let i = 0; i < 20; i++) assert.equal((await me()).status, 401);
});
