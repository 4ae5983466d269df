// Pictures of any room through the real pool: what is taken and what is refused, what is found out about a picture, what of it can be reached and when.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeHeic, turned } from '../lib/heic.mjs';
import { attach, handIn, imageRow, job, makeReady, publish } from '../lib/images.mjs';
import { animatedWebp, cmyk, gif, jpeg, makeJpeg, makePng, webp, webpChunks, webpSize } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

const corpora = process.env.CURIO_CORPORA ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/corpora');
const MIB = 2 ** 20;
let stack, owner, other, images;

before(async () => {
  stack = await startStack({ conf: { picture_max: 4 * MIB, image_unattached_max: 100000, microcache_seconds: 0 } });
  [owner, other] = [await stack.register({ name: 'Owner' }), await stack.register()];
  images = stack.setting('image_dir');
});
after(() => stack?.close());

const files = (place) => readdirSync(join(images, place)).sort();
const held = (id) => join(images, 'held', `${id}.jpg`);
const get = (row, width, accept, options = {}) => stack.fetch(`/images/${row.name}/${width}`, { ...options, headers: { ...(accept && { accept }), ...options.headers } });

async function taken(bytes, options) {
  const answer = await handIn(stack, owner, bytes, options);
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

async function refused(bytes, reason, options) {
  const answer = await handIn(stack, owner, bytes, options);
  assert.equal(answer.status, 422, `${reason}: ${answer.text}`);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.equal(answer.json.type, '/problems/picture-refused');
  assert.equal(answer.json.reason, reason);
}

/** The segments of a JPEG file up to its first scan. */
function segments(bytes) {
  const found = [];
  for (let at = 2; bytes[at] === 0xff && bytes[at + 1] !== 0xda; at += 2 + bytes.readUInt16BE(at + 2)) found.push(bytes[at + 1]);
  return found;
}

const jpegSize = (bytes) => {
  for (let at = 2; bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2))
    if (bytes[at + 1] >= 0xc0 && bytes[at + 1] <= 0xc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  return null;
};

/** Nothing but pixels is in it, and none of the WORDS. */
function assertBare(bytes, words = []) {
  if (bytes[0] === 0xff) for (const marker of segments(bytes)) assert.ok([0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd].includes(marker), `segment ${marker.toString(16)}`);
  else if (bytes.toString('latin1', 0, 4) === 'RIFF') for (const chunk of webpChunks(bytes)) assert.ok(['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(chunk), chunk);
  for (const word of ['Exif', 'xpacket', 'http://ns.adobe.com', 'ICC_PROFILE', 'Photoshop 3.0', 'MPF\0', ...words]) assert.equal(bytes.indexOf(word), -1, word);
}

describe('what is handed in', () => {
  test('each format is taken, as a body and as a form, and a receipt says what is in it', async () => {
    for (const [type, bytes] of Object.entries({ 'image/jpeg': makeJpeg(), 'image/png': makePng(), 'image/webp': webp, 'image/gif': gif }))
      for (const form of [false, true]) {
        const picture = await taken(bytes, { type, form });
        assert.deepEqual([picture.width, picture.height, picture.detector], [48, 32, 'ok'], type);
        assert.match(picture.colour, /^#[0-9a-f]{6}$/);
        assert.match(picture.preview, /^data:image\/webp;base64,[\w+/]+=*$/);
        assert.match(picture.digest, /^[0-9a-f]{64}$/);
        assert.deepEqual(picture.faces, []);
        assertBare(readFileSync(held(picture.id)));
      }
  });

  test('what else there is of pictures is taken as well: CMYK, 16 bits, moving ones by their first picture, another type than it says', async () => {
    for (const bytes of [cmyk, makePng({ depth: 16 }), animatedWebp, gif]) await taken(bytes, { type: 'image/jpeg' });
  });

  test('a picture is turned as its EXIF says, all eight ways', async () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const picture = await taken(makeJpeg({ orientation }));
      assert.deepEqual([picture.width, picture.height], orientation > 4 ? [32, 48] : [48, 32], `orientation ${orientation}`);
      assert.deepEqual(jpegSize(readFileSync(held(picture.id))), [picture.width, picture.height]);
    }
  });

  test('places, names, comments and profiles are gone', async () => {
    const says = 'the house at the end of the road';
    for (const bytes of [makeJpeg({ gps: true, says }), makePng({ text: says })]) {
      assert.ok(bytes.includes(says));
      const picture = await taken(bytes);
      assertBare(readFileSync(held(picture.id)), [says]);
      const { json } = await handIn(stack, owner, bytes, { path: '/process-face' });
      assertBare(Buffer.from(json.image, 'base64'), [says]);
    }
  });

  test('HEIC as phones send it: turned as it says, by its own property and not by EXIF; place and words are gone', async (t) => {
    const says = 'the house at the end of the road', orientation = Buffer.from([1, 0x12, 0, 3, 0, 0, 0, 1, 0]), heic = makeHeic(makeJpeg({ gps: true, says }));
    if (!heic) return t.skip('nothing here encodes HEIC');
    assert.equal(heic.toString('latin1', 4, 12), 'ftypheic');
    const exif = heic.indexOf(orientation);
    assert.ok(exif > 0 && heic.includes(says));
    const misled = Buffer.from(heic);
    misled[exif + orientation.length] = 6; // EXIF's, which HEIF leaves to the property
    for (const [bytes, quarters] of [[heic, 0], [misled, 0], [turned(heic, 1), 1], [turned(misled, 2), 2], [turned(heic, 3), 3]]) {
      const picture = await taken(bytes, { type: 'image/heic', form: quarters === 2 });
      assert.deepEqual([picture.width, picture.height], quarters % 2 ? [32, 48] : [48, 32], `${quarters} quarters`);
      const master = readFileSync(held(picture.id));
      assertBare(master, [says, 'GPS']);
      assert.deepEqual(jpegSize(master), [picture.width, picture.height]);
      const { json } = await handIn(stack, owner, bytes, { type: 'image/heic', path: '/process-face' });
      assertBare(Buffer.from(json.image, 'base64'), [says]);
    }
    await refused(heic.subarray(0, heic.length / 2), 'broken', { type: 'image/heic' });
  });

  test('what is behind or within a picture besides does not come out again', async () => {
    const script = '<script>alert(1)</script>', zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(40, 7), Buffer.from('PK\x05\x06')]);
    const odd = [Buffer.concat([gif, Buffer.from(`;${script}`)]), Buffer.concat([jpeg, zip]), Buffer.concat([makePng(), Buffer.from(`<html>${script}`)])];
    for (const bytes of odd) {
      const answer = await handIn(stack, owner, bytes);
      assert.ok([201, 422].includes(answer.status), answer.text);
      if (answer.status === 201) assertBare(readFileSync(held(answer.json.id)), [script, 'PK\x03\x04']);
    }
  });

  test('what is no picture, is too large, or is broken is told apart', async () => {
    await refused(Buffer.from('push graphic-context\nimage over 0,0 0,0 "https://example.org/x"'), 'not-a-picture');
    await refused(Buffer.from('text:/etc/passwd'), 'not-a-picture');
    await refused(Buffer.alloc(0), 'not-a-picture');
    await refused(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), 'unsupported-format', { type: 'image/svg+xml' });
    await refused(Buffer.from('%PDF-1.7'), 'unsupported-format');
    await refused(makePng({ claims: [20000, 20] }), 'too-large');
    await refused(makePng({ claims: [16000, 16000] }), 'out-of-limits');
    const huge = Buffer.from(jpeg);
    const frame = huge.indexOf(Buffer.from([0xff, 0xc0]));
    huge.writeUInt16BE(16384, frame + 5);
    huge.writeUInt16BE(16384, frame + 7);
    const answer = await handIn(stack, owner, huge);
    assert.equal(answer.status, 422, answer.text);
    assert.ok(['broken', 'out-of-limits'].includes(answer.json.reason), answer.text);
    for (const bytes of [jpeg, makePng(), webp, gif]) {
      const whole = Buffer.from(bytes);
      for (const part of [0.1, 0.3, 0.5, 0.9]) {
        const cut = await handIn(stack, owner, whole.subarray(0, Math.ceil(whole.length * part)));
        assert.ok(cut.status === 422 || cut.status === 201, cut.text);
        if (cut.status === 422) assert.ok(['broken', 'not-a-picture', 'out-of-limits'].includes(cut.json.reason), cut.text);
      }
    }
    await refused(jpeg.subarray(0, jpeg.length / 2), 'broken');
  });

  test('a body of another kind, one that is too large, and a form without a picture are refused before anything is decoded', async () => {
    for (const type of ['application/json', 'text/html', 'application/octet-stream']) {
      const answer = await handIn(stack, owner, jpeg, { type });
      assert.equal(answer.status, 415, type);
      assert.equal(answer.headers['content-type'], 'application/problem+json');
    }
    const large = await handIn(stack, owner, Buffer.alloc(4 * MIB + 1, 0xff));
    assert.equal(large.status, 413);
    assert.equal(large.headers['content-type'], 'application/problem+json');
    assert.equal((await handIn(stack, owner, Buffer.alloc(5 * MIB), { form: true })).status, 413);
    const body = new FormData();
    body.append('picture', new Blob([jpeg]), 'x.jpg');
    assert.equal((await stack.api('POST', '/images', body, { token: owner.token })).status, 400);
    const two = new FormData();
    two.append('image', new Blob([jpeg]), 'x.jpg');
    two.append('image', new Blob([jpeg]), 'y.jpg');
    assert.equal((await stack.api('POST', '/images', two, { token: owner.token })).status, 400);
    assert.equal((await handIn(stack, owner, Buffer.from('--x'), { type: 'multipart/form-data; boundary=x' })).status, 400);
  });

  test('many at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => handIn(stack, owner, makeJpeg())));
    assert.deepEqual(answers.map(({ status }) => status), Array(12).fill(201));
    assert.equal(new Set(answers.map(({ json }) => json.id)).size, 12);
  });
});

describe('who may', () => {
  test('a refusal comes as itself, with its headers: 401, 403, 409', async () => {
    const nobody = await handIn(stack, undefined, jpeg);
    assert.equal(nobody.status, 401);
    assert.equal(nobody.headers['content-type'], 'application/problem+json');
    assert.ok(nobody.headers['www-authenticate']);
    assert.equal(nobody.json.request_id, nobody.headers['x-request-id']);
    const visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    const foreign = await visitor.fetch('/api/v1/images', { method: 'POST', body: jpeg, headers: { 'content-type': 'image/jpeg' } });
    assert.equal(foreign.status, 403);
    assert.equal(foreign.json.type, '/problems/cross-site-request');
    await stack.sql(`INSERT INTO image_grant (id, account_id) SELECT gen_random_uuid(), '${other.user.id}' FROM generate_series(1, 100000)`);
    const many = await handIn(stack, other, jpeg);
    assert.equal(many.status, 409, many.text);
    assert.equal(many.json.type, '/problems/images-waiting');
    await stack.sql(`DELETE FROM image_grant WHERE account_id = '${other.user.id}'`);
  });

  test('what a visitor says of a ticket or a task is not heard', async () => {
    const answer = await handIn(stack, undefined, jpeg, { headers: { 'curio-ticket': 'x', 'curio-task': 'render', 'curio-refusal': 'x', 'curio-asks': 'yes' } });
    assert.equal(answer.status, 401);
    for (const path of ['/_image_grant', '/_images/held/x.jpg', '/_images']) assert.equal((await stack.fetch(path)).status, 404, path);
  });

  test('the original is its uploader\'s alone', async () => {
    const picture = await taken(makeJpeg());
    await attach(stack, owner, picture);
    const see = (who) => stack.api('GET', `/images/${picture.id}/original`, undefined, { token: who?.token });
    const mine = await see(owner);
    assert.equal(mine.status, 200);
    assert.equal(mine.headers['content-type'], 'image/jpeg');
    assert.match(mine.headers['cache-control'], /no-store/);
    assert.deepEqual(mine.bytes, readFileSync(held(picture.id)));
    assert.equal((await see(other)).status, 404);
    assert.equal((await see(undefined)).status, 401);
    await publish(stack, picture.id);
    await stack.waitFor(() => !existsSync(held(picture.id)), { what: 'the original to be removed' });
    assert.equal((await see(owner)).status, 404);
  });
});

describe('a form without script', () => {
  const next = '/people';
  let visitor, csrf;
  before(async () => {
    visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    csrf = (await visitor.get('/account/password')).text.match(/name="csrf" value="([^"]+)"/)[1];
  });
  const query = (fields) => new URLSearchParams(fields).toString().replaceAll('%2F', '/');
  const send = (bytes, { fields = { next, csrf }, name = 'image', headers = {}, who = visitor } = {}) => {
    const body = new FormData();
    body.append(name, new Blob([bytes], { type: 'image/jpeg' }), 'x.jpg');
    return who.fetch(`/api/v1/images?${query(fields)}`, { method: 'POST', body, headers: { origin: stack.url, 'sec-fetch-site': 'same-origin', ...headers } });
  };
  const leads = (answer, to) => {
    assert.equal(answer.status, 303, answer.text);
    assert.equal(answer.headers.location, to);
    assert.match(answer.headers['cache-control'] ?? 'no-store', /no-store/);
  };

  test('the answer leads to the page it names, with a name for the receipt; the picture can be seen, by its uploader, until it is used', async () => {
    const answer = await send(makeJpeg());
    assert.equal(answer.status, 303, answer.text);
    const [, id] = answer.headers.location.match(/^\/people\?receipt=([0-9a-f-]{36})$/);
    assert.ok(existsSync(held(id)) && existsSync(held(id).replace('.jpg', '.receipt')));
    const see = (who) => stack.api('GET', `/images/${id}/original`, undefined, { token: who.token });
    assert.deepEqual((await see(owner)).bytes, readFileSync(held(id)));
    assert.equal((await see(other)).status, 404);
    await stack.sql(`DELETE FROM image_grant WHERE id = '${id}'`);
    assert.equal((await see(owner)).status, 404);
  });

  test('every refusal leads back as well, whoever makes it', async () => {
    leads(await send(Buffer.from('nothing')), `${next}?refused=not-a-picture`);
    leads(await send(Buffer.alloc(0)), `${next}?refused=not-a-picture`);
    leads(await send(Buffer.from('%PDF-1.7')), `${next}?refused=unsupported-format`);
    leads(await send(makePng({ claims: [20000, 20] })), `${next}?refused=too-large`);
    leads(await send(jpeg.subarray(0, jpeg.length / 2)), `${next}?refused=broken`);
    leads(await send(jpeg, { name: 'file' }), `${next}?refused=malformed-body`);
    leads(await send(Buffer.alloc(4 * MIB + 1, 0xff)), `${next}?refused=too-large`); // said by the pool
    leads(await send(Buffer.alloc(5 * MIB)), `${next}?refused=too-large`); // said by nginx
    leads(await send(jpeg, { who: stack.visitor() }), `/auth/login?then=${next}`);
    const [id] = await stack.sql(`SELECT id FROM account WHERE email = '${owner.email}'`);
    await stack.sql(`INSERT INTO image_grant (id, account_id) SELECT gen_random_uuid(), '${id.id}' FROM generate_series(1, 100000)`);
    leads(await send(jpeg), `${next}?refused=images-waiting`);
    await stack.sql(`DELETE FROM image_grant WHERE account_id = '${id.id}'`);
  });

  test('its token is looked at, and where it comes from, before its picture is', async () => {
    const before = files('held');
    for (const token of [undefined, '', 'x', csrf.slice(1), `${csrf.slice(0, -4)}AAAA`])
      leads(await send(jpeg, { fields: { next, ...(token !== undefined && { csrf: token }) } }), `${next}?refused=cross-site-request`);
    const stranger = stack.visitor();
    await stranger.submit('/auth/login', { email: other.email, password: other.password });
    leads(await send(jpeg, { who: stranger }), `${next}?refused=cross-site-request`);
    leads(await send(jpeg, { headers: { origin: 'https://example.org' } }), `${next}?refused=cross-site-request`);
    leads(await send(jpeg, { headers: { 'sec-fetch-site': 'cross-site' } }), `${next}?refused=cross-site-request`);
    assert.deepEqual(files('held'), before);
  });

  test('it leads to nothing but a plain path of this site', async () => {
    for (const place of ['//example.org', '/\\example.org', 'https://example.org', 'people', '/', '/a//b', '/a/', '/..', '/a?b=c', '/a#b', '/a\r\nx: y', '/%2f', '/å', `/${'a'.repeat(512)}`]) {
      const fields = { next: place, csrf };
      const answers = [await send(jpeg, { fields }), await send(jpeg, { fields, who: stack.visitor() }), await send(Buffer.alloc(5 * MIB), { fields })];
      assert.deepEqual(answers.map(({ status, headers }) => [status, headers.location]), [[422, undefined], [401, undefined], [413, undefined]], place);
    }
    assert.equal((await send(jpeg, { fields: { next: '', csrf } })).status, 201); // as for a program
  });
});

describe('what is published', () => {
  test('nothing of it can be reached before, and the original is gone afterwards', async () => {
    const picture = await taken(makePng({ width: 700, height: 500 }));
    const id = await attach(stack, owner, picture);
    assert.equal((await imageRow(stack, id)).name, null);
    const row = await publish(stack, id);
    await stack.waitFor(() => !existsSync(held(id)), { what: 'the original to be removed' });
    assert.equal(row.original, false);
    assert.ok(existsSync(join(images, 'master', `${row.name}.jpg`)));
    assert.deepEqual(files(`variant/${row.name}`), ['160.webp', '320.webp', '640.webp']);
  });

  test('each width in each format, never larger than the master, kept for good', async () => {
    const row = await makeReady(stack, owner, makePng({ width: 700, height: 500 }), { type: 'image/png' });
    for (const [width, shown] of [[160, 160], [320, 320], [640, 640], [1280, 700], [1920, 700]]) {
      for (const again of [false, true]) {
        const small = await get(row, width, 'image/webp,*/*');
        assert.equal(small.status, 200, small.text);
        assert.equal(small.headers['content-type'], 'image/webp');
        assert.deepEqual(webpSize(small.bytes), [shown, Math.round((500 * shown) / 700)], `${width} ${again}`);
        assert.equal(small.headers['cache-control'], 'public, max-age=31536000, immutable');
        assert.equal(small.headers.vary, 'Accept');
        assert.equal(small.headers['x-content-type-options'], 'nosniff');
        assertBare(small.bytes);
        const plain = await get(row, width, 'image/png');
        assert.equal(plain.headers['content-type'], 'image/jpeg');
        assert.deepEqual(jpegSize(plain.bytes), [shown, Math.round((500 * shown) / 700)]);
        assertBare(plain.bytes);
      }
    }
    const modern = await get(row, 160, 'image/avif,image/webp,*/*');
    assert.ok(['image/avif', 'image/webp'].includes(modern.headers['content-type']));
    if (modern.headers['content-type'] === 'image/avif') {
      assert.equal(modern.bytes.toString('latin1', 4, 12), 'ftypavif');
      const back = await taken(modern.bytes, { type: 'image/avif' }); // what is written can be read
      assert.equal(back.width, 160);
    }
    const head = await get(row, 320, 'image/webp', { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.bytes.length, 0);
  });

  test('a tall picture is measured by its width as well', async () => {
    const row = await makeReady(stack, owner, makePng({ width: 200, height: 1000 }), { type: 'image/png' });
    assert.deepEqual(webpSize((await get(row, 160, 'image/webp')).bytes), [160, 800]);
    assert.deepEqual(webpSize((await get(row, 1920, 'image/webp')).bytes), [200, 1000]);
  });

  test('a large one is no larger than a master is', async () => {
    const picture = await taken(makePng({ width: 3000, height: 1500 }), { type: 'image/png' });
    assert.deepEqual([picture.width, picture.height], [2560, 1280]);
  });

  test('there are no other widths, names, formats or methods', async () => {
    const row = await makeReady(stack, owner, makeJpeg());
    for (const path of [`/images/${row.name}/161`, `/images/${row.name}/2560`, `/images/${row.name}/0`, `/images/${'0'.repeat(32)}/160`, `/images/${row.name.toUpperCase()}/160`,
      `/images/${row.name}/160.webp`, `/images/${row.name}/../master/160`, `/images/${row.id}/160`, `/images/${row.name}`])
      assert.equal((await stack.fetch(path)).status, 404, path);
    assert.equal((await get(row, 160, undefined, { method: 'POST', body: '' })).status, 405);
    assert.deepEqual(files('variant').filter((name) => name === '0'.repeat(32)), []);
  });

  test('boxes are obscured, and a box that comes later gives the picture another name', async () => {
    const box = { x: 8, y: 4, width: 24, height: 24 };
    const bare = await makeReady(stack, owner, jpeg);
    const picture = await taken(jpeg);
    const row = await publish(stack, await attach(stack, owner, picture), { boxes: [box] });
    const [plain, hidden] = [await get(bare, 160, 'image/webp'), await get(row, 160, 'image/webp')];
    assert.notDeepEqual(plain.bytes, hidden.bytes);
    const again = await publish(stack, row.id, { boxes: [box, { x: 30, y: 10, width: 10, height: 10 }] });
    assert.notEqual(again.name, row.name);
    await stack.waitFor(async () => (await get(row, 160, 'image/webp')).status === 404, { what: 'the old name to be gone' });
    assert.equal((await get(again, 160, 'image/webp')).status, 200);
    await stack.waitFor(async () => (await imageRow(stack, row.id)).old_names.length === 0, { what: 'the old files to be removed' });
    assert.ok(!existsSync(join(images, 'master', `${row.name}.jpg`)));
  });

  test('what is hidden can\'t be reached until it is shown again; what is gone is gone', async () => {
    const row = await makeReady(stack, owner, makeJpeg());
    assert.equal((await get(row, 160, 'image/webp')).status, 200);
    await stack.sql(`UPDATE image SET state = 'hidden', hidden_at = now() WHERE id = '${row.id}'`);
    await job(stack, 'image.settle', row.id);
    await stack.waitFor(async () => (await get(row, 160, 'image/webp')).status === 404, { what: 'a hidden picture' });
    for (const accept of ['image/avif', 'image/webp', '*/*']) assert.equal((await get(row, 320, accept)).status, 404);
    const see = (who) => stack.api('GET', `/images/${row.id}/original`, undefined, { token: who.token });
    assert.equal((await see(owner)).status, 404);
    await stack.sql(`UPDATE image SET state = 'rendering' WHERE id = '${row.id}'`);
    await job(stack, 'image.render', row.id);
    await stack.waitFor(async () => (await get(row, 160, 'image/webp')).status === 200, { what: 'a picture that is shown again' });
    await stack.sql(`UPDATE image SET state = 'gone' WHERE id = '${row.id}'`);
    await job(stack, 'image.settle', row.id);
    await stack.waitFor(async () => (await get(row, 160, 'image/webp')).status === 404, { what: 'a deleted picture' });
    for (const place of ['master', 'hidden']) assert.ok(!existsSync(join(images, place, `${row.name}.jpg`)), place);
  });

  test('the sweep takes what nobody attached and what no row speaks of, and nothing else', async () => {
    const [left, kept, young] = [await taken(makeJpeg()), await taken(makeJpeg()), await taken(makeJpeg())];
    await attach(stack, owner, kept);
    const row = await makeReady(stack, owner, makeJpeg());
    const stray = join(images, 'master', `${'ab'.repeat(16)}.jpg`), begun = join(images, 'held', 'half.jpg.0123');
    for (const path of [stray, begun]) writeFileSync(path, jpeg);
    const long = Date.now() / 1000 - 2 * 86400;
    for (const path of [held(left.id), held(kept.id), stray, begun, join(images, 'master', `${row.name}.jpg`)]) utimesSync(path, long, long);
    await job(stack, 'image.sweep', row.id);
    await stack.waitFor(() => !existsSync(held(left.id)) && !existsSync(stray) && !existsSync(begun), { what: 'the sweep' });
    assert.ok(existsSync(held(kept.id)) && existsSync(held(young.id)) && existsSync(join(images, 'master', `${row.name}.jpg`)));
  });
});

test('the doctor tells of a picture without its file, and of one that should be out of reach and is not', async () => {
  const says = async () => (await stack.curio('doctor').catch(({ message }) => message)).split('\n').find((line) => / pictures /.test(line));
  assert.match(await says(), /^ok /);
  const row = await makeReady(stack, owner, makeJpeg()), path = join(images, 'master', `${row.name}.jpg`), bytes = readFileSync(path);
  rmSync(path);
  assert.match(await says(), /^BAD .* 1 without their file, 0 hidden/);
  writeFileSync(path, bytes);
  await stack.sql(`UPDATE image SET state = 'hidden' WHERE id = '${row.id}'`);
  assert.match(await says(), /^BAD .* 0 without their file, 1 hidden/);
  await job(stack, 'image.settle', row.id);
  await stack.waitFor(async () => /^ok /.test(await says()), { what: 'files that fit' });
});

describe('process-face', () => {
  test('the picture by Accept, the boxes beside it, and nothing kept', async () => {
    const before = files('held');
    const answer = await handIn(stack, owner, makeJpeg(), { path: '/process-face', headers: { accept: 'image/webp' } });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['content-type'], 'image/webp');
    assert.deepEqual(JSON.parse(answer.headers['x-faces']), []);
    assert.deepEqual(webpSize(answer.bytes), [48, 32]);
    const plain = await handIn(stack, owner, makeJpeg(), { path: '/process-face', headers: { accept: 'image/jpeg' } });
    assert.equal(plain.headers['content-type'], 'image/jpeg');
    const { json } = await handIn(stack, owner, makeJpeg(), { path: '/process-face', form: true, headers: { accept: 'application/json' } });
    assert.deepEqual([json.type, json.width, json.height, json.faces, json.detector], ['image/webp', 48, 32, [], 'ok']);
    assert.deepEqual(webpSize(Buffer.from(json.image, 'base64')), [48, 32]);
    assert.deepEqual(files('held'), before);
    assert.equal((await handIn(stack, undefined, jpeg, { path: '/process-face' })).status, 401);
  });
});

test('every picture of the corpora is taken or refused within its bounds, and nothing it brought comes out', { skip: !existsSync(join(corpora, 'images')) && 'no corpora here' }, async () => {
  const all = readdirSync(join(corpora, 'images'), { recursive: true }).filter((name) => /\.(jpe?g|png|webp|gif|heic|avif)$/i.test(name));
  assert.ok(all.length > 20);
  let refusals = 0;
  const one = async (name) => {
    const bytes = readFileSync(join(corpora, 'images', name));
    const answer = await handIn(stack, owner, bytes, { type: 'image/jpeg' });
    assert.ok([201, 413, 422].includes(answer.status), `${name}: ${answer.status} ${answer.text}`);
    if (answer.status !== 201) refusals++;
    else assertBare(readFileSync(held(answer.json.id)));
  };
  for (let i = 0; i < all.length; i += 2) await Promise.all(all.slice(i, i + 2).map(one)); // as many as there are workers
  assert.ok(refusals < all.length / 2, `${refusals} of ${all.length} were refused`);
});
