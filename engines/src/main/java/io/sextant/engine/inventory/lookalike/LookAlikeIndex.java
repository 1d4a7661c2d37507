package io.sextant.engine.inventory.lookalike;

import io.sextant.engine.inventory.text.Folding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The use cases of an inventory, indexed so that the nearest to a text are found at once. Safe for several threads:
/// many may ask while none changes it.
///
/// How rare a term is, is settled when the index is built; what is added later is weighed by that. Build a new index
/// when a good part of the inventory has changed ([#changes]).
public final class LookAlikeIndex {
    private static final int NEED_TERMS = 20;
    private static final int WHOLE_TERMS = 8;
    private static final int PAIRS_PER_ITEM = 12;
    private static final int CANDIDATES = 60;
    private static final int WORKERS = 4;
    private static final double PROMISING = 0.35;
    private static final int PAIRS = 20_000;
    private static final int SHARED = 6;
    private static final double IMAGINED = 200;

    private final LookAlikeRules rules;
    private final TermReader reader;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private @Nullable Document[] documents;
    private int size;
    private final Map<String, Integer> slotOf = new HashMap<>();
    private final Map<String, Integer> slotOfWords = new HashMap<>();
    private final Map<Long, Integer> sentences;
    private int[][] postings = new int[0][];
    private float[][] postingWeights = new float[0][];
    private int[] postingCounts = new int[0];
    private int[] counts = new int[0];
    private double[] idf;
    private boolean[] proper;
    private final double newIdf;
    private final int common;
    private int changes;

    /// A use case near to a text.
    ///
    /// @param id the use case
    /// @param likeness how it is alike; absent when it is only near
    /// @param score its likeness, between 0 and 1
    /// @param shared the terms they share, most telling first, at most six
    public record Near(String id, @Nullable Likeness likeness, double score, List<Term> shared) {
        public Near {
            shared = List.copyOf(shared);
        }
    }

    /// Two documents compared.
    private record Compared(int a, int b, @Nullable Likeness likeness, double score, double need) {}

    /// An item with what it says, read.
    private record Read(
            TermReader.Reading title,
            TermReader.Reading body,
            TermReader.Reading unit,
            Set<String> unitWords,
            String unitName,
            Set<String> tailWords) {}

    LookAlikeIndex(LookAlikeRules rules, Collection<Item> items) {
        this.rules = rules;
        this.reader = new TermReader(rules);
        // The order of what is said, so that nothing depends on the order in which the items come.
        TreeMap<String, List<Item>> byWords = new TreeMap<>();
        Set<String> ids = new HashSet<>();
        for (Item item : items) {
            if (!ids.add(item.id())) {
                throw new IllegalArgumentException("two use cases are called " + item.id());
            }
            byWords.computeIfAbsent(words(item), k -> new ArrayList<>(1)).add(item);
        }
        byWords.values().forEach(same -> same.sort(Comparator.comparing(Item::id)));
        List<Item> first = byWords.values().stream().map(List::getFirst).toList();
        int n = first.size();
        List<Read> read = new ArrayList<>(n);
        Map<Long, Integer> seen = new HashMap<>();
        for (int from = 0; from < n; from += AT_ONCE) {
            List<Item> some = first.subList(from, Math.min(n, from + AT_ONCE));
            // The processors share what does not depend on the order; terms are numbered in it.
            List<Cuts> cuts = some.parallelStream().map(this::cut).toList();
            for (int i = 0; i < some.size(); i++) {
                Read one = read(some.get(i), cuts.get(i), true);
                read.add(one);
                Set<Long> digests = new HashSet<>();
                for (long digest : one.body().digests()) {
                    if (digest != 0 && digests.add(digest)) {
                        seen.merge(digest, 1, Integer::sum);
                    }
                }
            }
        }
        seen.values().removeIf(count -> count < 3);
        this.sentences = seen;
        this.newIdf = Math.log((n + IMAGINED + 1) / 2.5);
        this.common = Math.max(400, Math.min(1_500, n / 30));
        this.idf = rarity(read);
        this.proper = properNouns(read);
        this.documents = new @Nullable Document[Math.max(16, n)];
        int k = 0;
        for (Map.Entry<String, List<Item>> entry : byWords.entrySet()) {
            List<String> same = entry.getValue().stream().map(Item::id).toList();
            Document document = document(read.get(k), same);
            read.set(k, EMPTY);
            k++;
            place(document, entry.getKey());
        }
        this.changes = 0;
    }

    /// Items cut into words before they are read: enough to share among processors, few enough to hold.
    private static final int AT_ONCE = 512;

    private static final Read EMPTY = new Read(
            TermReader.Reading.EMPTY, TermReader.Reading.EMPTY, TermReader.Reading.EMPTY, Set.of(), "", Set.of());

    private static String words(Item item) {
        String text =
                item.text().length() > TermReader.LIMIT ? item.text().substring(0, TermReader.LIMIT) : item.text();
        String title =
                item.title().length() > TermReader.LIMIT ? item.title().substring(0, TermReader.LIMIT) : item.title();
        return spaced(title + "\u0001" + text);
    }

    /// A text with one space for each run of white space, and none around.
    private static String spaced(String text) {
        var spaced = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                space = true;
            } else {
                if (space && !spaced.isEmpty()) {
                    spaced.append(' ');
                }
                space = false;
                spaced.append(c);
            }
        }
        return spaced.toString();
    }

    /// A digest of what is said, so that the texts themselves need not be kept.
    private static String digest(String words) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Title and text of an item, cut into words.
    private record Cuts(TermReader.Cut title, TermReader.Cut body) {}

    private Cuts cut(Item item) {
        return new Cuts(reader.cut(item.title()), reader.cut(item.text()));
    }

    private Read read(Item item, boolean learn) {
        return read(item, cut(item), learn);
    }

    private Read read(Item item, Cuts cuts, boolean learn) {
        TermReader.Reading title = reader.read(cuts.title(), learn);
        TermReader.Reading body = reader.read(cuts.body(), learn);
        return new Read(
                title,
                body,
                reader.read(item.unit(), false),
                reader.unitNames(item.unit()),
                Folding.fold(item.unit()).strip(),
                TermReader.plain(tail(item.title())));
    }

    /// What follows the last dash or colon of a title; empty when it has none, or nothing before it.
    private static String tail(String title) {
        int cut = Math.max(
                Math.max(title.lastIndexOf(" - "), title.lastIndexOf(" – ")),
                Math.max(title.lastIndexOf(" — "), title.lastIndexOf(": ")));
        return cut <= 0 ? "" : title.substring(cut + 2);
    }

    private double[] rarity(List<Read> all) {
        int[] count = new int[reader.size()];
        int[] last = new int[reader.size()];
        Arrays.fill(last, -1);
        for (int d = 0; d < all.size(); d++) {
            for (TermReader.Reading reading :
                    List.of(all.get(d).title(), all.get(d).body())) {
                for (int term : reading.terms()) {
                    if (last[term] != d) {
                        last[term] = d;
                        count[term]++;
                    }
                }
            }
        }
        counts = count;
        double[] rarity = new double[count.length];
        for (int t = 0; t < rarity.length; t++) {
            rarity[t] = Math.log((all.size() + IMAGINED + 1) / (count[t] + 1.5));
        }
        return rarity;
    }

    /// Terms that are written with a capital wherever it is not the rule. Texts that write most words so (German, or
    /// all in capitals) are not asked.
    private boolean[] properNouns(List<Read> all) {
        int[] capital = new int[reader.size()];
        int[] small = new int[reader.size()];
        for (Read one : all) {
            TermReader.Reading body = one.body();
            int inner = 0;
            int capitals = 0;
            for (int i = 0; i < body.terms().length; i++) {
                if (body.is(i, TermReader.INNER)) {
                    inner++;
                    capitals += body.is(i, TermReader.CAPITAL) ? 1 : 0;
                }
            }
            if (capitals > 0.4 * inner) {
                continue;
            }
            for (int i = 0; i < body.terms().length; i++) {
                int term = body.terms()[i];
                if (body.is(i, TermReader.INNER) && !reader.concept(term)) {
                    if (body.is(i, TermReader.CAPITAL)) {
                        capital[term]++;
                    } else {
                        small[term]++;
                    }
                }
            }
        }
        boolean[] names = new boolean[capital.length];
        for (int t = 0; t < names.length; t++) {
            names[t] = capital[t] > 0 && capital[t] >= 4 * small[t];
        }
        return names;
    }

    private Document document(Read read, List<String> ids) {
        LookAlikeRules.Weights weights = rules.weights();
        TermReader.Reading head = read.title();
        TermReader.Reading body = read.body();
        int[] all = Arrays.copyOf(head.terms(), head.terms().length + body.terms().length);
        System.arraycopy(body.terms(), 0, all, head.terms().length, body.terms().length);
        int[] terms = distinct(all);
        int n = terms.length;
        double[] inTitle = new double[n];
        double[] inBody = new double[n];
        boolean[] generic = new boolean[n];
        boolean[] part = new boolean[n];
        Arrays.fill(part, true);
        Set<Integer> coined = new HashSet<>();
        for (int i = 0; i < head.terms().length; i++) {
            int at = Arrays.binarySearch(terms, head.terms()[i]);
            boolean covered = head.is(i, TermReader.COVERED);
            inTitle[at] = Math.min(2, inTitle[at] + (covered ? weights.covered() : 1));
            generic[at] |= head.is(i, TermReader.GENERIC);
            part[at] &= covered;
            if (head.is(i, TermReader.COINED)) {
                coined.add(terms[at]);
            }
        }
        for (int i = 0; i < body.terms().length; i++) {
            int at = Arrays.binarySearch(terms, body.terms()[i]);
            boolean covered = body.is(i, TermReader.COVERED);
            boolean boilerplate = sentences.containsKey(body.digests()[body.sentence()[i]]);
            inBody[at] += (covered ? weights.covered() : 1) * (boilerplate ? weights.boilerplate() : 1);
            generic[at] |= body.is(i, TermReader.GENERIC);
            part[at] &= covered;
        }
        int[] own = distinct(read.unit().terms());
        float[] need = new float[n];
        float[] whole = new float[n];
        int titled = 0;
        for (int i = 0; i < n; i++) {
            int term = terms[i];
            double weight = Math.log1p(weights.title() * inTitle[i] + inBody[i]) * idf(term);
            if (generic[i]) {
                weight *= weights.generic();
            }
            whole[i] = (float) weight;
            if (term < proper.length && proper[term]) {
                weight *= weights.properNoun();
            }
            if (Arrays.binarySearch(own, term) >= 0) {
                weight *= weights.ownUnit();
            }
            need[i] = (float) weight;
            titled += inTitle[i] > 0 ? 1 : 0;
        }
        int[] title = new int[titled];
        float[] titleWeights = new float[titled];
        int k = 0;
        for (int i = 0; i < n; i++) {
            if (inTitle[i] > 0) {
                title[k] = terms[i];
                titleWeights[k++] = (float) (idf(terms[i]) * (generic[i] ? 0.5 : 1) * Math.min(1, inTitle[i]));
            }
        }
        return new Document(
                ids,
                terms,
                need,
                whole,
                title,
                titleWeights,
                head.figures(),
                part,
                generic,
                coined.isEmpty() ? Set.of() : coined,
                read.tailWords(),
                read.unitWords(),
                read.unitName(),
                TermReader.language(head, body),
                rules.concepts().size());
    }

    private static int[] distinct(int[] terms) {
        int[] sorted = terms.clone();
        Arrays.sort(sorted);
        int n = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[n++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, n);
    }

    private double idf(int term) {
        return term < idf.length ? idf[term] : newIdf;
    }

    private int place(Document document, String words) {
        if (size == documents.length) {
            documents = Arrays.copyOf(documents, size * 2);
        }
        int slot = size++;
        documents[slot] = document;
        for (String id : document.ids) {
            slotOf.put(id, slot);
        }
        slotOfWords.put(digest(words), slot);
        for (int term : leading(document)) {
            post(term, slot, document.share(term));
        }
        return slot;
    }

    private void post(int term, int slot, float share) {
        if (term >= postings.length) {
            int length = Math.max(reader.size(), term + 1);
            postings = Arrays.copyOf(postings, length);
            postingWeights = Arrays.copyOf(postingWeights, length);
            postingCounts = Arrays.copyOf(postingCounts, length);
        }
        int count = postingCounts[term];
        if (count == 0) {
            postings[term] = new int[2];
            postingWeights[term] = new float[2];
        } else if (count == postings[term].length) {
            postings[term] = Arrays.copyOf(postings[term], count * 2);
            postingWeights[term] = Arrays.copyOf(postingWeights[term], count * 2);
        }
        postings[term][count] = slot;
        postingWeights[term][count] = share;
        postingCounts[term]++;
    }

    /// The weightiest terms of a document, by which others find it.
    private static int[] leading(Document document) {
        int[] leading = Arrays.copyOf(document.title, document.title.length + NEED_TERMS + WHOLE_TERMS + 8);
        int count = document.title.length;
        count = heaviest(document.terms, document.need, NEED_TERMS, leading, count);
        count = heaviest(document.terms, document.whole, WHOLE_TERMS, leading, count);
        return distinct(Arrays.copyOf(leading, count));
    }

    private static int heaviest(int[] terms, float[] weights, int wanted, int[] into, int count) {
        int n = weights.length;
        float least = 0;
        if (n > wanted) {
            float[] sorted = weights.clone();
            Arrays.sort(sorted);
            least = sorted[n - wanted];
        }
        int taken = 0;
        for (int i = 0; i < n && taken < wanted + 4; i++) {
            if (weights[i] >= least) {
                into[count++] = terms[i];
                taken++;
            }
        }
        return count;
    }

    /// What is alike among the use cases.
    public Findings findings() {
        lock.readLock().lock();
        try {
            List<Compared> pairs = pairs();
            List<Cluster> clusters = new Clusters(rules, reader, documents, size)
                    .of(pairs.stream()
                            .map(p -> new Clusters.Edge(p.a(), p.b(), p.likeness() == Likeness.SAME, p.need()))
                            .toList());
            return new Findings(worded(pairs), clusters, List.of(rules.source(), rules.conceptSource()));
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<Compared> pairs() {
        // Each worker takes every so-many-th document; the outcome is gathered by document, so that it does not depend
        // on
        // who was faster.
        List<List<Compared>> near = new ArrayList<>(Collections.nCopies(size, List.of()));
        int workers =
                Math.max(1, Math.min(WORKERS, Math.min(Runtime.getRuntime().availableProcessors(), size / 500)));
        IntStream.range(0, workers).parallel().forEach(worker -> {
            Scratch scratch = new Scratch(size);
            for (int a = worker; a < size; a += workers) {
                Document document = documents[a];
                if (document != null) {
                    near.set(a, near(a, document, scratch));
                }
            }
        });
        List<Compared> found = new ArrayList<>();
        near.forEach(found::addAll);
        found.sort(BEST_FIRST);
        return found;
    }

    private List<Compared> near(int a, Document document, Scratch scratch) {
        List<Compared> near = new ArrayList<>();
        for (int b : candidates(document, a, scratch)) {
            Document other = documents[b];
            if (other != null) {
                Compared compared = compare(b, other, a, document);
                if (compared.likeness() != null) {
                    near.add(compared);
                }
            }
        }
        near.sort(BEST_FIRST);
        return near.size() <= PAIRS_PER_ITEM ? near : new ArrayList<>(near.subList(0, PAIRS_PER_ITEM));
    }

    private static final Comparator<Compared> BEST_FIRST = Comparator.comparing(
                    (Compared c) -> c.likeness() == Likeness.SAME ? 0 : 1)
            .thenComparing(Comparator.comparingDouble(Compared::score).reversed())
            .thenComparingInt(Compared::a)
            .thenComparingInt(Compared::b);

    /// Room to add up in, used again for each document.
    private static final class Scratch {
        final float[] sums;
        final int[] touched;

        Scratch(int size) {
            sums = new float[size];
            touched = new int[size];
        }
    }

    /// The documents before `until` that share leading terms with one, most promising first.
    private int[] candidates(Document document, int until, Scratch scratch) {
        int count = 0;
        for (int term : leading(document)) {
            if (term >= postings.length || postingCounts[term] == 0 || postingCounts[term] > common) {
                continue;
            }
            // A rare name in both titles is worth a look whatever the needs have in common.
            float share = document.share(term);
            float name = rare(term) && document.named(term) ? 1 : 0;
            int[] list = postings[term];
            float[] shares = postingWeights[term];
            for (int p = 0; p < postingCounts[term]; p++) {
                int other = list[p];
                if (other >= until) {
                    break;
                }
                if (scratch.sums[other] == 0) {
                    scratch.touched[count++] = other;
                    scratch.sums[other] = 1e-9f;
                }
                scratch.sums[other] += share * shares[p] + name;
            }
        }
        // What the leading terms have in common already says who is out of the question.
        float least = (float) (PROMISING * rules.limits().similar());
        int[] best = new int[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (scratch.sums[scratch.touched[i]] >= least) {
                best[kept++] = scratch.touched[i];
            }
        }
        if (kept > CANDIDATES) {
            float[] sums = new float[kept];
            for (int i = 0; i < kept; i++) {
                sums[i] = scratch.sums[best[i]];
            }
            Arrays.sort(sums);
            float enough = sums[kept - CANDIDATES];
            int all = kept;
            kept = 0;
            for (int i = 0; i < all; i++) {
                if (scratch.sums[best[i]] >= enough) {
                    best[kept++] = best[i];
                }
            }
        }
        best = Arrays.copyOf(best, kept);
        for (int i = 0; i < count; i++) {
            scratch.sums[scratch.touched[i]] = 0;
        }
        Arrays.sort(best);
        return best;
    }

    private Compared compare(int a, Document first, int b, Document second) {
        LookAlikeRules.Limits limits = rules.limits();
        double need = Document.needLikeness(first, second, limits.otherLanguage());
        double title = Document.titleLikeness(first, second);
        boolean name = shareName(first, second);
        if (need < limits.similar() / 2 && title < limits.sameTitle() && !name) {
            return new Compared(a, b, null, need, need);
        }
        double whole = Document.wholeLikeness(first, second);
        boolean sameUnit = sameUnit(first, second);
        boolean byText = whole >= limits.sameText() || (sameUnit && whole >= limits.sameTextHere());
        boolean byTitle =
                title >= limits.sameTitle() && whole >= (sameUnit ? limits.sameTitleText() : limits.sameElsewhere());
        boolean byName = name && whole >= limits.sameName();
        if ((byText || byTitle || byName) && !toldApart(first, second, sameUnit, byName)) {
            return new Compared(a, b, Likeness.SAME, byTitle ? (title + whole) / 2 : whole, need);
        }
        if (need >= limits.similar()) {
            int telling = telling(first, second);
            boolean few = need >= limits.similarFew() || Document.otherLanguages(first, second);
            if (telling >= limits.sharedTerms() || (few && telling == limits.sharedTerms() - 1)) {
                return new Compared(a, b, Likeness.SIMILAR, need, need);
            }
        }
        return new Compared(a, b, null, need, need);
    }

    /// Whether both belong to one unit, as far as the names tell; also when one of them names none. A single word in
    /// common is enough only when it is a name: Barcelona, not justice.
    private boolean sameUnit(Document a, Document b) {
        if (a.unitName.isEmpty() || b.unitName.isEmpty() || a.unitName.equals(b.unitName)) {
            return true;
        }
        int common = 0;
        boolean named = false;
        for (String root : a.unit) {
            if (b.unit.contains(root)) {
                common++;
                int term = reader.termOf(root);
                named |= term >= 0 && term < proper.length && proper[term];
            }
        }
        return 2 * common >= Math.min(a.unit.size(), b.unit.size()) && (common >= 2 || named);
    }

    /// Whether something in the titles tells two documents apart that are else the same: a number, the tail of the
    /// title, a name that each has for itself, such as the place, or another object. Between two units any word of
    /// its own will do, unless they share a rare name.
    private boolean toldApart(Document a, Document b, boolean sameUnit, boolean byName) {
        if (!a.figures.equals(b.figures) || Document.variants(a, b)) {
            return true;
        }
        boolean anyWord = !sameUnit && !byName;
        return (ownWord(a, b, anyWord) && ownWord(b, a, anyWord)) || (!byName && ownConcept(a, b) && ownConcept(b, a));
    }

    /// Whether the title names a need or object that the other's title does not: water here, transport there.
    private boolean ownConcept(Document document, Document other) {
        for (int term : document.title) {
            if (reader.concept(term) && Arrays.binarySearch(other.title, term) < 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether the titles share a name that hardly any other use case has.
    private boolean shareName(Document a, Document b) {
        int i = 0;
        int j = 0;
        while (i < a.title.length && j < b.title.length) {
            if (a.title[i] == b.title[j]) {
                int term = a.title[i];
                if (rare(term) && a.named(term) && b.named(term) && !a.unit.contains(reader.root(term))) {
                    return true;
                }
                i++;
                j++;
            } else if (a.title[i] < b.title[j]) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }

    /// Whether four use cases at most have a term.
    private boolean rare(int term) {
        return term < counts.length && counts[term] <= 4;
    }

    private boolean ownWord(Document document, Document other, boolean any) {
        for (int i = 0; i < document.title.length; i++) {
            int term = document.title[i];
            boolean name = (term < proper.length && proper[term]) || document.unit.contains(reader.root(term));
            boolean telling = any && document.telling(term);
            if ((name || telling) && Arrays.binarySearch(other.title, term) < 0) {
                return true;
            }
        }
        return false;
    }

    /// The number of telling terms that two needs share: not generic, no name, not part of a concept that counts
    /// already, and not what one in ten has.
    private int telling(Document a, Document b) {
        double least = Math.log(10);
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.terms.length && j < b.terms.length) {
            if (a.terms[i] == b.terms[j]) {
                int term = a.terms[i];
                boolean name = term < proper.length && proper[term];
                if (!name
                        && !(a.part[i] && b.part[j])
                        && idf(term) >= least
                        && a.need[i] > 0.5 * idf(term)
                        && b.need[j] > 0.5 * idf(term)) {
                    count++;
                }
                i++;
                j++;
            } else if (a.terms[i] < b.terms[j]) {
                i++;
            } else {
                j++;
            }
        }
        return count;
    }

    private List<Pair> worded(List<Compared> compared) {
        List<Pair> pairs = new ArrayList<>();
        for (int slot = 0; slot < size; slot++) {
            Document document = documents[slot];
            if (document != null && document.ids.size() > 1) {
                List<Term> shared = shared(document, document);
                for (String copy : document.ids.subList(1, document.ids.size())) {
                    pairs.add(new Pair(document.ids.getFirst(), copy, Likeness.SAME, 1, shared));
                }
            }
        }
        for (Compared c : compared) {
            if (pairs.size() >= PAIRS) {
                break;
            }
            Document a = documents[c.a()];
            Document b = documents[c.b()];
            if (a != null && b != null && c.likeness() != null) {
                pairs.add(new Pair(a.ids.getFirst(), b.ids.getFirst(), c.likeness(), c.score(), shared(a, b)));
            }
        }
        return pairs;
    }

    private List<Term> shared(Document a, Document b) {
        List<Term> shared = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.terms.length && j < b.terms.length) {
            if (a.terms[i] == b.terms[j]) {
                double weight = Math.sqrt((double) a.need[i] * b.need[j]);
                if (weight > 0) {
                    shared.add(reader.term(a.terms[i], weight));
                }
                i++;
                j++;
            } else if (a.terms[i] < b.terms[j]) {
                i++;
            } else {
                j++;
            }
        }
        shared.sort(Comparator.comparingDouble(Term::weight).reversed().thenComparing(Term::en));
        return shared.subList(0, Math.min(SHARED, shared.size()));
    }

    /// The use cases nearest to a new one, best first, at most `k`. Those whose likeness is under half the limit of
    /// “similar” are left out. The new one is not added; its id is not looked at.
    public List<Near> nearest(Item item, int k) {
        lock.readLock().lock();
        try {
            Document document = document(read(item, false), List.of(item.id()));
            List<Compared> near = new ArrayList<>();
            for (int slot : candidates(document, size, new Scratch(size))) {
                Document other = documents[slot];
                if (other != null) {
                    near.add(compare(slot, other, -1, document));
                }
            }
            near.sort(Comparator.comparing(
                            (Compared c) -> c.likeness() == Likeness.SAME ? 0 : c.likeness() == null ? 2 : 1)
                    .thenComparing(Comparator.comparingDouble(Compared::score).reversed())
                    .thenComparingInt(Compared::a));
            List<Near> out = new ArrayList<>();
            for (Compared c : near) {
                Document other = documents[c.a()];
                if (other == null
                        || (c.likeness() == null && c.score() < rules.limits().similar() / 2)) {
                    continue;
                }
                for (String id : other.ids) {
                    if (out.size() < k) {
                        out.add(new Near(id, c.likeness(), c.score(), shared(other, document)));
                    }
                }
            }
            return out;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The use cases nearest to a text that somebody is writing.
    public List<Near> nearest(String text, int k) {
        return nearest(new Item("", text, "", ""), k);
    }

    /// Adds a use case, or replaces the one with its id.
    public void put(Item item) {
        lock.writeLock().lock();
        try {
            removeUnlocked(item.id());
            changes++;
            String words = words(item);
            Integer slot = slotOfWords.get(digest(words));
            Document same = slot == null ? null : documents[slot];
            if (slot != null && same != null) {
                List<String> ids = new ArrayList<>(same.ids);
                ids.add(item.id());
                ids.sort(null);
                same.ids = List.copyOf(ids);
                slotOf.put(item.id(), slot);
                return;
            }
            place(document(read(item, true), List.of(item.id())), words);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Removes a use case; nothing happens when there is none with this id.
    public void remove(String id) {
        lock.writeLock().lock();
        try {
            removeUnlocked(id);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void removeUnlocked(String id) {
        Integer slot = slotOf.remove(id);
        if (slot == null) {
            return;
        }
        changes++;
        Document document = documents[slot];
        if (document == null) {
            return;
        }
        if (document.ids.size() == 1) {
            documents[slot] = null;
        } else {
            document.ids =
                    document.ids.stream().filter(other -> !other.equals(id)).toList();
        }
    }

    /// The number of use cases in the index.
    public int size() {
        lock.readLock().lock();
        try {
            return slotOf.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The number of use cases added, replaced or removed since the index was built.
    public int changes() {
        lock.readLock().lock();
        try {
            return changes;
        } finally {
            lock.readLock().unlock();
        }
    }
}
