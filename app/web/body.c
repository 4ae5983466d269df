#include "web/body.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"
#include "web/form_json.h"
#include "web/multipart.h"
#include "web/urlencoded.h"

/* The body before it is parsed: in memory, or in the file that nginx stored. */
struct body {
    struct str text;
    int descriptor; /* -1: in memory */
    int64_t size;
};

typedef enum status parse_fn(struct exchange *, struct body *);

static enum status malformed(struct exchange *x, const char *translated_detail)
{
    return response_problem(&x->rs, BAD_REQUEST, "malformed-body", translated_detail);
}

static enum status too_large(struct exchange *x, int64_t max)
{
    response_problem_int64(&x->rs, "limit", max);
    return response_problem(&x->rs, CONTENT_TOO_LARGE, "too-large", _("This is more than can be taken at once."));
}

static int64_t body_limit(const struct exchange *x)
{
    bool uploads = x->match.route != NULL && x->match.route->uploads;
    return uploads ? x->site->config->upload_max : x->site->config->body_max;
}

static void close_descriptor(void *with)
{
    close(*(int *)with);
}

static void keep_descriptor(struct arena *arena, int descriptor)
{
    int *kept = ARENA_NEW(arena, int);
    *kept = descriptor;
    arena_defer(arena, close_descriptor, kept);
}

/* Reads to the end of what READ gives, or STATUS 413 past MAX bytes. */
static enum status gather(struct exchange *x, incoming_read_fn *read_some, void *with, int64_t max, struct str *out)
{
    struct buf *text = ARENA_NEW(x->rq.arena, struct buf);
    char chunk[16384];
    ptrdiff_t got;
    buf_init_in(x->rq.arena, text, (size_t)max);
    while ((got = read_some(with, chunk, sizeof chunk)) > 0) {
        buf_add_bytes(text, chunk, (size_t)got);
        if (text->failed)
            return too_large(x, max);
    }
    if (got < 0)
        return malformed(x, _("The body ended early."));
    *out = text->n == 0 ? STR("") : buf_str(text);
    return PASS;
}

static ptrdiff_t read_descriptor(void *with, void *into, size_t size)
{
    ssize_t got;
    do
        got = read(*(int *)with, into, size);
    while (got < 0 && errno == EINTR);
    return got;
}

/* The name comes from nginx alone: a client's headers arrive as HTTP_… and can't be this parameter. */
static enum status open_file(struct exchange *x, struct str path, struct body *body)
{
    struct stat facts;
    body->descriptor = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (body->descriptor < 0)
        return response_problem(&x->rs, INTERNAL_SERVER_ERROR, NULL, _("The upload could not be read."));
    keep_descriptor(x->rq.arena, body->descriptor);
    if (fstat(body->descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
        return response_problem(&x->rs, INTERNAL_SERVER_ERROR, NULL, _("The upload could not be read."));
    body->size = facts.st_size;
    return PASS;
}

/* DECLARED is -1 where the client named no length. */
static enum status receive(struct exchange *x, int64_t declared, struct body *body)
{
    int64_t max = body_limit(x);
    if (declared > max)
        return too_large(x, max);
    struct str path = incoming_parameter(x->rq.incoming, "REQUEST_BODY_FILE");
    enum status status = PASS;
    if (path.p != NULL) {
        status = open_file(x, path, body);
    } else if (declared != 0) {
        status = gather(x, x->rq.incoming->read, x->rq.incoming->with, max, &body->text);
        body->size = (int64_t)body->text.n;
    }
    if (status != PASS)
        return status;
    if (body->size > max)
        return too_large(x, max);
    return declared >= 0 && declared != body->size ? malformed(x, _("The body ended early.")) : PASS;
}

static enum status in_memory(struct exchange *x, struct body *body)
{
    if (body->descriptor < 0)
        return PASS;
    return gather(x, read_descriptor, &body->descriptor, x->site->config->body_max, &body->text);
}

static enum status outcome(struct exchange *x, enum input_result result, const char *translated_detail)
{
    switch (result) {
    case INPUT_READ: return PASS;
    case INPUT_TOO_MANY: return malformed(x, _("There are too many fields in this."));
    case INPUT_TOO_LARGE: return too_large(x, x->site->config->body_max);
    case INPUT_MALFORMED: break;
    }
    return malformed(x, translated_detail);
}

static enum status parse_urlencoded(struct exchange *x, struct body *body)
{
    enum status status = in_memory(x, body);
    if (status != PASS)
        return status;
    return outcome(x, urlencoded_parse(body->text, &x->inputs), _("The form can't be read as it was sent."));
}

static enum status parse_json(struct exchange *x, struct body *body)
{
    struct json_error error = {0, ""};
    enum status status = in_memory(x, body);
    if (status != PASS)
        return status;
    x->strict = true;
    enum input_result result = form_json_parse(body->text, &x->inputs, &error);
    if (result == INPUT_MALFORMED) {
        response_problem_int64(&x->rs, "offset", (int64_t)error.offset);
        response_problem_text(&x->rs, "reason", str_of(error.reason));
    }
    return outcome(x, result, _("The body is not the JSON object that was expected."));
}

/* File parts are places in a file: a small body that came by the connection goes into one without a name. */
static enum status ensure_file(struct exchange *x, struct body *body)
{
    if (body->descriptor >= 0)
        return PASS;
    body->descriptor = memfd_create("curio-body", MFD_CLOEXEC);
    if (body->descriptor >= 0)
        keep_descriptor(x->rq.arena, body->descriptor);
    size_t done = 0;
    while (body->descriptor >= 0 && done < body->text.n) {
        ssize_t wrote = write(body->descriptor, body->text.p + done, body->text.n - done);
        if (wrote < 0)
            break;
        done += (size_t)wrote;
    }
    if (done < body->text.n || body->descriptor < 0 || lseek(body->descriptor, 0, SEEK_SET) != 0)
        return response_problem(&x->rs, INTERNAL_SERVER_ERROR, NULL, _("The upload could not be read."));
    return PASS;
}

static enum status parse_multipart(struct exchange *x, struct body *body)
{
    struct str boundary = multipart_boundary(x->rq.arena, incoming_parameter(x->rq.incoming, "CONTENT_TYPE"));
    if (boundary.p == NULL)
        return malformed(x, _("The form can't be read as it was sent."));
    enum status status = ensure_file(x, body);
    if (status != PASS)
        return status;
    struct multipart_source source = {read_descriptor, &body->descriptor, body->descriptor,
                                      (size_t)x->site->config->body_max};
    return outcome(x, multipart_parse(&source, boundary, &x->inputs), _("The form can't be read as it was sent."));
}

static const struct media {
    const char *type;
    parse_fn *parse;
    bool on_pages;
} media_types[] = {
    {"application/json", parse_json, false},
    {"application/x-www-form-urlencoded", parse_urlencoded, true},
    {"multipart/form-data", parse_multipart, true},
};

static struct str media_type(const struct request *rq)
{
    struct str type, parameters;
    str_cut(incoming_parameter(rq->incoming, "CONTENT_TYPE"), ';', &type, &parameters);
    return str_trim(type);
}

static const struct media *find_media(const struct exchange *x)
{
    struct str type = media_type(&x->rq);
    for (size_t i = 0; i < sizeof media_types / sizeof *media_types; i++)
        if (str_equal_ignoring_case(type, str_of(media_types[i].type)) && (media_types[i].on_pages || !x->rq.page))
            return &media_types[i];
    return NULL;
}

bool body_is_urlencoded(const struct request *rq)
{
    return str_equal_ignoring_case(media_type(rq), STR("application/x-www-form-urlencoded"));
}

/* The body as it is, for the handler to read. */
static enum status take_raw(struct exchange *x, struct body *body)
{
    enum status status = ensure_file(x, body);
    x->rq.raw = (struct form_file){.descriptor = body->descriptor, .size = body->size};
    return status;
}

/* Stands behind the token of the form, which a raw body can't hold. PATCH tells its media types by a header of its own (RFC 5789). */
enum status body_check_kind(struct exchange *x)
{
    const char *takes = x->match.route->takes;
    if (takes == NULL || str_equal_ignoring_case(media_type(&x->rq), str_of(takes)))
        return PASS;
    response_header(&x->rs, x->rq.method == PATCH ? STR("Accept-Patch") : STR("Accept-Post"), str_of(takes));
    return response_problem(&x->rs, UNSUPPORTED_MEDIA_TYPE, NULL, _("This kind of content is not taken here."));
}

static enum status unsupported(struct exchange *x)
{
    response_header(&x->rs, STR("Accept-Post"),
                    x->rq.page ? STR("application/x-www-form-urlencoded, multipart/form-data")
                               : STR("application/json, application/x-www-form-urlencoded, multipart/form-data"));
    return response_problem(&x->rs, UNSUPPORTED_MEDIA_TYPE, NULL, _("This kind of content is not taken here."));
}

static enum status read_query(struct exchange *x)
{
    return outcome(x, urlencoded_parse(x->rq.query, &x->inputs), _("The address can't be read as it was sent."));
}

enum status body_read(struct exchange *x)
{
    if (x->body_read)
        return PASS;
    x->body_read = true;
    const struct route *route = x->match.route;
    if (!exchange_changes_state(x) || (route != NULL && route->draws)) /* its body is not for us */
        return read_query(x);
    struct str length = incoming_parameter(x->rq.incoming, "CONTENT_LENGTH");
    int64_t declared = -1;
    if (length.p != NULL && (!str_to_int64(length, &declared) || declared < 0))
        return malformed(x, _("The length of the body is not a number."));
    struct body body = {.text = STR(""), .descriptor = -1};
    enum status status = receive(x, declared, &body);
    if (status != PASS || body.size == 0)
        return status;
    if (x->match.route != NULL && x->match.route->takes != NULL)
        return take_raw(x, &body);
    const struct media *media = find_media(x);
    return media == NULL ? unsupported(x) : media->parse(x, &body);
}
