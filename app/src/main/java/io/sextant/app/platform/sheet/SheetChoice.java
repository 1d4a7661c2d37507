package io.sextant.app.platform.sheet;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/// What a person decided about reading a file; what is absent is recognised from the file itself.
///
/// @param worksheet name of the worksheet
/// @param headerRow row that holds the headings, from 1; 0 when there are none
/// @param encoding name of the encoding of a text file
/// @param delimiter character between the cells of a text file
public record SheetChoice(
        @Nullable String worksheet,
        @Nullable Integer headerRow,
        @Nullable String encoding,
        @Nullable Character delimiter) {

    /// Everything is recognised.
    public static final SheetChoice NONE = new SheetChoice(null, null, null, null);

    /// The encoding; absent when none is chosen or Sextant does not know it.
    @Nullable
    Charset charset() {
        if (encoding == null || encoding.isBlank()) {
            return null;
        }
        try {
            return Charset.forName(encoding.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }
}
