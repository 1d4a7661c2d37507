package io.sextant.app.platform.ui;

import java.util.List;
import java.util.stream.IntStream;

/// Where a page of a list stands in it.
///
/// @param page the page shown, from 1
/// @param size rows to a page
/// @param total rows in all
public record Pager(int page, int size, long total) {
    public Pager {
        if (size < 1 || total < 0) {
            throw new IllegalArgumentException("size " + size + ", total " + total);
        }
        page = (int) Math.clamp(page, 1, Math.max(1, (total + size - 1) / size));
    }

    /// The number of pages, at least 1.
    public int pages() {
        return (int) Math.max(1, (total + size - 1) / size);
    }

    /// The first row shown, from 1; 0 when there is none.
    public long from() {
        return total == 0 ? 0 : (long) (page - 1) * size + 1;
    }

    /// The last row shown.
    public long to() {
        return Math.min(total, (long) page * size);
    }

    /// Rows to skip before the page.
    public long offset() {
        return (long) (page - 1) * size;
    }

    /// The pages to offer: the first, the last, and those around the page shown; 0 stands for a gap.
    public List<Integer> offered() {
        var near = IntStream.rangeClosed(1, pages())
                .filter(p -> p == 1 || p == pages() || Math.abs(p - page) <= 1 || (pages() <= 7))
                .boxed()
                .toList();
        return IntStream.range(0, near.size())
                .boxed()
                .flatMap(i -> i > 0 && near.get(i) - near.get(i - 1) > 1
                        ? List.of(0, near.get(i)).stream()
                        : List.of(near.get(i)).stream())
                .toList();
    }
}
