/**
 * Value frames of runs: fetched once, decoded to float32 with `NODATA` in the gaps, kept up to a
 * memory limit (oldest out first). A step asked for now is fetched at once; the rest of the day is
 * prefetched around it in the background, nearest hours first, two requests at a time.
 */
import { api, type FrameInfo } from './api.ts';

/** "No data" in decoded frames: far below any value, and safe in a shader where NaN is not. */
export const NODATA = -1e30;
const LIMIT_BYTES = 192 * 1024 * 1024;

type Packing = Pick<FrameInfo, 'dtype' | 'scale' | 'offset' | 'nodata'>;

export function decodeFrame(info: Packing, bytes: ArrayBuffer): Float32Array {
  const { scale, offset } = info;
  if (info.dtype === 'float32') {
    const values = new Float32Array(bytes);
    const plain = scale === 1 && offset === 0;
    for (let i = 0; i < values.length; i++) {
      const v = values[i]!;
      if (v !== v) values[i] = NODATA;
      else if (!plain) values[i] = offset + scale * v;
    }
    return values;
  }
  const stored = info.dtype === 'uint8' ? new Uint8Array(bytes) : new Uint16Array(bytes);
  const values = new Float32Array(stored.length);
  const gap = info.nodata;
  for (let i = 0; i < stored.length; i++) {
    const v = stored[i]!;
    values[i] = v === gap ? NODATA : offset + scale * v;
  }
  return values;
}

export class Frames {
  private infos = new Map<string, Promise<Map<string, FrameInfo>>>();
  private ready = new Map<string, Float32Array>();
  private pending = new Map<string, Promise<Float32Array>>();
  private bytes = 0;
  private round = 0;

  info(run: string, quantity: string): Promise<FrameInfo | undefined> {
    let all = this.infos.get(run);
    if (!all) {
      all = api
        .frameInfos(run)
        .then((items) => new Map(items.map((item) => [item.quantity, item] as const)));
      all.catch(() => this.infos.delete(run));
      this.infos.set(run, all);
    }
    return all.then((map) => map.get(quantity));
  }

  peek(run: string, quantity: string, step: number): Float32Array | undefined {
    return this.ready.get(`${run}/${quantity}/${step}`);
  }

  async get(run: string, info: FrameInfo, step: number): Promise<Float32Array> {
    const key = `${run}/${info.quantity}/${step}`;
    const known = this.ready.get(key);
    if (known) return known;
    let fetching = this.pending.get(key);
    if (!fetching) {
      fetching = api.frame(run, info.quantity, step).then((bytes) => {
        const values = decodeFrame(info, bytes);
        this.keep(key, values);
        return values;
      });
      fetching.finally(() => this.pending.delete(key)).catch(() => undefined);
      this.pending.set(key, fetching);
    }
    return fetching;
  }

  /** Fetches the other steps, nearest to `step` first; a later call takes over from an earlier one. */
  async prefetch(wanted: { run: string; info: FrameInfo }[], step: number): Promise<void> {
    const round = ++this.round;
    const steps = wanted[0]?.info.steps ?? 0;
    const order = Array.from({ length: steps }, (_, i) => i).sort(
      (a, b) => Math.abs(a - step) - Math.abs(b - step),
    );
    for (const near of order) {
      if (round !== this.round) return;
      await Promise.all(wanted.map(({ run, info }) => this.get(run, info, near)));
    }
  }

  private keep(key: string, values: Float32Array): void {
    this.ready.set(key, values);
    this.bytes += values.byteLength;
    for (const [oldest, old] of this.ready) {
      if (this.bytes <= LIMIT_BYTES) break;
      this.ready.delete(oldest);
      this.bytes -= old.byteLength;
    }
  }
}
