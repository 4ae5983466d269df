#include "web/markdown.h"

#include <md4c.h>

/* Reference links and tables can make megabytes of a few kilobytes. What people write by hand stays well below this. */
enum { MARKDOWN_URL_MAX = 2000, GROWTH_MAX = 16, GROWTH_FREE = 4096 };

struct writer {
    struct buf *out;
    size_t end; /* past it the text is not taken for Markdown */
    unsigned anchors;    /* how many links and pictures are open, written or not */
    bool anchor_written; /* the outermost of them has a tag */
    unsigned heading;    /* the level of the heading written last */
};

static const char *const block_tags[] = {
    [MD_BLOCK_QUOTE] = "blockquote", [MD_BLOCK_UL] = "ul", [MD_BLOCK_OL] = "ol", [MD_BLOCK_LI] = "li", [MD_BLOCK_P] = "p",
    [MD_BLOCK_TABLE] = "table", [MD_BLOCK_THEAD] = "thead", [MD_BLOCK_TBODY] = "tbody", [MD_BLOCK_TR] = "tr",
    [MD_BLOCK_TH] = "th", [MD_BLOCK_TD] = "td",
};
enum { PAGE_HEADING = 1, HEADING_MAX = 6 };
static const char *const heading_tags[HEADING_MAX + 1] = {[2] = "h2", [3] = "h3", [4] = "h4", [5] = "h5", [6] = "h6"};
static const char *const span_tags[] = {
    [MD_SPAN_EM] = "em", [MD_SPAN_STRONG] = "strong", [MD_SPAN_CODE] = "code", [MD_SPAN_DEL] = "del",
};

/* What a callback answers: below 0 it ends the parsing. */
static int go_on(const struct writer *w)
{
    return w->out->n > w->end ? -1 : 0;
}

static void write_tag(struct writer *w, const char *before, const char *name)
{
    if (name == NULL)
        return;
    html_static(w->out, str_of(before));
    html_static(w->out, str_of(name));
    html_static(w->out, STR(">"));
}

/* One below what was asked for, and never two below the heading before: no level is skipped, whatever people write. */
static unsigned heading_level(const struct writer *w, const MD_BLOCK_H_DETAIL *asked)
{
    unsigned level = asked->level + PAGE_HEADING, next = w->heading + 1;
    level = level < next ? level : next;
    return level < HEADING_MAX ? level : HEADING_MAX;
}

static const char *block_tag(const struct writer *w, MD_BLOCKTYPE type)
{
    if (type == MD_BLOCK_H)
        return heading_tags[w->heading];
    return (size_t)type < sizeof block_tags / sizeof *block_tags ? block_tags[type] : NULL;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    if (type == MD_BLOCK_H)
        w->heading = heading_level(w, detail);
    if (type == MD_BLOCK_HR)
        html_static(w->out, STR("<hr>"));
    else if (type == MD_BLOCK_CODE)
        html_static(w->out, STR("<pre tabindex=\"0\"><code>"));
    else
        write_tag(w, "<", block_tag(w, type));
    return go_on(w);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    (void)detail;
    if (type == MD_BLOCK_CODE)
        html_static(w->out, STR("</code></pre>"));
    else
        write_tag(w, "</", block_tag(w, type));
    return 0;
}

/* An address longer than MARKDOWN_URL_MAX is none. Entities in it stay as typed: html_url escapes their '&', so a browser
 * never decodes what the scheme check has not seen. */
static void open_anchor(struct writer *w, const MD_ATTRIBUTE *address)
{
    w->anchors++;
    if (w->anchors > 1)
        return;
    w->anchor_written = address->size > 0 && address->size <= MARKDOWN_URL_MAX;
    if (!w->anchor_written)
        return;
    html_static(w->out, STR("<a rel=\"nofollow ugc noopener\" href=\""));
    html_url(w->out, (struct str){address->text, address->size});
    html_static(w->out, STR("\">"));
}

static void close_anchor(struct writer *w)
{
    w->anchors--;
    if (w->anchors == 0 && w->anchor_written)
        html_static(w->out, STR("</a>"));
}

static const char *span_tag(MD_SPANTYPE type)
{
    return (size_t)type < sizeof span_tags / sizeof *span_tags ? span_tags[type] : NULL;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    if (type == MD_SPAN_A)
        open_anchor(w, &((const MD_SPAN_A_DETAIL *)detail)->href);
    else if (type == MD_SPAN_IMG)
        open_anchor(w, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
    else
        write_tag(w, "<", span_tag(type));
    return go_on(w);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *with)
{
    struct writer *w = with;
    (void)detail;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        close_anchor(w);
    else
        write_tag(w, "</", span_tag(type));
    return 0;
}

static int write_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *with)
{
    struct writer *w = with;
    if (type == MD_TEXT_BR)
        html_static(w->out, STR("<br>"));
    else if (type == MD_TEXT_SOFTBR)
        html_static(w->out, STR("\n"));
    else if (type == MD_TEXT_ENTITY)
        html_static(w->out, (struct str){text, size}); /* md4c has checked its form: & letters or digits ; */
    else if (type == MD_TEXT_NULLCHAR)
        html_static(w->out, STR("\xEF\xBF\xBD"));
    else
        html_text(w->out, (struct str){text, size});
    return go_on(w);
}

void markdown_write(struct buf *out, struct str text)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS,
        .enter_block = enter_block, .leave_block = leave_block,
        .enter_span = enter_span, .leave_span = leave_span, .text = write_text,
    };
    size_t before = out->n;
    if (text.n > UINT32_MAX / GROWTH_MAX)
        return;
    struct writer w = {.out = out, .end = before + GROWTH_FREE + GROWTH_MAX * text.n, .heading = PAGE_HEADING};
    if (md_parse(text.p == NULL ? "" : text.p, (MD_SIZE)text.n, &parser, &w) == 0)
        return;
    out->n = before;
    write_tag(&w, "<", "p");
    html_text(out, text);
    write_tag(&w, "</", "p");
}
