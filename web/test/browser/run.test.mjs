/** A scenario without a run is run from the page, on a real server: started, stopped, run, shown. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getJson, hashOf, openBrowser, openPage, screenshots, url } from './browser.mjs';

let browser;
let scenario;

before(async () => {
  browser = await openBrowser();
  const { items } = await getJson('api/v1/scenarios');
  scenario = items.find((s) => s.id === 'ev-2035') ?? items.find((s) => s.parent && !s.misfit);
  assert.ok(scenario, 'the server under test has a scenario that fits');
});
after(() => browser?.close());

const isStored = (run) =>
  fetch(`${url}api/v1/runs/${run}`).then(
    async (answer) => answer.ok && (await answer.json()).status === 'stored',
  );

test('a planner runs a scenario from the page', async () => {
  if (scenario.run) {
    const gone = await fetch(`${url}api/v1/runs/${scenario.run}`, { method: 'DELETE' });
    assert.equal(gone.status, 204);
  }
  const { page, seen, context } = await openPage(browser, hashOf({ m: 'diff' }));
  await page.locator('#scenario').selectOption(scenario.id);
  const panel = page.locator('#run');
  await panel.waitFor();
  assert.equal(await panel.locator('h2').innerText(), scenario.title);
  assert.match(await page.locator(`option[value=${scenario.id}]`).innerText(), /not run yet/);
  assert.ok(await page.locator('#legend').isHidden(), 'no legend of values that are not there');
  await page.screenshot({ path: `${screenshots}12-not-run.png` });

  await page.locator('#run-start').click();
  const cancel = page.locator('#run-cancel');
  await cancel.waitFor();
  await page.locator('#run progress[value]').waitFor();
  await page.screenshot({ path: `${screenshots}13-running.png` });
  await cancel.click();
  await page.locator('#run-start').waitFor();
  assert.equal(await page.locator('.run-trouble').count(), 0, 'to stop it is no failure');

  await page.locator('#run-start').click();
  await panel.waitFor({ state: 'hidden', timeout: 180_000 });
  await page.waitForFunction(() => window.emona.display.shown?.diff);
  const { run } = await page.evaluate(() => window.emona.display.shown);
  assert.ok(await isStored(run));
  if (scenario.run) assert.equal(run, scenario.run, 'the same question has the same run');
  assert.equal(await page.locator(`option[value=${scenario.id}]`).innerText(), scenario.title);
  await page.locator('.kpi-change').first().waitFor();
  assert.deepEqual(seen.errors, []);
  await context.close();
});

test('a run that the server refuses says why and how to mend it', async () => {
  const now = (await getJson('api/v1/scenarios')).items.find((s) => s.id === scenario.id);
  await fetch(`${url}api/v1/runs/${now.run}`, { method: 'DELETE' });
  const { page, context } = await openPage(browser, hashOf({ s: scenario.id, lang: 'en' }));
  // A proxy that spoils the type of the body; the answer is the server's own.
  await page.route('**/api/v1/runs', (route) =>
    route.continue({ headers: { ...route.request().headers(), 'content-type': 'text/plain' } }),
  );
  await page.locator('#run-start').click();
  const note = page.locator('.run-trouble');
  await note.waitFor();
  assert.match(await note.innerText(), /type text\/plain.*Send JSON/s);
  await page.unroute('**/api/v1/runs');
  await page.locator('#run-start').click();
  await page.locator('#run').waitFor({ state: 'hidden', timeout: 180_000 });
  assert.equal(await note.count(), 0);
  await context.close();
});
