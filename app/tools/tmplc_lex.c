#include "tools/tmplc_lex.h"

#include <string.h>

struct bracket {
    enum piece_kind kind;
    struct str open, close;
};

static const struct bracket brackets[] = {
    {PIECE_VALUE, STR("{{"), STR("}}")},
    {PIECE_TAG, STR("{%"), STR("%}")},
    {PIECE_COMMENT, STR("{#"), STR("#}")},
    {PIECE_MESSAGE, STR("[["), STR("]]")},
};

static const struct bracket *bracket_at(struct str text, size_t at)
{
    for (size_t i = 0; i < sizeof brackets / sizeof brackets[0]; i++) {
        if (str_starts_with(str_slice(text, at, text.n), brackets[i].open))
            return &brackets[i];
    }
    return NULL;
}

/* Where CLOSE stands at or after AT; in a value or tag, quoted text may hold it too. */
static size_t find_close(struct str text, size_t at, const struct bracket *bracket)
{
    bool quotes = bracket->kind == PIECE_VALUE || bracket->kind == PIECE_TAG;
    bool quoted = false;
    for (; at < text.n; at++) {
        if (quotes && text.p[at] == '"')
            quoted = !quoted;
        else if (!quoted && str_starts_with(str_slice(text, at, text.n), bracket->close))
            return at;
    }
    return text.n;
}

bool piece_at(const struct source *source, struct mistakes *mistakes, size_t at, struct piece *out)
{
    struct str text = source->text;
    if (at >= text.n)
        return false;
    const struct bracket *bracket = bracket_at(text, at);
    *out = (struct piece){.kind = PIECE_TEXT, .at = at, .from = at, .until = at};
    if (bracket == NULL) {
        while (out->until < text.n && bracket_at(text, out->until) == NULL)
            out->until++;
        out->end = out->until;
        return true;
    }
    out->kind = bracket->kind;
    out->from = at + 2;
    out->until = find_close(text, out->from, bracket);
    out->end = out->until + 2;
    if (out->until == text.n)
        source_mistake(mistakes, source, at, STR_FMT " is never closed by " STR_FMT, STR_ARG(bracket->open), STR_ARG(bracket->close));
    return out->until < text.n;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t digits_at(struct str text)
{
    size_t n = 0;
    while (n < text.n && ((text.p[n] >= '0' && text.p[n] <= '9') || (n == 0 && text.p[n] == '-')))
        n++;
    return n == 1 && text.p[0] == '-' ? 0 : n;
}

static struct token quoted_text(const struct cursor *cursor, struct str rest)
{
    const char *close = memchr(rest.p + 1, '"', rest.n - 1);
    if (close == NULL)
        return (struct token){TOKEN_BAD, cursor->at, cursor->end, rest};
    size_t n = (size_t)(close - rest.p);
    return (struct token){TOKEN_TEXT, cursor->at, cursor->at + n + 1, str_slice(rest, 1, n)};
}

static void advance(struct cursor *cursor)
{
    struct str text = str_slice(cursor->source->text, 0, cursor->end);
    while (cursor->at < text.n && is_space(text.p[cursor->at]))
        cursor->at++;
    struct str rest = str_slice(text, cursor->at, text.n);
    struct token token = {TOKEN_END, cursor->at, cursor->at, STR("")};
    size_t name = name_at(rest).n, digits = digits_at(rest);
    if (rest.n > 0 && rest.p[0] == '"') {
        token = quoted_text(cursor, rest);
    } else if (rest.n > 0) {
        bool two = str_starts_with(rest, STR("==")) || str_starts_with(rest, STR("!="));
        size_t n = name > 0 ? name : digits > 0 ? digits : two ? 2 : 1;
        token.kind = name > 0 ? TOKEN_NAME : digits > 0 ? TOKEN_NUMBER : TOKEN_MARK;
        token.text = str_slice(rest, 0, n);
        token.end = cursor->at + n;
    }
    cursor->next = token;
    cursor->at = token.end;
}

void cursor_open(struct cursor *cursor, const struct source *source, struct mistakes *mistakes, size_t at, size_t end)
{
    *cursor = (struct cursor){.source = source, .mistakes = mistakes, .at = at, .end = end};
    advance(cursor);
}

struct token cursor_take(struct cursor *cursor)
{
    struct token token = cursor->next;
    advance(cursor);
    return token;
}

bool cursor_is(const struct cursor *cursor, const char *text)
{
    return (cursor->next.kind == TOKEN_NAME || cursor->next.kind == TOKEN_MARK) && str_eq(cursor->next.text, str_of(text));
}

bool cursor_accept(struct cursor *cursor, const char *text)
{
    if (!cursor_is(cursor, text))
        return false;
    cursor_take(cursor);
    return true;
}

bool cursor_expect(struct cursor *cursor, const char *text)
{
    if (cursor_accept(cursor, text))
        return true;
    bool end = cursor->next.kind == TOKEN_END;
    source_mistake(cursor->mistakes, cursor->source, cursor->next.at, "expected %s %s%.*s", text, end ? "at the end" : "before ",
                   (int)cursor->next.text.n, cursor->next.text.p);
    return false;
}
