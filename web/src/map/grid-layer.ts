/**
 * Draws values of the receptor grid: one quad between the four corners of the grid, bilinear
 * between cell centres in the shader, colour continuous along the ramp. The background of the hour
 * stays almost clear, so that it shows the city and only what the city adds is strong.
 */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl';
import { localMatrix } from './camera.ts';
import { toLocal, type Origin } from './geometry.ts';
import { Program } from './program.ts';
import { Values, VALUE_GLSL } from './values.ts';

export interface Grid {
  cols: number;
  rows: number;
  /** South-west, south-east, north-east, north-west. */
  corners: [number, number][];
}

const VERTEX = `
in vec2 aAt;
in vec2 aUv;
uniform mat4 uMatrix;
out vec2 vUv;
void main() { vUv = aUv; gl_Position = uMatrix * vec4(aAt, 0.0, 1.0); }`;

const FRAGMENT = `
in vec2 vUv;
uniform ivec2 uCells;
uniform vec2 uAlphaRange;
uniform float uFloor; // the lowest value of the hour: the background
${VALUE_GLSL}
out vec4 color;
int cell(ivec2 at) { ivec2 c = clamp(at, ivec2(0), uCells - 1); return c.y * uCells.x + c.x; }
float between(bool old, ivec2 at, vec2 f) {
  float sw = old ? before(cell(at)) : present(cell(at));
  float se = old ? before(cell(at + ivec2(1, 0))) : present(cell(at + ivec2(1, 0)));
  float nw = old ? before(cell(at + ivec2(0, 1))) : present(cell(at + ivec2(0, 1)));
  float ne = old ? before(cell(at + ivec2(1, 1))) : present(cell(at + ivec2(1, 1)));
  if (!known(sw) || !known(se) || !known(nw) || !known(ne)) return ${(-1e30).toExponential(1)};
  return mix(mix(sw, se, f.x), mix(nw, ne, f.x), f.y);
}
vec4 shade(float v) {
  if (!known(v)) return vec4(0.0);
  float p = position(v);
  float share = uDiff ? min(1.0, abs(p - 0.5 * float(uCount + 1)) / (0.5 * float(uCount)))
                      : clamp((p - position(uFloor)) / max(1.5, 0.5 * float(uCount)), 0.0, 1.0);
  float alpha = mix(uAlphaRange.x, uAlphaRange.y, sqrt(share));
  return vec4(smoothed(p).rgb * alpha, alpha);
}
void main() {
  vec2 at = vUv * vec2(uCells) - 0.5;
  ivec2 low = ivec2(floor(at));
  vec2 f = at - vec2(low);
  vec4 now = shade(between(false, low, f));
  vec2 edge = min(vUv, 1.0 - vUv) * vec2(uCells);
  float inside = clamp(min(edge.x, edge.y) * 0.5, 0.0, 1.0);
  color = inside * (uFade < 1.0 ? mix(shade(between(true, low, f)), now, uFade) : now);
}`;

export class GridLayer implements CustomLayerInterface {
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  readonly values = new Values();
  visible = false;
  private grid: Grid | null = null;
  private moved = false;
  private map: MapLibre | null = null;
  private program: Program | null = null;
  private vertices: WebGLVertexArrayObject | null = null;
  private buffer: WebGLBuffer | null = null;

  constructor(
    readonly id: string,
    private readonly origin: Origin,
  ) {}

  setGrid(grid: Grid): void {
    if (this.grid === grid) return;
    this.grid = grid;
    this.moved = true;
  }

  /** The cell at a position, or −1 outside: the grid is a parallelogram up to centimetres. */
  find(lng: number, lat: number): number {
    if (!this.grid) return -1;
    const { cols, rows, corners } = this.grid;
    const [sw, se, nw] = [corners[0]!, corners[1]!, corners[3]!];
    const [ux, uy] = [se[0] - sw[0], se[1] - sw[1]];
    const [vx, vy] = [nw[0] - sw[0], nw[1] - sw[1]];
    const area = ux * vy - uy * vx;
    const u = ((lng - sw[0]) * vy - (lat - sw[1]) * vx) / area;
    const v = ((lat - sw[1]) * ux - (lng - sw[0]) * uy) / area;
    if (u < 0 || v < 0 || u >= 1 || v >= 1) return -1;
    return Math.floor(v * rows) * cols + Math.floor(u * cols);
  }

  /** Corners of a cell as a closed ring, for the mark of the selection. */
  ring(cell: number): [number, number][] {
    const { cols, rows, corners } = this.grid!;
    const at = (i: number, j: number): [number, number] => {
      const [sw, se, ne, nw] = [corners[0]!, corners[1]!, corners[2]!, corners[3]!];
      const [u, v] = [i / cols, j / rows];
      const mix = (k: 0 | 1) =>
        (1 - v) * ((1 - u) * sw[k] + u * se[k]) + v * ((1 - u) * nw[k] + u * ne[k]);
      return [mix(0), mix(1)];
    };
    const [i, j] = [cell % cols, Math.floor(cell / cols)];
    return [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1), at(i, j)];
  }

  /** Middle of a cell, degrees. */
  center(cell: number): [number, number] | null {
    if (!this.grid) return null;
    const [a, , b] = this.ring(cell);
    return [(a![0] + b![0]) / 2, (a![1] + b![1]) / 2];
  }

  onAdd(map: MapLibre, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.program = new Program(gl, VERTEX, FRAGMENT);
    this.vertices = gl.createVertexArray();
    this.buffer = gl.createBuffer();
    gl.bindVertexArray(this.vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    ['aAt', 'aUv'].forEach((name, k) => {
      const attribute = this.program!.attribute(name);
      gl.enableVertexAttribArray(attribute);
      gl.vertexAttribPointer(attribute, 2, gl.FLOAT, false, 16, 8 * k);
    });
    gl.bindVertexArray(null);
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const { map, program, grid } = this;
    if (!this.visible || !map || !program || !grid || !this.values.isReady()) return;
    if (this.moved) this.place(gl, grid);
    gl.useProgram(program.handle);
    this.values.bind(gl, program.at);
    const matrix = localMatrix(input.defaultProjectionData.mainMatrix, this.origin);
    gl.uniformMatrix4fv(program.at('uMatrix'), false, matrix);
    gl.uniform2i(program.at('uCells'), grid.cols, grid.rows);
    gl.uniform1f(program.at('uFloor'), this.values.lowest());
    const [low, high] = this.values.ramp!.diverging ? [0, 0.9] : [0.1, 0.85];
    gl.uniform2f(program.at('uAlphaRange'), low!, high!);
    gl.bindVertexArray(this.vertices);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.bindVertexArray(null);
    if (this.values.isFading()) map.triggerRepaint();
  }

  private place(gl: WebGL2RenderingContext, grid: Grid): void {
    const uv = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    const data = [0, 1, 3, 2].flatMap((corner, k) => [
      ...toLocal(this.origin, ...grid.corners[corner]!),
      ...uv[k]!,
    ]);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(data), gl.STATIC_DRAW);
    this.moved = false;
  }
}
