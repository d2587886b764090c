package dev.berth.deploy.bench;

import dev.berth.deploy.Management;
import dev.berth.deploy.bench.GrowthTable.Column;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What becomes of the costs when there is more of everything, in a server with nothing else in it. */
final class Growth {

    private static final List<Integer> POOLS = List.of(4, 16, 64);
    private static final List<Integer> THREADS = List.of(1, 4, 16, 64, 256);
    private static final List<Integer> STATEMENTS = List.of(1, 10, 100, 1000, 10_000);
    private static final int MEASUREMENTS = 5;
    private static final String BARE = "the bare adapter";

    /** These are work of one processor and nothing else, of which others on the machine take up to a third for seconds. */
    private static final int MEASUREMENTS_OF_STATEMENTS = 25;

    private static final List<Integer> FACTORIES = List.of(1, 10, 100);

    /** Of each, as many columns. */
    private static final Column[] OF_THREADS = {
        new Column("Berth XA, per s", false),
        new Column("mean µs", true, others(1)),
        new Column("p99 µs", false),
        new Column("CPU ns", true, others(3)),
        new Column("built-in XA, per s", false),
        new Column("built-in mean µs", false),
        new Column("built-in p99 µs", false),
        new Column("built-in CPU ns", false),
        new Column("bare, per s", false),
        new Column("bare mean µs", false),
        new Column("bare p99 µs", false),
        new Column("bare CPU ns", false),
    };

    private static Map<String, Integer> others(int column) {
        return Map.of("the built-in data source", column + 4, BARE, column + 8);
    }

    private final Plan plan;
    private final BenchServer server;
    private final Adapters adapters;
    private final List<GrowthTable> tables = new ArrayList<>();
    private final Markdown text = new Markdown()
            .paragraph("## Growth")
            .paragraph(
                    "Servers of their own, which nobody profiles. Nothing may grow faster than linear, of which a quarter"
                            + " is slack: the machine is not alone.");

    private final Markdown tuning = new Markdown();

    private Growth(Plan plan, BenchServer server, Adapters adapters) {
        this.plan = plan;
        this.server = server;
        this.adapters = adapters;
    }

    static Growth measure(Plan plan, Path work, BenchDatabase database) throws Exception {
        var cli = ServerCli.ofGrowth(
                Application.ofGrowth(work), Application.bare(work), Application.nothing(work), POOLS);
        var deployment = Deployment.measure(plan, work, database, cli);
        try (var server = BenchServer.start(work, "growth-server", database, cli, List.of());
                var management = Management.connect(server.managementPort())) {
            var growth = new Growth(plan, server, new Adapters(server, management, database));
            growth.text.paragraph(deployment);
            growth.factories();
            growth.adapters.deploy(pools("berth-"));
            growth.adapters.deployBare(pools("bare-"));
            growth.statements();
            for (int size : POOLS) {
                growth.threads(size);
            }
            growth.adapters.undeploy(POOLS.size());
            growth.adapters.undeployBare(POOLS.size());
            Tuning.measure(plan, server, growth.adapters).write(growth.tuning);
            return growth;
        }
    }

    private static List<Pool> pools(String name) {
        return POOLS.stream()
                .map(size -> new Pool(name + size, Route.DIRECT, Route.BANK, size))
                .toList();
    }

    private void factories() throws Exception {
        var table = GrowthTable.of(
                "Connection factories in one server",
                "factories",
                new Column("deployment, ms", true),
                new Column("heap of all without connections, KB", true),
                new Column("KB for each factory", false),
                new Column("KB for each connection", false),
                new Column("KB for each of the built-in data sources", false));
        for (int count : FACTORIES) {
            var empty = adapters.cost(count, 0);
            var full = adapters.cost(count, Adapters.CONNECTIONS);
            table.add(
                    count,
                    empty.millis(),
                    empty.kilobytes(),
                    empty.kilobytes() / count,
                    (full.kilobytes() - empty.kilobytes()) / count / Adapters.CONNECTIONS,
                    adapters.builtinKilobytes(count) / count);
        }
        tables.add(table);
    }

    private void statements() throws IOException, InterruptedException {
        var table = GrowthTable.of(
                "Statements open on one connection at once, microseconds for opening and closing all, the least of "
                        + MEASUREMENTS_OF_STATEMENTS + " turns",
                "statements",
                new Column("Berth XA, closed one by one", true, Map.of(BARE, 4)),
                new Column("Berth XA, left to the connection", true),
                new Column("built-in XA, closed one by one", false),
                new Column("built-in XA, left to the connection", false),
                new Column("bare, closed one by one", false));
        var measured = new LinkedHashMap<Integer, List<List<Double>>>();
        for (int i = 0; i < MEASUREMENTS_OF_STATEMENTS; i++) { // all in turns: the machine's minutes differ
            for (int count : STATEMENTS) {
                measured.computeIfAbsent(count, key -> new ArrayList<>()).add(statements(count));
            }
        }
        measured.forEach((count, all) -> table.add(count, least(all)));
        tables.add(table);
    }

    private List<Double> statements(int count) throws IOException, InterruptedException {
        return List.of(
                statements("berth-4", count, true),
                statements("berth-4", count, false),
                statements("builtin-4", count, true),
                statements("builtin-4", count, false),
                statements("bare-4", count, true)); // it does not look after what is left open
    }

    /** Over some measurements of each: what disturbs for a second has one of them. */
    private static Double[] medians(List<List<Double>> measured) {
        return columns(measured, column -> Spread.of(column).median());
    }

    /** What it takes where nothing disturbs: that is the one thing that can make it less. */
    private static Double[] least(List<List<Double>> measured) {
        return columns(measured, Collections::min);
    }

    private static Double[] columns(List<List<Double>> measured, ToDoubleFunction<List<Double>> figure) {
        return IntStream.range(0, measured.get(0).size())
                .mapToObj(column -> figure.applyAsDouble(
                        measured.stream().map(each -> each.get(column)).toList()))
                .toArray(Double[]::new);
    }

    private double statements(String pool, int count, boolean oneByOne) throws IOException, InterruptedException {
        return server.get("/growth/statements?pool=java:/jdbc/" + pool + "&count=" + count + "&oneByOne=" + oneByOne)
                        .getJsonNumber("value")
                        .doubleValue()
                / 1000;
    }

    private void threads(int size) throws IOException, InterruptedException {
        var table = GrowthTable.of("Threads over a pool of " + size + ", SELECT by key", "threads", OF_THREADS);
        for (int threads : THREADS) {
            List<List<Double>> measured = new ArrayList<>();
            for (int i = 0; i < MEASUREMENTS; i++) {
                measured.add(threads(size, threads));
            }
            table.add(threads, medians(measured));
        }
        tables.add(table);
    }

    private List<Double> threads(int size, int threads) throws IOException, InterruptedException {
        List<Double> figures = new ArrayList<>();
        for (var pool : List.of("berth-", "builtin-", "bare-")) {
            var sample = threads(pool + size, threads);
            figures.addAll(List.of(
                    sample.perSecond(), 1e6 * threads / sample.perSecond(), sample.p99Micros(), sample.cpuNanos()));
        }
        return figures;
    }

    private Figure.Sample threads(String pool, int threads) throws IOException, InterruptedException {
        return Figure.Sample.of(server.get("/growth/threads?case=SELECT&pool=java:/jdbc/" + pool + "&threads=" + threads
                + "&warmUp=" + plan.grownMillis() + "&millis=" + plan.grownMillis()));
    }

    String text() {
        tables.forEach(table -> table.write(text));
        return text.toString() + tuning;
    }

    JsonArrayBuilder json() {
        var all = Json.createArrayBuilder();
        tables.forEach(table -> all.add(table.json()));
        return all;
    }
}
