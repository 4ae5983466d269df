/* A toast stays until its reader has done with it: nothing vanishes by itself. */
export function showToastButton() {
  const toast = document.querySelector("[data-toast]");
  if (!toast) return;
  const button = toast.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => toast.remove());
}
