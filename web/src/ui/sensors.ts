/** The list twin of the sensors on the map: who cannot point at one chooses it here. */
import { api } from '../api.ts';
import type { MapView } from '../map/view.ts';
import { questions } from '../questions.ts';
import type { Session } from '../session.ts';
import { t, tOr } from '../words.ts';
import { dialog } from './dialog.ts';
import { h } from './dom.ts';
import { toast } from './toast.ts';

export async function openSensors(session: Session, view: MapView): Promise<void> {
  const run = session.currentRun();
  if (!run) return;
  const sensors = new Map<string, { name: string; what: string[] }>();
  try {
    for (const { sensor, name, observedProperty } of await questions.readings(run)) {
      const row = sensors.get(sensor) ?? { name, what: [] };
      row.what.push(tOr(`property.${observedProperty}`, observedProperty));
      sensors.set(sensor, row);
    }
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
    return;
  }
  const body = h('tbody', {});
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, t('list.name')),
    h('th', { scope: 'col' }, t('sensors.what')),
  );
  const box = dialog(
    t('overlay.sensors'),
    '',
    h('table', { class: 'table' }, h('thead', {}, head), body),
  );
  box.id = 'sensor-list';
  const choose = async (id: string) => {
    box.close();
    const { index } = await api.element('sensors', id, run);
    const selection = { table: 'sensors', index } as const;
    session.store.set({ selection });
    await view.center(selection);
  };
  for (const [id, { name, what }] of sensors) {
    const onclick = () => void choose(id).catch((e: unknown) => toast(String(e)));
    body.append(
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h('button', { type: 'button', class: 'link', onclick }, name || id),
        ),
        h('td', {}, what.join(', ')),
      ),
    );
  }
}
