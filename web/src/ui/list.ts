/**
 * The list twin of the map: what is in view as a sorted table, strongest first, for those who do
 * not see the map or want it in numbers. Choosing a row selects the same thing on the map.
 */
import type { Display, Shown } from '../display.ts';
import { number, signed, space } from '../format.ts';
import type { MapView } from '../map/view.ts';
import type { Session } from '../session.ts';
import type { Selection } from '../state.ts';
import { t, tOr } from '../words.ts';
import { elementOf } from './card.ts';
import { dialog } from './dialog.ts';
import { h } from './dom.ts';
import { layerName } from './layers.ts';

/** Elements looked at; of one street only the strongest is listed. */
const LOOKED_AT = 60;
const ROWS = 20;

export async function openList(session: Session, display: Display, view: MapView): Promise<void> {
  const { shown } = display;
  if (!shown || shown.table === 'cells') return;
  const found = await named(session, await strongest(shown, display, view));
  const body = h('tbody', {});
  const head = [t('list.name'), shown.diff ? t('kpi.change') : t('kpi.value')];
  const table = h(
    'table',
    { class: 'table' },
    h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
    body,
  );
  const empty = h('p', { class: 'muted' }, t('list.empty'));
  const title = t('list.title', { count: found.length });
  const box = dialog(title, layerName(session, shown.layer.id), found.length ? table : empty);
  box.id = 'list';
  const unit = space(shown.layer.unit);
  for (const { selection, value, name } of found) {
    const choose = () => {
      box.close();
      session.store.set({ selection });
      void view.center(selection);
    };
    body.append(
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h('button', { type: 'button', class: 'link', onclick: choose }, name),
        ),
        h('td', {}, (shown.diff ? signed(value) : number(value)) + unit),
      ),
    );
  }
}

async function nameOf(session: Session, selection: Selection): Promise<string> {
  const { values, id } = await elementOf(session, selection);
  const fraction = values['fraction'];
  if (selection.table === 'bins') return `${tOr(`fraction.${fraction}`, String(fraction))} ${id}`;
  return String(values['name'] || t('card.unnamed'));
}

async function named(
  session: Session,
  found: { selection: Selection; value: number }[],
): Promise<{ selection: Selection; value: number; name: string }[]> {
  const names = await Promise.all(found.map(({ selection }) => nameOf(session, selection)));
  const seen = new Set<string>();
  return found
    .map((row, i) => ({ ...row, name: names[i]! }))
    .filter(({ name }) => !seen.has(name) && seen.add(name))
    .slice(0, ROWS);
}

async function strongest(
  shown: Shown,
  display: Display,
  view: MapView,
): Promise<{ selection: Selection; value: number }[]> {
  if (shown.table === 'cells') return [];
  const { geometry } = await view.shapes.of(shown.table, shown.run);
  const isIn = view.insideView();
  const all: { selection: Selection; value: number }[] = [];
  for (let index = 0; index < geometry.count; index++) {
    const value = display.valueAt(index);
    const v = 2 * geometry.first[index]!;
    if (value === null || value === 0 || !isIn(geometry.xy[v]!, geometry.xy[v + 1]!)) continue;
    all.push({ selection: { table: shown.table, index }, value });
  }
  return all.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, LOOKED_AT);
}
