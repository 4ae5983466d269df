// What moderators do: the queue, decisions, takedowns, reports, suspensions, and the trail of it all; from every role.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeBuild, rawBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, admin, mod, mod2, owner, member;
const call = (method, path, who, body, headers) => stack.api(method, path, body, { token: who?.token, headers });

async function grant(person, role) {
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${person.user.id}', '${role}')`);
  person.token = (await stack.api('POST', '/auth/login', { email: person.email, password: person.password })).json.access_token;
}

before(async () => {
  stack = await startStack({ conf: { schematic_review: 'all', report_hide_count: 3 } });
  [admin, mod, mod2, owner, member] = await Promise.all(['Admin', 'Mo', 'Mia', 'Owner', 'Member'].map((name) => stack.register({ name })));
  await grant(admin, 'admin');
  await grant(mod, 'moderator');
  await grant(mod2, 'moderator');
});
after(() => stack?.close());

let count = 0;
/** A build of its own measurements, found clean; waiting, as the site has it. */
async function build({ who = owner, bytes = makeBuild({ width: ++count + 2, height: 1, length: 1 }), ...fields } = {}) {
  const body = new FormData();
  body.append('file', new Blob([bytes]), 'b.schem');
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  const { json, text, status } = await stack.api('POST', '/schematics', body, { token: who.token });
  assert.equal(status, 201, text);
  await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${json.id}'`);
  await stack.sql(`UPDATE schematic_version SET status = 'clean' WHERE schematic_id = '${json.id}'`);
  return json;
}

const entryOf = async (one) =>
  (await stack.sql(`SELECT id, decision, hints FROM review_case WHERE subject_id = '${one.id}' ORDER BY id DESC LIMIT 1`))[0];
const decide = async (one, who, decision, reason, headers) =>
  call('POST', `/moderation/cases/${(await entryOf(one)).id}/decision`, who, { decision, ...(reason && { reason }) }, headers);
async function approved(options) {
  const one = await build(options);
  const done = await decide(one, mod, 'approved');
  assert.equal(done.status, 200, done.text);
  return one;
}
const seen = async (one, who) => (await call('GET', `/schematics/${one.slug}`, who)).status;
const notices = async (who, kind) => (await call('GET', '/notices', who)).json.data.filter((notice) => notice.kind === kind);
const trail = async (one, action) =>
  stack.sql(`SELECT account_name, subject, detail FROM audit WHERE subject_id = '${one.id}' AND action = '${action}'`);
const report = (who, room, subject, kind = 'spam', words = 'Look at this') => call('POST', '/reports', who, { room, subject, kind, words });

test('who may do what', async () => {
  const one = await build();
  const { id } = await entryOf(one);
  const staff = [
    ['GET', '/moderation'], ['GET', `/moderation/cases/${id}`], ['GET', '/moderation/reports'], ['GET', `/moderation/reports/schematic/${one.id}`],
    ['GET', '/moderation/people'], ['GET', `/moderation/people/${member.user.slug}`], ['GET', '/moderation/audit'],
    ['POST', `/moderation/cases/${id}/decision`, { decision: 'approved' }],
    ['POST', `/moderation/reports/schematic/${one.id}/resolution`, { resolution: 'acted' }],
    ['POST', `/schematics/${one.id}/takedown`, { reason: 'No.' }], ['DELETE', `/schematics/${one.id}/takedown`],
    ['POST', `/moderation/people/${member.user.slug}/suspension`, { reason: 'No.' }], ['DELETE', `/moderation/people/${member.user.slug}/suspension`],
  ];
  for (const [method, path, body] of staff) {
    assert.equal((await call(method, path, undefined, body)).status, 401, `${method} ${path} by a stranger`);
    for (const who of [member, owner]) assert.equal((await call(method, path, who, body)).status, 403, `${method} ${path} by ${who.name}`);
  }
  assert.equal((await entryOf(one)).decision, null);
  for (const who of [mod, admin])
    for (const path of ['/moderation', `/moderation/cases/${id}`, '/moderation/reports', '/moderation/people', '/moderation/audit'])
      assert.equal((await call('GET', path, who)).status, 200, `${path} by ${who.name}`);
  for (const [method, body] of [['GET'], ['POST', { note: '' }], ['DELETE']]) {
    assert.equal((await call(method, `/schematics/${one.slug}/review`, undefined, body)).status, 401);
    assert.equal((await call(method, `/schematics/${one.slug}/review`, member, body)).status, 404, 'a waiting build is nobody else\'s to see');
  }
  assert.equal((await call('DELETE', `/schematics/${one.slug}/review`, mod)).status, 403, 'only its owner withdraws it');
  assert.equal((await call('GET', `/schematics/${one.slug}/review`, mod)).status, 200);
});

test('a case tells what there is to know, is decided once, and its uploader hears of it', async () => {
  const one = await build({ title: 'A mill' });
  assert.equal(await seen(one, undefined), 404);
  const { id } = await entryOf(one);
  const row = (await call('GET', '/moderation?limit=100', mod)).json.data.find((entry) => entry.id === id);
  assert.deepEqual([row.title, row.room, row.owner_slug, row.path], ['A mill', 'schematic', owner.user.slug, `/schematics/${one.slug}`]);
  const shown = (await call('GET', `/moderation/cases/${id}`, mod)).json;
  assert.deepEqual([shown.build.id, shown.may_decide, shown.own, shown.owner.slug, shown.decisions, shown.reports], [one.id, true, false, owner.user.slug, [], []]);
  const without = await call('POST', `/moderation/cases/${id}/decision`, mod, { decision: 'rejected', reason: ' ' });
  assert.deepEqual([without.status, without.json.errors[0].field], [422, 'reason']);
  const done = await decide(one, mod, 'rejected', 'Too *small*');
  assert.deepEqual([done.status, done.json.decision, done.json.reason, done.json.decided_by], [200, 'rejected', 'Too *small*', 'Mo']);
  const second = await decide(one, mod2, 'approved');
  assert.deepEqual([second.status, second.json.type, second.json.decision, second.json.decided_by], [409, '/problems/decided-already', 'rejected', 'Mo']);
  const [notice] = await notices(owner, 'schematic.rejected');
  assert.match(notice.subject, /A mill: Too small/);
  assert.equal(notice.link, `/schematics/${one.slug}/review`);
  const mine = (await call('GET', `/schematics/${one.slug}`, owner)).json;
  assert.deepEqual([mine.review, mine.review_reason], ['rejected', 'Too *small*']);
  assert.equal((await trail(one, 'review.rejected'))[0].detail.reason, 'Too *small*');
  const canned = await build();
  const { json } = await call('POST', `/moderation/cases/${(await entryOf(canned)).id}/decision`, mod, { decision: 'rejected', canned: 'duplicate', reason: 'See mine.' });
  assert.match(json.reason, /here already[\s\S]+\n\nSee mine\.$/);
});

test('an approved build is listed, and those who follow its author read of it once', async () => {
  await call('PUT', `/social/follows/person/${owner.user.slug}`, member);
  const key = { 'idempotency-key': 'approve-once' };
  const one = await build({ title: 'A barn' });
  const path = `/moderation/cases/${(await entryOf(one)).id}/decision`;
  const answers = [await call('POST', path, mod, { decision: 'approved' }, key), await call('POST', path, mod, { decision: 'approved' }, key)];
  assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
  await stack.waitFor(async () => (await seen(one, undefined)) === 200);
  assert.equal((await notices(owner, 'schematic.approved')).filter(({ subject }) => subject === 'A barn').length, 1);
  const deeds = async () => stack.sql(`SELECT verb FROM social_activity WHERE subject_id = '${one.id}'`);
  assert.deepEqual(await deeds(), [{ verb: 'published' }]);
  assert.equal((await notices(member, 'schematic.new')).filter(({ subject }) => subject === 'A barn').length, 1);
  await call('POST', `/schematics/${one.slug}/takedown`, mod, { reason: 'A moment.' });
  await call('DELETE', `/schematics/${one.slug}/takedown`, mod);
  assert.deepEqual(await deeds(), [{ verb: 'published' }]);
  assert.equal((await trail(one, 'review.approved')).length, 1);
});

test('nobody decides about their own, administrators aside', async () => {
  const one = await build({ who: mod });
  const own = await decide(one, mod, 'approved');
  assert.deepEqual([own.status, own.json.type], [403, '/problems/own-subject']);
  assert.ok(own.json.detail);
  const shown = (await call('GET', `/moderation/cases/${(await entryOf(one)).id}`, mod)).json;
  assert.deepEqual([shown.own, shown.may_decide], [true, false]);
  assert.equal((await call('POST', `/schematics/${one.id}/takedown`, mod, { reason: 'x' })).status, 403);
  assert.equal((await decide(one, mod2, 'approved')).status, 200);
  assert.equal((await decide(await build({ who: admin }), admin, 'approved')).status, 200);
});

test('the uploader sees the place in the queue, withdraws, and hands in again with a word', async () => {
  const [first, second] = [await build(), await build()];
  const state = async (one) => (await call('GET', `/schematics/${one.slug}/review`, owner)).json;
  const [a, b] = [await state(first), await state(second)];
  const waiting = (await stack.sql('SELECT count(*) AS n FROM review_case WHERE decision IS NULL'))[0].n;
  assert.deepEqual([b.place, b.waiting, a.place], [waiting, waiting, waiting - 1]);
  const row = (await call('GET', '/schematics/mine', owner)).json.data.find(({ id }) => id === second.id);
  assert.deepEqual([row.review, row.review_place, row.review_waiting], ['waiting', waiting, waiting]);
  assert.equal((await call('POST', `/schematics/${second.slug}/review`, owner, { note: '' })).json.type, '/problems/waiting-already');
  const gone = await call('DELETE', `/schematics/${second.slug}/review`, owner);
  assert.deepEqual([gone.status, gone.json.review, gone.json.decided, gone.json.entry], [200, 'rejected', 'withdrawn', null]);
  assert.equal((await call('DELETE', `/schematics/${second.slug}/review`, owner)).json.type, '/problems/not-waiting');
  await decide(first, mod, 'rejected', 'A roof, please.');
  assert.equal((await call('PATCH', `/schematics/${first.slug}`, owner, { title: 'With a roof' })).status, 200);
  const again = await call('POST', `/schematics/${first.slug}/review`, owner, { note: 'There is a **roof** now.' });
  assert.deepEqual([again.status, again.json.review, again.json.note], [201, 'waiting', 'There is a **roof** now.']);
  const shown = (await call('GET', `/moderation/cases/${(await entryOf(first)).id}`, mod)).json;
  assert.deepEqual([shown.entry.note, shown.decisions[0].reason, shown.entry.title], ['There is a **roof** now.', 'A roof, please.', 'With a roof']);
  assert.ok(shown.entry.hints.some(({ kind, count: times }) => kind === 'again' && times === 1));
  await decide(first, mod, 'approved');
  assert.equal((await call('POST', `/schematics/${first.slug}/review`, owner, { note: '' })).json.type, '/problems/not-refused');
});

test('hints: the same build, one nearly the same, what was refused before, who is new', async () => {
  const blocks = { width: 20, height: 3, length: 20 };
  const original = await approved({ bytes: makeBuild(blocks) });
  await stack.waitFor(async () => (await call('GET', `/schematics/${original.id}`, owner)).json.analysis === 'done', { seconds: 60 });
  const copy = await build({ who: member, bytes: makeBuild(blocks) });
  await stack.waitFor(async () => (await entryOf(copy)).hints.some(({ kind }) => kind === 'same-build'), { seconds: 60 });
  const hints = (await entryOf(copy)).hints.map(({ kind }) => kind);
  assert.ok(hints.includes('new-uploader') && !hints.includes('refused-before'), hints.join());
  const shown = (await call('GET', `/moderation/cases/${(await entryOf(copy)).id}`, mod)).json;
  assert.ok(shown.alike.some(({ id, likeness, own }) => id === original.id && likeness === 1 && own === false));
  const near = await build({ who: member, bytes: makeBuild({ ...blocks, length: 21 }) });
  await stack.waitFor(async () => (await call('GET', `/schematics/${near.id}`, member)).json.analysis === 'done', { seconds: 60 });
  const like = (await call('GET', `/moderation/cases/${(await entryOf(near)).id}`, mod)).json.alike;
  for (const { likeness } of like) assert.ok(likeness >= 0.5 && likeness <= 1);
  await decide(copy, mod, 'rejected', 'Not yours.');
  const third = await build({ bytes: makeBuild(blocks) });
  await stack.waitFor(async () => (await entryOf(third)).hints.some(({ kind, count: times }) => kind === 'refused-before' && times === 1), { seconds: 60 });
});

test('hints: commands and spawners, and a scan that finds something', async () => {
  const one = await build();
  await stack.sql(`UPDATE schematic_file f SET manifest = '{"block_entities": 3, "command-block": {"count": 2, "finds": [{"at": [1, 2, 3], "text": "/op me"}]}, "spawner": {"count": 1, "finds": []}}'
    FROM schematic s WHERE s.sha256 = f.sha256 AND s.id = '${one.id}'`);
  await stack.sql(`UPDATE schematic SET status = 'infected' WHERE id = '${one.id}'`);
  const { hints, id } = await entryOf(one);
  assert.deepEqual(hints.filter(({ kind }) => ['scan', 'commands', 'spawners'].includes(kind)),
    [{ kind: 'scan', state: 'infected' }, { kind: 'commands', count: 2 }, { kind: 'spawners', count: 1 }]);
  const shown = (await call('GET', `/moderation/cases/${id}`, mod)).json;
  assert.deepEqual(shown.seen[0].finds[0].text, '/op me');
});

test('two moderators at once: one decides, the other is told who did', async () => {
  for (let round = 0; round < 5; round++) {
    const one = await build();
    const { id } = await entryOf(one);
    const path = `/moderation/cases/${id}/decision`;
    const answers = await Promise.all([call('POST', path, mod, { decision: 'approved' }), call('POST', path, mod2, { decision: 'rejected', reason: 'No.' })]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const [won, lost] = answers[0].status === 200 ? answers : [answers[1], answers[0]];
    assert.deepEqual([lost.json.decided_by, lost.json.decision], [won.json.decided_by, won.json.decision]);
    assert.equal((await call('GET', `/schematics/${one.id}`, owner)).json.review, won.json.decision);
    assert.equal((await stack.sql(`SELECT 1 FROM audit WHERE subject_id = '${one.id}'`)).length, 1);
  }
});

test('a decision while the uploader deletes the build leaves nothing open', async () => {
  for (let round = 0; round < 5; round++) {
    const one = await build();
    const { id } = await entryOf(one);
    const [decided, deleted] = await Promise.all([
      call('POST', `/moderation/cases/${id}/decision`, mod, { decision: 'approved' }), call('DELETE', `/schematics/${one.id}`, owner)]);
    assert.equal(deleted.status, 204);
    assert.ok([200, 409].includes(decided.status), decided.text);
    const entry = await entryOf(one);
    assert.equal(entry.decision, decided.status === 200 ? 'approved' : 'withdrawn');
    assert.equal((await call('GET', `/moderation/cases/${id}`, mod)).json.build, null);
  }
});

test('what is taken down is gone from every address but for its owner and moderators; an appeal does not bring it back', async () => {
  const one = await approved({ title: 'A tower', visibility: 'unlisted' });
  await stack.waitFor(async () => (await call('GET', `/schematics/${one.id}`, owner)).json.analysis === 'done', { seconds: 60 });
  const addresses = ['', '/thumb.webp', '/top.webp', '/sections', '/materials', '/manifest', '/versions', '/download'];
  const statuses = async (who) => Promise.all(addresses.map(async (end) => (await call('GET', `/schematics/${one.slug}${end}`, who)).status));
  const all = (status) => addresses.map(() => status);
  await stack.waitFor(async () => (await statuses(undefined)).every((status) => status === 200), { seconds: 60 });
  assert.equal((await call('POST', `/schematics/${one.slug}/takedown`, mod, {})).status, 422);
  const down = await call('POST', `/schematics/${one.slug}/takedown`, mod, { reason: 'Somebody asked **us** to.' });
  assert.deepEqual([down.status, down.json.review, down.json.reason], [200, 'taken_down', 'Somebody asked **us** to.']);
  const hidden = async () => {
    await stack.waitFor(async () => (await seen(one, undefined)) === 404);
    assert.deepEqual(await statuses(undefined), all(404));
    assert.deepEqual(await statuses(member), all(404));
    assert.equal((await call('GET', `/social/schematic/${one.id}/comments`, member)).status, 404);
  };
  await hidden();
  assert.deepEqual(await statuses(owner), all(200));
  assert.deepEqual(await statuses(mod), all(200));
  assert.match((await notices(owner, 'schematic.taken_down'))[0].subject, /A tower: Somebody asked us to/);
  assert.equal((await call('POST', `/schematics/${one.slug}/takedown`, mod2, { reason: 'Again.' })).json.decided_by, 'Mo');
  const appeal = await call('POST', `/schematics/${one.slug}/review`, owner, { note: 'It is mine.' });
  assert.deepEqual([appeal.status, appeal.json.review, appeal.json.reason], [201, 'taken_down', 'Somebody asked **us** to.']);
  await hidden();
  assert.equal((await decide(one, mod, 'rejected', 'It is not.')).status, 200);
  assert.equal((await call('GET', `/schematics/${one.id}`, owner)).json.review, 'taken_down');
  const back = await call('DELETE', `/schematics/${one.slug}/takedown`, mod2);
  assert.deepEqual([back.status, back.json.review], [200, 'approved']);
  await stack.waitFor(async () => (await statuses(undefined)).every((status) => status === 200));
  assert.equal((await call('DELETE', `/schematics/${one.slug}/takedown`, mod2)).json.type, '/problems/not-taken-down');
  assert.equal((await notices(owner, 'schematic.restored')).length >= 1, true);
  for (const action of ['schematic.taken_down', 'schematic.restored']) assert.equal((await trail(one, action)).length, 1, action);
});

test('a report is made once, worked off for all at once, and its author hears of it', async () => {
  const one = await approved({ title: 'A lamp' });
  const made = await report(member, 'schematic', one.id, 'stolen', 'It is <b>mine</b>.');
  assert.deepEqual([made.status, made.json.kind, made.json.subject], [201, 'stolen', one.id]);
  assert.equal((await report(member, 'schematic', one.id)).json.type, '/problems/reported-already');
  assert.equal((await report(owner, 'schematic', one.id)).json.type, '/problems/own-subject');
  assert.equal((await report(member, 'schematic', member.user.id)).status, 404);
  assert.equal((await report(member, 'nowhere', one.id)).status, 404);
  assert.equal((await report(member, 'schematic', one.id, 'ugly')).status, 422);
  await report(mod2, 'schematic', one.id, 'spam');
  const row = (await call('GET', '/moderation/reports', mod)).json.data.find(({ subject }) => subject === one.id);
  assert.deepEqual([row.title, row.reports, row.kinds.sort()], ['A lamp', 2, ['spam', 'stolen']]);
  const about = (await call('GET', `/moderation/reports/schematic/${one.id}`, mod)).json;
  assert.deepEqual([about.open, about.reports.length, about.owner_slug], [2, 2, owner.user.slug]);
  const path = `/moderation/reports/schematic/${one.id}/resolution`;
  const done = await call('POST', path, mod, { resolution: 'dismissed' });
  assert.deepEqual([done.status, done.json.open], [200, 0]);
  assert.equal((await call('POST', path, mod2, { resolution: 'acted' })).json.decided_by, 'Mo');
  assert.equal((await notices(member, 'report.dismissed'))[0].subject, 'A lamp');
  assert.equal((await trail(one, 'report.dismissed')).length, 1);
  assert.equal((await report(member, 'schematic', one.id)).status, 201, 'once it was answered it may be reported anew');
});

test('the same person reports twice at the same moment: one report', async () => {
  const one = await approved();
  const answers = await Promise.all([1, 2, 3].map(() => report(member, 'schematic', one.id)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
  assert.equal((await stack.sql(`SELECT 1 FROM report WHERE subject_id = '${one.id}'`)).length, 1);
});

test('who is not signed in reports too: once a subject, not without end, and hides nothing', async () => {
  const one = await approved({ title: 'A fountain' }), waiting = await build();
  const page = await stack.fetch(`/reports/new?room=schematic&subject=${one.id}`, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 200);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)[1], cookie = [page.headers['set-cookie']].flat().map((line) => line.split(';')[0]).join('; ');
  const body = new URLSearchParams({ csrf, room: 'schematic', subject: one.id, kind: 'stolen', words: 'It is mine.' });
  const sent = await stack.fetch('/reports', { method: 'POST', headers: { accept: 'text/html', cookie, 'content-type': 'application/x-www-form-urlencoded' }, body: String(body) });
  assert.deepEqual([sent.status, sent.headers.location], [303, `/schematics/${one.slug}`]);
  assert.equal((await report(undefined, 'schematic', one.id)).json.type, '/problems/reported-already');
  assert.equal((await report(undefined, 'schematic', waiting.id)).status, 404);
  for (const who of [member, mod2]) await report(who, 'schematic', one.id);
  assert.equal((await call('GET', `/schematics/${one.id}`, owner)).json.review, 'approved', 'three reports, of two people');
  const { reports } = (await call('GET', `/moderation/reports/schematic/${one.id}`, mod)).json;
  assert.deepEqual(reports.map(({ reporter_slug, words }) => [reporter_slug, words]),
    [[mod2.user.slug, 'Look at this'], [member.user.slug, 'Look at this'], [null, 'It is mine.']]);
  await stack.sql(`INSERT INTO report (id, room, subject_id, visitor, kind)
    SELECT gen_random_uuid(), 'schematic', gen_random_uuid(), visitor, 'spam' FROM report, generate_series(1, 9) WHERE subject_id = '${one.id}' AND visitor IS NOT NULL`);
  const late = await report(undefined, 'person', owner.user.id);
  assert.deepEqual([late.status, late.json.type], [429, '/problems/too-many-reports']);
  assert.equal((await report(member, 'person', owner.user.id)).status, 201, 'another at the same address, who is signed in');
  await stack.sql("UPDATE report SET resolution = 'gone' WHERE resolution IS NULL");
  assert.equal((await report(undefined, 'person', owner.user.id)).status, 201);
  await stack.sql("UPDATE report SET resolution = 'gone' WHERE resolution IS NULL");
});

test('comments and persons are reported as well; what is deleted needs no answer', async () => {
  const one = await approved();
  const comment = (await call('POST', `/social/schematic/${one.id}/comments`, owner, { body: 'Buy my things' })).json;
  assert.equal((await report(member, 'comment', comment.id)).status, 201);
  assert.equal((await report(member, 'person', owner.user.id, 'offensive')).status, 201);
  assert.equal((await report(member, 'person', member.user.id)).json.type, '/problems/own-subject');
  const rows = (await call('GET', '/moderation/reports?limit=100', mod)).json.data;
  assert.equal(rows.find(({ subject }) => subject === comment.id).title, 'Buy my things');
  assert.equal(rows.find(({ subject }) => subject === owner.user.id).path, `/people/${owner.user.slug}`);
  const hidden = await call('PATCH', `/social/comments/${comment.id}`, mod, { hidden: true, reason: 'Advertising' });
  assert.equal(hidden.status, 200);
  assert.equal((await trail({ id: comment.id }, 'comment.hidden'))[0].detail.reason, 'Advertising');
  await call('PATCH', `/social/comments/${comment.id}`, mod, { hidden: false });
  assert.equal((await trail({ id: comment.id }, 'comment.shown')).length, 1);
  await call('DELETE', `/social/comments/${comment.id}`, owner);
  assert.deepEqual(await stack.sql(`SELECT resolution FROM report WHERE subject_id = '${comment.id}'`), [{ resolution: 'gone' }]);
  assert.equal((await call('POST', `/moderation/reports/person/${owner.user.id}/resolution`, mod, { resolution: 'acted' })).status, 200);
  assert.equal((await notices(member, 'report.acted')).length, 1);
  assert.equal((await report(member, 'person', mod.user.id)).status, 201);
  assert.equal((await call('POST', `/moderation/reports/person/${mod.user.id}/resolution`, mod, { resolution: 'dismissed' })).status, 403);
  assert.equal((await call('POST', `/moderation/reports/person/${mod.user.id}/resolution`, admin, { resolution: 'dismissed' })).status, 200);
});

test('as many reports as the site says put a build back before the moderators', async () => {
  const one = await approved({ title: 'A trap' });
  const people = [member, mod2, await stack.register()];
  for (const [i, who] of people.entries()) {
    assert.equal((await call('GET', `/schematics/${one.id}`, owner)).json.review, 'approved', `${i} reports`);
    assert.equal((await report(who, 'schematic', one.id, 'harmful')).status, 201);
  }
  assert.equal((await call('GET', `/schematics/${one.id}`, owner)).json.review, 'waiting');
  assert.equal((await notices(owner, 'schematic.waiting')).length, 1);
  assert.equal((await trail(one, 'review.reopened'))[0].account_name, 'Curio');
  const entry = await entryOf(one);
  assert.ok(entry.hints.some(({ kind, count: people_ }) => kind === 'reported' && people_ === 3));
  assert.equal((await decide(one, mod, 'approved')).status, 200);
  assert.deepEqual(await stack.sql(`SELECT DISTINCT resolution FROM report WHERE subject_id = '${one.id}'`), [{ resolution: 'dismissed' }]);
  assert.equal((await notices(people[2], 'report.dismissed')).length, 1);
});

test('who is suspended is out at once, stays out, and what they shared stays', async () => {
  const person = await stack.register({ name: 'Nils' });
  const one = await approved({ who: person });
  const path = `/moderation/people/${person.user.slug}/suspension`;
  const signIn = () => stack.api('POST', '/auth/login', { email: person.email, password: person.password });
  for (const until of ['yesterday', '2001-01-01']) assert.equal((await call('POST', path, mod, { reason: 'x', until })).json.errors[0].field, 'until');
  const out = await call('POST', path, mod, { reason: 'You sold things.', until: '2999-01-31' });
  assert.deepEqual([out.status, out.json.suspended_reason, out.json.suspended_until.slice(0, 10)], [200, 'You sold things.', '2999-01-31']);
  assert.equal((await call('GET', '/auth/me', person)).status, 401);
  assert.equal((await stack.api('POST', '/auth/refresh', { refresh_token: person.refresh })).status, 401);
  const refused = await signIn();
  assert.deepEqual([refused.status, refused.json.type], [403, '/problems/account-suspended']);
  assert.match(refused.json.detail, /You sold things\./);
  await stack.waitFor(async () => (await seen(one, undefined)) === 200);
  assert.ok((await call('GET', '/moderation/people', mod)).json.data.some(({ slug }) => slug === person.user.slug));
  assert.equal((await call('DELETE', path, mod)).status, 200);
  assert.equal((await call('DELETE', path, mod)).json.type, '/problems/not-suspended');
  assert.equal((await signIn()).status, 200);
  for (const action of ['account.suspended', 'account.unsuspended']) assert.equal((await trail(person.user, action)).length, 1);
  await call('POST', path, mod, { reason: 'A day.', until: '2999-01-31' });
  await stack.sql(`UPDATE account SET suspended_until = now() - interval '1 second' WHERE id = '${person.user.id}'`);
  assert.equal((await signIn()).status, 200, 'it is over');
  assert.equal((await call('GET', `/moderation/people/${person.user.slug}`, mod)).json.suspended_at, null);
});

test('moderators do not suspend themselves or one another', async () => {
  const suspend = (who, whom) => call('POST', `/moderation/people/${whom.user.slug}/suspension`, who, { reason: 'x' });
  assert.equal((await suspend(mod, mod)).json.type, '/problems/own-subject');
  for (const whom of [mod2, admin]) assert.equal((await suspend(mod, whom)).status, 403);
  const fresh = await stack.register();
  await grant(fresh, 'moderator');
  assert.equal((await suspend(admin, fresh)).status, 200);
});

test('the trail is filtered, goes on page by page, and can\'t be changed', async () => {
  const one = await approved({ title: 'A trail of crumbs' });
  const list = async (query, who = mod) => (await call('GET', `/moderation/audit?${query}`, who)).json;
  assert.deepEqual((await list(`subject=${one.id}`)).data.map(({ action }) => action), ['review.approved']);
  assert.deepEqual((await list('subject=OF%20crumbs')).data.map(({ subject }) => subject), ['A trail of crumbs']);
  assert.ok((await list('action=account')).data.every(({ action }) => action.startsWith('account.')));
  assert.ok((await list(`actor=${mod2.user.slug}`)).data.every(({ account_name: name }) => name === 'Mia'));
  assert.deepEqual((await list('actor=nobody-at-all')).data, []);
  const first = await list('limit=2');
  const second = await list(`limit=2&before=${first.next}`);
  assert.equal(new Set([...first.data, ...second.data].map(({ id }) => id)).size, 4);
  for (const sql of [`UPDATE audit SET subject = ''`, 'DELETE FROM audit'])
    await assert.rejects(stack.sql(sql), /the audit trail only grows/);
  assert.equal((await list(`subject=${one.id}`)).data.length, 1);
});

test('all of it works on pages without script', async () => {
  const visitor = stack.visitor(), reporter = stack.visitor(), uploader = stack.visitor();
  for (const [who, person] of [[visitor, mod], [reporter, member], [uploader, owner]])
    await who.submit('/auth/login', { email: person.email, password: person.password });
  const one = await build({ title: 'A gate <b>' });
  const { id } = await entryOf(one);
  assert.match((await visitor.get('/schematics')).text, /href="\/moderation"/);
  assert.doesNotMatch((await reporter.get('/schematics')).text, /href="\/moderation"/);
  assert.match((await visitor.get('/moderation?limit=100')).text, /A gate &lt;b&gt;/);
  const page = `/moderation/cases/${id}`, deciding = `${page}/decision`;
  const wrong = await visitor.submit(page, { decision: 'rejected', reason: '' }, { action: deciding });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /id="reason-error"/);
  const shelf = await uploader.get('/schematics/mine');
  assert.match(shelf.text, /Number \d+ of \d+ that wait/);
  const rejected = await visitor.submit(page, { decision: 'rejected', canned: 'unclear', reason: '' }, { action: deciding });
  assert.deepEqual([rejected.status, rejected.headers.location], [303, '/moderation']);
  assert.equal((await visitor.submit(page, { decision: 'approved' }, { action: deciding }).catch((error) => error.message)), `${page} has no form for ${deciding}`);
  const review = `/schematics/${one.slug}/review`;
  assert.match((await uploader.get(`/schematics/${one.slug}`)).text, new RegExp(review));
  assert.match((await uploader.get(review)).text, /title and a description/);
  assert.equal((await uploader.submit(review, { note: 'A better title' })).headers.location, review);
  assert.match((await uploader.get(review)).text, /A better title/);
  assert.equal((await decide(one, mod2, 'approved')).status, 200);
  const asking = `/reports/new?room=schematic&subject=${one.id}`;
  assert.match((await reporter.get(`/schematics/${one.slug}`)).text, /\/reports\/new\?room=schematic/);
  assert.equal((await stack.visitor().get(asking)).status, 200, 'nobody has to sign in for it');
  assert.equal((await reporter.submit(asking, { words: 'x' }, { action: '/reports' })).status, 422);
  assert.equal((await reporter.submit(asking, { kind: 'spam', words: 'x' }, { action: '/reports' })).headers.location, `/schematics/${one.slug}`);
  const twice = await reporter.submit(asking, { kind: 'spam', words: 'x' }, { action: '/reports' });
  assert.equal(twice.status, 409);
  assert.match(twice.text, /You have reported this already/);
  const about = `/moderation/reports/schematic/${one.id}`;
  assert.match((await visitor.get('/moderation/reports?limit=100')).text, new RegExp(about));
  assert.equal((await visitor.submit(about, { resolution: 'dismissed' }, { action: `${about}/resolution` })).status, 303);
  assert.equal((await visitor.submit(review, { reason: 'No.' }, { action: `/schematics/${one.slug}/takedown` })).headers.location, review);
  assert.match((await visitor.get(review)).text, /Bring it back/);
  const person = `/moderation/people/${member.user.slug}`;
  assert.equal((await visitor.submit(person, { reason: 'No.', until: '2001-01-01' }, { action: `${person}/suspension` })).status, 422);
  assert.match((await visitor.get('/moderation/people')).text, /Suspended/);
  assert.match((await visitor.get('/moderation/audit?action=schematic')).text, /Build taken down[^]*A gate &lt;b&gt;/);
  assert.match((await uploader.get('/notices')).text, /Moderators approved your build/);
});

test('a rejected unlisted build is nobody\'s to open, a raw one neither', async () => {
  const one = await build({ visibility: 'unlisted', bytes: rawBuild({ width: 9, height: 9, length: 1 }) });
  await stack.waitFor(async () => (await seen(one, undefined)) === 200, { what: 'who knows the address sees what waits' });
  await decide(one, mod, 'rejected', 'No.');
  await stack.waitFor(async () => (await seen(one, undefined)) === 404);
  assert.equal(await seen(one, member), 404);
});

/** A further version of a build, found clean. */
async function version(one, { who = owner, ...fields } = {}) {
  const body = new FormData();
  body.append('file', new Blob([makeBuild({ width: ++count + 2, height: 1, length: 2 })]), 'b.schem');
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  const { text, status } = await call('POST', `/schematics/${one.id}/versions`, who, body);
  assert.equal(status, 201, text);
  await stack.sql(`UPDATE schematic_version SET status = 'clean' WHERE schematic_id = '${one.id}'`);
  await stack.sql(`SELECT schematic_promote('${one.id}')`);
}
const shownOf = async (one, who = undefined) => (await call('GET', `/schematics/${one.id}`, who)).json;
const numbersOf = async (one, who) => (await call('GET', `/schematics/${one.id}/versions`, who)).json.data.map(({ number, review }) => `${number} ${review}`);
const openOf = async (one) => (await stack.sql(`SELECT id FROM review_case WHERE subject_id = '${one.id}' AND decision IS NULL`)).length;

test('a new version of an approved build is looked at again, and the old one stays until then', async () => {
  const one = await approved({ title: 'A dam' });
  await version(one, { name: '2.0', changes: 'With *turbines*' });
  for (const who of [undefined, member]) {
    assert.deepEqual([(await shownOf(one, who)).version, (await shownOf(one, who)).versions, (await shownOf(one, who)).width], [1, 1, one.width]);
    assert.deepEqual(await numbersOf(one, who), ['1 approved']);
    for (const part of ['download', 'thumb.webp', 'sections']) assert.equal((await call('GET', `/schematics/${one.id}/${part}?version=2`, who)).status, 404, part);
  }
  assert.deepEqual(await numbersOf(one, owner), ['2 waiting', '1 approved']);
  assert.equal((await call('GET', `/schematics/${one.id}/download?version=2`, mod)).status, 200);
  const state = (await call('GET', `/schematics/${one.slug}/review`, owner)).json;
  assert.deepEqual([state.review, state.version, state.place > 0], ['approved', 2, true]);
  const entry = await entryOf(one), shown = (await call('GET', `/moderation/cases/${entry.id}`, mod)).json;
  assert.ok(entry.hints.some(({ kind, count: number }) => kind === 'new-version' && number === 2));
  assert.deepEqual([shown.version.number, shown.version.fresh, shown.version.changes, shown.build.version], [2, true, 'With *turbines*', 1]);
  assert.equal((await decide(one, mod, 'approved')).status, 200);
  await stack.waitFor(async () => (await shownOf(one)).version === 2, { what: 'the new version' });
  assert.deepEqual(await numbersOf(one), ['2 approved', '1 approved']);
  const verbs = (await stack.sql(`SELECT verb FROM social_activity WHERE subject_id = '${one.id}' ORDER BY verb`)).map(({ verb }) => verb);
  assert.deepEqual(verbs, ['published', 'updated']);
});

test('a refused version leaves the build as it was; it is handed in again, withdrawn, or deleted', async () => {
  const one = await approved();
  const state = async () => (await call('GET', `/schematics/${one.slug}/review`, owner)).json;
  await version(one);
  assert.equal((await decide(one, mod, 'rejected', 'Not *that*.')).status, 200);
  assert.deepEqual([(await shownOf(one)).version, (await shownOf(one, owner)).review], [1, 'approved']);
  let now = await state();
  assert.deepEqual([now.refused, now.version, now.said], [2, null, 'Not *that*.']);
  const again = await call('POST', `/schematics/${one.slug}/review`, owner, { note: 'Why not?' });
  assert.deepEqual([again.status, again.json.version, again.json.review], [201, 2, 'approved']);
  const withdrawn = await call('DELETE', `/schematics/${one.slug}/review`, owner);
  assert.deepEqual([withdrawn.status, withdrawn.json.refused, withdrawn.json.review], [200, 2, 'approved']);
  await version(one);
  assert.equal(await openOf(one), 1);
  assert.equal((await call('DELETE', `/schematics/${one.id}/versions/3`, owner)).status, 204);
  assert.equal(await openOf(one), 0, 'nothing is left to decide about');
  const last = await call('DELETE', `/schematics/${one.id}/versions/1`, owner);
  assert.deepEqual([last.status, last.json.type], [409, '/problems/last-version'], 'the refused one can\'t be shown');
  assert.equal((await shownOf(one)).version, 1);
});

test('a version that came after a moderator looked is not decided about unseen', async () => {
  const one = await build();
  const { id } = await entryOf(one), path = `/moderation/cases/${id}/decision`;
  await version(one);
  const late = await call('POST', path, mod, { decision: 'approved', version: 1 });
  assert.deepEqual([late.status, late.json.type], [409, '/problems/changed-meanwhile']);
  const shown = (await call('GET', `/moderation/cases/${id}`, mod)).json;
  assert.deepEqual([shown.version.number, shown.version.fresh], [2, false]);
  assert.equal((await call('POST', path, mod, { decision: 'approved', version: 2 })).status, 200);
  await stack.waitFor(async () => (await shownOf(one)).version === 2, { what: 'the second version' });
  assert.deepEqual(await numbersOf(one), ['2 approved', '1 approved']);
  assert.equal(await openOf(one), 0);
});
