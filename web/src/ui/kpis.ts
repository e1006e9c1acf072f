/**
 * The figures of the day: a strip of the leading ones, a table of all. Each shows its change
 * against the base in number, arrow and word, so that colour is never alone, and leads to where
 * it comes from.
 */
import { api, type Kpi } from '../api.ts';
import { number, percent, signed, space, unitWord, withUnit } from '../format.ts';
import type { Session } from '../session.ts';
import { t, tOr } from '../words.ts';
import { dialog } from './dialog.ts';
import { h, icon } from './dom.ts';
import { openProvenance } from './provenance.ts';

const LEADING = [
  'traffic.vehicle_km',
  'traffic.delay_hours',
  'emissions.co2_t',
  'air.no2.population_mean',
  'air.no2.population_above_eu2030',
  'waste.truck_km',
];

/** Changes below this share of the base are told in words only: no model of a city is that exact. */
export const HARDLY = 0.005;

export function kpiName(kpi: { id: string; title: string }): string {
  return tOr(`kpi.${kpi.id}`, kpi.title);
}

export function kpiStrip(session: Session): HTMLElement {
  const list = h('ul', { class: 'kpis' });
  const all = h('button', { type: 'button', class: 'button kpi-all', id: 'kpi-all' }, t('kpi.all'));
  const strip = h(
    'section',
    { class: 'kpi-strip', id: 'kpis', 'aria-label': t('kpi.title') },
    list,
    all,
  );
  let wish = 0;
  const show = async () => {
    const mine = ++wish;
    const run = session.currentRun();
    strip.hidden = !run;
    if (!run) return;
    try {
      const kpis = (await api.kpis(run)).filter((kpi) => !kpi.district);
      if (mine !== wish) return;
      const isBase = session.isBase();
      list.replaceChildren(...leading(kpis).map((kpi) => card(session, kpi, run, isBase)));
      all.onclick = () => openTable(session, kpis, run, isBase);
    } catch (error) {
      console.error(error);
      strip.hidden = true;
    }
  };
  session.store.on(['scenario'], () => void show());
  void show();
  return strip;
}

function leading(kpis: Kpi[]): Kpi[] {
  const first = LEADING.map((id) => kpis.find((kpi) => kpi.id === id)).filter(
    (k) => k !== undefined,
  );
  const rest = kpis.filter((kpi) => !LEADING.includes(kpi.id));
  return [...first, ...rest].slice(0, 6);
}

function card(session: Session, kpi: Kpi, run: string, isBase: boolean): HTMLElement {
  return h(
    'li',
    { class: 'kpi', 'data-kpi': kpi.id },
    h(
      'div',
      { class: 'kpi-head' },
      h('span', { class: 'kpi-name' }, kpiName(kpi)),
      about(session, kpi, run),
    ),
    h(
      'div',
      { class: 'kpi-line' },
      h('b', { class: 'kpi-value' }, kpi.value === null ? '–' : number(kpi.value)),
      h('span', { class: 'kpi-unit' }, unitWord(kpi.unit)),
    ),
    isBase ? null : change(kpi),
  );
}

function about(session: Session, kpi: Kpi, run: string): HTMLElement {
  const words = t('kpi.about', { title: kpiName(kpi) });
  return h(
    'button',
    {
      type: 'button',
      class: 'about',
      title: words,
      'aria-label': words,
      onclick: () => void openProvenance(session, kpi, run),
    },
    icon('info'),
  );
}

/** ▲ +1.2 % worse: arrow, share and word; grey where neither way is better or nothing moved. */
export function change(kpi: Kpi): HTMLElement {
  const delta = kpi.change ?? 0;
  const base = kpi.baseValue ?? 0;
  const share = percent(delta, base);
  if (Math.abs(delta) < Math.max(Math.abs(base) * 1e-6, 1e-9)) {
    return h('div', { class: 'kpi-change same' }, t('kpi.same'));
  }
  if (Math.abs(delta) < Math.abs(base) * HARDLY) {
    const words = t('kpi.hardlyHint', { percent: number(100 * HARDLY) });
    return h('div', { class: 'kpi-change same', title: words }, t('kpi.hardly'));
  }
  const up = delta > 0;
  const good = kpi.better === 'neither' ? null : (kpi.better === 'higher') === up;
  const word = t(
    good === null ? (up ? 'kpi.more' : 'kpi.less') : good ? 'kpi.better' : 'kpi.worse',
  );
  return h(
    'div',
    { class: `kpi-change ${good === null ? 'same' : good ? 'good' : 'bad'}` },
    h('span', { 'aria-hidden': 'true' }, up ? '▲' : '▼'),
    h('span', {}, share ?? signed(delta) + space(kpi.unit)),
    h('span', { class: 'kpi-word' }, word),
  );
}

function openTable(session: Session, kpis: Kpi[], run: string, isBase: boolean): void {
  const head = [t('kpi.figure'), t('kpi.value')];
  if (!isBase) head.push(t('kpi.baseValue'), t('kpi.change'));
  const rows = kpis.map((kpi) =>
    h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        h('span', { class: 'kpi-row' }, kpiName(kpi), about(session, kpi, run)),
      ),
      h('td', {}, withUnit(kpi.value, kpi.unit)),
      !isBase && h('td', {}, withUnit(kpi.baseValue, kpi.unit)),
      !isBase && h('td', {}, change(kpi)),
    ),
  );
  const table = h(
    'table',
    { class: 'table' },
    h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...rows),
  );
  dialog(t('kpi.title'), session.scenario(session.store.get().scenario)?.title ?? '', table);
}
