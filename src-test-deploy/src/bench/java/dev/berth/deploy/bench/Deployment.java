package dev.berth.deploy.bench;

import dev.berth.deploy.Management;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What it takes to deploy the .rar with no pool of it yet, in servers that have done nothing else but one like it. */
final class Deployment {

    private static final int SERVERS = 7;
    private static final double MOST_MILLIS = 300;
    private static final double MOST_KILOBYTES = 2048;

    /** In one server. */
    private record Once(double bare, double first, double again, double kilobytes) {}

    private Deployment() {}

    /**
     * A paragraph of the report.
     *
     * @param cli the lines that configure a server with both adapters in it, and neither deployed
     */
    static String measure(Plan plan, Path work, BenchDatabase database, List<String> cli) throws Exception {
        var all = new ArrayList<Once>();
        for (int i = 0; i < (plan.isQuick() ? 1 : SERVERS); i++) {
            try (var server = BenchServer.start(work, "deployment-server-" + i, database, cli, List.of());
                    var management = Management.connect(server.managementPort())) {
                all.add(once(new Adapters(server, management, database)));
            }
        }
        double first = median(all, Once::first);
        double again = median(all, Once::again);
        double kilobytes = median(all, Once::kilobytes);
        return "Deploying the .rar, with no pool of it yet, in a server at rest that has deployed the bare adapter before: "
                + Markdown.number(first) + " ms for the first time (" + verdict(first, MOST_MILLIS) + "), "
                + Markdown.number(again) + " ms again (" + verdict(again, MOST_MILLIS) + "); it leaves "
                + Markdown.number(kilobytes) + " KB on the heap (" + verdict(kilobytes, MOST_KILOBYTES)
                + "). The bare one, the first adapter of all, took " + Markdown.number(median(all, Once::bare))
                + " ms. Medians of " + all.size() + " servers.";
    }

    /** Before each, what the last has left to the JVM's compilers is done: only what is added counts. */
    private static Once once(Adapters adapters) throws Exception {
        adapters.server().awaitRest();
        double bare = adapters.deployBare(List.of());
        double before = adapters.heapKilobytes();
        adapters.server().awaitRest();
        double first = adapters.deploy(List.of());
        double kilobytes = adapters.heapKilobytes() - before;
        adapters.undeploy(0);
        adapters.server().awaitRest();
        double again = adapters.deploy(List.of());
        adapters.undeploy(0);
        return new Once(bare, first, again, kilobytes);
    }

    private static double median(List<Once> all, ToDoubleFunction<Once> figure) {
        return Spread.of(all.stream().map(figure::applyAsDouble).toList()).median();
    }

    private static String verdict(double reached, double most) {
        return "at most " + Markdown.number(most) + " wanted: " + (reached <= most ? "met" : "**missed**");
    }
}
