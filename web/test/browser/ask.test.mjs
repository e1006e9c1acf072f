/** What the page asks the server at once: estimates, users of a street, causes of air, sensors. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import {
  busiestStreet,
  getJson,
  hashOf,
  openBrowser,
  openPage,
  screenshots,
  settled,
  url,
} from './browser.mjs';

const axe = readFileSync(
  new URL('../../node_modules/axe-core/axe.min.js', import.meta.url),
  'utf8',
);

let browser;
let base;
before(async () => {
  browser = await openBrowser();
  base = (await getJson('api/v1/city')).baseRun;
});
after(() => browser?.close());

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa'] }));
  return found.violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

/** The card of the busiest street, opened as a link to it would. */
async function busiest(page) {
  const { index } = await busiestStreet(page);
  const at = await page.locator('.map').boundingBox();
  await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
  await page.locator('#card').waitFor();
  return index;
}

test('a change drawn on a street is answered at once, taken back, and run for the day', async () => {
  const { page, seen, context } = await openPage(browser, hashOf({ lang: 'en', th: 'light' }));
  await busiest(page);
  await page.locator('[data-change=half]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.emona.display.shown?.guest === 'estimate');
  const panel = page.locator('#whatif');
  assert.match(
    await panel.locator('.badge').innerText(),
    /^Estimate for 08:00 by itself, not a stored run/,
  );
  assert.equal(await panel.locator('.study-list li').count(), 1);
  // Four of streets and four modes at once; the three of the air come behind.
  await page.waitForFunction(() => document.querySelectorAll('.study-figures tr').length === 11);
  assert.match(await page.locator('#legend').innerText(), /change against the base/);
  const index = Number(await page.evaluate(() => /links:(\d+)/.exec(location.hash)?.[1]));
  const change = await page.evaluate((i) => window.emona.display.valueAt(i), index);
  assert.ok(change < 0, `half the capacity takes vehicles off the street: ${change}`);
  await settled(page);
  await page.screenshot({ path: `${screenshots}15-what-if.png` });
  assert.deepEqual(await violations(page), []);

  // Another change upon it; then the first is taken back.
  await page.locator('[data-change=close]').click();
  await panel.locator('.study-list li').nth(1).waitFor();
  await page.waitForFunction(
    () => !document.querySelector('#whatif .badge').innerText.includes('…'),
  );
  const closed = await page.evaluate((i) => window.emona.display.valueAt(i), index);
  assert.ok(closed < change, `closed takes off more than half: ${closed}, ${change}`);
  await panel.locator('.study-list button').first().click();
  await page.waitForFunction(() => document.querySelectorAll('.study-list li').length === 1);

  // The hour moves: the estimate is of that hour.
  await page.locator('#time').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => window.emona.display.shown.step === 9);
  assert.match(await panel.locator('.badge').innerText(), /09:00/);

  await page.locator('#whatif-back').click();
  await panel.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => window.emona.display.shown?.guest === null);

  await page.locator('[data-change=close]').click();
  await page.waitForFunction(() => window.emona.display.shown?.guest === 'estimate');
  await page.locator('#whatif-run').click();
  await page.waitForFunction(
    () => window.emona.display.shown?.guest === null && window.emona.display.shown?.diff,
    null,
    { timeout: 180_000 },
  );
  const { run } = await page.evaluate(() => window.emona.display.shown);
  assert.match(await page.locator('#scenario option:checked').innerText(), /^What if/);
  assert.equal((await getJson(`api/v1/runs/${run}`)).status, 'stored');
  assert.deepEqual(seen.errors, []);

  // A link to it works in another window.
  await page.waitForTimeout(300);
  const hash = await page.evaluate(() => location.hash);
  const other = await openPage(browser, hash);
  assert.equal(await other.page.evaluate(() => window.emona.display.shown.run), run);
  await other.context.close();

  // It knows what was drawn, in the reader's own language, and more can be drawn upon it.
  const reader = await openPage(browser, hash.replace('lang=en', 'lang=sl'));
  assert.match(
    await reader.page.locator('#scenario option:checked').innerText(),
    /^Kaj če … .*: zaprto za avte in tovornjake$/,
  );
  await reader.page.locator('#scenario-about').click();
  const about = await reader.page.locator('#about-scenario').innerText();
  assert.match(about, /Zapora ulic\s+.*: zaprto za avte in tovornjake/);
  await reader.page.keyboard.press('Escape');
  await reader.page.locator('#card [data-change=slow]').click();
  await reader.page.locator('#whatif .study-list li').nth(1).waitFor();
  await reader.context.close();
  await context.close();
  assert.equal((await fetch(`${url}api/v1/runs/${run}`, { method: 'DELETE' })).status, 204);
});

test('who uses a street: districts with shares and the flow on the map', async () => {
  const { page, seen, context } = await openPage(browser, hashOf({ lang: 'en', th: 'dark' }));
  await busiest(page);
  await page.locator('#users-open').click();
  await page.waitForFunction(() => window.emona.display.shown?.guest === 'flow');
  const panel = page.locator('#users');
  await panel.waitFor();
  const index = Number(await page.evaluate(() => /links:(\d+)/.exec(location.hash)?.[1]));
  const users = await getJson(`api/v1/runs/${base}/select-link/${index}?hour=8`);
  const most = Math.max(...users.flows.vehicles);
  const [k, vehicles] = [users.flows.elements[3], users.flows.vehicles[3]];
  const shown = await page.evaluate((i) => window.emona.display.valueAt(i), k);
  assert.ok(Math.abs(shown - (100 * vehicles) / most) < 0.01, `${shown}`);
  const own = await page.evaluate((i) => window.emona.display.valueAt(i), index);
  assert.ok(own > 99.9, 'all of its users use the street itself');
  assert.ok((await panel.locator('.shares').count()) === 2);
  assert.match(await panel.locator('.shares li').first().innerText(), /\d+\s%/);
  await page.evaluate(() => window.emona.view.map.jumpTo({ zoom: 13 }));
  await settled(page);
  await page.screenshot({ path: `${screenshots}16-users.png` });
  assert.deepEqual(await violations(page), []);
  await panel.focus();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => window.emona.display.shown?.guest === null);
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('what causes the air at a place: streets and vehicles with shares', async () => {
  const { page, seen, context } = await openPage(
    browser,
    hashOf({ l: 'air_no2', lang: 'en', th: 'light' }),
  );
  const at = await page.locator('.map').boundingBox();
  await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
  await page.locator('#causes .shares li').first().waitFor();
  const shares = await page.locator('#causes .shares b').allInnerTexts();
  assert.ok(shares.length > 0 && shares.length <= 5);
  const numbers = shares.map((s) => parseInt(s.replace('<', ''), 10));
  assert.deepEqual(
    numbers,
    [...numbers].sort((a, b) => b - a),
    'largest first',
  );
  assert.match(await page.locator('#causes .class-key').innerText(), /cars \d+/);
  await page.waitForFunction(() => window.emona.view.map.isSourceLoaded('caused'));
  const streets = () =>
    page.evaluate(() => window.emona.view.map.querySourceFeatures('caused').length);
  assert.ok((await streets()) > 0, 'the streets are on the map');
  await settled(page);
  await page.screenshot({ path: `${screenshots}17-causes.png` });
  assert.deepEqual(await violations(page), []);
  await page.locator('#card .icon-button').click();
  await page.waitForFunction(
    () => window.emona.view.map.querySourceFeatures('caused').length === 0,
  );
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('a sensor tells its day', async () => {
  const { features } = await getJson(`api/v1/runs/${base}/sensors`);
  const air = features.find((f) => f.properties.observedProperty === 'NO2');
  const [lng, lat] = air.geometry.coordinates;
  const { page, seen, context } = await openPage(
    browser,
    hashOf({ o: 'sensors', lang: 'en', th: 'light', c: `${lng},${lat},16,0,0` }),
  );
  const at = await page.locator('.map').boundingBox();
  await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
  await page.locator('#readings .reading').first().waitFor();
  const text = await page.locator('#readings').innerText();
  const value = air.properties.simulated[8];
  assert.ok(text.includes('NO₂'), text);
  assert.ok(text.includes(String(Number(value.toPrecision(3)))), `${text} has ${value}`);
  const has = air.properties.observed.some((v) => v !== null);
  assert.match(text, has ? /Model minus measured/ : /No measurements are stored/);
  await settled(page);
  await page.screenshot({ path: `${screenshots}18-sensor.png` });
  assert.deepEqual(await violations(page), []);

  // Without pointing: by the list beside the overlay.
  await page.keyboard.press('Escape');
  await page.locator('.sensor-list').click();
  const loop = page.locator('#sensor-list button.link').first();
  const name = await loop.innerText();
  await loop.click();
  await page.waitForFunction((n) => document.querySelector('#card h2').innerText === n, name);
  await page.locator('#readings .reading').first().waitFor();
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('on a narrow screen an estimate leaves the map in sight', async () => {
  const { page, context } = await openPage(browser, hashOf({ lang: 'sl', th: 'dark' }), {
    viewport: { width: 390, height: 844 },
  });
  await busiest(page);
  await page.locator('[data-change=half]').click();
  await page.waitForFunction(() => window.emona.display.shown?.guest === 'estimate');
  await settled(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.screenshot({ path: `${screenshots}19-what-if-narrow.png` });
  await context.close();
});
