/**
 * A sensor's card: what each of its instruments would read over the day in the run shown, what it
 * did read, and how well the map meets the sensors of its pollutant, alone and corrected by the
 * other ones (leave one out).
 */
import type { Element } from '../api.ts';
import { number, signed, space } from '../format.ts';
import { questions, type Assimilation, type Reading } from '../questions.ts';
import type { Session, Steps } from '../session.ts';
import type { Selection } from '../state.ts';
import { t, tOr } from '../words.ts';
import { h } from './dom.ts';
import { sparkline } from './sparkline.ts';

/** Makes the part of a sensor's card. */
export function readingsOf(session: Session, steps: Steps) {
  let asked: { run: string; readings: Promise<Reading[]> } | null = null;
  const all = (run: string) => {
    if (asked?.run !== run) {
      const readings = questions.readings(run);
      readings.catch(() => (asked = null));
      asked = { run, readings };
    }
    return asked.readings;
  };
  return (selection: Selection, element: Element | null): Node[] => {
    const run = session.currentRun();
    if (selection.table !== 'sensors' || !element || !run) return [];
    const body = h(
      'section',
      { class: 'card-extra', id: 'readings' },
      h('p', { class: 'muted', role: 'status' }, t('readings.asking')),
    );
    all(run)
      .then((readings) => {
        const mine = readings.filter((r) => r.sensor === element.id);
        const step = steps.at(session.store.get().time);
        body.replaceChildren(...mine.map((r) => stream(r, run, step)));
        const has = mine.some((r) => r.observed.some((v) => v !== null));
        const note = !mine.length ? 'readings.none' : has ? '' : 'readings.noObserved';
        if (note) body.append(h('p', { class: 'muted' }, t(note)));
      })
      .catch((error: unknown) => body.replaceChildren(error instanceof Error ? error.message : ''));
    return [body];
  };
}

function stream(reading: Reading, run: string, step: number): HTMLElement {
  const { simulated, observed, unit, observedProperty: property } = reading;
  const pairs = simulated.flatMap((s, i): [number, number][] => {
    const o = observed[i];
    return s !== null && o !== null && o !== undefined ? [[s, o]] : [];
  });
  const hasObserved = observed.some((v) => v !== null);
  const now = simulated[step] ?? null;
  const seen = observed[step] ?? null;
  const box = h(
    'div',
    { class: 'reading' },
    h('h3', { class: 'domain-title' }, tOr(`property.${property}`, property)),
    h(
      'p',
      {},
      t('readings.simulated', { value: now === null ? '–' : number(now) + space(unit) }),
      hasObserved &&
        ` · ${t('readings.observed', { value: seen === null ? '–' : number(seen) + space(unit) })}`,
    ),
    sparkline(simulated, hasObserved ? observed : null, step, unit, [
      t('readings.model'),
      t('readings.sensor'),
    ]),
    pairs.length > 0 &&
      h(
        'p',
        { class: 'muted' },
        t('readings.meanError', {
          value: signed(meanError(pairs), 2) + space(unit),
          count: pairs.length,
        }),
      ),
  );
  const pollutant = /^(no2|nox|pm25|pm10)$/.exec(property.toLowerCase().replace('.', ''))?.[1];
  if (pollutant && pairs.length) void score(box, run, pollutant, step);
  return box;
}

function meanError(pairs: [number, number][]): number {
  return pairs.reduce((sum, [model, seen]) => sum + model - seen, 0) / pairs.length;
}

const asked = new Map<string, Promise<Assimilation>>();

/** Scores are of all hours; what stands against them is told, and asked again another time. */
async function score(box: HTMLElement, run: string, pollutant: string, step: number) {
  const key = `${run}/${pollutant}`;
  let answer = asked.get(key);
  if (!answer) {
    answer = questions.assimilation(run, pollutant, step);
    asked.set(key, answer);
  }
  try {
    box.append(scores(await answer));
  } catch (error) {
    asked.delete(key);
    const why = error instanceof Error ? error.message : String(error);
    box.append(h('p', { class: 'muted' }, t('readings.noScores', { why })));
  }
}

function scores({ modelAlone, leaveOneOut, sensors }: Assimilation): HTMLElement {
  const cell = (v: number | null) => h('td', {}, v === null ? '–' : number(v));
  const row = (key: string, a: number | null, b: number | null) =>
    h('tr', {}, h('th', { scope: 'row' }, t(key)), cell(a), cell(b));
  return h(
    'table',
    { class: 'table scores' },
    h('caption', { class: 'muted' }, t('readings.scores', { count: sensors })),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['readings.score', 'readings.alone', 'readings.leftOut'].map((key) =>
          h('th', { scope: 'col' }, t(key)),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      row('readings.rmse', modelAlone.rmse, leaveOneOut.rmse),
      row('readings.r', modelAlone.r, leaveOneOut.r),
      row('readings.fac2', modelAlone.fac2, leaveOneOut.fac2),
    ),
  );
}
