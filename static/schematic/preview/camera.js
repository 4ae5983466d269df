/* A camera that turns around a point. Matrices are column by column, as WebGL takes them. */
const FIELD = (38 * Math.PI) / 180;
const STEEPEST = Math.PI / 2 - 0.01;
const FILLED = 0.9; // of the picture, at the start
const START = { yaw: Math.PI / 4, pitch: Math.PI / 6 };

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a) => a.map((n) => n / Math.hypot(...a));
const along = (a, direction, distance) => a.map((n, k) => n + direction[k] * distance);

export class Camera {
  aspect = 1;

  constructor(size) {
    this.size = size;
    this.reset();
  }

  reset() {
    Object.assign(this, START);
    this.target = this.size.map((n) => n / 2);
    this.radius = Math.hypot(...this.size) / 2;
    this.distance = 2 * this.radius + 1;
    for (let round = 0; round < 8; round++) this.#fit();
  }

  /* One step toward the distance and target at which the box just fills the picture. */
  #fit() {
    const [back, right, up] = this.axes();
    const eye = this.eye();
    const tall = Math.tan(FIELD / 2);
    const seen = [];
    for (let corner = 0; corner < 8; corner++) {
      const at = this.size.map((n, k) => ((corner >> k) & 1 ? n : 0) - eye[k]);
      const deep = Math.max(0.1, -dot(at, back)) * tall;
      seen.push([dot(at, right) / deep / this.aspect, dot(at, up) / deep]);
    }
    const [x, y] = [0, 1].map((k) => [Math.min(...seen.map((at) => at[k])), Math.max(...seen.map((at) => at[k]))]);
    this.#shift(-(x[0] + x[1]) * 0.25 * this.aspect, (y[0] + y[1]) * 0.25);
    this.distance *= Math.max(x[1] - x[0], y[1] - y[0]) / 2 / FILLED;
  }

  /* Toward the camera, right and up, as unit vectors. */
  axes() {
    const back = [Math.sin(this.yaw) * Math.cos(this.pitch), Math.sin(this.pitch), Math.cos(this.yaw) * Math.cos(this.pitch)];
    const right = unit(cross([0, 1, 0], back));
    return [back, right, cross(back, right)];
  }

  eye() {
    return along(this.target, this.axes()[0], this.distance);
  }

  turn(yaw, pitch) {
    this.yaw += yaw;
    this.pitch = Math.max(-STEEPEST, Math.min(STEEPEST, this.pitch + pitch));
  }

  /* By parts of the picture's height; the target stays in the build. */
  move(x, y) {
    this.#shift(x, y);
    this.target = this.target.map((n, k) => Math.max(0, Math.min(this.size[k], n)));
  }

  #shift(x, y) {
    const [, right, up] = this.axes();
    const span = 2 * Math.tan(FIELD / 2) * this.distance;
    this.target = along(along(this.target, right, -x * span), up, y * span);
  }

  zoom(factor) {
    this.distance = Math.max(1.5, Math.min(this.radius * 6 + 20, this.distance * factor));
  }

  /* A ray through the picture; X and Y from −1 (left, bottom) to 1. */
  ray(x, y) {
    const [back, right, up] = this.axes();
    const tall = Math.tan(FIELD / 2);
    const direction = along(along(back.map((n) => -n), right, x * tall * this.aspect), up, y * tall);
    return { origin: this.eye(), direction: unit(direction) };
  }

  matrix() {
    const [back, right, up] = this.axes();
    const eye = this.eye();
    const near = Math.max(0.1, this.distance - 2.5 * this.radius - 1);
    const far = this.distance + 3 * this.radius + 10;
    const f = 1 / Math.tan(FIELD / 2);
    const depth = (far + near) / (near - far);
    const rows = [
      [...right, -dot(right, eye)].map((n) => (n * f) / this.aspect),
      [...up, -dot(up, eye)].map((n) => n * f),
      [...back, -dot(back, eye)].map((n, k) => n * depth + (k === 3 ? (2 * far * near) / (near - far) : 0)),
      [...back, -dot(back, eye)].map((n) => -n),
    ];
    return new Float32Array([0, 1, 2, 3].flatMap((column) => rows.map((row) => row[column])));
  }
}

/* Whether a box may be in the picture of MATRIX. */
export function isInPicture(matrix, from, to) {
  for (let plane = 0; plane < 6; plane++) {
    const row = plane >> 1;
    const sign = plane & 1 ? -1 : 1;
    let most = 0;
    for (let column = 0; column < 4; column++) {
      const n = matrix[column * 4 + 3] + sign * matrix[column * 4 + row];
      most += column === 3 ? n : n * (n > 0 ? to[column] : from[column]);
    }
    if (most < 0) return false;
  }
  return true;
}
