/** What a planner does on Explore, on a real server with real runs; keeps a picture of each step. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  busiestStreet,
  frame,
  getJson,
  hashOf,
  middle,
  openBrowser,
  openPage,
  screenshots,
  settled,
  stateOf,
  url,
} from './browser.mjs';

let browser;
let city;
let scenarios;
let other;

before(async () => {
  browser = await openBrowser();
  city = await getJson('api/v1/city');
  scenarios = (await getJson('api/v1/scenarios')).items;
  const ran = scenarios.filter((s) => s.run && s.run !== city.baseRun);
  other = ran.find((s) => s.id.includes('bridge')) ?? ran[0];
  assert.ok(city.baseRun, 'the server under test has a base run');
  assert.ok(other, 'the server under test has a second run');
});
after(() => browser?.close());

const keep = (page, name) => page.screenshot({ path: `${screenshots}${name}.png` });
const shown = (page) =>
  page.evaluate(() => {
    const s = window.emona.display.shown;
    return s && { layer: s.layer.id, run: s.run, base: s.base, step: s.step, diff: s.diff };
  });

test('the first map comes up with values, and no request leaves the host', async () => {
  const { page, seen, context } = await openPage(browser);
  assert.deepEqual(await shown(page), {
    layer: 'traffic_volume',
    run: city.baseRun,
    base: null,
    step: 8,
    diff: false,
  });
  assert.equal(await page.locator('h1').innerText(), city.name);
  assert.match(await page.locator('.time-clock').innerText(), /08:00/);
  if (city.synthetic) {
    assert.match(
      await page.locator('.badge').innerText(),
      new RegExp(`seed ${city.synthetic.seed}`),
    );
  }
  const hosts = new Set(
    seen.requests.filter((r) => /^(https?|wss?):/.test(r)).map((r) => new URL(r).host),
  );
  assert.deepEqual([...hosts], [new URL(url).host]);
  assert.deepEqual(seen.errors, []);
  assert.ok(await colored(page), 'coloured streets are drawn');
  await keep(page, '01-first-map');
  await context.close();
});

/** Whether hiding the value layer changes the picture of the map. */
async function colored(page) {
  const clip = await page.locator('.map').boundingBox();
  const withValues = await page.screenshot({ clip });
  const toggle = (on) =>
    page.evaluate((visible) => {
      const { view, display } = window.emona;
      view.valueLayer(display.shown.table).visible = visible;
      return new Promise((done) => {
        view.map.once('render', () => done());
        view.map.triggerRepaint();
      });
    }, on);
  await toggle(false);
  const without = await page.screenshot({ clip });
  await toggle(true);
  return !withValues.equals(without);
}

test('every value layer of the list is drawn, with its own legend', async () => {
  const { page, seen, context } = await openPage(browser);
  await page.locator('#layers details').evaluateAll((all) => all.forEach((d) => (d.open = true)));
  const rows = page.locator('input[name=layer]');
  const ids = await rows.evaluateAll((inputs) => inputs.map((input) => input.value));
  for (const id of [
    'traffic_volume',
    'traffic_speed',
    'traffic_vc',
    'emissions_nox',
    'air_no2',
    'air_pm25',
    'air_pm10',
    'waste_fill',
    'waste_routes',
    'none',
  ]) {
    assert.ok(ids.includes(id), id);
  }
  const titles = new Set();
  for (const id of ids) {
    await page.locator(`input[name=layer][value=${id}]`).check();
    if (id === 'none') {
      await page.waitForFunction(() => !window.emona.display.shown);
      assert.ok(await page.locator('#legend').isHidden());
    } else {
      await page.waitForFunction((layer) => window.emona.display.shown?.layer.id === layer, id);
      titles.add(await page.locator('.legend-title').innerText());
      // Numbers between the classes, or their names.
      assert.ok((await page.locator('.strip-tick, .bands li').count()) >= 3);
    }
    await settled(page);
    await keep(page, `02-layer-${id}`);
  }
  assert.equal(titles.size, ids.length - 1);
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('the clock scrubs by slider and keys, plays and stops, and asks for no tile', async () => {
  const { page, seen, context } = await openPage(browser);
  await page.waitForFunction(() => document.querySelectorAll('.time-chart .bar').length >= 24);
  seen.requests.length = 0;
  await page.locator('#time').fill('17');
  await page.waitForFunction(() => window.emona.display.shown.step === 17);
  await page.locator('#time').evaluate((slider) => slider.blur());
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => window.emona.display.shown.step === 18);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.waitForFunction(() => window.emona.display.shown.step === 15);
  await page.keyboard.press('Space');
  await page.waitForFunction(() => window.emona.display.shown.step >= 17);
  await page.keyboard.press('Space');
  const stopped = (await shown(page)).step;
  await page.waitForTimeout(1500);
  assert.ok((await shown(page)).step - stopped <= 1, 'it stops');
  assert.equal(seen.requests.filter((r) => r.includes('/tiles/')).length, 0);
  await context.close();
});

test('a scenario shows its value and its difference, computed right', async () => {
  const { page, seen, context } = await openPage(browser);
  assert.ok(await page.locator('#mode-diff').isDisabled(), 'the base has no difference to itself');
  await page.locator('#scenario').selectOption(other.id);
  await page.waitForFunction((run) => window.emona.display.shown?.run === run, other.run);
  await settled(page);
  await keep(page, '03-scenario');
  await page.locator('#mode-diff').check({ force: true });
  await page.waitForFunction(() => window.emona.display.shown?.diff);
  await settled(page);
  const { index, value } = await busiestStreet(page);
  const [a, b] = await Promise.all([
    frame(other.run, 'traffic_volume', 8),
    frame(city.baseRun, 'traffic_volume', 8),
  ]);
  if (a.length === b.length) {
    assert.ok(Math.abs(value - (a[index] - b[index])) < 0.01, `${value} ${a[index]} ${b[index]}`);
    const most = Math.max(...a.map((v, i) => Math.abs((v ?? 0) - (b[i] ?? 0))));
    assert.ok(Math.abs(Math.abs(value) - most) < 0.01, 'the largest change of the city');
  }
  assert.match(await page.locator('.legend-title').innerText(), /change against the base/);
  await page.locator('.kpi-change').first().waitFor();
  const words = await page.locator('.kpi-change').allInnerTexts();
  words.forEach((text) => assert.match(text, /better|worse|more|less|no change|hardly changed/));
  await keep(page, '04-difference');
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('hover names a street with its value, a click opens its card with the day', async () => {
  const { page, seen, context } = await openPage(browser, hashOf({ s: other.id }));
  await busiestStreet(page);
  const { x, y } = await middle(page);
  await page.mouse.move(x - 60, y - 60);
  await page.mouse.move(x, y);
  const tip = page.locator('#tip');
  await tip.waitFor();
  await page.waitForFunction(() => !/^…/.test(document.querySelector('#tip').innerText));
  assert.match(await tip.innerText(), /\d.*veh\/h/s);
  await page.mouse.click(x, y);
  const card = page.locator('#card');
  await card.waitFor();
  await page.waitForFunction(() => location.hash.includes('sel=links:'));
  const chosen = Number((await stateOf(page)).sel.split(':')[1]);
  const row = await getJson(`api/v1/elements/links/${chosen}?run=${other.run}`);
  assert.equal(await card.locator('code').innerText(), row.id);
  if (row.values.name) assert.equal(await card.locator('h2').innerText(), row.values.name);
  const [now] = await card.locator('.card-value').allInnerTexts();
  const truth = (await frame(other.run, 'traffic_volume', 8))[chosen];
  const read = Number(now.replace(/\u202f/g, ''));
  assert.ok(Math.abs(read - truth) <= 0.006 * truth + 0.06, `${now} is not ${truth}`);
  assert.equal(await card.locator('.spark-line').count(), 1);
  assert.equal(await card.locator('.spark-base').count(), 1);
  await keep(page, '05-card');
  await card.getByRole('button', { name: 'Copy id' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), row.id);
  await card.getByRole('button', { name: 'Close card' }).click();
  assert.ok(await card.isHidden());
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('every figure says where it comes from', async () => {
  const { page, context } = await openPage(browser, hashOf({ s: other.id }));
  await page.locator('.kpi').first().waitFor();
  const figures = await page.locator('.kpi-value').count();
  assert.equal(await page.locator('.kpi .about').count(), figures, 'no figure without its source');
  const id = await page.locator('.kpi').nth(1).getAttribute('data-kpi');
  await page.locator('.kpi .about').nth(1).click();
  const dialog = page.locator('#provenance');
  await dialog.waitFor();
  const truth = await getJson(`api/v1/kpis/${id}?run=${other.run}`);
  const words = await dialog.innerText();
  for (const part of [
    truth.formula,
    truth.run,
    truth.cityVersion,
    String(truth.seed),
    ...truth.inputs,
  ]) {
    assert.ok(words.includes(part), `${part} is missing in ${words}`);
  }
  const parts = (await getJson(`api/v1/runs/${other.run}/kpis`)).kpis.filter(
    (k) => k.id === id && k.district,
  );
  assert.equal(await dialog.locator('#prov-districts tbody tr').count(), parts.length);
  for (const part of parts) assert.ok(words.includes(part.districtName), part.districtName);
  await keep(page, '06-provenance');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('#kpi-all').click();
  const all = (await getJson(`api/v1/runs/${other.run}/kpis`)).kpis.filter((k) => !k.district);
  assert.equal(await page.locator('.table tbody tr').count(), all.length);
  await keep(page, '07-all-figures');
  await context.close();
});

test('a scenario says what it is about, and the map has a twin in a table', async () => {
  const { page, seen, context } = await openPage(browser, hashOf({ s: other.id, m: 'diff' }));
  await page.locator('#scenario-about').click();
  const words = await page.locator('#about-scenario').innerText();
  const said = other.problem.replace(/\s+/g, ' ').trim();
  assert.ok(words.replace(/\s+/g, ' ').includes(said), words);
  await page.keyboard.press('Escape');
  await page.locator('#list-open').click();
  const rows = page.locator('#list tbody tr');
  await rows.first().waitFor();
  const values = await rows.locator('td').allInnerTexts();
  const sizes = values.map((text) =>
    Math.abs(Number(/[\d.\u202f]+/.exec(text)[0].replace(/\u202f/g, ''))),
  );
  for (let i = 1; i < sizes.length; i++) assert.ok(sizes[i] <= sizes[i - 1], values.join(' '));
  const name = await rows.first().locator('button').innerText();
  await rows.first().locator('button').click();
  await page.locator('#card').waitFor();
  assert.equal(await page.locator('#card h2').innerText(), name);
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('the share link restores the complete state', async () => {
  const [lng, lat] = city.center;
  const wish = {
    s: other.id,
    l: 'traffic_vc',
    m: 'diff',
    t: '17:00',
    c: `${lng.toFixed(5)},${lat.toFixed(5)},14.5,20,30`,
    th: 'dark',
    lang: 'en',
    o: 'districts,sensors',
    sel: 'links:0',
  };
  const first = await openPage(browser, hashOf(wish));
  await first.page.locator('#card').waitFor();
  await first.page.locator('#share').click();
  const link = await first.page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /[#&]v=1&/);
  const second = await openPage(browser, link.slice(link.indexOf('#')));
  await second.page.locator('#card').waitFor();
  const state = await stateOf(second.page);
  for (const [key, value] of Object.entries(wish)) assert.equal(state[key], value, key);
  assert.deepEqual(await shown(second.page), await shown(first.page));
  assert.equal(await second.page.locator('html').getAttribute('data-theme'), 'dark');
  const camera = await second.page.evaluate(() => window.emona.view.camera());
  assert.ok(Math.abs(camera.lng - lng) < 1e-4 && Math.abs(camera.zoom - 14.5) < 0.01);
  assert.ok(Math.abs(camera.bearing - 20) < 0.01 && Math.abs(camera.pitch - 30) < 0.01);
  assert.ok(await second.page.locator('input[name=overlay][value=sensors]').isChecked());
  await keep(second.page, '08-shared');
  await first.context.close();
  await second.context.close();
});

test('a selection of another version of the city is not restored', async () => {
  const { page, context } = await openPage(browser, hashOf({ sel: 'links:1', city: 'another' }));
  assert.ok(await page.locator('#card').isHidden());
  assert.equal((await stateOf(page)).sel, undefined);
  await context.close();
});

test('dark mode and Slovene', async () => {
  const { page, seen, context } = await openPage(browser, hashOf({ th: 'light', lang: 'en' }));
  await page.locator('#theme').click();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await settled(page);
  await keep(page, '09-dark');
  await page.locator('#lang').click();
  await page.waitForFunction(() => document.documentElement.lang === 'sl' && window.emona);
  await settled(page);
  assert.equal((await stateOf(page)).th, 'dark', 'the state is kept');
  const words = await page.locator('body').innerText();
  for (const part of ['Prometni pretok', 'Razlika', 'Deli']) assert.ok(words.includes(part), part);
  await keep(page, '10-slovene-dark');
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('search finds a street by its first letters and goes there', async () => {
  const { page, context } = await openPage(browser);
  const { index } = await busiestStreet(page);
  const row = await getJson(`api/v1/elements/links/${index}`);
  const name = row.values.name || (await getJson('api/v1/search?q=a')).items[0].name;
  await page.evaluate(
    (bounds) => window.emona.view.map.fitBounds(bounds, { animate: false }),
    city.bounds,
  );
  const zoom = await page.evaluate(() => window.emona.view.map.getZoom());
  await page.locator('#search').fill(name);
  await page.locator('#search-results [role=option]').first().waitFor();
  await keep(page, '11-search');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction((before) => window.emona.view.map.getZoom() > before + 0.3, zoom);
  assert.ok(await page.locator('#search-results').isHidden());
  await context.close();
});
