import { locale } from "./locale.js";

/* A <time> holds what the server wrote; its title tells the reader's own local time. */
export function keepTimesFresh() {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.title = format.format(at);
  }
}
