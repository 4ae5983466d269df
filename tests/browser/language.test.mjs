// The site in Danish: chosen at the foot of a page with and without script, kept, whole on a narrow phone, and offline as well.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { desktop, launch, newPage, phone, sideways, signIn, violations } from '../lib/browser.mjs';
import { startStack, waitFor } from '../lib/stack.mjs';

const narrow = { width: 320, height: 640 };
let stack, browser, page;
before(async () => {
  stack = await startStack({ conf: { rooms: 'schematic market' } });
  browser = await launch();
});
afterEach(() => page?.context().close());
after(async () => {
  await browser?.close();
  await stack?.close();
});

const menu = () => page.getByRole('navigation', { name: /^(Language|Sprog)$/ });
const spoken = () => page.locator('html').getAttribute('lang');

for (const script of [true, false])
  test(`the menu works ${script ? 'with' : 'without'} script, for readers and for the signed-in`, async () => {
    page = await newPage(browser, stack, { viewport: phone, script });
    await page.goto('/schematics?sort=oldest');
    assert.equal(await spoken(), 'en');
    await menu().getByRole('link', { name: 'Dansk' }).click();
    await page.waitForURL('**/schematics?sort=oldest');
    assert.equal(await spoken(), 'da');
    assert.equal(await menu().locator('[aria-current]').textContent(), 'Dansk');
    await menu().getByRole('link', { name: 'English' }).click();
    await page.waitForURL('**/schematics?sort=oldest');
    await signIn(page, await stack.register());
    await page.goto('/account');
    await menu().getByRole('button', { name: 'Dansk' }).click();
    await page.getByRole('heading', { name: 'Konto' }).waitFor();
    assert.equal(await spoken(), 'da');
    assert.equal(new URL(page.url()).pathname, '/account');
  });

test('a browser that asks for Danish gets whole pages of it, on the narrowest phone too', async () => {
  page = await newPage(browser, stack, { viewport: narrow, locale: 'da-DK' });
  const paths = ['/', '/schematics', '/markets', '/markets/calendar', '/about', '/api', '/problems', '/auth/login', '/auth/register', '/auth/forgotten', '/offline', '/nowhere'];
  for (const path of paths) {
    await page.goto(path);
    assert.equal(await spoken(), 'da', path);
    assert.equal(await sideways(page), 0, path);
  }
  const person = await stack.register();
  await page.goto('/auth/login');
  await page.getByLabel('Mailadresse').fill(person.email);
  await page.getByLabel('Adgangskode').fill(person.password);
  await page.getByRole('main').getByRole('button', { name: 'Log ind' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/auth/'));
  const own = ['/account', '/account/sessions', '/account/password', '/account/data', '/notices', '/notices/preferences', '/feed', '/schematics/new', '/schematics/mine',
    '/schematics/collections', '/schematics/collections/mine', '/markets/ratings/mine'];
  for (const path of own) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    assert.equal(await sideways(page), 0, path);
  }
});

test('axe finds nothing wrong with the menu, by day and by night', async () => {
  for (const dark of [false, true]) {
    page = await newPage(browser, stack, { viewport: desktop, dark, locale: 'da-DK' });
    await page.goto('/about');
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  }
});

test('what stands in without a connection is in the language that was chosen', async () => {
  page = await newPage(browser, stack, { viewport: phone });
  await page.goto('/');
  await menu().getByRole('link', { name: 'Dansk' }).click();
  await page.locator('html[lang=da]').waitFor();
  const ready = () => page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    return active?.state === 'activated' && active.scriptURL.endsWith('language=da') && (await caches.match('/offline?language=da')) !== undefined;
  });
  await waitFor(ready, { what: 'the service worker of the Danish pages', seconds: 30 });
  await stack.stop('nginx');
  try {
    await page.goto('/about');
    await page.getByRole('heading', { name: 'Du er offline' }).waitFor();
  } finally {
    await stack.start('nginx');
  }
});
