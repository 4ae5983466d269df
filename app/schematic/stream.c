#include "schematic/stream.h"

void stream_open_from(struct stream *stream, struct tally *tallies, int64_t place)
{
    *stream = (struct stream){.tallies = tallies, .page = tally_page_from(place)};
}

void stream_open(struct stream *stream, struct tally *tallies)
{
    stream_open_from(stream, tallies, 0);
}

void stream_open_within(struct stream *stream, struct tally *tallies, const int64_t sides[3], const int64_t origin[3], const int64_t size[3])
{
    enum { X, Y, Z };
    stream_open_from(stream, tallies, origin[X] + (origin[Z] + origin[Y] * sides[Z]) * sides[X]);
    if (size[X] == sides[X] && size[Z] == sides[Z])
        return;
    stream->row = stream->row_left = size[X];
    stream->layer = stream->layer_left = size[Z];
    stream->row_gap = sides[X] - size[X];
    stream->layer_gap = (sides[Z] - size[Z]) * sides[X];
}

/* N blocks of the current row are done. */
static void pass_in_row(struct stream *stream, int64_t n)
{
    stream->row_left -= n;
    if (stream->row_left > 0)
        return;
    stream->row_left = stream->row;
    bool layer_ends = --stream->layer_left == 0;
    tally_page_skip(&stream->page, stream->row_gap + (layer_ends ? stream->layer_gap : 0));
    stream->layer_left = layer_ends ? stream->layer : stream->layer_left;
}

static void flush_rows(struct stream *stream)
{
    for (int64_t left = stream->run; left > 0;) {
        int64_t n = left < stream->row_left ? left : stream->row_left;
        tally_page_run(&stream->page, &stream->tallies[stream->value], n);
        left -= n;
        pass_in_row(stream, n);
    }
}

void stream_flush(struct stream *stream)
{
    if (stream->run == 0)
        return;
    if (stream->row > 0)
        flush_rows(stream);
    else
        tally_page_run(&stream->page, &stream->tallies[stream->value], stream->run);
    stream->count += stream->run;
    stream->run = 0;
}

void stream_values(struct stream *stream, const uint16_t *values, size_t count)
{
    stream_flush(stream);
    for (size_t done = 0; done < count;) {
        int64_t room = tally_page_room(&stream->page);
        room = stream->row > 0 && stream->row_left < room ? stream->row_left : room;
        size_t n = count - done < (size_t)room ? count - done : (size_t)room;
        tally_page_values(&stream->page, stream->tallies, values + done, n);
        done += n;
        if (stream->row > 0)
            pass_in_row(stream, (int64_t)n);
    }
    stream->value = values[count - 1];
    stream->count += (int64_t)count;
}

void stream_close(struct stream *stream)
{
    stream_flush(stream);
    tally_page_leave(&stream->page);
    stream->end = stream->page.last ? (uint32_t)(stream->page.last - stream->tallies) + 1 : 0;
}
