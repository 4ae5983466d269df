// What is changed in a market after a moderator knew it: listed in their queue, shown before and after, taken back with one tap.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack } from '../lib/stack.mjs';

let stack, owner, moderator;
const call = (method, path, body, who) => stack.api(method, path, body, { token: who?.token });
const open = (one) => stack.sql(`SELECT id, hints FROM review_case WHERE room = 'market' AND subject_id = '${one.id}' AND decision IS NULL`);
const row = async (one, columns) => (await stack.sql(`SELECT ${columns} FROM market WHERE id = '${one.id}'`))[0];
const edit = async (one, fields, who = owner) => assert.equal((await call('PATCH', `/markets/${one.id}`, fields, who)).status, 200);
const decide = (id, decision, more = {}) => call('POST', `/moderation/cases/${id}/decision`, { decision, ...more }, moderator);
const changes = async (id) => (await call('GET', `/moderation/cases/${id}`, undefined, moderator)).json.changes.map(({ field, was, becomes }) => [field, was, becomes]);

async function entered(who = owner, fields = {}) {
  const { json, status, text } = await call('POST', '/markets', { title: 'Loppemarked', town: 'Ry', latitude: 56.09, longitude: 9.76, description: 'Hver søndag', ...fields }, who);
  assert.equal(status, 201, text);
  await stack.sql(`UPDATE market SET review = 'approved' WHERE id = '${json.id}'`);
  await stack.sql(`DELETE FROM review_case WHERE subject_id = '${json.id}'`);
  return json;
}

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', market_review: 'first' } });
  [owner, moderator] = [await stack.register(), await stack.register()];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await call('POST', '/auth/login', { email: moderator.email, password: moderator.password })).json.access_token;
});
after(() => stack?.close());

test('what weighs is listed with what it was, and taken back as a whole', async () => {
  const one = await entered();
  for (const small of [{ phone: '12345678' }, { dogs: 'yes' }, { street: 'Thorsvej 32' }, { latitude: 56.0905, longitude: 9.76 }]) await edit(one, small);
  assert.deepEqual(await open(one), [], 'small things are nobody else’s business');
  await edit(one, { title: 'Køb billige ure', website: 'https://ure.example.org' });
  const [held] = await open(one);
  assert.deepEqual(held.hints.map(({ kind, count }) => [kind, count])[0], ['changed', 2]);
  await edit(one, { title: 'Køb meget billige ure', latitude: 55.676, longitude: 12.568 });
  assert.deepEqual(await changes(held.id), [['title', 'Loppemarked', 'Køb meget billige ure'], ['website', '', 'https://ure.example.org'], ['position', '[56.09, 9.76]', '[55.676, 12.568]']]);
  assert.equal((await row(one, 'listed')).listed, true, 'it is shown meanwhile');
  const page = stack.visitor();
  await page.submit('/auth/login', { email: moderator.email, password: moderator.password });
  const { text } = await page.get(`/moderation/cases/${held.id}`);
  for (const part of ['<del>Loppemarked</del>', '<ins>Køb meget billige ure</ins>', 'value="reverted"']) assert.ok(text.includes(part), part);
  const reverted = await page.submit(`/moderation/cases/${held.id}`, { decision: 'reverted' }, { action: `/moderation/cases/${held.id}/decision` });
  assert.equal(reverted.status, 303, reverted.text);
  assert.deepEqual(await row(one, 'title, website, latitude, phone, street, review, listed'),
    { title: 'Loppemarked', website: '', latitude: 56.09, phone: '12345678', street: 'Thorsvej 32', review: 'approved', listed: true });
  assert.deepEqual(await open(one), []);
  assert.equal((await stack.sql(`SELECT count(*)::int AS n FROM notice WHERE account_id = '${owner.user.id}' AND kind = 'market.reverted'`))[0].n, 1);
  assert.equal((await stack.sql("SELECT count(*)::int AS n FROM audit WHERE action = 'market.reverted'"))[0].n, 1);
  assert.equal((await decide(held.id, 'reverted')).status, 409);
});

test('many small steps are one long way; who takes a change back has nothing waiting', async () => {
  const one = await entered();
  for (const latitude of [56.096, 56.099]) await edit(one, { latitude, longitude: 9.76 });
  const [held] = await open(one);
  assert.deepEqual(await changes(held.id), [['position', '[56.09, 9.76]', '[56.099, 9.76]']]);
  await edit(one, { latitude: 56.09, longitude: 9.76 });
  assert.deepEqual(await open(one), []);
  await edit(one, { visibility: 'draft' });
  await edit(one, { description: 'Noget helt andet' });
  assert.deepEqual(await open(one), [], 'nobody sees a draft');
  await edit(one, { visibility: 'public' });
  const [again] = await open(one);
  assert.deepEqual(await changes(again.id), [['description', 'Hver søndag', 'Noget helt andet']]);
  assert.equal((await decide(again.id, 'approved')).status, 200);
  await edit(one, { description: 'Noget helt andet igen' });
  const [third] = await open(one);
  assert.deepEqual(await changes(third.id), [['description', 'Noget helt andet', 'Noget helt andet igen']], 'what was approved is what is known');
});

test('those who proved to hold it, moderators and who was approved three times are not asked again', async () => {
  const proved = await entered(await stack.register().then((who) => (owner = who)));
  await stack.sql(`INSERT INTO market_claim (id, market_id, account_id, way, place, state, expires_at) VALUES (gen_random_uuid(), '${proved.id}', '${owner.user.id}', 'mail', 'a@example.org', 'proved', now())`);
  await edit(proved, { title: 'Et andet navn' });
  assert.deepEqual(await open(proved), []);
  const one = await entered();
  await edit(one, { title: 'Af en moderator' }, moderator);
  assert.deepEqual(await open(one), []);
  for (const n of [1, 2, 3]) {
    await edit(one, { title: `Navn ${n}` });
    const [held] = await open(one);
    assert.equal((await decide(held.id, 'approved')).status, 200, `approval ${n}`);
  }
  await edit(one, { title: 'Navn 4' });
  assert.deepEqual(await open(one), []);
});

test('there is nothing to take back of a market that is new', async () => {
  const fresh = await stack.register();
  const { json } = await call('POST', '/markets', { title: 'Nyt' }, fresh);
  const [held] = await open(json);
  const refused = await decide(held.id, 'reverted');
  assert.equal(refused.status, 409);
  assert.match(refused.json.type, /not-changed$/);
  assert.equal((await open(json)).length, 1, 'it waits on');
});
