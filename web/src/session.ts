/** What the page knows of the city for as long as it is open: loaded once, never changed. */
import { isAsked } from './asked.ts';
import { api, type City, type LayerInfo, type Run, type Scenario } from './api.ts';
import { changesTitle, changeWords, DRAWN, editType, readChanges, type Change } from './drawing.ts';
import { clock } from './format.ts';
import { Frames } from './frames.ts';
import { originAt } from './map/geometry.ts';
import { homeBounds, type Box } from './map/home.ts';
import { Shapes } from './map/shapes.ts';
import type { Store } from './state.ts';
import { served } from './words.ts';

/** Value layers in the order of the list, by domain; others that a server offers follow. */
export const VALUE_ORDER: Record<string, string[]> = {
  traffic: ['traffic_volume', 'traffic_speed', 'traffic_vc'],
  air: [
    'emissions_nox',
    'air_no2',
    'air_pm25',
    'air_pm10',
    'air_no2_sides',
    'causes_no2',
    'sensors_no2',
  ],
  waste: ['waste_fill', 'waste_routes'],
};

export function blank(id: string, title: string): Scenario {
  const nothing = { problem: '', goals: [], parent: null, hash: '', edits: [] };
  return { id, title, ...nothing, run: null, job: null, status: 'none', misfit: null };
}

export class Session {
  /** Geometry of the value layers, in local units around the middle of the city. */
  readonly shapes: Shapes;
  readonly frames = new Frames();
  /** What was drawn on this page or brought by a link: by the id of its scenario. */
  readonly drawn = new Map<string, { parent: string; changes: Change[] }>();
  private runs = new Map<string, Promise<Run>>();
  private watchers: (() => void)[] = [];
  /** An estimate is on the map: value and difference are those of its hour. */
  estimating = false;

  constructor(
    readonly city: City,
    readonly layers: LayerInfo[],
    readonly scenarios: Scenario[],
    readonly store: Store,
  ) {
    this.shapes = new Shapes(originAt(city.center));
  }

  static async load(store: Store): Promise<Session> {
    const [city, layers, scenarios] = await Promise.all([
      api.city(),
      api.layers(),
      api.scenarios(),
    ]);
    return new Session(city, layers, scenarios.map(translated), store);
  }

  layer(id: string): LayerInfo | undefined {
    return this.layers.find((layer) => layer.id === id);
  }

  valueLayers(): LayerInfo[] {
    return this.layers.filter(
      (l) => l.group === 'run' && (l.quantity || isAsked(l)) && l.style?.type === 'ramp',
    );
  }

  scenario(id: string): Scenario | undefined {
    return this.scenarios.find((s) => s.id === id);
  }

  /** A scenario drawn on the page, or one drawn before whose run is stored. */
  add(id: string, parent: string, changes: Change[], more: Partial<Scenario>): void {
    this.drawn.set(id, { parent, changes });
    if (this.scenario(id)) return;
    const edits = changes.map((c) => ({
      type: editType(c.kind),
      title: changeWords(c),
      on: true,
    }));
    this.scenarios.push({ ...blank(id, changesTitle(changes)), parent, edits, ...more });
  }

  /** Finds the run of a scenario that is not on the shelf: that of a link to a drawn one. */
  async restore(id: string): Promise<void> {
    if (this.scenario(id) || !id.startsWith(DRAWN)) return;
    const found = (await api.runs()).find(
      (r) => r.scenario === id && r.status === 'stored' && r.cityVersion === this.city.version,
    );
    if (!found) return;
    const { parent, edits } = await api.run(found.id);
    const changes = readChanges(edits ?? []);
    const stored: Partial<Scenario> = { run: found.id, status: 'stored' };
    if (changes.length && parent) return this.add(id, parent, changes, stored);
    const told = [{ type: 'whatIf', title: found.title, on: true }];
    this.scenarios.push({ ...blank(id, found.title), edits: told, ...stored });
  }

  setEstimating(on: boolean): void {
    if (this.estimating === on) return;
    this.estimating = on;
    this.watchers.forEach((call) => call());
  }

  onEstimating(call: () => void): void {
    this.watchers.push(call);
  }

  baseRun(): string | null {
    return this.city.baseRun ?? this.scenario('base')?.run ?? null;
  }

  /** The run that the page shows now, or null where the scenario has none. */
  currentRun(): string | null {
    return this.scenario(this.store.get().scenario)?.run ?? null;
  }

  isBase(): boolean {
    return this.currentRun() === this.baseRun();
  }

  /** Difference makes sense against another run only. */
  isDiff(): boolean {
    return this.store.get().mode === 'diff' && !this.isBase() && this.baseRun() !== null;
  }

  /** What the first picture shows. */
  async home(): Promise<Box> {
    const { geometry } = await this.shapes.of('links', this.currentRun());
    return homeBounds(geometry) ?? this.city.bounds;
  }

  run(id: string): Promise<Run> {
    let run = this.runs.get(id);
    if (!run) {
      run = api.run(id);
      run.catch(() => this.runs.delete(id));
      this.runs.set(id, run);
    }
    return run;
  }
}

/** Local clock times of the steps of a run; right on days of 23 and 25 hours too. */
export class Steps {
  readonly labels: string[];
  readonly minutes: number;

  constructor(start: string, minutes: number, count: number, timeZone: string) {
    const format = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
    const t0 = Date.parse(start);
    this.minutes = minutes;
    this.labels = Array.from({ length: count + 1 }, (_, i) =>
      format.format(new Date(t0 + i * minutes * 60000)),
    );
    if (this.labels[count] === clock(0)) this.labels[count] = '24:00';
  }

  get count(): number {
    return this.labels.length - 1;
  }

  from(step: number): string {
    return this.labels[step] ?? '–';
  }

  to(step: number): string {
    return this.labels[step + 1] ?? '–';
  }

  /** The step that holds a clock time. */
  at(time: string): number {
    let found = 0;
    for (let i = 0; i < this.count; i++) if (this.labels[i]! <= time) found = i;
    return found;
  }
}

/** A shipped scenario in the language of the page; one of the user's own as it is. */
function translated(s: Scenario): Scenario {
  const edits = s.edits.map((edit) => ({ ...edit, title: served(edit.title) }));
  return { ...s, title: served(s.title), problem: served(s.problem), edits };
}
