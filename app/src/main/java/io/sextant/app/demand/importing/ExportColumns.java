package io.sextant.app.demand.importing;

import java.util.List;

/// The columns of an export, in their order.
final class ExportColumns {
    /// The fields that come back; the register's own doings follow them.
    static final List<Target> TARGETS = List.of(
            Target.CODE,
            Target.VERSION,
            Target.TITLE,
            Target.PROBLEM,
            Target.BASELINE,
            Target.OUTCOME,
            Target.BENEFICIARIES,
            Target.ALTERNATIVE,
            Target.DESCRIPTION,
            Target.DOMAIN,
            Target.UNIT,
            Target.SPONSOR,
            Target.BUSINESS_OWNER,
            Target.TECHNICAL_OWNER,
            Target.KIND,
            Target.STAGE,
            Target.AI_NEEDED,
            Target.START_YEAR,
            Target.END_YEAR,
            Target.TAGS,
            Target.LINKS,
            Target.LANG,
            Target.TRANSLATED_TITLE,
            Target.TRANSLATED_PROBLEM,
            Target.TRANSLATED_BASELINE,
            Target.TRANSLATED_OUTCOME,
            Target.TRANSLATED_BENEFICIARIES,
            Target.TRANSLATED_ALTERNATIVE,
            Target.TRANSLATED_DESCRIPTION,
            Target.TRANSLATED_DOMAIN,
            Target.SOURCE,
            Target.EXTERNAL_KEY);

    private ExportColumns() {}
}
