/* What is drawn, and the only file that speaks WebGL. */
import { isInPicture } from "./camera.js";
import { EDGE } from "./format.js";
import { blockFragment, blockVertex, groundFragment, groundVertex, lineFragment, lineVertex } from "./shaders.js";

const ACROSS = 256; // states in a row of the palette's texture
const UPLOAD_BYTES = 2 << 20; // in one frame, and
const UPLOAD_MS = 5; // no longer than this

/* null: there is no WebGL 2 here. Smooth edges are for those who need not draw in software. */
export function openScene(canvas) {
  const wishes = { alpha: true, powerPreference: "high-performance" };
  const quick = canvas.getContext("webgl2", { ...wishes, antialias: true, failIfMajorPerformanceCaveat: true });
  const gl = quick ?? canvas.getContext("webgl2", { ...wishes, antialias: false });
  return gl && new Scene(gl);
}

class Scene {
  #meshes = new Map();
  #waiting = [];
  #indices = null;
  #indexed = 0;

  constructor(gl) {
    this.gl = gl;
    this.blocks = makeProgram(gl, blockVertex, blockFragment, ["view", "origin", "palette", "cut", "marking"]);
    this.ground = makeProgram(gl, groundVertex, groundFragment, ["view", "ground"]);
    this.lines = makeProgram(gl, lineVertex, lineFragment, ["view"]);
    this.#indices = gl.createBuffer();
    this.outline = makeOutline(gl);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.depthFunc(gl.LEQUAL);
  }

  /* COLOURS: four bytes a state. */
  setPalette(colours) {
    const { gl } = this;
    this.texels = new Uint8Array(ACROSS * 16 * Math.ceil(colours.length / 4 / ACROSS));
    for (let i = 0; i < colours.length; i += 4) for (let face = 0; face < 3; face++) this.texels.set(colours.subarray(i, i + 4), i * 4 + face * 4);
    this.texture ??= gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    this.#uploadPalette();
  }

  /* As pack.js makes them. */
  setFaceColours(colours) {
    for (let i = 0; i < colours.length; i += 4) {
      if (colours[i + 3] !== 1) continue;
      const state = Math.floor(i / 12);
      this.texels.set(colours.subarray(i, i + 3), state * 16 + ((i / 4) % 3) * 4);
    }
    this.#uploadPalette();
  }

  /* Shows these states and greys out all others; null: none is special. */
  mark(indices) {
    this.marking = indices !== null;
    for (let i = 12; i < this.texels.length; i += 16) this.texels[i] = 0;
    for (const index of indices ?? []) this.texels[index * 16 + 12] = 255;
    this.#uploadPalette();
  }

  #uploadPalette() {
    const { gl } = this;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, ACROSS * 4, this.texels.length / (ACROSS * 16), 0, gl.RGBA, gl.UNSIGNED_BYTE, this.texels);
  }

  /* A section's faces; they wait for a frame that has time for them. */
  add(mesh) {
    this.#waiting.push(mesh);
  }

  get hasWaiting() {
    return this.#waiting.length > 0;
  }

  get hasBlocks() {
    return this.#meshes.size > 0;
  }

  /* Answers what was uploaded, so that more may be sent. */
  upload() {
    const end = performance.now() + UPLOAD_MS;
    const done = [];
    let bytes = 0;
    while (this.#waiting.length > 0 && bytes < UPLOAD_BYTES && performance.now() < end) {
      const mesh = this.#waiting.shift();
      this.#replace(mesh);
      bytes += mesh.bytes;
      done.push(mesh);
    }
    return done;
  }

  #replace({ at, solid, clear }) {
    const key = at.join();
    this.#drop(this.#meshes.get(key));
    this.#meshes.delete(key);
    if (solid.words.length + clear.words.length === 0) return;
    const from = at.map((n) => n * EDGE);
    this.#meshes.set(key, { from, to: from.map((n) => n + EDGE), solid: this.#part(solid), clear: this.#part(clear) });
  }

  #part({ words, starts }) {
    if (words.length === 0) return null;
    const { gl } = this;
    const quads = words.length / 8;
    this.#growIndices(quads);
    const part = { array: gl.createVertexArray(), buffer: gl.createBuffer(), ends: [...starts.slice(1), quads], starts };
    gl.bindVertexArray(part.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, part.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, words, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribIPointer(0, 2, gl.UNSIGNED_INT, 8, 0);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#indices);
    gl.bindVertexArray(null);
    return part;
  }

  /* One list of indices serves all sections: two triangles a quad. */
  #growIndices(quads) {
    if (quads <= this.#indexed) return;
    const { gl } = this;
    this.#indexed = Math.max(quads, this.#indexed * 2, 4096);
    const indices = new Uint32Array(this.#indexed * 6);
    for (let i = 0, v = 0; i < indices.length; i += 6, v += 4) {
      indices[i] = indices[i + 3] = v;
      indices[i + 1] = v + 1;
      indices[i + 2] = indices[i + 4] = v + 2;
      indices[i + 5] = v + 3;
    }
    gl.bindVertexArray(null);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#indices);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW);
  }

  #drop(mesh) {
    for (const part of [mesh?.solid, mesh?.clear]) {
      if (!part) continue;
      this.gl.deleteVertexArray(part.array);
      this.gl.deleteBuffer(part.buffer);
    }
  }

  /* CUT: [low, high]; PICKED: a block's place or null; PAPER: [r, g, b] from 0 to 1 to draw on, or null for nothing. */
  draw(camera, { cut, picked, paper = null }) {
    const { gl } = this;
    const view = camera.matrix();
    const eye = camera.eye();
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clearColor(...(paper ?? [0, 0, 0]), paper ? 1 : 0);
    gl.disable(gl.BLEND);
    gl.depthMask(true);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.enable(gl.DEPTH_TEST);
    const seen = this.#inPicture(view, eye, cut);
    this.#drawBlocks(seen, "solid", { view, eye, cut });
    gl.enable(gl.BLEND);
    gl.depthMask(false);
    if (camera.pitch > 0) this.#drawGround(view, camera, cut);
    this.#drawBlocks(seen.reverse(), "clear", { view, eye, cut });
    if (picked) this.#drawOutline(view, picked, camera.distance);
    gl.bindVertexArray(null);
  }

  /* The nearest first. */
  #inPicture(view, eye, [low, high]) {
    const seen = [...this.#meshes.values()].filter(({ from, to }) => from[1] < high && to[1] > low && isInPicture(view, from, to));
    for (const mesh of seen) mesh.away = Math.hypot(...mesh.from.map((n, k) => n + EDGE / 2 - eye[k]));
    return seen.sort((a, b) => a.away - b.away);
  }

  #drawBlocks(meshes, pass, { view, eye, cut }) {
    const { gl, blocks } = this;
    gl.useProgram(blocks.program);
    gl.enable(gl.CULL_FACE);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.uniformMatrix4fv(blocks.view, false, view);
    gl.uniform2f(blocks.cut, ...cut);
    gl.uniform1i(blocks.marking, this.marking ? 1 : 0);
    for (const mesh of meshes) {
      if (!mesh[pass]) continue;
      gl.uniform3f(blocks.origin, ...mesh.from);
      gl.bindVertexArray(mesh[pass].array);
      for (const [from, to] of rangesToward(mesh, mesh[pass], eye)) gl.drawElements(gl.TRIANGLES, (to - from) * 6, gl.UNSIGNED_INT, from * 24);
    }
  }

  #drawGround(view, { size }, [low]) {
    const { gl, ground } = this;
    gl.useProgram(ground.program);
    gl.disable(gl.CULL_FACE);
    gl.uniformMatrix4fv(ground.view, false, view);
    gl.uniform4f(ground.ground, size[0], size[2], low - 0.02, 1.5 + 0.16 * Math.max(size[0], size[2]));
    gl.bindVertexArray(null);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  #drawOutline(view, at, distance) {
    const { gl, lines, outline } = this;
    gl.useProgram(lines.program);
    gl.disable(gl.CULL_FACE);
    gl.uniformMatrix4fv(lines.view, false, view);
    gl.bindVertexArray(outline.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, outline.buffer);
    const vertices = outlineOf(at, Math.max(0.02, distance * 0.0022));
    gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.DYNAMIC_DRAW);
    gl.drawArrays(gl.TRIANGLES, 0, vertices.length / 3);
  }
}

/* The quads that can be seen from EYE, as few ranges as may be. */
function rangesToward({ from, to }, { starts, ends }, eye) {
  const ranges = [];
  starts.forEach((start, face) => {
    const axis = face >> 1;
    const toward = axis === 3 || (face & 1 ? eye[axis] > from[axis] : eye[axis] < to[axis]);
    if (!toward || ends[face] === start) return;
    if (ranges.length > 0 && ranges.at(-1)[1] === start) ranges.at(-1)[1] = ends[face];
    else ranges.push([start, ends[face]]);
  });
  return ranges;
}

function makeOutline(gl) {
  const outline = { array: gl.createVertexArray(), buffer: gl.createBuffer() };
  gl.bindVertexArray(outline.array);
  gl.bindBuffer(gl.ARRAY_BUFFER, outline.buffer);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 12, 0);
  gl.bindVertexArray(null);
  return outline;
}

/* The twelve edges of a block as thin bars, for lines are one pixel wide everywhere. */
function outlineOf(at, thick) {
  const vertices = [];
  for (let axis = 0; axis < 3; axis++)
    for (const [b, c] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
      const from = [...at];
      from[(axis + 1) % 3] += b;
      from[(axis + 2) % 3] += c;
      const to = [...from];
      to[axis] += 1;
      bar(vertices, from.map((n) => n - thick), to.map((n) => n + thick));
    }
  return new Float32Array(vertices);
}

const corners = [[0, 1, 3, 0, 3, 2], [4, 5, 7, 4, 7, 6], [0, 1, 5, 0, 5, 4], [2, 3, 7, 2, 7, 6], [0, 2, 6, 0, 6, 4], [1, 3, 7, 1, 7, 5]].flat();
function bar(vertices, from, to) {
  for (const corner of corners) for (let k = 0; k < 3; k++) vertices.push((corner >> k) & 1 ? to[k] : from[k]);
}

function makeProgram(gl, vertex, fragment, uniforms) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(program));
  return Object.fromEntries([["program", program], ...uniforms.map((name) => [name, gl.getUniformLocation(program, name)])]);
}
