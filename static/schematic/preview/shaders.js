/* Blocks: light by face, shade by corner, and a grain that is seen from near. Places are in blocks. */
export const blockVertex = `#version 300 es
precision highp float;
layout(location = 0) in uvec2 word;
uniform mat4 view;
uniform vec3 origin;
uniform highp sampler2D palette; // four texels a state: top, side, bottom, and whether it is marked
out vec3 place;
flat out vec4 base;
flat out float marked;
flat out uint face;
out float open;
void main() {
  place = vec3(word.x & 1023u, (word.x >> 10) & 1023u, (word.x >> 20) & 1023u) / 16.0 + origin;
  open = float(word.x >> 30) / 3.0;
  face = (word.y >> 16) & 7u;
  int column = face == 3u ? 0 : face == 2u ? 2 : 1;
  ivec2 texel = ivec2((word.y & 255u) * 4u, (word.y >> 8) & 255u);
  base = texelFetch(palette, texel + ivec2(column, 0), 0);
  marked = texelFetch(palette, texel + ivec2(3, 0), 0).r;
  gl_Position = view * vec4(place, 1.0);
}`;

export const blockFragment = `#version 300 es
precision highp float;
in vec3 place;
flat in vec4 base;
flat in float marked;
flat in uint face;
in float open;
uniform vec2 cut;
uniform bool marking;
out vec4 colour;

const vec3 light[6] = vec3[6](vec3(0.68, 0.69, 0.73), vec3(0.80, 0.79, 0.78), vec3(0.50, 0.51, 0.56),
                              vec3(1.03, 1.02, 0.99), vec3(0.74, 0.75, 0.79), vec3(0.90, 0.885, 0.86));
const vec3 outward[6] = vec3[6](vec3(-1, 0, 0), vec3(1, 0, 0), vec3(0, -1, 0), vec3(0, 1, 0), vec3(0, 0, -1), vec3(0, 0, 1));

float grain(vec3 cell) {
  cell = fract(cell * vec3(0.1031, 0.1030, 0.0973));
  cell += dot(cell, cell.yxz + 33.33);
  return fract((cell.x + cell.y) * cell.z) - 0.5;
}

void main() {
  if (place.y < cut.x - 0.001 || place.y > cut.y + 0.001) discard;
  vec3 inner = place - outward[face] * 0.01;
  vec3 wide = fwidth(place);
  float step = max(wide.x, max(wide.y, wide.z));
  vec3 edge = min(fract(place), 1.0 - fract(place)) + abs(outward[face]);
  float near = min(edge.x, min(edge.y, edge.z));
  float fine = 1.0 - smoothstep(0.04, 0.14, step);
  float tone = 1.0 + 0.05 * grain(floor(inner)) + 0.085 * fine * grain(floor(inner * 8.0));
  tone *= 1.0 - 0.10 * (1.0 - smoothstep(0.25, 1.0, step)) * (1.0 - smoothstep(0.0, max(0.045, step), near));
  tone *= mix(0.52, 1.0, open * (0.7 + 0.3 * open));
  vec3 lit = base.rgb * light[face] * tone;
  float alpha = base.a;
  if (marking) {
    float grey = dot(lit, vec3(0.3, 0.59, 0.11));
    if (marked > 0.5) lit = mix(lit, vec3(1.0, 0.62, 0.1) * (0.55 + grey), 0.35);
    else {
      lit = mix(vec3(grey), vec3(0.55), 0.45);
      alpha *= alpha < 1.0 ? 0.4 : 1.0;
    }
  }
  colour = vec4(lit * alpha, alpha);
}`;

/* The shadow that the build throws on what it stands on. */
export const groundVertex = `#version 300 es
uniform mat4 view;
uniform vec4 ground; // width, length, height at which it lies, margin
out vec2 place;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  place = mix(vec2(-ground.w), ground.xy + ground.w, corner);
  gl_Position = view * vec4(place.x, ground.z, place.y, 1.0);
}`;

export const groundFragment = `#version 300 es
precision highp float;
in vec2 place;
uniform vec4 ground;
out vec4 colour;
void main() {
  vec2 beyond = max(max(-place, place - ground.xy), 0.0);
  float faded = 1.0 - smoothstep(0.0, 1.0, length(beyond) / ground.w);
  colour = vec4(0.0, 0.0, 0.0, 0.26 * faded * faded);
}`;

export const lineVertex = `#version 300 es
layout(location = 0) in vec3 place;
uniform mat4 view;
void main() { gl_Position = view * vec4(place, 1.0); }`;

export const lineFragment = `#version 300 es
precision mediump float;
out vec4 colour;
void main() { colour = vec4(1.0, 0.72, 0.15, 1.0); }`;
