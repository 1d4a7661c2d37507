package io.sextant.engine.inventory.lookalike;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Builds groups from pairs by mean linkage: the two groups that are most alike on the mean of all their members are
/// joined first, as long as the mean stays above the limit and the group stays small.
final class Clusters {
    private static final int LABEL = 3;
    /// What two documents that are the same count at least, whatever their needs have in common.
    private static final double SAME = 0.9;

    private final LookAlikeRules rules;
    private final TermReader reader;
    private final @Nullable Document[] documents;
    private final int size;
    private final Map<Long, Boolean> same = new HashMap<>();

    /// Two documents that are alike.
    record Edge(int a, int b, boolean same, double need) {}

    private record Link(int a, int b, double mean) {}

    private static final Comparator<Link> STRONGEST = Comparator.comparingDouble(Link::mean)
            .reversed()
            .thenComparingInt(Link::a)
            .thenComparingInt(Link::b);

    private static final class Group {
        final int[] members;
        final TreeSet<Integer> neighbours = new TreeSet<>();

        Group(int[] members) {
            this.members = members;
        }
    }

    Clusters(LookAlikeRules rules, TermReader reader, @Nullable Document[] documents, int size) {
        this.rules = rules;
        this.reader = reader;
        this.documents = documents;
        this.size = size;
    }

    List<Cluster> of(List<Edge> edges) {
        Map<Integer, Group> groups = new HashMap<>();
        PriorityQueue<Link> queue = new PriorityQueue<>(STRONGEST);
        for (Edge edge : edges) {
            groups.computeIfAbsent(edge.a(), k -> new Group(new int[] {k}))
                    .neighbours
                    .add(edge.b());
            groups.computeIfAbsent(edge.b(), k -> new Group(new int[] {k}))
                    .neighbours
                    .add(edge.a());
            if (edge.same()) {
                same.put(key(edge.a(), edge.b()), true);
            }
            queue.add(new Link(
                    Math.min(edge.a(), edge.b()),
                    Math.max(edge.a(), edge.b()),
                    edge.same() ? Math.max(SAME, edge.need()) : edge.need()));
        }
        // A joined group takes a new number; a link to a group that is gone is passed over.
        int next = size;
        while (!queue.isEmpty()) {
            Link link = queue.poll();
            Group a = groups.get(link.a());
            Group b = groups.get(link.b());
            if (a == null || b == null || link.mean() < rules.limits().clusterLink()) {
                continue;
            }
            if (a.members.length + b.members.length > rules.limits().clusterSize()) {
                continue;
            }
            int[] members = new int[a.members.length + b.members.length];
            System.arraycopy(a.members, 0, members, 0, a.members.length);
            System.arraycopy(b.members, 0, members, a.members.length, b.members.length);
            java.util.Arrays.sort(members);
            Group joined = new Group(members);
            joined.neighbours.addAll(a.neighbours);
            joined.neighbours.addAll(b.neighbours);
            joined.neighbours.remove(link.a());
            joined.neighbours.remove(link.b());
            groups.remove(link.a());
            groups.remove(link.b());
            int number = next++;
            groups.put(number, joined);
            for (int neighbour : joined.neighbours) {
                Group other = groups.get(neighbour);
                if (other == null) {
                    continue;
                }
                other.neighbours.remove(link.a());
                other.neighbours.remove(link.b());
                other.neighbours.add(number);
                if (other.members.length + members.length <= rules.limits().clusterSize()) {
                    queue.add(new Link(
                            Math.min(neighbour, number), Math.max(neighbour, number), mean(other.members, members)));
                }
            }
        }
        List<Cluster> clusters = new ArrayList<>();
        TreeSet<Integer> grouped = new TreeSet<>();
        for (Group group : groups.values()) {
            for (int member : group.members) {
                grouped.add(member);
            }
            if (group.members.length > 1) {
                clusters.add(cluster(group.members));
            }
        }
        for (Group group : groups.values()) {
            if (group.members.length == 1) {
                grouped.remove(group.members[0]);
            }
        }
        // Copies to the letter that are alike to nothing else are a group of their own.
        for (int slot = 0; slot < size; slot++) {
            Document document = documents[slot];
            if (document != null && document.ids.size() > 1 && !grouped.contains(slot)) {
                clusters.add(cluster(new int[] {slot}));
            }
        }
        clusters.sort(Comparator.comparingInt((Cluster c) -> -c.members().size())
                .thenComparing(Comparator.comparingDouble(Cluster::cohesion).reversed())
                .thenComparing(Cluster::representative));
        return clusters;
    }

    private static long key(int a, int b) {
        return ((long) Math.min(a, b) << 32) | Math.max(a, b);
    }

    private double likeness(int a, int b) {
        Document first = documents[a];
        Document second = documents[b];
        if (first == null || second == null) {
            return 0;
        }
        double need = Document.needLikeness(first, second, rules.limits().otherLanguage());
        return same.containsKey(key(a, b)) ? Math.max(SAME, need) : need;
    }

    private double mean(int[] a, int[] b) {
        double sum = 0;
        for (int i : a) {
            for (int j : b) {
                sum += likeness(i, j);
            }
        }
        return sum / ((double) a.length * b.length);
    }

    private Cluster cluster(int[] members) {
        int n = members.length;
        double[][] like = new double[n][n];
        double all = 0;
        for (int i = 0; i < n; i++) {
            like[i][i] = 1;
            for (int j = i + 1; j < n; j++) {
                like[i][j] = likeness(members[i], members[j]);
                like[j][i] = like[i][j];
                all += like[i][j];
            }
        }
        int centre = 0;
        double best = -1;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += like[i][j];
            }
            if (sum > best + 1e-12) {
                best = sum;
                centre = i;
            }
        }
        List<Cluster.Member> listed = new ArrayList<>();
        boolean allSame = true;
        for (int i = 0; i < n; i++) {
            Document document = documents[members[i]];
            if (document == null) {
                continue;
            }
            allSame &= i == centre || same.containsKey(key(members[i], members[centre]));
            for (String id : document.ids) {
                listed.add(new Cluster.Member(id, like[i][centre]));
            }
        }
        Document middle = documents[members[centre]];
        String representative = middle == null ? listed.getFirst().id() : middle.ids.getFirst();
        listed.sort(Comparator.comparing((Cluster.Member m) -> m.id().equals(representative) ? 0 : 1)
                .thenComparing(Comparator.comparingDouble(Cluster.Member::score).reversed())
                .thenComparing(Cluster.Member::id));
        return new Cluster(representative, label(members), listed, allSame, n == 1 ? 1 : all / (n * (n - 1) / 2.0));
    }

    /// The terms that weigh most over all members, and that at least half of them use.
    private List<Term> label(int[] members) {
        Map<Integer, double[]> weights = new TreeMap<>();
        for (int member : members) {
            Document document = documents[member];
            if (document == null) {
                continue;
            }
            for (int i = 0; i < document.terms.length; i++) {
                double[] weight = weights.computeIfAbsent(document.terms[i], k -> new double[2]);
                weight[0] += document.need[i];
                weight[1]++;
            }
        }
        List<Term> terms = new ArrayList<>();
        weights.forEach((term, weight) -> {
            if (weight[1] * 2 >= members.length && weight[0] > 0) {
                terms.add(reader.term(term, weight[0] / members.length * weight[1] / members.length));
            }
        });
        terms.sort(Comparator.comparingDouble(Term::weight).reversed().thenComparing(Term::en));
        List<Term> label = new ArrayList<>();
        for (Term term : terms) {
            boolean part = label.stream()
                    .anyMatch(t -> t.en().contains(term.en()) || term.en().contains(t.en()));
            if (!part && label.size() < LABEL) {
                label.add(term);
            }
        }
        return label;
    }
}
