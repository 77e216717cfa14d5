package org.loligo.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A {@link Tree} as YAML text: what holds only values stands on one line, as people write it. */
final class YamlWriter {
    private static final DumpSettings SETTINGS = DumpSettings.builder().setSplitLines(false).build();
    private static final int WIDTH = 110;

    private YamlWriter() {}

    /** The text. */
    static String write(Tree tree) {
        StringBuilder text = new StringBuilder();
        new Dump(SETTINGS).dumpNode(node(tree), new StreamDataWriter() {
            @Override
            public void write(String part) {
                text.append(part);
            }

            @Override
            public void write(String part, int offset, int length) {
                text.append(part, offset, offset + length);
            }
        });
        return text.toString();
    }

    private static Node node(Tree tree) {
        return switch (tree) {
            case Tree.Mapping m -> {
                List<NodeTuple> tuples = new ArrayList<>();
                m.entries().forEach((key, entry) -> tuples.add(new NodeTuple(new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN),
                        node(entry.value()))));
                yield new MappingNode(Tag.MAP, tuples, fitsOneLine(m) ? FlowStyle.FLOW : FlowStyle.BLOCK);
            }
            case Tree.Sequence s -> new SequenceNode(Tag.SEQ, s.items().stream().map(YamlWriter::node).toList(),
                    s.items().stream().allMatch(Tree.Scalar.class::isInstance) ? FlowStyle.FLOW : FlowStyle.BLOCK);
            case Tree.Scalar s -> s.quoted() ? new ScalarNode(Tag.STR, s.text(), ScalarStyle.DOUBLE_QUOTED)
                    : new ScalarNode(SETTINGS.getSchema().getScalarResolver().resolve(s.text(), true), s.text(), ScalarStyle.PLAIN);
        };
    }

    private static boolean fitsOneLine(Tree.Mapping m) {
        int length = 0;
        for (var entry : m.entries().entrySet()) {
            List<Tree> parts = entry.getValue().value() instanceof Tree.Sequence s ? s.items() : List.of(entry.getValue().value());
            length += entry.getKey().length() + 4;
            for (Tree part : parts) {
                if (!(part instanceof Tree.Scalar scalar)) {
                    return false;
                }
                length += scalar.text().length() + 2;
            }
        }
        return length < WIDTH;
    }
}
