/** Draws values of bins: one point each, a disc with a ring where the last class is reached. */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl';
import { atZoom, localMatrix } from './camera.ts';
import type { Geometry, Origin } from './geometry.ts';
import { Program } from './program.ts';
import { rgb } from './ramp.ts';
import { Values, VALUE_GLSL } from './values.ts';

/** Room around a disc for its ring, CSS pixels. */
const REACH = 'const float REACH = 3.0;';

const VERTEX = `
${REACH}
in vec2 aAt;
uniform mat4 uMatrix;
uniform float uDots; // of the screen in a CSS pixel
uniform float uRadius;
uniform float uAlert;
uniform float uUnknown; // share of the radius; 0 = not drawn
uniform float uPass; // 0: all but the full ones, 1: the full ones, on top
${VALUE_GLSL}
flat out vec4 vColor;
flat out float vRadius;
flat out float vAlert;
void main() {
  float v1 = present(gl_VertexID);
  float v = v1;
  vColor = classed(v1);
  if (uFade < 1.0) {
    float v0 = before(gl_VertexID);
    vColor = mix(classed(v0), vColor, uFade);
    v = mix(v0, v1, uFade);
  }
  vAlert = !uDiff && known(v1) && v >= uAlert ? 1.0 : 0.0;
  if (vAlert != uPass) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  if (!known(v1) && uUnknown <= 0.0) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  vRadius = uRadius * (known(v1) ? 1.0 : uUnknown) * (1.0 + 0.25 * vAlert);
  gl_PointSize = 2.0 * (vRadius + REACH) * uDots;
  gl_Position = uMatrix * vec4(aAt, 0.0, 1.0);
}`;

const FRAGMENT = `
${REACH}
flat in vec4 vColor;
flat in float vRadius;
flat in float vAlert;
uniform vec3 uRim;
uniform vec3 uAlertColor;
out vec4 color;
void main() {
  float d = length(2.0 * gl_PointCoord - 1.0) * (vRadius + REACH);
  float disc = clamp(vRadius + 0.5 - d, 0.0, 1.0);
  float rim = clamp(vRadius + 1.0 + 0.8 * vAlert - d, 0.0, 1.0);
  vec3 edge = mix(uRim, uAlertColor, vAlert);
  vec3 c = mix(edge, vColor.rgb, disc);
  color = vec4(c * rim, rim);
}`;

const RADIUS: [number, number][] = [
  [11, 1.3],
  [13, 2.2],
  [15, 5],
  [18, 10],
];

export class PointLayer implements CustomLayerInterface {
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  readonly values = new Values();
  visible = false;
  rim = '#ffffff';
  alert = '#c2410c';
  /** Values from here on get a ring in the alert colour. */
  alertFrom = Infinity;
  /** Times the radius of a bin; those without a value a share of that. */
  size = 1;
  unknown = 0.6;
  private map: MapLibre | null = null;
  private program: Program | null = null;
  private vertices: WebGLVertexArrayObject | null = null;
  private buffer: WebGLBuffer | null = null;
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
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, 2, gl.FLOAT, false, 0, 0);
    gl.bindVertexArray(null);
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const { map, program, geometry } = this;
    if (!this.visible || !map || !program || !geometry || !this.values.isReady()) return;
    if (this.moved) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, geometry.xy, gl.STATIC_DRAW);
      this.moved = false;
    }
    const zoom = map.getZoom();
    gl.useProgram(program.handle);
    this.values.bind(gl, program.at);
    const matrix = localMatrix(input.defaultProjectionData.mainMatrix, this.origin);
    gl.uniformMatrix4fv(program.at('uMatrix'), false, matrix);
    gl.uniform1f(program.at('uDots'), map.getPixelRatio());
    gl.uniform1f(program.at('uRadius'), this.size * atZoom(zoom, RADIUS));
    gl.uniform1f(program.at('uUnknown'), this.unknown);
    gl.uniform1f(program.at('uAlert'), Math.min(this.alertFrom, 1e30));
    gl.uniform3f(program.at('uRim'), ...rgb(this.rim));
    gl.uniform3f(program.at('uAlertColor'), ...rgb(this.alert));
    gl.bindVertexArray(this.vertices);
    for (const pass of [0, 1]) {
      gl.uniform1f(program.at('uPass'), pass);
      gl.drawArrays(gl.POINTS, 0, geometry.count);
    }
    gl.bindVertexArray(null);
    if (this.values.isFading()) map.triggerRepaint();
  }
}
