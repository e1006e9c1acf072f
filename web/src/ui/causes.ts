/**
 * What causes the air at a place: the five streets and the classes of vehicles with the largest
 * shares of what traffic adds, told on the cell's card and pointed out on the map.
 */
import type { Display } from '../display.ts';
import { withUnit } from '../format.ts';
import type { MapView } from '../map/view.ts';
import { questions, type Causes } from '../questions.ts';
import type { Session, Steps } from '../session.ts';
import type { Selection } from '../state.ts';
import { t } from '../words.ts';
import { h } from './dom.ts';
import { percentWords, shareRows } from './shares.ts';

const STREETS = 5;
/** Waits for a playing clock to rest before it asks. */
const REST_MS = 150;
/** Pieces below this share of the strongest one are not pointed out. */
const FAINT = 0.01;

/** Makes the part of a cell's card. */
export function causesOf(session: Session, display: Display, view: MapView, steps: Steps) {
  let shown = '';
  const clear = () => {
    shown = '';
    void view.pointOut(new Map());
  };
  session.store.on(['selection'], ({ selection }) => selection?.table !== 'cells' && clear());
  // Another layer or hour: the streets that were pointed out belong to the one before.
  display.onChange(() => display.shown?.table !== 'cells' && clear());

  return (selection: Selection): Node[] => {
    const on = display.shown;
    const pollutant = /^air_(no2|nox|pm25|pm10)$/.exec(on?.info.quantity ?? '')?.[1];
    const place = on?.table === 'cells' && view.cellCenter(selection.index);
    if (selection.table !== 'cells' || !pollutant || !place) return [];
    const { run, step } = on;
    const key = `${run}/${pollutant}/${step}/${selection.index}`;
    if (shown !== key) void view.pointOut(new Map());
    shown = key;
    const body = h('div', {}, h('p', { class: 'muted', role: 'status' }, t('causes.asking')));
    const hour = t('card.now', { from: steps.from(step), to: steps.to(step) });
    const tell = async () => {
      if (shown !== key) return;
      try {
        const causes = await questions.causes(run, pollutant, step, place);
        if (shown !== key) return;
        body.replaceChildren(...told(causes));
        await view.pointOut(strongest(causes));
      } catch (error) {
        if (shown !== key) return;
        const words = error instanceof Error ? error.message : String(error);
        body.replaceChildren(h('p', { class: 'muted' }, words));
      }
    };
    window.setTimeout(() => void tell(), REST_MS);
    return [
      h(
        'section',
        { class: 'card-extra', id: 'causes' },
        h('h3', { class: 'domain-title' }, `${t('causes.title')}, ${hour}`),
        body,
        h(
          'button',
          {
            type: 'button',
            class: 'button small',
            id: 'causes-show',
            onclick: () =>
              session.store.set({ layer: `causes_${pollutant}`, place, selection: null }),
          },
          t('causes.show'),
        ),
      ),
    ];
  };
}

function told(causes: Causes): Node[] {
  const { background, traffic, unit } = causes;
  const sum = h(
    'dl',
    { class: 'facts' },
    h('dt', {}, t('causes.background')),
    h('dd', {}, withUnit(background, unit)),
    h('dt', {}, t('causes.traffic')),
    h('dd', {}, withUnit(traffic, unit)),
  );
  if (traffic <= 0) return [sum];
  const streets = byName(causes)
    .slice(0, STREETS)
    .map(({ name, share }) => ({ name: name || t('card.unnamed'), share }));
  return [
    sum,
    h('h3', { class: 'domain-title' }, t('causes.streets')),
    shareRows(streets),
    h('h3', { class: 'domain-title' }, t('causes.classes')),
    classBar(causes),
  ];
}

/** Streets by name with the pieces that they are of; each nameless piece stands for itself. */
function byName({ links }: Causes) {
  const all = new Map<string, { name: string; share: number; pieces: Causes['links'] }>();
  for (const link of links) {
    const key = link.name || link.id;
    const street = all.get(key) ?? { name: link.name, share: 0, pieces: [] };
    street.share += link.share;
    street.pieces.push(link);
    all.set(key, street);
  }
  return [...all.values()].sort((a, b) => b.share - a.share);
}

/** The pieces of the streets told of, by share of the strongest piece. */
function strongest(causes: Causes): Map<number, number> {
  const pieces = byName(causes)
    .slice(0, STREETS)
    .flatMap((street) => street.pieces);
  const most = Math.max(...pieces.map((p) => p.share), 1e-9);
  const some = pieces.filter((p) => p.share >= FAINT * most);
  return new Map(some.map((p) => [p.element, p.share / most]));
}

function classBar({ classes }: Causes): HTMLElement {
  const some = classes.filter((c) => c.share >= 0.005).sort((a, b) => b.share - a.share);
  const name = (id: string) => t(`vehicle.${id}`);
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'class-bar', 'aria-hidden': 'true' },
      ...some.map((c) => h('i', { class: `vehicle-${c.class}`, style: `flex-grow:${c.share}` })),
    ),
    h(
      'ul',
      { class: 'class-key' },
      ...some.map((c) =>
        h(
          'li',
          {},
          h('i', { class: `swatch vehicle-${c.class}`, 'aria-hidden': 'true' }),
          `${name(c.class)} ${percentWords(c.share)}`,
        ),
      ),
    ),
  );
}
