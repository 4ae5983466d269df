#include "mistake.h"

#include "tools/contract_parse.h"

static struct arena *arena;
static struct mistakes mistakes;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(TOOL_MEMORY);
    mistakes_init(&mistakes);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    mistakes_free(&mistakes);
    arena_free(arena);
    return 0;
}

/* room/x.sql, next to a few others. */
static const struct declared *parse(const char *text)
{
    static const char part[] = "-- part: a part\n-- row: name text\n", effect[] = "-- effect: none\nDELETE FROM x";
    static struct declared_list list;
    struct source files[4];
    assert_true(source_open(&mistakes, STR("room/part.sql"), str_of(part), &files[0]));
    assert_true(source_open(&mistakes, STR("room/effect.sql"), str_of(effect), &files[1]));
    assert_true(source_open(&mistakes, STR("room/list.sql"), STR("-- list: x\n-- row: a int\nSELECT 1"), &files[2]));
    if (!source_open(&mistakes, STR("room/x.sql"), str_of(text), &files[3]) || !contracts_parse(arena, &mistakes, files, 4, &list))
        return NULL;
    return contract_find(&list, STR("x"));
}

static void wrong_contracts(void **state)
{
    (void)state;
    static const struct wrong all[] = {
        {"", "1: the first line"},
        {"SELECT 1", "1: the first line"},
        {"-- y: other\nDELETE FROM x", "1: the contract is called y but the file x"},
        {"-- x:\nDELETE FROM x", "1: the first line"},
        {"-- x: a\n-- :id uid\nDELETE FROM x WHERE id = :id", "2: unknown type uid"},
        {"-- x: a\n-- :id\nDELETE FROM x WHERE id = :id", "2: a type is missing"},
        {"-- x: a\n-- :id uuid\n-- :id uuid\nDELETE FROM x WHERE id = :id", "3: parameter id is declared twice"},
        {"-- x: a\nDELETE FROM x\nWHERE id = :id", "3: :id is not declared"},
        {"-- x: a\n-- :id uuid\nDELETE FROM x", "2: :id is declared but not used"},
        {"-- x: a\n-- :id uuid\nDELETE FROM x WHERE n = ':id' OR \":id\" = $$:id$$ OR a[1:id] > 0 -- :id\n", "2: :id is declared but not used"},
        {"-- x: a\nSELECT 1", "2: the SQL answers with rows"},
        {"-- x: a\nWITH y AS (SELECT 1) SELECT * FROM y", "2: the SQL answers with rows"},
        {"-- x: a\nINSERT INTO x VALUES (1) RETURNING id", "2: the SQL answers with rows"},
        {"-- x: a\n-- row: a int\nINSERT INTO x SELECT 1", "3: the SQL answers with none"},
        {"-- x: a\n-- row: a int\nWITH y AS (SELECT 1) UPDATE x SET a = (SELECT 2)", "3: the SQL answers with none"},
        {"-- x: a\n-- row: a int, a text\nSELECT 1, 2", "2: column a is declared twice"},
        {"-- x: a\n-- row: a int b text, c int\nSELECT 1, 2", "2: a comma is missing between a and b text"},
        {"-- x: a\n-- row: a int,\n-- hot\nSELECT 1", "3: the row goes on"},
        {"-- x: a\n-- row: a int,\nSELECT 1", "3: the row ends with a comma"},
        {"-- x: a\n-- row: a\nSELECT 1", "2: expected NAME TYPE"},
        {"-- x: a\n-- row: a int?[]\nSELECT 1", "2: the elements of an array are never null"},
        {"-- x: a\n-- row: switch int\nSELECT 1", "2: switch cannot be a name"},
        {"-- x: a\n-- row: Big int\nSELECT 1", "2: Big cannot be a name"},
        {"-- x: a\n-- row: a part\nSELECT 1", "2: unknown type part: only a shape"},
        {"-- x: a\n-- row: a party\n", "2: unknown type party: neither"},
        {"-- x: a\n-- row: a effect\n", "2: unknown type effect: this contract has no row"},
        {"-- x: a\n-- row: a x\n", "2: x contains itself"},
        {"-- x: a\n", "2: neither SQL nor a row"},
        {"-- x: a\n-- :a int\n-- row: a int\n", "4: a shape has no SQL"},
        {"-- x: a\n-- and more\n-- row: a int\n", "2: a contract has lines"},
        {"-- x: a\n-- row: a int\nSELECT 1; SELECT 2", "3: one statement a file"},
        {"-- x: a\n-- row: a int\nSELECT 'one", "3: a quote that is not closed"},
        {"-- x: a\n-- row: a int\nSELECT\n $q$ $x$ ", "4: a dollar quote that is not closed"},
        {"-- x: a\n-- row: a int\nSELECT /* /* */ 1", "3: a comment that is not closed"},
        {"-- x: a\n-- row: a int\nSELECT '\xff'", "1: not UTF-8"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        mistakes_free(&mistakes);
        mistakes_init(&mistakes);
        assert_null(parse(all[i].text));
        assert_says(&mistakes, STR("room/x.sql"), &all[i]);
    }
}

static void names_of_files(void **state)
{
    (void)state;
    struct source file;
    assert_false(source_open(&mistakes, STR("x.sql"), STR(""), &file));
    assert_false(source_open(&mistakes, STR("Room/x.sql"), STR(""), &file));
    assert_false(source_open(&mistakes, STR("room/x.sql"), (struct str){"a\0b", 3}, &file));
    assert_true(source_open(&mistakes, STR("/long/way/room/x.sql"), STR(""), &file));
    assert_true(str_eq(file.room, STR("room")) && str_eq(file.stem, STR("x")));
}

static void several_files(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b, *says;
    } all[] = {
        {"-- one: x\n-- row: i two", "-- two: x\n-- row: i one", "two/two.sql:2: one contains itself"},
        {"-- one: x\n-- row: i two, n int", "-- two: x\n-- row: n int", NULL},
        {"-- two: x\n-- row: n int", "-- two: x\n-- row: n int", "one/one.sql:1: the contract is called two"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct source files[2];
        struct declared_list list;
        mistakes_free(&mistakes);
        mistakes_init(&mistakes);
        assert_true(source_open(&mistakes, STR("one/one.sql"), str_of(all[i].a), &files[0]));
        assert_true(source_open(&mistakes, STR("two/two.sql"), str_of(all[i].b), &files[1]));
        assert_int_equal(contracts_parse(arena, &mistakes, files, 2, &list), all[i].says == NULL);
        if (all[i].says != NULL)
            assert_true(str_find(buf_str(&mistakes.report), str_of(all[i].says)) >= 0);
    }
}

static void calls_do_not_clash(void **state)
{
    (void)state;
    struct source files[2];
    struct declared_list list;
    assert_true(source_open(&mistakes, STR("room/it.sql"), STR("-- it: x\n-- row: a int\nSELECT 1"), &files[0]));
    assert_true(source_open(&mistakes, STR("room/it_one.sql"), STR("-- it_one: x\n-- row: a int\nSELECT 1"), &files[1]));
    assert_false(contracts_parse(arena, &mistakes, files, 2, &list));
    assert_true(str_find(buf_str(&mistakes.report), STR("also the call for one row of it")) >= 0);
}

static void parameters_are_numbered(void **state)
{
    (void)state;
    static const char text[] =
        "-- x: numbers\n-- hot\n-- :b  text[]?   the second in the SQL\n-- :a\tint\n-- row: n int how many, t text?,\n--      d jsonb[]?\n\n"
        "-- a comment of :its own\nSELECT :a::int, ':a', E'\\':a', \"x:a\", $$:a$$, $b$:a$b$, x::text, y[1:a], y[:a], y[1: :a], z[(1):a] /* :a /* :b */ :a */ "
        ",'é', :a:b;\n";
    const struct declared *x = parse(text);
    assert_int_equal(mistakes.count, 0);
    assert_non_null(x);
    assert_true(str_eq(x->sql, STR("SELECT $2::int, ':a', E'\\':a', \"x:a\", $$:a$$, $b$:a$b$, x::text, y[1:a], y[$2], y[1: $2], z[(1):a]   "
                                   ",'é', $2$1")));
    assert_true(x->hot);
    assert_int_equal(x->parameters.count, 2);
    assert_true(x->parameters.at[0].type.array && x->parameters.at[0].type.nullable);
    assert_true(str_eq(x->parameters.at[0].says, STR("the second in the SQL")));
    assert_int_equal(x->columns.count, 3);
    assert_true(str_eq(x->columns.at[0].says, STR("how many")));
    assert_int_equal(x->columns.at[2].type.kind, TYPE_JSONB);
    assert_true(x->columns.at[2].type.array && x->columns.at[2].type.nullable && !x->columns.at[1].type.array);
}

static void text_as_c(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 1000);
    write_c_string(&out, STR("a\"b\\c\n\t\1?" "?=é"));
    assert_true(str_eq(buf_str(&out), STR("\"a\\\"b\\\\c\\n\\011\\001?\\?=é\"")));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wrong_contracts, setup, teardown),
        cmocka_unit_test_setup_teardown(names_of_files, setup, teardown),
        cmocka_unit_test_setup_teardown(several_files, setup, teardown),
        cmocka_unit_test_setup_teardown(calls_do_not_clash, setup, teardown),
        cmocka_unit_test_setup_teardown(parameters_are_numbered, setup, teardown),
        cmocka_unit_test_setup_teardown(text_as_c, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
