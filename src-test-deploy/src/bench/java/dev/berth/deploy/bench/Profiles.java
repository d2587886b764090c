package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Where the server's processors were: how much of it is the adapter's own. */
final class Profiles {

    /** What was watched, and in whose code it was. */
    private record Profile(Case work, Candidate candidate, JsonObject samples, double outsideKernel, double inJava) {

        int all() {
            return samples.keySet().stream().mapToInt(samples::getInt).sum();
        }

        double percent(String owner) {
            return 100 * outsideKernel * inJava * samples.getInt(owner, 0) / all();
        }

        double percentOfJvm() {
            return 100 * outsideKernel * (1 - inJava);
        }

        double percentOfKernel() {
            return 100 * (1 - outsideKernel);
        }

        boolean is(Case what, Candidate who) {
            return work == what && candidate == who;
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
                case SELECT -> {
                    profiles.measure(plan, server, work, Candidate.BERTH_XA);
                    profiles.measure(plan, server, work, Candidate.BARE_XA);
                }
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
                seen.getJsonNumber("outsideKernel").doubleValue(),
                seen.getJsonNumber("inJava").doubleValue()));
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
                + " threads on loopback. The flight recorder tells how much of it was in the kernel and how much the"
                + " JVM's own (compilers, collector), and samples the Java threads for the rest; a sample counts for"
                + " whoever is on top of the stack, or has called the JDK that is.");
        var owners = new LinkedHashSet<String>();
        all.forEach(profile -> owners.addAll(profile.samples().keySet()));
        var head = new ArrayList<>(List.of("whose"));
        all.forEach(profile -> head.add(profile.title()));
        text.head(head.toArray(String[]::new));
        for (var owner : owners) {
            row(text, owner, profile -> profile.percent(owner));
        }
        row(text, "the JVM", Profile::percentOfJvm);
        row(text, "the kernel", Profile::percentOfKernel);
        text.line("");
        find(Candidate.BERTH_XA).ifPresent(own -> find(Candidate.BARE_XA).ifPresent(bare -> goal(text, own, bare)));
    }

    private void row(Markdown text, String owner, ToDoubleFunction<Profile> percent) {
        var cells = new ArrayList<Object>(List.of(owner));
        all.forEach(profile -> cells.add(Markdown.number(percent.applyAsDouble(profile))));
        text.row(cells.toArray());
    }

    private Optional<Profile> find(Candidate candidate) {
        return all.stream()
                .filter(profile -> profile.is(Case.SELECT, candidate))
                .findFirst();
    }

    private static void goal(Markdown text, Profile own, Profile bare) {
        double share = own.percent(OURS);
        text.paragraph("The adapter's own share of " + Case.SELECT.key() + ": " + Markdown.number(share)
                + " %, at most " + Markdown.number(MOST_PERCENT) + " wanted: "
                + (share <= MOST_PERCENT ? "met" : "**missed**") + ". What is taken for its own while the bare adapter"
                + " works, " + Markdown.number(bare.percent(OURS)) + " %, is what its timers do, and errors: the"
                + " server's calls of all adapters are compiled into the same code, and which instruction is whose is"
                + " known roughly.");
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
                .add("outsideKernel", profile.outsideKernel())
                .add("inJava", profile.inJava());
    }
}
