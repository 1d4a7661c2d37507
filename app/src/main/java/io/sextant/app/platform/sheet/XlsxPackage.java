package io.sextant.app.platform.sheet;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import io.sextant.app.platform.sheet.RawRows.Unreadable;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/// The archive a workbook is: its parts by name, unpacked within limits, and parsed by an XML reader that knows neither
/// document types nor entities nor other files.
final class XlsxPackage implements AutoCloseable {
    /// Below this a part may be packed as tightly as it likes: an empty sheet with a thousand styles packs very well.
    private static final long JUDGED_FROM = 10L << 20;

    private static final WstxInputFactory XML = xml();

    private final ZipFile zip;
    private final SheetLimits limits;
    private final Map<String, ZipEntry> parts = new HashMap<>();
    private final Map<String, Long> unpacked = new HashMap<>();

    private XlsxPackage(ZipFile zip, SheetLimits limits) {
        this.zip = zip;
        this.limits = limits;
    }

    private static WstxInputFactory xml() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 1 << 16);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 100);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 64);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("no other file is read");
        });
        return factory;
    }

    /// Opens an archive and checks what its directory declares.
    static XlsxPackage open(Path file, SheetLimits limits) throws IOException, Unreadable {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreadable(SheetProblem.file(Severity.FATAL, "platform.sheet.zip.damaged"));
        }
        try {
            XlsxPackage archive = new XlsxPackage(zip, limits);
            archive.list();
            return archive;
        } catch (Unreadable | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void list() throws Unreadable {
        if (zip.size() > limits.maxParts()) {
            throw new Unreadable(SheetProblem.file(
                    Severity.FATAL, "platform.sheet.zip.tooManyParts", zip.size(), limits.maxParts()));
        }
        long total = 0;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            parts.putIfAbsent(canonical(entry.getName()), entry);
            total += Math.max(0, entry.getSize());
            if (total > limits.maxInflatedBytes() || total < 0) {
                throw tooLarge();
            }
        }
    }

    private Unreadable tooLarge() {
        return new Unreadable(
                SheetProblem.file(Severity.FATAL, "platform.sheet.zip.tooLarge", limits.maxInflatedBytes() >> 20));
    }

    private static String canonical(String name) {
        String path = name.replace('\\', '/');
        return (path.startsWith("/") ? path.substring(1) : path).toLowerCase(Locale.ROOT);
    }

    boolean has(String name) {
        return parts.containsKey(canonical(name));
    }

    /// Declared size of a part once unpacked, in bytes; 0 when it is absent or not declared.
    long size(String name) {
        ZipEntry entry = parts.get(canonical(name));
        return entry == null ? 0 : Math.max(0, entry.getSize());
    }

    /// The bytes of a part; absent when there is no such part.
    @Nullable
    InputStream bytes(String name) throws IOException, Unreadable {
        ZipEntry entry = parts.get(canonical(name));
        if (entry == null) {
            return null;
        }
        InputStream in;
        try {
            in = zip.getInputStream(entry);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(name);
        }
        return new BufferedInputStream(
                new Guarded(in, canonical(name), Math.max(1, entry.getCompressedSize())), 1 << 15);
    }

    /// An XML reader on a part; absent when there is no such part.
    @Nullable
    Xml xml(String name) throws IOException, Unreadable {
        InputStream in = bytes(name);
        if (in == null) {
            return null;
        }
        try {
            return new Xml(XML.createXMLStreamReader(in), in, name);
        } catch (XMLStreamException e) {
            in.close();
            throw unreadable(e, name);
        }
    }

    static Unreadable damaged(String part) {
        return new Unreadable(SheetProblem.file(Severity.FATAL, "platform.sheet.xlsx.damaged", part));
    }

    private static Unreadable unreadable(XMLStreamException e, String part) {
        for (Throwable cause = e; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (cause instanceof Limit limit) {
                return limit.unreadable;
            }
            if (cause instanceof XMLStreamException nested && nested.getNestedException() instanceof Limit limit) {
                return limit.unreadable;
            }
        }
        return damaged(part);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /// Counts what is really unpacked, whatever the directory declares.
    private final class Guarded extends FilterInputStream {
        private final String name;
        private final long packed;
        private long count;

        Guarded(InputStream in, String name, long packed) {
            super(in);
            this.name = name;
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                counted(1);
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0) {
                counted(read);
            }
            return read;
        }

        private void counted(int more) throws IOException {
            count += more;
            unpacked.merge(name, count, Math::max);
            if (count > JUDGED_FROM && count / packed > limits.maxInflation()) {
                throw new Limit(new Unreadable(
                        SheetProblem.file(Severity.FATAL, "platform.sheet.zip.bomb", name, limits.maxInflation())));
            }
            if (unpacked.size() > 1 || count > limits.maxInflatedBytes()) {
                long total = 0;
                for (long size : unpacked.values()) {
                    total += size;
                }
                if (total > limits.maxInflatedBytes()) {
                    throw new Limit(tooLarge());
                }
            }
        }
    }

    /// A limit met while unpacking, carried through the XML reader.
    private static final class Limit extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Unreadable unreadable;

        Limit(Unreadable unreadable) {
            super(unreadable.getMessage());
            this.unreadable = unreadable;
        }
    }

    /// One part read as XML, element by element; names are local, so that any prefix and both namespaces of the
    /// standard (transitional and strict) read alike.
    static final class Xml implements AutoCloseable {
        private final XMLStreamReader reader;
        private final InputStream in;
        private final String part;

        private Xml(XMLStreamReader reader, InputStream in, String part) {
            this.reader = reader;
            this.in = in;
            this.part = part;
        }

        /// Moves to the next start or end of an element; false at the end of the part.
        boolean advance() throws Unreadable {
            try {
                while (reader.hasNext()) {
                    switch (reader.next()) {
                        case XMLStreamConstants.START_ELEMENT, XMLStreamConstants.END_ELEMENT -> {
                            return true;
                        }
                        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw dtd();
                        default -> {}
                    }
                }
                return false;
            } catch (XMLStreamException e) {
                throw unreadable(e, part);
            } catch (RuntimeException e) {
                throw damaged(part);
            }
        }

        private Unreadable dtd() {
            return new Unreadable(SheetProblem.file(Severity.FATAL, "platform.sheet.xlsx.dtd", part));
        }

        boolean start() {
            return reader.isStartElement();
        }

        String name() {
            return reader.getLocalName();
        }

        boolean starts(String name) {
            return reader.isStartElement() && reader.getLocalName().equals(name);
        }

        boolean ends(String name) {
            return reader.isEndElement() && reader.getLocalName().equals(name);
        }

        /// Value of an attribute by its local name; absent when it is not there.
        @Nullable
        String attribute(String name) {
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                if (reader.getAttributeLocalName(i).equals(name)) {
                    return reader.getAttributeValue(i);
                }
            }
            return null;
        }

        int attributes() {
            return reader.getAttributeCount();
        }

        String attributeName(int index) {
            return reader.getAttributeLocalName(index);
        }

        String attributeValue(int index) {
            return reader.getAttributeValue(index);
        }

        boolean attribute(String name, boolean otherwise) {
            String value = attribute(name);
            return value == null ? otherwise : value.equals("1") || value.equals("true") || value.equals("on");
        }

        /// Appends the text up to the end of the element just started, at most up to a length of the builder; the
        /// elements inside it are skipped. True when text had to be left out.
        boolean text(StringBuilder into, int maxLength) throws Unreadable {
            boolean cut = false;
            int depth = 1;
            try {
                while (reader.hasNext()) {
                    switch (reader.next()) {
                        case XMLStreamConstants.START_ELEMENT -> depth++;
                        case XMLStreamConstants.END_ELEMENT -> {
                            if (--depth == 0) {
                                return cut;
                            }
                        }
                        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                            int length = reader.getTextLength();
                            int room = Math.min(length, maxLength - into.length());
                            if (depth == 1) {
                                into.append(reader.getTextCharacters(), reader.getTextStart(), Math.max(0, room));
                                cut |= room < length;
                            }
                        }
                        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw dtd();
                        default -> {}
                    }
                }
                throw damaged(part);
            } catch (XMLStreamException e) {
                throw unreadable(e, part);
            } catch (Unreadable e) {
                throw e;
            } catch (RuntimeException e) {
                throw damaged(part);
            }
        }

        /// Goes past the end of the element just started.
        void skip() throws Unreadable {
            int depth = 1;
            while (depth > 0 && advance()) {
                depth += start() ? 1 : -1;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                reader.close();
            } catch (XMLStreamException e) {
                // Closing the bytes below is what frees the resources.
            }
            in.close();
        }
    }
}
