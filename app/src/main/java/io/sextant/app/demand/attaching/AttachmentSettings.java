package io.sextant.app.demand.attaching;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How much people may attach.
///
/// @param maxSize of one file; from 1 kB to 64 MB
/// @param maxCount files present on one use case; from 1 to 1,000
@ConfigurationProperties("sextant.attachments")
public record AttachmentSettings(
        @DefaultValue("20MB") DataSize maxSize,
        @DefaultValue("30") int maxCount) {
    public AttachmentSettings {
        if (maxSize.toBytes() < 1024 || maxSize.toMegabytes() > 64) {
            throw new IllegalArgumentException("sextant.attachments.max-size is 1KB to 64MB, not " + maxSize);
        }
        if (maxCount < 1 || maxCount > 1_000) {
            throw new IllegalArgumentException("sextant.attachments.max-count is 1 to 1000, not " + maxCount);
        }
    }
}
