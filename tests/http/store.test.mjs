// Files that people download, moved into an S3-compatible store: sent, read back, served from there by signed addresses, taken out again.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { makeBuild } from '../lib/build.mjs';
import { startS3 } from '../lib/s3.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, s3, owner, other;

before(async () => {
  s3 = await startS3();
  stack = await startStack({ scanner: true, conf: s3.settings });
  [owner, other] = [await stack.register(), await stack.register()];
});
after(async () => {
  await stack?.close();
  await s3?.close();
});

const get = (path, who, headers) => stack.api('GET', `/schematics${path}`, undefined, { token: who?.token, headers });
const nameOf = (hex) => `${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`;
const fileOf = (hex) => join(stack.setting('blob_dir'), nameOf(hex));
const blob = async (hex) => (await stack.sql(`SELECT place, placed_at FROM blob WHERE sha256 = decode('${hex}', 'hex')`))[0];
const due = (kind) => stack.sql(`UPDATE schedule SET next_at = now() WHERE kind = '${kind}'`);
const hurry = (kind) => stack.sql(`UPDATE job SET run_at = now() WHERE kind = '${kind}' AND state = 'waiting'`);

async function send(bytes, fields = {}) {
  const body = new FormData();
  body.append('file', new Blob([bytes]), 'kæmpe tårn.schem');
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  const answer = await stack.api('POST', '/schematics', body, { token: owner.token });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

const placed = (hex, place) => stack.waitFor(async () => (await blob(hex))?.place === place, { seconds: 60, what: `the blob to be ${place}` });

async function sent(bytes = makeBuild(), fields) {
  const build = await send(bytes, fields);
  await placed(build.sha256, 'both');
  return build;
}

/** So long ago that nobody was told to read the file here. */
async function left(hex) {
  await stack.sql(`UPDATE blob SET placed_at = now() - interval '1 hour' WHERE sha256 = decode('${hex}', 'hex')`);
  await due('offload');
  await placed(hex, 'remote');
}

async function follow(answer, init) {
  assert.equal(answer.status, 302, answer.text);
  const there = await fetch(answer.headers.location, init);
  return { status: there.status, headers: there.headers, bytes: Buffer.from(await there.arrayBuffer()) };
}

describe('a build that was found clean', () => {
  test('goes to the store, and its reader with it', async () => {
    const bytes = makeBuild({ width: 9 });
    const build = await sent(bytes);
    assert.deepEqual(s3.objects.get(nameOf(build.sha256)), bytes);
    assert.ok(existsSync(fileOf(build.sha256)), 'the file here stays for those who were told to read it');
    const answer = await get(`/${build.id}/download`, other);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const file = await follow(answer);
    assert.deepEqual([file.status, file.bytes], [200, bytes]);
    assert.match(file.headers.get('content-disposition'), /^attachment; filename="[ -~]*"; filename\*=UTF-8''k%C3%A6mpe%20t%C3%A5rn\.schem$/);
    assert.ok(!answer.headers.location.includes(build.id) && !answer.headers.location.includes(other.user.id));
  });

  test('is there in parts, and its head as well', async () => {
    const bytes = makeBuild({ width: 10 });
    const build = await sent(bytes);
    const head = await follow(await stack.fetch(`/api/v1/schematics/${build.id}/download`, { method: 'HEAD' }), { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, `${bytes.length}`]);
    const part = await get(`/${build.id}/download`, other, { range: 'bytes=5-' });
    const rest = await follow(part, { headers: { range: 'bytes=5-', 'if-range': head.headers.get('etag') } });
    assert.deepEqual([rest.status, rest.bytes], [206, bytes.subarray(5)]);
    assert.equal((await follow(part, { headers: { range: `bytes=${bytes.length}-` } })).status, 416);
    assert.equal((await follow(part, { method: 'HEAD' })).status, 403, 'an address to read is none to look');
    assert.equal((await follow(part, { method: 'DELETE' })).status, 403);
  });

  test('its address ends, and cannot be changed', async () => {
    const build = await sent(), another = await sent();
    const { location } = (await get(`/${build.id}/download`, other)).headers;
    assert.equal((await fetch(location)).status, 200);
    assert.equal((await fetch(location.replace(nameOf(build.sha256), nameOf(another.sha256)))).status, 403);
    assert.equal((await fetch(location.replace('attachment', 'inline'))).status, 403);
    assert.equal((await fetch(location.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=604800'))).status, 403);
    s3.forward = 6 * 60_000;
    assert.equal((await fetch(location)).status, 403, 'after five minutes');
    s3.forward = 0;
  });

  test('leaves here some minutes later, and can be written in other formats all the same', async () => {
    const build = await sent(makeBuild({ width: 11 }));
    await left(build.sha256);
    assert.ok(!existsSync(fileOf(build.sha256)));
    assert.equal((await follow(await get(`/${build.id}/download`, other))).status, 200);
    const answer = await stack.waitFor(async () => {
      const now = await get(`/${build.id}/download?format=litematica`, other);
      return now.status !== 202 && now;
    }, { seconds: 60, what: 'the conversion' });
    assert.equal(answer.status, 200, 'what was made is here, until it is moved');
    assert.ok(gunzipSync(answer.bytes).includes('Regions'));
    const [{ made }] = await stack.sql(`SELECT encode(made, 'hex') AS made FROM schematic_conversion WHERE sha256 = decode('${build.sha256}', 'hex')`);
    await due('offload');
    await placed(made, 'both');
    assert.deepEqual((await follow(await get(`/${build.id}/download?format=litematica`, other))).bytes, answer.bytes);
    const [{ thumb }] = await stack.sql(`SELECT encode(thumb, 'hex') AS thumb FROM schematic_file WHERE sha256 = decode('${build.sha256}', 'hex')`);
    assert.equal((await blob(thumb)).place, 'disk', 'pictures stay');
    assert.equal((await stack.fetch(`/schematics/${build.slug}/thumb.webp`)).status, 200);
  });

  test('counts once, as everywhere', async () => {
    const build = await sent();
    for (let i = 0; i < 20; i++) await get(`/${build.id}/download`, i % 2 ? other : null);
    await stack.fetch(`/api/v1/schematics/${build.id}/download`, { method: 'HEAD' });
    await get(`/${build.id}/download`, owner);
    assert.equal((await stack.sql(`SELECT downloads FROM schematic WHERE id = '${build.id}'`))[0].downloads, 1);
  });

  test('is nobody else’s when it is private', async () => {
    const build = await sent(makeBuild(), { visibility: 'private' });
    assert.equal((await get(`/${build.id}/download`, other)).status, 404);
    assert.equal((await get(`/${build.id}/download`)).status, 404);
    assert.equal((await follow(await get(`/${build.id}/download`, owner))).status, 200);
    const { json: { url } } = await stack.api('POST', `/schematics/${build.id}/download-link`, {}, { token: owner.token });
    const answer = await stack.fetch(url.replace(/^https:\/\/[^/]+/, ''));
    assert.equal((await follow(answer)).status, 200);
    assert.ok(!answer.headers.location.includes(new URL(url).searchParams.get('ticket')));
  });

  test('uploaded again, it is here again, and leaves again', async () => {
    const bytes = makeBuild({ width: 12 });
    const build = await sent(bytes, { visibility: 'private' });
    await left(build.sha256);
    const body = new FormData();
    body.append('file', new Blob([bytes]), 'mine.schem');
    const answer = await stack.api('POST', '/schematics', body, { token: other.token });
    assert.equal(answer.status, 201, answer.text);
    const copy = answer.json;
    assert.deepEqual([copy.sha256, (await blob(copy.sha256)).place], [build.sha256, 'both']);
    assert.ok(existsSync(fileOf(build.sha256)), 'for the scanner');
    await stack.waitFor(async () => (await get(`/${copy.id}/download`, other)).status === 302, { seconds: 60, what: 'the scan' });
    await left(build.sha256);
    assert.ok(!existsSync(fileOf(build.sha256)));
  });

  test('deleted, it is gone there too', async () => {
    const build = await sent();
    assert.equal((await stack.api('DELETE', `/schematics/${build.id}`, undefined, { token: owner.token })).status, 204);
    const forget = async () => {
      await stack.sql(`UPDATE blob SET touched_at = now() - interval '1 year' WHERE sha256 = decode('${build.sha256}', 'hex');
                       UPDATE schematic_file SET touched_at = now() - interval '1 year' WHERE sha256 = decode('${build.sha256}', 'hex')`);
      await due('sweep');
    };
    s3.away = true;
    await forget();
    await stack.waitFor(() => s3.calls.includes(`DELETE ${nameOf(build.sha256)} 503`), { seconds: 60, what: 'the sweep to ask in vain' });
    assert.ok(await blob(build.sha256), 'its row stays until the store can be asked');
    s3.away = false;
    await stack.waitFor(async () => {
      await forget();
      return !await blob(build.sha256);
    }, { seconds: 60, what: 'the sweep' });
    assert.ok(!s3.objects.has(nameOf(build.sha256)));
    assert.ok(!existsSync(fileOf(build.sha256)));
  });
});

describe('a store that does not work', () => {
  test('away: files are served from here, doctor says so, and they go when it is back', async () => {
    s3.away = true;
    const bytes = makeBuild();
    const build = await send(bytes);
    await stack.waitFor(async () => (await stack.sql("SELECT why FROM job WHERE kind = 'offload' AND why LIKE 'S3 store:%'")).length, { seconds: 60, what: 'a try in vain' });
    assert.equal((await blob(build.sha256)).place, 'sending');
    assert.deepEqual((await get(`/${build.id}/download`, other)).bytes, bytes);
    await assert.rejects(stack.curio('doctor'));
    s3.away = false;
    await hurry('offload');
    await placed(build.sha256, 'both');
  });

  test('it keeps other bytes than it was sent: nothing leaves, and what is there goes', async () => {
    s3.spoils = true;
    const bytes = makeBuild();
    const build = await send(bytes);
    const name = nameOf(build.sha256);
    await stack.waitFor(() => s3.calls.includes(`DELETE ${name} 204`), { seconds: 60, what: 'it to be found out' });
    assert.deepEqual([(await blob(build.sha256)).place, s3.objects.has(name)], ['sending', false]);
    assert.deepEqual((await get(`/${build.id}/download`, other)).bytes, bytes);
    s3.spoils = false;
    await stack.waitFor(async () => {
      await hurry('offload');
      return (await blob(build.sha256)).place === 'both';
    }, { seconds: 60, what: 'the next try' });
    assert.deepEqual(s3.objects.get(name), bytes);
  });

  test('a worker died half way: the next one goes on', async () => {
    await stack.stop('jobs');
    const build = await send(makeBuild());
    s3.objects.set(nameOf(build.sha256), Buffer.from('half of it'));
    await stack.sql(`UPDATE blob SET place = 'sending' WHERE sha256 = decode('${build.sha256}', 'hex')`);
    await stack.start('jobs');
    await placed(build.sha256, 'both');
    assert.equal((await follow(await get(`/${build.id}/download`, other))).status, 200);
  });

  test('settings that are not whole are refused, and its keys are not shown', async () => {
    assert.ok(!(await stack.curio('config')).includes(s3.settings.s3_secret));
    assert.ok(!(await stack.curio('config')).includes(s3.settings.s3_key));
    assert.match(await stack.curio('doctor'), /store .*in the S3 store/);
    await assert.rejects(startStack({ conf: { store: 's3', s3_endpoint: s3.url } }), /s3_bucket/);
  });
});
