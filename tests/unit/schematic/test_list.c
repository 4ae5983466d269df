/* The ways to list builds answer the same columns: a page made for one shows the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/str.h"
#include "queries/schematic.h"

static void assert_same_columns(const struct contract *one, const struct contract *other)
{
    assert_int_equal(one->row_size, other->row_size);
    assert_int_equal(one->column_count, other->column_count);
    for (size_t i = 0; i < one->column_count; i++) {
        const struct column *a = &one->columns[i], *b = &other->columns[i];
        assert_string_equal(a->name, b->name);
        assert_int_equal(a->type, b->type);
        assert_int_equal(a->nullable, b->nullable);
        assert_int_equal(a->array, b->array);
        assert_int_equal(a->offset, b->offset);
    }
}

static void test_all_lists_have_the_same_columns(void **state)
{
    (void)state;
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_PAGE_AUTHOR);
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_PAGE_TAG);
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_PAGE_TEXT);
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_MINE);
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_COLLECTION_BUILDS);
    assert_same_columns(&Q_SCHEMATIC_COLLECTION_PAGE, &Q_SCHEMATIC_COLLECTION_AUTHOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_lists_have_the_same_columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
