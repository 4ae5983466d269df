#include "core/config.h"
#include "core/config_table.h"

#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/curio-config-XXXXXX";
static struct arena *arena;
static struct config config;
static struct str why;
static char secret[] = "CURIO_TOKEN_SECRET=0123456789abcdef0123456789abcdef";

static int setup(void **state)
{
    *state = NULL;
    int file = mkstemp(path);
    arena = arena_new(8 << 20);
    return file < 0 ? -1 : close(file);
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return unlink(path);
}

static enum config_result load(struct str file_text, char *variable)
{
    char *variables[] = {secret, variable, NULL};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fwrite(file_text.p, 1, file_text.n, file);
    fclose(file);
    return config_load(arena, path, variables, &config, &why);
}

static void refuse(const char *text, char *variable, const char *expected)
{
    assert_int_equal(load(str_of(text), variable), CONFIG_INVALID);
    if (str_find(why, str_of(expected)) < 0)
        fail_msg("\"%s\" is not in \"%s\"", expected, why.p);
}

static void test_every_default_is_in_its_range(void **state)
{
    (void)state;
    char *variables[] = {secret, NULL};
    assert_int_equal(config_load(arena, NULL, variables, &config, &why), CONFIG_OK);
    assert_int_equal(why.n, 0);
    assert_true(str_eq(config.site_name, STR("Curio")));
    assert_int_equal(config.bcrypt_cost, 12);
    assert_int_equal(config.access_token_seconds, 900);
    assert_int_equal(config.storage_quota, INT64_C(2) << 30);
    assert_int_equal(config.schematic_blocks_max, INT64_C(1) << 31);
    assert_true(config_room_on(&config, ROOM_SCHEMATIC));
    assert_true(config_room_on(&config, ROOM_NONE));
}

/* The table fills the struct whole: no member is forgotten, none stands twice. */
static void test_every_member_is_a_setting(void **state)
{
    (void)state;
    bool seen[sizeof(struct config)] = {false};
    size_t bytes = 0;
    for (size_t i = 0; i < config_setting_count; i++) {
        const struct setting *s = &config_settings[i];
        bool text = s->type <= SETTING_COLOUR;
        assert_false(seen[s->offset]);
        seen[s->offset] = true;
        bytes += s->type == SETTING_ROOMS ? _Alignof(struct str) : text ? sizeof(struct str) : sizeof(int64_t);
    }
    assert_int_equal(bytes, sizeof(struct config));
}

static void test_file_then_environment(void **state)
{
    (void)state;
    const char *text = "# a comment\n\n  site_name =  My place  \nbcrypt_cost=11\nlisten_port = 9000 # why not\r\n"
                       "site_accent = #A0b1C2\nstorage_quota = 3G\nscan_timeout_seconds = 90\nsite_tagline = \" a # b \" # kept\n";
    char variable[] = "CURIO_BCRYPT_COST=13";
    assert_int_equal(load(str_of(text), variable), CONFIG_OK);
    assert_true(str_eq(config.site_name, STR("My place")));
    assert_int_equal(config.bcrypt_cost, 13);
    assert_int_equal(config.listen_port, 9000);
    assert_true(str_eq(config.site_accent, STR("#A0b1C2")));
    assert_int_equal(config.storage_quota, INT64_C(3) << 30);
    assert_int_equal(config.scan_timeout_seconds, 90);
    assert_true(str_eq(config.site_tagline, STR(" a # b ")));
}

static void test_mistakes_say_where_and_what(void **state)
{
    char unknown[] = "CURIO_SITE_NAMES=x", bad[] = "CURIO_LISTEN_PORT=65536", empty[] = "CURIO_BLOB_DIR=";
    (void)state;
    refuse("site_nmae = x\n", NULL, ":1: site_nmae: there is no such setting");
    refuse("\n\nbcrypt_cost = 9\n", NULL, ":3: bcrypt_cost: expected 10 to 16");
    refuse("bcrypt_cost = twelve\n", NULL, "bcrypt_cost: expected");
    refuse("storage_quota = 2T\n", NULL, "storage_quota: expected 1 to 1024G");
    refuse("storage_quota = 9999999999999G\n", NULL, "storage_quota: expected");
    refuse("web_workers = 4K\n", NULL, "web_workers: expected 1 to 256");
    refuse("just words\n", NULL, ":1: expected \"key = value\"");
    refuse("site_name = \"open\n", NULL, "a quote is missing");
    refuse("site_name = \"a\" b\n", NULL, "a quote is missing");
    refuse("site_name =\n", NULL, "site_name: expected not empty");
    refuse("site_url = http://localhost\n", NULL, "site_url: expected https://");
    refuse("site_url = https://localhost/\n", NULL, "site_url: expected https://");
    refuse("site_url = https://\n", NULL, "site_url: expected https://");
    refuse("site_accent = red\n", NULL, "site_accent: expected #rrggbb");
    refuse("rooms = schematic kitchen\n", NULL, "rooms: expected of: schematic");
    refuse("rooms =\n", NULL, "rooms: expected");
    refuse("log_level = loud\n", NULL, "log_level: expected debug, info, warn or error");
    refuse("site_name = \xFF\n", NULL, "site_name: expected");
    refuse("", unknown, "the environment: site_names: there is no such setting");
    refuse("", bad, "the environment: listen_port: expected 1 to 65535");
    refuse("", empty, "the environment: blob_dir: expected");
    assert_int_equal(load((struct str){"site_name = a\0b\n", 16}, NULL), CONFIG_INVALID);
}

static void test_all_mistakes_at_once(void **state)
{
    (void)state;
    refuse("a = 1\nb = 2\nbcrypt_cost = 1\n", NULL, ":1: a:");
    assert_true(str_find(why, STR(":2: b:")) > 0);
    assert_true(str_find(why, STR(":3: bcrypt_cost:")) > 0);
    size_t lines = 1;
    for (size_t i = 0; i < why.n; i++)
        lines += why.p[i] == '\n';
    assert_int_equal(lines, 3);
}

static void test_what_must_be_set(void **state)
{
    char *nothing[] = {NULL}, brief[] = "CURIO_TOKEN_SECRET=too short", *variables[] = {brief, NULL};
    (void)state;
    assert_int_equal(config_load(arena, NULL, nothing, &config, &why), CONFIG_INVALID);
    assert_true(str_starts_with(why, STR("token_secret: must be set (32 to 1000 bytes)")));
    assert_int_equal(config_load(arena, NULL, NULL, &config, &why), CONFIG_INVALID);
    assert_int_equal(config_load(arena, NULL, variables, &config, &why), CONFIG_INVALID);
    assert_true(str_find(why, STR("too short")) < 0); /* a secret is not repeated, not even a wrong one */
    assert_int_equal(config_load(arena, "/nonexistent/curio.conf", nothing, &config, &why), CONFIG_INVALID);
    assert_true(str_find(why, STR("/nonexistent/curio.conf: No such file")) == 0);
    assert_int_equal(config_load(arena, "/tmp", nothing, &config, &why), CONFIG_INVALID);
}

static void test_names_that_are_not_settings(void **state)
{
    char variable[] = "CURIO_TEST_ANYTHING=1", port[] = "CURIO_PORT=8443", other[] = "CURIO=1";
    (void)state;
    assert_int_equal(load(STR(""), variable), CONFIG_OK);
    assert_int_equal(load(STR(""), port), CONFIG_OK);
    assert_int_equal(load(STR(""), other), CONFIG_OK);
}

static struct str printed(void)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    config_print(&config, &out);
    assert_false(out.failed);
    struct str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void test_what_is_printed_is_read_again(void **state)
{
    char password[] = "CURIO_SMTP_PASSWORD=hunter2 # x";
    (void)state;
    assert_int_equal(load(STR("site_name = \"a # b\"\nsite_tagline = \" #\"\nsite_accent = #123456\nbody_max = 1025K\n"
                              "upload_max = 1048577\nlog_level = warn\nsite_contact = a#b@c\n"), password), CONFIG_OK);
    struct config first = config;
    struct str text = printed();
    assert_true(str_find(text, STR("hunter2")) < 0);
    assert_true(str_find(text, STR("0123456789abcdef")) < 0);
    assert_true(str_find(text, STR("token_secret = (hidden)")) > 0);
    assert_true(str_find(text, STR("body_max = 1025K")) > 0);
    assert_true(str_find(text, STR("upload_max = 1048577 ")) > 0);
    assert_int_equal(load(text, NULL), CONFIG_OK);
    assert_true(str_eq(config.site_name, first.site_name));
    assert_true(str_eq(config.site_tagline, first.site_tagline));
    assert_true(str_eq(config.site_accent, first.site_accent));
    assert_true(str_eq(config.site_contact, first.site_contact));
    assert_int_equal(config.upload_max, first.upload_max);
    assert_int_equal(config.log_level, first.log_level);
    assert_int_equal(config.smtp_password.n, 0); /* hidden: not taken for the password */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_default_is_in_its_range),
        cmocka_unit_test(test_every_member_is_a_setting),
        cmocka_unit_test(test_file_then_environment),
        cmocka_unit_test(test_mistakes_say_where_and_what),
        cmocka_unit_test(test_all_mistakes_at_once),
        cmocka_unit_test(test_what_must_be_set),
        cmocka_unit_test(test_names_that_are_not_settings),
        cmocka_unit_test(test_what_is_printed_is_read_again),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
