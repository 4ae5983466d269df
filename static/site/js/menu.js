/* The account menu is a <details>: it works alone, and closes on Escape and on a click elsewhere with this. */
export function closeMenus() {
  const menus = document.querySelectorAll("details.menu");
  addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
}
