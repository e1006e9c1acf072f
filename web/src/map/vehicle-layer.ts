/**
 * Draws the vehicles of a played day. A row of a chunk (vehicle, link, enter, leave) is uploaded
 * once; the time is one uniform, and the vertex shader finds the place along the link's line in a
 * texture of its vertices. Nothing is done per vehicle and frame outside of the GPU.
 */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl';
import { atZoom, localMatrix, pixelUnits } from './camera.ts';
import type { Geometry, Origin } from './geometry.ts';
import { Program } from './program.ts';

const WIDTH = 4096;

const VERTEX = `
in vec4 aRow; // first vertex, last vertex, enter, leave
in vec2 aLook; // kind, pace
uniform highp sampler2D uLine;
uniform mat4 uMatrix;
uniform float uNow;
uniform float uSize;
uniform float uAside;
uniform vec2 uScreen;
flat out vec3 vColor;
flat out vec2 vAlong;
vec4 line(int i) { return texelFetch(uLine, ivec2(i % ${WIDTH}, i / ${WIDTH}), 0); }
void main() {
  if (uNow < aRow.z || uNow >= aRow.w) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 1.0;
    return;
  }
  int a = int(aRow.x);
  int b = int(aRow.y);
  float s = line(b).z * (uNow - aRow.z) / (aRow.w - aRow.z);
  for (int k = 0; k < 14 && b - a > 1; k++) {
    int mid = (a + b) / 2;
    if (line(mid).z <= s) a = mid; else b = mid;
  }
  vec4 p = line(a);
  vec4 q = line(b);
  vec2 along = normalize(q.xy - p.xy + vec2(1e-9, 0.0));
  vec2 at = mix(p.xy, q.xy, clamp((s - p.z) / max(q.z - p.z, 1e-6), 0.0, 1.0));
  at += uAside * vec2(-along.y, along.x);
  gl_Position = uMatrix * vec4(at, 0.0, 1.0);
  vec4 ahead = uMatrix * vec4(at + along * uSize, 0.0, 1.0);
  vec2 turn = (ahead.xy / ahead.w - gl_Position.xy / gl_Position.w) * uScreen;
  vAlong = normalize(turn + vec2(1e-9, 0.0));
  float size = aLook.x > 1.5 ? 1.35 : 1.0;
  gl_PointSize = uSize * size;
  // Okabe-Ito: cars from vermilion (slow) to blue (free), buses green, collection trucks purple.
  vec3 car = mix(vec3(0.84, 0.37, 0.0), vec3(0.0, 0.45, 0.7), smoothstep(0.15, 0.8, aLook.y));
  vColor = aLook.x > 3.5 ? vec3(0.66, 0.33, 0.56) : aLook.x > 2.5 ? vec3(0.0, 0.52, 0.4) : car;
}`;

const FRAGMENT = `
flat in vec3 vColor;
flat in vec2 vAlong;
uniform vec3 uRim;
out vec4 color;
void main() {
  vec2 p = 2.0 * gl_PointCoord - 1.0;
  p.y = -p.y;
  vec2 q = vec2(dot(p, vAlong), dot(p, vec2(-vAlong.y, vAlong.x)));
  float d = max(abs(q.x) / 0.9, abs(q.y) / 0.5);
  if (d > 1.0) discard;
  color = vec4(d > 0.74 ? uRim : vColor, 1.0);
}`;

const SIZE: [number, number][] = [
  [11, 3],
  [13, 5],
  [15, 10],
  [18, 20],
];

/** A chunk of `/api/v1/runs/{run}/vehicles/{chunk}` as rows for the GPU. */
export interface Chunk {
  startS: number;
  lengthS: number;
  oneIn: number;
  vehicles: number;
  rows: number;
  /** Six numbers a row: link, unused, enter, leave, kind, pace. */
  data: Float32Array;
}

export function readChunk(bytes: ArrayBuffer): Chunk {
  const head = new Uint32Array(bytes, 0, 6);
  const [version, vehicles = 0, rows = 0, startS = 0, lengthS = 0, oneIn = 1] = head;
  if (version !== 1) throw new Error(`vehicles of version ${version}`);
  const starts = 24 + 4 * vehicles;
  const first = new Uint32Array(bytes, starts, vehicles + 1);
  const links = starts + 4 * (vehicles + 1);
  const link = new Uint32Array(bytes, links, rows);
  const enter = new Float32Array(bytes, links + 4 * rows, rows);
  const leave = new Float32Array(bytes, links + 8 * rows, rows);
  const kind = new Uint8Array(bytes, links + 12 * rows, vehicles);
  const pace = new Uint8Array(bytes, links + 12 * rows + vehicles, rows);
  const data = new Float32Array(6 * rows);
  for (let v = 0; v < vehicles; v++) {
    for (let r = first[v]!; r < first[v + 1]!; r++) {
      data.set([link[r]!, 0, enter[r]!, leave[r]!, kind[v]!, pace[r]! / 255], 6 * r);
    }
  }
  return { startS, lengthS, oneIn, vehicles, rows, data };
}

/** Vertices as x, y, distance from the start of their line; a texture of whole rows. */
function lineTexture(g: Geometry): Float32Array<ArrayBuffer> {
  const vertices = g.first[g.count]!;
  const rows = Math.max(1, Math.ceil(vertices / WIDTH));
  const texels = new Float32Array(4 * WIDTH * rows);
  for (let i = 0; i < g.count; i++) {
    let along = 0;
    for (let v = g.first[i]!; v < g.first[i + 1]!; v++) {
      const x = g.xy[2 * v]!;
      const y = g.xy[2 * v + 1]!;
      if (v > g.first[i]!) along += Math.hypot(x - g.xy[2 * v - 2]!, y - g.xy[2 * v - 1]!);
      texels.set([x, y, along, 0], 4 * v);
    }
  }
  return texels;
}

export class VehicleLayer implements CustomLayerInterface {
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  visible = false;
  rim: [number, number, number] = [1, 1, 1];
  /** Seconds since the start of the chunk. */
  now = 0;
  private map: MapLibre | null = null;
  private program: Program | null = null;
  private vertices: WebGLVertexArrayObject | null = null;
  private buffer: WebGLBuffer | null = null;
  private texture: WebGLTexture | null = null;
  private geometry: Geometry | null = null;
  private chunk: Chunk | null = null;
  private isNewGeometry = false;
  private isNewChunk = false;

  constructor(
    readonly id: string,
    private readonly origin: Origin,
  ) {}

  show(chunk: Chunk, geometry: Geometry): void {
    this.isNewGeometry ||= geometry !== this.geometry;
    this.isNewChunk ||= chunk !== this.chunk;
    this.geometry = geometry;
    this.chunk = chunk;
  }

  onAdd(map: MapLibre, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.program = new Program(gl, VERTEX, FRAGMENT);
    this.texture = gl.createTexture();
    this.vertices = gl.createVertexArray();
    gl.bindVertexArray(this.vertices);
    this.buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    const row = this.program.attribute('aRow');
    const look = this.program.attribute('aLook');
    gl.enableVertexAttribArray(row);
    gl.vertexAttribPointer(row, 4, gl.FLOAT, false, 24, 0);
    gl.enableVertexAttribArray(look);
    gl.vertexAttribPointer(look, 2, gl.FLOAT, false, 24, 16);
    gl.bindVertexArray(null);
  }

  private upload(gl: WebGL2RenderingContext, geometry: Geometry, chunk: Chunk): void {
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (this.isNewGeometry) {
      const texels = lineTexture(geometry);
      const height = texels.length / 4 / WIDTH;
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, WIDTH, height, 0, gl.RGBA, gl.FLOAT, texels);
      for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
        gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
      }
      this.isNewGeometry = false;
    }
    if (this.isNewChunk) {
      const data = chunk.data.slice();
      for (let k = 0; k < data.length; k += 6) {
        const link = chunk.data[k]!;
        data[k] = geometry.first[link]!;
        data[k + 1] = geometry.first[link + 1]! - 1;
      }
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      this.isNewChunk = false;
    }
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const { map, program, geometry, chunk } = this;
    if (!this.visible || !map || !program || !geometry || !chunk) return;
    this.upload(gl, geometry, chunk);
    const zoom = map.getZoom();
    const size = atZoom(zoom, SIZE);
    gl.useProgram(program.handle);
    gl.uniform1i(program.at('uLine'), 0);
    const matrix = localMatrix(input.defaultProjectionData.mainMatrix, this.origin);
    gl.uniformMatrix4fv(program.at('uMatrix'), false, matrix);
    gl.uniform1f(program.at('uNow'), this.now);
    gl.uniform1f(program.at('uSize'), size * map.getPixelRatio());
    gl.uniform1f(program.at('uAside'), 0.32 * size * pixelUnits(zoom));
    gl.uniform2f(program.at('uScreen'), gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.uniform3f(program.at('uRim'), ...this.rim);
    gl.disable(gl.DEPTH_TEST);
    gl.bindVertexArray(this.vertices);
    gl.drawArrays(gl.POINTS, 0, chunk.rows);
    gl.bindVertexArray(null);
  }
}
