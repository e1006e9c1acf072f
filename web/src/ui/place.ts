/**
 * The place whose causes the map shows: a pin that can be dragged; a click where no street lies moves
 * it too.
 */
import { Marker } from 'maplibre-gl';
import type { Display } from '../display.ts';
import type { MapView } from '../map/view.ts';
import type { Session } from '../session.ts';
import { t } from '../words.ts';
import { h } from './dom.ts';

export function attachPlace(session: Session, display: Display, view: MapView): void {
  const element = h('div', { class: 'place-pin', role: 'img', 'aria-label': t('causes.place') });
  const pin = new Marker({ element, draggable: true, anchor: 'bottom' });
  let stands = false;
  pin.on('dragend', () => {
    const { lng, lat } = pin.getLngLat();
    session.store.set({ place: [lng, lat] });
  });
  const isOn = () => display.shown?.layer.source === 'causes';
  display.onChange(() => {
    const at = isOn() ? display.asked?.place : null;
    if (at) {
      pin.setLngLat(at);
      if (!stands) pin.addTo(view.map);
    } else if (stands) {
      pin.remove();
    }
    stands = Boolean(at);
  });
  view.map.on('click', ({ lngLat: { lng, lat } }) => {
    if (isOn() && !view.pick('links', lng, lat)) session.store.set({ place: [lng, lat] });
  });
}
