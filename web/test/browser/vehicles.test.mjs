/** The played day: vehicles are drawn, move while time runs and stand when it is held. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJson, hashOf, openBrowser, openPage, screenshots } from './browser.mjs';

let browser;
let city;

before(async () => {
  browser = await openBrowser();
  city = await getJson('api/v1/city');
});
after(() => browser?.close());

const clock = (page) => page.locator('.vehicles-clock').innerText();

/** The map alone, without labels that fade: what is not covered by panels, as bytes. */
async function picture(page) {
  const box = await page.locator('.map').boundingBox();
  const clip = { x: box.x + 0.3 * box.width, y: box.y + 20, width: 0.5 * box.width, height: 400 };
  return page.screenshot({ clip });
}

/** Seconds since the start of the day that the chunk's layer shows, and how many are on a link. */
const drawn = (page) =>
  page.evaluate(() => {
    const layer = window.emona.view.map.getLayer('vehicles').implementation;
    const { data, startS } = layer.chunk;
    let count = 0;
    for (let k = 0; k < data.length; k += 6) {
      count += layer.now >= data[k + 2] && layer.now < data[k + 3] ? 1 : 0;
    }
    return { second: startS + layer.now, count, visible: layer.visible };
  });

for (const theme of ['light', 'dark']) {
  test(`vehicles move, stand when held and leave when switched off (${theme})`, async () => {
    const { page, seen, context } = await openPage(browser, hashOf({ t: '16:00' }), {
      colorScheme: theme,
    });
    const empty = await picture(page);
    await page.click('#vehicles');
    await page.waitForFunction(() =>
      /16:0[0-9]/.test(document.querySelector('.vehicles-clock').textContent),
    );
    const first = await drawn(page);
    assert.ok(first.visible);
    assert.ok(first.count > 100, `${first.count} vehicles at ${first.second} s`);
    assert.match(await page.locator('.vehicles-note').innerText(), /Every|1 in/);
    assert.ok(!(await picture(page)).equals(empty), 'vehicles change the picture');
    await page.waitForTimeout(1500);
    assert.ok((await drawn(page)).second > first.second + 5, 'time runs');

    await page.click('#vehicles-hold');
    const held = await drawn(page);
    const words = await clock(page);
    await page.waitForTimeout(600);
    const still = await picture(page);
    await page.screenshot({ path: `${screenshots}30-vehicles-${theme}.png` });
    await page.waitForTimeout(1000);
    assert.deepEqual(await drawn(page), held);
    assert.equal(await clock(page), words);
    assert.ok((await picture(page)).equals(still), 'nothing moves while held');

    await page.click('#vehicles-hold');
    await page.waitForTimeout(800);
    assert.ok((await drawn(page)).second > held.second, 'time runs on');
    await page.click('#vehicles');
    assert.equal((await drawn(page)).visible, false);
    assert.deepEqual(seen.errors, []);
    await context.close();
  });
}

test('the sampling rate is told where not every vehicle is shown', async () => {
  const { page, context } = await openPage(browser, hashOf({ t: '16:00' }));
  await page.route(/\/vehicles$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), oneIn: 4 } });
  });
  await page.click('#vehicles');
  await page.waitForFunction(() =>
    /1 in 4/.test(document.querySelector('.vehicles-note').textContent),
  );
  assert.equal(
    await page.locator('.vehicles-note').innerText(),
    '1 in 4 cars, vans and trucks is shown',
  );
  await context.close();
});

test('the server tells how well the played day agrees with the assigned one', async () => {
  const day = await getJson(`api/v1/runs/${city.baseRun}/vehicles`);
  assert.equal(day.counts.arrived, day.counts.departed);
  assert.ok(day.fit.gehBelow5Share > 0.85, `GEH below 5 on ${day.fit.gehBelow5Share}`);
  assert.ok(day.fit.r2 > 0.9);
  assert.ok(day.counts.stuck < 0.005 * day.counts.departed, `${day.counts.stuck} stuck`);
  assert.ok(day.fit.playedMeanTravelTimeS < 1.6 * day.fit.assignedMeanTravelTimeS);
});
