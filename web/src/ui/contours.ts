/** Contours over the air grid shown: lines between the classes of its legend, where they are asked for. */
import { getJson } from '../api.ts';
import { instant } from '../asked.ts';
import type { Display } from '../display.ts';
import type { MapView } from '../map/view.ts';
import type { Session } from '../session.ts';
import { toast } from './toast.ts';

const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

export function attachContours(session: Session, display: Display, view: MapView): void {
  let drawn = '';
  const update = async () => {
    const { overlays, style } = session.store.get();
    const on = display.shown;
    let key = '';
    if (on && overlays.includes('contours') && on.table === 'cells' && !on.guest) {
      const query = new URLSearchParams({
        run: on.run,
        time: await instant(session, on.run, on.step),
        ...(on.base ? { base: on.base } : {}),
        ...(style && !on.base ? { style } : {}),
      });
      key = `api/v1/layers/${on.layer.id}${on.base ? '_diff' : ''}/contours?${query}`;
    }
    if (key === drawn) return;
    drawn = key;
    try {
      const areas = key ? await getJson<GeoJSON.FeatureCollection>(key) : NOTHING;
      if (key === drawn) await view.setContours(areas);
    } catch (error) {
      if (key === drawn) drawn = '';
      toast(error instanceof Error ? error.message : String(error));
    }
  };
  display.onChange(() => void update());
  session.store.on(['overlays'], () => void update());
}
