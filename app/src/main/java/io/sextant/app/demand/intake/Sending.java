package io.sextant.app.demand.intake;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCaseId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a program elsewhere tells of a demand, read and bounded.
///
/// @param lang language of the texts, `fr` or `en`
/// @param sources names of the inventories of the register that its key may belong to, the preferred first
/// @param key its identifier there; absent when it has none
/// @param code the use case of the register that it names; absent when it names none
/// @param url its page there
/// @param status as it is called there
/// @param stage what that status says; absent when it says none
/// @param gone whether it was deleted there
public record Sending(
        String lang,
        Texts texts,
        @Nullable Long unitId,
        @Nullable String sponsor,
        @Nullable String businessOwner,
        @Nullable String technicalOwner,
        @Nullable String contact,
        @Nullable String email,
        List<String> tags,
        List<String> sources,
        @Nullable String key,
        @Nullable UseCaseId code,
        @Nullable String url,
        @Nullable String status,
        @Nullable Stage stage,
        boolean gone) {
    public Sending {
        tags = List.copyOf(tags);
        sources = List.copyOf(sources);
    }

    /// The name of the inventory that it belongs to; absent when it has no key.
    @Nullable
    String source() {
        return key == null || sources.isEmpty() ? null : sources.getFirst();
    }

    /// The words by which it is read: the problem, else whatever was written.
    String words() {
        return Stream.of(texts.problem(), texts.description(), texts.outcome())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(texts.title());
    }

    /// All texts but the title, to tell whether they changed.
    static String body(Texts t) {
        return Stream.of(t.problem(), t.baseline(), t.outcome(), t.beneficiaries(), t.alternative(), t.description())
                .map(text -> Objects.requireNonNullElse(text, ""))
                .collect(Collectors.joining("\n\n"))
                .strip();
    }
}
