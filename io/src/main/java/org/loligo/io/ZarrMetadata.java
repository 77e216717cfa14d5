package org.loligo.io;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contents of the {@code zarr.json} files of Zarr version 3. */
final class ZarrMetadata {
    private ZarrMetadata() {}

    /** Of a group. */
    static Map<String, Object> group(Map<String, ?> attributes) {
        Map<String, Object> json = node("group");
        json.put("attributes", attributes);
        return json;
    }

    /** Of the root group, with a copy of the metadata of all nodes below it by path, so that a reader opens one file only. */
    static Map<String, Object> root(Map<String, ?> attributes, Map<String, Map<String, Object>> nodes) {
        Map<String, Object> json = group(attributes);
        json.put("consolidated_metadata", ordered("kind", "inline", "must_understand", false, "metadata", nodes));
        return json;
    }

    /** Of an array with so many samples. */
    static Map<String, Object> array(ZarrGrid grid, ZarrType type, List<String> dimensions, Map<String, ?> attributes, long samples) {
        Map<String, Object> json = node("array");
        json.put("shape", grid.shape(samples));
        json.put("data_type", type.toString());
        json.put("chunk_grid", codec("regular", "chunk_shape", grid.slabShape()));
        json.put("chunk_key_encoding", codec("default", "separator", "/"));
        json.put("fill_value", type.fill());
        json.put("codecs", List.of(codec("sharding_indexed", "chunk_shape", grid.chunkShape(), "codecs", codecs(grid, type),
                "index_codecs", List.of(littleEndian(), ordered("name", "crc32c")), "index_location", "end")));
        json.put("dimension_names", dimensions);
        json.put("attributes", attributes);
        return json;
    }

    private static List<Object> codecs(ZarrGrid grid, ZarrType type) {
        Object blosc = codec("blosc", "cname", "lz4", "clevel", 5, "shuffle", "shuffle", "typesize", type.bytes(), "blocksize", 0);
        return grid.chunkOrder().isEmpty() ? List.of(littleEndian(), blosc)
                : List.of(codec("transpose", "order", grid.chunkOrder()), littleEndian(), blosc);
    }

    private static Map<String, Object> littleEndian() {
        return codec("bytes", "endian", "little");
    }

    private static Map<String, Object> node(String type) {
        return ordered("zarr_format", 3, "node_type", type);
    }

    private static Map<String, Object> codec(String name, Object... configuration) {
        return ordered("name", name, "configuration", ordered(configuration));
    }

    /** A map of keys and values in turn that keeps their order, so that the same run gives the same bytes. */
    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
