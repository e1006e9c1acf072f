/** A day as a small line: the scenario solid, the base dashed, the present hour marked. */
import { number, space } from '../format.ts';
import { t } from '../words.ts';
import { h, svg } from './dom.ts';

const W = 288;
const H = 84;
const LEFT = 4;
const TOP = 8;
const FLOOR = 68;

type Series = (number | null)[];

export function sparkline(
  day: Series,
  base: Series | null,
  step: number,
  unit: string,
  keys: [string, string] = [t('card.scenario'), t('card.base')],
): HTMLElement {
  const all = [...day, ...(base ?? [])].filter((v): v is number => v !== null);
  if (!all.length) return h('p', { class: 'muted' }, t('card.none'));
  const top = Math.max(...all, 1e-9);
  const low = Math.min(0, ...all);
  const x = (i: number) => LEFT + ((W - 2 * LEFT) * i) / Math.max(1, day.length - 1);
  const y = (v: number) => FLOOR - ((FLOOR - TOP) * (v - low)) / (top - low || 1);
  const path = (series: Series) => {
    let d = '';
    series.forEach((v, i) => {
      if (v !== null)
        d += `${d && series[i - 1] !== null ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`;
    });
    return d;
  };
  const now = day[step];
  const peak = day.indexOf(Math.max(...day.map((v) => v ?? -Infinity)));
  const words = `${t('card.day')}: ${number(low)}–${number(top)}${space(unit)}`;
  const chart = svg(
    'svg',
    { viewBox: `0 0 ${W} ${H}`, class: 'spark', role: 'img', 'aria-label': words },
    svg('title', {}, words),
    svg('line', { x1: LEFT, x2: W - LEFT, y1: FLOOR, y2: FLOOR, class: 'spark-axis' }),
    ...[0, 6, 12, 18, 24].map((hour) =>
      svg(
        'text',
        {
          x: LEFT + ((W - 2 * LEFT) * hour) / 24,
          y: H - 3,
          class: 'spark-text',
          'text-anchor': hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle',
        },
        String(hour).padStart(2, '0'),
      ),
    ),
    svg('line', { x1: x(step), x2: x(step), y1: TOP - 4, y2: FLOOR, class: 'spark-now' }),
    base && svg('path', { d: path(base), class: 'spark-base' }),
    svg('path', {
      d: `${path(day)}L${x(day.length - 1)} ${FLOOR}L${x(0)} ${FLOOR}Z`,
      class: 'spark-area',
    }),
    svg('path', { d: path(day), class: 'spark-line' }),
    now !== null &&
      now !== undefined &&
      svg('circle', { cx: x(step), cy: y(now), r: 3.5, class: 'spark-dot' }),
  );
  const key = h(
    'div',
    { class: 'spark-key' },
    base && h('span', {}, h('i', { class: 'key-line' }), keys[0]),
    base && h('span', {}, h('i', { class: 'key-line dashed' }), keys[1]),
    h('span', { class: 'spark-peak' }, `max ${number(day[peak] ?? NaN)}${space(unit)}`),
  );
  return h('div', { class: 'spark-box' }, chart, key);
}
