#include "cmocka_web.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/buf.h"
#include "web/multipart.h"
#include "web/multipart_header.h"

/* A body in memory, given out in pieces of STEP bytes so that delimiters fall across them. */
struct feed {
    struct str body;
    size_t at, step;
};

static ptrdiff_t feed_read(void *with, void *into, size_t size)
{
    struct feed *feed = with;
    size_t n = feed->body.n - feed->at;
    if (n > feed->step) n = feed->step;
    if (n > size) n = size;
    if (n > 0) memcpy(into, feed->body.p + feed->at, n);
    feed->at += n;
    return (ptrdiff_t)n;
}

static enum input_result parse_up_to(size_t values_max, struct arena *arena, struct str body, size_t step, struct form_inputs *out)
{
    struct feed feed = {body, 0, step};
    struct multipart_source source = {feed_read, &feed, 7, values_max};
    *out = (struct form_inputs){.arena = arena};
    return multipart_parse(&source, STR("XX"), out);
}

static enum input_result parse(struct arena *arena, struct str body, size_t step, struct form_inputs *out)
{
    return parse_up_to(4096, arena, body, step, out);
}

#define PART(disposition, data) "--XX\r\nContent-Disposition: " disposition "\r\n\r\n" data "\r\n"
static const char whole[] = PART("form-data; name=\"title\"", "Castle\r\n--X not yet") 
    PART("form-data; name=\"file\"; filename=\"C:\\builds\\a b.schem\"", "\0\1\r\n--XY\2") "--XX--\r\n";
static const struct str whole_body = {whole, sizeof whole - 1};

static void parts_are_found_whatever_the_reads(void **state)
{
    struct form_inputs inputs;
    for (size_t step = 1; step < 40; step++) {
        assert_int_equal(parse(*state, whole_body, step, &inputs), INPUT_READ);
        assert_int_equal(inputs.count, 2);
        assert_str(inputs.at[0].name, "title");
        assert_str(inputs.at[0].value, "Castle\r\n--X not yet");
        assert_int_equal(inputs.at[1].kind, INPUT_FILE);
        assert_str(inputs.at[1].file.name, "a b.schem");
        assert_int_equal(inputs.at[1].file.descriptor, 7);
        assert_int_equal(inputs.at[1].file.size, 9);
        assert_memory_equal(whole + inputs.at[1].file.offset, "\0\1\r\n--XY\2", 9);
    }
}

/* Only the line end after the closing boundary may be missing. */
static void every_truncation_is_refused(void **state)
{
    struct form_inputs inputs;
    for (size_t n = 0; n < whole_body.n - 2; n++) {
        struct arena *arena = arena_new(TEST_MEMORY);
        assert_int_equal(parse(arena, str_slice(whole_body, 0, n), 13, &inputs), INPUT_MALFORMED);
        arena_free(arena);
    }
    assert_int_equal(parse(*state, str_slice(whole_body, 0, whole_body.n - 2), 13, &inputs), INPUT_READ);
}

static void what_no_client_sends_is_refused(void **state)
{
    static const char *const bodies[] = {
        "preamble\r\n" PART("form-data; name=\"a\"", "1") "--XX--\r\n",
        PART("form-data; name=\"a\"", "1") "--XX--\r\nepilogue",
        "--XX\r\nContent-Disposition form-data\r\n\r\n1\r\n--XX--",
        PART("attachment; name=\"a\"", "1") "--XX--",
        PART("form-data", "1") "--XX--",
        PART("form-data; name=\"a\"; name=\"b\"", "1") "--XX--",
        PART("form-data; name=\"a", "1") "--XX--",
        PART("form-data; name=\"\xff\"", "1") "--XX--",
        PART("form-data; name=\"a\"", "\xc3") "--XX--",
        PART("form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "1") "--XX--",
        "--XX--extra",
        "--XX \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--",
    };
    struct form_inputs inputs;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (parse(*state, str_of(bodies[i]), 1000, &inputs) != INPUT_MALFORMED) fail_msg("accepted: %s", bodies[i]);
    static const char with_nul[] = PART("form-data; name=\"a\"", "1\0002") "--XX--";
    assert_int_equal(parse(*state, (struct str){with_nul, sizeof with_nul - 1}, 1000, &inputs), INPUT_MALFORMED);
}

static void names_lose_their_path_and_controls(void **state)
{
    static const struct {
        const char *sent, *shown;
    } names[] = {
        {"../../etc/passwd", "passwd"}, {"/", ""}, {"..\\..\\boot.ini", "boot.ini"}, {"a%22b", "a\"b"},
        {"a\\\"b.schem", "a\"b.schem"}, {"a%0D%0Ab", "ab"}, {"\xe2\x82\xac.schem", "\xe2\x82\xac.schem"}, {"%2e%2e", "%2e%2e"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str body = arena_printf(*state, "--XX\r\ncontent-disposition: form-data; name=\"f\"; filename=\"%s\"\r\n\r\n\r\n--XX--",
                                       names[i].sent);
        struct form_inputs inputs;
        assert_int_equal(parse(*state, body, 1000, &inputs), INPUT_READ);
        assert_str(inputs.at[0].file.name, names[i].shown);
    }
}

static void a_hundred_thousand_parts_are_refused(void **state)
{
    static const char part[] = PART("form-data; name=\"a\"", "");
    enum { PARTS = 100000 };
    char *body = malloc(PARTS * (sizeof part - 1));
    assert_non_null(body);
    for (size_t i = 0; i < PARTS; i++) memcpy(body + i * (sizeof part - 1), part, sizeof part - 1);
    struct form_inputs inputs;
    const struct str whole_of_it = {body, PARTS * (sizeof part - 1)};
    assert_int_equal(parse_up_to(1 << 20, *state, whole_of_it, 60000, &inputs), INPUT_TOO_MANY);
    assert_int_equal(parse(*state, whole_of_it, 60000, &inputs), INPUT_TOO_LARGE); /* headers count as well */
    free(body);
}

static void values_and_headers_have_a_cap(void **state)
{
    struct form_inputs inputs;
    char big[9000];
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    struct str values = arena_printf(*state, PART("form-data; name=\"a\"", "%s") "--XX--", big);
    assert_int_equal(parse(*state, values, 1000, &inputs), INPUT_TOO_LARGE);
    struct str headers = arena_printf(*state, "--XX\r\nX: %s\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--", big);
    assert_int_equal(parse(*state, headers, 1000, &inputs), INPUT_MALFORMED);
    /* Two values that fit one by one do not fit together. */
    big[3000] = '\0';
    struct str two = arena_printf(*state, PART("form-data; name=\"a\"", "%s") PART("form-data; name=\"b\"", "%s") "--XX--", big, big);
    assert_int_equal(parse(*state, two, 1000, &inputs), INPUT_TOO_LARGE);
}

/* What a worker can't do without is bounded: a request past twice its memory would end it. */
static void parameters_nobody_asked_for_take_no_memory(void **state)
{
    enum { PARAMETERS = 1500 };
    struct buf header;
    buf_init(&header, 16 * 1024);
    buf_add(&header, STR("form-data; name=\"a \\\"b\""));
    for (size_t i = 0; i < PARAMETERS; i++) buf_add(&header, STR(";x=\"\""));
    size_t before = arena_used(*state);
    assert_str(header_parameter(*state, buf_str(&header), STR("name")), "a \"b");
    assert_true(arena_used(*state) - before < 256);
    buf_free(&header);
}

static void boundaries_are_checked(void **state)
{
    static const struct {
        const char *type, *boundary;
    } types[] = {
        {"multipart/form-data; boundary=abc", "abc"},
        {"multipart/form-data; charset=utf-8; Boundary=\"a b'c\"", "a b'c"},
        {"multipart/form-data", NULL},
        {"multipart/form-data; boundary=", NULL},
        {"multipart/form-data; boundary=a; boundary=b", NULL},
        {"multipart/form-data; boundary=\"a\r\nb\"", NULL},
        {"multipart/form-data; boundary=\"ends in space \"", NULL},
        {"multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890x", NULL},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct str boundary = multipart_boundary(*state, str_of(types[i].type));
        if (types[i].boundary == NULL) assert_null(boundary.p);
        else assert_str(boundary, types[i].boundary);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(parts_are_found_whatever_the_reads), WITH_ARENA(every_truncation_is_refused),
        WITH_ARENA(what_no_client_sends_is_refused),    WITH_ARENA(names_lose_their_path_and_controls),
        WITH_ARENA(a_hundred_thousand_parts_are_refused), WITH_ARENA(values_and_headers_have_a_cap),
        WITH_ARENA(parameters_nobody_asked_for_take_no_memory), WITH_ARENA(boundaries_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
