#include "market/dom.h"

#include "core/buf.h"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

enum { XPATH_OPERATIONS = 50000000 };

struct dom {
    struct arena *arena;
    xmlDocPtr document;
    xmlXPathContextPtr xpath;
    size_t work, steps;
    bool exhausted;
};

struct dom_pick {
    xmlXPathCompExprPtr expression;
};

static xmlNodePtr node_of(const struct dom_node *node)
{
    return (xmlNodePtr)(uintptr_t)node;
}

static const struct dom_node *element(xmlNodePtr node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return (const struct dom_node *)node;
}

#if LIBXML_VERSION >= 21200
static void silent(void *unused, const xmlError *error)
#else
static void silent(void *unused, xmlErrorPtr error)
#endif
{
    (void)unused;
    (void)error;
}

/* The arena's texts may point into it, so it goes when they go. */
static void free_document(void *with)
{
    struct dom *dom = with;
    xmlXPathFreeContext(dom->xpath);
    xmlFreeDoc(dom->document);
}

/* The raw text of these ends at their own end tag alone. */
static size_t skip_raw(struct str html, size_t name, size_t at)
{
    static const char *const raws[] = {"script", "style"};
    for (size_t i = 0; i < sizeof raws / sizeof *raws; i++) {
        size_t n = strlen(raws[i]);
        if (!str_equal_ignoring_case(str_slice(html, name, name + n), str_of(raws[i])) || (name + n < html.n && !strchr(" \t\r\n/>", html.p[name + n])))
            continue;
        for (; at + n + 2 <= html.n; at++)
            if (html.p[at] == '<' && html.p[at + 1] == '/' && str_equal_ignoring_case(str_slice(html, at + 2, at + 2 + n), str_of(raws[i])))
                return at;
        return html.n;
    }
    return at;
}

static bool is_letter(char c)
{
    c = ascii_lower(c);
    return c >= 'a' && c <= 'z';
}

/* Behind a tag's name to behind its '>'. */
static size_t tag_end(struct str html, size_t at, size_t *attributes)
{
    bool in_word = true, after_equals = false;
    for (; at < html.n && html.p[at] != '>'; at++) {
        char c = html.p[at];
        if ((c == '"' || c == '\'') && after_equals) {
            const char *end = memchr(html.p + at + 1, c, html.n - at - 1);
            at = end ? (size_t)(end - html.p) : html.n - 1;
            in_word = after_equals = false;
        } else if (strchr(" \t\r\n\f/", c)) {
            in_word = false;
        } else if (c == '=') {
            after_equals = true;
        } else {
            *attributes += !in_word && !after_equals;
            in_word = true;
            after_equals = false;
        }
    }
    return at;
}

static size_t comment_end(struct str html, size_t at)
{
    for (; at + 3 <= html.n; at++)
        if (html.p[at] == '-' && html.p[at + 1] == '-' && (html.p[at + 2] == '>' || html.p[at + 2] == '!'))
            return at + 2;
    return html.n;
}

/* libxml2 compares a tag's attributes with each other, and keeps a hundred bytes and more of each: counted before it sees them. */
static bool is_reasonable(struct str html)
{
    size_t tags = 0, attributes = 0;
    for (size_t at = 0; at + 1 < html.n; at++) {
        if (html.p[at] != '<')
            continue;
        if (str_starts_with(str_slice(html, at, at + 4), STR("<!--"))) {
            at = comment_end(html, at + 4);
            continue;
        }
        if (++tags > DOM_TAGS)
            return false;
        if (!is_letter(html.p[at + 1]))
            continue;
        size_t name = at + 1, own = 0;
        at = skip_raw(html, name, tag_end(html, name, &own)) - 1;
        attributes += own;
        if (own > DOM_TAG_ATTRIBUTES || attributes > DOM_ATTRIBUTES)
            return false;
    }
    return true;
}

enum dom_result dom_parse(struct arena *arena, struct str html, struct dom **out)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC;
    struct dom *dom = ARENA_NEW(arena, struct dom);
    *out = dom;
    dom->arena = arena;
    if (html.n > DOM_BYTES || !is_reasonable(html))
        return DOM_LARGE;
    htmlParserCtxtPtr context = htmlNewParserCtxt();
    if (!context)
        abort();
    dom->document = htmlCtxtReadMemory(context, html.n ? html.p : " ", html.n ? (int)html.n : 1, NULL, "UTF-8", options);
    bool halted = context->disableSAX != 0;
    if (!dom->document && context->myDoc)
        dom->document = context->myDoc;
    htmlFreeParserCtxt(context);
    if (dom->document) {
        dom->xpath = xmlXPathNewContext(dom->document);
        if (!dom->xpath)
            abort();
        dom->xpath->error = silent;
        dom->xpath->opLimit = XPATH_OPERATIONS;
    }
    arena_defer(arena, free_document, dom);
    return halted ? DOM_DEEP : DOM_OK;
}

bool dom_exhausted(const struct dom *dom)
{
    return dom->exhausted;
}

const struct dom_node *dom_root(const struct dom *dom)
{
    return dom->document ? (const struct dom_node *)xmlDocGetRootElement(dom->document) : NULL;
}

const struct dom_node *dom_parent(const struct dom_node *node)
{
    xmlNodePtr parent = node ? node_of(node)->parent : NULL;
    return parent && parent->type == XML_ELEMENT_NODE ? (const struct dom_node *)parent : NULL;
}

const struct dom_node *dom_child(const struct dom_node *node)
{
    return node && node_of(node)->type == XML_ELEMENT_NODE ? element(node_of(node)->children) : NULL;
}

const struct dom_node *dom_sibling(const struct dom_node *node)
{
    return node ? element(node_of(node)->next) : NULL;
}

const struct dom_node *dom_after(struct dom *dom, const struct dom_node *root, const struct dom_node *node, bool inside)
{
    if (dom->steps++ > DOM_STEPS) {
        dom->exhausted = true;
        return NULL;
    }
    const struct dom_node *next = inside ? dom_child(node) : NULL;
    while (!next && node && node != root) {
        next = dom_sibling(node);
        node = dom_parent(node);
    }
    return next;
}

struct str dom_name(const struct dom_node *node)
{
    return node && node_of(node)->type == XML_ELEMENT_NODE ? str_of((const char *)node_of(node)->name) : STR("");
}

bool dom_is(const struct dom_node *node, const char *name)
{
    return str_eq(dom_name(node), str_of(name));
}

size_t dom_line(const struct dom_node *node)
{
    long line = node ? xmlGetLineNo(node_of(node)) : 0;
    return line > 0 ? (size_t)line : 0;
}

/* Counts what is copied; false when no more may be. */
static bool pay(struct dom *dom, size_t bytes)
{
    dom->work += bytes;
    if (dom->work > DOM_WORK || arena_full(dom->arena))
        dom->exhausted = true;
    return !dom->exhausted;
}

struct str dom_attribute(struct dom *dom, const struct dom_node *node, const char *name)
{
    if (!node || node_of(node)->type != XML_ELEMENT_NODE)
        return STR_NULL;
    xmlAttrPtr attribute = xmlHasProp(node_of(node), (const xmlChar *)name);
    if (!attribute)
        return STR_NULL;
    const xmlNode *only = attribute->children;
    if (!only || (!only->next && only->type == XML_TEXT_NODE)) { /* as a rule: nothing to copy */
        const char *content = only && only->content ? (const char *)only->content : "";
        return (struct str){content, strnlen(content, DOM_TEXT)};
    }
    xmlChar *value = xmlNodeListGetString(dom->document, attribute->children, 1);
    struct str text = str_slice(str_of(value ? (const char *)value : ""), 0, DOM_TEXT);
    text = text.n == 0 || !pay(dom, text.n) ? STR("") : arena_str(dom->arena, text);
    xmlFree(value);
    return text;
}

const struct dom_node *dom_by_id(struct dom *dom, struct str id)
{
    for (const struct dom_node *node = dom_root(dom); node; node = dom_after(dom, NULL, node, true)) {
        xmlAttrPtr attribute = xmlHasProp(node_of(node), (const xmlChar *)"id");
        if (attribute && attribute->children && attribute->children->content && str_eq(str_of((const char *)attribute->children->content), id))
            return node;
    }
    return NULL;
}

bool dom_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && !strchr(" \t\r\n\f", rest->p[n]))
        n++;
    *word = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return n > 0;
}

bool dom_has_word(struct str words, struct str wanted)
{
    struct str word;
    while (dom_word(&words, &word))
        if (str_eq(word, wanted))
            return true;
    return false;
}

static bool is_one_of(const xmlChar *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp((const char *)name, *names) == 0)
            return true;
    return false;
}

static void end_line(struct buf *out, unsigned lines)
{
    while (out->n && (out->p[out->n - 1] == ' '))
        out->n--;
    unsigned have = 0;
    while (have < out->n && out->p[out->n - 1 - have] == '\n')
        have++;
    for (; out->n && have < lines; have++)
        buf_add_char(out, '\n');
}

/* Stops where a text ends that is long enough. Returns how far it looked. */
static size_t add_words(struct buf *out, const char *text)
{
    const char *from = text;
    for (; *text && out->n < DOM_TEXT; text++) {
        bool space = strchr(" \t\r\n\f", *text) != NULL;
        if (!space)
            buf_add_char(out, *text);
        else if (out->n && out->p[out->n - 1] != ' ' && out->p[out->n - 1] != '\n')
            buf_add_char(out, ' ');
    }
    return (size_t)(text - from);
}

static void begin_element(struct buf *out, xmlNodePtr node)
{
    static const char *const paragraphs[] = {"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", NULL};
    static const char *const lines[] = {"div", "li", "tr", "br", "dt", "dd", "address", "header", "footer", "hr", NULL};
    if (is_one_of(node->name, paragraphs))
        end_line(out, 2);
    else if (is_one_of(node->name, lines))
        end_line(out, 1);
    if (strcmp((const char *)node->name, "li") == 0)
        buf_add(out, STR("- "));
    else if (strcmp((const char *)node->name, "td") == 0 || strcmp((const char *)node->name, "th") == 0)
        (void)add_words(out, " ");
}

static void end_element(struct buf *out, xmlNodePtr node)
{
    static const char *const paragraphs[] = {"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", NULL};
    static const char *const lines[] = {"div", "li", "tr", "dd", "address", "header", NULL};
    if (is_one_of(node->name, paragraphs))
        end_line(out, 2);
    else if (is_one_of(node->name, lines))
        end_line(out, 1);
}

static bool is_unseen(xmlNodePtr node)
{
    static const char *const unseen[] = {"script", "style", "template", "noscript", "head", "svg", "iframe", "textarea", "select", NULL};
    return node->type == XML_ELEMENT_NODE && is_one_of(node->name, unseen);
}

/* In the document's order without recursion; depth is libxml2's limit. */
static void write_text(struct dom *dom, xmlNodePtr root, struct buf *out)
{
    xmlNodePtr node = root;
    while (node && !dom->exhausted && !out->failed && out->n < DOM_TEXT && dom->steps++ < DOM_STEPS) {
        bool inside = node->type == XML_ELEMENT_NODE && !is_unseen(node);
        if (inside)
            begin_element(out, node);
        else if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content)
            (void)pay(dom, add_words(out, (const char *)node->content));
        if (inside && node->children) {
            node = node->children;
            continue;
        }
        for (; node; node = node->parent) {
            if (node->type == XML_ELEMENT_NODE && inside)
                end_element(out, node);
            inside = true;
            if (node == root)
                return;
            if (node->next) {
                node = node->next;
                break;
            }
        }
    }
}

struct str dom_text(struct dom *dom, const struct dom_node *node)
{
    struct buf out;
    if (!node || dom->exhausted)
        return STR("");
    if (node_of(node)->type != XML_ELEMENT_NODE && node_of(node)->type != XML_TEXT_NODE)
        return dom_raw(dom, node);
    buf_init(&out, DOM_BYTES + 1024);
    write_text(dom, node_of(node), &out);
    dom->exhausted |= dom->steps >= DOM_STEPS;
    struct str text = str_trim(str_slice(buf_str(&out), 0, DOM_TEXT));
    text = text.n && pay(dom, 0) ? arena_str(dom->arena, text) : STR("");
    buf_free(&out);
    return text;
}

struct str dom_raw(struct dom *dom, const struct dom_node *node)
{
    xmlChar *content = node ? xmlNodeGetContent(node_of(node)) : NULL;
    struct str text = str_of(content ? (const char *)content : "");
    text = text.n && pay(dom, text.n) ? arena_str(dom->arena, text) : STR("");
    xmlFree(content);
    return text;
}

static bool has_markup(struct str text)
{
    static const char *const tags[] = {"p", "br", "div", "b", "i", "u", "strong", "em", "a", "ul", "ol", "li", "span", "h1", "h2", "h3", "h4", "h5", "h6",
                                       "table", "tr", "td", "th", "tbody", "font", "img", "small", "section", "blockquote", "script", "style", "hr", "iframe", NULL};
    for (size_t at = 0; at + 2 < text.n; at++) {
        char buffer[16];
        size_t n = 0, from = at + (text.p[at + 1] == '/' ? 2 : 1);
        if (text.p[at] == '&' && (is_letter(text.p[at + 1]) || text.p[at + 1] == '#')) {
            size_t end = at + 1;
            while (end < text.n && end < at + 10 && (is_letter(text.p[end]) || text.p[end] == '#' || (text.p[end] >= '0' && text.p[end] <= '9')))
                end++;
            if (end < text.n && text.p[end] == ';')
                return true;
        }
        if (text.p[at] != '<')
            continue;
        while (from + n < text.n && n < sizeof buffer - 1 && (is_letter(text.p[from + n]) || (n > 0 && text.p[from + n] >= '0' && text.p[from + n] <= '9'))) {
            buffer[n] = ascii_lower(text.p[from + n]);
            n++;
        }
        buffer[n] = '\0';
        if (n && from + n < text.n && strchr(" \t\r\n/>", text.p[from + n]) && is_one_of((const xmlChar *)buffer, tags))
            return true;
    }
    return false;
}

struct str dom_plain(struct arena *arena, struct str text)
{
    struct dom *dom;
    if (!text.n || !has_markup(text))
        return text;
    struct arena *scratch = arena_new((size_t)DOM_BYTES);
    struct str plain = STR("");
    if (dom_parse(scratch, str_slice(text, 0, DOM_TEXT * 4), &dom) != DOM_LARGE)
        plain = dom_text(dom, dom_root(dom));
    plain = plain.n ? arena_str(arena, plain) : STR("");
    arena_free(scratch);
    return plain;
}

static void free_pick(void *with)
{
    xmlXPathFreeCompExpr(((struct dom_pick *)with)->expression);
}

struct dom_pick *dom_pick_new(struct arena *arena, struct str xpath)
{
    xmlXPathContextPtr context = xmlXPathNewContext(NULL);
    if (!context)
        abort();
    context->error = silent;
    struct dom_pick *pick = ARENA_NEW(arena, struct dom_pick);
    pick->expression = xmlXPathCtxtCompile(context, (const xmlChar *)arena_str(arena, xpath).p);
    xmlXPathFreeContext(context);
    if (!pick->expression)
        return NULL;
    arena_defer(arena, free_pick, pick);
    return pick;
}

static size_t picked_nodes(struct dom *dom, xmlNodeSetPtr set, size_t most, const struct dom_node ***nodes)
{
    size_t count = 0;
    if (!set || set->nodeNr <= 0)
        return 0;
    xmlXPathNodeSetSort(set);
    *nodes = arena_array(dom->arena, (size_t)set->nodeNr < most ? (size_t)set->nodeNr : most, sizeof **nodes);
    for (int i = 0; i < set->nodeNr && count < most; i++)
        if (set->nodeTab[i] && set->nodeTab[i]->type != XML_NAMESPACE_DECL)
            (*nodes)[count++] = (const struct dom_node *)set->nodeTab[i];
    return count;
}

size_t dom_pick_all(struct dom *dom, const struct dom_pick *pick, const struct dom_node *node, size_t most, const struct dom_node ***nodes, struct str *text)
{
    size_t count = 0;
    *nodes = NULL;
    *text = STR_NULL;
    if (!dom->xpath || !node || dom->exhausted)
        return 0;
    dom->xpath->node = node_of(node);
    xmlXPathObjectPtr result = xmlXPathCompiledEval(pick->expression, dom->xpath);
    if (!result) {
        dom->exhausted |= dom->xpath->opCount >= XPATH_OPERATIONS;
        return 0;
    }
    if (result->type == XPATH_NODESET) {
        count = picked_nodes(dom, result->nodesetval, most, nodes);
    } else {
        xmlChar *string = xmlXPathCastToString(result);
        if (string && pay(dom, strlen((const char *)string)))
            *text = arena_str(dom->arena, str_of((const char *)string));
        xmlFree(string);
    }
    xmlXPathFreeObject(result);
    return count;
}
