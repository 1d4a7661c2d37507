package io.sextant.app.demand.retiring;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.retiring.Retirement.Compared;
import io.sextant.app.demand.retiring.Retirement.Evidence;
import io.sextant.app.demand.retiring.Retirement.Joined;
import io.sextant.app.identity.Actor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The door to the end of use cases, read-only: what is to be done is done at the gate. Thread-safe.
@Service
@Transactional(readOnly = true)
public class Retirements {
    /// Questions of the gates that say what was expected.
    private static final List<String> EXPECTATIONS = List.of(
            "measure", "targetValue", "reviewDate", "budgetEstimate", "yearlyBenefit", "usersCount", "pilotResult");

    private final Gates gates;
    private final UseCases useCases;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    Retirements(Gates gates, UseCases useCases, JdbcClient jdbc, JsonMapper json) {
        this.gates = gates;
        this.useCases = useCases;
        this.jdbc = jdbc;
        this.json = json;
    }

    /// What is known of the end of a use case; empty when the actor may not see it.
    ///
    /// @param lang the language to tell its texts in, `fr` or `en`, as far as they are translated; absent leaves
    ///     them as they were written
    public Optional<Retirement> of(Actor actor, UseCaseId id, @Nullable String lang) {
        return gates.of(actor, id).map(standing -> of(actor, standing, lang));
    }

    private Retirement of(Actor actor, Standing standing, @Nullable String lang) {
        UseCase useCase = standing.useCase();
        List<Decision> decisions = standing.decisions().reversed();
        Decision promise = promise(decisions);
        Map<String, String> now = said(useCase.content(), standing.answers(), lang);
        Map<String, String> then = promise == null
                ? Map.of()
                : gates.snapshot(actor, useCase.id(), promise.id())
                        .map(snapshot -> said(snapshot, lang))
                        .orElse(Map.of());
        List<Compared> compared = new ArrayList<>();
        for (String field : now.keySet()) {
            String before = then.get(field);
            String after = now.get(field);
            if (!after(before).isEmpty() || !after(after).isEmpty()) {
                compared.add(new Compared(field, blank(before), blank(after)));
            }
        }
        return new Retirement(
                useCase,
                joined(actor, useCase.key()),
                files(useCase.key()),
                useCase.content().links(),
                standing.answers(),
                promise == null ? null : evidence(promise),
                compared,
                decisions.stream().map(Retirements::evidence).toList(),
                standing.signatures().stream().filter(s -> s.fallenAt() == null).count());
    }

    /// The decision that says what was expected: the last *go* before the pilot began, or the first there is.
    private static @Nullable Decision promise(List<Decision> decisions) {
        List<Decision> gone =
                decisions.stream().filter(d -> d.answer() == Answer.GO).toList();
        return gone.stream()
                .filter(d -> switch (d.stage()) {
                    case PILOT -> true;
                    case IDEA, QUALIFIED, FRAMED, RUN, RETIRED -> false;
                })
                .findFirst()
                .orElseGet(() -> gone.isEmpty() ? null : gone.getFirst());
    }

    private static Evidence evidence(Decision d) {
        return new Evidence(d.id(), d.stage(), d.answer().name(), d.reason(), d.at(), d.byName(), d.digest());
    }

    private static String after(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /// What is said now, by the name of the field or fact, empty where nothing is.
    private static Map<String, String> said(Content content, Map<String, Object> answers, @Nullable String lang) {
        Texts t = lang == null ? content.texts() : content.in(lang);
        var said = new LinkedHashMap<String, String>();
        said.put("outcome", after(t.outcome()));
        said.put("baseline", after(t.baseline()));
        said.put("beneficiaries", after(t.beneficiaries()));
        for (String fact : EXPECTATIONS) {
            Object value = answers.get(fact);
            said.put(fact, value == null ? "" : plain(value));
        }
        return said;
    }

    /// What was said when a decision was taken.
    private Map<String, String> said(String snapshot, @Nullable String lang) {
        JsonNode root = json.readTree(snapshot);
        var said = new HashMap<String, String>();
        JsonNode content = root.path("content");
        boolean translated = lang != null
                && !content.path("lang").asString("").equals(lang)
                && content.path("translation").isObject();
        JsonNode texts = content.path(translated ? "translation" : "texts");
        for (String field : List.of("outcome", "baseline", "beneficiaries")) {
            said.put(field, texts.path(field).asString(""));
        }
        JsonNode answers = root.path("answers");
        for (String fact : EXPECTATIONS) {
            JsonNode value = answers.path(fact);
            said.put(
                    fact,
                    value.isMissingNode() || value.isNull()
                            ? ""
                            : value.isNumber() ? plain(value.decimalValue()) : value.asString(""));
        }
        return said;
    }

    /// A value in one form, however it was written.
    private static String plain(Object value) {
        return value instanceof Number number
                ? new java.math.BigDecimal(number.toString())
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(value);
    }

    private List<Joined> joined(Actor actor, long key) {
        return jdbc
                .sql("""
                        select distinct c.id, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated
                        from demand.decision d join demand.use_case c on c.id = d.use_case_id
                        where d.into_id = :key and d.answer = 'MERGE' and d.fallen_at is null order by c.id
                        """)
                .param("key", key)
                .query((row, n) -> new Joined(
                        row.getString("code"),
                        row.getString("title"),
                        row.getString("lang"),
                        row.getString("translated")))
                .list()
                .stream()
                .filter(j -> useCases.find(actor, new UseCaseId(j.code())).isPresent())
                .toList();
    }

    private long files(long key) {
        return jdbc.sql("select count(*) from demand.attachment where use_case_id = :key and deleted_at is null")
                .param("key", key)
                .query(Long.class)
                .single();
    }
}
