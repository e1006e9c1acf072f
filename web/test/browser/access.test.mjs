/** Keyboard, screen reader and narrow screens: axe-core in both themes, and what axe cannot see. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { hashOf, openBrowser, openPage, screenshots, settled } from './browser.mjs';

const axe = readFileSync(
  new URL('../../node_modules/axe-core/axe.min.js', import.meta.url),
  'utf8',
);
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

async function violations(page) {
  // Evaluated by the test, past the content security policy of the page.
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
  return found.violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing serious, ${theme}, panels and dialog`, async () => {
    const hash = hashOf({ th: theme, lang: 'en', sel: 'links:0' });
    const { page, context } = await openPage(browser, hash);
    await page.locator('#card').waitFor();
    await page.locator('.kpi').first().waitFor();
    assert.deepEqual(await violations(page), []);
    await page.locator('.kpi .about').first().click();
    await page.locator('#provenance').waitFor();
    assert.deepEqual(await violations(page), []);
    await context.close();
  });
}

test('the page can be worked by keyboard alone', async () => {
  const { page, context } = await openPage(browser, hashOf({ th: 'light', lang: 'en' }));
  const reach = async (selector) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
    }
    assert.fail(`${selector} is not reached by Tab`);
  };
  await reach('#scenario');
  await reach('#search');
  await reach('#theme');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await reach('input[name=layer]');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => window.emona.display.shown?.layer.id === 'traffic_speed');
  await reach('canvas');
  const before = await page.evaluate(() => window.emona.view.map.getCenter().lng);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((lng) => window.emona.view.map.getCenter().lng > lng, before);
  await reach('#play');
  await reach('#time');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => window.emona.display.shown.step === 9);
  await reach('.kpi .about');
  await page.keyboard.press('Enter');
  await page.locator('#provenance').waitFor();
  await page.keyboard.press('Escape');
  assert.ok(await page.evaluate(() => document.activeElement?.matches('.about')), 'focus returns');
  assert.match(await page.locator('#live').innerText(), /Speed/);
  assert.equal(await page.locator('.map').getAttribute('role'), 'region');
  await context.close();
});

test('no fade where the user asks for less motion', async () => {
  const { page, context } = await openPage(browser, '', { reducedMotion: 'reduce' });
  const fades = await page.evaluate(async () => {
    const { display, view, timeline } = window.emona;
    const seen = [];
    for (let i = 0; i < 3; i++) {
      const step = display.shown.step;
      document.getElementById('time').value = String(step + 1);
      document.getElementById('time').dispatchEvent(new Event('input'));
      while (display.shown.step === step) await new Promise((r) => setTimeout(r, 20));
      seen.push(view.valueLayer('links').values.isFading());
    }
    return timeline && seen;
  });
  assert.deepEqual(fades, [false, false, false]);
  await context.close();
});

test('a narrow screen shows the map with sheets, without sideways scroll', async () => {
  const { page, context } = await openPage(browser, hashOf({ lang: 'en' }), {
    viewport: { width: 390, height: 844 },
  });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.ok(await page.locator('#layers').isHidden());
  await page.screenshot({ path: `${screenshots}12-narrow.png` });
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await page.locator('input[name=layer][value=air_no2]').check();
  await page.waitForFunction(() => window.emona.display.shown?.layer.id === 'air_no2');
  await settled(page);
  await page.screenshot({ path: `${screenshots}13-narrow-layers.png` });
  await page.getByRole('button', { name: 'Figures' }).click();
  await page.locator('.kpi').first().waitFor();
  await page.screenshot({ path: `${screenshots}14-narrow-figures.png` });
  await context.close();
});
