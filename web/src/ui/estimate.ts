/** The answer to a drawn change: its values for the map, its figures, or why there is none. */
import { ApiError } from '../api.ts';
import { bytes } from '../asked.ts';
import type { Guest } from '../display.ts';
import { number, percent, space } from '../format.ts';
import { decodeFrame, NODATA } from '../frames.ts';
import { diffRamp } from '../map/ramp.ts';
import type { Estimate } from '../questions.ts';
import { t } from '../words.ts';
import { h, icon } from './dom.ts';
import { kpiName } from './kpis.ts';

/** Layers that an estimate answers for; the first where the map shows another one. */
export const KNOWN = ['traffic_volume', 'traffic_speed'];
/** Those that its air answers for, which comes behind. */
export const AIR = ['air_no2', 'air_pm25', 'air_pm10'];

/** Adds what comes behind to an answer. */
export function join(answer: Estimate, more: Estimate): void {
  answer.frames.push(...more.frames);
  answer.kpis.push(...more.kpis);
}

export function figures(answer: Estimate): HTMLElement {
  const told = answer.kpis.filter(({ base, value }) => base !== 0 || value !== 0);
  const rows = told.map(({ id, unit, base, value }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, kpiName({ id, title: id })),
      h('td', {}, number(value) + space(unit)),
      h('td', {}, percent(value - base, base) ?? '–'),
    ),
  );
  return h('table', { class: 'table study-figures' }, h('tbody', {}, ...rows));
}

export function trouble(error: unknown): HTMLElement {
  const what = error instanceof Error ? error.message : String(error);
  const fix = error instanceof ApiError && error.fix;
  return h(
    'p',
    { class: 'run-trouble', role: 'alert' },
    h('b', {}, t('whatif.failed')),
    ` ${what}`,
    fix && h('span', { class: 'muted' }, ` ${fix}`),
  );
}

/** The answer as the map's values; streets that the scenario builds carry nothing in the base. */
export function guestOf(answer: Estimate, leave: () => void): Guest {
  const decoded = new Map(
    answer.frames.map((f) => {
      const values = decodeFrame(f, bytes(f.values));
      const base = new Float32Array(values.length).fill(f.quantity === KNOWN[0] ? 0 : NODATA);
      base.set(decodeFrame(f, bytes(f.base)).subarray(0, values.length));
      return [f.quantity, { values, base }] as const;
    }),
  );
  return {
    kind: 'estimate',
    step: answer.step,
    view: (layer, theme, diff) => {
      const found = decoded.get(layer.quantity ?? '');
      return found ? { layer, ...found, ramp: diffRamp(layer, diff, theme) } : null;
    },
    leave,
  };
}

/** A change of the list, with a button that takes it away. */
export function changeRow(words: string, street: string, remove: () => void): HTMLElement {
  const label = t('whatif.remove', { change: words });
  return h(
    'li',
    {},
    h('span', {}, street ? t('whatif.all', { change: words }) : words),
    h(
      'button',
      { type: 'button', class: 'about', 'aria-label': label, title: label, onclick: remove },
      icon('close'),
    ),
  );
}
