#include "market/date_words_token.h"

#include "market/kind_words.h"

/* Begins of the names in Danish, German, English, Swedish and Norwegian; the first that fits counts. */
static const struct {
    const char *begin;
    int month;
} months[] = {
    {"jan", 1}, {"jän", 1}, {"feb", 2}, {"mar", 3}, {"mär", 3}, {"mrz", 3}, {"apr", 4}, {"maj", 5}, {"mai", 5}, {"may", 5}, {"jun", 6},
    {"jul", 7}, {"aug", 8}, {"sep", 9}, {"okt", 10}, {"oct", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12}, {"des", 12},
};
/* Whole words that names of months may end with, so that "marked" is no March and "mayor" no May. */
static const char *const month_names[] = {
    "januar", "january", "jänner", "februar", "february", "marts", "march", "märz", "mars", "april", "maj", "mai", "may", "juni", "june", "juli", "july",
    "august", "augusti", "september", "oktober", "october", "november", "december", "dezember", "desember", "januari", "februari", "sept",
};
static const char *const weekdays[] = {
    "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonnabend", "sonntag", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lördag", "söndag", "tisdag", "måndag", "tysdag",
    "man", "tir", "tirs", "ons", "tor", "tors", "fre", "lør", "søn", "mo", "di", "mi", "do", "fr", "sa", "so", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
    "sat", "sun", "ma", "ti", "lø", "sø", "lörd", "sönd", "lørd", "sønd",
};
static const struct {
    const char *word;
    enum date_token_kind kind;
} words[] = {
    {"kl", TOKEN_CLOCK}, {"klokken", TOKEN_CLOCK}, {"um", TOKEN_CLOCK}, {"von", TOKEN_CLOCK}, {"fra", TOKEN_CLOCK}, {"from", TOKEN_CLOCK}, {"at", TOKEN_CLOCK},
    {"ab", TOKEN_CLOCK}, {"uhr", TOKEN_HOURS}, {"h", TOKEN_HOURS}, {"am", TOKEN_AM}, {"pm", TOKEN_PM}, {"til", TOKEN_TO}, {"bis", TOKEN_TO}, {"to", TOKEN_TO},
    {"till", TOKEN_TO}, {"until", TOKEN_TO}, {"t.o.m", TOKEN_TO}, {"og", TOKEN_AND}, {"und", TOKEN_AND}, {"and", TOKEN_AND}, {"samt", TOKEN_AND}, {"sowie", TOKEN_AND},
    {"och", TOKEN_AND}, {"st", TOKEN_ORDINAL}, {"nd", TOKEN_ORDINAL}, {"rd", TOKEN_ORDINAL}, {"th", TOKEN_ORDINAL}, {"hver", TOKEN_REPEAT}, {"hvert", TOKEN_REPEAT},
    {"alle", TOKEN_REPEAT}, {"every", TOKEN_REPEAT}, {"each", TOKEN_REPEAT}, {"jeden", TOKEN_REPEAT}, {"jede", TOKEN_REPEAT}, {"jeweils", TOKEN_REPEAT},
    {"første", TOKEN_REPEAT}, {"sidste", TOKEN_REPEAT}, {"first", TOKEN_REPEAT}, {"last", TOKEN_REPEAT}, {"ersten", TOKEN_REPEAT}, {"letzten", TOKEN_REPEAT},
    {"undtagen", TOKEN_REPEAT}, {"undtaget", TOKEN_REPEAT}, {"except", TOKEN_REPEAT}, {"außer", TOKEN_REPEAT}, {"ikke", TOKEN_REPEAT}, {"nicht", TOKEN_REPEAT},
    {"not", TOKEN_REPEAT}, {"aflyst", TOKEN_REPEAT}, {"cancelled", TOKEN_REPEAT}, {"abgesagt", TOKEN_REPEAT},
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_in(struct str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(word, str_of(list[i])))
            return true;
    return false;
}

int date_token_month(struct str folded)
{
    for (size_t i = 0; i < COUNT(months); i++)
        if (str_starts_with(folded, str_of(months[i].begin)) &&
            (folded.n == strlen(months[i].begin) || is_in(folded, month_names, COUNT(month_names))))
            return months[i].month;
    return 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static struct date_token word_token(struct str word)
{
    int month = date_token_month(word);
    if (month)
        return (struct date_token){.kind = TOKEN_MONTH, .value = month};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq(word, str_of(words[i].word)))
            return (struct date_token){.kind = words[i].kind};
    bool often = word.n > 5 && (str_ends_with(word, STR("tags")) || str_ends_with(word, STR("days"))); /* "sonntags" */
    if (often)
        return (struct date_token){.kind = TOKEN_REPEAT};
    return (struct date_token){.kind = is_in(word, weekdays, COUNT(weekdays)) ? TOKEN_WEEKDAY : TOKEN_OTHER};
}

static struct date_token number_token(struct str digits)
{
    int64_t value;
    bool ok = digits.n <= 4 && str_to_int64(digits, &value);
    return (struct date_token){.kind = TOKEN_NUMBER, .value = ok ? (int)value : -1, .digits = (int)(digits.n < 9 ? digits.n : 9)};
}

static struct date_token sign_token(char c)
{
    if (c == '-')
        return (struct date_token){.kind = TOKEN_TO, .value = '-'};
    if (c == ',' || c == '&' || c == '+')
        return (struct date_token){.kind = TOKEN_AND, .value = c};
    return (struct date_token){.kind = TOKEN_SIGN, .value = c};
}

/* "–", "—", "‐", "−": all a hyphen. */
static size_t dash_at(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, at + 3);
    bool general = rest.n == 3 && rest.p[0] == '\xE2' && rest.p[1] == '\x80' && (unsigned char)rest.p[2] >= 0x90 && (unsigned char)rest.p[2] <= 0x95;
    return general || str_eq(rest, STR("\xE2\x88\x92")) ? 3 : 0;
}

/* "p.m." and "a.m.", which have a full stop inside. */
static size_t half_day_at(struct str text, size_t at, struct date_token *token)
{
    struct str rest = str_slice(text, at, at + 3);
    if (!str_eq(rest, STR("a.m")) && !str_eq(rest, STR("p.m")))
        return 0;
    *token = (struct date_token){.kind = rest.p[0] == 'a' ? TOKEN_AM : TOKEN_PM};
    return at + 3 < text.n && text.p[at + 3] == '.' ? 4 : 3;
}

static size_t take_token(struct str text, size_t at, struct date_token *token)
{
    size_t n = half_day_at(text, at, token);
    if (n)
        return n;
    n = dash_at(text, at);
    if (n) {
        *token = sign_token('-');
        return n;
    }
    for (n = 0; at + n < text.n && is_digit(text.p[at + n]);)
        n++;
    if (n) {
        *token = number_token(str_slice(text, at, at + n));
        return n;
    }
    for (n = 0; at + n < text.n && is_letter(text.p[at + n]) && !dash_at(text, at + n);)
        n++;
    if (n)
        *token = word_token(str_slice(text, at, at + n));
    else
        *token = sign_token(text.p[at]);
    return n ? n : 1;
}

bool date_tokens(struct arena *arena, struct str text, struct date_token **out)
{
    size_t most = text.n < TOKEN_TOKENS ? text.n : TOKEN_TOKENS, count = 0;
    struct date_token *tokens = arena_array(arena, most + 1, sizeof *tokens);
    bool spaced = false;
    if (text.n > TOKEN_BYTES)
        return false;
    text = fold_words(arena, text);
    for (size_t at = 0; at < text.n;) {
        bool nbsp = str_starts_with(str_slice(text, at, at + 2), STR("\xC2\xA0"));
        if (nbsp || strchr(" \t\r\n", text.p[at])) {
            spaced = true;
            at += nbsp ? 2 : 1;
            continue;
        }
        if (count == most)
            return false;
        at += take_token(text, at, &tokens[count]);
        tokens[count++].spaced = spaced;
        spaced = false;
    }
    tokens[count].kind = TOKEN_END;
    *out = tokens;
    return true;
}
