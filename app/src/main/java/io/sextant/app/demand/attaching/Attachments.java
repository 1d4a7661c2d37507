package io.sextant.app.demand.attaching;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.database.BlobId;
import io.sextant.app.platform.database.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to the files attached to use cases. Who may see a use case may read them; who may edit it may add, take
/// away and put back. What is taken away stays in the database, so that it can come back. Thread-safe.
@Service
public class Attachments {
    private static final int MAX_NAME = 200;

    private final JdbcClient jdbc;
    private final Blobs blobs;
    private final UseCases useCases;
    private final AttachmentSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Attachments(
            JdbcClient jdbc,
            Blobs blobs,
            UseCases useCases,
            AttachmentSettings settings,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.blobs = blobs;
        this.useCases = useCases;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// What happened to a file.
    public enum Act {
        ADDED,
        REMOVED,
        PUT_BACK
    }

    /// One step in the life of the files of a use case.
    ///
    /// @param file its name
    /// @param bytes its length
    public record Step(Instant at, String byName, Act act, long attachment, String file, long bytes) {}

    /// A file was attached, taken away or put back; the trail names it and its fingerprint.
    record Attached(Who by, UseCaseId id, Act act, Attachment attachment) implements Auditable {
        @Override
        public String action() {
            return "use-case.attachment-"
                    + switch (act) {
                        case ADDED -> "added";
                        case REMOVED -> "removed";
                        case PUT_BACK -> "put-back";
                    };
        }

        @Override
        public String subjectType() {
            return "use-case";
        }

        @Override
        public String subjectId() {
            return id.code();
        }

        @Override
        public Map<String, @Nullable Object> after() {
            var after = new LinkedHashMap<String, @Nullable Object>();
            after.put("attachment", attachment.id());
            after.put("name", attachment.name());
            after.put("bytes", attachment.bytes());
            after.put("sha256", attachment.sha256());
            return after;
        }
    }

    /// Largest file, in bytes.
    public long mostBytes() {
        return settings.maxSize().toBytes();
    }

    /// Most files on one use case.
    public int mostFiles() {
        return settings.maxCount();
    }

    /// The identifier of a use case that the actor may see; empty for any other text.
    public Optional<UseCaseId> useCase(Actor actor, String code) {
        return Optional.of(code).filter(UseCaseId::matches).map(UseCaseId::new).filter(id -> useCases.find(actor, id)
                .isPresent());
    }

    /// Everything attached to a use case, the latest first, what was taken away included; empty when the actor may not
    /// see it.
    public List<Attachment> of(Actor actor, UseCaseId id) {
        return useCases.find(actor, id)
                .map(u -> jdbc.sql("select * from demand.attachment where use_case_id = :key order by id desc")
                        .param("key", u.key())
                        .query(Attachments::attachment)
                        .list())
                .orElse(List.of());
    }

    /// What happened to the files of a use case, the latest first; empty when the actor may not see it.
    public List<Step> steps(Actor actor, UseCaseId id) {
        return useCases.find(actor, id)
                .map(u -> jdbc.sql("""
                                select s.at, s.by_name, s.act, s.attachment_id, a.name, a.bytes
                                from demand.attachment_step s join demand.attachment a on a.id = s.attachment_id
                                where s.use_case_id = :key order by s.id desc
                                """)
                        .param("key", u.key())
                        .query((row, n) -> new Step(
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                row.getString("by_name"),
                                Act.valueOf(row.getString("act")),
                                row.getLong("attachment_id"),
                                row.getString("name"),
                                row.getLong("bytes")))
                        .list())
                .orElse(List.of());
    }

    /// What is attached to a use case, and what still may be.
    ///
    /// @param present the latest first
    /// @param removed what was taken away and can be put back, the latest first
    /// @param mostBytes of one file
    /// @param mostFiles on one use case
    /// @param accept endings of names, as HTML's `accept` lists them
    public record Shelf(
            List<Attachment> present, List<Attachment> removed, long mostBytes, int mostFiles, String accept) {
        /// Whether no other file may be added.
        public boolean full() {
            return present.size() >= mostFiles;
        }
    }

    /// What is attached to a use case, as far as the actor may see it.
    public Shelf shelf(Actor actor, UseCaseId id) {
        List<Attachment> all = of(actor, id);
        return new Shelf(
                all.stream().filter(a -> !a.removed()).toList(),
                all.stream().filter(Attachment::removed).toList(),
                mostBytes(),
                mostFiles(),
                FileKind.accept());
    }

    /// One file that is there; empty when there is none, it was taken away, or the actor may not see the use case.
    public Optional<Attachment> find(Actor actor, UseCaseId id, long attachment) {
        return of(actor, id).stream()
                .filter(a -> a.id() == attachment && !a.removed())
                .findFirst();
    }

    /// The bytes of a file; the caller closes the stream.
    ///
    /// @throws IOException when it went meanwhile
    public InputStream open(Attachment attachment) throws IOException {
        long blob = jdbc.sql("select blob_id from demand.attachment where id = :id")
                .param("id", attachment.id())
                .query(Long.class)
                .single();
        return blobs.open(new BlobId(blob)).orElseThrow(() -> new IOException("no file " + blob));
    }

    /// Attaches a file, known by what it holds.
    ///
    /// @param name name of the file where it came from
    public Outcome<Attachment> add(Actor actor, UseCaseId id, InputStream in, String name) throws IOException {
        Optional<Reason> hindrance = hindrance(actor, id);
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        String known = cleaned(name);
        Path file = Files.createTempFile("sextant-attachment-", ".tmp");
        try {
            long size = copy(in, file, mostBytes());
            if (size > mostBytes()) {
                return refused(reason("tooLarge", known, settings.maxSize().toMegabytes()));
            }
            return switch (FileKind.of(file, known)) {
                case Outcome.Refused<FileKind>(List<Reason> reasons) -> new Outcome.Refused<>(reasons);
                case Outcome.Stale<FileKind>(long current) -> new Outcome.Stale<>(current);
                case Outcome.Done<FileKind>(FileKind kind) -> keep(actor, id, file, known, kind);
            };
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Outcome<Attachment> keep(Actor actor, UseCaseId id, Path file, String name, FileKind kind) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Long> key = lock(id);
            if (key.isEmpty()) {
                return refused(Reason.whole("demand.refused.notFound", id.code()));
            }
            Blobs.Storing storing = store(file);
            if (!(storing instanceof Blobs.Storing.Stored(var blob))) {
                throw new IllegalStateException("the file grew while it was stored");
            }
            Optional<Reason> full = full(key.get(), blob.sha256());
            if (full.isPresent()) {
                status.setRollbackOnly();
                return refused(full.get());
            }
            long added = jdbc.sql("""
                            insert into demand.attachment (use_case_id, at, by_id, by_name, name, media_type, bytes, sha256, blob_id)
                            values (:key, :at, :byId, :byName, :name, :type, :bytes, :sha, :blob) returning id
                            """)
                    .param("key", key.get())
                    .param("at", now())
                    .param("byId", actor.who().userId(), Types.BIGINT)
                    .param("byName", actor.who().name())
                    .param("name", name)
                    .param("type", kind.mediaType())
                    .param("bytes", blob.size())
                    .param("sha", blob.sha256())
                    .param("blob", blob.id().value())
                    .query(Long.class)
                    .single();
            return done(told(actor, id, Act.ADDED, added));
        }));
    }

    private Blobs.Storing store(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return blobs.store(in, mostBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What keeps one more file from being there; empty when nothing does.
    private Optional<Reason> full(long key, String sha256) {
        record Present(String name, String sha256) {}
        List<Present> present = jdbc.sql(
                        "select name, sha256 from demand.attachment where use_case_id = :key and deleted_at is null")
                .param("key", key)
                .query((row, n) -> new Present(row.getString(1), row.getString(2)))
                .list();
        return present.stream()
                .filter(p -> p.sha256().equals(sha256))
                .findFirst()
                .map(p -> reason("same", p.name()))
                .or(() ->
                        present.size() < mostFiles() ? Optional.empty() : Optional.of(reason("tooMany", mostFiles())));
    }

    /// Takes a file away; it can be put back.
    public Outcome<Attachment> remove(Actor actor, UseCaseId id, long attachment) {
        return turn(actor, id, attachment, true);
    }

    /// Puts a file back that was taken away.
    public Outcome<Attachment> putBack(Actor actor, UseCaseId id, long attachment) {
        return turn(actor, id, attachment, false);
    }

    private Outcome<Attachment> turn(Actor actor, UseCaseId id, long attachment, boolean remove) {
        Optional<Reason> hindrance = hindrance(actor, id);
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Long> key = lock(id);
            Optional<Attachment> found =
                    of(actor, id).stream().filter(a -> a.id() == attachment).findFirst();
            if (key.isEmpty() || found.isEmpty()) {
                return refused(reason("notFound"));
            }
            if (found.get().removed() == remove) {
                return done(found.get());
            }
            Optional<Reason> full =
                    remove ? Optional.empty() : full(key.get(), found.get().sha256());
            if (full.isPresent()) {
                return refused(full.get());
            }
            jdbc.sql("update demand.attachment set deleted_at = :at, deleted_by = :by where id = :id")
                    .param("at", remove ? now() : null, Types.TIMESTAMP_WITH_TIMEZONE)
                    .param("by", remove ? actor.who().name() : null, Types.VARCHAR)
                    .param("id", attachment)
                    .update();
            return done(told(actor, id, remove ? Act.REMOVED : Act.PUT_BACK, attachment));
        }));
    }

    private Attachment told(Actor actor, UseCaseId id, Act act, long attachment) {
        jdbc.sql("""
                        insert into demand.attachment_step (use_case_id, attachment_id, at, by_id, by_name, act)
                        select use_case_id, id, :at, :byId, :byName, :act from demand.attachment where id = :id
                        """)
                .param("at", now())
                .param("byId", actor.who().userId(), Types.BIGINT)
                .param("byName", actor.who().name())
                .param("act", act.name())
                .param("id", attachment)
                .update();
        Attachment now = jdbc.sql("select * from demand.attachment where id = :id")
                .param("id", attachment)
                .query(Attachments::attachment)
                .single();
        events.publishEvent(new Attached(actor.who(), id, act, now));
        return now;
    }

    private Optional<Reason> hindrance(Actor actor, UseCaseId id) {
        Optional<UseCase> useCase = useCases.find(actor, id);
        if (useCase.isEmpty()) {
            return Optional.of(Reason.whole("demand.refused.notFound", id.code()));
        }
        if (!UseCases.mayEdit(actor, useCase.get())) {
            return Optional.of(Reason.whole("demand.refused.edit"));
        }
        return useCase.get().archived()
                ? Optional.of(Reason.whole("demand.attachment.refused.archived"))
                : Optional.empty();
    }

    /// The key of a use case whose files nobody else changes until the transaction ends.
    private Optional<Long> lock(UseCaseId id) {
        return jdbc.sql("select id from demand.use_case where code = :code for no key update")
                .param("code", id.code())
                .query(Long.class)
                .optional();
    }

    private static Reason reason(String why, Object... args) {
        return Reason.of("file", "demand.attachment.refused." + why, args);
    }

    /// One byte more than is taken is enough to know that it is too much.
    private static long copy(InputStream in, Path file, long most) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count; size <= most && (count = in.read(chunk)) > 0; ) {
                out.write(chunk, 0, count);
                size += count;
            }
        }
        return size;
    }

    /// The last part of a path, without what cannot be seen: marks that turn the direction of writing would let
    /// `gpj.exe` be read as an image.
    private static String cleaned(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = base.codePoints()
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.PRIVATE_USE,
                            Character.SURROGATE,
                            Character.UNASSIGNED -> false;
                    default -> true;
                })
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("\\s+", " ")
                .strip();
        return plain.length() <= MAX_NAME ? plain : plain.substring(plain.length() - MAX_NAME);
    }

    private static Attachment attachment(ResultSet row, int n) throws SQLException {
        OffsetDateTime removed = row.getObject("deleted_at", OffsetDateTime.class);
        return new Attachment(
                row.getLong("id"),
                row.getString("name"),
                row.getString("media_type"),
                row.getLong("bytes"),
                row.getString("sha256"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("by_name"),
                removed == null ? null : removed.toInstant(),
                row.getString("deleted_by"));
    }

    private OffsetDateTime now() {
        return Instant.now(clock).atOffset(ZoneOffset.UTC);
    }
}
