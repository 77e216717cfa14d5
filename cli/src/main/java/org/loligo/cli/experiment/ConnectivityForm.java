package org.loligo.cli.experiment;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.loligo.io.NpyArray;
import org.loligo.model.Connectivity;
import org.loligo.model.Population;
import org.loligo.model.Storage;
import org.loligo.model.Unit;

/**
 * The section {@code connectivity} of a projection.
 *
 * @param connectivity which neurons are connected
 * @param storage      how the synapses are stored
 * @param count        the number of synapses, when it does not depend on random numbers
 */
record ConnectivityForm(Connectivity connectivity, Storage storage, OptionalInt count) {
    private static final List<String> FORMS = List.of("matrix", "edges", "probability", "all-to-all", "one-to-one");

    /** Reads the section. */
    static ConnectivityForm read(Tree node, Population from, Population to, Inputs inputs) {
        Section section = Section.of(node, "the connectivity", Stream.concat(FORMS.stream(), Stream.of("self", "storage")).toList());
        String form = section.choice(FORMS);
        Tree body = section.get(form).orElseThrow();
        boolean self = section.get("self").map(Tree::flag).orElse(false);
        Storage storage = section.get("storage").map(ConnectivityForm::storage).orElse(Storage.AUTO);
        boolean recurrent = from.name().equals(to.name());
        long pairs = (long) from.size() * to.size() - (recurrent && !self ? from.size() : 0);
        return switch (form) {
            case "matrix" -> listed(matrix(body, from, to, inputs), storage);
            case "edges" -> listed(edges(body, from, to, inputs), storage);
            case "probability" -> {
                BigDecimal p = Quantity.exact(body, Unit.ONE, "a probability");
                if (p.signum() < 0 || p.compareTo(BigDecimal.ONE) > 0) {
                    throw body.expected("a probability from 0 to 1");
                }
                yield new ConnectivityForm(new Connectivity.Probability(p.doubleValue(), self), storage, OptionalInt.empty());
            }
            case "all-to-all" -> {
                requireTrue(body);
                yield new ConnectivityForm(new Connectivity.AllToAll(self), storage,
                        pairs <= Integer.MAX_VALUE ? OptionalInt.of((int) pairs) : OptionalInt.empty());
            }
            default -> {
                requireTrue(body);
                if (from.size() != to.size()) {
                    throw body.refuse("needs populations of the same size, got " + from.size() + " neurons in '" + from.name() + "' and "
                            + to.size() + " in '" + to.name() + "'");
                }
                if (recurrent && !self) {
                    throw body.refuse("connects each neuron of '" + from.name() + "' to itself, expected 'self: true' beside it");
                }
                yield new ConnectivityForm(new Connectivity.OneToOne(), storage, OptionalInt.of(from.size()));
            }
        };
    }

    private static ConnectivityForm listed(Connectivity.Edges edges, Storage storage) {
        return new ConnectivityForm(edges, storage, OptionalInt.of(edges.pre().length));
    }

    private static void requireTrue(Tree body) {
        if (!body.flag()) {
            throw body.refuse("expected true, or leave it out");
        }
    }

    static Storage storage(Tree node) {
        String word = node.oneOf("a storage", Arrays.stream(Storage.values()).map(Storage::toString).toList());
        return Arrays.stream(Storage.values()).filter(s -> s.toString().equals(word)).findFirst().orElseThrow();
    }

    /** The entries of the matrix that are not zero, as edges: a large sparse matrix should not be held twice. */
    private static Connectivity.Edges matrix(Tree body, Population from, Population to, Inputs inputs) {
        NpyArray matrix = inputs.array(body, "a .npy file of the weights, [post, pre] = [" + to.size() + ", " + from.size() + "]", 2);
        if (matrix.shape()[0] != to.size() || matrix.shape()[1] != from.size()) {
            throw body.refuse("the matrix has the shape " + Arrays.toString(matrix.shape()) + ", expected [post, pre] = ["
                    + to.size() + ", " + from.size() + "]");
        }
        double[] weights = ValueForm.finite(body, matrix.values());
        int count = (int) Arrays.stream(weights).filter(w -> w != 0).count();
        int[] pre = new int[count];
        int[] post = new int[count];
        double[] weight = new double[count];
        int k = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                post[k] = i / from.size();
                pre[k] = i % from.size();
                weight[k++] = weights[i];
            }
        }
        return new Connectivity.Edges(pre, post, weight);
    }

    private static Connectivity.Edges edges(Tree body, Population from, Population to, Inputs inputs) {
        if (!(body instanceof Tree.Mapping)) {
            return table(inputs.table(body, "a .csv file with the columns pre,post[,weight]"), from, to);
        }
        Section files = Section.of(body, "the edges", "pre", "post", "weight");
        int[] pre = indices(files.require("pre", "a .npy file of presynaptic neurons"), from, inputs);
        int[] post = indices(files.require("post", "a .npy file of postsynaptic neurons"), to, inputs);
        double[] weight = files.get("weight").map(w -> ValueForm.finite(w, inputs.vector(w, "a .npy file of weights")))
                .orElseGet(() -> ones(pre.length));
        if (pre.length != post.length || pre.length != weight.length) {
            throw body.refuse("pre, post and weight have " + pre.length + ", " + post.length + " and " + weight.length
                    + " entries, expected the same number");
        }
        return new Connectivity.Edges(pre, post, weight);
    }

    private static int[] indices(Tree file, Population population, Inputs inputs) {
        int[] indices = inputs.integers(file, "a .npy file of neuron numbers with one dimension");
        for (int k = 0; k < indices.length; k++) {
            if (indices[k] < 0 || indices[k] >= population.size()) {
                throw file.refuse("entry " + k + " of the file is " + indices[k] + ", expected a neuron of '" + population.name()
                        + "', 0 to " + (population.size() - 1));
            }
        }
        return indices;
    }

    private static Connectivity.Edges table(Table table, Population from, Population to) {
        boolean weighted = table.header().equals(List.of("pre", "post", "weight"));
        if (!weighted && !table.header().equals(List.of("pre", "post"))) {
            throw new InputException(new Place(table.file(), 1, 0), "the header is '" + String.join(",", table.header())
                    + "', expected pre,post or pre,post,weight");
        }
        int count = table.rows().size();
        int[] pre = new int[count];
        int[] post = new int[count];
        double[] weight = ones(count);
        for (int k = 0; k < count; k++) {
            Table.Row row = table.rows().get(k);
            pre[k] = row.index(0, "pre", from.size());
            post[k] = row.index(1, "post", to.size());
            if (weighted) {
                weight[k] = row.number(2, "weight");
            }
        }
        return new Connectivity.Edges(pre, post, weight);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
