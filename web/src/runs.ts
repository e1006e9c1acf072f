/**
 * Runs that this page started or found under way: asked for by POST, followed by server-sent events.
 * What a scenario's job is doing is kept here, whatever scenario the page shows meanwhile; when it
 * is done the scenario has its run, and everything that shows the scenario hears of it.
 */
import { api, ApiError } from './api.ts';
import type { Session } from './session.ts';

export interface Job {
  run: string | null;
  state: 'asked' | 'queued' | 'running' | 'stopping';
  stage: string;
  /** 0 … 1 */
  share: number;
}

/** What went wrong, and how to mend it. */
export interface Trouble {
  what: string;
  fix: string;
}

export class Runs {
  private jobs = new Map<string, Job>();
  private troubles = new Map<string, Trouble>();
  private listeners: ((scenario: string, done: boolean) => void)[] = [];

  constructor(private readonly session: Session) {
    for (const scenario of session.scenarios) {
      if (scenario.job) this.follow(scenario.id, scenario.job);
    }
  }

  /** `done` is true once, when the run of the scenario is stored. */
  onChange(call: (scenario: string, done: boolean) => void): void {
    this.listeners.push(call);
  }

  job(scenario: string): Job | undefined {
    return this.jobs.get(scenario);
  }

  trouble(scenario: string): Trouble | undefined {
    return this.troubles.get(scenario);
  }

  async start(scenario: string): Promise<void> {
    if (this.jobs.has(scenario)) return;
    this.troubles.delete(scenario);
    this.set(scenario, { run: null, state: 'asked', stage: '', share: 0 });
    try {
      const yaml = this.session.scenario(scenario)?.draft;
      const run = await api.start(yaml ? { yaml } : { scenario });
      if (run.status === 'stored') this.finish(scenario, run.id);
      else this.follow(scenario, run.id);
    } catch (error) {
      this.fail(scenario, error);
    }
  }

  async cancel(scenario: string): Promise<void> {
    const job = this.jobs.get(scenario);
    if (!job?.run) return;
    this.set(scenario, { ...job, state: 'stopping' });
    try {
      await api.cancel(job.run);
    } catch (error) {
      // Most likely it ended meanwhile; what it came to arrives as an event.
      console.warn('cancel', error);
    }
  }

  private follow(scenario: string, run: string): void {
    this.set(scenario, { run, state: 'queued', stage: '', share: 0 });
    const events = api.progress(run);
    const data = (event: Event) => JSON.parse((event as MessageEvent<string>).data);
    events.addEventListener('progress', (event) => {
      const { stage, share, status } = data(event);
      const stopping = this.jobs.get(scenario)?.state === 'stopping';
      this.set(scenario, { run, state: stopping ? 'stopping' : status, stage, share });
    });
    events.addEventListener('done', () => {
      events.close();
      this.finish(scenario, run);
    });
    events.addEventListener('cancelled', () => {
      events.close();
      this.end(scenario, false);
    });
    events.addEventListener('failed', (event) => {
      events.close();
      const { detail, title, fix } = data(event);
      this.fail(scenario, new ApiError(detail ?? title, 500, fix ?? ''));
    });
    events.addEventListener('error', () => {
      // A stream that breaks is opened again by the browser; one that is refused stays closed.
      if (events.readyState === EventSource.CLOSED) void this.ask(scenario, run);
    });
  }

  private async ask(scenario: string, run: string): Promise<void> {
    try {
      const { status } = await api.run(run);
      if (status === 'stored') this.finish(scenario, run);
      else if (status === 'cancelled') this.end(scenario, false);
      else window.setTimeout(() => this.follow(scenario, run), 2000);
    } catch (error) {
      this.fail(scenario, error);
    }
  }

  private finish(id: string, run: string): void {
    const scenario = this.session.scenario(id);
    if (scenario) Object.assign(scenario, { run, job: null, status: 'stored' });
    this.end(id, true);
    if (this.session.store.get().scenario === id) this.session.store.announce('scenario');
  }

  private fail(scenario: string, error: unknown): void {
    const what = error instanceof Error ? error.message : String(error);
    this.troubles.set(scenario, { what, fix: error instanceof ApiError ? error.fix : '' });
    this.end(scenario, false);
  }

  private end(scenario: string, done: boolean): void {
    this.jobs.delete(scenario);
    this.tell(scenario, done);
  }

  private set(scenario: string, job: Job): void {
    this.jobs.set(scenario, job);
    this.tell(scenario, false);
  }

  private tell(scenario: string, done: boolean): void {
    this.listeners.forEach((call) => call(scenario, done));
  }
}
