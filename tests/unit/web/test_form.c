#include "cmocka_web.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/buf.h"
#include "web/cursor.h"
#include "web/form_input.h"
#include "web/form_json.h"
#include "web/urlencoded.h"

struct sample_form {
    struct str title, about, secret, email, choice;
    struct opt_bigint count;
    bool agree, has_title;
    struct opt_uuid id, before;
    struct list tags;
    struct form_file file;
    struct opt_float weight;
    struct str shape;
};

static const char *const choices[] = {"public", "private", NULL};
#define AT(member) offsetof(struct sample_form, member)
static const struct field fields[] = {
    {"title", "Title", FIELD_TEXT, true, AT(title), 2, 5, .present = AT(has_title)},
    {"about", "About", FIELD_LONGTEXT, .offset = AT(about), .max = 10},
    {"secret", "Secret", FIELD_SECRET, .offset = AT(secret), .min = 3},
    {"email", "E-mail", FIELD_EMAIL, .offset = AT(email)},
    {"choice", "Choice", FIELD_CHOICE, .offset = AT(choice), .choices = choices},
    {"count", "Count", FIELD_INT, .offset = AT(count), .min = 1, .max = 100},
    {"agree", "Agree", FIELD_BOOL, .offset = AT(agree)},
    {"id", "Id", FIELD_UUID, .offset = AT(id)},
    {"before", "Before", FIELD_CURSOR, .offset = AT(before)},
    {"tags", "Tags", FIELD_TAGS, .offset = AT(tags), .max = 3},
    {"weight", "Weight", FIELD_FLOAT, .offset = AT(weight), .min = -90, .max = 90},
    {"shape", "Shape", FIELD_JSON, .offset = AT(shape), .max = 20},
    {"file", "File", FIELD_FILE, .offset = AT(file), .min = 2, .max = 5},
};
static const struct form form = FORM_OF(sample_form, fields);

static const struct sample_form *fill(struct arena *arena, const char *text, struct form_state **state)
{
    struct form_inputs inputs = {.arena = arena};
    struct json_error error;
    bool json = text[0] == '{';
    *state = form_state_new(arena, &form);
    enum input_result result =
        json ? form_json_parse(str_of(text), &inputs, &error) : urlencoded_parse(str_of(text), &inputs);
    assert_int_equal(result, INPUT_READ);
    return form_fill(arena, &form, &inputs, json, *state);
}

static const char *code_of(const struct form_state *state, const char *field)
{
    for (size_t i = 0; i < state->error_count; i++)
        if (str_eq(state->errors[i].field, str_of(field))) return state->errors[i].code;
    return "fine";
}

static void check_same(const struct sample_form *got)
{
    assert_non_null(got);
    assert_str(got->title, "a \xe2\x82\xac");
    assert_true(got->has_title);
    assert_str(got->about, " 1\n2\n3");
    assert_str(got->secret, " s p ");
    assert_str(got->email, "Jo.Do@example.org");
    assert_str(got->choice, "public");
    assert_true(got->count.set);
    assert_int_equal(got->count.v, 42);
    assert_true(got->agree);
    assert_true(got->id.set);
    assert_int_equal(got->tags.count, 2);
    assert_str(((const struct str *)got->tags.at)[0], "castle");
    assert_str(((const struct str *)got->tags.at)[1], "red stone");
    assert_int_equal(got->file.descriptor, -1);
}

static void json_and_urlencoded_end_in_the_same_struct(void **state)
{
    struct form_state *form_state;
    check_same(fill(*state,
                    "title=+a+%E2%82%AC+&about=+1%0D%0A2%0d3&secret=+s+p+&email=Jo.Do@EXAMPLE.org&count=42&agree=on&"
                    "id=0190a6d2-0000-7000-8000-000000000001&tags=Castle,+red+stone,castle,&nobody=knows",
                    &form_state));
    assert_str(form_value(form_state, STR("tags")), "Castle, red stone,castle,");
    assert_str(form_value(form_state, STR("secret")), "");
    check_same(fill(*state,
                    "{\"title\":\" a \\u20ac \",\"about\":\" 1\\r\\n2\\r3\",\"secret\":\" s p \",\"email\":\"Jo.Do@EXAMPLE.org\","
                    "\"count\":42,\"agree\":true,\"id\":\"0190A6D2-0000-7000-8000-000000000001\",\"tags\":[\"Castle\",\"red stone\"]}",
                    &form_state));
}

static void absent_is_not_empty(void **state)
{
    struct form_state *form_state;
    const struct sample_form *got = fill(*state, "title=abc", &form_state);
    assert_null(got->about.p);
    assert_false(got->count.set);
    assert_false(got->id.set);
    assert_null(got->email.p);
    assert_int_equal(got->tags.count, 0);
    got = fill(*state, "title=abc&about=&count=&id=&secret=&email=", &form_state);
    assert_non_null(got);
    assert_non_null(got->about.p);
    assert_int_equal(got->about.n, 0);
    assert_false(got->count.set);
}

static void every_code_is_told(void **state)
{
    static const struct {
        const char *body, *field, *code;
    } cases[] = {
        {"", "title", "required"},
        {"title=+", "title", "required"},
        {"title=a", "title", "too_short"},
        {"title=abcdef", "title", "too_long"},
        {"title=%E2%82%AC%E2%82%AC%E2%82%AC%E2%82%AC%E2%82%AC", "title", "fine"},
        {"title=ab%0Acd", "title", "malformed"},
        {"title=abc&title=abd", "title", "malformed"},
        {"title=abc&about=12345678901", "about", "too_long"},
        {"title=abc&secret=ab", "secret", "too_short"},
        {"title=abc&email=nobody", "email", "not_an_email"},
        {"title=abc&email=a@b", "email", "not_an_email"},
        {"title=abc&email=a..b@example.org", "email", "not_an_email"},
        {"title=abc&email=a@-b.org", "email", "not_an_email"},
        {"title=abc&email=a@b.org%0d%0aBcc:x@y.org", "email", "not_an_email"},
        {"title=abc&choice=secret", "choice", "not_a_choice"},
        {"title=abc&count=0", "count", "too_small"},
        {"title=abc&count=101", "count", "too_large"},
        {"title=abc&count=4x", "count", "not_a_number"},
        {"title=abc&count=99999999999999999999", "count", "not_a_number"},
        {"title=abc&weight=12.5", "weight", "fine"},
        {"title=abc&weight=", "weight", "fine"},
        {"title=abc&weight=12,5", "weight", "not_a_number"},
        {"title=abc&weight=nan", "weight", "not_a_number"},
        {"title=abc&weight=1e999", "weight", "not_a_number"},
        {"title=abc&weight=90.000001", "weight", "too_large"},
        {"title=abc&weight=-91", "weight", "too_small"},
        {"{\"title\":\"abc\",\"weight\":-12.25}", "weight", "fine"},
        {"{\"title\":\"abc\",\"weight\":true}", "weight", "not_a_number"},
        {"{\"title\":\"abc\",\"weight\":[1]}", "weight", "malformed"},
        {"title=abc&shape={\"a\":[1]}", "shape", "fine"},
        {"title=abc&shape=[1]", "shape", "not_an_object"},
        {"title=abc&shape={\"a\":}", "shape", "not_an_object"},
        {"{\"title\":\"abc\",\"shape\":{\"a\":[1,{\"b\":null}]}}", "shape", "fine"},
        {"{\"title\":\"abc\",\"shape\":[{}]}", "shape", "not_an_object"},
        {"{\"title\":\"abc\",\"shape\":7}", "shape", "not_an_object"},
        {"{\"title\":\"abc\",\"shape\":{\"a\":\"0123456789012345\"}}", "shape", "too_long"},
        {"title=abc&agree=maybe", "agree", "malformed"},
        {"title=abc&agree=false&agree=on", "agree", "fine"},
        {"title=abc&id=12", "id", "not_a_uuid"},
        {"title=abc&before=12", "before", "malformed"},
        {"title=abc&tags=a,b,c,d", "tags", "too_many"},
        {"title=abc&tags=a,a,A,b", "tags", "fine"},
        {"title=abc&file=x", "file", "malformed"},
        {"{\"title\":5}", "title", "not_text"},
        {"{\"title\":[\"abc\"]}", "title", "malformed"},
        {"{\"title\":\"abc\",\"count\":\"42\"}", "count", "fine"},
        {"{\"title\":\"abc\",\"count\":4.5}", "count", "not_a_number"},
        {"{\"title\":\"abc\",\"count\":1e3}", "count", "not_a_number"},
        {"{\"title\":\"abc\",\"agree\":1}", "agree", "malformed"},
        {"{\"title\":\"abc\",\"tags\":[1]}", "tags", "not_text"},
        {"{\"title\":\"abc\",\"tags\":{}}", "tags", "not_text"},
        {"{\"title\":\"abc\",\"tags\":[]}", "tags", "fine"},
        {"{\"title\":null}", "title", "required"},
        {"{\"title\":\"abc\",\"csrf\":\"x\"}", "csrf", "unknown_field"},
        {"title=abc&csrf=x", "csrf", "fine"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form_state *form_state;
        const struct sample_form *got = fill(*state, cases[i].body, &form_state);
        if (strcmp(code_of(form_state, cases[i].field), cases[i].code) != 0)
            fail_msg("%s: %s is %s", cases[i].body, cases[i].field, code_of(form_state, cases[i].field));
        assert_int_equal(got == NULL, form_state->error_count > 0);
        for (size_t e = 0; e < form_state->error_count; e++) assert_true(form_state->errors[e].message.n > 0);
    }
}

struct change_form {
    struct str title, about, choice;
    struct list tags;
    bool has_title, has_about, has_choice, has_tags;
};

#define OF(member) .offset = offsetof(struct change_form, member), .present = offsetof(struct change_form, has_##member)
static const struct field change_fields[] = {
    {"title", "Title", FIELD_TEXT, OF(title), .min = 1, .max = 5},
    {"about", "About", FIELD_LONGTEXT, OF(about), .max = 10},
    {"choice", "Choice", FIELD_CHOICE, OF(choice), .choices = choices},
    {"tags", "Tags", FIELD_TAGS, OF(tags), .max = 3},
};
static const struct form change_form = FORM_OF(change_form, change_fields);

static const struct change_form *fill_change(struct arena *arena, const char *json, struct form_state **state)
{
    struct form_inputs inputs = {.arena = arena};
    struct json_error error;
    *state = form_state_new(arena, &change_form);
    assert_int_equal(form_json_parse(str_of(json), &inputs, &error), INPUT_READ);
    return form_fill(arena, &change_form, &inputs, true, *state);
}

static void what_a_change_leaves_out_stays(void **state)
{
    struct form_state *form_state;
    const struct change_form *got = fill_change(*state, "{}", &form_state);
    assert_non_null(got);
    assert_false(got->has_title || got->has_about || got->has_choice || got->has_tags);
    assert_null(got->choice.p);
}

static void null_empties_what_may_be_empty(void **state)
{
    struct form_state *form_state;
    const struct change_form *got = fill_change(*state, "{\"about\":null,\"tags\":null}", &form_state);
    assert_non_null(got);
    assert_true(got->has_about && got->has_tags && got->about.p != NULL);
    assert_int_equal(got->about.n + got->tags.count, 0);
    assert_null(fill_change(*state, "{\"title\":null,\"choice\":null}", &form_state));
    assert_string_equal(code_of(form_state, "title"), "too_short");
    assert_string_equal(code_of(form_state, "choice"), "not_a_choice");
    assert_null(fill_change(*state, "{\"choice\":\"\"}", &form_state));
}

static void all_errors_come_at_once(void **state)
{
    struct form_state *form_state;
    assert_null(fill(*state, "{\"email\":\"x\",\"count\":0,\"one\":1,\"two\":2,\"two_more\":3}", &form_state));
    assert_int_equal(form_state->error_count, 6);
    for (int i = 0; i < 100; i++) form_fail(*state, form_state, "title", "wrong", "Wrong.");
    assert_true(form_state->error_count < 30);
    assert_str(form_error_text(form_state, STR("email")), "This does not look like an e-mail address.");
    assert_null(form_error_text(form_state, STR("about")).p);
}

static void broken_encodings_are_refused(void **state)
{
    static const char *const broken[] = {"a=%", "a=%2", "a=%zz", "a=%00", "a=%ff", "%c3=1", "a=\xed\xa0\x80"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct form_inputs inputs = {.arena = *state};
        if (urlencoded_parse(str_of(broken[i]), &inputs) != INPUT_MALFORMED) fail_msg("accepted: %s", broken[i]);
    }
    static const char *const documents[] = {"", "[]", "1", "{\"a\":1,\"a\":2}", "{\"a\":1", "{\"a\":NaN}", "{} x", "{'a':1}"};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        struct form_inputs inputs = {.arena = *state};
        struct json_error error;
        if (form_json_parse(str_of(documents[i]), &inputs, &error) != INPUT_MALFORMED) fail_msg("accepted: %s", documents[i]);
    }
}

static void nul_in_json_text_is_no_text(void **state)
{
    struct form_state *form_state;
    assert_null(fill(*state, "{\"title\":\"a\\u0000b\"}", &form_state));
    assert_string_equal(code_of(form_state, "title"), "not_text");
}

static void too_many_pairs_are_refused(void **state)
{
    struct buf text;
    struct form_inputs inputs = {.arena = *state};
    buf_init(&text, 1 << 20);
    for (int i = 0; i < 1001; i++) buf_printf(&text, "a%d=1&", i);
    assert_int_equal(urlencoded_parse(buf_str(&text), &inputs), INPUT_TOO_MANY);
    buf_free(&text);
}

static struct form_inputs file_input(struct arena *arena, int descriptor, int64_t offset, int64_t size)
{
    struct form_inputs inputs = {.arena = arena};
    form_inputs_add(&inputs, &(struct form_input){.name = STR("title"), .kind = INPUT_TEXT, .value = STR("abc")});
    form_inputs_add(&inputs, &(struct form_input){.name = STR("file"), .kind = INPUT_FILE,
                                                  .file = {descriptor, offset, size, STR("a.schem")}});
    return inputs;
}

static void files_have_bounds_and_a_digest(void **state)
{
    char name[] = "/tmp/curio-form-XXXXXX";
    int descriptor = mkstemp(name);
    struct sha256_digest one, two, other;
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "abc..abcd", 9), 9);
    struct form_inputs first = file_input(*state, descriptor, 0, 3), second = file_input(*state, descriptor, 5, 3),
                       third = file_input(*state, descriptor, 5, 4), beyond = file_input(*state, descriptor, 7, 4);
    assert_true(form_digest(&form, &first, &one));
    assert_true(form_digest(&form, &second, &two));
    assert_true(form_digest(&form, &third, &other));
    assert_true(sha256_eq(one, two));
    assert_false(sha256_eq(one, other));
    assert_false(form_digest(&form, &beyond, &other));
    struct form_state *form_state = form_state_new(*state, &form);
    const struct sample_form *got = form_fill(*state, &form, &second, false, form_state);
    assert_non_null(got);
    assert_int_equal(got->file.offset, 5);
    struct form_inputs large = file_input(*state, descriptor, 0, 6);
    form_state = form_state_new(*state, &form);
    assert_null(form_fill(*state, &form, &large, false, form_state));
    assert_string_equal(code_of(form_state, "file"), "too_large");
    close(descriptor);
    unlink(name);
}

/* What was sent is shown again, and that must not take many times the memory of what was sent. */
static void fields_sent_a_thousand_times_take_memory_once(void **state)
{
    enum { TIMES = 900, SIZE = 1000 };
    static char value[SIZE];
    memset(value, 'a', SIZE);
    struct form_inputs inputs = {.arena = *state};
    const struct form_input input = {.name = STR("title"), .kind = INPUT_TEXT, .value = {value, SIZE}};
    for (size_t i = 0; i < TIMES; i++) assert_true(form_inputs_add(&inputs, &input));
    struct form_state *form_state = form_state_new(*state, &form);
    assert_null(form_fill(*state, &form, &inputs, false, form_state));
    assert_string_equal(code_of(form_state, "title"), "malformed");
    assert_int_equal(form_value(form_state, STR("title")).n, TIMES * (SIZE + 2) - 2);
    assert_true(arena_used(*state) < 2 * TIMES * SIZE);
}

static void cursors_read_back_and_nothing_else(void **state)
{
    struct uuid uuid = uuid_new(), back;
    struct str text = cursor_encode(*state, uuid);
    assert_true(cursor_decode(*state, text, &back));
    assert_true(uuid_eq(uuid, back));
    assert_false(cursor_decode(*state, str_slice(text, 0, text.n - 1), &back));
    assert_false(cursor_decode(*state, STR("AAAAAAAAAAAAAAAAAAAAAB"), &back)); /* unused bits set */
    assert_false(cursor_decode(*state, STR("AAAAAAAAAAAAAAAAAAAA=="), &back));
    assert_false(cursor_decode(*state, STR(""), &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(json_and_urlencoded_end_in_the_same_struct), WITH_ARENA(absent_is_not_empty),
        WITH_ARENA(every_code_is_told),                         WITH_ARENA(all_errors_come_at_once),
        WITH_ARENA(broken_encodings_are_refused),               WITH_ARENA(nul_in_json_text_is_no_text),
        WITH_ARENA(too_many_pairs_are_refused),                 WITH_ARENA(files_have_bounds_and_a_digest),
        WITH_ARENA(what_a_change_leaves_out_stays),             WITH_ARENA(null_empties_what_may_be_empty),
        WITH_ARENA(fields_sent_a_thousand_times_take_memory_once), WITH_ARENA(cursors_read_back_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
