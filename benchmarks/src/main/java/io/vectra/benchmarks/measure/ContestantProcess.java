package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.peer.Contestant;
import io.vectra.benchmarks.peer.Peers;
import io.vectra.benchmarks.peer.Workload;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A contestant in a process of its own, which does what {@link ContestantClient} asks on the standard input: one
 * command a line, one answer a line.
 *
 * <p>Arguments: the contestant's name, its folder, and the {@link Settings}.
 */
public final class ContestantProcess {
    static final String ANSWER = "@ ";
    static final String FAILURE = "@failed ";

    private final Settings settings;
    private final DataSet set;
    private final Contestant contestant;
    private final Path folder;

    private ContestantProcess(String name, Path folder, Settings settings) throws IOException {
        this.settings = settings;
        this.folder = folder;
        set = DataSet.open(settings.data(), settings.folder());
        contestant = Peers.create(name);
    }

    /** Answers commands until there are no more. */
    public static void main(String[] args) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // What a library prints must not be taken for an answer.
        System.setOut(System.err);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            Settings settings = Settings.ofArguments(Arrays.asList(args).subList(2, args.length));
            ContestantProcess process = new ContestantProcess(args[0], Path.of(args[1]), settings);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                answers.println(ANSWER + process.answer(command.split(" ")));
            }
            process.contestant.close();
        } catch (Exception | LinkageError failed) {
            failed.printStackTrace();
            answers.println(FAILURE + failed.toString().replace('\n', ' '));
            System.exit(1);
        }
        System.exit(0);
    }

    private String answer(String[] command) throws Exception {
        return switch (command[0]) {
            case "build" -> words(build().toWords());
            case "recall" -> words(List.of(run().recall(Integer.parseInt(command[1]))));
            case "speed" -> {
                SearchRun.Speed speed = run().speed(
                                Integer.parseInt(command[1]),
                                Double.parseDouble(command[2]),
                                Integer.parseInt(command[3]));
                yield words(List.of(speed.qps(), speed.p50Ms(), speed.p95Ms(), speed.p99Ms()));
            }
            default -> throw new IllegalArgumentException("unknown command " + Arrays.toString(command));
        };
    }

    private static String words(List<Object> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private SearchRun run() throws IOException {
        return new SearchRun(contestant, set, settings.metric(), set.truth(settings.metric()), settings.queries());
    }

    private BuildFigures build() throws Exception {
        double cpuBefore = ProcessFigures.cpuSeconds();
        long before = System.nanoTime();
        contestant.load(new Workload(
                set, settings.metric(), settings.m(), settings.efConstruction(), settings.buildThreads(), folder));
        double cpuLoaded = ProcessFigures.cpuSeconds();
        long loaded = System.nanoTime();
        contestant.build();
        double cpuBuilt = ProcessFigures.cpuSeconds();
        long built = System.nanoTime();
        return new BuildFigures(
                cpuLoaded - cpuBefore,
                (loaded - before) / 1e9,
                cpuBuilt - cpuLoaded,
                (built - loaded) / 1e9,
                ProcessFigures.diskBytes(folder),
                ProcessFigures.heapBytesAfterGc(),
                contestant.isExact(),
                contestant.description());
    }
}
