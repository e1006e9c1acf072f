/**
 * Where a figure comes from: formula, inputs, run, city version, engines, seed; to copy as a
 * citation. And who wins and who loses: the figure of every district.
 */
import { api, type Kpi, type Provenance } from '../api.ts';
import { withUnit } from '../format.ts';
import type { Session } from '../session.ts';
import { currentLang, estimate, served, t } from '../words.ts';
import { dialog } from './dialog.ts';
import { h, icon } from './dom.ts';
import { change, kpiName } from './kpis.ts';
import { toast } from './toast.ts';

export async function openProvenance(session: Session, kpi: Kpi, run: string): Promise<void> {
  let found: Provenance;
  let parts: Kpi[];
  try {
    const [one, all] = await Promise.all([api.provenance(kpi.id, run), api.kpis(run)]);
    found = one;
    parts = all.filter((k) => k.id === kpi.id && k.district);
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
    return;
  }
  const title = session.scenario(found.scenario)?.title ?? found.scenario;
  const engines = Object.entries(found.engines).map(([name, version]) => `${name} ${version}`);
  const rows: [string, string | Node][] = [
    ['prov.formula', h('span', { class: 'formula', lang: 'en' }, found.formula)],
    ['prov.better', t(`prov.${found.better}`)],
    ['prov.inputs', h('span', { class: 'chips' }, ...found.inputs.map((i) => h('code', {}, i)))],
    ['prov.scenario', title],
    ['prov.run', h('code', {}, found.run)],
    ['prov.city', h('code', {}, found.cityVersion)],
    ['prov.engines', engines.join(', ')],
    ['prov.seed', String(found.seed)],
    ['prov.finished', when(found.finishedAt)],
  ];
  if (session.city.estimates.length) {
    const list = session.city.estimates.map((text) => h('li', {}, estimate(text).all));
    rows.push(['prov.estimates', h('ul', {}, ...list)]);
  }
  const value = withUnit(found.value, found.unit);
  const cite = async () => {
    const words = citation(session, found, title, value);
    await navigator.clipboard.writeText(words);
    toast(t('prov.copied'));
  };
  const copy = h(
    'button',
    {
      type: 'button',
      class: 'button',
      onclick: () => cite().catch((e: unknown) => toast(String(e))),
    },
    icon('copy'),
    t('prov.copy'),
  );
  const list = h('dl', { class: 'facts' });
  for (const [key, text] of rows) list.append(h('dt', {}, t(key)), h('dd', {}, text));
  const box = dialog(
    kpiName(kpi),
    t('prov.title'),
    h('p', { class: 'prov-value' }, value),
    list,
    ...(parts.length ? [districts(parts, session.isBase())] : []),
    copy,
  );
  box.id = 'provenance';
}

/** The districts with the largest change first, on the base those with the largest value. */
function districts(parts: Kpi[], isBase: boolean): HTMLElement {
  const weight = (k: Kpi) => Math.abs((isBase ? k.value : k.change) ?? 0);
  const sorted = [...parts].sort((a, b) => weight(b) - weight(a));
  const head = [t('kind.district'), t('kpi.value')];
  if (!isBase) head.push(t('kpi.change'));
  return h(
    'table',
    { class: 'table', id: 'prov-districts' },
    h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
    h(
      'tbody',
      {},
      ...sorted.map((k) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, served(k.districtName ?? k.district)),
          h('td', {}, withUnit(k.value, k.unit)),
          !isBase && h('td', {}, change(k)),
        ),
      ),
    ),
  );
}

function when(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(currentLang() === 'sl' ? 'sl-SI' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(date);
}

function citation(session: Session, p: Provenance, scenario: string, value: string): string {
  const { city } = session;
  const seed = city.synthetic ? ` (synthetic city, seed ${city.synthetic.seed})` : '';
  const engines = Object.entries(p.engines).map(([name, version]) => `${name} ${version}`);
  return `${p.title}: ${value}. Emona, ${city.name}${seed}, scenario "${scenario}", run ${p.run}, city version ${p.cityVersion}, ${engines.join(', ')}, seed ${p.seed}, ${p.finishedAt}. ${city.attribution}`;
}
