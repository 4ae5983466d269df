/* One of the two files that include libcurl; the other sends mail. */
#include "jobs/remote.h"

#include <unistd.h>

#include <curl/curl.h>

#include "store/s3.h"

enum { CONNECT_SECONDS = 10, STALLED_SECONDS = 30, STALLED_BYTES = 1024 };

struct call {
    CURL *curl;
    struct curl_slist *headers;
    int from;                 /* what is sent; -1: nothing */
    struct blob_writer *into; /* what comes; NULL: it is only compared */
    struct sha256 *sha256;    /* of what comes; NULL: nobody asks */
    int64_t left;             /* of what is sent, or may still come */
};

static size_t give(char *out, size_t size, size_t count, void *with)
{
    struct call *call = with;
    size_t most = size * count;
    if ((int64_t)most > call->left)
        most = (size_t)call->left;
    ssize_t n = most > 0 ? read(call->from, out, most) : 0;
    if (n < 0)
        return CURL_READFUNC_ABORT;
    call->left -= n;
    return (size_t)n;
}

/* More than was promised is not taken: it can't be the blob. What explains a refusal is not either, because nobody reads it. */
static size_t take(char *bytes, size_t size, size_t count, void *with)
{
    struct call *call = with;
    size_t n = size * count;
    long answer = 0;
    curl_easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &answer);
    if (!call->sha256 || answer != 200)
        return n;
    if ((int64_t)n > call->left || (call->into && blob_write(call->into, bytes, n) != BLOB_OK))
        return 0;
    sha256_add(call->sha256, bytes, n);
    call->left -= (int64_t)n;
    return n;
}

static bool add_header(struct call *call, struct str line)
{
    struct curl_slist *more = curl_slist_append(call->headers, line.p);
    if (more)
        call->headers = more;
    return more != NULL;
}

static void configure(CURL *curl, struct arena *arena, const struct config *config, const struct s3_object *object)
{
    struct str signer = arena_printf(arena, "aws:amz:" STR_FMT ":s3", STR_ARG(config->s3_region));
    curl_easy_setopt(curl, CURLOPT_URL, arena_printf(arena, STR_FMT STR_FMT, STR_ARG(object->origin), STR_ARG(object->path)).p);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)REMOTE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)STALLED_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)STALLED_SECONDS);
    curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, signer.p);
    curl_easy_setopt(curl, CURLOPT_USERNAME, arena_str(arena, config->s3_key).p);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, arena_str(arena, config->s3_secret).p);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
}

/* PAYLOAD: the digest of what is sent, in hexadecimal digits. A part that is signed, so that the store refuses other bytes. */
static bool call_begin(struct call *call, struct arena *arena, const struct config *config, struct sha256_digest digest, struct str payload)
{
    const struct s3_object object = s3_object_of(arena, config, digest, false);
    *call = (struct call){.curl = curl_easy_init(), .from = -1};
    if (!call->curl || !add_header(call, arena_printf(arena, "x-amz-content-sha256: " STR_FMT, STR_ARG(payload))))
        return false;
    configure(call->curl, arena, config, &object);
    curl_easy_setopt(call->curl, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(call->curl, CURLOPT_READDATA, call);
    return true;
}

static void call_end(struct call *call)
{
    if (call->sha256)
        (void)sha256_finish(call->sha256);
    curl_slist_free_all(call->headers);
    curl_easy_cleanup(call->curl);
}

static enum remote_result result_of(CURLcode code, long answer)
{
    if (code != CURLE_OK)
        return code == CURLE_WRITE_ERROR && answer == 200 ? REMOTE_WRONG : REMOTE_AWAY;
    if (answer >= 200 && answer < 300)
        return REMOTE_OK;
    if (answer == 404)
        return REMOTE_NONE;
    return answer == 408 || answer == 429 || answer >= 500 ? REMOTE_AWAY : REMOTE_REFUSED;
}

static enum remote_result perform(struct call *call, struct arena *arena, struct str *why)
{
    long answer = 0;
    curl_easy_setopt(call->curl, CURLOPT_HTTPHEADER, call->headers);
    CURLcode code = curl_easy_perform(call->curl);
    curl_easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &answer);
    enum remote_result result = result_of(code, answer);
    if (result != REMOTE_OK)
        *why = arena_printf(arena, "S3 store: %s (%ld)", code == CURLE_OK ? "it refuses" : curl_easy_strerror(code), answer);
    return result;
}

static enum remote_result no_memory(struct call *call, struct str *why)
{
    call_end(call);
    *why = STR("no memory for libcurl");
    return REMOTE_AWAY;
}

/* Of no bytes. */
static struct str nothing(struct arena *arena)
{
    struct sha256_digest digest = sha256_of(STR(""));
    return hex_encode(arena, digest.b, sizeof digest.b);
}

enum remote_result remote_put(struct arena *arena, const struct config *config, struct sha256_digest digest, int from, int64_t size, struct str *why)
{
    struct call call;
    if (!call_begin(&call, arena, config, digest, hex_encode(arena, digest.b, sizeof digest.b)) ||
        !add_header(&call, STR("Content-Type: application/octet-stream")))
        return no_memory(&call, why);
    call.from = from;
    call.left = size;
    curl_easy_setopt(call.curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(call.curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)size);
    enum remote_result result = perform(&call, arena, why);
    call_end(&call);
    return result;
}

enum remote_result remote_look(struct arena *arena, const struct config *config, struct sha256_digest digest, int64_t size, struct str *why)
{
    struct call call;
    curl_off_t length = -1;
    if (!call_begin(&call, arena, config, digest, nothing(arena)))
        return no_memory(&call, why);
    curl_easy_setopt(call.curl, CURLOPT_NOBODY, 1L);
    enum remote_result result = perform(&call, arena, why);
    curl_easy_getinfo(call.curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    call_end(&call);
    return result == REMOTE_OK && length != size ? REMOTE_WRONG : result;
}

enum remote_result remote_get(struct arena *arena, const struct config *config, struct sha256_digest digest, int64_t size, struct blob_writer *into,
                              struct str *why)
{
    struct call call;
    if (!call_begin(&call, arena, config, digest, nothing(arena)))
        return no_memory(&call, why);
    call.into = into;
    call.left = size;
    call.sha256 = sha256_new();
    enum remote_result result = perform(&call, arena, why);
    struct sha256_digest found = sha256_finish(call.sha256);
    call.sha256 = NULL;
    call_end(&call);
    if (result != REMOTE_OK || (call.left == 0 && sha256_eq(found, digest)))
        return result;
    *why = STR("S3 store: it holds other bytes than were sent");
    return REMOTE_WRONG;
}

enum remote_result remote_remove(struct arena *arena, const struct config *config, struct sha256_digest digest, struct str *why)
{
    struct call call;
    if (!call_begin(&call, arena, config, digest, nothing(arena)))
        return no_memory(&call, why);
    curl_easy_setopt(call.curl, CURLOPT_CUSTOMREQUEST, "DELETE");
    enum remote_result result = perform(&call, arena, why);
    call_end(&call);
    return result;
}
