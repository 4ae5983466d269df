/* The ways to list builds answer the same columns: a page made for one shows the others. */
#include "lib/columns.h"
#include "queries/schematic.h"

static void test_all_lists_have_the_same_columns(void **state)
{
    (void)state;
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_PAGE_AUTHOR);
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_SEARCH_ROWS);
    assert_begins_with_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_MINE);
    assert_same_columns(&Q_SCHEMATIC_PAGE, &Q_SCHEMATIC_COLLECTION_BUILDS);
    assert_same_columns(&Q_SCHEMATIC_COLLECTION_PAGE, &Q_SCHEMATIC_COLLECTION_AUTHOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_lists_have_the_same_columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
