package dev.berth.deploy.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What WildFly's own settings of a pool do to Berth XA: one at a time, in one server. */
final class Tuning {

    private static final String ARRAY_LIST =
            "org.jboss.jca.core.connectionmanager.pool.mcp.SemaphoreArrayListManagedConnectionPool";
    private static final List<Case> CASES = List.of(Case.BORROW, Case.USER_TRANSACTION, Case.SELECT);
    private static final String DEFAULT = "default";

    /** By the name of the pool that has it. */
    private static final Map<String, Map<String, Object>> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put(DEFAULT, Map.of());
        SETTINGS.put("use-ccm-false", Map.of("use-ccm", false));
        SETTINGS.put("tracking-false", Map.of("tracking", false));
        SETTINGS.put("tracking-true", Map.of("tracking", true));
        SETTINGS.put("pool-fair-false", Map.of("pool-fair", false));
        SETTINGS.put("sharable-false", Map.of("sharable", false));
        SETTINGS.put("wrap-xa-resource-false", Map.of("wrap-xa-resource", false));
        SETTINGS.put("mcp-array-list", Map.of("mcp", ARRAY_LIST));
        SETTINGS.put("validate-on-match-false", Map.of("validate-on-match", false));
    }

    private record Measured(String setting, Case work) {}

    private final Plan plan;
    private final BenchServer server;
    private final Map<Measured, List<Double>> ratios = new LinkedHashMap<>();

    private Tuning(Plan plan, BenchServer server) {
        this.plan = plan;
        this.server = server;
    }

    /** All of them; the adapter is not deployed before, nor after. */
    static Tuning measure(Plan plan, BenchServer server, Adapters adapters) throws IOException, InterruptedException {
        var tuning = new Tuning(plan, server);
        adapters.deploy(SETTINGS.entrySet().stream()
                .map(setting -> new Pool(setting.getKey(), Route.DIRECT, Route.BANK, Sources.SIZE, setting.getValue()))
                .toList());
        for (var setting : SETTINGS.keySet()) {
            for (var work : CASES) {
                tuning.perSecond(setting, work, plan.firstWarmUpMillis() / 2);
            }
        }
        for (int round = 0; round < plan.tuningRounds(); round++) {
            for (var work : CASES) {
                tuning.round(work, round);
            }
        }
        adapters.undeploy(SETTINGS.size());
        return tuning;
    }

    private void round(Case work, int round) throws IOException, InterruptedException {
        var names = new ArrayList<>(SETTINGS.keySet());
        Collections.rotate(names, -round);
        var reached = new LinkedHashMap<String, Double>();
        for (var name : names) {
            reached.put(name, perSecond(name, work, plan.tuningMillis()));
        }
        reached.forEach((name, perSecond) -> ratios.computeIfAbsent(new Measured(name, work), key -> new ArrayList<>())
                .add(perSecond / reached.get(DEFAULT)));
    }

    private double perSecond(String pool, Case work, long millis) throws IOException, InterruptedException {
        return Figure.Sample.of(server.get("/growth/threads?pool=java:/jdbc/" + pool + "&case=" + work + "&threads="
                        + Sources.SIZE + "&warmUp=" + plan.tuningMillis() + "&millis=" + millis))
                .perSecond();
    }

    void write(Markdown text) {
        text.paragraph("## WildFly's settings");
        text.paragraph("Throughput of Berth XA with one setting of its pool changed, times that with none, in the same"
                + " of " + plan.tuningRounds() + " rounds; " + Sources.SIZE + " threads on loopback, for "
                + plan.tuningMillis() + " ms after as many of warm-up.");
        var head = new ArrayList<>(List.of("setting"));
        CASES.forEach(work -> head.add(work.key()));
        text.head(head.toArray(String[]::new));
        SETTINGS.forEach((name, attributes) -> {
            if (!attributes.isEmpty()) {
                var cells = new ArrayList<Object>(List.of("`" + shown(attributes) + "`"));
                CASES.forEach(work -> cells.add(Markdown.ratio(Spread.of(ratios.get(new Measured(name, work))))));
                text.row(cells.toArray());
            }
        });
        text.line("");
    }

    private static String shown(Map<String, Object> attributes) {
        var one = attributes.entrySet().iterator().next();
        var value = String.valueOf(one.getValue());
        return one.getKey() + "=" + value.substring(value.lastIndexOf('.') + 1);
    }
}
