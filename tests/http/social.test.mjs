// Likes, comments, follows, blocks, the feed, notices and the digest, over HTTPS and by mail.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeBuild } from '../lib/build.mjs';
import { startMail } from '../lib/mail.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, mail, owner, ada, bert, moderator;

before(async () => {
  mail = await startMail();
  stack = await startStack({ conf: { smtp_url: mail.url, site_name: 'Cabinet' } });
  [owner, ada, bert, moderator] = await Promise.all(['Owner', 'Ada', 'Bert', 'Mod'].map((name) => stack.register({ name })));
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  const again = await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password });
  moderator.token = again.json.access_token;
});
after(async () => {
  await stack?.close();
  await mail?.close();
});

const call = (method, path, who, body, headers) => stack.api(method, path, body, { token: who?.token, headers });

async function ask(method, path, who, body, status = 200) {
  const answer = await call(method, path, who, body);
  assert.equal(answer.status, status, `${method} ${path}: ${answer.status} ${answer.text}`);
  return status === 204 ? undefined : answer.json;
}

/** A build as if it had been scanned: what a scan does is another test's. */
async function build(who = owner, { title = 'A tower', tags = '', visibility = 'public' } = {}) {
  const form = new FormData();
  form.append('file', new Blob([makeBuild()]), 'tower.schem');
  for (const [name, value] of Object.entries({ title, tags, visibility })) form.append(name, value);
  const made = await ask('POST', '/schematics', who, form, 201);
  await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${made.id}'`);
  return { ...made, at: `/social/schematic/${made.id}` };
}

const say = (what, who, body = 'Nice!', parent) => ask('POST', `${what.at}/comments`, who, { body, ...(parent && { parent }) }, 201);
const threads = async (what, who) => (await ask('GET', `${what.at}/comments`, who)).data;
const notices = async (who) => (await ask('GET', '/notices', who)).data;
const drift = () => stack.sql(`
  SELECT s.id, s.likes, s.comments, l.n AS counted_likes, c.n AS counted_comments FROM schematic s,
    LATERAL (SELECT count(*) AS n FROM social_like l WHERE l.room = 'schematic' AND l.subject_id = s.id) l,
    LATERAL (SELECT count(*) AS n FROM social_comment c WHERE c.room = 'schematic' AND c.subject_id = s.id
             AND c.deleted_at IS NULL AND c.hidden_at IS NULL) c
  WHERE (s.likes, s.comments) <> (l.n, c.n)`);

async function signedIn(who) {
  const visitor = stack.visitor();
  assert.equal((await visitor.submit('/auth/login', { email: who.email, password: who.password })).status, 303);
  return visitor;
}

describe('likes', () => {
  test('are given once, taken back once, and counted', async () => {
    const what = await build();
    assert.deepEqual(await ask('GET', `${what.at}/like`), { liked: false, likes: 0 });
    assert.deepEqual(await ask('PUT', `${what.at}/like`, ada), { liked: true, likes: 1 });
    assert.deepEqual(await ask('PUT', `${what.at}/like`, ada), { liked: true, likes: 1 });
    assert.deepEqual(await ask('PUT', `${what.at}/like`, bert), { liked: true, likes: 2 });
    assert.deepEqual(await ask('DELETE', `${what.at}/like`, ada), { liked: false, likes: 1 });
    assert.deepEqual(await ask('DELETE', `${what.at}/like`, ada), { liked: false, likes: 1 });
    await ask('PUT', `${what.at}/like`, undefined, undefined, 401);
    const liked = (await ask('GET', '/social/likes', bert)).data;
    assert.deepEqual(liked.map((row) => [row.subject, row.title, row.path]), [[what.id, 'A tower', `/schematics/${what.slug}`]]);
    assert.deepEqual((await ask('GET', '/social/likes', ada)).data, []);
  });

  test('of what one may not see are of nothing', async () => {
    const hidden = await build(owner, { visibility: 'private' });
    for (const path of [`${hidden.at}/like`, '/social/schematic/no-id/like', `/social/nowhere/${hidden.id}/like`]) await ask('PUT', path, ada, undefined, 404);
    await ask('GET', `${hidden.at}/comments`, ada, undefined, 404);
    await ask('POST', `${hidden.at}/comments`, ada, { body: 'There?' }, 404);
    assert.equal((await ask('PUT', `${hidden.at}/like`, owner)).likes, 1);
  });

  test('are gathered into one notice until it is read', async () => {
    const what = await build(owner, { title: 'Gathered' });
    for (const who of [ada, bert, owner]) await ask('PUT', `${what.at}/like`, who);
    const about = async () => (await notices(owner)).filter((n) => n.subject === 'Gathered');
    assert.deepEqual((await about()).map((n) => [n.kind, n.people, n.unread]), [['social.like', 2, true]]);
    await ask('DELETE', `${what.at}/like`, bert);
    assert.deepEqual((await about()).map((n) => n.people), [1]);
    await ask('POST', `/notices/${(await about())[0].id}`, owner, undefined, 204);
    assert.deepEqual((await about()).map((n) => n.unread), [false]);
    await ask('POST', `/notices/${(await about())[0].id}`, ada, undefined, 404);
    await ask('PUT', `${what.at}/like`, moderator);
    assert.deepEqual((await about()).map((n) => [n.people, n.unread]), [[1, true], [1, false]]);
    await ask('DELETE', `${what.at}/like`, moderator);
    await ask('PUT', `${what.at}/like`, moderator);
    assert.equal((await about()).length, 1, 'who comes back tells nobody anew');
  });

  test('by the page, without script, come back to it', async () => {
    const what = await build();
    const visitor = await signedIn(ada);
    const sent = await visitor.submit(`${what.at}/comments`, {}, { action: `${what.at}/like` });
    assert.equal(sent.status, 303, sent.text);
    assert.equal(sent.headers.location, `/schematics/${what.slug}#social`);
    assert.equal((await ask('GET', `${what.at}/like`, ada)).liked, true);
    await visitor.submit(`${what.at}/comments`, {}, { action: `${what.at}/like` });
    assert.equal((await ask('GET', `${what.at}/like`, ada)).liked, false);
  });
});

describe('comments', () => {
  test('stand in threads one deep, newest first, answers oldest first', async () => {
    const what = await build();
    const first = await say(what, ada, '*Lovely*'), second = await say(what, bert, 'How?');
    const answer = await say(what, owner, 'Slowly', second.id), further = await say(what, ada, 'Really?', answer.id);
    assert.equal(further.parent, second.id, 'an answer to an answer joins the thread');
    const seen = await threads(what);
    assert.deepEqual(seen.map((t) => [t.comment.id, t.answers.map((a) => a.id)]), [[second.id, [answer.id, further.id]], [first.id, []]]);
    assert.deepEqual(seen[1].comment.author_name, 'Ada');
    const one = (await ask('GET', `${what.at}/comments?limit=1`));
    assert.equal(one.data.length, 1);
    assert.deepEqual((await ask('GET', `${what.at}/comments?limit=1&before=${one.next}`)).data.map((t) => t.comment.id), [first.id]);
    const paged = await ask('GET', `/social/comments/${second.id}/answers?limit=1`);
    assert.deepEqual(paged.data.map((a) => a.id), [answer.id]);
    assert.deepEqual((await ask('GET', `/social/comments/${second.id}/answers?limit=1&after=${paged.next}`)).data.map((a) => a.id), [further.id]);
    assert.deepEqual(await drift(), []);
  });

  test('an idempotency key says it once', async () => {
    const what = await build();
    const send = () => call('POST', `${what.at}/comments`, ada, { body: 'Once' }, { 'idempotency-key': `say-${what.id}` });
    const [one, two] = [await send(), await send()];
    assert.equal(two.headers['idempotency-replayed'], 'true');
    assert.equal(one.json.id, two.json.id);
    assert.equal((await threads(what)).length, 1);
  });

  test('are changed by their author alone, and say so', async () => {
    const what = await build(), comment = await say(what, ada, 'One'), at = `/social/comments/${comment.id}`;
    assert.equal((await ask('PATCH', at, ada, { body: 'One' })).edited_at, null, 'the same text is no edit');
    const changed = await ask('PATCH', at, ada, { body: 'Two' });
    assert.equal(changed.body, 'Two');
    assert.ok(changed.edited_at);
    await ask('PATCH', at, bert, { body: 'Mine' }, 403);
    await ask('DELETE', at, bert, undefined, 403);
    await ask('PATCH', at, ada, { body: '   ' }, 422);
    await ask('POST', `${what.at}/comments`, ada, { body: ' \n ' }, 422);
    await ask('POST', `${what.at}/comments`, ada, { body: 'x'.repeat(10001) }, 422);
    await ask('POST', `${what.at}/comments`, ada, { body: 'x', parent: what.id }, 404);
  });

  test('that are deleted leave a gap only while they have answers', async () => {
    const what = await build();
    const asked = await say(what, ada, 'Secret'), answer = await say(what, bert, 'Answer', asked.id);
    await ask('DELETE', `/social/comments/${asked.id}`, ada, undefined, 204);
    const [gap] = await threads(what);
    assert.deepEqual([gap.comment.state, gap.comment.body, gap.answers.length], ['deleted', '', 1]);
    await ask('POST', `${what.at}/comments`, bert, { body: 'Still there?', parent: asked.id }, 404);
    await ask('DELETE', `/social/comments/${answer.id}`, bert, undefined, 204);
    assert.deepEqual(await threads(what), []);
    assert.deepEqual((await notices(ada)).filter((n) => n.link === `/social/comments/${answer.id}`), [], 'and nobody is told of it any more');
    await ask('GET', `/social/comments/${asked.id}`, ada, undefined, 404);
    assert.deepEqual(await drift(), []);
  });

  test('that a moderator hides are removed for everyone else, who is told why', async () => {
    const what = await build(), comment = await say(what, ada, 'Rude words'), at = `/social/comments/${comment.id}`;
    await ask('PATCH', at, bert, { hidden: true }, 403);
    await ask('PATCH', at, moderator, { hidden: true, reason: 'Rude' });
    const [{ comment: seen }] = await threads(what);
    assert.deepEqual([seen.state, seen.body, seen.reason], ['hidden', '', 'Rude']);
    assert.equal((await threads(what, moderator))[0].comment.body, 'Rude words');
    assert.ok((await notices(ada)).some((n) => n.kind === 'social.hidden' && n.subject === 'Rude'));
    assert.equal((await stack.sql(`SELECT comments FROM schematic WHERE id = '${what.id}'`))[0].comments, 0);
    await ask('PATCH', at, ada, { body: 'Polite words' }, 422);
    await ask('PATCH', at, moderator, { hidden: false });
    assert.equal((await threads(what))[0].comment.body, 'Rude words');
    assert.deepEqual(await drift(), []);
  });

  test('by the page, without script: markup is text, the way back leads to the comment', async () => {
    const what = await build(), visitor = await signedIn(bert), list = `${what.at}/comments`;
    const sent = await visitor.submit(list, { body: '**bold** <script>alert(1)</script>' }, { action: list });
    assert.equal(sent.status, 303, sent.text);
    const [, id] = sent.headers.location.match(/^\/schematics\/[^#]+#comment-([0-9a-f-]{36})$/);
    const page = await visitor.get(list);
    assert.match(page.text, new RegExp(`id="comment-${id}"`));
    assert.match(page.text, /<strong>bold<\/strong> &lt;script&gt;/);
    const answered = await visitor.submit(list, { body: 'And an answer', parent: id }, { action: list });
    assert.equal(answered.status, 303);
    const refused = await visitor.submit(list, { body: '' }, { action: list });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /id="body-error"/);
    const saved = await visitor.submit(`/social/comments/${id}/edit`, { body: 'Changed' }, { action: `/social/comments/${id}` });
    assert.equal(saved.status, 303, saved.text);
    const place = await visitor.get(`/social/comments/${id}`);
    assert.deepEqual([place.status, place.headers.location], [303, `/schematics/${what.slug}#comment-${id}`]);
    const gone = await visitor.submit(list, {}, { action: `/social/comments/${id}` });
    assert.equal(gone.status, 303);
    assert.equal((await threads(what))[0].comment.state, 'deleted');
    const shared = await stack.fetch(list, { headers: { accept: 'text/html' } });
    assert.doesNotMatch(shared.text, /<form class="remark-form"/, 'strangers get no form');
  });

  test('far down a long list lead to the page of their thread', async () => {
    const what = await build(), old = await say(what, ada, 'The first');
    for (let i = 0; i < 20; i++) await say(what, bert, `Later ${i}`);
    const place = await stack.fetch(`/social/comments/${old.id}`, { headers: { accept: 'text/html' } });
    assert.equal(place.headers.location, `/social/comments/${old.id}/answers#comment-${old.id}`);
    assert.match((await stack.fetch(`/social/comments/${old.id}/answers`)).text, /The first/);
  });
});

describe('following', () => {
  test('people and tags; the feed shows what may be seen now', async () => {
    const [reader, maker] = [await stack.register({ name: 'Reader' }), await stack.register({ name: 'Maker' })];
    const person = `/social/follows/person/${maker.user.slug}`;
    assert.deepEqual((await ask('GET', '/feed', reader)).data, []);
    const followed = await ask('PUT', person, reader);
    assert.deepEqual([followed.following, followed.followers], [true, 1]);
    assert.equal((await ask('PUT', person, reader)).followers, 1);
    assert.equal((await notices(maker)).filter((n) => n.kind === 'social.follow').length, 1);
    await ask('PUT', '/social/follows/tag/harbour', reader);
    await ask('PUT', `/social/follows/person/${reader.user.slug}`, reader, undefined, 409);
    await ask('PUT', '/social/follows/person/nobody', reader, undefined, 404);
    await ask('PUT', '/social/follows/planet/mars', reader, undefined, 404);
    assert.deepEqual((await ask('GET', '/social/follows', reader)).data.map((f) => [f.kind, f.target]), [['tag', 'harbour'], ['person', maker.user.slug]]);
    const liked = await build(owner, { title: 'Liked by the maker' }), tagged = await build(owner, { title: 'In the harbour', tags: 'harbour' });
    await ask('PUT', `${liked.at}/like`, maker);
    await say(liked, maker, 'Hello');
    await stack.sql(`INSERT INTO social_activity (id, account_id, verb, room, subject_id)
                     VALUES ('ffffffff-0000-7000-8000-000000000001', '${owner.user.id}', 'published', 'schematic', '${tagged.id}')`);
    const feed = async () => (await ask('GET', '/feed', reader)).data.map((deed) => [deed.verb, deed.actor_name, deed.title]);
    assert.deepEqual(await feed(), [['published', 'Owner', 'In the harbour'], ['commented', 'Maker', 'Liked by the maker'], ['liked', 'Maker', 'Liked by the maker']]);
    await ask('DELETE', `${liked.at}/like`, maker);
    assert.deepEqual((await feed()).map(([verb]) => verb), ['published', 'commented'], 'a like that was taken back is not shown');
    await ask('PATCH', '/account', maker, { profile: 'private' });
    assert.deepEqual((await feed()).map(([verb]) => verb), ['published'], 'nor what somebody does in private');
    await ask('PATCH', '/account', maker, { profile: 'public' });
    await ask('PATCH', `/schematics/${liked.id}`, owner, { visibility: 'private' });
    assert.deepEqual((await feed()).map(([verb]) => verb), ['published'], 'nor what is no longer public');
    await ask('DELETE', '/social/follows/tag/harbour', reader);
    assert.deepEqual(await feed(), []);
    assert.equal((await ask('DELETE', person, reader)).followers, 0);
  });

  test('by the page, and only back to this site', async () => {
    const visitor = await signedIn(ada), person = `/people/${owner.user.slug}`, action = `/social/follows/person/${owner.user.slug}`;
    const sent = await visitor.submit(person, {}, { action });
    assert.deepEqual([sent.status, sent.headers.location], [303, person]);
    assert.match((await visitor.get(person)).text, /Following/);
    const away = await visitor.submit(person, { then: '//foe.example/' }, { action });
    assert.equal(away.headers.location, '/');
  });
});

describe('blocks and privacy', () => {
  test('whom one blocks can neither comment nor answer nor follow, and is not heard', async () => {
    const [host, foe] = [await stack.register({ name: 'Host' }), await stack.register({ name: 'Foe' })];
    const what = await build(host), other = await build(owner), asked = await say(other, host, 'A question'), loud = await say(other, foe, 'LOUD');
    await ask('PUT', `/social/follows/person/${host.user.slug}`, foe);
    await ask('PUT', `/social/blocks/${foe.user.slug}`, host, undefined, 204);
    await ask('PUT', `/social/blocks/${foe.user.slug}`, host, undefined, 204);
    await ask('PUT', `/social/blocks/${host.user.slug}`, host, undefined, 409);
    assert.deepEqual((await ask('GET', '/social/blocks', host)).data.map((b) => b.name), ['Foe']);
    assert.equal((await call('POST', `${what.at}/comments`, foe, { body: 'Hey' })).json.type, '/problems/blocked');
    await ask('POST', `${other.at}/comments`, foe, { body: 'Hey', parent: asked.id }, 403);
    await ask('PUT', `/social/follows/person/${host.user.slug}`, foe, undefined, 403);
    assert.deepEqual((await ask('GET', '/social/follows', foe)).data, [], 'the follow went with the block');
    assert.deepEqual((await threads(other, host)).map((t) => t.comment.id), [asked.id]);
    assert.deepEqual((await threads(other)).map((t) => t.comment.id), [loud.id, asked.id]);
    await ask('PUT', `${what.at}/like`, foe);
    assert.deepEqual((await notices(host)).filter((n) => n.actor_name === 'Foe'), []);
    await ask('DELETE', `/social/blocks/${foe.user.slug}`, host, undefined, 204);
    await say(what, foe, 'Better');
  });

  test('a profile opens to everyone, to followers whom its owner accepted, or to nobody', async () => {
    const [shy, friend, other] = [await stack.register({ name: 'Shy' }), await stack.register({ name: 'Friend' }), await stack.register({ name: 'Other' })];
    const follow = `/social/follows/person/${shy.user.slug}`, accept = `/social/followers/${friend.user.slug}`;
    await ask('PATCH', '/account', shy, { about: 'All about me', profile: 'followers' });
    const seen = (who) => ask('GET', `/people/${shy.user.slug}`, who);
    const closed = await seen(friend);
    assert.deepEqual([closed.name, closed.about, closed.open, closed.created_at, closed.builds], ['Shy', '', false, null, null]);
    await ask('PUT', accept, shy, undefined, 404);
    for (let again = 0; again < 2; again++) {
      const asked = await ask('PUT', follow, friend);
      assert.deepEqual([asked.following, asked.requested, asked.followers], [false, true, 0]);
    }
    await ask('PUT', follow, other);
    assert.deepEqual((await seen(friend)).open, false, 'asking does not open it');
    assert.equal((await notices(shy)).filter((n) => n.kind === 'social.request').length, 2);
    assert.deepEqual((await ask('GET', '/social/followers?state=requested', shy)).data.map((f) => f.name), ['Other', 'Friend']);
    await ask('PUT', accept, shy, undefined, 204);
    await ask('PUT', accept, shy, undefined, 404);
    assert.equal((await notices(friend)).filter((n) => n.kind === 'social.accept').length, 1);
    assert.deepEqual((await ask('GET', '/social/followers', shy)).data.map((f) => [f.name, f.accepted]), [['Friend', true]]);
    assert.equal((await seen(friend)).about, 'All about me');
    assert.equal((await seen(other)).open, false);
    await ask('DELETE', accept, shy, undefined, 204);
    assert.equal((await seen(friend)).open, false, 'a follower who was removed is out');
    await ask('PUT', follow, friend);
    await ask('PATCH', '/account', shy, { profile: 'public' });
    assert.deepEqual((await ask('GET', '/social/followers?state=requested', shy)).data, [], 'a public profile keeps nobody waiting');
    assert.deepEqual((await ask('GET', '/social/followers', shy)).data.map((f) => f.name), ['Friend', 'Other']);
    await ask('PATCH', '/account', shy, { profile: 'private' });
    assert.equal((await seen(friend)).open, false);
    assert.equal((await seen(shy)).open, true);
    const page = await stack.fetch(`/people/${shy.user.slug}`, { headers: { accept: 'text/html' } });
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /All about me/);
    await ask('PATCH', '/account', shy, { profile: 'nobody' }, 422);
  });
});

describe('followers', () => {
  test('are accepted and removed by the page', async () => {
    const [shy, fan] = [await stack.register({ name: 'Shy' }), await stack.register({ name: 'Fan' })];
    await ask('PATCH', '/account', shy, { profile: 'followers' });
    const reader = await signedIn(fan), keeper = await signedIn(shy), person = `/people/${shy.user.slug}`, at = `/social/followers/${fan.user.slug}`;
    assert.match((await keeper.get('/social/followers')).text, /Nobody follows you yet/);
    await reader.submit(person, {}, { action: `/social/follows/person/${shy.user.slug}` });
    assert.match((await reader.get(person)).text, /You asked to follow them/);
    assert.match((await keeper.get('/social/followers')).text, /1 person asks to follow you/);
    const sent = await keeper.submit('/social/followers?state=requested', {}, { action: at });
    assert.deepEqual([sent.status, sent.headers.location], [303, '/social/followers?state=requested']);
    assert.match((await keeper.get('/social/followers?state=requested')).text, /Nobody waits/);
    assert.match((await keeper.get('/social/followers')).text, /Fan/);
    await keeper.submit('/social/followers', {}, { action: at });
    assert.match((await keeper.get('/social/followers')).text, /Nobody follows you yet/);
  });
});

describe('notices and the digest', () => {
  test('wishes decide what is told where', async () => {
    const what = await build(bert, { title: 'Wishes' });
    assert.deepEqual(await ask('GET', '/notices/preferences', bert), { digest: 'weekly', comments: 'both', answers: 'both', likes: 'both', followers: 'both', builds: 'both', markets: 'both' });
    await ask('PATCH', '/notices/preferences', bert, { likes: 'none', comments: 'mail' });
    await ask('PATCH', '/notices/preferences', bert, { likes: 'sometimes' }, 422);
    await ask('PUT', `${what.at}/like`, ada);
    await say(what, ada);
    assert.deepEqual((await notices(bert)).filter((n) => n.subject === 'Wishes'), []);
    await ask('PATCH', '/notices/preferences', bert, { likes: 'both', comments: 'page' });
    assert.deepEqual((await notices(bert)).filter((n) => n.subject === 'Wishes').map((n) => n.kind).sort(), ['social.comment', 'social.like']);
    const visitor = await signedIn(bert);
    const saved = await visitor.submit('/notices/preferences', { digest: 'daily', comments: 'both', answers: 'both', likes: 'both', followers: 'both', builds: 'both' });
    assert.equal(saved.status, 303, saved.text);
    assert.equal((await ask('GET', '/notices/preferences', bert)).digest, 'daily');
    await ask('POST', '/notices', bert, undefined, 204);
    assert.ok((await notices(bert)).every((n) => !n.unread));
  });

  const digest = () => stack.sql("INSERT INTO job (id, kind) VALUES (gen_random_uuid(), 'digest')");

  test('one mail tells what is unread, once; one click ends it', async () => {
    const reader = await stack.register({ name: 'Mail Reader' }), what = await build(reader, { title: 'Tower & <sons>' });
    await ask('PUT', `${what.at}/like`, ada);
    await ask('PUT', `${what.at}/like`, bert);
    const comment = await say(what, ada, 'Hello');
    await digest();
    await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind IN ('digest', 'mail')")).length === 0, { what: 'an early digest to pass' });
    assert.equal(mail.messages.filter(({ to }) => to.includes(reader.email)).length, 0, 'nobody is mailed before a week is over');
    await stack.sql(`UPDATE account SET digest_at = now() - interval '8 days' WHERE id = '${reader.user.id}'`);
    await digest();
    const letter = await mail.next(({ to }) => to.includes(reader.email), { seconds: 30 });
    assert.equal(letter.subject, '2 pieces of news for you');
    assert.match(letter.headers['content-type'], /^multipart\/alternative; boundary=/);
    const all = letter.text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    assert.match(all, /2 people like this:\r\n\s+Tower & <sons>/);
    assert.match(all, /Ada commented on this:/);
    assert.ok(all.includes(`${stack.setting('site_url') ?? stack.url}/social/comments/${comment.id}`), all);
    assert.match(all, /Tower &amp; &lt;sons&gt;<\/a>/);
    assert.equal(letter.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
    const [, end] = letter.headers['list-unsubscribe'].match(/^<https:\/\/[^/]+(\/api\/v1\/social\/unsubscribe\/[\w-]+)>$/);
    await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind IN ('digest', 'mail')")).length === 0, { what: 'the jobs to end' });
    await stack.sql(`UPDATE account SET digest_at = now() - interval '8 days' WHERE id = '${reader.user.id}'`);
    await digest();
    await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind IN ('digest', 'mail')")).length === 0, { what: 'the second digest to end' });
    assert.equal(mail.messages.filter(({ to }) => to.includes(reader.email)).length, 1, 'what was mailed is not mailed again');
    const page = await stack.visitor().submit(end.replace('/api/v1', ''), {});
    assert.equal(page.status, 200, page.text);
    await ask('PATCH', '/notices/preferences', reader, { digest: 'daily' });
    const click = await stack.fetch(end, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    assert.equal(click.status, 204, click.text);
    assert.equal((await ask('GET', '/notices/preferences', reader)).digest, 'never');
    assert.equal((await stack.fetch(`${end.slice(0, -4)}AAAA`, { method: 'POST', body: new URLSearchParams({}) })).status, 404);
  });
});

test('counters are what the rows say, whatever happens at once', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, (_, i) => stack.register({ name: `Crowd ${i}` })));
  const builds = [await build(), await build(ada), await build(people[0])];
  // Who is told that the site is busy asks again, as the API says.
  const insist = async (...args) => {
    for (;;) {
      const answer = await call(...args);
      if (answer.status !== 503) return answer;
    }
  };
  const busy = async (who, n) => {
    for (let round = 0; round < 6; round++) {
      const what = builds[(n + round) % builds.length];
      await insist('PUT', `${what.at}/like`, who);
      const said = await insist('POST', `${what.at}/comments`, who, { body: `Round ${round}` });
      if (said.status === 201 && round % 2) await insist('POST', `${what.at}/comments`, who, { body: 'More', parent: said.json.id });
      if (said.status === 201 && round % 3 === 0) await insist('DELETE', `/social/comments/${said.json.id}`, who);
      if (said.status === 201 && round % 3 === 1) await insist('PATCH', `/social/comments/${said.json.id}`, moderator, { hidden: true });
      if (round % 2) await insist('DELETE', `${what.at}/like`, who);
    }
  };
  const leave = async (who) => {
    for (;;) {
      try {
        return await stack.sql(`DELETE FROM account WHERE id = '${who.user.id}'`);
      } catch (error) {
        if (!/deadlock/.test(String(error))) throw error;
      }
    }
  };
  await Promise.all([...people.map(busy), ...people.map((who, n) => busy(who, n + 1)), leave(people[5])]);
  assert.deepEqual(await drift(), []);
  await Promise.all(people.slice(0, 3).map(leave));
  assert.deepEqual(await drift(), []);
  assert.deepEqual(await stack.sql("SELECT room FROM social_like l WHERE NOT EXISTS (SELECT FROM schematic s WHERE s.id = l.subject_id)"), []);
  assert.deepEqual(await stack.sql("SELECT room FROM social_comment c WHERE NOT EXISTS (SELECT FROM schematic s WHERE s.id = c.subject_id)"), []);
  const left = (await stack.sql(`SELECT count(*)::int AS n FROM social_comment WHERE account_id IS NULL`))[0].n;
  assert.ok(left > 0, 'what those who left have said stays');
});

test('what its owner makes public is published then, once', async () => {
  const reader = await stack.register();
  await ask('PUT', `/social/follows/person/${owner.user.slug}`, reader);
  const what = await build(owner, { title: 'A well', visibility: 'private' });
  const told = async () => (await notices(reader)).filter(({ kind, subject }) => kind === 'schematic.new' && subject === 'A well').length;
  await ask('PATCH', `/schematics/${what.id}`, owner, { title: 'A well' });
  assert.equal(await told(), 0);
  for (const visibility of ['public', 'private', 'public']) await ask('PATCH', `/schematics/${what.id}`, owner, { visibility });
  assert.equal(await told(), 1);
});

test('a tag is followed on the page of its builds', async () => {
  const visitor = await signedIn(ada);
  const page = '/schematics?tag=sea+side';
  assert.match((await stack.visitor().get(page)).text, /\/auth\/login\?then=/);
  for (const [there, method] of [[false, 'PUT'], [true, 'DELETE'], [false, 'PUT']]) {
    assert.equal((await ask('GET', '/social/follows/tag/sea%20side', ada)).following, there);
    const shown = await visitor.get(page);
    assert.match(shown.text, new RegExp(`name="_method" value="${method}"`));
    const done = await visitor.submit(page, {}, { action: '/social/follows/tag/sea%20side' });
    assert.deepEqual([done.status, done.headers.location], [303, '/schematics?tag=sea%20side']);
  }
  assert.doesNotMatch((await visitor.get('/schematics?tag=-ruin')).text, /social\/follows/);
  assert.doesNotMatch((await visitor.get('/schematics')).text, /social\/follows/);
});

test('old deeds are forgotten, what was published stays known', async () => {
  const what = await build();
  for (const verb of ['published', 'liked', 'updated'])
    await stack.sql(`INSERT INTO social_activity (id, account_id, verb, room, subject_id, created_at)
      VALUES (gen_random_uuid(), '${ada.user.id}', '${verb}', 'schematic', '${what.id}', now() - interval '${verb === 'updated' ? 179 : 181} days')`);
  await stack.sql("UPDATE schedule SET next_at = now() WHERE kind = 'sweep'");
  const left = () => stack.sql(`SELECT verb FROM social_activity WHERE subject_id = '${what.id}' AND account_id = '${ada.user.id}' ORDER BY verb`);
  await stack.waitFor(async () => (await left()).length < 3, { seconds: 60, what: 'the sweep' });
  assert.deepEqual((await left()).map(({ verb }) => verb), ['published', 'updated']);
});
