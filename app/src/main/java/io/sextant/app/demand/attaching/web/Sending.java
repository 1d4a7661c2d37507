package io.sextant.app.demand.attaching.web;

import io.sextant.app.demand.attaching.Attachment;
import io.sextant.app.demand.attaching.Attachments;
import io.sextant.app.platform.sheet.Download;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/// Gives the bytes of an attachment away as a file to keep, never as a page: no browser may run or show it in our name.
final class Sending {
    private Sending() {}

    static void send(Attachments attachments, Attachment file, HttpServletResponse response) throws IOException {
        try (InputStream in = attachments.open(file)) {
            Download.start(response, file.name(), file.mediaType());
            response.setContentLengthLong(file.bytes());
            in.transferTo(response.getOutputStream());
        }
    }
}
