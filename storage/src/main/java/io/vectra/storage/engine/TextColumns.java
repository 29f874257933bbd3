package io.vectra.storage.engine;

import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.manifest.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a full-text index is made of: indexes with the same columns and analyzer are the same to the files.
 *
 * @param name the name of its files in a segment, such as {@code text.1-2.english}: it tells columns and analyzer, so
 *     that a file is never taken for one of an index with others
 * @param columns where the columns stand among those of a row's image
 * @param analyzer the analyzer's name
 */
record TextColumns(String name, List<Integer> columns, String analyzer) {
    private static final String PREFIX = "text.";

    /** Returns those of a table. */
    static List<TextColumns> of(TableDefinition table) {
        Map<String, TextColumns> found = new LinkedHashMap<>();
        for (TextIndexInfo index : table.textIndexes()) {
            TextColumns columns = of(table, index);
            found.put(columns.name(), columns);
        }
        return List.copyOf(found.values());
    }

    static TextColumns of(TableDefinition table, TextIndexInfo index) {
        List<Integer> columns = new ArrayList<>();
        index.columns().forEach(column -> columns.add(indexOf(table, column)));
        String places = columns.stream().map(String::valueOf).collect(Collectors.joining("-"));
        return new TextColumns(PREFIX + places + "." + index.analyzer(), List.copyOf(columns), index.analyzer());
    }

    private static int indexOf(TableDefinition table, String name) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("table \"" + table.name() + "\" has no column \"" + name + "\"");
    }

    /** Returns whether a file's name is that of a full-text index, whole or not. */
    static boolean isText(String name) {
        return name.startsWith(PREFIX);
    }

    /** Returns the texts of a row's image. */
    @Nullable
    String[] texts(@Nullable Object[] image) {
        var texts = new @Nullable String[columns.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = image[columns.get(i)] instanceof String text ? text : null;
        }
        return texts;
    }
}
