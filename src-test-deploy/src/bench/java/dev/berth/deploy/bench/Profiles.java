package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Where the server's processors were: how much of it is the adapter's own. */
final class Profiles {

    /** What was watched, and in whose code it was; each time. */
    private record Profile(Case work, Candidate candidate, List<JsonObject> times) {

        Set<String> owners() {
            return times.get(0).getJsonObject(SAMPLES).keySet();
        }

        int samples(String owner) {
            return times.stream()
                    .mapToInt(once -> once.getJsonObject(SAMPLES).getInt(owner, 0))
                    .sum();
        }

        /** Over all times, which are as long. */
        private double mean(String part) {
            return times.stream()
                    .mapToDouble(once -> once.getJsonNumber(part).doubleValue())
                    .average()
                    .orElseThrow();
        }

        double outsideKernel() {
            return mean(OUTSIDE_KERNEL);
        }

        double inJava() {
            return mean(IN_JAVA);
        }

        int all() {
            return owners().stream().mapToInt(this::samples).sum();
        }

        double percent(String owner) {
            return 100 * outsideKernel() * inJava() * samples(owner) / all();
        }

        double percentOfJvm() {
            return 100 * outsideKernel() * (1 - inJava());
        }

        double percentOfKernel() {
            return 100 * (1 - outsideKernel());
        }

        boolean is(Case what, Candidate who) {
            return work == what && candidate == who;
        }

        String title() {
            return work.key() + ", " + candidate.label() + " (" + all() + " samples)";
        }
    }

    private static final String OURS = "Berth";
    private static final String BARE = "the bare adapter";
    private static final String SAMPLES = "samples";
    private static final String OUTSIDE_KERNEL = "outsideKernel";
    private static final String IN_JAVA = "inJava";
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
                case SELECT ->
                    profiles.measure(plan, server, work, plan.profiles(), Candidate.BERTH_XA, Candidate.BARE_XA);
                case USER_TRANSACTION, ROWS ->
                    profiles.measure(plan, server, work, 1, Candidate.BERTH_XA, Candidate.BERTH_LOCAL);
                default -> {}
            }
        }
        return profiles;
    }

    private void measure(Plan plan, BenchServer server, Case work, int times, Candidate... candidates)
            throws IOException, InterruptedException {
        var profiles = Arrays.stream(candidates)
                .map(candidate -> new Profile(work, candidate, new ArrayList<>()))
                .toList();
        for (int i = 0; i < times; i++) {
            for (var profile : profiles) {
                profile.times().add(seen(plan, server, work, profile.candidate(), plan.profiledMillis()));
            }
        }
        all.addAll(profiles);
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
        all.forEach(profile -> owners.addAll(profile.owners()));
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
        text.paragraph("The adapter's own share of " + Case.SELECT.key() + ": " + Markdown.number(own.percent(OURS))
                + " %, at most " + Markdown.number(MOST_PERCENT) + " wanted: "
                + (own.percent(OURS) <= MOST_PERCENT ? "met" : "**missed**") + ". The bare adapter's is "
                + Markdown.number(bare.percent(BARE)) + " %. What is taken for its own while the bare adapter"
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
                .add("times", Json.createArrayBuilder(profile.times()));
    }
}
