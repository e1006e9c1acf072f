/**
 * The values that a layer shows, on the GPU: four R32F textures (run and base, each with the step
 * shown before and the present one), element i in texel i. A step costs one upload for each run
 * shown; the difference, the colour and the cross-fade happen in the shader. Uploads wait for the
 * next `render`, where MapLibre expects a custom layer to change WebGL state.
 */
import { rgb, type Ramp } from './ramp.ts';
import { NODATA } from '../frames.ts';

const WIDTH = 1024;
const MAX_BREAKS = 15;

export const VALUE_GLSL = `
uniform highp sampler2D uA0, uA1, uB0, uB1; // run before and now, base before and now
uniform float uFade;
uniform bool uDiff;
uniform int uCount;
uniform float uBreaks[${MAX_BREAKS}];
uniform vec4 uColors[${MAX_BREAKS + 1}];
uniform vec4 uNoData;

float stored(highp sampler2D values, int i) {
  return texelFetch(values, ivec2(i % ${WIDTH}, i / ${WIDTH}), 0).r;
}
bool known(float v) { return v > -1e29; }
float minus(float a, float b) { return known(a) && known(b) ? a - b : ${NODATA.toExponential(1)}; }
float before(int i) { return uDiff ? minus(stored(uA0, i), stored(uB0, i)) : stored(uA0, i); }
float present(int i) { return uDiff ? minus(stored(uA1, i), stored(uB1, i)) : stored(uA1, i); }
vec4 classed(float v) {
  if (!known(v)) return uNoData;
  int k = 0;
  while (k < uCount && v >= uBreaks[k]) k++;
  return uColors[k];
}
// Position on the ramp in classes, continuous: n + 0.5 is the middle of class n.
float position(float v) {
  if (v < uBreaks[0]) {
    float width = uCount > 1 ? uBreaks[1] - uBreaks[0] : max(abs(uBreaks[0]), 1e-9);
    return clamp(1.0 + (v - uBreaks[0]) / width, 0.0, 1.0);
  }
  for (int j = 1; j < uCount; j++) {
    if (v < uBreaks[j]) return float(j) + (v - uBreaks[j - 1]) / (uBreaks[j] - uBreaks[j - 1]);
  }
  float last = uBreaks[uCount - 1];
  float width = uCount > 1 ? last - uBreaks[uCount - 2] : max(abs(last), 1e-9);
  return float(uCount) + min((v - last) / width, 1.0);
}
vec4 smoothed(float p) {
  float q = clamp(p - 0.5, 0.0, float(uCount));
  int k = int(floor(q));
  return mix(uColors[k], uColors[min(k + 1, uCount)], q - float(k));
}
`;

interface Slot {
  texture: WebGLTexture | null;
  values: Float32Array | null;
}

export class Values {
  ramp: Ramp | null = null;
  noData = '#9a9a9a';
  private slots: Slot[] = [0, 1, 2, 3].map(() => ({ texture: null, values: null }));
  private waiting: (Float32Array | undefined)[] = [];
  private rows = 1;
  private diff = false;
  private started = 0;
  private low = 0;
  private lowestOf: Float32Array | null = null;
  private fadeMs = 0;
  /** Script time of the last update with its uploads, ms: what the benchmark reads. */
  spentMs = 0;

  /** Shows new values; `base` where a difference is shown. Fades from what was there before. */
  show(run: Float32Array, base: Float32Array | null, fadeMs: number): void {
    const sameKind = this.diff === (base !== null) && this.current()?.length === run.length;
    this.diff = base !== null;
    this.fadeMs = sameKind ? fadeMs : 0;
    this.started = performance.now();
    this.waiting = [run, base ?? undefined];
    if (!sameKind) this.slots.forEach((slot) => (slot.values = null));
  }

  /** What is shown now for an element: the value, or the difference; null = no data. */
  at(i: number): number | null {
    const run = this.waiting[0] ?? this.slots[1]!.values;
    const base = this.waiting[1] ?? this.slots[3]!.values;
    const a = run?.[i] ?? NODATA;
    if (!this.diff) return a > -1e29 ? a : null;
    const b = base?.[i] ?? NODATA;
    return a > -1e29 && b > -1e29 ? a - b : null;
  }

  /** The lowest known value of the run now, found once for each step. */
  lowest(): number {
    const values = this.current();
    if (values !== this.lowestOf) {
      this.lowestOf = values;
      this.low = 1e30;
      for (const v of values ?? []) if (v > -1e29 && v < this.low) this.low = v;
    }
    return this.low;
  }

  isReady(): boolean {
    return this.ramp !== null && (this.current() !== null || this.waiting[0] !== undefined);
  }

  isFading(): boolean {
    return performance.now() - this.started < this.fadeMs;
  }

  private current(): Float32Array | null {
    return this.slots[1]!.values;
  }

  /** Uploads what waits and sets the uniforms of a program that includes `VALUE_GLSL`. */
  bind(gl: WebGL2RenderingContext, at: (name: string) => WebGLUniformLocation | null): void {
    const began = performance.now();
    this.upload(gl);
    const names = ['uA0', 'uA1', 'uB0', 'uB1'];
    this.slots.forEach((slot, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, slot.texture);
      gl.uniform1i(at(names[unit]!), unit);
    });
    const share = this.fadeMs ? (performance.now() - this.started) / this.fadeMs : 1;
    gl.uniform1f(at('uFade'), Math.min(1, Math.max(0, share)));
    gl.uniform1i(at('uDiff'), this.diff ? 1 : 0);
    const ramp = this.ramp!;
    gl.uniform1i(at('uCount'), ramp.breaks.length);
    gl.uniform1fv(at('uBreaks'), ramp.breaks);
    gl.uniform4fv(
      at('uColors'),
      ramp.colors.flatMap((hex) => [...rgb(hex), 1]),
    );
    gl.uniform4f(at('uNoData'), ...rgb(this.noData), 1);
    this.spentMs = performance.now() - began;
  }

  private upload(gl: WebGL2RenderingContext): void {
    const [run, base] = this.waiting;
    this.waiting = [];
    if (run) this.step(gl, 0, run);
    if (base) this.step(gl, 2, base);
    for (const slot of this.slots) {
      if (!slot.texture) slot.texture = this.create(gl, new Float32Array(1));
    }
  }

  /** The present texture becomes the one before; the new values go into the other one. */
  private step(gl: WebGL2RenderingContext, at: number, values: Float32Array): void {
    const before = this.slots[at]!;
    const now = this.slots[at + 1]!;
    const first = now.values === null;
    this.slots[at] = now;
    this.slots[at + 1] = before;
    this.write(gl, before, values);
    if (first) this.write(gl, this.slots[at]!, values);
  }

  private write(gl: WebGL2RenderingContext, slot: Slot, values: Float32Array): void {
    const rows = Math.ceil(values.length / WIDTH) || 1;
    if (!slot.texture || slot.values?.length !== values.length) {
      gl.deleteTexture(slot.texture);
      slot.texture = this.create(gl, values);
      slot.values = values;
      return;
    }
    this.rows = rows;
    gl.bindTexture(gl.TEXTURE_2D, slot.texture);
    this.unpack(gl);
    const whole = Math.floor(values.length / WIDTH);
    if (whole) {
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, WIDTH, whole, gl.RED, gl.FLOAT, values);
    }
    const rest = values.length - whole * WIDTH;
    if (rest) {
      gl.texSubImage2D(
        gl.TEXTURE_2D,
        0,
        0,
        whole,
        rest,
        1,
        gl.RED,
        gl.FLOAT,
        values,
        whole * WIDTH,
      );
    }
    slot.values = values;
  }

  private create(gl: WebGL2RenderingContext, values: Float32Array): WebGLTexture {
    const texture = gl.createTexture();
    this.rows = Math.ceil(values.length / WIDTH) || 1;
    const padded = new Float32Array(WIDTH * this.rows);
    padded.set(values);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    this.unpack(gl);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, WIDTH, this.rows, 0, gl.RED, gl.FLOAT, padded);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    return texture;
  }

  private unpack(gl: WebGL2RenderingContext): void {
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
  }
}
