// Pictures that people add to their builds: sent as files, scanned, drawn anew by the real curio-image, and served to whoever may see
// the build.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eicar, makeBuild } from '../lib/build.mjs';
import { animatedWebp, cmyk, gif, makeJpeg, makePng, webp, webpChunks, webpSize } from '../lib/pictures.mjs';
import { root, startStack } from '../lib/stack.mjs';

const build = process.env.CURIO_BUILD ?? 'release';
const program = join(build.includes('/') ? build : join(root, 'build', build), 'bin/curio-image');
const corpora = process.env.CURIO_CORPORA ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/corpora');
const MIB = 2 ** 20;
let stack, folder, owner, other, moderator, place;

/** curio-image, which ends or hangs where the test says so. */
function writeProgram() {
  folder = mkdtempSync(join(tmpdir(), 'curio-image-'));
  const wish = (name) => join(folder, name);
  writeFileSync(wish('program'), `#!/bin/sh\n[ -e ${wish('dies')} ] && kill -9 $$\n[ -e ${wish('hangs')} ] && exec sleep 1000\nexec ${program}\n`, { mode: 0o755 });
  return wish('program');
}

before(async () => {
  stack = await startStack({ scanner: true, conf: { image_program: writeProgram(), picture_max: 4 * MIB, storage_quota: 8 * MIB, microcache_seconds: 0 } });
  [owner, other, moderator] = [await stack.register({ name: 'Owner' }), await stack.register(), await stack.register()];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password })).json.access_token;
  place = await made();
});
after(async () => {
  await stack?.close();
  if (folder) rmSync(folder, { recursive: true });
});

const api = (method, path, who, body, headers) => stack.api(method, `/schematics${path}`, body, { token: who?.token, headers });
const get = (path, who) => api('GET', path, who);
const wish = (name) => writeFileSync(join(folder, name), '');
const noLonger = (name) => rmSync(join(folder, name), { force: true });

/** A clean build of WHO's. */
async function made(fields = {}, who = owner) {
  const body = new FormData();
  body.append('file', new Blob([makeBuild()]), 'hut.schem');
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await stack.api('POST', '/schematics', body, { token: who.token });
  assert.equal(answer.status, 201, answer.text);
  return stack.waitFor(async () => {
    const { json } = await get(`/${answer.json.id}`, who);
    return json.status === 'clean' && json;
  }, { seconds: 60, what: 'a clean build' });
}

function send(at, bytes, { caption, who = owner, headers } = {}) {
  const body = new FormData();
  body.append('picture', new Blob([bytes]), 'picture.bin');
  if (caption !== undefined) body.append('caption', caption);
  return api('POST', `/${at.id}/pictures`, who, body, headers);
}
const list = async (at, who = owner) => (await get(`/${at.id}/pictures`, who)).json.data;
const captions = async (at) => (await list(at)).map(({ caption }) => caption);
const hurry = () => stack.sql("UPDATE job SET run_at = now() WHERE kind IN ('picture', 'scan') AND state = 'waiting'");
const waiting = async (at) => (await stack.sql(`SELECT 1 FROM schematic_picture_upload WHERE schematic_id = '${at.id}'`)).length;
const settled = (at) => stack.waitFor(async () => { await hurry(); return (await waiting(at)) === 0; }, { seconds: 60, what: 'the pictures' });
const used = async (who = owner) => (await stack.sql(`SELECT (coalesce((SELECT sum(v.size) FROM schematic_version v JOIN schematic s ON s.id = v.schematic_id WHERE s.account_id = '${who.user.id}'), 0)
  + coalesce((SELECT sum(p.size) FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id WHERE s.account_id = '${who.user.id}'), 0))::int AS n`))[0].n;
const notices = async (kind) => (await stack.sql(`SELECT link FROM notice WHERE account_id = '${owner.user.id}' AND kind = '${kind}'`)).map(({ link }) => link);

/** The picture that CAPTION names, once it is ready. */
async function add(at, bytes, caption = 'A picture', who = owner) {
  const answer = await send(at, bytes, { caption, who });
  assert.equal(answer.status, 202, answer.text);
  await settled(at);
  const all = (await list(at, who)).filter((one) => one.caption === caption);
  assert.equal(all.length, 1, `${caption} is ready`);
  return all[0];
}
async function clear(at) {
  for (const { id } of await list(at)) assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, owner)).status, 204);
}

describe('what is taken', () => {
  test('JPEG, PNG, WebP and GIF, in any depth, colours and number of frames: served as WebP with nothing but pixels in it', async () => {
    const at = await made();
    const pictures = {
      jpeg: makeJpeg(), png: makePng({ width: 3000, height: 1500 }), deep: makePng({ depth: 16 }), webp, gif, 'many frames': animatedWebp, cmyk: makeJpeg({ of: cmyk }),
      'a single pixel': makePng({ width: 1, height: 1 }), 'a thin line': makePng({ width: 5000, height: 2 }),
    };
    for (const [caption, bytes] of Object.entries(pictures)) assert.equal((await send(at, bytes, { caption })).status, 202, caption);
    await settled(at);
    const all = await list(at);
    assert.deepEqual(all.map(({ caption }) => caption), Object.keys(pictures));
    const sides = { png: [1920, 960], 'a single pixel': [1, 1], 'a thin line': [1920, 1] };
    for (const one of all) {
      assert.equal(one.status, 'ready');
      assert.deepEqual([one.width, one.height], sides[one.caption] ?? [48, 32], one.caption);
      const [large, small] = [await stack.fetch(one.large), await stack.fetch(one.small)];
      assert.deepEqual([large.status, small.status], [200, 200]);
      assert.deepEqual(webpSize(large.bytes), [one.width, one.height]);
      assert.ok(Math.max(...webpSize(small.bytes)) <= 480);
      for (const { bytes } of [large, small]) assert.ok(webpChunks(bytes).every((name) => ['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(name)), one.caption);
      assert.equal(one.size, large.bytes.length + small.bytes.length);
    }
  });

  test('EXIF: turned as it says, and neither place, camera nor words are in what is served', async () => {
    const at = await made();
    for (let orientation = 1; orientation <= 8; orientation++) {
      const secret = `taken at home ${orientation}`;
      const sent = makeJpeg({ orientation, gps: true, says: secret });
      assert.ok(sent.includes(secret));
      const one = await add(at, sent, `turned ${orientation}`);
      assert.deepEqual([one.width, one.height], orientation > 4 ? [32, 48] : [48, 32]);
      for (const path of [one.large, one.small]) {
        const { bytes } = await stack.fetch(path);
        assert.ok(!bytes.includes(secret) && !bytes.includes('Exif') && !bytes.includes('EXIF'), path);
      }
    }
    await stack.waitFor(async () => (await list(at)).length === 8);
  });

  test('what hangs on behind a picture is gone', async () => {
    const at = await made();
    const tail = Buffer.from("PK\x03\x04<?php system('id') ?><script>alert(1)</script>%PDF-1.7");
    for (const [caption, bytes] of [['jpeg', Buffer.concat([makeJpeg(), tail])], ['gif', Buffer.concat([gif, tail])], ['png', Buffer.concat([makePng({ text: '<script>alert(2)</script>' }), tail])]]) {
      const { large } = await add(at, bytes, caption);
      const answer = await stack.fetch(large);
      assert.equal(answer.headers['content-type'], 'image/webp');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.ok(!/script|php|PK\x03\x04|%PDF/.test(answer.bytes.toString('latin1')), caption);
    }
  });

  test('photographs of many cameras', async (t) => {
    const exif = join(corpora, 'images/exif');
    if (!existsSync(exif)) return t.skip('no corpora here');
    const names = readdirSync(exif).filter((name) => /gps|Canon_40D|orientation|landscape_6|portrait_8/.test(name)).filter((name) => name.endsWith('.jpg')).slice(0, 12);
    assert.ok(names.length > 3);
    const at = await made();
    for (const name of names) {
      const bytes = readFileSync(join(exif, name));
      const one = await add(at, bytes, name);
      const answer = await stack.fetch(one.large);
      assert.deepEqual(webpSize(answer.bytes), [one.width, one.height], name);
      assert.ok(webpChunks(answer.bytes).every((chunk) => ['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(chunk)), name);
    }
  });
});

describe('what is refused', () => {
  const refused = async (bytes, status, reason) => {
    const answer = await send(place, bytes);
    assert.deepEqual([answer.status, answer.json.type, answer.json.reason], [status, '/problems/picture-refused', reason], answer.text);
  };

  test('at once: what is no picture or another kind of picture, by its first bytes', async () => {
    const before = await stack.sql('SELECT count(*)::int AS n FROM blob');
    const texts = {
      'unsupported-format': ['<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', '<?xml version="1.0"?><svg/>', '%PDF-1.7\n', '%!PS-Adobe-3.0',
        'BM\x36\0\0\0', 'II*\0\x08\0\0\0', '8BPS\0\x01', '\0\0\x01\0\x01\0', '\xff\x0a\xff\xff'],
      'not-a-picture': ["push graphic-context\nimage over 0,0 0,0 'https://example.org/x.png'\npop graphic-context", 'https://example.org/picture.png', 'text:/etc/passwd', '@/etc/passwd',
        'msl:x', '<html><script>alert(1)</script>', ' \x89PNG\r\n\x1a\n', 'GIF90a', '\x89PN', 'RIFF\x04\0\0\0WAVE', '\0'],
    };
    for (const [reason, all] of Object.entries(texts)) for (const bytes of all) await refused(Buffer.from(bytes, 'latin1'), 422, reason);
    await refused(makePng({ claims: [16385, 1] }), 422, 'too-large');
    await refused(makePng({ claims: [0xffffffff, 0xffffffff] }), 422, 'too-large');
    assert.deepEqual(await stack.sql('SELECT count(*)::int AS n FROM blob'), before, 'nothing of it was kept');
    assert.equal(await waiting(place), 0);
  });

  test('too many bytes, none, and a form without a file', async () => {
    const large = await send(place, Buffer.concat([makeJpeg(), Buffer.alloc(4 * MIB)]));
    assert.deepEqual([large.status, large.json.type, large.json.limit], [413, '/problems/too-large', 4 * MIB]);
    assert.equal((await send(place, Buffer.alloc(0))).status, 422);
    assert.equal((await api('POST', `/${place.id}/pictures`, owner, new URLSearchParams({ caption: 'none' }))).status, 422);
    assert.equal((await send(place, makePng(), { caption: 'a'.repeat(301) })).status, 422);
    assert.equal((await send(place, makePng(), { caption: 'nul\0' })).status, 400);
  });

  test('after a look: what is broken, claims more pixels than it may, or decodes to too many; its owner is told why', async () => {
    const whole = makePng({ width: 64, height: 64 });
    const files = {
      broken: [whole.subarray(0, whole.length - 40), makeJpeg().subarray(0, 200), Buffer.from('GIF89a\x01\0\x01\0\0\0\0', 'latin1'), Buffer.concat([webp.subarray(0, 30), Buffer.alloc(300)])],
      'out-of-limits': [makePng({ claims: [16384, 16384], text: 'a bomb' }), makePng({ width: 7000, height: 7000, text: 'all there' })],
    };
    const kept = await stack.sql('SELECT count(*)::int AS n FROM schematic_picture');
    for (const [reason, all] of Object.entries(files)) {
      const before = (await notices(`picture.${reason}`)).length;
      for (const bytes of all) assert.equal((await send(place, bytes)).status, 202, reason);
      await settled(place);
      const told = await notices(`picture.${reason}`);
      assert.equal(told.length, before + all.length, reason);
      assert.equal(told[0], `/schematics/${place.slug}/pictures`);
    }
    assert.deepEqual(await stack.sql('SELECT count(*)::int AS n FROM schematic_picture'), kept);
    const said = (await stack.api('GET', '/notices', undefined, { token: owner.token })).json.data.map(({ kind }) => kind);
    assert.ok(said.includes('picture.broken') && said.includes('picture.out-of-limits'), `${said}`);
  });

  test('what the scan finds harmful, once and when it comes again', async () => {
    const bytes = Buffer.concat([makeJpeg(), Buffer.from(eicar)]);
    const first = await send(place, Buffer.from(eicar));
    assert.equal(first.status, 422, 'no picture to begin with');
    assert.equal((await send(place, bytes, { caption: 'harmful' })).status, 202);
    await settled(place);
    assert.equal((await stack.sql("SELECT scan FROM blob WHERE scan = 'infected'")).length, 1);
    assert.deepEqual(await notices('picture.infected'), [`/schematics/${place.slug}/pictures`]);
    assert.deepEqual((await captions(place)).includes('harmful'), false);
    await refused(bytes, 422, 'infected');
  });
});

describe('order, captions and room', () => {
  let at;
  before(async () => {
    at = await made();
    for (const caption of ['one', 'two', 'three', 'four']) await add(at, makePng(), caption);
  });
  const change = (id, fields, who = owner) => api('PATCH', `/${at.id}/pictures/${id}`, who, fields);
  const called = async (caption) => (await list(at)).find((one) => one.caption === caption);

  test('moves up, down and to a place', async () => {
    const steps = [['three', { move: 'up' }, 'one three two four'], ['one', { move: 'up' }, 'one three two four'], ['one', { position: 4 }, 'three two four one'],
      ['one', { move: 'down' }, 'three two four one'], ['four', { position: 1 }, 'four three two one'], ['one', { position: 12 }, 'four three two one'],
      ['three', { move: 'down' }, 'four two three one'], ['two', { move: 'none' }, 'four two three one']];
    for (const [caption, fields, wanted] of steps) {
      const answer = await change((await called(caption)).id, fields);
      assert.deepEqual([answer.status, answer.json.data.map((one) => one.caption).join(' ')], [200, wanted], JSON.stringify(fields));
    }
    for (const wrong of [{ position: 0 }, { position: 13 }, { move: 'sideways' }, { caption: 'a'.repeat(301) }]) assert.equal((await change((await called('one')).id, wrong)).status, 422);
  });

  test('many orderings at once lose no picture and leave no place twice', async () => {
    const before = (await captions(at)).sort();
    const all = await list(at);
    const answers = await Promise.all(all.flatMap(({ id }, i) => [change(id, { position: 4 - i }), change(id, { move: i % 2 ? 'up' : 'down' }), change(id, { position: 1 })]));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.deepEqual((await captions(at)).sort(), before);
    const places = await stack.sql(`SELECT position FROM schematic_picture WHERE schematic_id = '${at.id}' ORDER BY 1`);
    assert.deepEqual(places.map(({ position }) => position), [1, 2, 3, 4]);
  });

  test('they stand as they were sent, whichever is ready first', async () => {
    const at = await made();
    await stack.stop('jobs');
    try {
      const [{ id }] = (await send(at, makePng(), { caption: 'sent first' })).json.data;
      await send(at, makePng(), { caption: 'sent second' });
      await stack.sql(`UPDATE job SET run_at = now() + interval '1 hour' WHERE kind = 'picture' AND unique_key = '${id}'`);
    } finally {
      await stack.start('jobs');
    }
    await stack.waitFor(async () => (await list(at))[0].status === 'ready', { seconds: 30, what: 'the second' });
    assert.deepEqual(await captions(at), ['sent second', 'sent first'], 'what waits comes last');
    await settled(at);
    assert.deepEqual(await captions(at), ['sent first', 'sent second']);
  });

  test('a caption changes and may be emptied; by the owner and moderators alone', async () => {
    const { id } = await called('two');
    assert.equal((await change(id, { caption: 'Second' })).json.data.find((one) => one.id === id).caption, 'Second');
    assert.equal((await change(id, { caption: '' })).json.data.find((one) => one.id === id).caption, '');
    assert.equal((await change(id, { caption: 'two' }, moderator)).status, 200);
    assert.equal((await change(id, { caption: 'mine' }, other)).status, 403);
    assert.equal((await change(id, { caption: 'mine' }, null)).status, 401);
    assert.equal((await change('00000000-0000-7000-8000-000000000000', { caption: 'x' })).status, 404);
    assert.equal((await change('no-id', { caption: 'x' })).status, 404);
    assert.equal((await api('PATCH', `/${place.id}/pictures/${id}`, owner, { caption: 'of another build' })).status, 404);
    assert.deepEqual((await captions(at)).filter((one) => one === 'two'), ['two']);
  });

  test('only its owner adds pictures; moderators may take them away', async () => {
    assert.equal((await send(at, makePng(), { who: other })).status, 403);
    assert.equal((await send(at, makePng(), { who: moderator })).status, 403);
    assert.equal((await send(at, makePng(), { who: null })).status, 401);
    const { id } = await called('four');
    assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, other)).status, 403);
    assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, moderator)).status, 204);
    assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, moderator)).status, 404);
  });

  test('twelve and no more, those that wait included, also when they come at once', async () => {
    await clear(at);
    await stack.stop('jobs');
    try {
      const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => send(at, makePng(), { caption: `${i}` })));
      const taken = answers.filter(({ status }) => status === 202), full = answers.filter(({ status }) => status === 409);
      assert.deepEqual([taken.length, full.length], [12, 4]);
      assert.deepEqual([full[0].json.type, full[0].json.most], ['/problems/pictures-full', 12]);
    } finally {
      await stack.start('jobs');
    }
    await settled(at);
    assert.equal((await list(at)).length, 12);
    assert.equal((await send(at, makePng())).status, 409);
    await api('DELETE', `/${at.id}/pictures/${(await list(at))[0].id}`, owner);
    await add(at, makePng(), 'room again');
    assert.deepEqual(await notices('picture.broken').then((all) => all.filter((link) => link.includes(at.slug))), []);
  });

  test('they count against the quota, and what is deleted is given back', async () => {
    const who = await stack.register();
    const own = await made({}, who);
    const empty = await used(who);
    const padded = (n) => Buffer.concat([makeJpeg(), Buffer.alloc(n)]);
    await stack.stop('jobs');
    try {
      for (let i = 0; i < 2; i++) assert.equal((await send(own, padded(3 * MIB), { who })).status, 202);
      const over = await send(own, padded(3 * MIB), { who });
      assert.deepEqual([over.status, over.json.type], [403, '/problems/quota-exceeded']);
      assert.ok(over.json.used > 6 * MIB);
    } finally {
      await stack.start('jobs');
    }
    await settled(own);
    assert.ok(await used(who) < empty + 10000, 'only what is shown counts from now on');
    for (const { id } of await list(own, who)) await api('DELETE', `/${own.id}/pictures/${id}`, who);
    assert.equal(await used(who), empty);
    const shelf = await stack.sql(`SELECT count(*)::int AS n FROM schematic_picture WHERE schematic_id = '${own.id}'`);
    assert.equal(shelf[0].n, 0);
  });

  test('an Idempotency-Key makes it happen once', async () => {
    const at = await made(), bytes = makePng();
    const body = new Response((() => { const form = new FormData(); form.append('picture', new Blob([bytes]), 'p.png'); return form; })());
    const type = body.headers.get('content-type'), sent = Buffer.from(await body.arrayBuffer());
    const headers = { 'idempotency-key': 'the-same-picture', 'content-type': type };
    const answers = [await api('POST', `/${at.id}/pictures`, owner, sent, headers), await api('POST', `/${at.id}/pictures`, owner, sent, headers)];
    assert.deepEqual(answers.map(({ status }) => status), [202, 202]);
    assert.equal(answers[1].headers['idempotency-replayed'], 'true');
    await settled(at);
    assert.equal((await list(at)).length, 1);
  });
});

describe('who is shown what', () => {
  test('pictures of a private build: its owner, moderators and whoever holds a link', async () => {
    const at = await made({ visibility: 'private' });
    const one = await add(at, makeJpeg(), 'secret');
    const link = (await api('POST', `/${at.id}/links`, owner, {})).json;
    const key = new URL(link.url).searchParams.get('key');
    for (const path of [one.large, one.small]) {
      for (const [who, status] of [[owner, 200], [moderator, 200], [other, 404], [null, 404]])
        assert.equal((await get(path.slice('/schematics'.length), who)).status, status, path);
      assert.equal((await stack.fetch(path)).status, 404);
      assert.equal((await stack.fetch(`${path}?key=${key}`)).status, 200);
      assert.equal((await stack.fetch(`${path}?key=${key.slice(0, -2)}AA`)).status, 404);
    }
    assert.equal((await get(`/${at.id}/pictures`, other)).status, 404);
    assert.deepEqual((await get(`/${at.id}/pictures?key=${key}`)).json.data.map(({ id }) => id), [one.id]);
    const page = (await stack.fetch(`/schematics/${at.slug}?key=${key}`)).text;
    assert.ok(page.includes(`${one.small}?key=${key}`) && page.includes(`${one.large}?key=${key}`));
    await api('DELETE', `/${at.id}/links/${link.id}`, owner);
    assert.equal((await stack.fetch(`${one.large}?key=${key}`)).status, 404, 'the link was taken back');
    await api('PATCH', `/${at.id}`, owner, { visibility: 'public' });
    assert.equal((await stack.fetch(one.large)).status, 200);
    assert.equal((await stack.fetch(one.large.replace(at.slug, place.slug))).status, 404, 'under another build');
  });

  test('what waits is its owner\'s to know, and served to nobody', async () => {
    const at = await made();
    await stack.stop('clamd');
    let id;
    try {
      const answer = await send(at, makeJpeg(), { caption: 'waits' });
      assert.equal(answer.status, 202);
      const [one] = answer.json.data;
      id = one.id;
      assert.deepEqual([one.status, one.large, one.small, one.caption], ['pending', '', '', 'waits']);
      await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind = 'picture' AND delays > 0")).length > 0, { seconds: 30, what: 'the picture that waits for its scan' });
      assert.deepEqual(await list(at, other), []);
      assert.equal((await list(at, moderator)).length, 1);
      for (const path of [`/${at.slug}/pictures/${id}.webp`, `/${at.slug}/pictures/${id}`, `/${at.slug}/pictures/${id}/small.webp`]) assert.equal((await get(path, owner)).status, 404);
      assert.equal((await api('PATCH', `/${at.id}/pictures/${id}`, owner, { caption: 'still waits' })).status, 200);
      await stack.sql(`UPDATE schematic_picture_upload SET created_at = now() - interval '3 days' WHERE id = '${id}'`);
      await sweep();
      assert.equal(await waiting(at), 1, 'however long the scanner is away');
    } finally {
      await stack.start('clamd');
    }
    await settled(at);
    assert.deepEqual((await list(at)).map((one) => [one.id, one.status, one.caption]), [[id, 'ready', 'still waits']]);
  });

  test('an address stands for its bytes for good', async () => {
    const one = await add(await made(), makeJpeg());
    for (const path of [one.large, one.small]) {
      const answer = await stack.fetch(path);
      assert.equal(answer.headers['cache-control'], 'private, max-age=31536000, immutable');
      assert.equal((await stack.fetch(path, { headers: { 'if-none-match': answer.headers.etag } })).status, 304);
      assert.equal((await stack.fetch(path, { headers: { range: 'bytes=0-3' } })).bytes.toString(), 'RIFF');
    }
    assert.equal((await stack.fetch(`/_blobs/${one.id}`)).status, 404);
  });
});

async function sweep() {
  await stack.sql("UPDATE schedule SET next_at = now() WHERE kind = 'sweep'");
  await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM schedule WHERE kind = 'sweep' AND next_at <= now() UNION ALL SELECT 1 FROM job WHERE kind = 'sweep' AND state <> 'aside'")).length === 0,
    { seconds: 60, what: 'the sweep' });
}

describe('when things die', () => {
  const tries = async () => (await stack.sql("SELECT tries FROM job WHERE kind = 'picture'"))[0]?.tries;

  test('curio-image, once: it is asked again', async () => {
    const at = await made();
    wish('dies');
    try {
      await send(at, makeJpeg(), { caption: 'second try' });
      await stack.waitFor(async () => (await tries()) === 1 && (await stack.sql("SELECT 1 FROM job WHERE kind = 'picture' AND state = 'waiting' AND why = 'curio-image died'")).length, { seconds: 30, what: 'the first try' });
    } finally {
      noLonger('dies');
    }
    await settled(at);
    assert.deepEqual(await captions(at), ['second try']);
  });

  test('curio-image, every time: the picture is called broken, and nothing is left', async () => {
    const at = await made();
    const before = (await notices('picture.broken')).length;
    wish('dies');
    try {
      await send(at, makeJpeg());
      await settled(at);
    } finally {
      noLonger('dies');
    }
    assert.deepEqual(await list(at), []);
    assert.equal((await notices('picture.broken')).length, before + 1);
    assert.deepEqual(await stack.sql("SELECT 1 FROM job WHERE kind = 'picture'"), []);
  });

  test('the worker in the middle: its child goes with it, another takes over, and the picture is there once', async () => {
    const at = await made();
    const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    wish('hangs');
    let child;
    try {
      await send(at, makeJpeg(), { caption: 'by another' });
      const worker = await stack.waitFor(() => stack.workers('jobs').find((pid) => children(pid).length > 0), { seconds: 30, what: 'curio-image at work' });
      [child] = children(worker);
      process.kill(worker, 'SIGKILL');
      await stack.waitFor(() => !existsSync(`/proc/${child}`) || /\(.*\) Z/.test(readFileSync(`/proc/${child}/stat`, 'utf8')), { what: 'the child to go too' });
    } finally {
      noLonger('hangs');
    }
    await stack.sql("UPDATE job SET locked_until = now() WHERE kind = 'picture' AND state = 'running'");
    await settled(at);
    assert.deepEqual(await captions(at), ['by another']);
  });

  test('taken away while it waits, or its build: nothing of it comes back', async () => {
    const [at, gone] = [await made(), await made()];
    await stack.stop('jobs');
    let id;
    try {
      [{ id }] = (await send(at, makeJpeg())).json.data;
      await send(gone, makeJpeg());
      assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, owner)).status, 204);
      assert.equal((await api('DELETE', `/${gone.id}`, owner)).status, 204);
    } finally {
      await stack.start('jobs');
    }
    await stack.waitFor(async () => { await hurry(); return (await stack.sql("SELECT 1 FROM job WHERE kind = 'picture'")).length === 0; }, { seconds: 30, what: 'the jobs' });
    assert.deepEqual(await list(at), []);
    assert.deepEqual(await stack.sql("SELECT 1 FROM job WHERE state = 'aside'"), []);
  });

  test('in the end no blob is left that no row speaks of', async () => {
    await stack.sql("UPDATE blob SET touched_at = now() - interval '2 days'");
    await sweep();
    const rest = await stack.sql(`SELECT b.sha256 FROM blob b WHERE NOT EXISTS (SELECT FROM schematic_picture p WHERE b.sha256 IN (p.sha256, p.small))
      AND NOT EXISTS (SELECT FROM schematic_version v WHERE v.sha256 = b.sha256) AND NOT EXISTS (SELECT FROM schematic_file f WHERE b.sha256 IN (f.sha256, f.thumb, f.top, f.sections))
      AND NOT EXISTS (SELECT FROM schematic_picture_upload u WHERE u.sha256 = b.sha256)`);
    assert.deepEqual(rest, []);
    const [{ n }] = await stack.sql('SELECT count(*)::int AS n FROM blob');
    const files = readdirSync(stack.setting('blob_dir'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/\/(tmp|quarantine)$/.test(entry.parentPath ?? entry.path));
    assert.equal(files.length, n);
    assert.ok(!/^BAD/m.test(await stack.curio('doctor')), 'files and rows agree');
    const served = await stack.sql('SELECT s.slug, p.id FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id');
    assert.ok(served.length > 10);
    for (const { slug, id } of served) assert.equal((await get(`/${slug}/pictures/${id}.webp`, owner)).status, 200);
  });
});

describe('the page of pictures', () => {
  const page = () => `/schematics/${place.slug}/pictures`;

  test('adds, names, orders and deletes without script', async () => {
    await clear(place);
    const visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    for (const [caption, bytes] of [['First & "best"', makeJpeg()], ['Second', makePng()]])
      assert.equal((await visitor.submit(page(), { caption }, { files: { picture: { bytes, filename: 'p' } } })).status, 303);
    assert.match((await visitor.get(page())).text, /Being prepared|First/);
    await settled(place);
    const [first, second] = await list(place);
    const { text } = await visitor.get(`/schematics/${place.slug}`);
    assert.ok(text.includes(`<a href="${first.large}"`) && text.includes('alt="First &amp; &quot;best&quot;"'), 'the build shows them');
    assert.match(text, /property="og:image" content="[^"]*thumb\.webp/);
    assert.equal((await visitor.submit(page(), { caption: 'Now second', move: 'down' }, { action: `${page()}/${first.id}` })).status, 303);
    assert.deepEqual(await captions(place), ['Second', 'Now second']);
    const wrong = await visitor.submit(page(), {}, { files: { picture: { bytes: Buffer.from('none'), filename: 'p' } } });
    assert.deepEqual([wrong.status, /This file is not a picture\./.test(wrong.text)], [422, true]);
    const body = new URLSearchParams({ _method: 'DELETE', csrf: (await visitor.get(page())).text.match(/name="csrf" value="([^"]+)"/)[1] });
    const gone = await visitor.fetch(`${page()}/${second.id}`, { method: 'POST', body, headers: { origin: stack.url, 'sec-fetch-site': 'same-origin' } });
    assert.equal(gone.status, 303);
    assert.deepEqual(await captions(place), ['Now second']);
  });

  test('others see the pictures there and no form', async () => {
    const { status, text } = await stack.fetch(page());
    assert.equal(status, 200);
    assert.ok(text.includes('Now second') && !text.includes('type="file"') && !text.includes('value="DELETE"'));
  });
});
