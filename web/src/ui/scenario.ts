/** What a scenario is about: the city's problem, the goal it sets itself, and what it changes. */
import type { Scenario } from '../api.ts';
import { number, signed, space } from '../format.ts';
import type { Session } from '../session.ts';
import { t, tOr } from '../words.ts';
import { dialog } from './dialog.ts';
import { h } from './dom.ts';

export function openScenario(session: Session): void {
  const scenario = session.scenario(session.store.get().scenario);
  if (!scenario) return;
  const parts: Node[] = [];
  const add = (key: string, ...content: Node[]) =>
    parts.push(
      h('section', { class: 'about-part' }, h('h3', { class: 'domain-title' }, t(key)), ...content),
    );
  if (scenario.problem) add('scenario.problem', h('p', {}, scenario.problem));
  const goals = scenario.goals.map((goal) => h('li', {}, goalWords(session, goal)));
  if (goals.length) add('scenario.goals', h('ul', { class: 'bullets' }, ...goals));
  const edits = scenario.edits.map((edit) =>
    h(
      'li',
      { class: edit.on ? '' : 'muted' },
      h('b', {}, tOr(`edit.${edit.type}`, edit.type)),
      h('br'),
      h('span', { class: 'muted' }, details(edit)),
    ),
  );
  if (edits.length) add('scenario.edits', h('ol', { class: 'bullets' }, ...edits));
  else add('scenario.edits', h('p', { class: 'muted' }, t('scenario.noEdits')));
  const parent = scenario.parent && (session.scenario(scenario.parent)?.title ?? scenario.parent);
  const box = dialog(scenario.title, parent ? t('scenario.parent', { parent }) : '', ...parts);
  box.id = 'about-scenario';
}

function details(edit: Scenario['edits'][number]): string {
  return edit.on ? edit.title : t('scenario.off', { title: edit.title });
}

function goalWords(session: Session, goal: Scenario['goals'][number]): string {
  const name = tOr(`kpi.${goal.kpi}`, goal.kpi);
  const target = targetWords(String(goal.target ?? ''));
  const where = goal.district || session.city.name;
  const by = goal.by ? space(t('scenario.by', { when: goal.by })) : '';
  return `${name}, ${where}: ${target}${by}`;
}

/** "lower", "at most 40", "-30 %", "at most +2 %": as the server tells a target. */
export function targetWords(target: string): string {
  const [, bound, figure, share] = /^(?:at (most|least) )?([-+]?[\d.]+)( %)?$/.exec(target) ?? [];
  if (!figure) return tOr(`prov.${target}`, target);
  const value = share ? `${signed(Number(figure))}\u00a0%` : number(Number(figure));
  return bound ? t(`goal.${bound}`, { value }) : value;
}

/** Why a scenario does not fit the city: the places that the city has not named, else as it is told. */
export function misfitWords(session: Session, misfit: string): string {
  const roles = [...misfit.matchAll(/has no role "([\w-]+)"/g)].map((m) => m[1]!);
  const problems = misfit.match(/edits\[\d+\] /g)?.length ?? 0;
  if (!roles.length || roles.length < problems) return misfit;
  const names = [...new Set(roles)].map((role) => `${tOr(`role.${role}`, role)} (${role})`);
  return t('misfit.roles', { city: session.city.name, places: names.join(', ') });
}
