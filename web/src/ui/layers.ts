/** The list of what the map can show: one value layer at a time, and what lies over it. */
import { unitWord } from '../format.ts';
import { OVERLAYS } from '../map/overlays.ts';
import { VALUE_ORDER, type Session } from '../session.ts';
import { NO_LAYER } from '../state.ts';
import { served, t, tOr } from '../words.ts';
import { h } from './dom.ts';

export function layerName(session: Session, id: string): string {
  return tOr(`layer.${id}`, session.layer(id)?.title ?? id);
}

export function layerPanel(session: Session, openSensors: () => void): HTMLElement {
  return h(
    'nav',
    { class: 'panel layers', id: 'layers', 'aria-label': t('layers.title') },
    group(t('layers.values'), 'radiogroup', valueRows(session)),
    group(t('layers.overlays'), 'group', overlayRows(session, openSensors)),
  );
}

function group(title: string, role: string, rows: HTMLElement[]): HTMLElement {
  return h(
    'div',
    { class: 'group', role, 'aria-label': title },
    h('h2', { class: 'group-title' }, title),
    ...rows,
  );
}

/** The first sentence, where the page has words for it. */
const about = (abstract: string) => served(abstract.split(/(?<=\.)\s/)[0]!.replace(/\.$/, ''));

function valueRows(session: Session): HTMLElement[] {
  const { store } = session;
  const left = new Set(session.valueLayers().map((layer) => layer.id));
  const inputs: HTMLInputElement[] = [];
  const row = (id: string) => {
    const input = h('input', {
      type: 'radio',
      name: 'layer',
      value: id,
      onchange: () => store.set({ layer: id, selection: null }),
    });
    inputs.push(input);
    return h(
      'label',
      { class: 'row', title: about(session.layer(id)?.abstract ?? '') },
      input,
      h('span', { class: 'row-name' }, layerName(session, id)),
      h('span', { class: 'row-unit' }, unitWord(session.layer(id)?.unit ?? '')),
    );
  };
  const rows: HTMLElement[] = [];
  for (const [domain, ids] of Object.entries(VALUE_ORDER)) {
    const present = ids.filter((id) => left.delete(id));
    if (!present.length) continue;
    rows.push(
      h(
        'div',
        { class: 'domain' },
        h('h3', { class: 'domain-title' }, t(`layers.${domain}`)),
        ...present.map(row),
      ),
    );
  }
  if (left.size) {
    const others = [...left];
    rows.push(
      h(
        'details',
        { class: 'domain', open: others.includes(store.get().layer) },
        h('summary', { class: 'domain-title' }, t('layers.other')),
        ...others.map(row),
      ),
    );
  }
  rows.push(h('div', { class: 'domain' }, row(NO_LAYER)));
  const show = () => inputs.forEach((input) => (input.checked = input.value === store.get().layer));
  show();
  store.on(['layer'], show);
  return rows;
}

function overlayRows(session: Session, openSensors: () => void): HTMLElement[] {
  const { store } = session;
  return OVERLAYS.filter((id) => id === 'contours' || session.layer(id)).flatMap((id) => {
    const input = h('input', {
      type: 'checkbox',
      name: 'overlay',
      value: id,
      onchange: () => {
        const others = store.get().overlays.filter((other) => other !== id);
        store.set({ overlays: input.checked ? [...others, id] : others });
      },
    });
    input.checked = store.get().overlays.includes(id);
    store.on(['overlays'], (state) => (input.checked = state.overlays.includes(id)));
    const count = session.city.counts[id];
    const row = h(
      'label',
      { class: 'row' },
      input,
      h(
        'span',
        { class: 'row-name' },
        h('i', { class: `dot dot-${id}`, 'aria-hidden': 'true' }),
        t(`overlay.${id}`),
      ),
      h('span', { class: 'row-unit' }, count ? String(count) : ''),
    );
    return id === 'sensors' ? [row, sensorList(session, openSensors)] : [row];
  });
}

/** Where sensors are shown: them as a list. */
function sensorList(session: Session, onclick: () => void): HTMLElement {
  const { store } = session;
  const words = `${t('overlay.sensors')}: ${t('list.open')}`;
  const button = h('button', { type: 'button', class: 'link sensor-list', onclick }, words);
  const show = () => (button.hidden = !store.get().overlays.includes('sensors'));
  show();
  store.on(['overlays'], show);
  return button;
}
