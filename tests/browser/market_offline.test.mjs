// Markets without a network, in Chromium: the last lists and all favourites open and say how old they are, what is there to open is
// listed, a slow network is not waited for, and signing out leaves nothing behind.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { desktop, launch, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { putMarket } from '../lib/markets.mjs';
import { startStack, waitFor } from '../lib/stack.mjs';

let stack, browser, reader, marked, other;
const soon = [{ starts: "now() + interval '3 days'" }];

before(async () => {
  stack = await startStack({ conf: { rooms: 'market', microcache_seconds: 0 } });
  browser = await launch();
  reader = await stack.register({ name: 'Reader Hansen' });
  marked = await putMarket(stack, { title: 'Loppemarked i hallen', town: 'Ry', dates: soon });
  other = await putMarket(stack, { title: 'Marked ved havnen', town: 'Assens', dates: soon });
});
after(async () => {
  await browser?.close();
  await stack?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

/** Addresses that the browser keeps. */
const kept = (page) => page.evaluate(async () => {
  const paths = [];
  for (const name of ['lists', 'marked'])
    for (const request of await (await caches.open(name)).keys()) paths.push(request.url.slice(location.origin.length));
  return paths.sort();
});
const whenKept = (page, ...paths) => waitFor(async () => { const now = await kept(page); return paths.every((path) => now.includes(path)); }, { seconds: 30, what: paths.join() });

async function opened(path, { who, ...options } = {}) {
  const page = await newPage(browser, stack, { viewport: phone, ...options });
  if (who) await signIn(page, who);
  await page.goto(path);
  return page;
}
/** Without a network: a browser's own switch does not reach its service workers. */
async function offline(fn) {
  await stack.stop('nginx');
  try {
    await fn();
  } finally {
    await stack.start('nginx');
  }
}
const lastVisit = (page) => page.getByText('From your last visit');

test('a list that was opened, and a page that lists what there is', async () => {
  const page = await opened('/markets?query=hallen');
  await whenKept(page, '/markets?query=hallen'); // also of the very first page, before there was a worker
  await page.goto('/markets/calendar');
  await page.goto('/markets/today');
  await whenKept(page, '/markets/calendar', '/markets/today');
  await page.goto(`/markets/${other.slug}`);
  assert.equal(await lastVisit(page).isVisible(), false);
  await offline(async () => {
    await page.goto('/markets?query=hallen');
    await page.getByRole('link', { name: marked.title, exact: true }).waitFor();
    await lastVisit(page).waitFor();
    assert.match(await page.locator('.kept-line').innerText(), /^From your last visit, (now|\d+ (second|minute)s? ago)$/);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), []);
    }
    assert.equal(await sideways(page), 0);
    await page.goto(`/markets/${other.slug}`); // neither a list nor marked
    await page.getByRole('heading', { name: 'You are offline' }).waitFor();
    await page.getByRole('heading', { name: 'What opens without one' }).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.equal(await sideways(page), 0);
    await page.getByRole('link', { name: /hallen/ }).click();
    await page.getByRole('link', { name: marked.title, exact: true }).waitFor();
  });
  await page.reload();
  await page.getByRole('link', { name: marked.title, exact: true }).waitFor();
  assert.equal(await lastVisit(page).isVisible(), false);
});

test('favourites and their pages, from the moment they are marked until signing out', async () => {
  const page = await opened(`/markets/${marked.slug}`, { who: reader, viewport: desktop });
  await page.getByRole('button', { name: /^Mark/ }).click();
  await page.getByRole('button', { name: /^Marked/ }).waitFor();
  await whenKept(page, `/markets/${marked.slug}`);
  await stack.api('PUT', `/markets/${other.slug}/favourite`, undefined, { token: reader.token });
  await page.goto('/markets/favourites');
  await whenKept(page, '/markets/favourites', `/markets/${marked.slug}`, `/markets/${other.slug}`);
  await offline(async () => {
    await page.goto('/markets/favourites');
    await lastVisit(page).waitFor();
    await page.getByRole('link', { name: other.title, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: other.title }).waitFor();
    await lastVisit(page).waitFor();
  });
  await stack.api('DELETE', `/markets/${other.slug}/favourite`, undefined, { token: reader.token });
  await page.goto('/markets/favourites');
  await waitFor(async () => !(await kept(page)).includes(`/markets/${other.slug}`), { seconds: 30, what: 'the one no longer marked to go' });
  await page.locator('summary', { hasText: 'Your account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  await waitFor(async () => (await kept(page)).length === 0, { seconds: 30, what: 'what the person saw to go' });
});

test('what is kept is shown while the network takes too long, and the answer is kept for the next time', async () => {
  const page = await opened('/markets?query=havnen');
  await whenKept(page, '/markets?query=havnen');
  const workers = stack.workers('web');
  for (const worker of workers) process.kill(worker, 'SIGSTOP');
  try {
    await page.goto('/markets?query=havnen');
    await page.getByText('The connection is slow.').waitFor();
    await page.getByRole('link', { name: other.title, exact: true }).waitFor();
  } finally {
    for (const worker of workers) process.kill(worker, 'SIGCONT');
  }
});

test('lists of another visit make room: twelve are kept', async () => {
  const page = await opened('/markets');
  await whenKept(page, '/markets');
  for (let i = 0; i < 13; i++) {
    await page.goto(`/markets?query=w${i}`);
    await whenKept(page, `/markets?query=w${i}`);
  }
  const now = await waitFor(async () => { const paths = await kept(page); return paths.length <= 12 && paths; }, { what: 'the oldest to go' });
  assert.equal(now.length, 12);
  assert.ok(!now.includes('/markets') && !now.includes('/markets?query=w0') && now.includes('/markets?query=w12'));
});
