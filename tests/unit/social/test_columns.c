/* Comments come from three queries and are shown by one page. */
#include "lib/columns.h"
#include "queries/social.h"

static void test_comments_have_the_same_columns(void **state)
{
    (void)state;
    assert_same_columns(&Q_SOCIAL_COMMENT, &Q_SOCIAL_COMMENT_PAGE);
    assert_same_columns(&Q_SOCIAL_COMMENT, &Q_SOCIAL_COMMENT_ANSWERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_comments_have_the_same_columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
