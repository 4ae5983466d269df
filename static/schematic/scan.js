/* A page whose build waits for its scan looks again: after 4 seconds, then ever more slowly, and only while it is seen. */
export function watchScan() {
  if (document.querySelector("[data-pending]")) look(4000);
}

function look(wait) {
  if (wait > 60000) return;
  setTimeout(async () => {
    if (!document.hidden && (await isDone())) location.reload();
    else look(wait * 1.5);
  }, wait);
}

async function isDone() {
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return !page.querySelector("[data-pending]");
  } catch {
    return false;
  }
}
