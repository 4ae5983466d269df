// A build's way from one person to another, in a real browser: with script, without it, and when something is wrong.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import { launch, newPage, signIn, violations } from '../lib/browser.mjs';
import { eicar, makeBuild, rawBuild } from '../lib/build.mjs';
import { startMail } from '../lib/mail.mjs';
import { startStack } from '../lib/stack.mjs';

const MIB = 2 ** 20;
let stack, mail, browser;

before(async () => {
  mail = await startMail();
  stack = await startStack({
    scanner: true, conf: { smtp_url: mail.url, storage_quota: 3 * MIB, upload_max: 4 * MIB, scan_bytes_max: MIB, microcache_seconds: 0 },
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await stack?.close();
  await mail?.close();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

const file = (buffer, name = 'tower.schem') => ({ name, mimeType: 'application/octet-stream', buffer });
const large = (says) => rawBuild({ width: 110, height: 110, length: 110, says }); // 1.3 MB: more than the scanner is given
const main = (page) => page.getByRole('main');
const heading = (page) => page.getByRole('heading', { level: 1 });

/** A page with somebody new signed in. */
async function someone(options) {
  const person = await stack.register();
  const page = await newPage(browser, stack, options);
  await signIn(page, person);
  return { person, page };
}

/** Chooses a file; with script it is sent at once, and FILL hears the form that is shown for it then. */
async function choose(page, bytes, { name, fill } = {}) {
  await page.goto('/schematics/new');
  await page.locator('input[type=file]').setInputFiles(file(bytes, name));
  const plain = await main(page).getByLabel('Title').first().isVisible();
  const form = page.locator(plain ? 'form[data-uploads]' : 'form.catch-form');
  if (!plain) await page.locator('.queue-row:is([data-state=ready], [data-state=refused], [data-state=failed])').waitFor();
  if (fill && (plain || (await form.count()))) await fill(form);
  return { plain, form };
}

/** Uploads a build and goes to its page, unless it is not EXPECTed to be taken. */
async function upload(page, bytes, { title = '', name, expect = true, fill = async (form) => title && form.getByLabel('Title').fill(title) } = {}) {
  const { plain, form } = await choose(page, bytes, { name, fill });
  if (plain || expect) await form.getByRole('button', { name: plain ? 'Upload' : 'Publish' }).click();
  if (!plain && expect) await page.locator('[data-build]').click();
  if (expect) await page.waitForURL(/\/schematics\/(?!new)[^/]+$/);
}

const status = (person, title) => stack.api('GET', '/schematics/mine', undefined, { token: person.token })
  .then((answer) => answer.json.data.find((build) => build.title === title)?.status);
const settled = (person, title, wanted) =>
  stack.waitFor(async () => (await status(person, title)) === wanted, { seconds: 30, what: `${title}: ${wanted}` });

async function download(page) {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).first().click()]);
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

/** The field is marked, and a message beside it is named as its description. */
async function assertFieldError(page, label) {
  const field = main(page).getByLabel(label, { exact: true });
  assert.equal(await field.getAttribute('aria-invalid'), 'true', label);
  const id = (await field.getAttribute('aria-describedby')).split(' ').at(-1);
  assert.match(await page.locator(`#${id}`).innerText(), /\w{3}/, label);
}

for (const script of [true, false]) {
  test(`from sign-up to somebody else's download, ${script ? 'with' : 'without'} script`, async () => {
    const bytes = makeBuild({ width: 9, height: 14, length: 6 });
    const word = script ? 'Kingfisher' : 'Sandpiper';
    const maker = await newPage(browser, stack, { script });
    await maker.goto('/');
    await maker.getByRole('link', { name: 'Join' }).click();
    await maker.getByLabel('Name').fill(`${word} Maker`);
    await maker.getByLabel('Email address').fill(`${word.toLowerCase()}@example.org`);
    await maker.getByLabel('Password').fill('unrelated words are good');
    await maker.getByRole('button', { name: 'Create account' }).click();
    await maker.waitForURL((url) => url.pathname !== '/auth/register');

    await stack.stop('jobs'); // so that waiting can be seen
    await upload(maker, bytes, {
      name: `${word}_tower.schem`,
      fill: async (form) => {
        if (script) assert.equal(await form.getByLabel('Title').inputValue(), `${word} tower`);
        await form.getByLabel('Description').fill('A **tower** by the river.');
        await form.getByLabel('Tags').fill('tower, river');
      },
    });
    assert.equal(await heading(maker).innerText(), `${word} tower`);
    await maker.getByRole('heading', { name: 'The scan is under way' }).waitFor();
    assert.equal(await maker.getByRole('link', { name: 'Download' }).count(), 0);
    const address = maker.url();
    const stranger = await newPage(browser, stack, { script });
    assert.equal((await stranger.goto(address)).status(), 404, 'not shown to others before its scan');

    await stack.start('jobs');
    if (!script) await stack.waitFor(async () => (await maker.reload()) && maker.getByRole('link', { name: 'Download' }).count(), { seconds: 30 });
    await maker.getByRole('link', { name: 'Download' }).first().waitFor({ timeout: 30000 }); // with script the page looks again by itself

    await stranger.goto('/schematics');
    await stranger.getByRole('searchbox').fill(word);
    await stranger.getByRole('searchbox').press('Enter');
    await stranger.getByRole('link', { name: `${word} tower` }).click();
    await stranger.waitForURL(address);
    assert.equal(await stranger.locator('.exhibit-text strong').innerText(), 'tower');
    assert.match(await stranger.locator('.facts').innerText(), /9\s×\s14\s×\s6/);
    const saved = await download(stranger);
    assert.equal(saved.name, `${word}_tower.schem`);
    assert.deepEqual(saved.bytes, bytes);
    assert.deepEqual(maker.problems, []);
    assert.deepEqual(stranger.problems.filter((problem) => !/status of 404/.test(problem)), []);
  });
}

describe('what is wrong is said where it is', () => {
  for (const script of [true, false]) {
    test(`all fields at once, ${script ? 'with' : 'without'} script`, async () => {
      const page = await newPage(browser, stack, { script });
      await page.goto('/auth/register');
      const form = page.locator('form[action="/auth/register"]');
      await form.evaluate((element) => { element.noValidate = true; }); // what the server says is asked here
      await page.getByLabel('Name').fill('');
      await page.getByLabel('Email address').fill('nobody');
      await page.getByLabel('Password').fill('short');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.locator('[aria-invalid]').first().waitFor();
      for (const label of ['Name', 'Email address', 'Password']) await assertFieldError(page, label);
      assert.equal(await page.getByLabel('Email address').inputValue(), 'nobody');
      assert.equal(await page.getByLabel('Password').inputValue(), '', 'a password is never sent back');
    });
  }

  test('a refused file, without script: the reason and the byte, and the rest of the form kept', async () => {
    const { page } = await someone({ script: false });
    await page.goto('/schematics/new');
    await page.locator('input[type=file]').setInputFiles(file(makeBuild().subarray(0, 60)));
    await page.getByLabel('Title').fill('Half a tower');
    await page.getByLabel('Tags').fill('half');
    await main(page).getByRole('button', { name: 'Upload' }).click();
    assert.match(await page.getByRole('alert').innerText(), /not a build that Curio can take[\s\S]*[a-z-]+ · byte \d+/);
    assert.equal(await page.getByLabel('Title').inputValue(), 'Half a tower');
    assert.equal(await page.getByLabel('Tags').inputValue(), 'half');
    await page.locator('input[type=file]').setInputFiles(file(makeBuild()));
    await main(page).getByRole('button', { name: 'Upload' }).click();
    await page.waitForURL(/\/schematics\/half-a-tower/);
  });

  test('a file over the limit is told before it is sent', async () => {
    const { page } = await someone();
    await page.goto('/schematics/new');
    assert.match(await page.locator('#file-hint').innerText(), /up to 4 MiB/);
    const sent = [];
    page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
    await page.locator('input[type=file]').setInputFiles(file(Buffer.alloc(4 * MIB + 1)));
    assert.match(await page.locator('.queue-row').innerText(), /larger than the limit/);
    assert.deepEqual(sent, []);
  });

  test('a duplicate leads to what is there', async () => {
    const { person, page } = await someone();
    const bytes = makeBuild();
    await upload(page, bytes, { title: 'The first of its kind' });
    await settled(person, 'The first of its kind', 'clean');
    const other = await someone({ script: false });
    await upload(other.page, bytes, { expect: false });
    assert.match(await other.page.getByRole('alert').innerText(), /shared this file already/);
    await other.page.getByRole('link', { name: 'The first of its kind' }).click();
    assert.equal(await heading(other.page).innerText(), 'The first of its kind');
  });

  test('the quota is shown, and a file beyond it is told before it is sent', async () => {
    const { page } = await someone();
    await upload(page, large('quota one'), { title: 'One' });
    await upload(page, large('quota two'), { title: 'Two' });
    await upload(page, large('quota three'), { title: 'Three', expect: false });
    assert.match(await page.locator('.queue-row').innerText(), /no room left/);
    await page.goto('/schematics/new');
    assert.match(await page.locator('.quota').innerText(), /2\.5 MiB\s+of 3 MiB used/);
    assert.equal(await page.getByRole('meter').getAttribute('value'), String(2 * large('quota one').length));
    await page.goto('/schematics/mine');
    assert.match(await page.locator('.quota').innerText(), /2\.5 MiB/);
  });
});

describe('what the scan said', () => {
  const cases = [
    { what: 'harmful', bytes: () => makeBuild({ says: eicar }), status: 'infected', notice: 'The scan found something harmful', tag: 'Harmful' },
    { what: 'too large for the scanner', bytes: () => large('too large'), status: 'not_fully_scanned', notice: 'Could not be scanned to its end', tag: 'Not fully scanned' },
  ];
  for (const { what, bytes, status: wanted, notice, tag } of cases) {
    test(`${what}: told to its owner, shown to nobody else, downloaded by no one`, async () => {
      const { person, page } = await someone();
      await upload(page, bytes(), { title: `Build that is ${what}` });
      const address = page.url();
      await settled(person, `Build that is ${what}`, wanted);
      await page.goto('/schematics/mine');
      await page.getByText(tag, { exact: true }).waitFor();
      await page.goto('/notices');
      assert.match(await page.locator('.badge').first().innerText(), /^1/);
      await page.getByText(notice, { exact: true }).waitFor();
      await page.getByRole('link', { name: `Build that is ${what}` }).click();
      await page.waitForURL(address);
      assert.equal(await page.getByRole('link', { name: 'Download' }).count(), 0);
      await page.goto('/notices');
      await page.getByRole('button', { name: 'Mark all as read' }).click();
      await page.locator('.badge').waitFor({ state: 'detached' });
      const stranger = await newPage(browser, stack);
      assert.equal((await stranger.goto(address)).status(), 404);
      assert.equal((await stranger.goto(`${address}/download`)).status(), 404);
    });
  }
});

for (const script of [true, false]) {
  test(`a build is changed and then deleted for good, ${script ? 'with' : 'without'} script`, async () => {
    const { person, page } = await someone({ script });
    await upload(page, makeBuild(), { title: 'Draft' });
    await settled(person, 'Draft', 'clean');
    await page.reload();
    const address = page.url();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Title').fill('Fair copy');
    await page.getByLabel('Only me').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/edit'));
    assert.equal(await heading(page).innerText(), 'Fair copy');
    assert.match(await main(page).innerText(), /Only you can see this build/);
    assert.equal((await (await newPage(browser, stack)).goto(address)).status(), 404);
    await page.getByRole('link', { name: 'Edit' }).click();
    const remove = page.getByRole('button', { name: 'Delete for good' });
    assert.equal(await remove.isVisible(), false, 'nothing is deleted by a single click');
    await page.getByText('Delete this build').click();
    await remove.click();
    await page.waitForURL('**/schematics/mine');
    assert.match(await page.getByRole('status').innerText(), /deleted|gone/i);
    await page.getByRole('heading', { name: 'Your shelf is empty' }).waitFor();
    assert.equal((await page.goto(address)).status(), 404);
  });
}

describe('accounts', () => {
  test('a device is signed out from another', async () => {
    const { person, page } = await someone();
    const other = await newPage(browser, stack);
    await signIn(other, person);
    await page.goto('/account/sessions');
    assert.equal(await page.getByText('This device').count(), 1);
    const row = page.getByRole('listitem').filter({ hasText: 'Chrome' }).filter({ hasNotText: 'This device' });
    await row.getByRole('button', { name: /Sign out/ }).click();
    await page.getByRole('status').waitFor();
    await other.goto('/account');
    assert.equal(new URL(other.url()).pathname, '/auth/login');
    await page.goto('/account');
    assert.equal(new URL(page.url()).pathname, '/account');
  });

  test('signing out is told', async () => {
    const { page } = await someone();
    await page.getByText('Your account').locator('..').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Join' }).waitFor();
    assert.match(await page.getByRole('status').innerText(), /You are signed out/);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await page.getByRole('status').count(), 0);
  });

  for (const script of [true, false]) {
    test(`a forgotten password is chosen anew by mail, once, ${script ? 'with' : 'without'} script`, async () => {
      const person = await stack.register();
      const page = await newPage(browser, stack, { script });
      await page.goto('/auth/login');
      await page.getByRole('link', { name: /Forgotten/ }).click();
      await page.getByLabel('Email address').fill(person.email);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByRole('heading', { name: 'Look in your mail' }).waitFor();
      const { text } = await mail.next((message) => message.to.includes(person.email), { seconds: 20 });
      const link = text.match(/https:\/\/\S+\/auth\/reset\/\S+/)[0];
      await page.goto(link);
      await page.getByLabel('New password').fill('another horse battery');
      await page.getByRole('button', { name: 'Save password' }).click();
      await page.waitForURL('**/auth/login');
      assert.match(await page.getByRole('status').innerText(), /password/i);
      await signIn(page, { ...person, password: 'another horse battery' });
      await page.goto(link);
      assert.match(await heading(page).innerText(), /No longer here/);
    });
  }
});
