// The 3D preview in Chromium, from the click to the first picture and to the whole build, frames
// while it is turned, and the longest task of the page's own thread. Drawn in software where there is no graphics card.
import { chromium } from 'playwright-core';
import { startPreviewSite } from '../lib/preview_page.mjs';
import { hills } from '../lib/sections.mjs';
import { table } from './table.mjs';

const flags = ['--headless', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const turnFor = 3000; // milliseconds

async function measure(browser, file) {
  const site = await startPreviewSite(file);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', hasTouch: false });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { globalThis.longest = Math.max(globalThis.longest, duration); })).observe({ type: 'longtask' });
    });
    await page.goto(site.url);
    await page.locator('[data-preview][data-drawn]').waitFor({ timeout: 180000 });
    return await page.evaluate(turn, turnFor);
  } finally {
    await context.close();
    await site.close();
  }
}

/** In the page: turns the build by its keys, a step a frame. */
async function turn(milliseconds) {
  const at = (name) => performance.getEntriesByName(`preview-${name}`)[0].startTime;
  const canvas = document.querySelector('canvas');
  const started = performance.now();
  let previewFrames = 0;
  while (performance.now() - started < milliseconds) {
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    previewFrames++;
  }
  return {
    previewFirstFrame: at('first-frame') - at('start'), previewDrawn: at('drawn') - at('start'),
    previewFrames: previewFrames / ((performance.now() - started) / 1000), previewLongestTask: globalThis.longest,
  };
}

const builds = { 'hills 128 × 64 × 128, 1M': [128, 64], 'hills 256 × 256 × 256, 16.7M': [256, 256] };

export async function preview() {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  try {
    const rows = [];
    for (const [name, size] of Object.entries(builds)) {
      const { previewFirstFrame, previewDrawn, previewFrames, previewLongestTask } = await measure(browser, hills(...size).file);
      rows.push([name, previewFirstFrame.toFixed(0), previewDrawn.toFixed(0), previewFrames.toFixed(1), previewLongestTask.toFixed(0)]);
    }
    table('3D preview', ['', 'previewFirstFrame, ms', 'previewDrawn, ms', 'previewFrames a second', 'longest task, ms (0: under 50)'], rows);
  } finally {
    await browser.close();
  }
}
