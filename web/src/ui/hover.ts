/** Under the pointer: a name and one value. The value is at hand; the name is asked for once. */
import type { Display } from '../display.ts';
import { number, signed, space } from '../format.ts';
import { NODATA } from '../frames.ts';
import type { MapView } from '../map/view.ts';
import type { Session } from '../session.ts';
import type { Selection } from '../state.ts';
import { t, tOr } from '../words.ts';
import { elementOf } from './card.ts';
import { h } from './dom.ts';

const isNarrow = () => window.matchMedia('(max-width: 719px)').matches;
const isCalm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** About as wide as a tip gets. */
const WIDTH = 176;

export function attachPointer(session: Session, display: Display, view: MapView): HTMLElement {
  const tip = h('div', { class: 'tip', id: 'tip', hidden: true });
  const { map } = view;
  let over: Selection | null = null;
  let timer = 0;
  let named = '';

  const find = (lng: number, lat: number) => view.pick(display.shown?.table ?? 'links', lng, lat);
  const hide = () => {
    over = null;
    tip.hidden = true;
    map.getCanvas().style.cursor = '';
  };
  const write = (name: string) => {
    named = name;
    const value = over && display.shown ? valueText(display, over.index) : '';
    tip.replaceChildren(h('span', {}, name), ...(value ? [h('b', {}, value)] : []));
  };
  map.on('mousemove', (event) => {
    const { lng, lat } = event.lngLat;
    const found = map.isMoving() ? null : find(lng, lat);
    if (!found) return hide();
    const { x, y } = event.point;
    place(tip, x, y, map.getContainer());
    map.getCanvas().style.cursor = 'pointer';
    if (over?.table === found.table && over.index === found.index) return;
    over = found;
    tip.hidden = false;
    write(found.table === 'cells' ? t('card.cell') : '…');
    window.clearTimeout(timer);
    if (found.table !== 'cells') timer = window.setTimeout(() => void name(found), 40);
  });
  const name = async (wanted: Selection) => {
    if (wanted.table === 'sides') return write(t('card.side'));
    const element = await elementOf(session, wanted).catch(() => null);
    if (over !== wanted || !element) return;
    const fraction = element.values['fraction'];
    const words =
      wanted.table === 'bins'
        ? tOr(`fraction.${fraction}`, String(fraction ?? t('card.bin')))
        : String(element.values['name'] || t('card.unnamed'));
    write(words);
  };
  // What lies under a resting pointer has another value now.
  display.onChange(() => (over && over.table === display.shown?.table ? write(named) : hide()));
  map.on('mouseout', hide);
  map.on('movestart', hide);
  map.on('click', (event) => {
    const sensor = view.sensorAt(event.point.x, event.point.y);
    const found = find(event.lngLat.lng, event.lngLat.lat);
    const isSide = found?.table === 'sides';
    const selection: Selection | null =
      sensor >= 0 ? { table: 'sensors', index: sensor } : isSide ? null : found;
    session.store.set({ selection });
    if (selection && isNarrow()) {
      // The card comes over the lower part of the map: what was clicked moves above it.
      const offset: [number, number] = [0, -0.28 * map.getContainer().clientHeight];
      map.easeTo({ center: event.lngLat, offset, duration: isCalm() ? 0 : 300 });
    }
  });
  return tip;
}

/** Right below the pointer; at the edge, and where the card begins, on its other side. */
function place(tip: HTMLElement, x: number, y: number, box: HTMLElement): void {
  const card = document.getElementById('card');
  const isBeside = card && !card.hidden && card.offsetLeft > 0;
  const right = isBeside ? card.offsetLeft : box.clientWidth;
  const left = x + 14 + WIDTH > right ? `calc(${x - 14}px - 100%)` : `${x + 14}px`;
  const top = Math.min(y + 16, box.clientHeight - 60);
  tip.style.transform = `translate(${left}, ${top}px)`;
}

function valueText(display: Display, index: number): string {
  const value = display.valueAt(index);
  if (value === null) return t('legend.noData');
  const unit = space(display.shown!.layer.unit);
  const seen =
    display.shown!.table === 'sensors' ? (display.asked?.observed?.[index] ?? NODATA) : NODATA;
  const read =
    seen > NODATA
      ? ` · ${t('readings.residual', { value: number(seen) + unit, change: signed(seen - value) })}`
      : '';
  return (display.shown!.diff ? signed(value) : number(value)) + unit + read;
}
