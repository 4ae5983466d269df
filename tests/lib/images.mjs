// Pictures on their way through the pool, as a room sends them: handed in over HTTP, then attached and published. What a room's handler would do is
// said to the database here, in the same words.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** POST /images: the answer. TYPE: the body's own; FORM: as the one file of a form instead. */
export function handIn(stack, who, bytes, { type = 'image/jpeg', form = false, path = '/images', headers = {} } = {}) {
  let body = bytes;
  if (form) {
    body = new FormData();
    body.append('image', new Blob([bytes], { type }), 'picture.bin');
  }
  return stack.api('POST', path, body, { token: who?.token, headers: { ...(!form && { 'content-type': type }), ...headers } });
}

const quote = (value) => `'${String(value).replaceAll("'", "''")}'`;

/** A row for what was handed in, as image_attach makes it. */
export async function attach(stack, who, picture) {
  const boxes = picture.faces.map(({ score, ...box }) => box);
  await stack.sql(`DELETE FROM image_grant WHERE id = '${picture.id}'`);
  await stack.sql(`INSERT INTO image (id, account_id, detector, width, height, size, colour, preview, digest, faces, boxes)
    VALUES ('${picture.id}', '${who.user.id}', '${picture.detector}', ${picture.width}, ${picture.height}, ${picture.size}, '${picture.colour}', '${picture.preview}',
      '\\x${picture.digest}', ${quote(JSON.stringify(picture.faces))}, ${quote(JSON.stringify(boxes))})`);
  return picture.id;
}

export const job = (stack, kind, id) => stack.sql(`INSERT INTO job (id, kind, payload) VALUES (gen_random_uuid(), '${kind}', '{"image": "${id}"}')`);
export const imageRow = async (stack, id) => (await stack.sql(`SELECT * FROM image WHERE id = '${id}'`))[0];

/** Published and drawn: its row. */
export async function publish(stack, id, { boxes } = {}) {
  const before = await imageRow(stack, id);
  const set = boxes ? `boxes = ${quote(JSON.stringify(boxes))}, edition = edition + 1, ` : '';
  await stack.sql(`UPDATE image SET ${set}state = 'rendering' WHERE id = '${id}'`);
  await job(stack, 'image.render', id);
  return stack.waitFor(async () => {
    const row = await imageRow(stack, id);
    return row.state === 'ready' && row.name !== before.name && row;
  }, { seconds: 30, what: 'a drawn picture' });
}

/** Handed in, attached, published: its row. */
export async function makeReady(stack, who, bytes, options) {
  const answer = await handIn(stack, who, bytes, options);
  assert.equal(answer.status, 201, answer.text);
  return publish(stack, await attach(stack, who, answer.json));
}

/** What the pool keeps of the receipt of a picture that a form without script handed in, as if its detectors had found FACES. */
export function findFaces(stack, name, faces, { failed = false } = {}) {
  const path = join(stack.setting('image_dir'), 'held', `${name}.receipt`), mac = (key, text) => createHmac('sha256', key).update(text).digest('base64url');
  const receipt = JSON.parse(Buffer.from(readFileSync(path, 'utf8').split('.')[0], 'base64url'));
  const payload = Buffer.from(JSON.stringify({ ...receipt, faces: JSON.stringify(faces), failed })).toString('base64url');
  writeFileSync(path, `${payload}.${mac(mac(stack.setting('token_secret'), 'curio image pool'), `receipt.${payload}`)}`);
}
