/* How scripts write numbers and dates: as the page's language does, English as the server writes it. */
const language = document.documentElement.lang;
export const locale = language === "en" || language === "" ? "en-GB" : language;

const steps = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** "20 minutes ago", in the page's language. */
export function ago(time) {
  const seconds = Math.min(0, (time - Date.now()) / 1000);
  const [unit, length] = steps.find(([, least]) => -seconds >= least) ?? steps.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(seconds / length), unit);
}
