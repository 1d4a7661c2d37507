package io.sextant.app.identity.web;

import io.nayuki.qrcodegen.QrCode.Ecc;

/// A QR code (ISO/IEC 18004) to be drawn as one path of an SVG, one unit per module, on a light ground.
///
/// @param size of the square, in modules, with the quiet zone of four on each side
/// @param path the dark modules
public record QrCode(int size, String path) {
    private static final int QUIET = 4;

    /// The code that carries this text.
    static QrCode of(String text) {
        var code = io.nayuki.qrcodegen.QrCode.encodeText(text, Ecc.MEDIUM);
        var path = new StringBuilder();
        for (var y = 0; y < code.size; y++) {
            var from = -1;
            for (var x = 0; x <= code.size; x++) {
                var dark = x < code.size && code.getModule(x, y);
                if (dark && from < 0) {
                    from = x;
                } else if (!dark && from >= 0) {
                    path.append('M').append(from + QUIET).append(' ').append(y + QUIET);
                    path.append('h')
                            .append(x - from)
                            .append("v1h-")
                            .append(x - from)
                            .append('z');
                    from = -1;
                }
            }
        }
        return new QrCode(code.size + 2 * QUIET, path.toString());
    }
}
