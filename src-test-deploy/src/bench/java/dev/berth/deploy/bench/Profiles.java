package dev.berth.deploy.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Where the server's processors were: how much of it is the adapter's own. */
final class Profiles {

    private static final String OURS = "Berth";
    private static final String BARE = "the bare adapter";
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
    void measure(Plan plan, BenchServer server) throws IOException, InterruptedException {
        for (var work : plan.cases()) {
            switch (work) {
                case SELECT -> measure(plan, server, work, plan.profiles(), Candidate.BERTH_XA, Candidate.BARE_XA);
                case USER_TRANSACTION -> measure(plan, server, work, 1, Candidate.BERTH_XA, Candidate.BERTH_LOCAL);
                case ROWS -> measure(plan, server, work, 1, Candidate.BERTH_XA, Candidate.BARE_XA, Candidate.RAW);
                default -> {}
            }
        }
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
        return server.get(Application.path(candidate, BenchServlet.PROFILE) + "&case=" + work + "&route=DIRECT&threads="
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
        if (all.stream().anyMatch(profile -> profile.work() == Case.SELECT)) {
            goal(text);
        }
    }

    private void row(Markdown text, String owner, ToDoubleFunction<Profile> percent) {
        var cells = new ArrayList<Object>(List.of(owner));
        all.forEach(profile -> cells.add(Markdown.number(percent.applyAsDouble(profile))));
        text.row(cells.toArray());
    }

    private Profile ofSelect(Candidate candidate) {
        return all.stream()
                .filter(profile -> profile.is(Case.SELECT, candidate))
                .findFirst()
                .orElseThrow();
    }

    private void goal(Markdown text) {
        double own = ofSelect(Candidate.BERTH_XA).percent(OURS);
        var bare = ofSelect(Candidate.BARE_XA);
        text.paragraph("The adapter's own share of " + Case.SELECT.key() + ": " + Markdown.number(own) + " %, at most "
                + Markdown.number(MOST_PERCENT) + " wanted: " + (own <= MOST_PERCENT ? "met" : "**missed**")
                + ". The bare adapter's is "
                + Markdown.number(bare.percent(BARE)) + " %. What is taken for ours while the bare adapter works, "
                + Markdown.number(bare.percent(OURS))
                + " %, is what our timers do, and errors: the server's calls of all adapters are compiled into the"
                + " same code, and which instruction is whose is known roughly.");
    }

    JsonArrayBuilder json() {
        var json = Json.createArrayBuilder();
        all.forEach(profile -> json.add(profile.json()));
        return json;
    }
}
