import { showCopyButtons } from "./copy.js";
import { closeMenus } from "./menu.js";
import { keepTimesFresh } from "./times.js";
import { showToastButton } from "./toast.js";
import { watchScan } from "../../schematic/scan.js";
import { searchAsChosen } from "../../schematic/search.js";
import { findMarkets } from "../../market/find.js";
import { keepMarkets } from "../../market/kept.js";
import { markMarkets } from "../../market/star.js";

showToastButton();
showCopyButtons();
closeMenus();
keepTimesFresh();
watchScan();
searchAsChosen();
findMarkets();
markMarkets();
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register(`/sw.js?language=${document.documentElement.lang}`).catch(() => {}));
}
keepMarkets();
