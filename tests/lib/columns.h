/* Queries that answer the same columns, so that what is made for the rows of one takes those of the others. */
#ifndef CURIO_TESTS_LIB_COLUMNS_H
#define CURIO_TESTS_LIB_COLUMNS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/contract.h"

/* The columns of ONE are the first of OTHER, at the same places. */
static inline void assert_begins_with_columns(const struct contract *one, const struct contract *other)
{
    assert_true(one->column_count <= other->column_count);
    for (size_t i = 0; i < one->column_count; i++) {
        const struct column *a = &one->columns[i], *b = &other->columns[i];
        assert_string_equal(a->name, b->name);
        assert_int_equal(a->type, b->type);
        assert_int_equal(a->nullable, b->nullable);
        assert_int_equal(a->array, b->array);
        assert_int_equal(a->offset, b->offset);
    }
}

static inline void assert_same_columns(const struct contract *one, const struct contract *other)
{
    assert_int_equal(one->row_size, other->row_size);
    assert_int_equal(one->column_count, other->column_count);
    assert_begins_with_columns(one, other);
}

#endif
