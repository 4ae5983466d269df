import { showCopyButtons } from "./copy.js";
import { closeMenus } from "./menu.js";
import { keepTimesFresh } from "./times.js";
import { showToastButton } from "./toast.js";
import { watchScan } from "../../schematic/scan.js";
import { searchAsChosen } from "../../schematic/search.js";

showToastButton();
showCopyButtons();
closeMenus();
keepTimesFresh();
watchScan();
searchAsChosen();

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
