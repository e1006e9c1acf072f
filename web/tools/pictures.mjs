/**
 * Draws the pictures of the viewer in the documents anew, on the server that EMONA_URL names:
 * `./emona test pictures` starts one with the demo city. ImageMagick, where it is installed, makes
 * the files smaller by a palette.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  busiestStreet,
  getJson,
  hashOf,
  middle,
  openBrowser,
  openPage,
  settled,
} from '../test/browser/browser.mjs';

const folder = fileURLToPath(new URL('../../src/docs/pictures/', import.meta.url));
const size = { viewport: { width: 1440, height: 900 } };
const browser = await openBrowser();

async function keep(page, name, seen) {
  await page.waitForTimeout(500);
  assert.deepEqual(seen.errors, []);
  const path = `${folder}${name}.png`;
  await page.screenshot({ path });
  spawnSync('convert', [path, '-strip', '+dither', '-colors', '160', `PNG8:${path}`]);
  console.log(`${path} ${Math.round(statSync(path).size / 1000)} kB`);
}

/** The README's: what the closed bridge does to the streets, with the figures of the day. */
async function oldBridge() {
  const state = { s: 'close-old-bridge', m: 'diff', lang: 'en', th: 'light' };
  const { page, seen, context } = await openPage(browser, hashOf(state), size);
  await page.locator('.kpi-change').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.time-chart .bar').length >= 24);
  await keep(page, 'explore-old-bridge', seen);
  await context.close();
}

/** A street closed on its card: where its traffic goes, with the figures of the hour. */
async function whatIf() {
  const { page, seen, context } = await openPage(
    browser,
    hashOf({ lang: 'en', th: 'light' }),
    size,
  );
  await page.waitForFunction(() => document.querySelectorAll('.time-chart .bar').length >= 24);
  const home = await page.evaluate(() => window.emona.view.map.getBounds().toArray());
  await busiestStreet(page, home);
  const { x, y } = await middle(page);
  await page.mouse.click(x, y);
  await page.locator('#card').waitFor();
  await page.locator('[data-change=close]').click();
  await page.waitForFunction(() => document.querySelectorAll('.study-figures tr').length >= 11);
  await page.mouse.move(640, 4);
  await page.evaluate(() => {
    document.activeElement?.blur();
    window.emona.view.map.jumpTo({ zoom: 14.3 });
  });
  await settled(page);
  await keep(page, 'viewer-what-if', seen);
  await context.close();
}

try {
  assert.ok((await getJson('api/v1/city')).synthetic, 'pictures are those of the demo city');
  await oldBridge();
  await whatIf();
} finally {
  await browser.close();
}
