#include "web/request_parse.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/utf8.h"
#include "web/cookies.h"
#include "web/percent.h"

enum { USER_AGENT_MAX = 300, ID_MIN = 8, ID_MAX = 64, COOKIES_MAX = 8192, PATH_MAX_BYTES = 2048 };

bool request_may(const struct request *rq, unsigned permission)
{
    if (permission == ANYONE)
        return true;
    return rq->viewer.signed_in && (rq->viewer.permissions & (UINT64_C(1) << permission)) != 0;
}

struct str request_header(const struct request *rq, const char *cgi_name)
{
    return incoming_parameter(rq->incoming, cgi_name);
}

struct str request_cookie(const struct request *rq, struct str name)
{
    struct str header = request_header(rq, "HTTP_COOKIE");
    return header.n > COOKIES_MAX ? STR_NULL : cookies_find(header, name);
}

static bool parse_method(struct str name, struct request_line *line)
{
    static const struct {
        const char *name;
        struct request_line line;
    } methods[] = {
        {"GET", {GET, false, false}},     {"HEAD", {GET, true, false}},   {"POST", {POST, false, false}},
        {"PUT", {PUT, false, false}},     {"PATCH", {PATCH, false, false}}, {"DELETE", {DELETE, false, false}},
        {"OPTIONS", {GET, false, true}},
    };
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (!str_eq(name, str_of(methods[i].name)))
            continue;
        *line = methods[i].line;
        return true;
    }
    return false;
}

/* nginx resolves dot segments and encoded slashes before it picks a location, we match what was sent: where the two could
 * see different paths, the request is refused. */
static bool path_is_plain(struct str sent, struct str decoded)
{
    if (sent.n == 0 || sent.n > PATH_MAX_BYTES || sent.p[0] != '/')
        return false;
    for (size_t i = 0; i < decoded.n; i++)
        if ((unsigned char)decoded.p[i] < 0x20 || decoded.p[i] == 0x7f || decoded.p[i] == '\\')
            return false;
    struct str segment, rest = decoded;
    bool more = true;
    size_t slashes = 0;
    while (more) {
        more = str_cut(rest, '/', &segment, &rest);
        slashes += more;
        if (str_eq(segment, STR(".")) || str_eq(segment, STR("..")))
            return false;
    }
    for (size_t i = 0; i < sent.n; i++)
        slashes -= sent.p[i] == '/';
    return slashes == 0;
}

static bool parse_path(struct request *rq)
{
    struct str uri = incoming_parameter(rq->incoming, "REQUEST_URI"), path;
    str_cut(uri, '?', &path, &rq->query);
    return percent_decode(rq->arena, path, false, &rq->path) && path_is_plain(path, rq->path);
}

static bool is_request_id(struct str id)
{
    if (id.n < ID_MIN || id.n > ID_MAX)
        return false;
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (!plain)
            return false;
    }
    return true;
}

/* nginx sets the parameter whatever the client sent; checked again because it goes into logs and headers. */
static struct str request_id(struct request *rq)
{
    struct str sent = incoming_parameter(rq->incoming, "HTTP_X_REQUEST_ID");
    if (is_request_id(sent))
        return sent;
    char text[UUID_TEXT];
    return arena_str(rq->arena, uuid_text(uuid_new(), text));
}

/* A household or a phone has a whole IPv6 /64: what is counted by address is counted by that. */
static struct str address_key(struct arena *arena, struct str address)
{
    unsigned char b[16];
    char text[INET6_ADDRSTRLEN];
    struct str terminated = arena_str(arena, address);
    if (address.n == 0 || inet_pton(AF_INET6, terminated.p, b) != 1)
        return address;
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    if (memcmp(b, mapped, sizeof mapped) == 0) {
        if (inet_ntop(AF_INET, b + 12, text, sizeof text) == NULL)
            return address;
        return arena_str(arena, str_of(text));
    }
    memset(b + 8, 0, 8);
    if (inet_ntop(AF_INET6, b, text, sizeof text) == NULL)
        return address;
    return arena_printf(arena, "%s/64", text);
}

enum request_result request_parse(struct request *rq, struct request_line *line)
{
    rq->id = request_id(rq);
    struct str address = incoming_parameter(rq->incoming, "REMOTE_ADDR");
    rq->address = address.p == NULL ? STR("") : address;
    rq->address_key = address_key(rq->arena, rq->address);
    struct str agent = utf8_truncate(request_header(rq, "HTTP_USER_AGENT"), USER_AGENT_MAX);
    rq->user_agent = agent.p != NULL && utf8_valid(agent) ? agent : STR("");
    rq->path = STR("/");
    rq->query = STR("");
    if (!parse_method(incoming_parameter(rq->incoming, "REQUEST_METHOD"), line))
        return REQUEST_METHOD_UNKNOWN;
    rq->method = line->method;
    rq->head = line->head;
    return parse_path(rq) ? REQUEST_PARSED : REQUEST_MALFORMED;
}
