import { showCopyButtons } from "./copy.js";
import { closeMenus } from "./menu.js";
import { keepTimesFresh } from "./times.js";
import { showToastButton } from "./toast.js";
import { watchScan } from "../../schematic/scan.js";

showToastButton();
showCopyButtons();
closeMenus();
keepTimesFresh();
watchScan();

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
