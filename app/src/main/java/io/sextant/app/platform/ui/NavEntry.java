package io.sextant.app.platform.ui;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A line of the navigation. A room publishes one as a bean for each of its pages that people go to by themselves.
///
/// @param key the message key of its label, for example `demand.nav.register`; its last word is what a page names as
///     `active`
/// @param icon the name of an icon
/// @param path where it leads
/// @param permission the permission without which it is not shown; absent when every signed-in person may go there
/// @param order its place within the section, lowest first
/// @param count how many things wait there, asked at every page and so answered from memory; negative shows nothing
public record NavEntry(
        Section section,
        String key,
        String icon,
        String path,
        @Nullable String permission,
        int order,
        @Nullable LongSupplier count) {

    /// A line without a count.
    public NavEntry(Section section, String key, String icon, String path, @Nullable String permission, int order) {
        this(section, key, icon, path, permission, order, null);
    }

    /// The last word of the key.
    public String id() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /// How many things wait there; −1 when nobody counts.
    public long waiting() {
        return count == null ? -1 : count.getAsLong();
    }

    /// The lines of one section that a person may see.
    public record Group(Section section, java.util.List<NavEntry> entries) {}
}
