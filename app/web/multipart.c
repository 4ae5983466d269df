#include "web/multipart.h"

#include <string.h>

#include "core/buf.h"
#include "core/utf8.h"
#include "web/multipart_header.h"

enum { WINDOW = 64 * 1024, BOUNDARY_MAX = 70, HEADERS_MAX = 8192 };

/* A window that slides over the body: bytes from START until END of it are unread; BEFORE bytes of the body lie before
 * the window. */
struct window {
    const struct multipart_source *source;
    struct form_inputs *into;
    char *at;
    size_t start, end;
    int64_t before;
    bool ended;
    struct str delimiter; /* CR LF -- boundary */
    size_t values;        /* bytes of values and part headers so far */
};

static struct str unread(const struct window *w)
{
    return (struct str){w->at + w->start, w->end - w->start};
}

/* Moves what is unread to the front and reads on. False at the end of the body or when the reader fails. */
static bool more(struct window *w)
{
    if (w->ended)
        return false;
    size_t kept = w->end - w->start;
    if (w->start > 0) {
        memmove(w->at, w->at + w->start, kept);
        w->before += (int64_t)w->start;
        w->start = 0;
        w->end = kept;
    }
    if (w->end == WINDOW)
        return false;
    ptrdiff_t got = w->source->read(w->source->with, w->at + w->end, WINDOW - w->end);
    if (got <= 0) {
        w->ended = true;
        return false;
    }
    w->end += (size_t)got;
    return true;
}

static bool have(struct window *w, size_t n)
{
    while (w->end - w->start < n)
        if (!more(w))
            return false;
    return true;
}

static bool skip(struct window *w, struct str expected)
{
    if (!have(w, expected.n) || !str_starts_with(unread(w), expected))
        return false;
    w->start += expected.n;
    return true;
}

/* The header block of a part, up to and without its empty line. */
static enum input_result read_headers(struct window *w, struct str *out)
{
    for (;;) {
        struct str seen = unread(w);
        ptrdiff_t end = str_find(str_slice(seen, 0, HEADERS_MAX), STR("\r\n\r\n"));
        if (end >= 0) {
            *out = arena_str(w->into->arena, str_slice(seen, 0, (size_t)end));
            w->start += (size_t)end + 4;
            return INPUT_READ;
        }
        if (seen.n >= HEADERS_MAX || !more(w))
            return INPUT_MALFORMED;
    }
}

/* Takes the next stretch of a part's data. *last: the delimiter followed it and has been passed. */
static enum input_result next_stretch(struct window *w, struct str *stretch, bool *last)
{
    if (!have(w, w->delimiter.n))
        return INPUT_MALFORMED;
    struct str seen = unread(w);
    const char *found = memmem(seen.p, seen.n, w->delimiter.p, w->delimiter.n);
    *last = found != NULL;
    /* Without a whole delimiter, all but the bytes that may begin one are data. */
    size_t n = found != NULL ? (size_t)(found - seen.p) : seen.n - (w->delimiter.n - 1);
    *stretch = (struct str){seen.p, n};
    w->start += n + (found != NULL ? w->delimiter.n : 0);
    return INPUT_READ;
}

static enum input_result read_file(struct window *w, struct form_input *input)
{
    struct str stretch;
    bool last = false;
    input->file.descriptor = w->source->descriptor;
    input->file.offset = w->before + (int64_t)w->start;
    while (!last) {
        enum input_result result = next_stretch(w, &stretch, &last);
        if (result != INPUT_READ)
            return result;
        input->file.size += (int64_t)stretch.n;
    }
    return INPUT_READ;
}

static enum input_result read_value(struct window *w, struct form_input *input)
{
    struct buf *value = ARENA_NEW(w->into->arena, struct buf);
    buf_init_in(w->into->arena, value, w->source->values_max - w->values);
    struct str stretch;
    bool last = false;
    while (!last) {
        enum input_result result = next_stretch(w, &stretch, &last);
        if (result != INPUT_READ)
            return result;
        buf_add(value, stretch);
        if (value->failed)
            return INPUT_TOO_LARGE;
    }
    input->value = value->n == 0 ? STR("") : buf_str(value);
    w->values += value->n;
    bool has_nul = value->n > 0 && memchr(value->p, '\0', value->n) != NULL;
    return has_nul || !utf8_valid(input->value) ? INPUT_MALFORMED : INPUT_READ;
}

static enum input_result read_part(struct window *w)
{
    struct str headers;
    struct form_input input = {.kind = INPUT_TEXT};
    enum input_result result = read_headers(w, &headers);
    if (result != INPUT_READ)
        return result;
    if (headers.n > w->source->values_max - w->values)
        return INPUT_TOO_LARGE;
    w->values += headers.n;
    struct part_header part;
    if (!multipart_header_parse(w->into->arena, headers, &part))
        return INPUT_MALFORMED;
    input.name = part.name;
    if (part.file_name.p != NULL) {
        input.kind = INPUT_FILE;
        input.file.name = part.file_name;
    }
    result = input.kind == INPUT_FILE ? read_file(w, &input) : read_value(w, &input);
    if (result != INPUT_READ)
        return result;
    return form_inputs_add(w->into, &input) ? INPUT_READ : INPUT_TOO_MANY;
}

/* After the closing "--" only a line end may follow. */
static bool at_end(struct window *w)
{
    skip(w, STR("\r\n"));
    return !have(w, 1);
}

enum input_result multipart_parse(const struct multipart_source *source, struct str boundary, struct form_inputs *into)
{
    const struct str parts[] = {STR("\r\n--"), boundary};
    struct window w = {.source = source, .into = into, .at = arena_alloc(into->arena, WINDOW)};
    w.delimiter = arena_join(into->arena, 2, parts);
    if (!skip(&w, str_slice(w.delimiter, 2, w.delimiter.n)))
        return INPUT_MALFORMED;
    while (!skip(&w, STR("--"))) {
        if (!skip(&w, STR("\r\n")))
            return INPUT_MALFORMED;
        enum input_result result = read_part(&w);
        if (result != INPUT_READ)
            return result;
    }
    return at_end(&w) ? INPUT_READ : INPUT_MALFORMED;
}

static bool is_boundary_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("'()+_,-./:=? ", c) != NULL);
}

struct str multipart_boundary(struct arena *arena, struct str content_type)
{
    struct str boundary = header_parameter(arena, content_type, STR("boundary"));
    if (boundary.n == 0 || boundary.n > BOUNDARY_MAX || boundary.p[boundary.n - 1] == ' ')
        return STR_NULL;
    for (size_t i = 0; i < boundary.n; i++)
        if (!is_boundary_char(boundary.p[i]))
            return STR_NULL;
    return boundary;
}
