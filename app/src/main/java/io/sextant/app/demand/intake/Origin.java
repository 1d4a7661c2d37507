package io.sextant.app.demand.intake;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an idea that a program sent comes from, and what it told beyond the idea's words.
///
/// @param source the inventory of the register that its key belongs to; absent when it has no key
/// @param url its page there
/// @param status as it is called there
/// @param stage what that status says; absent when it says none
public record Origin(
        @Nullable String source,
        @Nullable String key,
        @Nullable String url,
        @Nullable String status,
        @Nullable Stage stage,
        Texts texts,
        @Nullable String sponsor,
        @Nullable String businessOwner,
        @Nullable String technicalOwner,
        List<String> tags) {
    public Origin {
        tags = List.copyOf(tags);
    }
}
