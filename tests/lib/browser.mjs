// Chromium from Debian, driven by playwright-core.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--ignore-certificate-errors']; // the last for service workers, which ask again

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };

/** A browser; close it in the end. */
export function launch() {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
}

/**
 * A page of its own (own cookies) on STACK. What goes wrong in it (script errors, refused resources, policy violations) is
 * collected in page.problems.
 */
export async function newPage(browser, stack, { viewport = desktop, dark = false, script = true, ...rest } = {}) {
  const context = await browser.newContext({
    baseURL: stack.url, ignoreHTTPSErrors: true, viewport, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: script,
    reducedMotion: 'reduce', ...rest,
  });
  await context.addInitScript(axeSource);
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
  return page;
}

/** What axe finds wrong with the page as it stands, one line each; [] when nothing. */
export async function violations(page) {
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}

/** Signs PERSON (of stack.register) in by the page's own form. */
export async function signIn(page, { email, password }) {
  await page.goto('/auth/login');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/auth/'));
}

/** How far the page is wider than the screen, in pixels; 0 when nothing has to be moved sideways to be read. */
export function sideways(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}
