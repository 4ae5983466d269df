/* How scripts write numbers and dates: as the page's language does, English as the server writes it. */
const language = document.documentElement.lang;
export const locale = language === "en" || language === "" ? "en-GB" : language;
