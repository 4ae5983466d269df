#include "tools/tmplc_html.h"

#include <string.h>

#include "core/utf8.h"

struct walk {
    struct html_state *html;
    struct mistakes *mistakes;
    const struct source *source;
    size_t at;
    struct buf *out;
};

static void name_add(struct html_name *name, char c)
{
    if (name->n < HTML_NAME)
        name->p[name->n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool name_is(const struct html_name *name, const char *text)
{
    return str_eq((struct str){name->p, name->n}, str_of(text));
}

static bool name_in(const struct html_name *name, const char *const names[])
{
    for (; *names != NULL; names++) {
        if (name_is(name, *names))
            return true;
    }
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void mistake(const struct walk *walk, const char *why)
{
    source_mistake(walk->mistakes, walk->source, walk->at, "%s", why);
}

/* Attributes that people read or hear. */
static bool attribute_is_visible(const struct html_state *html)
{
    static const char *const visible[] = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-valuetext",
                                          "aria-placeholder", "aria-roledescription", "label", NULL};
    return name_in(&html->attribute, visible);
}

static bool attribute_is_url(const struct html_state *html)
{
    static const char *const urls[] = {"href", "src", "action", "formaction", "poster", "cite", "data", "srcset", "xlink:href", "ping",
                                       "background", "manifest", NULL};
    return name_in(&html->attribute, urls);
}

/* Attributes whose value is a program, a style or a document: nothing may be written into them. */
static bool attribute_is_code(const struct html_state *html)
{
    static const char *const code[] = {"style", "srcdoc", "http-equiv", NULL};
    bool handler = html->attribute.n > 2 && html->attribute.p[0] == 'o' && html->attribute.p[1] == 'n';
    return handler || name_in(&html->attribute, code);
}

/* Letters of any script; dashes, dots, arrows and the like are not. */
static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c < 0x3040) && c != 0xfe0f && c != 0xfeff;
}

static bool keeps_space(const struct html_state *html)
{
    return html->kept > 0 || html->raw.n > 0;
}

static bool is_code(const struct html_name *tag)
{
    return name_is(tag, "script") || name_is(tag, "style");
}

static char current(const struct walk *walk)
{
    return walk->source->text.p[walk->at];
}

static void write_one(struct walk *walk)
{
    buf_add_char(walk->out, current(walk));
    walk->html->after_newline = current(walk) == '\n';
    walk->at++;
}

/* White space, where it means no more than that words are apart. */
static void write_space(struct walk *walk, size_t until, char line_end)
{
    size_t from = walk->at;
    bool has_line_end = false;
    for (; walk->at < until && is_space(current(walk)); walk->at++)
        has_line_end = has_line_end || current(walk) == '\n';
    if (!has_line_end)
        buf_add(walk->out, str_slice(walk->source->text, from, walk->at));
    else if (!walk->html->after_newline)
        buf_add_char(walk->out, line_end);
    walk->html->after_newline = walk->html->after_newline || (has_line_end && line_end == '\n');
}

static bool closes_raw(const struct walk *walk)
{
    const struct html_name *raw = &walk->html->raw;
    struct str rest = str_slice(walk->source->text, walk->at, walk->source->text.n);
    return str_starts_with(rest, STR("</")) && str_equal_ignoring_case(str_slice(rest, 2, 2 + raw->n), (struct str){raw->p, raw->n});
}

static void check_letter(struct walk *walk)
{
    struct html_state *html = walk->html;
    char c = current(walk);
    if (c == '&')
        html->in_entity = true;
    else if (html->in_entity && !(is_name_part(c) || c == '#'))
        html->in_entity = false;
    size_t at = walk->at;
    bool lead = ((unsigned char)c & 0xc0) != 0x80;
    if (!html->in_entity && lead && !is_code(&html->raw) && is_letter(utf8_next(walk->source->text, &at)))
        mistake(walk, "visible text must stand in [[ ]], so that it can be translated");
}

/* Skips the rest of a run of letters, so that a sentence is one mistake. */
static void write_word(struct walk *walk, size_t until)
{
    size_t before = walk->mistakes->count;
    check_letter(walk);
    write_one(walk);
    while (walk->mistakes->count > before && walk->at < until && current(walk) != '<' && current(walk) != '\n')
        write_one(walk);
}

static void read_text(struct walk *walk, size_t until)
{
    struct html_state *html = walk->html;
    bool tag = current(walk) == '<' && (html->raw.n == 0 || closes_raw(walk));
    if (tag) {
        html->where = IN_TAG_OPEN;
        html->closing = false;
        html->in_entity = false;
        html->tag.n = html->attribute.n = html->type.n = 0;
        html->value_text = 0;
        write_one(walk);
    } else if (is_space(current(walk)) && !keeps_space(html)) {
        html->in_entity = false;
        write_space(walk, until, '\n');
    } else {
        write_word(walk, until);
    }
}

static void read_tag_open(struct walk *walk)
{
    struct html_state *html = walk->html;
    struct str rest = str_slice(walk->source->text, walk->at, walk->source->text.n);
    if (current(walk) == '/')
        html->closing = true;
    else if (str_starts_with(rest, STR("!--")))
        html->where = IN_COMMENT;
    else if (current(walk) == '!')
        html->where = IN_DECLARATION;
    else if (is_name_start(current(walk))) {
        html->where = IN_TAG_NAME;
        return;
    } else {
        mistake(walk, "a < that starts no tag: write &lt;");
        html->where = IN_TEXT;
    }
    write_one(walk);
}

static void end_tag(struct walk *walk)
{
    static const char *const buttons[] = {"submit", "button", "reset", NULL};
    static const char *const raw[] = {"script", "style", "title", "textarea", NULL};
    struct html_state *html = walk->html;
    if (html->value_text > 0 && name_in(&html->type, buttons))
        source_mistake(walk->mistakes, walk->source, html->value_text - 1, "a button's value must stand in [[ ]], so that it can be translated");
    if (name_is(&html->tag, "pre"))
        html->kept = html->closing ? html->kept - (html->kept > 0) : html->kept + 1;
    if (html->closing)
        html->raw.n = 0;
    else if (name_in(&html->tag, raw))
        html->raw = html->tag;
    html->where = IN_TEXT;
}

static void read_tag(struct walk *walk, size_t until)
{
    struct html_state *html = walk->html;
    char c = current(walk);
    if (is_space(c)) {
        html->where = IN_TAG;
        html->after_newline = false;
        write_space(walk, until, ' ');
        return;
    }
    if (c == '>')
        end_tag(walk);
    else if (html->where == IN_TAG_NAME && c != '/')
        name_add(&html->tag, c);
    else if (c == '"' || c == '\'' || c == '<' || c == '=')
        mistake(walk, "a tag has attributes as NAME=\"VALUE\", with spaces between them");
    else if (c != '/') {
        html->where = IN_ATTRIBUTE_NAME;
        html->attribute.n = 0;
        return;
    }
    write_one(walk);
}

static void read_attribute_name(struct walk *walk)
{
    struct html_state *html = walk->html;
    char c = current(walk);
    if (c == '=') {
        html->where = IN_VALUE_START;
    } else if (is_space(c) || c == '>' || c == '/') {
        html->where = IN_TAG;
        return;
    } else {
        name_add(&html->attribute, c);
    }
    write_one(walk);
}

static void read_value_start(struct walk *walk)
{
    struct html_state *html = walk->html;
    char c = current(walk);
    html->where = IN_VALUE;
    html->quote = c;
    html->value_began = false;
    html->in_entity = false;
    if (c != '"' && c != '\'') {
        mistake(walk, "an attribute's value must stand in quotes");
        html->where = IN_TAG;
    } else if (attribute_is_code(html)) {
        mistake(walk, "no style=, on…=, srcdoc= or http-equiv=: the site's security policy forbids them");
    }
    write_one(walk);
}

static void read_value(struct walk *walk, size_t until)
{
    struct html_state *html = walk->html;
    char c = current(walk);
    if (c == html->quote) {
        html->where = IN_TAG;
        write_one(walk);
        return;
    }
    if (name_is(&html->attribute, "type") && name_is(&html->tag, "input"))
        name_add(&html->type, c);
    if (name_is(&html->attribute, "value") && html->value_text == 0 && is_letter((unsigned char)c))
        html->value_text = walk->at + 1;
    html->value_began = true;
    size_t before = walk->mistakes->count;
    if (attribute_is_visible(html))
        check_letter(walk);
    write_one(walk);
    while (walk->mistakes->count > before && walk->at < until && current(walk) != html->quote)
        write_one(walk);
}

static void read_comment(struct walk *walk)
{
    struct html_state *html = walk->html;
    struct str text = walk->source->text;
    bool ends = current(walk) == '>' && (html->where == IN_DECLARATION || str_ends_with(str_slice(text, 0, walk->at), STR("--")));
    write_one(walk);
    if (ends)
        html->where = IN_TEXT;
}

static void step(struct walk *walk, size_t until)
{
    switch (walk->html->where) {
    case IN_TEXT:
        read_text(walk, until);
        return;
    case IN_TAG_OPEN:
        read_tag_open(walk);
        return;
    case IN_TAG_NAME:
    case IN_TAG:
        read_tag(walk, until);
        return;
    case IN_ATTRIBUTE_NAME:
        read_attribute_name(walk);
        return;
    case IN_VALUE_START:
        read_value_start(walk);
        return;
    case IN_VALUE:
        read_value(walk, until);
        return;
    case IN_DECLARATION:
    case IN_COMMENT:
        read_comment(walk);
        return;
    }
}

void html_read(struct html_state *html, struct mistakes *mistakes, const struct source *source, size_t from, size_t until, struct buf *out)
{
    struct walk walk = {html, mistakes, source, from, out};
    while (walk.at < until)
        step(&walk, until);
}

static bool refuse(struct mistakes *mistakes, const struct source *source, size_t at, const char *where)
{
    source_mistake(mistakes, source, at, "nothing may be written %s", where);
    return false;
}

bool html_place(struct html_state *html, struct mistakes *mistakes, const struct source *source, size_t at, enum place *out)
{
    html->after_newline = false;
    html->in_entity = false;
    if (html->where == IN_TEXT && is_code(&html->raw))
        return refuse(mistakes, source, at, "into a script or style");
    if (html->where == IN_TEXT) {
        *out = html->raw.n > 0 ? PLACE_RCDATA : PLACE_TEXT;
        return true;
    }
    if (html->where == IN_VALUE_START)
        return refuse(mistakes, source, at, "into an attribute without quotes");
    if (html->where != IN_VALUE)
        return refuse(mistakes, source, at, "into a tag, an attribute's name, a comment or a declaration");
    if (attribute_is_code(html))
        return refuse(mistakes, source, at, "into style=, on…=, srcdoc= or http-equiv=");
    *out = !attribute_is_url(html) ? PLACE_ATTRIBUTE : html->value_began ? PLACE_URL_PART : PLACE_URL;
    html->value_began = true;
    return true;
}

bool html_is_text(const struct html_state *html)
{
    return html->where == IN_TEXT && html->raw.n == 0;
}

bool html_is_text_or_rcdata(const struct html_state *html)
{
    return html->where == IN_TEXT && !is_code(&html->raw);
}

static bool same_name(const struct html_name *a, const struct html_name *b)
{
    return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

bool html_same(const struct html_state *a, const struct html_state *b)
{
    if (a->where != b->where || !same_name(&a->raw, &b->raw) || a->kept != b->kept)
        return false;
    if (a->where == IN_TEXT)
        return true;
    if (!same_name(&a->tag, &b->tag) || a->closing != b->closing)
        return false;
    return a->where != IN_VALUE || (a->quote == b->quote && same_name(&a->attribute, &b->attribute) &&
                                    (a->value_began == b->value_began || !attribute_is_url(a)));
}
