package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Where the server's processors were: how much of it is the adapter's own. */
final class Profiles {

    /** What was watched, and in whose code it was. */
    private record Profile(Case work, Candidate candidate, JsonObject samples, double outsideKernel) {

        int all() {
            return samples.keySet().stream().mapToInt(samples::getInt).sum();
        }

        double percent(String owner) {
            return 100 * outsideKernel * samples.getInt(owner, 0) / all();
        }

        String title() {
            return work.key() + ", " + candidate.label() + " (" + all() + " samples)";
        }
    }

    private static final String OURS = "Berth";
    private static final double MOST_PERCENT = 2;
    private static final long PREPARED_MILLIS = 3000;

    private final List<Profile> all = new ArrayList<>();

    /**
     * Has the recorder change what it has to change in the JVM, before anything is compiled: later all would have to be
     * compiled anew, and what was seen meanwhile would be of code that is not.
     */
    static void prepare(Plan plan, BenchServer server) throws IOException, InterruptedException {
        seen(plan, server, Case.BORROW, Candidate.BERTH_XA, PREPARED_MILLIS);
    }

    /** Of what was asked for. */
    static Profiles measure(Plan plan, BenchServer server) throws IOException, InterruptedException {
        var profiles = new Profiles();
        for (var work : plan.cases()) {
            switch (work) {
                case SELECT -> profiles.measure(plan, server, work, Candidate.BERTH_XA);
                case USER_TRANSACTION, ROWS -> {
                    profiles.measure(plan, server, work, Candidate.BERTH_XA);
                    profiles.measure(plan, server, work, Candidate.BERTH_LOCAL);
                }
                default -> {}
            }
        }
        return profiles;
    }

    private void measure(Plan plan, BenchServer server, Case work, Candidate candidate)
            throws IOException, InterruptedException {
        var seen = seen(plan, server, work, candidate, plan.profiledMillis());
        all.add(new Profile(
                work,
                candidate,
                seen.getJsonObject("samples"),
                seen.getJsonNumber("outsideKernel").doubleValue()));
    }

    private static JsonObject seen(Plan plan, BenchServer server, Case work, Candidate candidate, long millis)
            throws IOException, InterruptedException {
        return server.get("/bench/profile?case=" + work + "&candidate=" + candidate + "&route=DIRECT&threads="
                + Sources.SIZE + "&warmUp=" + plan.warmUpMillis(Phase.EIGHT) + "&millis=" + millis);
    }

    void write(Markdown text) {
        if (all.isEmpty()) {
            return;
        }
        text.paragraph("## Profile");
        text.paragraph("Where the server's JVM spent its processor time, in percent, with " + Sources.SIZE
                + " threads on loopback. The flight recorder tells how much of it was in the kernel, and samples the"
                + " Java threads for the rest; a sample counts for whoever is on top of the stack, or has called the"
                + " JDK that is. What the JVM does itself (compilers, collector) is in nobody's samples and so makes"
                + " all shares look larger than they are.");
        var owners = new LinkedHashSet<String>();
        all.forEach(profile -> owners.addAll(profile.samples().keySet()));
        var head = new ArrayList<>(List.of("whose"));
        all.forEach(profile -> head.add(profile.title()));
        text.head(head.toArray(String[]::new));
        for (var owner : owners) {
            var cells = new ArrayList<Object>(List.of(owner));
            all.forEach(profile -> cells.add(Markdown.number(profile.percent(owner))));
            text.row(cells.toArray());
        }
        var kernel = new ArrayList<Object>(List.of("the kernel"));
        all.forEach(profile -> kernel.add(Markdown.number(100 * (1 - profile.outsideKernel()))));
        text.row(kernel.toArray());
        text.line("");
        all.stream()
                .filter(profile -> profile.work() == Case.SELECT)
                .forEach(profile -> text.paragraph("The adapter's own share of "
                        + profile.work().key() + ": "
                        + Markdown.number(profile.percent(OURS)) + " %, at most " + Markdown.number(MOST_PERCENT)
                        + " wanted: " + (profile.percent(OURS) <= MOST_PERCENT ? "met" : "**missed**") + "."));
    }

    JsonArrayBuilder json() {
        var json = Json.createArrayBuilder();
        all.forEach(profile -> json.add(json(profile)));
        return json;
    }

    private static JsonObjectBuilder json(Profile profile) {
        return Json.createObjectBuilder()
                .add("case", profile.work().key())
                .add("candidate", profile.candidate().key())
                .add("samples", profile.samples())
                .add("outsideKernel", profile.outsideKernel());
    }
}
