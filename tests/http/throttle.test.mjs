// Signing in is throttled by account and address, and nobody can lock somebody else out.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Agent, request } from 'node:https';
import { startStack } from '../lib/stack.mjs';

const tries = 4;
let stack;
before(async () => {
  stack = await startStack({ conf: { limit_login_count: tries, limit_login_seconds: '15m' } });
});
after(() => stack?.close());

/** Signs in from one of this machine's own loopback addresses. */
function loginFrom(localAddress, email, password) {
  const body = JSON.stringify({ email, password });
  const agent = new Agent({ rejectUnauthorized: false });
  return new Promise((resolve, reject) => {
    const call = request({
      host: '127.0.0.1', port: stack.port, servername: 'localhost', path: '/api/v1/auth/login', method: 'POST', agent, localAddress,
      headers: { host: `localhost:${stack.port}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    }, (message) => {
      message.resume();
      message.on('end', () => resolve({ status: message.statusCode, retry: message.headers['retry-after'] }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

test('one address is stopped at one account, whether there is such an account or not', async () => {
  const person = await stack.register();
  for (const [address, email] of [['127.0.1.1', person.email], ['127.0.1.2', 'nobody@example.org']]) {
    for (let i = 0; i < tries; i++) assert.equal((await loginFrom(address, email, 'a wrong one')).status, 401);
    const refused = await loginFrom(address, email.toUpperCase(), person.password);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.retry) > 0);
  }
});

test('who floods an account slows strangers down, and its owner gets in from where they were before', async () => {
  const person = await stack.register();
  assert.equal((await loginFrom('127.0.2.1', person.email, person.password)).status, 200);
  let stopped = 0;
  for (let i = 0; i < 16; i++)
    for (let n = 0; n < 3; n++) stopped += (await loginFrom(`127.0.3.${i + 1}`, person.email, 'a wrong one')).status === 429;
  assert.ok(stopped > 0, 'the account rule never came to bear');
  assert.equal((await loginFrom('127.0.3.200', person.email, person.password)).status, 429);
  assert.equal((await loginFrom('127.0.2.1', person.email, person.password)).status, 200);
});

test('with Redis away the rule is stricter, not gone', async () => {
  const person = await stack.register();
  await stack.stop('redis');
  try {
    const answers = [];
    for (let i = 0; i < tries; i++) answers.push((await loginFrom('127.0.4.1', person.email, 'a wrong one')).status);
    assert.equal(answers[0], 401);
    assert.ok(answers.includes(429), answers.join(' '));
  } finally {
    await stack.start('redis');
  }
});
