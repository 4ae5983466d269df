/* One of the files that include libcurl; the others send mail and speak to the S3 store. */
#include "market/import/http.h"

#include <sys/socket.h>
#include <unistd.h>

#include <curl/curl.h>

#include "core/buf.h"
#include "market/address.h"

enum { STALLED_SECONDS = 20, STALLED_BYTES = 64, RETRY_MOST_S = 7 * 86400, HEADER_MOST = 4096 };

struct call {
    CURL *curl;
    struct arena *arena;
    const struct http_request *request;
    struct http_answer *answer;
    struct buf body;
    struct curl_slist *headers;
    bool too_large, closed_address;
    char error[CURL_ERROR_SIZE];
};

/* The address that is really connected to, whatever a name led to a moment ago. */
static curl_socket_t open_socket(void *with, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct call *call = with;
    (void)purpose;
    if (!call->request->private_too && !address_is_public(&address->addr, (socklen_t)address->addrlen)) {
        call->closed_address = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *bytes, size_t size, size_t count, void *with)
{
    struct call *call = with;
    size_t n = size * count, room = call->request->bytes_most - call->body.n;
    if (n <= room) {
        buf_add_bytes(&call->body, bytes, n);
        return n;
    }
    buf_add_bytes(&call->body, bytes, room);
    call->too_large = true;
    return 0;
}

static void header_into(struct call *call, struct str name, struct str value)
{
    struct http_answer *answer = call->answer;
    struct str *const into = str_equal_ignoring_case(name, STR("etag"))            ? &answer->etag
                             : str_equal_ignoring_case(name, STR("last-modified")) ? &answer->last_modified
                             : str_equal_ignoring_case(name, STR("content-type"))  ? &answer->content_type
                                                                                   : NULL;
    if (into && value.n <= HEADER_MOST)
        *into = arena_str(call->arena, value);
    else if (str_equal_ignoring_case(name, STR("retry-after")))
        answer->retry_after_ms = http_retry_after_ms(value, timestamp_now());
}

/* A line with anything but printable ASCII in it is nobody's. */
static size_t take_header(char *bytes, size_t size, size_t count, void *with)
{
    struct str line = str_trim((struct str){bytes, size * count}), name, value;
    bool plain = true;
    for (size_t i = 0; i < line.n; i++)
        plain = plain && ((line.p[i] >= ' ' && line.p[i] < 0x7F) || line.p[i] == '\t');
    if (plain && str_cut(line, ':', &name, &value))
        header_into(with, name, str_trim(value));
    return size * count;
}

int64_t http_retry_after_ms(struct str value, struct timestamp now)
{
    int64_t seconds;
    char text[TIMESTAMP_TEXT] = {0};
    if (!str_to_int64(value, &seconds)) {
        if (value.n == 0 || value.n >= sizeof text)
            return -1;
        for (size_t i = 0; i < value.n; i++)
            text[i] = value.p[i];
        time_t at = curl_getdate(text, NULL);
        if (at < 0)
            return -1;
        seconds = (int64_t)at - now.us / 1000000;
    }
    return (seconds < 0 ? 0 : seconds > RETRY_MOST_S ? RETRY_MOST_S : seconds) * 1000;
}

static void add_header(struct call *call, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    struct curl_slist *more = curl_slist_append(call->headers, arena_printf(call->arena, "%s: " STR_FMT, name, STR_ARG(value)).p);
    if (more)
        call->headers = more;
}

static void limit(CURL *curl, const struct http_request *request)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)request->ms_most);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)STALLED_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)STALLED_SECONDS);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
}

static void configure(struct call *call)
{
    CURL *curl = call->curl;
    const struct http_request *request = call->request;
    limit(curl, request);
    add_header(call, "Accept", request->accept);
    add_header(call, "If-None-Match", request->etag);
    add_header(call, "If-Modified-Since", request->last_modified);
    curl_easy_setopt(curl, CURLOPT_URL, arena_str(call->arena, request->url).p);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, arena_str(call->arena, request->agent).p);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, call->headers);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, call);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, call);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, call->error);
}

static enum http_result result_of(const struct call *call, CURLcode code)
{
    if (call->closed_address)
        return HTTP_PRIVATE;
    if (call->too_large)
        return HTTP_TOO_LARGE;
    if (code == CURLE_OK)
        return HTTP_ANSWERED;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return HTTP_SLOW;
    return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ? HTTP_BAD_URL : HTTP_AWAY;
}

static struct str why_of(const struct call *call, enum http_result result, CURLcode code)
{
    switch (result) {
    case HTTP_ANSWERED: return STR("");
    case HTTP_PRIVATE: return STR("it leads to an address that is not public");
    case HTTP_TOO_LARGE: return arena_printf(call->arena, "more than %zu bytes", call->request->bytes_most);
    case HTTP_SLOW: return arena_printf(call->arena, "no whole answer in %lld ms", (long long)call->request->ms_most);
    case HTTP_AWAY:
    case HTTP_BAD_URL: break;
    }
    return arena_str(call->arena, str_of(call->error[0] ? call->error : curl_easy_strerror(code)));
}

static void read_facts(struct call *call)
{
    curl_off_t us = 0;
    char *location = NULL;
    curl_easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &call->answer->status);
    curl_easy_getinfo(call->curl, CURLINFO_STARTTRANSFER_TIME_T, &us);
    curl_easy_getinfo(call->curl, CURLINFO_REDIRECT_URL, &location);
    call->answer->latency_ms = (int64_t)us / 1000;
    call->answer->location = location ? arena_str(call->arena, str_of(location)) : STR("");
    call->answer->body = call->body.n > 0 ? arena_str(call->arena, buf_str(&call->body)) : STR("");
}

enum http_result http_get(struct arena *arena, const struct http_request *request, struct http_answer *answer)
{
    struct call call = {.curl = curl_easy_init(), .arena = arena, .request = request, .answer = answer};
    *answer = (struct http_answer){.etag = STR(""), .last_modified = STR(""), .content_type = STR(""), .location = STR(""), .body = STR(""), .retry_after_ms = -1};
    if (!call.curl) {
        answer->why = STR("no memory for libcurl");
        return HTTP_AWAY;
    }
    buf_init(&call.body, request->bytes_most + 1);
    configure(&call);
    CURLcode code = curl_easy_perform(call.curl);
    enum http_result result = result_of(&call, code);
    read_facts(&call);
    answer->why = why_of(&call, result, code);
    buf_free(&call.body);
    curl_slist_free_all(call.headers);
    curl_easy_cleanup(call.curl);
    return result;
}

static struct str part(struct arena *arena, CURLU *url, CURLUPart which, unsigned flags)
{
    char *text = NULL;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK || !text)
        return STR("");
    struct str copy = arena_str(arena, str_of(text));
    curl_free(text);
    return copy;
}

bool http_split(struct arena *arena, struct str url, struct str *origin, struct str *target)
{
    CURLU *parsed = curl_url();
    bool fine = parsed && curl_url_set(parsed, CURLUPART_URL, arena_str(arena, url).p, 0) == CURLUE_OK;
    struct str scheme = fine ? part(arena, parsed, CURLUPART_SCHEME, 0) : STR("");
    fine = fine && (str_eq(scheme, STR("http")) || str_eq(scheme, STR("https"))) && part(arena, parsed, CURLUPART_USER, 0).n == 0;
    if (fine) {
        struct str host = arena_lower(arena, part(arena, parsed, CURLUPART_HOST, 0)), port = part(arena, parsed, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
        struct str path = part(arena, parsed, CURLUPART_PATH, 0), query = part(arena, parsed, CURLUPART_QUERY, 0);
        *origin = arena_printf(arena, STR_FMT "://" STR_FMT "%s" STR_FMT, STR_ARG(scheme), STR_ARG(host), port.n ? ":" : "", STR_ARG(port));
        *target = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(path), query.n ? "?" : "", STR_ARG(query));
    }
    curl_url_cleanup(parsed);
    return fine;
}
