package io.vectra.benchmarks;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a command line: {@code --name} or {@code --name value}.
 *
 * @param flags options without a value
 * @param values options with one
 */
record Arguments(Set<String> flags, Map<String, String> values) {
    /**
     * @param valued the names of the options that take a value
     * @param unvalued the names of the others
     */
    static Arguments parse(String[] args, Set<String> valued, Set<String> unvalued) {
        Set<String> flags = new LinkedHashSet<>();
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i];
            if (unvalued.contains(name)) {
                flags.add(name);
            } else if (!valued.contains(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no option; --help lists them");
            } else if (i + 1 == args.length) {
                throw new IllegalArgumentException(name + " takes a value");
            } else {
                values.put(name, args[++i]);
            }
        }
        return new Arguments(flags, values);
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(name + " takes a whole number, not \"" + value + "\"", wrong);
        }
    }

    double decimal(String name, double otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Double.parseDouble(value);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(name + " takes a number, not \"" + value + "\"", wrong);
        }
    }
}
