package io.sextant.app.platform.rest;

import io.sextant.app.platform.rest.Problem.Type;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers as a problem what the server refuses before any filter sees it, such as `%00` in an address of the API. The
/// server would answer with a page.
final class BareErrors extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(BareErrors.class);

    private final Problems problems;

    BareErrors(Problems problems) {
        this.problems = problems;
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        String address = request.getRequestURI();
        if (address == null || !address.startsWith("/api/")) {
            super.report(request, response, thrown);
            return;
        }
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            problems.write(Problem.of(status < 500 ? Type.BAD_REQUEST : Type.FAULT), request, response);
            response.finishResponse();
        } catch (IOException gone) {
            log.debug("Nobody waits for the answer to {} any more", address, gone);
        }
    }
}
