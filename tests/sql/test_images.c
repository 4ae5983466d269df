/* Pictures in the database, as rooms call for them: receipts that work once, boxes, and the states between "held" and "gone". */
#include <setjmp.h>

#include "lib/postgres.h"

#include <cmocka.h>

#include "image/receipt.h"
#include "image/record/record.h"
#include "image/shelf.h"

static const char account_text[] = "01900000-0000-7000-8000-000000000001", other_text[] = "01900000-0000-7000-8000-000000000002";
static struct postgres server;
static struct db *db;
static struct arena *arena;
static struct config config = {.token_secret = {"0123456789abcdef0123456789abcdef", 32}};
static struct image_context in;
static struct uuid account, other;

static int start(void **state)
{
    (void)state;
    db = postgres_start(&server);
    arena = arena_new(64 << 20);
    config.image_dir = arena_printf(arena, "%s/images", server.folder);
    in = (struct image_context){.db = db, .arena = arena, .config = &config};
    assert_true(uuid_parse(str_of(account_text), &account) && uuid_parse(str_of(other_text), &other));
    assert_int_equal(db_script(db, "INSERT INTO account (id, email, name, slug, password_hash) VALUES ('01900000-0000-7000-8000-000000000001', "
                                   "'a@example.org', 'A', 'a', 'x'), ('01900000-0000-7000-8000-000000000002', 'b@example.org', 'B', 'b', 'x')"),
                     DB_OK);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    db_close(db);
    postgres_stop(&server);
    return 0;
}

static struct uuid granted(struct uuid to)
{
    const struct image_grant_insert_in row = {.id = uuid_new(), .account = to, .most = 1000};
    assert_int_equal(image_grant_insert(db, arena, &row), DB_OK);
    return row.id;
}

static struct str receipt_at(struct uuid id, struct uuid of, bool failed, struct timestamp at)
{
    const struct image_receipt receipt = {.id = id, .account = of, .width = 100, .height = 80, .size = 1000, .colour = STR("#aabbcc"), .preview = STR(""),
                                          .faces = STR("[{\"x\": 1, \"y\": 2, \"width\": 3, \"height\": 4, \"score\": 0.5}]"), .detector_failed = failed};
    return image_receipt_write(arena, image_key(arena, config.token_secret), &receipt, at);
}

static struct str receipt_of(struct uuid id, struct uuid of, bool failed)
{
    return receipt_at(id, of, failed, timestamp_now());
}

static struct uuid attached(bool failed)
{
    struct uuid id;
    assert_int_equal(image_attach(&in, account, receipt_of(granted(account), account, failed), &id), IMAGE_DONE);
    return id;
}

static struct image_one_row row_of(struct uuid id)
{
    struct image_one_row row;
    assert_int_equal(image_one_one(db, arena, &(struct image_one_in){.id = id}, &row), DB_OK);
    return row;
}

#define assert_text(text, wanted) assert_true(str_eq(text, STR(wanted)))

static void test_a_receipt_works_once_and_for_its_owner(void **state)
{
    (void)state;
    struct uuid id;
    const struct uuid grant = granted(account);
    const struct str receipt = receipt_of(grant, account, false);
    assert_int_equal(image_attach(&in, other, receipt, &id), IMAGE_BAD_RECEIPT);
    assert_int_equal(image_attach(&in, account, receipt, &id), IMAGE_DONE);
    assert_true(uuid_eq(id, grant));
    assert_int_equal(image_attach(&in, account, receipt, &id), IMAGE_USED_RECEIPT);
    const struct image_one_row row = row_of(id);
    assert_text(row.state, "held");
    assert_text(row.boxes, "[{\"x\": 1, \"y\": 2, \"width\": 3, \"height\": 4}]");
    const struct timestamp long_ago = {timestamp_now().us - INT64_C(90000) * 1000000};
    assert_int_equal(image_attach(&in, account, receipt_at(granted(account), account, false, long_ago), &id), IMAGE_OLD_RECEIPT);
    const struct timestamp ahead = {timestamp_now().us + INT64_C(90000) * 1000000};
    assert_int_equal(image_attach(&in, account, receipt_at(granted(account), account, false, ahead), &id), IMAGE_OLD_RECEIPT);
}

static void test_what_is_no_receipt(void **state)
{
    (void)state;
    struct uuid id;
    const struct image_ticket ticket = {.id = granted(account), .account = account};
    const struct str whole = receipt_of(ticket.id, account, false);
    for (size_t n = 0; n < whole.n; n++)
        assert_int_equal(image_attach(&in, account, str_slice(whole, 0, n), &id), IMAGE_BAD_RECEIPT);
    for (size_t i = 0; i < whole.n; i += 7) {
        char *copy = memcpy(arena_alloc(arena, whole.n), whole.p, whole.n);
        copy[i] = copy[i] == 'A' ? 'B' : 'A';
        assert_int_equal(image_attach(&in, account, (struct str){copy, whole.n}, &id), IMAGE_BAD_RECEIPT);
    }
    const struct str key = image_key(arena, config.token_secret);
    assert_int_equal(image_attach(&in, account, image_ticket_write(arena, key, &ticket, timestamp_now()), &id), IMAGE_BAD_RECEIPT);
    const struct str foreign = image_key(arena, STR("another secret that is long enough"));
    assert_int_equal(image_attach(&in, account, image_ticket_write(arena, foreign, &ticket, timestamp_now()), &id), IMAGE_BAD_RECEIPT);
    assert_int_equal(image_attach(&in, account, whole, &id), IMAGE_DONE);
}

static void test_boxes_lie_within_the_picture(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "{}", "[1]", "[{\"x\": 0, \"y\": 0, \"width\": 1}]", "[{\"x\": -1, \"y\": 0, \"width\": 1, \"height\": 1}]",
                                        "[{\"x\": 0, \"y\": 0, \"width\": 101, \"height\": 1}]", "[{\"x\": 99, \"y\": 79, \"width\": 1, \"height\": 2}]",
                                        "[{\"x\": 0, \"y\": 0, \"width\": 0, \"height\": 1}]", "[{\"x\": 0.5, \"y\": 0, \"width\": 1, \"height\": 1}]",
                                        "[{\"x\": 9223372036854775807, \"y\": 0, \"width\": 1, \"height\": 1}]"};
    const struct uuid id = attached(false);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (image_boxes_set(&in, id, str_of(wrong[i]), STR("mosaic")) != IMAGE_BAD_BOXES)
            fail_msg("%s", wrong[i]);
    assert_int_equal(image_boxes_set(&in, id, STR("[{\"x\": 99, \"y\": 79, \"width\": 1, \"height\": 1}]"), STR("solid")), IMAGE_DONE);
    assert_text(row_of(id).manner, "solid");
    assert_int_equal(image_boxes_set(&in, uuid_new(), STR("[]"), STR("mosaic")), IMAGE_NONE);
}

static void test_nothing_is_published_that_nobody_looked_at(void **state)
{
    (void)state;
    const struct uuid id = attached(true);
    assert_int_equal(image_publish(&in, id), IMAGE_NONE);
    assert_int_equal(image_boxes_set(&in, id, STR("[]"), STR("mosaic")), IMAGE_DONE);
    assert_int_equal(image_publish(&in, id), IMAGE_DONE);
    assert_text(row_of(id).state, "rendering");
    assert_int_equal(image_publish(&in, id), IMAGE_NONE);
}

/* As the job does it, with a file. */
static struct str drawn(struct uuid id)
{
    struct image_shelf shelf;
    const struct str name = image_name_new(arena);
    assert_int_equal(image_shelf_open(arena, config.image_dir.p, &shelf), SHELF_OK);
    assert_int_equal(image_shelf_write(&shelf, SHELF_MASTER, name, STR("jpeg")), SHELF_OK);
    const struct image_rendered_in row = {.id = id, .edition = row_of(id).edition, .name = name, .width = 100, .height = 80, .size = 4,
                                          .digest = STR("01234567890123456789012345678901"), .colour = STR("#aabbcc"), .preview = STR("")};
    assert_int_equal(image_rendered(db, arena, &row), DB_OK);
    return name;
}

static bool within_reach(struct str name)
{
    struct image_shelf shelf;
    assert_int_equal(image_shelf_open(arena, config.image_dir.p, &shelf), SHELF_OK);
    const int descriptor = image_shelf_read(&shelf, SHELF_MASTER, name);
    if (descriptor >= 0)
        close(descriptor);
    return descriptor >= 0;
}

static void test_hiding_is_at_once(void **state)
{
    (void)state;
    const struct uuid id = attached(false);
    assert_int_equal(image_hide(&in, id, (struct opt_uuid){0}, STR("that is me")), IMAGE_NONE); /* nobody sees it anyway */
    assert_int_equal(image_publish(&in, id), IMAGE_DONE);
    const struct str name = drawn(id);
    assert_true(within_reach(name));
    assert_int_equal(image_hide(&in, id, (struct opt_uuid){.set = true, .v = other}, STR("that is me")), IMAGE_DONE);
    assert_false(within_reach(name));
    assert_text(row_of(id).state, "hidden");
    assert_text(row_of(id).hidden_reason, "that is me");
    assert_int_equal(image_show(&in, id), IMAGE_DONE);
    assert_text(row_of(id).state, "rendering");
    assert_int_equal(image_delete(&in, id), IMAGE_DONE);
    assert_int_equal(image_delete(&in, id), IMAGE_NONE);
    assert_int_equal(image_show(&in, id), IMAGE_NONE);
}

static void test_later_boxes_are_added_and_show_nothing_meanwhile(void **state)
{
    (void)state;
    const struct uuid id = attached(false);
    assert_int_equal(image_publish(&in, id), IMAGE_DONE);
    const struct str name = drawn(id);
    assert_int_equal(image_boxes_set(&in, id, STR("[{\"x\": 50, \"y\": 50, \"width\": 9, \"height\": 9}]"), STR("mosaic")), IMAGE_DONE);
    assert_false(within_reach(name));
    const struct image_one_row row = row_of(id);
    assert_text(row.state, "rendering");
    assert_text(row.boxes, "[{\"x\": 1, \"y\": 2, \"width\": 3, \"height\": 4}, {\"x\": 50, \"y\": 50, \"width\": 9, \"height\": 9}]");
}

static void test_as_many_grants_as_there_may_be(void **state)
{
    (void)state;
    const struct image_grant_insert_in none = {.id = uuid_new(), .account = other, .most = 0}, one = {.id = uuid_new(), .account = other, .most = 1},
                                       two = {.id = uuid_new(), .account = other, .most = 1};
    assert_int_equal(image_grant_insert(db, arena, &none), DB_NONE);
    assert_int_equal(image_grant_insert(db, arena, &one), DB_OK);
    assert_int_equal(image_grant_insert(db, arena, &two), DB_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_receipt_works_once_and_for_its_owner),
        cmocka_unit_test(test_what_is_no_receipt),
        cmocka_unit_test(test_boxes_lie_within_the_picture),
        cmocka_unit_test(test_nothing_is_published_that_nobody_looked_at),
        cmocka_unit_test(test_hiding_is_at_once),
        cmocka_unit_test(test_later_boxes_are_added_and_show_nothing_meanwhile),
        cmocka_unit_test(test_as_many_grants_as_there_may_be),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
