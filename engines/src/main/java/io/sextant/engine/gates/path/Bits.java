package io.sextant.engine.gates.path;

/// Sets of small whole numbers as words of 64 bits. All operands of one call have the same length.
final class Bits {
    private Bits() {}

    static long[] none(int size) {
        return new long[(size + 63) >>> 6];
    }

    static boolean has(long[] set, int i) {
        return (set[i >>> 6] >>> i & 1) != 0;
    }

    static void add(long[] set, int i) {
        set[i >>> 6] |= 1L << i;
    }

    static void addAll(long[] set, long[] other) {
        for (int w = 0; w < set.length; w++) {
            set[w] |= other[w];
        }
    }

    static void removeAll(long[] set, long[] other) {
        for (int w = 0; w < set.length; w++) {
            set[w] &= ~other[w];
        }
    }

    static boolean meet(long[] a, long[] b) {
        for (int w = 0; w < a.length; w++) {
            if ((a[w] & b[w]) != 0) {
                return true;
            }
        }
        return false;
    }

    static boolean within(long[] part, long[] whole) {
        for (int w = 0; w < part.length; w++) {
            if ((part[w] & ~whole[w]) != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean empty(long[] set) {
        for (long word : set) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    static int size(long[] set) {
        int size = 0;
        for (long word : set) {
            size += Long.bitCount(word);
        }
        return size;
    }

    static int sizeWithout(long[] set, long[] other) {
        int size = 0;
        for (int w = 0; w < set.length; w++) {
            size += Long.bitCount(set[w] & ~other[w]);
        }
        return size;
    }

    /// The members, ascending.
    static int[] members(long[] set) {
        int[] members = new int[size(set)];
        int n = 0;
        for (int w = 0; w < set.length; w++) {
            for (long word = set[w]; word != 0; word &= word - 1) {
                members[n++] = (w << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return members;
    }
}
