package org.loligo.cli.experiment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** YAML text as a {@link Tree}. */
final class YamlReader {
    /** Values that aliases stand for; a few kilobytes of aliases of aliases could stand for more than any memory holds. */
    private static final long MOST_REPEATED = 1_000_000;

    private final Function<Mark, Place> placeOf;
    private final Deque<Node> open = new ArrayDeque<>();
    private final Set<Node> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private long repeated;

    private YamlReader(Function<Mark, Place> placeOf) {
        this.placeOf = placeOf;
    }

    /** The document in a file's text; {@code name} is the file's name for messages. */
    static Tree read(String name, String text) {
        return new YamlReader(mark -> new Place(name, mark.getLine() + 1, mark.getColumn() + 1)).read(text, Place.of(name), "");
    }

    /** The value of an option: all of it stands at one place. */
    static Tree readValue(Place place, String text, String path) {
        return new YamlReader(_ -> place).read(text, place, path);
    }

    private Tree read(String text, Place whole, String path) {
        LoadSettings settings = LoadSettings.builder().setUseMarks(true).setCodePointLimit(Integer.MAX_VALUE).build();
        try {
            ShallowParser events = new ShallowParser(new ParserImpl(settings, new StreamReader(settings, text)));
            return new Composer(settings, events).getSingleNode().map(node -> convert(node, path))
                    .orElseGet(() -> new Tree.Scalar(whole, path, "", false));
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(placeOf).orElse(whole);
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            throw new InputException(place, "not YAML: " + oneLine(context + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new InputException(whole, "not YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    private Tree convert(Node node, String path) {
        Place place = node.getStartMark().map(placeOf).orElseGet(() -> Place.of(""));
        if (open.contains(node)) {
            throw new InputException(place, path + ": an alias stands inside what it names");
        }
        if (node instanceof CollectionNode<?> collection && !known.add(node)) {
            repeated += 1 + collection.getValue().size();
            if (repeated > MOST_REPEATED) {
                throw new InputException(place, path + ": aliases repeat more than " + MOST_REPEATED + " values, write a file of them");
            }
        }
        open.push(node);
        try {
            return switch (node) {
                case MappingNode mapping -> mapping(mapping, place, path);
                case SequenceNode sequence -> {
                    List<Tree> items = new ArrayList<>();
                    for (Node item : sequence.getValue()) {
                        items.add(convert(item, path + "." + items.size()));
                    }
                    yield new Tree.Sequence(place, path, items);
                }
                case ScalarNode scalar -> new Tree.Scalar(place, path, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
                default -> throw new InputException(place, path + ": not a section, a list or a value");
            };
        } finally {
            open.pop();
        }
    }

    private Tree.Mapping mapping(MappingNode node, Place place, String path) {
        SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place keyPlace = tuple.getKeyNode().getStartMark().map(placeOf).orElse(place);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new InputException(keyPlace, path + ": expected a name as a key, got a section or a list");
            }
            String name = key.getValue();
            String keyPath = path.isEmpty() ? name : path + "." + name;
            Tree.Entry first = entries.putIfAbsent(name, new Tree.Entry(keyPlace, convert(tuple.getValueNode(), keyPath)));
            if (first != null) {
                throw new InputException(keyPlace, keyPath + ": '" + name + "' is written twice; the first one is at "
                        + (first.place().line() > 0 ? "line " + first.place().line() : first.place()));
            }
        }
        return new Tree.Mapping(place, path, entries);
    }
}
