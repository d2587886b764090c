package dev.berth.deploy.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * On which processors the server and the database run. With one thread they always wait for each other. Whether both
 * take turns on one processor then, where nobody has to be woken up, or each has its own, is the scheduler's choice of
 * the moment, and the one costs half of the other: so they are held apart, as two machines would be.
 */
final class Placement {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final List<Integer> processors;
    private final ProcessHandle server;
    private final ProcessHandle postmaster;
    private boolean apart;

    Placement(ProcessHandle server, ProcessHandle postmaster) throws IOException {
        this.processors = isPossible() ? processors() : List.of();
        this.server = server;
        this.postmaster = postmaster;
    }

    /** Those that we may use. */
    private static List<Integer> processors() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(ALLOWED))
                .flatMap(line -> ranges(line.substring(ALLOWED.length()).strip()))
                .toList();
    }

    private static Stream<Integer> ranges(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(range -> range.split("-", -1))
                .flatMap(ends -> IntStream.rangeClosed(
                                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .boxed());
    }

    /** Whether they can be held: there are two processors, and there is the command. */
    static boolean isPossible() throws IOException {
        return Files.isExecutable(TASKSET)
                && Files.isReadable(STATUS)
                && processors().size() > 1;
    }

    /** As a phase wants it; whether that is a change. */
    boolean prepare(Phase phase) throws IOException, InterruptedException {
        boolean wanted = phase.threads() == 1 && !processors.isEmpty();
        if (wanted == apart) {
            return false;
        }
        int half = processors.size() / 2;
        hold(server, wanted ? processors.subList(0, half) : processors);
        hold(postmaster, wanted ? processors.subList(half, processors.size()) : processors);
        apart = wanted;
        return true;
    }

    /** With its children. */
    private static void hold(ProcessHandle process, List<Integer> where) throws IOException, InterruptedException {
        var list = where.stream().map(String::valueOf).collect(Collectors.joining(","));
        hold(process, list);
        for (var child : process.descendants().toList()) {
            hold(child, list);
        }
    }

    /** With all its threads, and what they start later. */
    private static void hold(ProcessHandle process, String list) throws IOException, InterruptedException {
        var command = new ProcessBuilder(TASKSET.toString(), "-apc", list, String.valueOf(process.pid()))
                .redirectErrorStream(true)
                .start();
        var said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (command.waitFor() != 0 && process.isAlive()) {
            throw new IOException("Cannot hold " + process.pid() + " on the processors " + list + ": " + said);
        }
    }
}
