package io.sextant.app.demand.receiving;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.importing.TrackerWords;
import io.sextant.app.demand.intake.Sending;
import io.sextant.app.identity.Unit;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.knowledge.TrackerKnowledge;
import io.sextant.app.platform.knowledge.TrackerKnowledge.Rules;
import io.sextant.engine.inventory.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One delivery being read. What keeps an idea from being made of it is a fault, at its field; what was left out or cut
/// is a remark. Texts are bounded, rid of control characters and of half characters, and are never taken for markup.
final class Payload {
    private static final String TEST = "io.sextant.test";
    /// Longest text whose markup is looked at, in characters.
    private static final int RAW = 2 * Content.MAX_TEXT;

    private static final int MAX_KEY = 100;
    private static final int MAX_URL = 2_000;
    private static final int MAX_CONTACT = 200;
    private static final int MAX_EMAIL = 254;
    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG = 80;
    private static final int MAX_REMARKS = 20;

    /// Members of a value that say what people read, the preferred first.
    private static final List<String> READ = List.of("display_value", "displayName", "name", "value");
    /// Another record's identifier where its name should be.
    private static final Pattern SYS_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s<>\"]{1,1990}");
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|\\p{Cs}");

    /// The fields of a generic delivery.
    static final Set<String> FIELDS = new LinkedHashSet<>(List.of(
            "title",
            "problem",
            "baseline",
            "outcome",
            "beneficiaries",
            "alternative",
            "description",
            "domain",
            "sponsor",
            "businessOwner",
            "technicalOwner",
            "unit",
            "contact",
            "tags",
            "lang",
            "key",
            "useCase",
            "url",
            "status"));

    /// What was read.
    sealed interface Read {
        /// A demand.
        record Told(Sending sending, List<Reason> remarks) implements Read {}

        /// An event that only tries whether it arrives.
        record Tried() implements Read {}

        /// No idea can be made of it.
        record Wrong(List<Reason> faults) implements Read {}
    }

    private final Receiver receiver;
    private final TrackerWords words;
    private final Map<Tracker, Rules> rules;
    private final List<Reason> faults = new ArrayList<>();
    private final List<Reason> remarks = new ArrayList<>();

    private Payload(Receiver receiver, TrackerWords words, Map<Tracker, Rules> rules) {
        this.receiver = receiver;
        this.words = words;
        this.rules = rules;
    }

    static Read read(Receiver receiver, TrackerWords words, Map<Tracker, Rules> rules, JsonNode body) {
        if (!body.isObject()) {
            return new Read.Wrong(List.of(Reason.whole("demand.receiver.fault.object")));
        }
        return new Payload(receiver, words, rules).read(body);
    }

    private Read read(JsonNode body) {
        boolean event = body.path("specversion").isString() && body.path("type").isString();
        if (event && body.path("type").asString().equals(TEST)) {
            return new Read.Tried();
        }
        Sending sending =
                switch (receiver.kind()) {
                    case JIRA -> jira(body);
                    case SERVICENOW -> serviceNow(body);
                    case GENERIC -> event ? event(body) : generic(body);
                };
        return faults.isEmpty()
                ? new Read.Told(Objects.requireNonNull(sending), List.copyOf(remarks))
                : new Read.Wrong(List.copyOf(faults));
    }

    // ------------------------------------------------------------------------------------------------------------ Jira

    private @Nullable Sending jira(JsonNode body) {
        boolean wrapped = body.path("issue").isObject();
        JsonNode issue = wrapped ? body.path("issue") : body;
        boolean nested = issue.path("fields").isObject();
        JsonNode fields = nested ? issue.path("fields") : issue;
        String at = (wrapped ? "issue." : "") + (nested ? "fields." : "");
        String key = key(issue.path("key"), (wrapped ? "issue." : "") + "key");
        boolean gone = body.path("webhookEvent").asString("").equals("jira:issue_deleted");
        var found = tracker(Tracker.JIRA, fields, at, key, gone);
        if (found == null) {
            return null;
        }
        String project = key.indexOf('-') > 0 ? key.substring(0, key.indexOf('-')) : "";
        String url = url(issue.path("url"));
        return found.sending(
                receiver.source() != null
                        ? List.of(receiver.source())
                        : project.isEmpty()
                                ? List.of(Tracker.JIRA.label())
                                : List.of(Tracker.JIRA.label() + " " + project, Tracker.JIRA.label()),
                url != null ? url : browsed(issue.path("self"), key),
                gone);
    }

    /// The page of an issue, told by the address of its data.
    private static @Nullable String browsed(JsonNode self, String key) {
        String address = self.asString("");
        int rest = address.indexOf("/rest/api/");
        if (rest < 0 || !WEB.matcher(address).matches() || !key.matches("[A-Z][A-Z0-9_]*-[0-9]+")) {
            return null;
        }
        return address.substring(0, rest) + "/browse/" + key;
    }

    // ------------------------------------------------------------------------------------------------------ ServiceNow

    private @Nullable Sending serviceNow(JsonNode body) {
        // A script may send the record itself, or the record under a name.
        JsonNode only = body.size() == 1 ? body.iterator().next() : body;
        boolean wrapped = body.size() == 1 && only.isObject();
        JsonNode fields = wrapped ? only : body;
        String at = wrapped ? body.propertyNames().iterator().next() + "." : "";
        String key = key(column(Tracker.SERVICENOW, Field.EXTERNAL_KEY, fields), at + "number");
        var found = tracker(Tracker.SERVICENOW, fields, at, key, false);
        return found == null
                ? null
                : found.sending(
                        List.of(receiver.source() != null ? receiver.source() : Tracker.SERVICENOW.label()),
                        url(fields.path("url")),
                        false);
    }

    // -------------------------------------------------------------------------------------------------------- trackers

    /// What both trackers say, by the columns that the import of files knows.
    private final class Tracked {
        final String key;
        Texts texts = Texts.titled("-");

        @Nullable
        Long unit;

        @Nullable
        String business;

        @Nullable
        String technical;

        @Nullable
        String contact;

        @Nullable
        String email;

        List<String> tags = List.of();

        @Nullable
        UseCaseId code;

        @Nullable
        String status;

        @Nullable
        Stage stage;

        Tracked(String key) {
            this.key = key;
        }

        Sending sending(List<String> sources, @Nullable String url, boolean gone) {
            return new Sending(
                    receiver.lang(),
                    texts,
                    unit,
                    null,
                    business,
                    technical,
                    contact,
                    email,
                    tags,
                    sources,
                    key,
                    code,
                    url,
                    status,
                    stage,
                    gone);
        }
    }

    private @Nullable Tracked tracker(Tracker tracker, JsonNode fields, String at, String key, boolean gone) {
        var found = new Tracked(key);
        String title = line(column(tracker, Field.TITLE, fields), at + name(tracker, Field.TITLE, fields, "summary"));
        JsonNode described = column(tracker, Field.DESCRIPTION, fields);
        String plain = clean(
                Adf.is(described)
                        ? Adf.plain(described)
                        : words.plain(tracker, bounded(text(described, at + "description"), RAW, at + "description")));
        TrackerWords.Sections sections = words.sections(plain);
        JsonNode expected = column(tracker, Field.OUTCOME, fields);
        String outcome = sections.outcome() != null
                ? sections.outcome()
                : clean(words.plain(tracker, bounded(text(expected, at + "business_case"), RAW, at)));
        if (title.isEmpty() && plain.isEmpty() && !gone && faults.isEmpty()) {
            faults.add(Reason.of(
                    at + name(tracker, Field.TITLE, fields, tracker == Tracker.JIRA ? "summary" : "short_description"),
                    "demand.receiver.fault.words"));
        }
        if (!faults.isEmpty()) {
            return null;
        }
        found.texts = new Texts(
                titled(
                        title.isEmpty()
                                ? plain.isEmpty()
                                        ? key
                                        : plain.lines().findFirst().orElse(key)
                                : title,
                        at),
                cut(sections.problem(), at + "description"),
                cut(sections.baseline(), at + "description"),
                cut(outcome, at + "business_case"),
                cut(sections.beneficiaries(), at + "description"),
                cut(sections.alternative(), at + "description"),
                cut(sections.description(), at + "description"),
                null);
        JsonNode asking = column(tracker, Field.BUSINESS_OWNER, fields);
        found.business = person(asking, at);
        found.contact = found.business;
        String email = asking.path("emailAddress").asString("");
        found.email = email.contains("@") && email.length() <= MAX_EMAIL ? clean(email) : null;
        found.technical = person(column(tracker, Field.TECHNICAL_OWNER, fields), at);
        String unit = named(column(tracker, Field.UNIT, fields), at);
        found.unit = unit == null ? null : unit(unit, at + "department");
        found.tags = tags(all(tracker, Field.TAGS, fields));
        found.status = named(column(tracker, Field.STAGE, fields), at);
        found.stage = found.status == null ? null : words.stage(tracker, found.status);
        found.code = code(tracker, fields);
        return found;
    }

    private Rules rules(Tracker tracker) {
        return Objects.requireNonNull(rules.get(tracker));
    }

    /// The value of the first of a field's columns that says something; missing when none does.
    private JsonNode column(Tracker tracker, Field field, JsonNode fields) {
        List<JsonNode> all = all(tracker, field, fields);
        return all.isEmpty() ? fields.path("\0") : all.getFirst();
    }

    private List<JsonNode> all(Tracker tracker, Field field, JsonNode fields) {
        var byName = new LinkedHashMap<String, JsonNode>();
        fields.properties().forEach(p -> byName.putIfAbsent(TrackerKnowledge.folded(p.getKey()), p.getValue()));
        return rules(tracker).fields().getOrDefault(field, List.of()).stream()
                .map(byName::get)
                .filter(Objects::nonNull)
                .filter(value -> !value.isNull()
                        && !(value.isString() && value.asString().isBlank()))
                .toList();
    }

    private String name(Tracker tracker, Field field, JsonNode fields, String otherwise) {
        List<String> known = rules(tracker).fields().getOrDefault(field, List.of());
        return fields.propertyNames().stream()
                .filter(name -> known.contains(TrackerKnowledge.folded(name)))
                .findFirst()
                .orElse(otherwise);
    }

    /// The use case of which a field of the company's own, or the one for it, holds the code.
    private @Nullable UseCaseId code(Tracker tracker, JsonNode fields) {
        List<String> known = rules(tracker).fields().getOrDefault(Field.CODE, List.of());
        return fields.propertyStream()
                .filter(p -> p.getValue().isString()
                        && (p.getKey().startsWith("customfield_")
                                || p.getKey().startsWith("u_")
                                || known.contains(TrackerKnowledge.folded(p.getKey()))))
                .map(p -> p.getValue().asString().strip().toUpperCase(Locale.ROOT))
                .filter(UseCaseId::matches)
                .map(UseCaseId::new)
                .findFirst()
                .orElse(null);
    }

    private String key(JsonNode value, String field) {
        String key = line(value, field);
        if (key.isEmpty()) {
            faults.add(Reason.of(field, "demand.receiver.fault.missing"));
        } else if (key.length() > MAX_KEY) {
            faults.add(Reason.of(field, "demand.problem.tooLong", key.length(), MAX_KEY));
        }
        return key;
    }

    private @Nullable String person(JsonNode value, String at) {
        return named(value, at);
    }

    /// What people read in a value that stands for something else; absent where there is only its identifier.
    private @Nullable String named(JsonNode value, String at) {
        String name = clean(said(value)).replace('\n', ' ').strip();
        if (SYS_ID.matcher(name).matches()) {
            remark(Reason.of(at + "…", "demand.receiver.remark.sysId", name.substring(0, 8) + "…"));
            return null;
        }
        return name.isEmpty() ? null : name.length() > Content.MAX_NAME ? name.substring(0, Content.MAX_NAME) : name;
    }

    /// The words of a value, whatever it is made of.
    private static String said(JsonNode value) {
        if (value.isObject()) {
            return READ.stream()
                    .map(value::path)
                    .filter(v -> v.isString() && !v.asString().isBlank())
                    .map(JsonNode::asString)
                    .findFirst()
                    .orElse("");
        }
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    private List<String> tags(List<JsonNode> values) {
        var tags = new LinkedHashSet<String>();
        for (JsonNode value : values) {
            List<String> said = value.isArray()
                    ? value.valueStream().map(Payload::said).toList()
                    : List.of(said(value).split(","));
            said.stream()
                    .map(tag -> clean(tag).replace('\n', ' ').strip())
                    .filter(tag -> !tag.isEmpty() && tag.length() <= MAX_TAG)
                    .filter(tag -> !SYS_ID.matcher(tag).matches())
                    .forEach(tags::add);
        }
        return tags.stream().limit(MAX_TAGS).toList();
    }

    // --------------------------------------------------------------------------------------------------------- generic

    private @Nullable Sending generic(JsonNode body) {
        fieldsOf(body).stream()
                .filter(name -> !FIELDS.contains(name))
                .forEach(name -> remark(Reason.of(clipped(name), "demand.receiver.remark.unknown")));
        String lang = line(body.path("lang"), "lang");
        if (!lang.isEmpty() && !lang.equals("fr") && !lang.equals("en")) {
            faults.add(Reason.of("lang", "demand.problem.lang", clipped(lang)));
        }
        String title = line(body.path("title"), "title");
        String problem = text(body.path("problem"), "problem");
        String description = text(body.path("description"), "description");
        String named = line(body.path("useCase"), "useCase").toUpperCase(Locale.ROOT);
        if (!named.isEmpty() && !UseCaseId.matches(named)) {
            faults.add(Reason.of("useCase", "demand.gates.problem.into"));
        }
        if (title.isEmpty() && problem.isEmpty() && description.isEmpty() && faults.isEmpty()) {
            faults.add(Reason.of("title", "demand.receiver.fault.words"));
        }
        String key = line(body.path("key"), "key");
        if (key.length() > MAX_KEY) {
            faults.add(Reason.of("key", "demand.problem.tooLong", key.length(), MAX_KEY));
        }
        JsonNode contact = body.path("contact");
        boolean card = contact.isObject();
        String name = line(card ? contact.path("name") : contact, card ? "contact.name" : "contact");
        String email = card ? line(contact.path("email"), "contact.email") : "";
        if (!card && name.matches("[^@\\s]+@[^@\\s]+")) {
            email = name;
            name = "";
        }
        if (email.length() > MAX_EMAIL) {
            faults.add(Reason.of("contact.email", "demand.problem.tooLong", email.length(), MAX_EMAIL));
        }
        JsonNode tags = body.path("tags");
        if (!tags.isMissingNode() && !tags.isNull() && !tags.isArray() && !tags.isString()) {
            faults.add(Reason.of("tags", "demand.receiver.fault.type"));
        }
        JsonNode link = body.path("url");
        String url = url(link);
        if (url == null && !link.isMissingNode() && !link.isNull()) {
            faults.add(Reason.of("url", "demand.problem.url", clipped(said(link))));
        }
        String unit = line(body.path("unit"), "unit");
        String status = line(body.path("status"), "status");
        var texts = new Texts(
                titled(
                        !title.isEmpty()
                                ? title
                                : (problem.isEmpty() ? description : problem)
                                        .lines()
                                        .findFirst()
                                        .orElse("-"),
                        ""),
                cut(problem, "problem"),
                cut(text(body.path("baseline"), "baseline"), "baseline"),
                cut(text(body.path("outcome"), "outcome"), "outcome"),
                cut(text(body.path("beneficiaries"), "beneficiaries"), "beneficiaries"),
                cut(text(body.path("alternative"), "alternative"), "alternative"),
                cut(description, "description"),
                bounded(line(body.path("domain"), "domain"), Content.MAX_NAME, "domain"));
        String sponsor = owner(body, "sponsor");
        String business = owner(body, "businessOwner");
        String technical = owner(body, "technicalOwner");
        Long unitId = unit.isEmpty() ? null : unit(unit, "unit");
        return faults.isEmpty()
                ? new Sending(
                        lang.isEmpty() ? receiver.lang() : lang,
                        texts,
                        unitId,
                        sponsor,
                        business,
                        technical,
                        name.isEmpty() ? null : bounded(name, MAX_CONTACT, "contact"),
                        email.isEmpty() ? null : email,
                        tags.isMissingNode() ? List.of() : tags(List.of(tags)),
                        sources(),
                        key.isEmpty() ? null : key,
                        named.isEmpty() ? null : new UseCaseId(named),
                        url,
                        status.isEmpty() ? null : bounded(status, Content.MAX_NAME, "status"),
                        null,
                        false)
                : null;
    }

    private static List<String> fieldsOf(JsonNode body) {
        return List.copyOf(body.propertyNames());
    }

    private List<String> sources() {
        return List.of(receiver.source() != null ? receiver.source() : receiver.name());
    }

    private @Nullable String owner(JsonNode body, String field) {
        String name = line(body.path(field), field);
        return name.isEmpty() ? null : bounded(name, Content.MAX_NAME, field);
    }

    /// A CloudEvent, such as those that another Sextant sends: its data is read as a generic delivery where it is one,
    /// else it is an idea of what the event says.
    private @Nullable Sending event(JsonNode body) {
        JsonNode data = body.path("data");
        if (!data.isObject()) {
            faults.add(Reason.of("data", "demand.receiver.fault.missing"));
            return null;
        }
        if (data.has("title") || data.has("problem") || data.has("description")) {
            return generic(data);
        }
        JsonNode said = data.path("text");
        JsonNode ours = said.path(receiver.lang());
        String text = text(ours.isMissingNode() ? said : ours, "data.text");
        if (text.isEmpty() && faults.isEmpty()) {
            faults.add(Reason.of("data.text", "demand.receiver.fault.words"));
        }
        String key = key(body.path("subject"), "subject");
        String detail = text(data.path("detail"), "data.detail");
        return faults.isEmpty()
                ? new Sending(
                        receiver.lang(),
                        new Texts(
                                titled(text.lines().findFirst().orElse("-"), "data."),
                                cut(detail, "data.detail"),
                                null,
                                null,
                                null,
                                null,
                                detail.isEmpty() ? null : cut(text, "data.text"),
                                null),
                        null,
                        null,
                        null,
                        null,
                        named(data.path("by"), "data."),
                        null,
                        List.of(),
                        sources(),
                        key,
                        null,
                        url(data.path("link")),
                        null,
                        null,
                        false)
                : null;
    }

    // ----------------------------------------------------------------------------------------------------------------

    private void remark(Reason remark) {
        if (remarks.size() < MAX_REMARKS && !remarks.contains(remark)) {
            remarks.add(remark);
        }
    }

    private @Nullable Long unit(String named, String field) {
        Unit unit = named.length() > Content.MAX_NAME ? null : words.unit(named);
        if (unit == null) {
            remark(Reason.of(field, "demand.receiver.remark.unit", clipped(named)));
            return null;
        }
        return unit.id();
    }

    private static @Nullable String url(JsonNode value) {
        String url = value.isString() ? value.asString().strip() : "";
        return url.length() <= MAX_URL && WEB.matcher(url).matches() ? url : null;
    }

    /// A text of several lines; empty when it is absent. What is neither text nor number is a fault.
    private String text(JsonNode value, String field) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (Adf.is(value)) {
            return clean(Adf.plain(value));
        }
        if (!value.isValueNode()) {
            faults.add(Reason.of(field, "demand.receiver.fault.type"));
            return "";
        }
        return clean(value.asString(""));
    }

    /// A text of one line.
    private String line(JsonNode value, String field) {
        return text(value, field).replaceAll("\\s+", " ").strip();
    }

    private static String clean(String text) {
        return UNREADABLE
                .matcher(text.replace("\r\n", "\n").replace('\r', '\n'))
                .replaceAll("")
                .strip();
    }

    private String titled(String title, String at) {
        if (title.length() <= Content.MAX_TITLE) {
            return title;
        }
        remark(Reason.of(at + "title", "demand.receiver.remark.cut", Content.MAX_TITLE));
        return head(title, Content.MAX_TITLE - 1) + "…";
    }

    private @Nullable String cut(@Nullable String text, String field) {
        return text == null || text.isBlank() ? null : bounded(text, Content.MAX_TEXT, field);
    }

    private String bounded(String text, int most, String field) {
        if (text.length() <= most) {
            return text;
        }
        remark(Reason.of(field, "demand.receiver.remark.cut", most));
        return head(text, most - 1) + "…";
    }

    /// The first characters of a text, no half character at the end.
    private static String head(String text, int most) {
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end).strip();
    }

    private static String clipped(String text) {
        String line = clean(text).replace('\n', ' ');
        return line.length() <= 60 ? line : line.substring(0, 59) + "…";
    }
}
