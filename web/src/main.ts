/** Starts the viewer: reads the state from the address, loads the city, puts the page together. */
import 'maplibre-gl/dist/maplibre-gl.css';
import './style/tokens.css';
import './style/page.css';
import './style/panels.css';
import './style/vehicles.css';
import './style/studies.css';
import './style/narrow.css';
import { prewarm } from 'maplibre-gl';
import { Session, Steps } from './session.ts';
import { decode, INITIAL, Store, type State } from './state.ts';
import { App } from './ui/app.ts';
import { h } from './ui/dom.ts';
import { setLang, t } from './words.ts';

declare global {
  interface Window {
    /** For tests and the benchmark: the page's own parts. */
    emona?: App;
  }
}

const root = document.getElementById('app')!;

function preferences(): State {
  return {
    ...INITIAL,
    theme: window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    lang: navigator.language.startsWith('sl') ? 'sl' : 'en',
  };
}

const store = new Store(decode(window.location.hash, preferences()));
let session: Session;
let steps: Steps;

function dress(state: State): void {
  document.documentElement.dataset['theme'] = state.theme;
  setLang(state.lang);
}

// Its worker loads while the city does.
prewarm();

async function start(): Promise<void> {
  dress(store.get());
  root.replaceChildren(h('p', { class: 'start', role: 'status' }, t('app.loading')));
  try {
    session = await Session.load(store);
    const { city } = session;
    document.title = `${city.name} – Emona`;
    await session.restore(store.get().scenario).catch((e) => console.warn('runs', e));
    reconcile(store.get());
    const base = session.currentRun() ?? session.baseRun();
    // The list of frames is wanted as soon as the page stands, and can come along.
    if (base) session.frames.info(base, '').catch(() => undefined);
    const [run, home] = await Promise.all([base ? session.run(base) : null, session.home()]);
    const s = run?.steps;
    steps = new Steps(
      s?.start ?? '2000-01-01T00:00:00Z',
      s?.stepMinutes ?? 60,
      s?.count ?? 24,
      s?.timeZone ?? (s ? city.timeZone : 'UTC'),
    );
    window.emona = new App(root, session, steps, home);
  } catch (error) {
    console.error(error);
    const words = error instanceof Error ? error.message : String(error);
    root.replaceChildren(
      h(
        'div',
        { class: 'start', role: 'alert' },
        h('h1', {}, t('app.failed')),
        h('p', {}, words),
        h(
          'button',
          { type: 'button', class: 'button primary', onclick: () => void start() },
          t('app.retry'),
        ),
      ),
    );
  }
}

/** What a link may say of another city or release is brought back to what there is here. */
function reconcile(state: State): void {
  const { city } = session;
  const version = city.version.slice(0, 12);
  const wanted = session.scenario(state.scenario);
  const known = wanted && (wanted.run !== null || wanted.misfit === null);
  const layers = session.valueLayers();
  const layer = state.layer === 'none' || layers.some((l) => l.id === state.layer);
  store.set({
    scenario: known
      ? state.scenario
      : ((session.scenarios.find((s) => s.run) ?? session.scenarios[0])?.id ?? state.scenario),
    layer: layer ? state.layer : (layers[0]?.id ?? 'none'),
    selection: !state.city || state.city === version ? state.selection : null,
    city: version,
  });
}

store.on(['theme'], dress);
// The words of all panels change at once: the page is put together anew on the same state.
store.on(['lang'], () => {
  store.link();
  window.location.reload();
});
window.addEventListener('hashchange', () => window.location.reload());
void start();
