/** The attributes of an element as people read them. */
import type { Element } from '../api.ts';
import { withUnit } from '../format.ts';
import type { Selection } from '../state.ts';
import { t, tOr } from '../words.ts';
import { h } from './dom.ts';

export function facts(selection: Selection, element: Element | null): Node[] {
  const v = element?.values ?? {};
  const rows: [string, string][] = [];
  const add = (key: string, text: string) => text && text !== '–' && rows.push([t(key), text]);
  const num = (key: string) => (typeof v[key] === 'number' ? (v[key] as number) : null);
  const meters = num('length_mm');
  if (selection.table === 'links') {
    add('card.capacity', withUnit(num('capacity_veh_per_h'), 'veh/h'));
    add('card.speed', withUnit(num('free_speed_kmh'), 'km/h'));
    add('card.lanes', withUnit(num('lanes'), ''));
    add('card.class', tOr(`class.${v['road_class']}`, String(v['road_class'] ?? '')));
    add('card.length', meters === null ? '' : withUnit(meters / 1000, 'm'));
    if (v['structure'] && v['structure'] !== 'ground') {
      add('card.structure', tOr(`structure.${v['structure']}`, String(v['structure'])));
    }
  } else if (selection.table === 'bins') {
    add('card.volume', withUnit(num('capacity_l'), 'l'));
    add('card.meanFill', withUnit(num('mean_fill_l_per_day'), 'l/day'));
  }
  return rows.flatMap(([name, text]) => [h('dt', {}, name), h('dd', {}, text)]);
}
