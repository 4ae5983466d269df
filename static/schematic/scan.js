/* A page whose build waits for its scan looks again: after a second, then ever more slowly, and only while it is seen. */
export function watchScan() {
  if (document.querySelector("[data-pending]")) look(1000);
}

function look(wait) {
  if (wait > 60000) return;
  setTimeout(async () => {
    if (!document.hidden && !isBeingFilled() && (await isDone())) location.reload();
    else look(wait * 1.7);
  }, wait);
}

/* What somebody has begun to write, or chosen, is not taken from them. */
function isBeingFilled() {
  return [...document.querySelectorAll("main input, main textarea")].some((field) => (field.type === "file" ? field.files.length > 0 : /^(text|textarea|search)$/.test(field.type) && field.value !== field.defaultValue));
}

async function isDone() {
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return !page.querySelector("[data-pending]");
  } catch {
    return false;
  }
}
