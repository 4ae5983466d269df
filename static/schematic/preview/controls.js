/* Mouse, touch and keys on the canvas. TELLS: turn(x, y), move(x, y), zoom(factor), pick(x, y), slice(by), reset(), in parts of
 * the canvas's height; pick's from −1 to 1. */
const STILL = 5; // pixels that a tap may wander
const TURN_STEP = 0.09;
const ZOOM_STEP = 1.18;

export function takeControls(canvas, tells) {
  takePointers(canvas, tells);
  takeWheel(canvas, tells);
  takeKeys(canvas, tells);
}

function takePointers(canvas, tells) {
  const down = new Map();
  let wandered = 0;
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    if (down.size === 0) wandered = 0;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (down.size > 1) wandered = Infinity;
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = down.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    wandered += Math.hypot(now.x - last.x, now.y - last.y);
    if (wandered > STILL) drag(canvas, tells, { down, last, now, event });
    down.set(event.pointerId, now);
  });
  const up = (event) => {
    if (down.delete(event.pointerId) && event.type === "pointerup" && wandered <= STILL && event.button === 0) tells.pick(...placeOn(canvas, event));
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
}

function placeOn(canvas, { clientX, clientY }) {
  const box = canvas.getBoundingClientRect();
  return [((clientX - box.left) / box.width) * 2 - 1, 1 - ((clientY - box.top) / box.height) * 2];
}

function drag(canvas, tells, { down, last, now, event }) {
  const height = canvas.clientHeight;
  const by = [(now.x - last.x) / height, (now.y - last.y) / height];
  if (down.size === 1) {
    if (event.buttons & 6 || event.shiftKey) tells.move(...by);
    else tells.turn(...by);
    return;
  }
  const other = [...down].find(([id]) => id !== event.pointerId)[1];
  const apart = (a) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
  tells.zoom(apart(last) / apart(now));
  tells.move(by[0] / 2, by[1] / 2);
}

/* The page scrolls past until the canvas was chosen. */
function takeWheel(canvas, tells) {
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (document.activeElement !== canvas && !event.ctrlKey) return;
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? 240 : 1);
      tells.zoom(Math.exp(Math.max(-240, Math.min(240, pixels)) * 0.0016));
    },
    { passive: false },
  );
}

function takeKeys(canvas, tells) {
  const keys = {
    ArrowLeft: () => tells.turn(-TURN_STEP, 0),
    ArrowRight: () => tells.turn(TURN_STEP, 0),
    ArrowUp: () => tells.turn(0, TURN_STEP),
    ArrowDown: () => tells.turn(0, -TURN_STEP),
    "+": () => tells.zoom(1 / ZOOM_STEP),
    "=": () => tells.zoom(1 / ZOOM_STEP),
    "-": () => tells.zoom(ZOOM_STEP),
    PageUp: () => tells.slice(1),
    PageDown: () => tells.slice(-1),
    Home: () => tells.reset(),
    Enter: () => tells.pick(0, 0),
  };
  canvas.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  });
}
