/** What stands at the edge of the map: sources, zoom and north, scale. */
import { AttributionControl, NavigationControl, ScaleControl, type Map } from 'maplibre-gl';
import type { City } from '../api.ts';
import { t } from '../words.ts';

export function addControls(map: Map, city: City): void {
  const made = city.synthetic && t('attribution.synthetic', { seed: city.synthetic.seed });
  const attribution = [made || city.attribution, city.licence && `(${city.licence})`];
  map.addControl(
    new AttributionControl({
      compact: false,
      customAttribution: attribution.filter(Boolean).join(' '),
    }),
    'bottom-right',
  );
  map.addControl(new NavigationControl({ visualizePitch: true }), 'bottom-right');
  map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-right');
}
