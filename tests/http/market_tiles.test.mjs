// Tiles of the map: fetched by nginx for everybody, once, and telling nobody who looks.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { startStack } from '../lib/stack.mjs';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
let stack, server;
const asked = [];

before(async () => {
  server = createServer((request, answer) => {
    asked.push(request);
    if (request.url.includes('/7/')) answer.writeHead(404).end();
    else answer.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'who=you', 'cache-control': 'max-age=60' }).end(png);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack = await startStack({ conf: { rooms: 'market', map_tiles: `http://127.0.0.1:${server.address().port}/styles/plain`, map_attribution: 'Map by us' } });
});
after(async () => { await stack?.close(); server?.close(); });

test('a tile is asked for once, without a word of its reader, and comes as a picture', async () => {
  const headers = { cookie: 'secret=1', authorization: 'Bearer x', 'x-forwarded-for': '192.0.2.1', 'accept-language': 'da' };
  for (let i = 0; i < 3; i++) {
    const tile = await stack.fetch('/markets/tiles/5/17/9', { headers });
    assert.deepEqual([tile.status, tile.headers['content-type'], tile.bytes.equals(png), tile.headers['set-cookie']], [200, 'image/png', true, undefined]);
    assert.match(tile.headers['content-security-policy'], /sandbox/);
  }
  assert.equal(asked.length, 1);
  const [{ url, headers: told }] = asked;
  assert.equal(url, '/styles/plain/5/17/9.png');
  for (const name of ['cookie', 'authorization', 'x-forwarded-for', 'x-real-ip', 'accept-language']) assert.equal(told[name], undefined, name);
  assert.match(told['user-agent'], /^Curio \(\+https:/);
});

test('what is no tile is not asked for', async () => {
  const before = asked.length;
  for (const path of ['20/1/1', '5/17', '5/17/9.png', '5/17/../../secret', '-1/0/0', '5/17/9999999'])
    assert.notEqual((await stack.fetch(`/markets/tiles/${path}`)).status, 200, path);
  assert.equal((await stack.fetch('/markets/tiles/5/1/1', { method: 'POST', body: 'x' })).status, 403);
  assert.equal(asked.length, before);
  assert.equal((await stack.fetch('/markets/tiles/7/1/1')).status, 404);
});

test('the map knows where they are', async () => {
  const { text } = await stack.fetch('/markets/map');
  assert.match(text, /data-tiles="\/markets\/tiles\/\{z\}\/\{x\}\/\{y\}"/);
  assert.match(text, /data-attribution="Map by us"/);
});
