// Taking one's data along, closing an account, coming back, and the end: for every room, over HTTP and by the operator.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { handIn, imageRow, makeReady } from '../lib/images.mjs';
import { startMail } from '../lib/mail.mjs';
import { makeJpeg } from '../lib/pictures.mjs';
import { makeMarket } from '../lib/ratings.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, mail, other;
before(async () => {
  mail = await startMail();
  stack = await startStack({ conf: { smtp_url: mail.url, mail_from: 'curio@example.org', rooms: 'schematic market', limit_auth_count: 1000, limit_login_count: 1000 } });
  other = await stack.register({ name: 'Somebody Else' });
});
after(async () => {
  await stack?.close();
  await mail?.close();
});

const call = (method, path, who, body) => stack.api(method, path, body, { token: who?.token });
const login = (who, extra = {}) => stack.api('POST', '/auth/login', { email: who.email, password: who.password, ...extra });
const close = (who, password = who.password) => call('POST', '/account/close', who, { password });
const count = async (sql) => Number((await stack.sql(`SELECT count(*) AS n FROM ${sql}`))[0].n);
const idle = (kind) => stack.waitFor(async () => (await count(`job WHERE kind = '${kind}' AND state <> 'aside'`)) === 0, { seconds: 30, what: `${kind} to be done` });
let builds = 0;

async function build(who, title) {
  const body = new FormData();
  body.append('file', new Blob([makeBuild({ width: ++builds + 2, height: 2, length: 2 })]), 'b.schem');
  body.append('title', title);
  const { json, text, status } = await stack.api('POST', '/schematics', body, { token: who.token });
  assert.equal(status, 201, text);
  await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${json.id}'; UPDATE schematic_version SET status = 'clean' WHERE schematic_id = '${json.id}'`);
  return json;
}

/** One row at least in every column that refers to WHO, as the catalogue knows them; MARK stands in every text of theirs. */
async function live(who, mark) {
  const id = who.user.id, mine = await build(who, `${mark} house`), theirs = await build(other, 'A house of others');
  const market = await makeMarket(stack, { owner: who, title: 'Loppemarked i Ry', fields: { email: `${mark}@example.net`, phone: `${mark} 12` } });
  const draft = await makeMarket(stack, { owner: who, title: `${mark} draft`, fields: { visibility: 'draft' } });
  const visited = await makeMarket(stack, { owner: other, title: 'Market of others' });
  const key = visited.dates[-7], picture = (n) => `'${crypto.randomUUID()}', decode(repeat('0${n}', 32), 'hex')`;
  const asked = await call('POST', `/social/schematic/${theirs.id}/comments`, who, { body: `${mark} says` });
  assert.ok([200, 201].includes(asked.status), asked.text);
  const own = asked.json.id;
  const answer = await call('POST', `/social/schematic/${theirs.id}/comments`, other, { parent: own, body: 'An answer of others' });
  assert.ok([200, 201].includes(answer.status), answer.text);
  const image = crypto.randomUUID(), hidden = crypto.randomUUID(), rating = crypto.randomUUID(), replied = crypto.randomUUID(), source = crypto.randomUUID();
  await stack.sql(`
    INSERT INTO password_reset (id, account_id, expires_at) VALUES (gen_random_uuid(), '${id}', now() + interval '1 hour');
    INSERT INTO notice (id, account_id, kind, subject) VALUES (gen_random_uuid(), '${id}', 'schematic.clean', '${mark} house');
    INSERT INTO notice (id, account_id, actor_id, kind, subject, link) VALUES (gen_random_uuid(), '${other.user.id}', '${id}', 'social.follow', '${mark}', '/people/${who.user.slug}');
    INSERT INTO notice_preference VALUES ('${id}', 'social.like', false, false);
    INSERT INTO social_like (room, subject_id, account_id) VALUES ('schematic', '${theirs.id}', '${id}'), ('market', '${visited.id}', '${id}');
    INSERT INTO social_follow (account_id, kind, target) VALUES ('${id}', 'person', '${other.user.id}'), ('${other.user.id}', 'person', '${id}');
    INSERT INTO social_block (account_id, blocked_id) VALUES ('${id}', '${other.user.id}'), ('${other.user.id}', '${id}');
    INSERT INTO social_activity (id, account_id, verb, room, subject_id) VALUES (gen_random_uuid(), '${id}', 'liked', 'schematic', '${theirs.id}');
    INSERT INTO upload (id, account_id, file_name, length, expires_at) VALUES (gen_random_uuid(), '${id}', '${mark}.schem', 10, now() + interval '1 hour');
    INSERT INTO schematic_link (id, schematic_id, account_id, expires_at) VALUES (gen_random_uuid(), '${theirs.id}', '${id}', now() + interval '1 hour');
    INSERT INTO schematic_collection (id, account_id, slug, title) VALUES (gen_random_uuid(), '${id}', '${mark}-list', '${mark} list');
    INSERT INTO schematic_saved_search (id, account_id, title, query, filter) VALUES (gen_random_uuid(), '${id}', '${mark} search', 'q=${mark}', '{}');
    INSERT INTO image (id, account_id, detector, width, height, size, colour, preview, digest, faces, boxes)
      VALUES ('${image}', '${id}', 'ok', 10, 10, 10, '#000000', '', decode(repeat('01', 32), 'hex'), '[]', '[]'),
             ('${hidden}', '${other.user.id}', 'ok', 10, 10, 10, '#000000', '', decode(repeat('02', 32), 'hex'), '[]', '[]');
    UPDATE image SET hidden_by = '${id}', hidden_reason = '${mark} complains', hidden_at = now(), state = 'hidden' WHERE id = '${hidden}';
    INSERT INTO image_grant (id, account_id) VALUES (gen_random_uuid(), '${id}');
    INSERT INTO review_case (id, room, subject_id, account_id, note, decision, reason) VALUES (uuid_now(), 'schematic', '${mine.id}', '${id}', '${mark} asks', 'approved', '${mark} is right');
    INSERT INTO review_case (id, room, subject_id, decided_by, decision) VALUES (uuid_now(), 'schematic', '${theirs.id}', '${id}', 'approved');
    INSERT INTO report (id, room, subject_id, account_id, kind, words, resolution) VALUES (uuid_now(), 'schematic', '${theirs.id}', '${id}', 'spam', '${mark} reports', 'dismissed');
    INSERT INTO report (id, room, subject_id, account_id, kind, words, resolved_by, resolution) VALUES (uuid_now(), 'person', '${id}', '${other.user.id}', 'spam', 'SECRET-REPORT about ${mark}', '${id}', 'dismissed');
    INSERT INTO market_organiser (id, account_id, slug, name, email) VALUES (gen_random_uuid(), '${id}', '${mark}-org', '${who.user.name}', '${mark}@example.net');
    INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access, words) VALUES ('${rating}', '${visited.id}', '${key}', '${id}', 5, 5, 5, 5, '${mark} was there');
    INSERT INTO market_rating (id, market_id, key, account_id, selection, prices, setting, access, words, reply, replied_by, replied_at)
      VALUES ('${replied}', '${market.id}', '${market.dates[-7]}', '${other.user.id}', 4, 4, 4, 4, 'Words of others', '${mark} thanks', '${id}', now());
    INSERT INTO market_photo (id, market_id, rating_id, account_id, image_id, position, caption) VALUES (gen_random_uuid(), '${visited.id}', '${rating}', '${id}', '${image}', 1, '${mark} photo');
    INSERT INTO market_favourite (market_id, account_id) VALUES ('${visited.id}', '${id}');
    INSERT INTO market_watch (id, account_id, title, latitude, longitude, radius) VALUES (gen_random_uuid(), '${id}', '${mark} home', 56, 10, 5);
    INSERT INTO market_claim (id, market_id, account_id, way, place, expires_at) VALUES (gen_random_uuid(), '${visited.id}', '${id}', 'mail', '${mark}@example.net', now() + interval '1 hour');
    INSERT INTO market_source (id, account_id, title, kind, address, enabled) VALUES ('${source}', '${id}', 'A source', 'ics', 'file:${source}', false);
    INSERT INTO market_run (id, source_id, account_id, cause, state) VALUES (gen_random_uuid(), '${source}', '${id}', 'person', 'ok');
    INSERT INTO market_conflict (id, market_id, source_id, field, ours, theirs, state, decided_by) VALUES (gen_random_uuid(), '${visited.id}', '${source}', 'title', '1', '2', 'over', '${id}');
    INSERT INTO market_merge (id, kept, merged, likeness, state, decided_by, moved) VALUES (gen_random_uuid(), '${visited.id}', '${market.id}', 0.5, 'undone', '${id}',
      jsonb_build_array(jsonb_build_object('table', 'market_favourite', 'column', 'market_id', 'key', jsonb_build_object('account_id', '${id}', 'market_id', '${visited.id}')),
                        jsonb_build_object('table', 'market_favourite', 'column', 'market_id', 'key', jsonb_build_object('account_id', '${other.user.id}', 'market_id', '${visited.id}'))));
    INSERT INTO audit (id, account_id, account_name, action, room, subject_id, subject) VALUES (uuid_now(), '${id}', '${who.user.name}', 'report.dismissed', 'schematic', '${theirs.id}', 'A house of others');
    INSERT INTO audit (id, account_id, account_name, action, room, subject_id, subject, detail) VALUES (uuid_now(), '${other.user.id}', 'Somebody Else', 'account.suspended', 'person', '${id}', '${who.user.name}', '{"reason": "${mark} was rude"}');
    INSERT INTO idempotency (scope, key, route, body_hash, status, headers, body) VALUES ('${id}', 'k', 'POST /x', '', 200, '', '${mark}');
    INSERT INTO job (id, kind, payload, state) VALUES (gen_random_uuid(), 'mail', '{"forgotten": "${who.email}"}', 'aside')`);
  return { mine, theirs, market, draft, visited, own, answer: answer.json.id, rating, replied, image, source };
}

async function copyOf(who) {
  const asked = await call('POST', '/account/copies', who);
  assert.equal(asked.status, 202, asked.text);
  const ready = await stack.waitFor(async () => (await call('GET', '/account/copies', who)).json.data.find(({ state }) => state === 'ready'), { seconds: 30, what: 'the copy' });
  return { ready, taken: await call('GET', ready.link, who) };
}

test('every column that refers to a person is in the catalogue, and the catalogue names nothing else', async () => {
  const keys = await stack.sql(`SELECT c.conrelid::regclass::text || '.' || a.attname AS name, c.confdeltype AS ends
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = 'account'::regclass ORDER BY 1`);
  const known = await stack.sql(`SELECT relation || '.' || name AS name, section, erased, why FROM personal_column`);
  const names = new Set(known.map(({ name }) => name));
  assert.deepEqual(keys.map(({ name }) => name).filter((name) => !names.has(name)), [], 'say in personal_column what becomes of these');
  assert.deepEqual(keys.filter(({ ends }) => !['c', 'n'].includes(ends)), [], 'these would keep an account from being erased');
  const columns = new Set((await stack.sql("SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'")).map(({ name }) => name));
  assert.deepEqual([...names].filter((name) => !columns.has(name)), []);
  // A column called so without a foreign key would slip through.
  const named = [...columns].filter((name) => /\.(account_id|actor_id|(decided|hidden|replied|resolved)_by)$/.test(name) && !name.startsWith('personal_') && !names.has(name));
  // What is searched follows the builds themselves.
  assert.deepEqual(named.filter((name) => !/^schematic_search(_source)?\.account_id$/.test(name)), [], 'these refer to a person, too');
  const views = new Set((await stack.sql("SELECT viewname FROM pg_views WHERE viewname LIKE 'personal\\_%'")).map(({ viewname }) => viewname));
  assert.deepEqual([...views].sort(), [...new Set(known.map(({ section }) => section).filter(Boolean))].map((section) => `personal_${section}`).sort());
});

test('a copy holds every section, and nothing of others or secret', async () => {
  const who = await stack.register({ name: 'Copy Person' });
  await live(who, 'copymark');
  const { ready, taken } = await copyOf(who);
  assert.equal(taken.status, 200);
  assert.match(taken.headers['content-disposition'], /^attachment; filename="copy-person-\d{4}-\d\d-\d\d\.json"$/);
  assert.match(taken.headers['cache-control'], /no-store/);
  const { sections, site, format } = JSON.parse(taken.text);
  assert.equal(format, 1);
  assert.equal(site, stack.setting('site_url'));
  const wanted = (await stack.sql('SELECT DISTINCT section FROM personal_column WHERE section IS NOT NULL')).map(({ section }) => section);
  assert.deepEqual(Object.keys(sections).sort(), wanted.filter((section) => section !== 'closing').sort());
  assert.equal(sections.account[0].email, who.email);
  assert.equal(sections.comments[0].body, 'copymark says');
  assert.match(sections.builds[0].versions[0].file, /^\/schematics\/.+\/download\?version=1$/);
  assert.equal(sections.ratings[0].words, 'copymark was there');
  for (const secret of ['$2b$', 'SECRET-REPORT', 'Words of others', 'An answer of others', other.email, 'Somebody Else', 'token_hash', 'password_hash'])
    assert.ok(!taken.text.includes(secret), secret);
  assert.equal((await call('GET', ready.link, other)).status, 404); // whoever has the link is not its person
  assert.equal((await call('GET', ready.link)).status, 401);
  assert.equal((await call('GET', `${ready.link.slice(0, -2)}AA`, who)).status, 404);
  const notices = (await call('GET', '/notices', who)).json.data;
  assert.ok(notices.some(({ kind, link }) => kind === 'account.export' && link === '/account/data'));
  assert.equal((await call('POST', '/account/copies', who)).status, 202);
  await idle('account.export');
  assert.equal(await count('account_export_item'), 0);
  await stack.sql(`UPDATE account_export SET expires_at = now() - interval '1 second' WHERE account_id = '${who.user.id}'`);
  assert.equal((await call('GET', ready.link, who)).status, 404);
  assert.deepEqual((await call('GET', '/account/copies', who)).json.data, []);
});

test('the operator prints the same copy, and leaves nothing behind', async () => {
  const who = await stack.register({ name: 'Printed Person' });
  await build(who, 'printmark');
  const printed = JSON.parse(await stack.curio('user', 'export', who.email));
  assert.equal(printed.sections.builds[0].title, 'printmark');
  assert.equal(JSON.parse(await stack.curio('user', 'export', who.user.slug)).sections.account[0].id, who.user.id);
  assert.equal(await count(`account_export WHERE account_id = '${who.user.id}'`), 0);
  await assert.rejects(stack.curio('user', 'export', 'nobody@example.org'), /has no account/);
});

test('closing takes everything out of sight at once, and signing in brings it back as it was', async () => {
  const who = await stack.register({ name: 'Going Person' });
  const things = await live(who, 'backmark');
  await stack.sql(`DELETE FROM social_block WHERE '${who.user.id}' IN (account_id, blocked_id)`);
  const before = JSON.parse(await stack.curio('user', 'export', who.email)).sections;
  const words = ['backmark house', 'backmark says', 'backmark thanks', 'backmark was', 'backmark@', 'Going Person', who.user.slug];
  const seen = async () => {
    const paths = [`/social/schematic/${things.theirs.id}/comments`, `/schematics/${things.theirs.slug}`, `/markets/${things.visited.slug}`, `/markets/${things.market.slug}`,
      `/markets/${things.visited.slug}/ratings`, `/markets/${things.market.slug}/ratings`, '/social/followers', '/notices', '/feed', '/schematics', '/markets'];
    const texts = await Promise.all(paths.map(async (path) => (await call('GET', path, other)).text));
    return words.filter((word) => texts.some((text) => text.includes(word)));
  };
  assert.deepEqual(await seen(), words);
  const linked = await call('POST', `/schematics/${things.mine.slug}/links`, who, {});
  assert.equal((await close(who, 'not the password')).status, 422);
  const closed = await close(who);
  assert.equal(closed.status, 200, closed.text);
  const left = new Date(closed.json.erase_at) - Date.now();
  assert.ok(left > 13.9 * 86400e3 && left <= 14 * 86400e3, closed.text);
  assert.equal((await call('GET', '/auth/me', who)).status, 401);
  assert.equal((await stack.api('POST', '/auth/refresh', { refresh_token: who.refresh_token ?? 'x' })).status, 401);
  for (const path of [`/people/${who.user.slug}`, `/schematics/${things.mine.slug}`, `/schematics/collections/backmark-list`, `/markets/ratings/${things.rating}`])
    assert.equal((await call('GET', path, other)).status, 404, path);
  if (linked.json?.link) assert.notEqual((await stack.api('GET', linked.json.link.replace(/^.*?(?=\/schematics)/, ''))).status, 200);
  assert.deepEqual(await seen(), []);
  const told = await mail.next(({ to, subject }) => to.includes(who.email) && subject === 'Your account is closed');
  assert.match(told.text, /\/auth\/login/);
  assert.equal((await stack.register({ name: 'Going Person' })).user.slug === who.user.slug, false); // the address of the page stays theirs
  assert.equal((await stack.api('POST', '/auth/register', { email: who.email, name: 'Me again', password: who.password })).status, 409);
  assert.equal((await login(who, { password: 'not the password' })).json.type, '/problems/wrong-credentials');
  assert.equal((await login(who)).json.type, '/problems/account-closed');
  const back = await login(who, { bring_back: true });
  assert.equal(back.status, 200, back.text);
  assert.equal(back.json.user.slug, who.user.slug);
  const after = JSON.parse(await stack.curio('user', 'export', who.email)).sections;
  const same = (sections) => JSON.parse(JSON.stringify(Object.fromEntries(['account', 'builds', 'collections', 'comments', 'ratings', 'replies', 'markets', 'organisers', 'photos', 'favourites'].map((name) => [name, sections[name]])),
    (key, value) => (['updated_at', 'links'].includes(key) ? undefined : value)));
  assert.deepEqual(same(after), same(before));
  assert.equal((await stack.api('GET', `/schematics/${things.mine.slug}`)).status, 200);
});

test('the end leaves no row and no file of the person, and what others rely on', async () => {
  const who = await stack.register({ name: 'Ending Person Endmark' });
  const things = await live(who, 'endmark');
  await copyOf(who);
  const files = await stack.sql(`SELECT encode(digest, 'hex') AS hex FROM account_files('${who.user.id}') WHERE kind = 'blob'`);
  const folder = stack.setting('blob_dir'), place = (hex) => join(folder, hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
  await idle('analyse');
  assert.ok(files.length > 0 && files.every(({ hex }) => existsSync(place(hex))));
  assert.equal((await close(who)).status, 200);
  // Near the end there is another mail; then the time is over.
  await stack.sql(`UPDATE account_closing SET erase_at = now() + interval '1 day' WHERE account_id = '${who.user.id}'`);
  const turn = () => stack.sql("INSERT INTO job (id, kind) VALUES (gen_random_uuid(), 'account.end')");
  await turn();
  await mail.next(({ to, subject }) => to.includes(who.email) && subject === 'Your account will soon be erased');
  await idle('account.end');
  assert.equal(await count(`account WHERE id = '${who.user.id}'`), 1);
  await stack.sql(`UPDATE account_closing SET erase_at = now() WHERE account_id = '${who.user.id}'; UPDATE blob SET touched_at = now() - interval '2 hours'; UPDATE schematic_file SET touched_at = now() - interval '2 hours'`);
  await turn();
  await stack.waitFor(async () => (await count(`account WHERE id = '${who.user.id}'`)) === 0, { seconds: 30, what: 'the end' });
  await idle('account.end');
  const tables = await stack.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  for (const { tablename } of tables)
    for (const word of [who.user.id, who.email, who.user.slug, 'endmark'])
      assert.equal(await count(`${tablename} t WHERE strpos(lower(t::text), lower('${word}')) > 0`), 0, `${tablename} speaks of ${word}`);
  for (const { hex } of files) assert.ok(!existsSync(place(hex)), hex);
  // Threads, markets, decisions and counters of others are whole.
  const [gap] = await stack.sql(`SELECT body, account_id, deleted_at IS NOT NULL AS deleted FROM social_comment WHERE id = '${things.own}'`);
  assert.deepEqual(gap, { body: '', account_id: null, deleted: true });
  assert.equal(await count(`social_comment WHERE id = '${things.answer}'`), 1);
  const [market] = await stack.sql(`SELECT account_id, email, phone, title FROM market WHERE id = '${things.market.id}'`);
  assert.deepEqual(market, { account_id: null, email: '', phone: '', title: 'Loppemarked i Ry' });
  assert.equal(await count(`market WHERE id = '${things.draft.id}'`), 0);
  assert.equal(await count(`market_rating WHERE id = '${things.replied}' AND reply = '' AND words = 'Words of others'`), 1);
  assert.equal(await count(`audit WHERE action = 'account.suspended' AND subject_id IS NULL AND subject = '' AND detail = '{}'`), 1);
  assert.equal((await stack.sql(`SELECT jsonb_array_length(moved) AS n FROM market_merge WHERE kept = '${things.visited.id}'`))[0].n, 1);
  await assert.rejects(stack.sql("UPDATE audit SET account_name = 'x'"), /only grows/);
  assert.match(await stack.curio('doctor').catch((error) => error.message), /ok +counters /);
  const again = await stack.register({ name: 'Ending Person Endmark' });
  assert.equal(again.user.slug, who.user.slug); // free again
});

test('pictures are out of reach once the account is closed, back when it is, and their files gone in the end', async () => {
  const who = await stack.register({ name: 'Picture Person' }), market = await makeMarket(stack, { owner: other });
  const row = await makeReady(stack, who, makeJpeg()), unused = await handIn(stack, who, makeJpeg());
  await stack.sql(`INSERT INTO market_photo (id, market_id, account_id, image_id, position) VALUES (gen_random_uuid(), '${market.id}', '${who.user.id}', '${row.id}', 1)`);
  const seen = async () => (await stack.fetch(`/images/${(await imageRow(stack, row.id)).name}/640`)).status;
  const becomes = (status, what) => stack.waitFor(async () => (await seen()) === status, { seconds: 30, what });
  const files = () => readdirSync(stack.setting('image_dir'), { recursive: true }).filter((name) => [row.name, row.id, unused.json.id].some((word) => name.includes(word)));
  assert.equal(await seen(), 200);
  assert.equal((await close(who)).status, 200);
  await becomes(404, 'the picture to be out of reach');
  assert.deepEqual((await call('GET', `/markets/${market.id}/photos`, other)).json.data, []);
  assert.equal((await login(who, { bring_back: true })).status, 200);
  await becomes(200, 'the picture to be back');
  assert.equal((await call('GET', `/markets/${market.id}/photos`)).json.data.length, 1);
  await idle('image.settle');
  assert.ok(files().length >= 2);
  await stack.curio('user', 'delete', who.email, '--now');
  await stack.waitFor(async () => (await count(`account WHERE id = '${who.user.id}'`)) === 0, { seconds: 30, what: 'the end' });
  await idle('account.end');
  await idle('image.settle');
  assert.deepEqual(files().filter((name) => !name.startsWith('trash')), []);
  assert.equal((await stack.fetch(`/images/${row.name}/640`)).status, 404);
  assert.equal(await count(`market_photo WHERE market_id = '${market.id}'`), 0);
});

test('files that others have too stay', async () => {
  const who = await stack.register({ name: 'Sharing Person' }), bytes = makeBuild({ width: 41, height: 1, length: 1 });
  for (const one of [who, other]) {
    const body = new FormData();
    body.append('file', new Blob([bytes]), 'b.schem');
    assert.equal((await stack.api('POST', '/schematics', body, { token: one.token })).status, 201);
  }
  await idle('analyse');
  const [{ hex }] = await stack.sql(`SELECT encode(sha256, 'hex') AS hex FROM schematic WHERE account_id = '${who.user.id}'`);
  await stack.sql("UPDATE blob SET touched_at = now() - interval '2 hours'; UPDATE schematic_file SET touched_at = now() - interval '2 hours'");
  assert.match(await stack.curio('user', 'delete', who.user.slug, '--now'), /erases it now/);
  await stack.waitFor(async () => (await count(`account WHERE id = '${who.user.id}'`)) === 0, { seconds: 30, what: 'the end' });
  await idle('account.end');
  assert.equal(await count(`schematic_file WHERE sha256 = decode('${hex}', 'hex')`), 1);
  assert.ok(existsSync(join(stack.setting('blob_dir'), hex.slice(0, 2), hex.slice(2, 4), hex.slice(4))));
});

test('the last administrator stays, and of two who go at once one does', async () => {
  const [one, two] = await Promise.all(['Admin One', 'Admin Two'].map((name) => stack.register({ name })));
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${one.user.id}', 'admin'), ('${two.user.id}', 'admin')`);
  const answers = await Promise.all([close(one), close(two)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  const refused = answers.find(({ status }) => status === 409);
  assert.equal(refused.json.type, '/problems/last-administrator');
  const stays = refused === answers[0] ? one : two;
  await assert.rejects(stack.curio('user', 'delete', stays.email, '--now'), /is the last administrator/);
  assert.equal((await call('GET', '/auth/me', stays)).status, 200);
});

test('the operator closes, brings back, and can be asked twice', async () => {
  const who = await stack.register({ name: 'Operated Person' });
  assert.match(await stack.curio('user', 'delete', who.email), /erased after/);
  assert.match(await stack.curio('user', 'delete', who.user.slug), /erased after/);
  assert.equal((await call('GET', '/auth/me', who)).status, 401);
  assert.match(await stack.curio('user', 'restore', who.user.slug), /is back/);
  await assert.rejects(stack.curio('user', 'restore', who.user.slug), /is not closed/);
  assert.equal((await login(who)).status, 200);
  await assert.rejects(stack.curio('user', 'delete', who.user.slug, '--soon'), /usage/);
});

test('who was suspended is not brought back by closing; a moderator lets nobody back in who closed', async () => {
  const who = await stack.register({ name: 'Rude Person' });
  await stack.sql(`UPDATE account SET suspended_at = now(), suspended_reason = 'rude' WHERE id = '${who.user.id}'`);
  await stack.curio('user', 'delete', who.email);
  assert.equal((await login(who, { bring_back: true })).json.type, '/problems/account-suspended');
  await stack.curio('user', 'restore', who.email);
  assert.equal((await login(who)).json.type, '/problems/account-suspended');
  const gone = await stack.register({ name: 'Gone Person' });
  assert.equal((await close(gone)).status, 200);
  await stack.sql('UPDATE account SET suspended_until = now() - interval \'1 day\' WHERE closed_at IS NOT NULL');
  await stack.sql("INSERT INTO job (id, kind) VALUES (gen_random_uuid(), 'sweep')");
  await idle('sweep');
  assert.equal(await count(`account WHERE id = '${gone.user.id}' AND suspended_at IS NOT NULL`), 1);
});

test('without script: a copy, the wrong password, closing, and one tap back', async () => {
  const visitor = stack.visitor(), email = `noscript${Date.now()}@example.org`, password = 'correct horse battery';
  await visitor.submit('/auth/register', { email, name: 'Plain Person', password });
  const page = await visitor.get('/account/data');
  assert.equal(page.status, 200);
  assert.match(page.text, /Download my data/);
  assert.equal((await visitor.submit('/account/data', {}, { action: '/account/copies' })).status, 303);
  const listed = await stack.waitFor(async () => {
    const { text } = await visitor.get('/account/data');
    return /\/account\/copies\/[\w-]+/.exec(text)?.[0];
  }, { seconds: 30, what: 'the copy' });
  assert.equal(JSON.parse((await visitor.get(listed)).text).sections.account[0].name, 'Plain Person');
  const wrong = await visitor.submit('/account/data', { password: 'something else' }, { action: '/account/close' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /This is not your password/);
  const closed = await visitor.submit('/account/data', { password }, { action: '/account/close' });
  assert.equal(closed.status, 303);
  assert.equal((await visitor.get('/account')).status, 303);
  const offered = await visitor.submit('/auth/login', { email, password });
  assert.equal(offered.status, 303);
  assert.match(offered.headers.location, /\/auth\/return\//);
  assert.equal((await visitor.get('/account')).status, 303); // not signed in by that
  const path = new URL(offered.headers.location, stack.setting('site_url')).pathname;
  assert.match((await visitor.get(path)).text, /Plain Person/);
  assert.equal((await visitor.submit(path, {})).status, 303);
  assert.match((await visitor.get('/account')).text, /Plain Person/);
  assert.equal((await visitor.get(path)).status, 410); // works once
});
