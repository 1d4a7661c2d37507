package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.RawRows.Unreadable;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A workbook (ECMA-376, .xlsx and .xlsm): which worksheets it has and how to read each.
final class XlsxWorkbook implements AutoCloseable {
    private static final int MAX_SHEETS = 1_000;

    /// A worksheet and the part that holds it.
    record Part(Worksheet sheet, String name) {}

    private final XlsxPackage archive;
    private final SheetLimits limits;
    private final List<Part> sheets = new ArrayList<>();
    private final Map<String, MergedCells> merged = new HashMap<>();
    private final CellFormats formats;
    private final @Nullable String texts;
    private boolean from1904;
    private int activeTab;

    private XlsxWorkbook(XlsxPackage archive, SheetLimits limits) throws IOException, Unreadable {
        this.archive = archive;
        this.limits = limits;
        String main = main();
        Map<String, String[]> related = relations(main);
        XlsxPackage.Xml xml = archive.xml(main);
        if (xml == null) {
            throw XlsxPackage.damaged(main);
        }
        int tab = -1;
        int active = 0;
        try (xml) {
            while (xml.advance()) {
                if (xml.starts("workbookPr")) {
                    from1904 = xml.attribute("date1904", false);
                } else if (xml.starts("workbookView")) {
                    active = number(xml.attribute("activeTab"), 0);
                } else if (xml.starts("sheet") && sheets.size() < MAX_SHEETS) {
                    tab++;
                    String name = xml.attribute("name");
                    String state = xml.attribute("state");
                    String[] target = related.get(String.valueOf(xml.attribute("id")));
                    if (target != null && target[0].endsWith("/worksheet") && archive.has(target[1])) {
                        if (tab == active) {
                            activeTab = sheets.size();
                        }
                        boolean hidden = state != null && !state.equals("visible");
                        sheets.add(new Part(new Worksheet(name == null ? "" : name, hidden), target[1]));
                    }
                }
            }
        }
        if (sheets.isEmpty()) {
            throw new Unreadable(SheetProblem.file(Severity.FATAL, "platform.sheet.xlsx.noSheet"));
        }
        this.formats = CellFormats.read(archive, byType(related, "/styles"));
        this.texts = byType(related, "/sharedStrings");
    }

    static XlsxWorkbook open(XlsxPackage archive, SheetLimits limits) throws IOException, Unreadable {
        return new XlsxWorkbook(archive, limits);
    }

    /// Name of the main part of an office document; absent when the archive is none.
    static @Nullable String mainPart(XlsxPackage archive) throws IOException, Unreadable {
        for (String[] relation : relations(archive, "_rels/.rels", "").values()) {
            if (relation[0].endsWith("/officeDocument")) {
                return relation[1];
            }
        }
        return null;
    }

    private String main() throws IOException, Unreadable {
        String main = mainPart(archive);
        return main == null ? "xl/workbook.xml" : main;
    }

    private Map<String, String[]> relations(String part) throws IOException, Unreadable {
        int slash = part.lastIndexOf('/');
        String folder = part.substring(0, slash + 1);
        return relations(archive, folder + "_rels/" + part.substring(slash + 1) + ".rels", folder);
    }

    /// Relations by id: type and target. Targets outside the archive are left out, so nothing else is ever opened.
    private static Map<String, String[]> relations(XlsxPackage archive, String part, String folder)
            throws IOException, Unreadable {
        Map<String, String[]> relations = new HashMap<>();
        XlsxPackage.Xml xml = archive.xml(part);
        if (xml == null) {
            return relations;
        }
        try (xml) {
            while (xml.advance() && relations.size() < 10_000) {
                if (xml.starts("Relationship") && !"External".equals(xml.attribute("TargetMode"))) {
                    String id = xml.attribute("Id");
                    String type = xml.attribute("Type");
                    String target = xml.attribute("Target");
                    if (id != null && type != null && target != null) {
                        relations.put(id, new String[] {type, resolve(folder, target)});
                    }
                }
            }
        }
        return relations;
    }

    private static String resolve(String folder, String target) {
        String path = target.startsWith("/") ? target.substring(1) : folder + target;
        while (path.contains("/../")) {
            path = path.replaceFirst("[^/]+/\\.\\./", "");
        }
        return path.replace("./", "");
    }

    private static @Nullable String byType(Map<String, String[]> relations, String ending) {
        for (String[] relation : relations.values()) {
            if (relation[0].endsWith(ending)) {
                return relation[1];
            }
        }
        return null;
    }

    static int number(@Nullable String digits, int otherwise) {
        if (digits == null || digits.isEmpty() || digits.length() > 9) {
            return otherwise;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return otherwise;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    List<Part> sheets() {
        return sheets;
    }

    /// Index of the worksheet that was in front when the workbook was saved.
    int activeTab() {
        return activeTab;
    }

    /// The rows of a worksheet from the first on; may be called again.
    XlsxRows rows(Part part) throws IOException, Unreadable {
        XlsxPackage.Xml xml = archive.xml(part.name());
        if (xml == null) {
            throw XlsxPackage.damaged(part.name());
        }
        SharedStrings strings;
        try {
            strings = new SharedStrings(archive, texts, limits.maxCellChars());
        } catch (IOException | Unreadable e) {
            xml.close();
            throw e;
        }
        return new XlsxRows(xml, strings, formats, from1904, merged(part), limits);
    }

    /// The merged cells of a worksheet, looked for once.
    MergedCells merged(Part part) throws IOException, Unreadable {
        MergedCells known = merged.get(part.name());
        if (known == null) {
            InputStream in = archive.bytes(part.name());
            if (in == null) {
                throw XlsxPackage.damaged(part.name());
            }
            try (in) {
                known = MergedCells.scan(in);
            } catch (IOException e) {
                // The XML reader meets the same fault and words it; here it only ends the search.
                known = MergedCells.NONE;
            }
            merged.put(part.name(), known);
        }
        return known;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
