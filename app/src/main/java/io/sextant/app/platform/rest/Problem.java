package io.sextant.app.platform.rest;

import io.sextant.app.kernel.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Why an API request was not carried out, before it is worded (RFC 9457). `docs/reference/problems.md` lists the
/// types.
///
/// @param args arguments of the wording
/// @param reasons what is wrong, field by field where it concerns fields
/// @param headers further headers of the answer, such as `Retry-After`
/// @param members further members of the answer
public record Problem(
        Type type, List<Object> args, List<Reason> reasons, Map<String, String> headers, Map<String, Object> members) {
    /// The kinds of problem, each with its status. The name in lower case with dashes ends the type's URI; it is never
    /// renamed once released. Titles and details are messages `rest.problem.<name>.title` and `.detail`.
    public enum Type {
        /// The body is not the JSON it claims to be; the detail names line and column.
        MALFORMED(400),
        /// A parameter, header or value of the request cannot be read.
        BAD_REQUEST(400),
        /// Nobody is signed in, or the token opens nothing.
        UNAUTHENTICATED(401),
        /// The token's day is past.
        TOKEN_EXPIRED(401),
        /// The token was withdrawn.
        TOKEN_REVOKED(401),
        /// Address and password do not go together.
        WRONG_PASSWORD(401),
        /// Address and password go together, and the account asks for a code besides.
        CODE_REQUIRED(401),
        /// The caller may not do that.
        FORBIDDEN(403),
        /// There is no such thing, or the caller may not know of it.
        NOT_FOUND(404),
        /// The address does not know that method.
        METHOD_NOT_ALLOWED(405),
        /// None of the accepted types can be given.
        NOT_ACCEPTABLE(406),
        /// Another request was in the way; the same one may succeed later.
        CONFLICT(409),
        /// The first set-up is done; nobody does it twice.
        SET_UP_ALREADY(409),
        /// The thing changed since the version named in `If-Match`.
        STALE(412),
        /// More was sent than is read.
        TOO_LARGE(413),
        /// The body is of a type that is not read here.
        UNSUPPORTED_MEDIA_TYPE(415),
        /// Fields are missing or wrong: one error for each.
        INVALID(422),
        /// The request is understood and refused, for the reasons given.
        REFUSED(422),
        /// The idempotency key was used for another request.
        KEY_REUSED(422),
        /// The request must say in `If-Match` which version it changes.
        VERSION_REQUIRED(428),
        /// Too many attempts; `Retry-After` says when to try again.
        TOO_MANY_ATTEMPTS(429),
        /// Sextant failed; the correlation id finds the cause in its log.
        FAULT(500),
        /// An administrator paused what the address leads to; `Retry-After` says when to try again.
        PAUSED(503),
        /// The database is away; `Retry-After` says when to try again.
        UNAVAILABLE(503);

        private final int status;

        Type(int status) {
            this.status = status;
        }

        /// The HTTP status.
        public int status() {
            return status;
        }

        /// The last part of the URI and of the message keys.
        public String slug() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /// The URI that identifies the type.
        public String uri() {
            return "urn:sextant:problem:" + slug();
        }
    }

    public Problem {
        args = List.copyOf(args);
        reasons = List.copyOf(reasons);
        headers = Map.copyOf(headers);
        members = Map.copyOf(members);
    }

    /// A problem of this type.
    public static Problem of(Type type, Object... args) {
        return new Problem(type, List.of(args), List.of(), Map.of(), Map.of());
    }

    /// A refusal for these reasons. One that says a thing was not found is a problem of that type, and one that says
    /// the actor may not is too: reason codes end in `.notFound` and `.notAllowed` for that.
    public static Problem refused(List<Reason> reasons) {
        var first = reasons.getFirst();
        var type = first.field() == null && first.code().endsWith(".notFound")
                ? Type.NOT_FOUND
                : first.field() == null && first.code().endsWith(".notAllowed")
                        ? Type.FORBIDDEN
                        : reasons.stream().anyMatch(r -> r.field() != null) ? Type.INVALID : Type.REFUSED;
        return new Problem(type, List.of(), reasons, Map.of(), Map.of());
    }

    /// Somebody else changed it first.
    public static Problem stale(long current) {
        return of(Type.STALE, current).with("ETag", Versions.etag(current)).member("currentVersion", current);
    }

    /// The same problem with a header.
    public Problem with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Problem(type, args, reasons, all, members);
    }

    /// The same problem with a member in its body.
    public Problem member(String name, Object value) {
        var all = new LinkedHashMap<>(members);
        all.put(name, value);
        return new Problem(type, args, reasons, headers, all);
    }

    /// The same problem with one more reason.
    public Problem because(Reason reason) {
        var all = new ArrayList<>(reasons);
        all.add(reason);
        return new Problem(type, args, all, headers, members);
    }

    /// What a controller throws to answer with it.
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
