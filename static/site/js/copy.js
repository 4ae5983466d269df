/* Buttons that copy a link: shown only where the browser can. */
export function showCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const says = button.querySelector("span");
    const usual = says.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      says.textContent = button.dataset.copied;
      setTimeout(() => { says.textContent = usual; }, 2000);
    });
  }
}
