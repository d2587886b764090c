package dev.berth.deploy.bench;

import dev.berth.deploy.Management;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What it takes to deploy the .rar with no pool of it yet, in servers that have done nothing else but one like it. */
final class Deployment {

    private static final int SERVERS = 7;
    private static final double MOST_MILLIS = 300;
    private static final double MOST_KILOBYTES = 2048;

    /** One deployment, and before it that of an archive with nothing in it, which is the server's price of any. */
    private record Timed(double millis, double ofNothing) {}

    /** In one server. */
    private record Once(double bare, Timed first, Timed again, double kilobytes) {}

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
        double kilobytes = median(all, Once::kilobytes);
        return "Deploying the .rar, with no pool of it yet, in a server at rest that has deployed the bare adapter before,"
                + " takes " + text(all, Once::first) + " for the first time, and " + text(all, Once::again)
                + " again; an archive with nothing in it, just before, "
                + Markdown.number(median(all, once -> once.first().ofNothing())) + " and "
                + Markdown.number(median(all, once -> once.again().ofNothing())) + " ms. It leaves "
                + Markdown.number(kilobytes) + " KB on the heap ("
                + verdict(kilobytes, MOST_KILOBYTES) + "). The bare one, the first adapter of all, took "
                + Markdown.number(median(all, Once::bare)) + " ms. Medians of " + all.size() + " servers.";
    }

    /** The whole of it is judged; what the server takes for nothing only tells how much of that is its own. */
    private static String text(List<Once> all, Function<Once, Timed> which) {
        double millis = median(all, once -> which.apply(once).millis());
        return Markdown.number(millis) + " ms (" + verdict(millis, MOST_MILLIS) + ")";
    }

    private static Once once(Adapters adapters) throws Exception {
        adapters.server().awaitRest();
        double bare = adapters.deployBare(List.of());
        double before = adapters.heapKilobytes();
        var first = timed(adapters);
        double kilobytes = adapters.heapKilobytes() - before;
        adapters.undeploy(0);
        var again = timed(adapters);
        adapters.undeploy(0);
        return new Once(bare, first, again, kilobytes);
    }

    /** Before each, what the last has left to the JVM's compilers is done: that is not of this one. */
    private static Timed timed(Adapters adapters) throws Exception {
        adapters.server().awaitRest();
        double ofNothing = adapters.deployNothing();
        adapters.server().awaitRest();
        return new Timed(adapters.deploy(List.of()), ofNothing);
    }

    private static double median(List<Once> all, ToDoubleFunction<Once> figure) {
        return Spread.of(all.stream().map(figure::applyAsDouble).toList()).median();
    }

    private static String verdict(double reached, double most) {
        return "at most " + Markdown.number(most) + " wanted: " + (reached <= most ? "met" : "**missed**");
    }
}
