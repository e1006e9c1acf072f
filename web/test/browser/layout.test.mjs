/** Nothing lies over another thing that is needed, on the screens people have; and Slovene is whole. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import {
  busiestStreet,
  getJson,
  hashOf,
  middle,
  openBrowser,
  openPage,
  screenshots,
  settled,
} from './browser.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

/** Pairs of these that share a part of the screen. */
const overlaps = (page, selectors) =>
  page.evaluate((all) => {
    const boxes = all.flatMap((selector) => {
      const element = document.querySelector(selector);
      const box = element?.getBoundingClientRect();
      return box?.width ? [{ selector, box }] : [];
    });
    const found = [];
    for (const a of boxes) {
      for (const b of boxes) {
        if (a.selector >= b.selector) continue;
        const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (x > 1 && y > 1) found.push(`${a.selector} ${b.selector}`);
      }
    }
    return found;
  }, selectors);

/** Whether a click in the middle of an element would reach it. */
const isOnTop = (page, selector) =>
  page.evaluate((s) => {
    const element = document.querySelector(s);
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return Boolean(hit && (element === hit || element.contains(hit)));
  }, selector);

const PARTS = [
  '#card',
  '#whatif',
  '#legend',
  '.badge:not(.study-badge)',
  '.vehicles',
  '.stage .maplibregl-ctrl-group',
  '.question',
  '.search',
  '.tools',
];

for (const [width, height] of [
  [1440, 900],
  [1280, 800],
  [1024, 768],
  [390, 844],
]) {
  for (const lang of ['en', 'sl']) {
    test(`at ${width} × ${height} in ${lang} nothing covers what a planner needs`, async () => {
      const { page, seen, context } = await openPage(browser, hashOf({ lang, th: 'light' }), {
        viewport: { width, height },
      });
      assert.deepEqual(await overlaps(page, PARTS), []);
      assert.ok(await isOnTop(page, '#vehicles'), 'the switch for vehicles can be reached');
      assert.ok(await isOnTop(page, '#list-open'), 'the table beside the map can be reached');
      await busiestStreet(page);
      const { x, y } = await middle(page);
      await page.mouse.click(x, y);
      await page.locator('#card').waitFor();
      const open = width < 720 ? PARTS.filter((p) => p !== '#legend') : PARTS;
      assert.deepEqual(
        await overlaps(
          page,
          open.filter((p) => width >= 720 || !/ctrl/.test(p)),
        ),
        [],
      );
      await page.locator('[data-change=close]').click();
      await page.waitForFunction(() => document.querySelectorAll('.study-figures tr').length >= 11);
      await settled(page);
      assert.deepEqual(await overlaps(page, PARTS), []);
      assert.ok(await isOnTop(page, '#whatif-run'), 'the way to the whole day is in sight');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.screenshot({ path: `${screenshots}20-layout-${width}-${lang}.png` });
      assert.deepEqual(seen.errors, []);
      await context.close();
    });
  }
}

test('in Slovene no figure, unit or layer keeps its English words', async () => {
  const read = (name) =>
    JSON.parse(readFileSync(new URL(`../../src/messages/${name}.json`, import.meta.url), 'utf8'));
  const [sl, served] = [read('sl'), read('served-sl')];
  for (const { id, unit } of (await getJson('api/v1/kpis')).items) {
    assert.ok(`kpi.${id}` in sl, id);
    assert.ok(/^(|1|%|m|km|km\/h|µg\/m³)$/.test(unit) || `unit.${unit}` in sl, unit);
  }
  const { page, context } = await openPage(browser, hashOf({ lang: 'sl', th: 'light' }));
  const ids = await page
    .locator('input[name=layer]')
    .evaluateAll((all) => all.map((input) => input.value));
  const layers = (await getJson('api/v1/layers')).items;
  for (const id of ids) {
    assert.ok(`layer.${id}` in sl, id);
    const first = layers.find((l) => l.id === id)?.abstract.split(/(?<=\.)\s/)[0];
    const general = first?.replace(/\.$/, '').replace(/NO2|NOx|PM2\.5|PM10/, '{p}');
    assert.ok(!first || general in served.layers || first.slice(0, -1) in served.layers, first);
  }
  const words = await page.locator('.maplibregl-ctrl-attrib').innerText();
  assert.doesNotMatch(words, /synthetic/);
  await context.close();
});
