// Every page, by day and by night, on a phone and on a desk: no violation that axe knows, nothing that has to be moved sideways,
// no error in the console; reached with the keyboard alone; without a connection; under another name and colour.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { desktop, launch, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { makeBuild } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

const narrow = { width: 320, height: 640 };
const longTitle = 'Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft_und_noch_ein_Stück_weiter_ohne_Ende';
const longName = 'Wolfeschlegelsteinhausenbergerdorff_Wolfeschlegelsteinhausen';
// Text that breaks pages which forget to escape, measure or isolate.
const naughty = [
  `<script>document.title = 'broken'</script>`, `"><img src=x onerror="document.title='broken'">`, `' onmouseover='document.title=1' x='`,
  '&lt;b&gt; &amp;amp; &#39;', '{{ page.csrf }} {% end %} [[Home]]', `javascript:document.title='broken'`, '社會科學院語學研究所', 'ثم نفس سقطت وبالتحديد',
  '\u202Etset\u202C and back', 'Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤', '👩‍👩‍👧 🏳️‍🌈 🇩🇰', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷽', `DROP TABLE schematic; --`, '%s%n %d \\x00 \\', '../../../etc/passwd',
];
let stack, browser, maker, long, nobody, moderator, slugs, ids;

async function upload(who, title, { visibility = 'public', description = '', tags = '', ...shape } = {}) {
  const body = new FormData();
  body.append('file', new Blob([makeBuild(shape)]), `${title.slice(0, 40)}.schem`);
  for (const [name, value] of Object.entries({ title, visibility, description, tags })) body.append(name, value);
  const answer = await stack.api('POST', '/schematics', body, { token: who.token });
  assert.equal(answer.status, 201, answer.text);
  return answer.json.slug;
}

/** As if the scan had said so; the scanner itself is met in journey.test.mjs. */
async function fill() {
  [maker, long, nobody] = [await stack.register({ name: 'Ada Lindqvist' }), await stack.register({ name: longName }), await stack.register()];
  const description = '# A tower\n\nOf **stone**.\n\n- one\n- two\n\n> quoted\n\n| Part | Blocks |\n|---|---|\n| Walls | 312 |\n\n```\n//paste\n```\n\n[link](https://example.org)';
  slugs = {
    clean: await upload(maker, 'A watch tower by the river', { width: 9, height: 14, length: 6, description, tags: 'tower,river' }),
    infected: await upload(maker, 'Not what it seems'),
    partly: await upload(maker, 'Too deep'),
    private: await upload(maker, 'First draft', { visibility: 'private' }),
    pending: await upload(maker, 'Just arrived'),
    judged: await upload(maker, 'Only a wall', { description: 'A *wall*.', tags: 'wall' }),
    long: await upload(long, longTitle, { description: `https://example.org/${'a'.repeat(200)}`, tags: 'a'.repeat(30) }),
  };
  const say = (status, ...names) =>
    stack.sql(`UPDATE schematic SET status = '${status}' WHERE slug IN (${names.map((name) => `'${slugs[name]}'`).join()})`);
  await say('clean', 'clean', 'private', 'long', 'judged');
  await say('infected', 'infected');
  await say('not_fully_scanned', 'partly');
  await stack.sql(`INSERT INTO notice (id, account_id, kind, subject, link) VALUES (gen_random_uuid(), '${maker.user.id}', 'schematic.infected', 'Not what it seems', '/schematics/${slugs.infected}')`);
}

/** What WHO does by the API; its answer where there is one. */
async function act(method, path, who, body) {
  const answer = await stack.api(method, path, body, { token: who.token });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer.text ? answer.json : null;
}

/** What people did with the builds: collections, links, comments, reports, a build that moderators took down and that waits again. */
async function mingle() {
  moderator = await stack.register({ name: 'Mo Keeper' });
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await act('POST', '/auth/login', moderator, { email: moderator.email, password: moderator.password })).access_token;
  const of = async (name) => (await act('GET', build(name), maker)).id;
  ids = { clean: await of('clean'), judged: await of('judged'), long: (await act('GET', build('long'), long)).id };
  const words = 'I built it `//paste -a`.\n\n```\na line that is longer than a phone is wide, and has to move in its own box\n```';
  ids.comment = (await act('POST', `/social/schematic/${ids.clean}/comments`, long, { body: words })).id;
  await act('POST', `/social/schematic/${ids.clean}/comments`, maker, { body: 'Thank **you**.', parent: ids.comment });
  ids.collection = (await act('POST', '/schematics/collections', maker, { title: 'By the water', visibility: 'public', build: slugs.clean })).slug;
  await act('POST', `${build('clean')}/links`, maker, { expires_in: '7d', person: long.user.slug });
  await act('POST', '/schematics/searches', maker, { title: 'Towers', query: 'tag=tower', notify: true });
  for (const path of [`/social/follows/person/${long.user.slug}`, '/social/follows/tag/tower', `/social/schematic/${ids.long}/like`]) await act('PUT', path, maker);
  await act('PUT', `/social/follows/person/${maker.user.slug}`, long);
  await act('PUT', `/social/blocks/${nobody.user.slug}`, maker);
  await act('POST', '/reports', long, { room: 'schematic', subject: ids.clean, kind: 'stolen', words: 'The sign over the door says so.' });
  await act('POST', `${build('judged')}/takedown`, moderator, { reason: 'Only a *wall*.' });
  await act('POST', `${build('judged')}/review`, maker, { note: 'There is a roof now.' });
  ids.case = (await act('GET', '/moderation', moderator)).data[0].id;
}

before(async () => {
  stack = await startStack({ conf: { limit_login_count: 12, microcache_seconds: 0 } });
  await stack.stop('jobs');
  browser = await launch();
  await fill();
  await mingle();
});
after(async () => {
  await browser?.close();
  await stack?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

const build = (name) => `/schematics/${slugs[name]}`;

const looks = [[desktop, 'light'], [desktop, 'dark'], [phone, 'dark'], [phone, 'light']], twoLooks = [looks[0], looks[2]];

async function assertSound(page, what, those = looks) {
  assert.equal(await page.evaluate(() => document.title.includes('broken')), false, what);
  for (const [viewport, colorScheme] of those) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${what}, ${viewport.width} px, ${colorScheme}`);
  }
  await page.setViewportSize(narrow);
  assert.equal(await sideways(page), 0, `${what} at ${narrow.width} px`);
  await page.setViewportSize(desktop);
}

const groups = {
  'for everyone': [null, () => ({
    home: '/', list: '/schematics', 'nothing found': '/schematics?text=zzzz&tag=tower', build: build('clean'), 'long title': build('long'),
    person: `/people/${maker.user.slug}`, 'long name': `/people/${long.user.slug}`, about: '/about', api: '/api', problems: '/problems', offline: '/offline',
    'sign up': '/auth/register', 'sign in': '/auth/login', forgotten: '/auth/forgotten',
  })],
  'of a maker': [() => maker, () => ({
    home: '/', upload: '/schematics/new', shelf: '/schematics/mine', edit: `${build('clean')}/edit`, pending: build('pending'), infected: build('infected'),
    'partly scanned': build('partly'), private: build('private'), notices: '/notices', profile: '/account', password: '/account/password', devices: '/account/sessions', 'own data': '/account/data',
  })],
  'of the room and its people': [() => maker, () => ({
    'with a filter': '/schematics?tag=tower', versions: `${build('clean')}/versions`, pictures: `${build('clean')}/pictures`, links: `${build('clean')}/links`,
    losses: `${build('clean')}/download/mcedit?from=original`, usage: '/schematics/usage', searches: '/schematics/searches', collections: '/schematics/collections',
    'own collections': '/schematics/collections/mine', 'putting in': `/schematics/collections/mine?build=${slugs.clean}`,
    collection: `/schematics/collections/${ids.collection}`, 'with the moderators': `${build('judged')}/review`, comments: `/social/schematic/${ids.clean}/comments`,
    thread: `/social/comments/${ids.comment}/answers`, feed: '/feed', likes: '/social/likes', follows: '/social/follows', followers: '/social/followers',
    blocks: '/social/blocks', reporting: `/reports/new?room=schematic&subject=${ids.long}`, preferences: '/notices/preferences',
  }), twoLooks],
  'of a moderator': [() => moderator, () => ({
    queue: '/moderation', case: `/moderation/cases/${ids.case}`, reports: '/moderation/reports', reported: `/moderation/reports/schematic/${ids.clean}`,
    suspended: '/moderation/people', 'a person': `/moderation/people/${long.user.slug}`, trail: '/moderation/audit', 'taking down': `${build('clean')}/review`,
    'no searches': '/schematics/searches', 'no room taken': '/schematics/usage', 'no feed': '/feed', 'no collections': '/schematics/collections/mine',
  }), twoLooks],
  'of a newcomer': [() => nobody, () => ({ 'empty shelf': '/schematics/mine', 'no notices': '/notices', 'nothing public': `/people/${nobody.user.slug}` })],
  'of a long name': [() => long, () => ({ 'long title at home': '/', 'long title on the shelf': '/schematics/mine', 'long title to change': `${build('long')}/edit` })],
};
describe('pages', () => {
  test('of somebody who closed their account', async () => {
    const who = await stack.register({ name: longName }), page = await newPage(browser, stack);
    assert.equal((await stack.api('POST', '/account/close', { password: who.password }, { token: who.token })).status, 200);
    await page.goto('/auth/login');
    await page.getByLabel('Email address').fill(who.email);
    await page.getByLabel('Password').fill(who.password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your account is closed' }).waitFor();
    await assertSound(page, 'coming back');
    await page.getByRole('button', { name: 'Bring my account back' }).click();
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
    assert.deepEqual(page.problems, []);
  });
  for (const [name, [who, pages, those]] of Object.entries(groups)) {
    test(name, async () => {
      const page = await newPage(browser, stack);
      if (who) await signIn(page, who());
      for (const [what, path] of Object.entries(pages())) {
        const answer = await page.goto(path);
        assert.equal(answer.status(), 200, what);
        await assertSound(page, what, those);
      }
      assert.deepEqual(page.problems, []);
    });
  }

  test('that say what went wrong', async () => {
    const page = await newPage(browser, stack);
    assert.equal((await page.goto('/nowhere')).status(), 404);
    await assertSound(page, '404');
    await page.goto('/auth/register');
    await page.locator('form.sheet').evaluate((form) => { form.noValidate = true; });
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.locator('[aria-invalid]').first().waitFor();
    await assertSound(page, 'errors beside fields');
    await signIn(page, nobody);
    assert.equal((await page.goto(`${build('clean')}/edit`)).status(), 403);
    await assertSound(page, '403');
    await page.goto('/account');
    await page.locator('form.sheet input[name=csrf]').evaluate((input) => { input.value = 'stale'; });
    const [refused] = await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'),
      page.getByRole('button', { name: 'Save' }).click()]);
    assert.equal(refused.status(), 403);
    await page.getByRole('heading', { level: 1, name: 'Not for this account' }).waitFor();
  });

  test('that say to slow down', async () => {
    const page = await newPage(browser, stack);
    for (let i = 0; i < 13; i++) {
      await page.goto('/auth/login', { waitUntil: 'commit' });
      await page.getByLabel('Email address').fill('stranger@example.org');
      await page.getByLabel('Password').fill('not the right one');
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
      if ((await answer).status() === 429) break;
    }
    await page.getByRole('heading', { level: 1, name: 'A little slower, please' }).waitFor();
    await assertSound(page, '429');
  });
});

test('whatever is written is shown unchanged', async () => {
  const page = await newPage(browser, stack);
  await signIn(page, maker);
  for (const text of naughty) {
    const slug = await upload(maker, text);
    await page.goto(`/schematics/${slug}`);
    assert.equal(await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading.textContent), text);
    await page.goto(`/schematics/${slug}/edit`);
    assert.equal(await page.getByLabel('Title').inputValue(), text);
    assert.notEqual(await page.title(), 'broken');
  }
  await page.goto('/schematics/mine?limit=50');
  const titles = await page.locator('.ledger-title').evaluateAll((all) => all.map((title) => title.textContent.trim()));
  for (const text of naughty) assert.ok(titles.includes(text), text);
  await assertSound(page, 'a shelf of hostile titles');
  await stack.sql(`DELETE FROM schematic WHERE account_id = '${maker.user.id}' AND slug NOT IN (${Object.values(slugs).map((slug) => `'${slug}'`).join()})`);
  assert.deepEqual(page.problems, []);
});

describe('with the keyboard alone', () => {
  const focused = (page) => page.evaluate(() => {
    const element = document.activeElement, style = getComputedStyle(element), card = element.closest('.specimen');
    const ring = card ? getComputedStyle(card).outlineStyle : style.outlineStyle;
    const box = element.getBoundingClientRect();
    return { name: (element.innerText || element.getAttribute('aria-label') || element.name || '').trim(), tag: element.localName, ring, seen: box.width > 0 && box.bottom > 0 };
  });

  test('the skip link comes first and leads to the content', async () => {
    const page = await newPage(browser, stack);
    await page.goto('/schematics');
    await page.keyboard.press('Tab');
    const first = await focused(page);
    assert.equal(first.name, 'Skip to content');
    assert.ok(first.seen, 'it shows when it is focused');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.keyboard.press('Tab');
    assert.equal((await focused(page)).name, 'Collections');
  });

  test('a slash leads to the search box, and what is chosen beside it applies and can be taken away', async () => {
    const page = await newPage(browser, stack);
    await page.goto('/schematics');
    await page.keyboard.press('/');
    assert.equal((await focused(page)).name, 'text');
    assert.equal(await page.locator('#text').inputValue(), '', 'it is not typed');
    await page.keyboard.type('a/b');
    assert.equal(await page.locator('#text').inputValue(), 'a/b', 'there it is a letter');
    await page.locator('#text').fill('');
    const value = page.locator('input[name=tag]:not([value^="-"])').first(), tag = await value.getAttribute('value');
    if (!await value.isVisible()) await page.locator('summary.finder-open').click();
    await value.click(); // not check(): it would look again, on the page that comes
    await page.waitForURL((url) => url.searchParams.get('tag') === tag);
    assert.equal([...new URL(page.url()).searchParams.keys()].filter((key) => key !== 'sort').join(), 'tag', 'empty boxes stay out of the address');
    await page.locator('.search-chips a').first().click();
    await page.waitForURL((url) => !url.searchParams.has('tag'));
  });

  test('every stop is seen, in the order of the page', async () => {
    const page = await newPage(browser, stack);
    await page.goto('/schematics');
    const names = [];
    for (let i = 0; i < 9; i++) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      assert.notEqual(stop.ring, 'none', `${stop.tag} ${stop.name}`);
      assert.ok(stop.seen, `${stop.tag} ${stop.name}`);
      names.push(stop.name);
    }
    assert.deepEqual(names.slice(0, 8), ['Skip to content', 'Curio', 'Builds', 'Sign in', 'Join', 'Collections', 'Upload', 'text']);
  });

  test('the menu opens by Enter, closes by Escape, and signs out', async () => {
    const page = await newPage(browser, stack);
    await signIn(page, nobody);
    await page.locator('details.menu summary').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Your builds' }).waitFor();
    await assertSound(page, 'the open menu');
    await page.keyboard.press('Tab');
    assert.equal((await focused(page)).name, 'Public profile');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('link', { name: 'Your builds' }).isVisible(), false);
    assert.equal((await focused(page)).tag, 'summary');
    await page.keyboard.press('Enter');
    const names = [];
    for (let i = 0; i < 20 && names.at(-1) !== 'Sign out'; i++) {
      await page.keyboard.press('Tab');
      names.push((await focused(page)).name);
    }
    for (const name of ['Public profile', 'Your builds', 'Notices', 'Sign out']) assert.ok(names.includes(name), `${name} in ${names}`);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Join' }).waitFor();
    await page.keyboard.press('Tab');
    assert.deepEqual(page.problems, []);
  });

  test('a form is filled in and sent', async () => {
    const page = await newPage(browser, stack);
    await page.goto('/auth/login');
    await page.getByLabel('Email address').focus();
    await page.keyboard.type(nobody.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(nobody.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/');
  });
});

describe('as one likes it', () => {
  test('nothing moves for who asks for stillness', async () => {
    const page = await newPage(browser, stack);
    await signIn(page, nobody);
    await page.goto('/account');
    await page.getByRole('button', { name: 'Save' }).click();
    const toast = page.getByRole('status');
    await toast.waitFor();
    const animation = () => toast.evaluate((element) => getComputedStyle(element).animationName);
    assert.equal(await animation(), 'none');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    assert.equal(await animation(), 'arrive');
  });

  test('night and day have their own paper, and so has print', async () => {
    const page = await newPage(browser, stack);
    await page.goto(build('clean'));
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const day = await paper();
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.notEqual(await paper(), day);
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    assert.equal(await paper(), 'rgb(255, 255, 255)');
    assert.equal(await page.getByRole('banner').isVisible(), false);
    assert.equal(await page.getByRole('heading', { level: 1 }).isVisible(), true);
  });

  test('a slow line and no script still give the page to read', async () => {
    const page = await newPage(browser, stack, { script: false });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: 40 * 1024, uploadThroughput: 20 * 1024 });
    await page.route('**/*.woff2', () => {}); // fonts that never come
    await page.goto('/schematics', { waitUntil: 'commit' });
    await page.getByRole('link', { name: 'A watch tower by the river' }).waitFor();
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Builds');
  });
});

// From here on the copy is changed or taken down.
describe('a site of its own', () => {
  /** The same copy again with more lines in its curio.conf. */
  async function settle(lines) {
    const conf = join(stack.folder, 'curio.conf');
    await stack.dev('down');
    writeFileSync(conf, readFileSync(conf, 'utf8') + lines);
    await stack.dev('up', '--detach', '--no-build');
  }
  before(async () => {
    await settle(`site_name = Brickyard\nsite_tagline = Houses for small people\nsite_accent = #7a1fa2\nsite_logo = /favicon.ico\n`);
  });

  test('has its name, line, logo and colour on its pages', async () => {
    const page = await newPage(browser, stack);
    await page.goto('/schematics');
    assert.match(await page.title(), /Brickyard/);
    assert.equal(await page.locator('.brand-name').innerText(), 'Brickyard');
    assert.equal(await page.locator('img.brand-mark').evaluate((image) => image.complete && image.naturalWidth > 0), true);
    assert.match(await page.getByRole('contentinfo').innerText(), /Houses for small people/);
    const colour = await page.getByRole('main').getByRole('link', { name: 'Upload', exact: true }).evaluate((button) => getComputedStyle(button).backgroundColor);
    assert.equal(colour, 'rgb(122, 31, 162)');
    await assertSound(page, 'another accent');
    assert.deepEqual(page.problems, []);
    const manifest = (await stack.fetch('/manifest.webmanifest')).json;
    assert.equal(manifest.name, 'Brickyard');
  });

  test('says so while it is offline, and keeps nothing private', async () => {
    const page = await newPage(browser, stack);
    await signIn(page, maker);
    await page.goto('/account');
    await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) =>
      active.state === 'activated' || new Promise((done) => active.addEventListener('statechange', done))));
    await page.goto('/account/sessions');
    const kept = await page.evaluate(async () => {
      const entries = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) entries.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
      }
      return entries;
    });
    assert.ok(kept.some(([path]) => path === '/offline'));
    for (const [path, text] of kept) {
      assert.match(path, /^\/(static\/|offline$)/);
      assert.ok(!text.includes(maker.email) && !text.includes('Ada Lindqvist'), path);
    }
    await stack.stop('nginx');
    try {
      await page.goto('/schematics/mine');
      await page.getByRole('heading', { level: 1, name: 'You are offline' }).waitFor();
      await assertSound(page, 'offline');
    } finally {
      await stack.start('nginx');
    }
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your builds' }).waitFor();
  });

  test('has words for the time when its database or its programs are away', async () => {
    const page = await newPage(browser, stack, { serviceWorkers: 'block' });
    await stack.stop('postgres');
    try {
      assert.equal((await page.goto('/schematics')).status(), 503);
      await page.getByRole('heading', { level: 1, name: 'Just a moment' }).waitFor();
      await assertSound(page, '503');
    } finally {
      await stack.start('postgres');
    }
    await stack.stop('web');
    try {
      assert.equal((await page.goto('/schematics')).status(), 503);
      await page.getByRole('heading', { level: 1, name: 'Just a moment' }).waitFor();
      await assertSound(page, '503 of nginx');
    } finally {
      await stack.start('web');
    }
  });
});
