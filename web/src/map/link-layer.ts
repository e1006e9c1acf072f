/**
 * Draws values of links: one strip for each, colour and width looked up in the value texture by
 * link number. Two-way streets keep to the right. Width is √value where the layer
 * asks for it, so that the picture still reads in grey; else it follows the road class.
 */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl';
import { atZoom, localMatrix, pixelUnits } from './camera.ts';
import type { Geometry, Origin } from './geometry.ts';
import { findTwins } from './geometry.ts';
import { buildLinkMesh, MITER_LIMIT, STRIDE } from './link-mesh.ts';
import { Program } from './program.ts';
import { Values, VALUE_GLSL } from './values.ts';

const VERTEX = `
in vec2 aAt;
in vec2 aNormal;
in uint aLink;
uniform mat4 uMatrix;
uniform float uUnits; // local units in a pixel
uniform float uClassWidth[16];
uniform float uSqrtWidth; // pixels at the last break; 0 = width by class
uniform float uGap;
${VALUE_GLSL}
out float vSide;
flat out float vHalf;
flat out vec4 vColor;

float width(float v, int roadClass) {
  float byClass = uClassWidth[roadClass];
  if (!known(v)) return byClass * 0.5;
  if (uDiff) {
    float share = sqrt(min(1.0, abs(v) / uBreaks[uCount - 1]));
    return mix(byClass * 0.5, max(byClass * 1.4, uSqrtWidth * 0.8), share);
  }
  if (uSqrtWidth <= 0.0) return byClass;
  return max(byClass * 0.3, uSqrtWidth * sqrt(min(1.5, v / uBreaks[uCount - 1])));
}

void main() {
  int link = int(aLink & 0xffffffu);
  int roadClass = int((aLink >> 24) & 15u);
  float twin = float((aLink >> 28) & 1u);
  float v1 = present(link);
  float w = width(v1, roadClass);
  vColor = classed(v1);
  if (uFade < 1.0) {
    float v0 = before(link);
    w = mix(width(v0, roadClass), w, uFade);
    vColor = mix(classed(v0), vColor, uFade);
  }
  vHalf = 0.5 * w;
  vSide = (aLink >> 31) == 1u ? vHalf + 1.0 : -(vHalf + 1.0);
  vec2 at = aAt;
  // Ends of a link reach a little into the junction, so that the streets there meet. The normal at
  // an end is that of its segment, of length one.
  float end = float((aLink >> 30) & 1u) - float((aLink >> 29) & 1u);
  vec2 normal = aNormal * ${MITER_LIMIT}.0;
  at += vec2(normal.y, -normal.x) * end * 0.25 * w * uUnits;
  at += normal * (vSide + twin * (vHalf + uGap)) * uUnits;
  gl_Position = uMatrix * vec4(at, 0.0, 1.0);
}`;

const FRAGMENT = `
in float vSide;
flat in float vHalf;
flat in vec4 vColor;
uniform float uAlpha;
out vec4 color;
void main() {
  float alpha = clamp(vHalf + 0.5 - abs(vSide), 0.0, 1.0) * min(1.0, 2.0 * vHalf) * uAlpha;
  color = vec4(vColor.rgb * alpha, alpha);
}`;

/** Share of the widest line for motorway … pedestrian. */
const CLASS_SHARE = [1, 0.9, 0.85, 0.72, 0.62, 0.42, 0.34, 0.3, 0.6, 0.25];
const WIDEST: [number, number][] = [
  [10, 1.6],
  [12, 2.8],
  [14, 5],
  [16, 10],
  [18, 22],
];
const WIDEST_SQRT: [number, number][] = [
  [10, 2.6],
  [12, 4.8],
  [14, 8],
  [16, 14],
  [18, 28],
];

export class LinkLayer implements CustomLayerInterface {
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  readonly values = new Values();
  visible = false;
  private map: MapLibre | null = null;
  private program: Program | null = null;
  private vertices: WebGLVertexArrayObject | null = null;
  private buffer: WebGLBuffer | null = null;
  private corners: WebGLBuffer | null = null;
  private count = 0;
  private geometry: Geometry | null = null;
  private moved = false;

  constructor(
    readonly id: string,
    private readonly origin: Origin,
  ) {}

  setGeometry(geometry: Geometry): void {
    this.moved ||= this.geometry !== geometry;
    this.geometry = geometry;
  }

  onAdd(map: MapLibre, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.program = new Program(gl, VERTEX, FRAGMENT);
    this.vertices = gl.createVertexArray();
    gl.bindVertexArray(this.vertices);
    this.buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    const at = this.program.attribute('aAt');
    const normal = this.program.attribute('aNormal');
    const link = this.program.attribute('aLink');
    gl.vertexAttribPointer(at, 2, gl.FLOAT, false, STRIDE, 0);
    gl.vertexAttribPointer(normal, 2, gl.SHORT, true, STRIDE, 8);
    gl.vertexAttribIPointer(link, 1, gl.UNSIGNED_INT, STRIDE, 12);
    for (const attribute of [at, normal, link]) gl.enableVertexAttribArray(attribute);
    this.corners = gl.createBuffer();
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.corners);
    gl.bindVertexArray(null);
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const { map, program, geometry } = this;
    if (!this.visible || !map || !program || !geometry || !this.values.isReady()) return;
    if (this.moved) this.place(gl, geometry);
    const zoom = map.getZoom();
    gl.useProgram(program.handle);
    this.values.bind(gl, program.at);
    const matrix = localMatrix(input.defaultProjectionData.mainMatrix, this.origin);
    const widest = atZoom(zoom, WIDEST);
    const sqrt = this.values.ramp!.width === 'sqrt' ? atZoom(zoom, WIDEST_SQRT) : 0;
    gl.uniformMatrix4fv(program.at('uMatrix'), false, matrix);
    gl.uniform1f(program.at('uUnits'), pixelUnits(zoom));
    gl.uniform1fv(
      program.at('uClassWidth'),
      Array.from({ length: 16 }, (_, k) => widest * (CLASS_SHARE[k] ?? 0.25)),
    );
    gl.uniform1f(program.at('uSqrtWidth'), sqrt);
    gl.uniform1f(program.at('uGap'), zoom > 13 ? 0.5 : 0.1);
    gl.uniform1f(program.at('uAlpha'), 1);
    gl.bindVertexArray(this.vertices);
    gl.drawElements(gl.TRIANGLE_STRIP, this.count, gl.UNSIGNED_INT, 0);
    gl.bindVertexArray(null);
    if (this.values.isFading()) map.triggerRepaint();
  }

  private place(gl: WebGL2RenderingContext, geometry: Geometry): void {
    const mesh = buildLinkMesh(geometry, findTwins(geometry));
    this.count = mesh.indices.length;
    gl.bindVertexArray(this.vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, mesh.vertices, gl.STATIC_DRAW);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, mesh.indices, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    this.moved = false;
  }
}
