/** Over the map where a scenario has no run: runs it, shows how far it is, says what went wrong. */
import type { Scenario } from '../api.ts';
import type { Job, Runs, Trouble } from '../runs.ts';
import type { Session } from '../session.ts';
import { t, tOr } from '../words.ts';
import { h, icon } from './dom.ts';
import { misfitWords } from './scenario.ts';
import { toast } from './toast.ts';

export function runPanel(session: Session, runs: Runs): HTMLElement {
  const box = h('section', {
    class: 'panel run',
    id: 'run',
    'aria-label': t('run.title'),
  });
  const bar = h('progress', { class: 'run-bar', max: 1, 'aria-label': t('run.progress') });
  const stage = h('p', { class: 'muted run-stage', role: 'status' });
  const show = () => {
    const scenario = session.scenario(session.store.get().scenario);
    const job = scenario && runs.job(scenario.id);
    box.hidden = !scenario || scenario.run !== null;
    if (!scenario || box.hidden) return;
    if (job) {
      if (job.state === 'running' || job.state === 'stopping') bar.value = job.share;
      else bar.removeAttribute('value');
      const words = stageWords(job);
      if (stage.textContent !== words) stage.textContent = words;
    }
    const mode = job ? `job ${job.state === 'stopping' || !job.run}` : 'idle';
    const key = `${scenario.id} ${mode} ${runs.trouble(scenario.id)?.what ?? ''}`;
    if (box.dataset['shows'] === key) return;
    const focus = box.contains(document.activeElement);
    box.dataset['shows'] = key;
    const button = job ? cancelButton(job, () => void runs.cancel(scenario.id)) : startButton();
    box.replaceChildren(
      h('h2', { class: 'legend-title' }, scenario.title),
      ...(job ? [stage, bar] : [h('p', { class: 'muted' }, why(scenario))]),
      troubleNote(job ? undefined : runs.trouble(scenario.id)),
      scenario.misfit ? '' : button,
    );
    if (focus) button.focus();
  };
  const why = ({ misfit }: Scenario) => (misfit ? misfitWords(session, misfit) : t('run.none'));
  const startButton = () =>
    h(
      'button',
      {
        type: 'button',
        class: 'button primary',
        id: 'run-start',
        onclick: () => void runs.start(session.store.get().scenario),
      },
      icon('play'),
      t('run.start'),
    );
  runs.onChange((id, done) => {
    show();
    const title = session.scenario(id)?.title ?? id;
    if (done && id !== session.store.get().scenario) toast(t('run.done', { title }));
  });
  session.store.on(['scenario'], show);
  show();
  return box;
}

function cancelButton(job: Job, cancel: () => void): HTMLButtonElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'button',
      id: 'run-cancel',
      disabled: !job.run || job.state === 'stopping',
      onclick: cancel,
    },
    t(job.state === 'stopping' ? 'run.stopping' : 'run.cancel'),
  );
}

function stageWords(job: Job): string {
  if (job.state === 'stopping') return t('run.stopping');
  if (job.state !== 'running') return t('run.waiting');
  const share = Math.round(100 * job.share);
  return `${tOr(`stage.${job.stage}`, job.stage)} · ${share}\u00a0%`;
}

function troubleNote(trouble: Trouble | undefined): HTMLElement | string {
  if (!trouble) return '';
  return h(
    'p',
    { class: 'run-trouble', role: 'alert' },
    h('b', {}, t('run.failed')),
    ` ${trouble.what}`,
    trouble.fix && h('span', { class: 'muted' }, ` ${trouble.fix}`),
  );
}
